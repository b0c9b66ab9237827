//! Rulings: an entry that breaks a rule stays in its chain and has no effect.
//!
//! An entry of kind `ruling` names another entry by its place. That one then counts nowhere, is
//! kept, and is listed with the reason; a later ruling can lift it. All rulings about one entry are
//! one record. A ruling about a ruling counts only if it is the later one, so that no ring of them
//! is without an end.

use std::sync::Arc;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{Change, DeviceId, Place, RecordId};

/// The kind of a ruling.
pub const KIND: &str = "ruling";
/// The device whose entry it is about.
pub const DEVICE: &str = "device";
/// That entry's place in the device's chain.
pub const SEQ: &str = "seq";
/// Which rule was broken.
pub const WHY: &str = "why";
/// `true` where the entry counts after all.
pub const LIFTED: &str = "lifted";

/// Rules that the entry at `place` has no effect.
pub fn change(place: Place, why: &str) -> Change {
    about(place, (WHY, Value::from(why)))
}

/// Lets the entry at `place` count after all; with `false`, no longer.
pub fn lift(place: Place, lifted: bool) -> Change {
    about(place, (LIFTED, Value::from(lifted)))
}

/// The record of all rulings about the entry at `place`: the same wherever one is made.
pub fn record(place: Place) -> RecordId {
    let Place { device, seq } = place;
    let hash = Sha256::digest(format!("doorstep-ruling:{device}:{seq}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    RecordId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

fn about(place: Place, (field, value): (&str, Value)) -> Change {
    let set = [
        (DEVICE, Value::from(place.device.to_string())),
        (SEQ, Value::from(place.seq)),
        (field, value),
    ];
    Change {
        kind: KIND.to_owned(),
        id: record(place),
        set: set.map(|(name, value)| (name.to_owned(), value)).into(),
    }
}

/// What one entry of kind `ruling` says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Says {
    pub(crate) about: Place,
    pub(crate) lifted: Option<bool>,
    pub(crate) why: Option<String>,
}

impl Says {
    /// Reads the fields of a ruling; `None` where they name no entry.
    pub(crate) fn read(set: &[(Arc<str>, Value)]) -> Option<Self> {
        let get = |field: &str| {
            let found = set.iter().find(|(name, _)| **name == *field);
            found.map(|(_, value)| value)
        };
        let text = |field: &str| get(field)?.as_str();
        let device: DeviceId = text(DEVICE)?.parse().ok()?;
        let seq = get(SEQ)?.as_u64()?;
        Some(Self {
            about: Place { device, seq },
            lifted: get(LIFTED).and_then(Value::as_bool),
            why: text(WHY).map(str::to_owned),
        })
    }
}
