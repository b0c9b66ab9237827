//! The tablet's memory that survives: IndexedDB behind three verbs, `open`, `read` and `commit`.
//!
//! A row is bytes under a key that tells nothing, sealed where the profile has a passphrase. What
//! is committed is on the disk when the future is done ("strict" durability), or nothing of it is.

mod database;
mod error;
pub mod registry;
mod request;
mod row;
mod sealing;
mod segment;
mod turns;

pub use database::{Content, Database};
pub use error::StoreError;
pub use row::{Area, Key, Write};
pub use segment::{Kept, Packer, Segment, Unpack, unpack};
