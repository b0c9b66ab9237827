//! The append-only ledger under Doorstep: what is written, how it merges, how it travels.
//!
//! One thing is written: an [`Entry`]. One thing is read: the [`State`] that a [`Ledger`] folds out
//! of entries. The same set of entries, in any order and with any repetition, gives the same state.
//! An export, a file on a stick and the body of a sync request are one format: the [`Bundle`]. A
//! sealed [`backup`] holds entries too, and what is not finished.
//!
//! The ledger knows no domain record; it carries them as fields of a record of some kind. It does
//! no input or output, reads no clock and draws no random number: time and randomness are handed
//! in.

pub mod audit;
pub mod backup;
mod bundle;
mod bundle_error;
mod canonical;
mod chain;
mod check;
mod entry;
pub mod erase;
mod file;
mod fold;
mod gather;
mod ids;
mod intake;
pub mod lean;
pub mod limits;
mod packed;
mod rekey;
mod replica;
pub mod ruling;
pub mod sync;
mod time;
pub mod transfer;
pub mod wire;

pub use bundle::{Bundle, Opening};
pub use bundle_error::BundleError;
pub use canonical::canonical_json;
pub use chain::{Head, Heads, Place, Refusal, check_next, genesis};
pub use check::Invalid;
pub use entry::{Author, Change, Entry, EntryV1, Fields, Newer, Over, write_next};
pub use file::{FileRef, is_plain_name, safe_type};
pub use fold::{Became, Cell, Conflict, Moment, Record, Standing, State, Step, Touch};
pub use gather::gather;
pub use ids::{DeviceId, Digest, ParseHexError, RecordId, Salt, SiteId, uuid_v7};
pub use intake::Intake;
pub use packed::{BUNDLE_FILE_BYTES, PackedFile, Packing, spread};
pub use rekey::heir;
pub use replica::{Admitted, Ledger};
pub use time::{Clock, Hlc, ParseHlcError};
