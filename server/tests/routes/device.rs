//! A device that writes entries, as the app does.

use chrono::DateTime;
use ledger::{
    Author, Bundle, Change, DeviceId, Entry, Fields, Ledger, RecordId, Salt, SiteId, sync::Answer,
};
use serde_json::json;
use uuid::Uuid;

pub(crate) fn new_site() -> SiteId {
    SiteId(Uuid::new_v4())
}

#[derive(Clone)]
pub(crate) struct Device {
    pub(crate) id: DeviceId,
    pub(crate) ledger: Ledger,
    pub(crate) entries: Vec<Entry>,
}

impl Device {
    pub(crate) fn new(site: SiteId) -> Self {
        let id = DeviceId(Uuid::new_v4());
        Self {
            id,
            ledger: Ledger::new(site),
            entries: Vec::new(),
        }
    }

    /// Writes so many entries.
    pub(crate) fn write(&mut self, count: usize) -> &mut Self {
        for _ in 0..count {
            self.write_about("unit", RecordId(Uuid::new_v4()), "label", "12A");
        }
        self
    }

    pub(crate) fn write_about(&mut self, kind: &str, id: RecordId, field: &str, value: &str) {
        let author = Author {
            device: self.id,
            actor: RecordId(self.id.0),
        };
        let now = DateTime::from_timestamp_millis(1_780_000_000_000)
            .unwrap()
            .fixed_offset();
        let set = Fields::from([(field.to_owned(), json!(value))]);
        let change = Change {
            kind: kind.to_owned(),
            id,
            set,
        };
        let salt = Salt(Uuid::new_v4().into_bytes());
        let entry = self.ledger.write(author, now, salt, change).unwrap();
        self.take(entry);
    }

    pub(crate) fn take(&mut self, entry: Entry) {
        self.ledger.admit(&entry).unwrap();
        self.entries.push(entry);
    }

    /// Takes in what the server sent.
    pub(crate) fn read(&mut self, answer: &Answer) {
        for received in &answer.entries {
            self.take(received.entry.clone());
        }
    }

    /// A bundle of everything that is here.
    pub(crate) fn bundle(&self) -> Bundle {
        self.bundle_of(self.entries.clone())
    }

    pub(crate) fn bundle_of(&self, entries: Vec<Entry>) -> Bundle {
        let made = DateTime::from_timestamp_millis(0).unwrap().fixed_offset();
        Bundle::new(&self.ledger, self.id, made, entries)
    }
}
