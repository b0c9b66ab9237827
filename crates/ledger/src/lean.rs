//! Entries in few bytes, as a device packs them in its own storage.
//!
//! A long ledger is read whenever the app starts, so nothing in it has to be parsed, and what is
//! the same in many entries (devices, people, names of fields) stands there once. Two streams:
//! *text*, which packs well, and *noise* (hashes, salts, ids), which nothing makes smaller.
//!
//! Numbers are LEB128, seven bits a byte with the lowest first; texts are their length in bytes and
//! UTF-8. A *word* is a number: 0 and a text that stands here for the first time, or which of the
//! words so far it is, from 1; devices and people likewise, as 16 bytes of the noise. An entry:
//!
//! | stream | what |
//! | --- | --- |
//! | noise | its hash (32 bytes) |
//! | text | what it has (the bits below); with `OTHER` its JSON follows, and nothing else |
//! | text | device, number in its chain, milliseconds since the entry before (zigzag) |
//! | text | counter of the clock, wall time (a text), person, kind (a word) |
//! | noise | record (16 bytes), hash of the body (32), with `PREV` the hash before (32) |
//! | text | with `WAS` the places where it stood: how many, then device and number of each |
//! | noise | with `BODY` the salt (16) |
//! | text | with `BODY` how many fields, then name (a word) and value of each in their order |
//! | text | with `OVER` how many fields, then for each its name, how many places, and these |
//!
//! On the way between two who check everything ([`crate::wire`]) an entry is *brief*: its hash is
//! left out, and that of its body where the body is there, since both follow from the rest. The
//! noise ends with SHA-256 of all their hashes.
//!
//! A value is a byte (0 null, 1 false, 2 true, 3 text, 4 number, 5 negative number, 6 JSON) and
//! what it needs. Without `PREV` the entry follows the last one of its device that stands here.

mod reader;
mod row;

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{DeviceId, Digest, Entry, EntryV1, Place};

pub(crate) use self::row::Packed;
pub use self::{reader::Reader, row::Row};

const PREV: u64 = 1;
const WAS: u64 = 2;
const BODY: u64 = 4;
const OVER: u64 = 8;
const OTHER: u64 = 16;

const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const TEXT: u8 = 3;
const NUMBER: u8 = 4;
const NEGATIVE: u8 = 5;
const JSON: u8 = 6;

/// Puts entries together.
#[derive(Default)]
pub struct Writer {
    text: Vec<u8>,
    noise: Vec<u8>,
    words: BTreeMap<String, u64>,
    ids: BTreeMap<Uuid, u64>,
    /// The last entry of each device: its number and its hash.
    last: BTreeMap<DeviceId, (u64, Digest)>,
    ms: u64,
    brief: bool,
    /// The hashes of brief entries.
    all: Sha256,
}

impl Writer {
    /// Leaves out what follows from the rest.
    pub(crate) fn brief() -> Self {
        Self {
            brief: true,
            ..Self::default()
        }
    }

    /// Ends brief entries: with the hash of all their hashes.
    pub(crate) fn end(&mut self) {
        self.noise.extend(self.all.finalize_reset());
    }

    /// Bytes so far.
    pub fn len(&self) -> usize {
        self.text.len() + self.noise.len()
    }

    /// Whether there is nothing yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What packs well, and what does not.
    pub fn streams(&self) -> (&[u8], &[u8]) {
        (&self.text, &self.noise)
    }

    /// Adds a number of the caller's own.
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.text.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.text.push(number.to_le_bytes()[0]);
    }

    /// Adds a text of the caller's own, which often is the same.
    pub fn word(&mut self, text: &str) {
        if let Some(known) = self.words.get(text) {
            return self.number(*known);
        }
        self.words
            .insert(text.to_owned(), self.words.len() as u64 + 1);
        self.number(0);
        self.text(text);
    }

    /// Adds an entry with its hash.
    pub fn entry(&mut self, entry: &Entry, hash: Digest) {
        if self.brief {
            self.all.update(hash.0);
        } else {
            self.noise.extend(hash.0);
        }
        match entry {
            Entry::V1(entry) => {
                self.v1(entry);
                self.last.insert(entry.device, (entry.seq, hash));
            }
            Entry::Newer(_) => {
                self.number(OTHER);
                self.text(&entry.to_json().to_string());
                self.last.remove(&entry.device());
            }
        }
    }

    fn v1(&mut self, entry: &EntryV1) {
        let last = self.last.get(&entry.device);
        let follows = last
            .is_some_and(|last| entry.seq.checked_sub(1) == Some(last.0) && last.1 == entry.prev);
        let body = entry.salt.zip(entry.set.as_ref());
        let bits = [
            (PREV, !follows),
            (WAS, entry.was.is_some()),
            (BODY, body.is_some()),
            (OVER, entry.over.is_some()),
        ];
        self.number(bits.iter().filter(|(_, on)| *on).map(|(bit, _)| bit).sum());
        self.id(entry.device.0);
        self.number(entry.seq);
        let (ms, counter) = entry.time.parts();
        // Both are far below 2⁶², so the difference fits.
        let since = ms.wrapping_sub(self.ms).cast_signed();
        self.number(((since << 1) ^ (since >> 63)).cast_unsigned());
        self.ms = ms;
        self.number(u64::from(counter));
        self.text(&entry.wall);
        self.id(entry.actor.0);
        self.word(&entry.kind);
        self.noise.extend(entry.id.0.as_bytes());
        if body.is_none() || !self.brief {
            self.noise.extend(entry.body.0);
        }
        if !follows {
            self.noise.extend(entry.prev.0);
        }
        if let Some(was) = &entry.was {
            self.places(was);
        }
        if let Some((salt, set)) = body {
            self.noise.extend(salt.0);
            self.number(set.len() as u64);
            for (name, value) in set {
                self.word(name);
                self.value(value);
            }
        }
        if let Some(over) = &entry.over {
            self.number(over.len() as u64);
            for (name, places) in over {
                self.word(name);
                self.places(places);
            }
        }
    }

    fn places(&mut self, places: &[Place]) {
        self.number(places.len() as u64);
        for place in places {
            self.id(place.device.0);
            self.number(place.seq);
        }
    }

    fn id(&mut self, id: Uuid) {
        if let Some(known) = self.ids.get(&id) {
            return self.number(*known);
        }
        self.ids.insert(id, self.ids.len() as u64 + 1);
        self.number(0);
        self.noise.extend(id.as_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.text.extend(text.as_bytes());
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.text.push(NULL),
            Value::Bool(false) => self.text.push(FALSE),
            Value::Bool(true) => self.text.push(TRUE),
            Value::String(text) => {
                self.text.push(TEXT);
                self.text(text);
            }
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => {
                    self.text.push(NUMBER);
                    self.number(number);
                }
                (None, Some(number)) => {
                    self.text.push(NEGATIVE);
                    self.number(number.unsigned_abs());
                }
                (None, None) => self.json(value),
            },
            Value::Array(_) | Value::Object(_) => self.json(value),
        }
    }

    fn json(&mut self, value: &Value) {
        self.text.push(JSON);
        self.text(&value.to_string());
    }
}

#[cfg(test)]
pub(crate) mod tests;
