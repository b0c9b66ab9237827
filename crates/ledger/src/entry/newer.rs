//! Entries of a later version: kept as they came, passed on, and read after an upgrade.

use serde::de;
use serde_json::{Map, Value};

use super::BODY;
use crate::{
    DeviceId, Digest, Invalid, Place, RecordId,
    check::{check_seq, check_value},
    limits,
};

/// An entry of a version that this code doesn't understand. These members stay in every version:
/// `v`, `device`, `seq`, `was`, `body`, `prev`; and so does the rule for the hash.
#[derive(Clone, Debug, PartialEq)]
pub struct Newer {
    device: DeviceId,
    seq: u64,
    prev: Digest,
    raw: Map<String, Value>,
}

impl Newer {
    pub(super) fn from_raw(raw: Map<String, Value>) -> Result<Self, Invalid> {
        fn member<T: de::DeserializeOwned>(
            raw: &Map<String, Value>,
            name: &str,
        ) -> Result<T, Invalid> {
            let value = raw.get(name).cloned().unwrap_or_default();
            serde_json::from_value(value).map_err(|error| Invalid::new(name, error))
        }
        let _: Digest = member(&raw, "body")?;
        let newer = Self {
            device: member(&raw, "device")?,
            seq: member(&raw, "seq")?,
            prev: member(&raw, "prev")?,
            raw,
        };
        check_seq(newer.seq)?;
        // Numbers that the canonical form can't hold would not hash the same everywhere.
        newer
            .raw
            .iter()
            .try_for_each(|(name, value)| {
                check_value(value, limits::DEPTH + 1).map_err(|why| Invalid::new(name, why))
            })
            .map(|()| newer)
    }

    /// Moves it to another chain.
    pub(crate) fn put(&mut self, to: Place, prev: Digest) {
        (self.device, self.seq, self.prev) = (to.device, to.seq, prev);
        self.set("device", serde_json::json!(to.device));
        self.set("seq", to.seq.into());
        self.set("prev", serde_json::json!(prev));
    }

    pub(crate) fn set(&mut self, name: &str, value: Value) {
        self.raw.insert(name.to_owned(), value);
    }

    /// A member as it came.
    pub(crate) fn member(&self, name: &str) -> Option<&Value> {
        self.raw.get(name)
    }

    /// All members as they came.
    pub(super) fn raw(&self) -> &Map<String, Value> {
        &self.raw
    }

    /// The version that it was written in.
    pub fn version(&self) -> u64 {
        self.raw
            .get("v")
            .and_then(Value::as_u64)
            .unwrap_or_default()
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        Place {
            device: self.device,
            seq: self.seq,
        }
    }

    /// The hash of the entry before it in its chain.
    pub(super) fn prev(&self) -> Digest {
        self.prev
    }

    /// The kind of its record, if that is still said as it is today.
    pub fn kind(&self) -> Option<&str> {
        self.member("kind")?.as_str()
    }

    /// Its record, if that is still said as it is today.
    pub fn id(&self) -> Option<RecordId> {
        self.member("id")?.as_str()?.parse().ok()
    }

    /// Whether any member of the body is here.
    pub fn has_body(&self) -> bool {
        BODY.iter().any(|name| self.raw.contains_key(*name))
    }

    /// The same without its body.
    #[must_use]
    pub fn without_body(mut self) -> Self {
        for name in BODY {
            self.raw.remove(name);
        }
        self
    }
}
