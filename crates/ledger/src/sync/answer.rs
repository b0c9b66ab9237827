//! What the server answers.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::Cursor;
use crate::{DeviceId, Digest, Entry, Heads, Refusal};

/// The server's answer to a bundle.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Answer {
    /// Where to read on from. If `since` was of another epoch, reading began at the start.
    pub cursor: Cursor,
    /// Whether there is more to read right now.
    pub more: bool,
    /// How far the server has each device's chain, durably.
    pub heads: Heads,
    /// The entries of the request that the server did not take.
    pub refused: Vec<Refused>,
    /// The entries after `since` that the device does not have by its own heads.
    pub entries: Vec<Received>,
    /// The server's clock (RFC 3339), so that a wrong clock can be shown.
    pub now: String,
    /// What was among the entries and could not be read as one. One bad entry must not keep the
    /// others from arriving; its chain ends before it until it can be read.
    #[serde(skip)]
    pub unreadable: Vec<Unreadable>,
}

/// An entry as the server has it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Received {
    /// When the server received it, by its own clock (RFC 3339).
    pub received: String,
    /// The entry.
    pub entry: Entry,
    /// Its hash, worked out once: hashing is most of the work of taking in a page.
    #[serde(skip)]
    hash: Digest,
}

impl Received {
    /// An entry that came at a time (RFC 3339).
    pub fn new(received: String, entry: Entry) -> Self {
        let hash = entry.hash();
        Self::kept(received, entry, hash)
    }

    /// As [`Self::new`], for an entry whose hash was worked out before, or kept beside it by the
    /// one who is to send it. Who receives it works it out again.
    pub fn kept(received: String, entry: Entry, hash: Digest) -> Self {
        Self {
            received,
            entry,
            hash,
        }
    }

    /// The entry's hash.
    pub fn hash(&self) -> Digest {
        self.hash
    }
}

/// An entry that the server did not take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Refused {
    /// The device that wrote it.
    pub device: DeviceId,
    /// Its place in that device's chain.
    pub seq: u64,
    /// Why.
    pub why: Refusal,
}

/// Something among the server's entries that could not be read as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The device that wrote it, where that much could be read.
    pub device: Option<DeviceId>,
    /// Its place in that device's chain, where that much could be read.
    pub seq: Option<u64>,
    /// What is wrong with it.
    pub why: String,
}

/// An answer as it comes.
#[derive(Deserialize)]
struct Raw {
    cursor: Cursor,
    more: bool,
    heads: Heads,
    refused: Vec<Refused>,
    entries: Vec<Value>,
    now: String,
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(deserializer)?;
        let (mut entries, mut unreadable) = (Vec::with_capacity(raw.entries.len()), Vec::new());
        for value in raw.entries {
            match read(value) {
                Ok(received) => entries.push(received),
                Err(why) => unreadable.push(why),
            }
        }
        Ok(Self {
            cursor: raw.cursor,
            more: raw.more,
            heads: raw.heads,
            refused: raw.refused,
            entries,
            now: raw.now,
            unreadable,
        })
    }
}

fn read(mut value: Value) -> Result<Received, Unreadable> {
    let received = value.get("received").and_then(Value::as_str);
    let received = received.unwrap_or_default().to_owned();
    let entry = value.get_mut("entry").map(Value::take).unwrap_or_default();
    let device = entry.get("device").and_then(Value::as_str);
    let device = device.and_then(|text| text.parse().ok());
    let seq = entry.get("seq").and_then(Value::as_u64);
    match Entry::from_json(entry) {
        Ok(entry) => Ok(Received::new(received, entry)),
        Err(why) => Err(Unreadable {
            device,
            seq,
            why: why.to_string(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{chain::genesis, replica::tests::site, uuid_v7};

    #[test]
    fn one_entry_that_cannot_be_read_is_named_and_the_rest_arrives() {
        let device = DeviceId(uuid_v7(1, [1; 10]));
        let good = json!({
            "v": 2, "device": device, "seq": 1, "prev": genesis(site(), device),
            "body": genesis(site(), device),
        });
        let bad = json!({"v": 1, "device": device, "seq": 2});
        let received = "2026-01-01T00:00:00Z";
        let answer = json!({
            "cursor": Cursor::default(), "more": false, "heads": {}, "now": received,
            "refused": [{"device": device, "seq": 4, "why": {"code": "not-yet-known", "x": 1}}],
            "entries": [
                {"received": received, "entry": bad},
                {"received": received, "entry": good},
                null,
            ],
            "later": true,
        });
        let answer: Answer = serde_json::from_value(answer).unwrap();
        assert_eq!(answer.entries.len(), 1);
        assert_eq!(answer.refused[0].why, Refusal::Other);
        let [bad, nothing] = &answer.unreadable[..] else {
            panic!("{:?}", answer.unreadable);
        };
        assert_eq!((bad.device, bad.seq), (Some(device), Some(2)));
        assert_eq!((nothing.device, nothing.seq), (None, None));
    }
}
