//! Devices and people that write, apart or knowing of each other.

use chrono::DateTime;
use ledger::{
    Admitted, Author, Change, DeviceId, Entry, EntryV1, Fields, Ledger, RecordId, Salt, SiteId,
    uuid_v7,
};
use serde_json::Value;

pub(crate) const KIND: &str = "unit";

pub(crate) fn site() -> SiteId {
    SiteId(uuid_v7(0, [9; 10]))
}

pub(crate) fn device(n: u8) -> DeviceId {
    DeviceId(uuid_v7(1, [n; 10]))
}

pub(crate) fn record(n: u8) -> RecordId {
    RecordId(uuid_v7(2, [n; 10]))
}

pub(crate) fn person(n: u8) -> RecordId {
    RecordId(uuid_v7(3, [n; 10]))
}

/// A device in some person's hands, with what it knows.
#[derive(Clone)]
pub(crate) struct Tablet {
    pub(crate) author: Author,
    pub(crate) ledger: Ledger,
    /// The entries that it has, in the order in which it heard of them.
    heard: Vec<Entry>,
    now_ms: i64,
}

impl Tablet {
    /// Tablet `n` in the hands of person `n`.
    pub(crate) fn new(n: u8) -> Self {
        Self::of(n, n)
    }

    pub(crate) fn of(n: u8, whose: u8) -> Self {
        Self {
            author: Author {
                device: device(n),
                actor: person(whose),
            },
            ledger: Ledger::new(site()),
            heard: Vec::new(),
            now_ms: 1_000_000,
        }
    }

    pub(crate) fn write(&mut self, change: Change) -> Entry {
        self.now_ms += 10;
        let now = DateTime::from_timestamp_millis(self.now_ms)
            .unwrap()
            .fixed_offset();
        let salt = Salt([self.author.device.0.as_bytes()[15]; 16]);
        let entry = self.ledger.write(self.author, now, salt, change).unwrap();
        self.hear(std::slice::from_ref(&entry));
        entry
    }

    pub(crate) fn set(&mut self, id: u8, field: &str, value: impl Into<Value>) -> Entry {
        self.write(Change {
            kind: KIND.to_owned(),
            id: record(id),
            set: Fields::from([(field.to_owned(), value.into())]),
        })
    }

    pub(crate) fn hear(&mut self, entries: &[Entry]) -> &mut Self {
        for entry in entries {
            if self.ledger.admit(entry).unwrap() == Admitted::New {
                self.heard.push(entry.clone());
                if let Entry::V1(entry) = entry {
                    // One clock for all, but that a tablet's stands still while it hears nothing.
                    let written_ms = i64::try_from(entry.time.unix_ms()).unwrap();
                    self.now_ms = self.now_ms.max(written_ms);
                }
            }
        }
        self
    }

    /// The entries that it has.
    pub(crate) fn known(&self) -> Vec<Entry> {
        self.heard.clone()
    }

    /// What it shows of a field.
    pub(crate) fn shows(&self, id: u8, field: &str) -> Option<&Value> {
        self.ledger.state().record(KIND, record(id))?.get(field)
    }

    /// The fields that people disagree about, and the values that are left.
    pub(crate) fn conflicts(&self) -> Vec<(&str, Vec<&Value>)> {
        let conflicts = self.ledger.state().conflicts();
        conflicts
            .map(|conflict| {
                let values = conflict.leaves.iter().map(|cell| &cell.value);
                (conflict.field, values.collect())
            })
            .collect()
    }
}

pub(crate) fn ledger_of(entries: &[Entry]) -> Ledger {
    let mut ledger = Ledger::new(site());
    for entry in entries {
        ledger.admit(entry).unwrap();
    }
    ledger
}

pub(crate) fn json(ledger: &Ledger) -> String {
    serde_json::to_string(ledger.state()).unwrap()
}

pub(crate) fn v1(entry: &Entry) -> EntryV1 {
    match entry {
        Entry::V1(entry) => (**entry).clone(),
        Entry::Newer(_) => unreachable!(),
    }
}
