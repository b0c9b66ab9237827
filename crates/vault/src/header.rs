//! What is stored of a vault: how its key is wrapped. It holds nothing secret.

use std::fmt;

use blake2::{Blake2b512, Digest};
use serde::{Deserialize, Serialize};

use crate::{
    Kdf, KdfError, Key, RecoveryCode,
    wrap::{Bytes, Wrap},
};

const VERSION: u32 = 1;

/// What opens a vault.
#[derive(Clone, Copy)]
pub enum Secret<'a> {
    /// What the person remembers; UTF-8 in normal form KC.
    Passphrase(&'a str),
    /// What the person has on paper.
    Recovery(&'a RecoveryCode),
}

impl Secret<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Self::Passphrase(_) => "passphrase",
            Self::Recovery(_) => "recovery",
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Passphrase(text) => text.as_bytes(),
            Self::Recovery(code) => code.secret(),
        }
    }
}

impl fmt::Debug for Secret<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Secret({}, …)", self.kind())
    }
}

/// Why a vault does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// The header is whole, and this is not what opens it.
    WrongSecret,
    /// The header is not what was written.
    Damaged,
    /// The header was written by a later version.
    Newer,
    /// The cost of a guess is out of bounds.
    Kdf(KdfError),
}

impl fmt::Display for OpenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongSecret => formatter.write_str("this does not open the vault"),
            Self::Damaged => formatter.write_str("the vault's header is damaged"),
            Self::Newer => formatter.write_str("the vault was made by a later version"),
            Self::Kdf(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for OpenError {}

/// The two wraps of the data key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    v: u32,
    passphrase: Wrap,
    recovery: Wrap,
    /// Over the rest, so that damage is told apart from a wrong passphrase. No protection: whoever
    /// can write here can compute it.
    check: Bytes<8>,
}

/// As much of a header as every version has.
#[derive(Deserialize)]
struct AnyVersion {
    v: u32,
}

impl Header {
    /// A new vault: its header, its key, and the recovery code, which is shown once and kept
    /// nowhere.
    pub fn create(
        passphrase: &str,
        kdf: Kdf,
        random: &mut impl FnMut(&mut [u8]),
    ) -> Result<(Self, Key, RecoveryCode), OpenError> {
        let key = Key::random(random);
        let code = RecoveryCode::random(random);
        let secret = Secret::Passphrase(passphrase);
        let mut header = Self {
            v: VERSION,
            passphrase: wrap(&key, secret, kdf, random)?,
            // A code of 115 random bits needs no costly derivation.
            recovery: wrap(&key, Secret::Recovery(&code), Kdf::FLOOR, random)?,
            check: Bytes([0; 8]),
        };
        header.check = header.checksum();
        Ok((header, key, code))
    }

    /// Opens the vault. Takes as long as [`Header::kdf`] says.
    pub fn open(&self, secret: Secret<'_>) -> Result<Key, OpenError> {
        if self.check != self.checksum() {
            return Err(OpenError::Damaged);
        }
        let wrap = match secret {
            Secret::Passphrase(_) => &self.passphrase,
            Secret::Recovery(_) => &self.recovery,
        };
        wrap.open(secret.kind(), secret.bytes())
    }

    /// Wraps the key under another passphrase or another code, which then is the only one of its
    /// kind that opens the vault. The other kind stays as it is, and so does every row.
    pub fn wrap(
        &mut self,
        key: &Key,
        secret: Secret<'_>,
        kdf: Kdf,
        random: &mut impl FnMut(&mut [u8]),
    ) -> Result<(), OpenError> {
        let fresh = wrap(key, secret, kdf, random)?;
        match secret {
            Secret::Passphrase(_) => self.passphrase = fresh,
            Secret::Recovery(_) => self.recovery = fresh,
        }
        self.check = self.checksum();
        Ok(())
    }

    /// What it costs to try a passphrase.
    pub fn kdf(&self) -> Kdf {
        self.passphrase.kdf()
    }

    /// Reads what [`Header::to_json`] wrote.
    pub fn from_json(json: &str) -> Result<Self, OpenError> {
        let Ok(AnyVersion { v }) = serde_json::from_str(json) else {
            return Err(OpenError::Damaged);
        };
        if v > VERSION {
            return Err(OpenError::Newer);
        }
        let header: Self = serde_json::from_str(json).map_err(|_| OpenError::Damaged)?;
        if header.v != VERSION || header.check != header.checksum() {
            return Err(OpenError::Damaged);
        }
        header.passphrase.kdf().check().map_err(OpenError::Kdf)?;
        header.recovery.kdf().check().map_err(OpenError::Kdf)?;
        Ok(header)
    }

    /// One line of JSON.
    pub fn to_json(&self) -> String {
        // Numbers and fixed bytes: nothing that JSON can't hold.
        serde_json::to_string(self).unwrap_or_default()
    }

    fn checksum(&self) -> Bytes<8> {
        let text = serde_json::to_vec(&(self.v, &self.passphrase, &self.recovery));
        let hash = Blake2b512::digest(text.unwrap_or_default());
        let mut check = [0; 8];
        check.copy_from_slice(&hash[..8]);
        Bytes(check)
    }
}

fn wrap(
    key: &Key,
    secret: Secret<'_>,
    kdf: Kdf,
    random: &mut impl FnMut(&mut [u8]),
) -> Result<Wrap, OpenError> {
    Wrap::new(key, secret.kind(), secret.bytes(), kdf, random)
}

impl fmt::Debug for Header {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Header({:?})", self.kdf())
    }
}
