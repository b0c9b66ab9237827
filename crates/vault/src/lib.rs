//! Keys of a tablet: what a passphrase opens, and how rows are sealed.
//!
//! A random [`Key`] seals the rows. It is never stored itself: the [`Header`] holds it wrapped,
//! once under the person's passphrase and once under a printed [`RecoveryCode`]. To change the
//! passphrase is to wrap the same key again; no row is touched.
//!
//! | part | made with | source |
//! | --- | --- | --- |
//! | key from passphrase or code | Argon2id | RFC 9106 |
//! | wrapped key, sealed row | AES-256-GCM | NIST SP 800-38D |
//!
//! Randomness is handed in. Passphrases come as UTF-8 in Unicode's normal form KC, so that the same
//! characters typed on two keyboards are the same passphrase.
//!
//! ```
//! use vault::{Header, Kdf, OpenError, Secret};
//!
//! # fn main() -> Result<(), OpenError> {
//! # let mut generator = fastrand::Rng::with_seed(1);
//! let mut random = |bytes: &mut [u8]| generator.fill(bytes); // from the system, in earnest
//! let (mut header, key, code) = Header::create("three blue lifts", Kdf::FLOOR, &mut random)?;
//!
//! let wrong = header.open(Secret::Passphrase("three blue lift"));
//! assert_eq!(wrong.err(), Some(OpenError::WrongSecret));
//! let opened = header.open(Secret::Recovery(&code))?;
//! header.wrap(&opened, Secret::Passphrase("four red doors"), Kdf::FLOOR, &mut random)?;
//! assert!(header.open(Secret::Passphrase("four red doors"))? == key);
//! # Ok(())
//! # }
//! ```

mod header;
mod kdf;
mod key;
mod recovery;
mod row;
mod strength;
mod wrap;

pub use header::{Header, OpenError, Secret};
pub use kdf::{Kdf, KdfError};
pub use key::Key;
pub use recovery::{RecoveryCode, RecoveryCodeError};
pub use row::{RowError, RowKey, open_row, row_context, seal_row};
pub use strength::{Strength, strength};
