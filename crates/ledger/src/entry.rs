//! Entries: the one thing that is written.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::{
    DeviceId, Digest, Hlc, Invalid, Place, RecordId, Salt, canonical_json,
    check::{check_fields, check_seq, check_value},
    limits,
};

/// Field names and what they are set to. `null` takes a field away.
///
/// A collection is not a value but many fields with a common prefix (`answer:/household/size`), so
/// that two people who change different members don't overwrite each other.
pub type Fields = BTreeMap<String, Value>;

/// One change to one record, as its device wrote it.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// The version this code writes and understands.
    V1(Box<EntryV1>),
    /// A later version: kept as it came, passed on, and read after an upgrade.
    Newer(Box<Newer>),
}

/// An entry of version 1.
///
/// The *head* is every member but `salt` and `set`. Its canonical JSON is what the next entry of
/// the same device chains to, so that the chain still verifies when the body has been erased or
/// withheld.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EntryV1 {
    /// The version of this format: 1.
    pub v: u32,
    /// Who wrote: a device, not a person.
    pub device: DeviceId,
    /// The place in the device's chain, from 1 without a gap.
    pub seq: u64,
    /// When, on the hybrid logical clock: what decides between two values of a field.
    pub time: Hlc,
    /// What the device's own clock claimed, with its offset from UTC (RFC 3339).
    pub wall: String,
    /// The person who was using the device: the id of a record of kind `person`.
    pub actor: RecordId,
    /// The kind of the record that is changed: lower-case letters, digits and hyphens.
    pub kind: String,
    /// The record that is changed.
    pub id: RecordId,
    /// Where it stood before it was moved to this chain, the first place first; missing where it
    /// never was (see [`Ledger::rehouse`](crate::Ledger::rehouse)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Vec<Place>>,
    /// SHA-256 of `salt` (16 bytes) and the canonical JSON of `set`.
    pub body: Digest,
    /// The hash of the device's entry before this one; for the first, the hash of site and device.
    pub prev: Digest,
    /// Random bytes that make the hash of an erased body impossible to guess from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<Salt>,
    /// The fields that are set. Missing where the body was erased, or may not be seen by this
    /// reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<Fields>,
}

/// An entry of a version that this code doesn't understand. These members stay in every version:
/// `v`, `device`, `seq`, `was`, `body`, `prev`; and so does the rule for the hash.
#[derive(Clone, Debug, PartialEq)]
pub struct Newer {
    device: DeviceId,
    seq: u64,
    prev: Digest,
    raw: Map<String, Value>,
}

/// Who writes: the device and the person using it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Author {
    /// The device.
    pub device: DeviceId,
    /// The person.
    pub actor: RecordId,
}

/// What to write: the fields to set on a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The kind of the record.
    pub kind: String,
    /// The record.
    pub id: RecordId,
    /// The fields to set.
    pub set: Fields,
}

impl EntryV1 {
    /// The entry with which `author` makes `change`, after the entry whose hash is `prev`.
    pub(crate) fn write(
        author: Author,
        (seq, prev): (u64, Digest),
        (time, wall): (Hlc, DateTime<FixedOffset>),
        salt: Salt,
        change: Change,
    ) -> Result<Self, Invalid> {
        let entry = Self {
            v: 1,
            device: author.device,
            seq,
            time,
            wall: wall.to_rfc3339_opts(SecondsFormat::Millis, false),
            actor: author.actor,
            kind: change.kind,
            id: change.id,
            was: None,
            body: body_digest(salt, &change.set),
            prev,
            salt: Some(salt),
            set: Some(change.set),
        };
        entry.check()?;
        Ok(entry)
    }

    /// Whether each member is within its limits and the body is the one that was hashed.
    fn check(&self) -> Result<(), Invalid> {
        check_seq(self.seq)?;
        let kind_ok = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.kind.is_empty() || self.kind.len() > limits::KIND || !self.kind.chars().all(kind_ok)
        {
            return Err(Invalid::new(
                "kind",
                "1 to 32 lower-case letters, digits or hyphens",
            ));
        }
        if DateTime::parse_from_rfc3339(&self.wall).is_err() || self.wall.len() > 40 {
            return Err(Invalid::new("wall", "not a time in the form of RFC 3339"));
        }
        if let Some(was) = &self.was {
            let places = 1..=limits::MOVES;
            if !places.contains(&was.len()) || was.iter().any(|at| check_seq(at.seq).is_err()) {
                return Err(Invalid::new("was", "the places where it stood before"));
            }
        }
        match (&self.salt, &self.set) {
            (Some(salt), Some(set)) => {
                check_fields(set)?;
                if body_digest(*salt, set) != self.body {
                    return Err(Invalid::new("set", "was changed after it was written"));
                }
                Ok(())
            }
            (None, None) => Ok(()),
            _ => Err(Invalid::new("salt", "`salt` and `set` go together")),
        }
    }
}

fn body_digest(salt: Salt, set: &Fields) -> Digest {
    let set = Value::Object(set.iter().map(|(k, v)| (k.clone(), v.clone())).collect());
    let hash = Sha256::new()
        .chain_update(salt.0)
        .chain_update(canonical_json(&set));
    Digest(hash.finalize().into())
}

impl Entry {
    /// Reads an entry of any version and checks what can be checked on it alone.
    pub fn from_json(value: Value) -> Result<Self, Invalid> {
        let Value::Object(raw) = value else {
            return Err(Invalid::new("entry", "not a JSON object"));
        };
        match raw.get("v").and_then(Value::as_u64) {
            Some(1) => {
                let entry: EntryV1 = serde_json::from_value(Value::Object(raw))
                    .map_err(|error| Invalid::new("entry", error))?;
                entry.check()?;
                Ok(Self::V1(Box::new(entry)))
            }
            Some(2..) => Newer::from_raw(raw).map(|newer| Self::Newer(Box::new(newer))),
            _ => Err(Invalid::new("v", "a version number from 1")),
        }
    }

