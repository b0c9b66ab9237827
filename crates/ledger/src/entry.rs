//! Entries: the one thing that is written.

mod hashes;
mod newer;

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, FixedOffset, SecondsFormat};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{
    DeviceId, Digest, Head, Hlc, Invalid, Place, RecordId, Salt, SiteId, canonical_json,
    check::{check_fields, check_over, check_seq},
    genesis, limits,
};
pub use newer::Newer;

/// Field names and what they are set to. `null` takes a field away.
///
/// A collection is not a value but many fields with a common prefix (`answer:/household/size`), so
/// that two people who change different members don't overwrite each other.
pub type Fields = BTreeMap<String, Value>;

/// For each field that is set: the places of the entries whose values the writer saw and replaces.
/// A field that had no value is left out.
pub type Over = BTreeMap<String, Vec<Place>>;

/// The members that are no part of the head: they may be missing, and the hash leaves them out.
const BODY: [&str; 3] = ["salt", "set", "over"];

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
/// The *head* is every member but those of the body: `salt`, `set` and `over`. Its canonical JSON
/// is what the next entry of the same device chains to, so that the chain still verifies when the
/// body has been erased or withheld.
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
    /// Where it stood before it was moved to this chain, because two devices had shared an
    /// identity; the first place first. Missing where it never was moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Vec<Place>>,
    /// SHA-256 of `salt` (16 bytes), the canonical JSON of `set`, and that of `over` if any.
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
    /// What the writer saw and replaces. An entry without it, as other programs write them, is
    /// taken to have seen everything before it, so that it is in conflict with nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<Over>,
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

/// The next entry of a chain that ends at `head` (`None`: the first), written at `time` while the
/// wall clock said `wall`. It is taken to have seen all that was written before it.
pub fn write_next(
    site: SiteId,
    head: Option<&Head>,
    author: Author,
    (time, wall): (Hlc, DateTime<FixedOffset>),
    salt: Salt,
    change: Change,
) -> Result<Entry, Invalid> {
    let place = match head {
        Some(head) => (head.seq + 1, head.hash),
        None => (1, genesis(site, author.device)),
    };
    EntryV1::write(author, place, (time, wall), salt, (change, None))
        .map(|entry| Entry::V1(Box::new(entry)))
}

impl EntryV1 {
    /// The entry with which `author` makes `change`, after the entry whose hash is `prev`.
    pub(crate) fn write(
        author: Author,
        (seq, prev): (u64, Digest),
        (time, wall): (Hlc, DateTime<FixedOffset>),
        salt: Salt,
        (change, over): (Change, Option<Over>),
    ) -> Result<Self, Invalid> {
        // RFC 3339 has years of four digits; a clock that claims another must not block a save.
        let told = (0..=9999).contains(&wall.year());
        let wall = if told {
            wall
        } else {
            DateTime::UNIX_EPOCH.fixed_offset()
        };
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
            body: hashes::body(salt, &change.set, over.as_ref()),
            prev,
            salt: Some(salt),
            set: Some(change.set),
            over,
        };
        entry.check()?;
        Ok(entry)
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        Place {
            device: self.device,
            seq: self.seq,
        }
    }

    /// Whether each member is within its limits and the body is the one that was hashed.
    fn check(&self) -> Result<(), Invalid> {
        self.check_members()?;
        match self.body_here() {
            Some(body) if body != self.body => {
                Err(Invalid::new("set", "was changed after it was written"))
            }
            _ => Ok(()),
        }
    }

    /// Whether each member is within its limits.
    pub(crate) fn check_members(&self) -> Result<(), Invalid> {
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
            (Some(_), Some(set)) => {
                check_fields(set)?;
                check_over(self.over.iter().flatten(), set)
            }
            (None, None) if self.over.is_none() => Ok(()),
            (None, None) => Err(Invalid::new("over", "has no `set` to go with")),
            _ => Err(Invalid::new("salt", "`salt` and `set` go together")),
        }
    }
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
            Self::Newer(newer) => Value::Object(newer.raw().clone()),
        }
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        match self {
            Self::V1(entry) => entry.place(),
            Self::Newer(newer) => newer.place(),
        }
    }

    /// The device whose chain this entry belongs to.
    pub fn device(&self) -> DeviceId {
        self.place().device
    }

    /// The place in that chain, from 1.
    pub fn seq(&self) -> u64 {
        self.place().seq
    }

    /// The hash of the entry before it in that chain.
    pub fn prev(&self) -> Digest {
        match self {
            Self::V1(entry) => entry.prev,
            Self::Newer(newer) => newer.prev(),
        }
    }

    /// The kind of the record that it changes; of a later version as far as it is understood.
    pub fn kind(&self) -> Option<&str> {
        match self {
            Self::V1(entry) => Some(&entry.kind),
            Self::Newer(newer) => newer.kind(),
        }
    }

    /// The record that it changes; of a later version as far as it is understood.
    pub fn id(&self) -> Option<RecordId> {
        match self {
            Self::V1(entry) => Some(entry.id),
            Self::Newer(newer) => newer.id(),
        }
    }

    /// Whether its body is here: it was neither erased nor withheld.
    pub fn has_body(&self) -> bool {
        match self {
            Self::V1(entry) => entry.set.is_some(),
            Self::Newer(newer) => newer.has_body(),
        }
    }

    /// The same entry without its body, as it stands after an erasure and before a reader who may
    /// not see it. Its hash is the same.
    #[must_use]
    pub fn without_body(self) -> Self {
        match self {
            Self::V1(entry) => Self::V1(Box::new(EntryV1 {
                salt: None,
                set: None,
                over: None,
                ..*entry
            })),
            Self::Newer(newer) => Self::Newer(Box::new(newer.without_body())),
        }
    }

    /// SHA-256 of the canonical JSON of the head: every member but those of the body.
    pub fn hash(&self) -> Digest {
        let head = match self {
            Self::V1(entry) => entry.head_json(),
            Self::Newer(newer) => {
                let mut head = newer.raw().clone();
                head.retain(|name, _| !BODY.contains(&&**name));
                canonical_json(&Value::Object(head))
            }
        };
        Digest(Sha256::digest(head).into())
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::V1(entry) => entry.serialize(serializer),
            Self::Newer(newer) => newer.raw().serialize(serializer),
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
mod tests;
