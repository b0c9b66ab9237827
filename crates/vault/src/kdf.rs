//! What it costs to try a passphrase.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};

use crate::Key;

/// Parameters of Argon2id (RFC 9106) with one lane: memory and passes over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kdf {
    /// Memory in KiB.
    #[serde(rename = "m")]
    memory_kib: u32,
    /// Passes over the memory.
    #[serde(rename = "t")]
    passes: u32,
}

/// Parameters that are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KdfError {
    /// Less than [`Kdf::FLOOR`]: someone made guessing cheap.
    BelowFloor,
    /// More than [`Kdf::MOST`]: no tablet would ever finish.
    TooMuch,
}

impl fmt::Display for KdfError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::BelowFloor => "the key derivation is cheaper than allowed",
            Self::TooMuch => "the key derivation asks for more than a tablet has",
        })
    }
}

impl std::error::Error for KdfError {}

impl Kdf {
    /// The least: 19 MiB and two passes (OWASP Password Storage Cheat Sheet).
    pub const FLOOR: Self = Self {
        memory_kib: 19 * 1024,
        passes: 2,
    };
    /// The most that is accepted from a header.
    pub const MOST: Self = Self {
        memory_kib: 256 * 1024,
        passes: 64,
    };
    /// Calibration raises the memory as far as this, then the passes: a browser on an old tablet
    /// gives a page not much more.
    const MEMORY_OF_A_TABLET_KIB: u32 = 64 * 1024;
    /// What opening should take: long for a guesser, short for a person at a door.
    const WANTED_MS: f64 = 350.0;

    /// These parameters, if they are within the bounds.
    pub fn new(memory_kib: u32, passes: u32) -> Result<Self, KdfError> {
        let kdf = Self { memory_kib, passes };
        kdf.check()?;
        Ok(kdf)
    }

    /// Memory in KiB.
    pub fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// Passes over the memory.
    pub fn passes(self) -> u32 {
        self.passes
    }

    pub(crate) fn check(self) -> Result<(), KdfError> {
        let (floor, most) = (Self::FLOOR, Self::MOST);
        if self.memory_kib < floor.memory_kib || self.passes < floor.passes {
            Err(KdfError::BelowFloor)
        } else if self.memory_kib > most.memory_kib || self.passes > most.passes {
            Err(KdfError::TooMuch)
        } else {
            Ok(())
        }
    }

    /// Parameters that take some 350 ms (always between 250 and 500 where a device is fast enough)
    /// on a device on which [`Kdf::FLOOR`] took `floor_ms`. The cost is memory times passes.
    pub fn calibrated(floor_ms: f64) -> Self {
        if !floor_ms.is_finite() || floor_ms <= 0.0 {
            return Self::FLOOR;
        }
        // In KiB gone over: what the device does in the wanted time.
        let floor_work = f64::from(Self::FLOOR.memory_kib * Self::FLOOR.passes);
        let most = f64::from(Self::MEMORY_OF_A_TABLET_KIB * Self::MOST.passes);
        let work = (floor_work * Self::WANTED_MS / floor_ms).min(most);
        let memory = work / f64::from(Self::FLOOR.passes);
        if memory <= f64::from(Self::MEMORY_OF_A_TABLET_KIB) {
            return Self {
                memory_kib: whole(memory).max(Self::FLOOR.memory_kib),
                passes: Self::FLOOR.passes,
            };
        }
        // Whole passes, and the memory that makes up for the rest.
        let passes = (work / f64::from(Self::MEMORY_OF_A_TABLET_KIB)).ceil();
        Self {
            memory_kib: whole(work / passes).max(Self::FLOOR.memory_kib),
            passes: whole(passes).clamp(Self::FLOOR.passes, Self::MOST.passes),
        }
    }

    /// The key that a secret gives. Takes as long as the parameters say; off the main thread.
    pub fn derive(self, secret: &[u8], salt: &[u8; 16]) -> Result<Key, KdfError> {
        self.check()?;
        let params = Params::new(self.memory_kib, self.passes, 1, Some(Key::BYTES));
        let params = params.map_err(|_| KdfError::TooMuch)?;
        let mut key = Key::empty();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(secret, salt, key.bytes_mut())
            .map_err(|_| KdfError::TooMuch)?;
        Ok(key)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between nought and what `MOST` allows"
)]
fn whole(number: f64) -> u32 {
    number as u32
}
