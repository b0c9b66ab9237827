//! A device that writes entries, as the app does.

use chrono::DateTime;
use ledger::{
    Author, Bundle, Change, DeviceId, Digest, Entry, Fields, FileRef, Ledger, RecordId, Salt,
    SiteId, sync::Answer,
};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

pub(crate) fn new_site() -> SiteId {
    SiteId(Uuid::new_v4())
}

/// What an entry says about these bytes.
pub(crate) fn file_of(name: &str, media_type: &str, bytes: &[u8]) -> FileRef {
    FileRef {
        name: name.to_owned(),
        sha256: Digest(Sha256::digest(bytes).into()),
        size: bytes.len() as u64,
        media_type: media_type.to_owned(),
    }
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
        let set = Fields::from([(field.to_owned(), json!(value))]);
        self.write_fields(kind, id, set);
    }

    /// Writes a response that names a file.
    pub(crate) fn name_file(&mut self, file: &FileRef) -> &mut Self {
        let set = Fields::from([file.field()]);
        self.write_fields("response", RecordId(Uuid::new_v4()), set);
        self
    }

    fn write_fields(&mut self, kind: &str, id: RecordId, set: Fields) {
        self.write_change(Change {
            kind: kind.to_owned(),
            id,
            set,
        });
    }

    pub(crate) fn write_change(&mut self, change: Change) {
        self.write_as(RecordId(self.id.0), change);
    }

    /// Writes one entry in a person's name.
    pub(crate) fn write_as(&mut self, actor: RecordId, change: Change) {
        let author = Author {
            device: self.id,
            actor,
        };
        let now = DateTime::from_timestamp_millis(1_780_000_000_000)
            .unwrap()
            .fixed_offset();
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
