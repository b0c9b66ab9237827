//! A key in memory.

use std::fmt;

use zeroize::Zeroize;

/// 256 bits that open something. They are overwritten when it is dropped, and never shown.
#[derive(Clone)]
pub struct Key([u8; Self::BYTES]);

impl Key {
    /// How long a key is.
    pub const BYTES: usize = 32;

    /// A key of these bytes. Whoever hands them in wipes their own copy.
    pub fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        Self(*bytes)
    }

    /// A new key.
    pub fn random(random: &mut impl FnMut(&mut [u8])) -> Self {
        let mut key = Self([0; Self::BYTES]);
        random(&mut key.0);
        key
    }

    /// Its bytes, to be handed to what seals with them.
    pub fn bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut [u8; Self::BYTES] {
        &mut self.0
    }

    pub(crate) fn empty() -> Self {
        Self([0; Self::BYTES])
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl PartialEq for Key {
    /// Takes the same time wherever two keys differ.
    fn eq(&self, other: &Self) -> bool {
        let differ = self.0.iter().zip(&other.0);
        differ.fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
    }
}

impl Eq for Key {}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key(…)")
    }
}
