//! Erasing: what a person asks to be forgotten goes, on every replica, and that it went stays.
//!
//! An entry of kind `erase` has the id of the record that it erases, so that it works even where
//! its body may not be seen. It is final. Every entry about that record, written before or after,
//! loses its body wherever it is or comes; the heads stay, so that the chains verify. What can be
//! told afterwards is that something was erased, when, by whom, and why.

use serde_json::Value;

use crate::{Change, Fields, RecordId, ruling};

/// The kind of an entry that erases.
pub const KIND: &str = "erase";
/// Why it was erased.
pub const WHY: &str = "why";

/// Erases all that is known of a record.
pub fn change(record: RecordId, why: &str) -> Change {
    Change {
        kind: KIND.to_owned(),
        id: record,
        set: Fields::from([(WHY.to_owned(), Value::from(why))]),
    }
}

/// Whether records of this kind can be erased: not the erasures themselves, nor what was ruled.
pub(crate) fn concerns(kind: &str) -> bool {
    kind != KIND && kind != ruling::KIND
}