    /// Reads an entry that was checked before and has since lain where nobody can have changed it:
    /// its body is not hashed again.
    pub fn from_kept(bytes: &[u8]) -> Result<Self, Invalid> {
        match serde_json::from_slice::<EntryV1>(bytes) {
            Ok(entry) if entry.v == 1 => Ok(Self::V1(Box::new(entry))),
            _ => serde_json::from_slice(bytes).map_err(|error| Invalid::new("entry", error)),
        }
    }

    /// The entry as JSON, as it came.
    pub fn to_json(&self) -> Value {
        match self {
            Self::V1(entry) => serde_json::to_value(entry).unwrap_or_default(),
            Self::Newer(newer) => Value::Object(newer.raw.clone()),
        }
    }

    /// The device whose chain this entry belongs to.
    pub fn device(&self) -> DeviceId {
        match self {
            Self::V1(entry) => entry.device,
            Self::Newer(newer) => newer.device,
        }
    }

    /// The place in that chain, from 1.
    pub fn seq(&self) -> u64 {
        match self {
            Self::V1(entry) => entry.seq,
            Self::Newer(newer) => newer.seq,
        }
    }

    /// The hash of the entry before it in that chain.
    pub fn prev(&self) -> Digest {
        match self {
            Self::V1(entry) => entry.prev,
            Self::Newer(newer) => newer.prev,
        }
    }

    /// SHA-256 of the canonical JSON of the head: every member but `salt` and `set`.
    pub fn hash(&self) -> Digest {
        let mut head = self.to_json();
        if let Value::Object(members) = &mut head {
            members.remove("salt");
            members.remove("set");
        }
        Digest(Sha256::digest(canonical_json(&head)).into())
    }
}

impl Newer {
    fn from_raw(raw: Map<String, Value>) -> Result<Self, Invalid> {
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

    /// The version that it was written in.
    pub fn version(&self) -> u64 {
        self.raw
            .get("v")
            .and_then(Value::as_u64)
            .unwrap_or_default()
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::V1(entry) => entry.serialize(serializer),
            Self::Newer(newer) => newer.raw.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_json(Value::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(any(test, feature = "schema"))]
impl schemars::JsonSchema for Entry {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Entry".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        generator.subschema_for::<EntryV1>()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{chain::genesis, replica::tests::site};

    fn entry() -> EntryV1 {
        let device = DeviceId(crate::uuid_v7(1, [1; 10]));
        let id = RecordId(crate::uuid_v7(2, [2; 10]));
        let set = Fields::from([("name".into(), json!({"en": "Wang", "zh-Hant": "王"}))]);
        EntryV1::write(
            Author { device, actor: id },
            (1, genesis(site(), device)),
            (
                Hlc::at(1_000),
                DateTime::parse_from_rfc3339("2026-11-22T16:00:00+08:00").unwrap(),
            ),
            Salt([7; 16]),
            Change {
                kind: "person".into(),
                id,
                set,
            },
        )
        .unwrap()
    }

    fn read(change: impl FnOnce(&mut Value)) -> Result<Entry, Invalid> {
        let mut value = serde_json::to_value(entry()).unwrap();
        change(&mut value);
        Entry::from_json(value)
    }

    #[test]
    fn reads_back_to_the_same_hash() {
        let entry = Entry::V1(Box::new(entry()));
        let again: Entry = serde_json::from_str(&serde_json::to_string(&entry).unwrap()).unwrap();
        assert_eq!(again, entry);
        assert_eq!(again.hash(), entry.hash());
    }

    #[test]
    fn an_erased_body_leaves_the_hash_as_it_was() {
        let erased = read(|v| {
            v.as_object_mut().unwrap().remove("set");
            v.as_object_mut().unwrap().remove("salt");
        });
        assert_eq!(erased.unwrap().hash(), Entry::V1(Box::new(entry())).hash());
    }

    #[test]
    fn what_was_changed_or_is_out_of_bounds_is_named() {
        let at = |result: Result<Entry, Invalid>| result.unwrap_err().at;
        assert_eq!(at(read(|v| v["set"]["name"]["en"] = "Wong".into())), "set");
        assert_eq!(at(read(|v| v["kind"] = "Person".into())), "kind");
        assert_eq!(at(read(|v| v["seq"] = 0.into())), "seq");
        assert_eq!(at(read(|v| v["wall"] = "yesterday".into())), "wall");
        assert_eq!(at(read(|v| v["v"] = 0.into())), "v");
        assert_eq!(at(read(|v| v["set"]["area"] = json!(80.5))), "set.area");
        assert_eq!(
            at(read(|v| drop(v.as_object_mut().unwrap().remove("salt")))),
            "salt"
        );
        assert_eq!(at(read(|v| v["extra"] = 1.into())), "entry");
    }

    #[test]
    fn a_later_version_is_kept_as_it_came() {
        let raw = json!({
            "v": 2, "device": entry().device, "seq": 1, "body": entry().body, "prev": entry().prev,
            "lamport": 12, "set": {"name": "Wang"}, "salt": entry().salt,
        });
        let entry = Entry::from_json(raw.clone()).unwrap();
        assert!(matches!(&entry, Entry::Newer(newer) if newer.version() == 2));
        assert_eq!(entry.to_json(), raw);
        let mut other = raw.clone();
        other["lamport"] = 13.into();
        assert_ne!(Entry::from_json(other).unwrap().hash(), entry.hash());
    }
}
