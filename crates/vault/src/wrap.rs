//! A key, sealed under another that comes from a secret.

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInPlace};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroize;

use crate::{Kdf, Key, OpenError};

/// Fixed bytes, base64url in JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bytes<const N: usize>(pub(crate) [u8; N]);

impl<const N: usize> Serialize for Bytes<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(self.0))
    }
}

impl<'de, const N: usize> Deserialize<'de> for Bytes<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = BASE64.decode(text).map_err(serde::de::Error::custom)?;
        let bytes = bytes.try_into().map(Self);
        bytes.map_err(|_| serde::de::Error::custom("wrong length"))
    }
}

/// The data key under one secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wrap {
    kdf: Kdf,
    salt: Bytes<16>,
    nonce: Bytes<12>,
    /// The key, encrypted, and the tag that shows a wrong secret.
    key: Bytes<48>,
}

impl Wrap {
    /// Wraps `key` under `secret`. `by` says which kind of secret it is, and is bound to it.
    pub(crate) fn new(
        key: &Key,
        by: &str,
        secret: &[u8],
        kdf: Kdf,
        random: &mut impl FnMut(&mut [u8]),
    ) -> Result<Self, OpenError> {
        let (mut salt, mut nonce) = ([0; 16], [0; 12]);
        random(&mut salt);
        random(&mut nonce);
        let outer = kdf.derive(secret, &salt).map_err(OpenError::Kdf)?;
        let mut sealed = [0; 48];
        let (body, end) = sealed.split_at_mut(Key::BYTES);
        body.copy_from_slice(key.bytes());
        let sealing = Aes256Gcm::new(outer.bytes().into()).encrypt_in_place_detached(
            &nonce.into(),
            context(by, kdf).as_bytes(),
            body,
        );
        let Ok(tag) = sealing else {
            sealed.zeroize();
            return Err(OpenError::Damaged);
        };
        end.copy_from_slice(&tag);
        Ok(Self {
            kdf,
            salt: Bytes(salt),
            nonce: Bytes(nonce),
            key: Bytes(sealed),
        })
    }

    /// Unwraps the key.
    pub(crate) fn open(&self, by: &str, secret: &[u8]) -> Result<Key, OpenError> {
        let outer = self.kdf.derive(secret, &self.salt.0);
        let outer = outer.map_err(OpenError::Kdf)?;
        let mut key = Key::empty();
        let (body, tag) = self.key.0.split_at(Key::BYTES);
        key.bytes_mut().copy_from_slice(body);
        Aes256Gcm::new(outer.bytes().into())
            .decrypt_in_place_detached(
                &self.nonce.0.into(),
                context(by, self.kdf).as_bytes(),
                key.bytes_mut(),
                tag.into(),
            )
            .map_err(|_| OpenError::WrongSecret)?;
        Ok(key)
    }

    pub(crate) fn kdf(&self) -> Kdf {
        self.kdf
    }
}

/// Bound to the wrap, so that it can be neither taken for another nor made cheaper.
fn context(by: &str, kdf: Kdf) -> String {
    let (memory, passes) = (kdf.memory_kib(), kdf.passes());
    format!("doorstep-vault\n1\n{by}\nargon2id\n{memory}\n{passes}")
}
