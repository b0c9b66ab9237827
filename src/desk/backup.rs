//! Everything of this site on this device into one sealed file, a chunk at a time: neither the
//! ledger nor a file is in memory twice, and nothing is written to a storage that may be full.

use js_sys::{Array, Uint8Array};
use ledger::{
    DeviceId, Entry, RecordId,
    backup::{About, Counted, Kind, Packer, begin, frame, place},
    sync::Span,
};
use leptos::prelude::*;
use needs::Site;
use web_sys::Blob;

use super::{Desk, FileError, StoreError, notebooks};
use crate::{
    locales::language,
    platform::{clock, seal::Seal},
    profiles::leaving,
    store::Area,
};

/// Bytes of entries that are read at once.
const PAGE_BYTES: usize = 1 << 20;

/// A backup, to be handed to the person.
pub struct SavedBackup {
    /// The file, in order.
    pub parts: Vec<Blob>,
    /// What it holds.
    pub counted: Counted,
}

/// The file as it grows.
struct Writer<'a> {
    seal: &'a Seal,
    packer: Packer,
    parts: Vec<Blob>,
    number: u64,
}

impl Writer<'_> {
    async fn push(&mut self, kind: Kind, key: &str, value: &[u8]) -> Result<(), FileError> {
        self.packer.push(kind, key, value);
        if self.packer.is_full() {
            self.close().await?;
        }
        Ok(())
    }

    /// Seals what has come together.
    async fn close(&mut self) -> Result<(), FileError> {
        let Some(content) = self.packer.take() else {
            return Ok(());
        };
        let sealed = self.seal.seal(&place(self.number), &content).await;
        let sealed = sealed.map_err(StoreError::from)?;
        let frame = Uint8Array::from(&frame(sealed.length())[..]);
        self.put(&Array::of2(&frame, &sealed))?;
        self.number += 1;
        Ok(())
    }

    fn put(&mut self, bytes: &Array) -> Result<(), FileError> {
        let part = Blob::new_with_u8_array_sequence(bytes);
        // The browser puts it on the disk where it is much; it has no other reason to refuse.
        self.parts.push(part.map_err(|_| StoreError::Full)?);
        Ok(())
    }
}

impl Desk {
    /// Saves everything under a key that was made for this file; `header` is what opens it.
    pub async fn back_up(self, seal: &Seal, header: &str) -> Result<SavedBackup, FileError> {
        leaving::settle().await;
        let mut writer = Writer {
            seal,
            packer: Packer::default(),
            parts: Vec::new(),
            number: 0,
        };
        writer.put(&Array::of1(&Uint8Array::from(&begin(header)[..])))?;
        writer.packer.push_json(Kind::About, &self.about());
        let mut counted = Counted {
            entries: self.write_entries(&mut writer).await?,
            ..Counted::default()
        };
        counted.drafts = self.write_drafts(&mut writer).await?;
        counted.files = self.files().write_files(&mut writer).await?;
        writer.packer.push_json(Kind::End, &counted);
        writer.close().await?;
        let parts = writer.parts;
        Ok(SavedBackup { parts, counted })
    }

    fn about(self) -> About {
        let (site, lang) = (self.site(), language());
        let name = self.peek(|ledger| {
            let site = Site::find(ledger.state(), site);
            site.map(|site| site.name(lang).to_owned())
        });
        About {
            site,
            name: name.unwrap_or_default(),
            device: self.device(),
            person: untrack(|| self.actor()),
            made: clock::now().to_rfc3339(),
            sealed: self.is_sealed(),
        }
    }

    async fn write_entries(self, writer: &mut Writer<'_>) -> Result<u64, FileError> {
        let devices: Vec<DeviceId> = self.peek(|ledger| ledger.heads().into_keys().collect());
        let mut count = 0;
        for device in devices {
            let mut after = 0;
            loop {
                let entries = self.next_entries(Span { device, after }).await?;
                let Some(last) = entries.last() else { break };
                after = last.seq();
                count += entries.len() as u64;
                for entry in entries {
                    let json = entry.to_json().to_string();
                    writer.push(Kind::Entry, "", json.as_bytes()).await?;
                }
            }
        }
        Ok(count)
    }

    /// Some entries of a chain. What was erased and waits to be dropped here must not leave the
    /// house either.
    async fn next_entries(self, span: Span) -> Result<Vec<Entry>, StoreError> {
        let entries = match self.entries_of(&[span], PAGE_BYTES, true).await {
            Ok(Some(entries)) => entries,
            // A row that can't be read any more is set aside, and the rest is saved.
            Ok(None) | Err(StoreError::Corrupt(_)) => {
                self.reload().await?;
                self.entries_of(&[span], PAGE_BYTES, true)
                    .await?
                    .unwrap_or_default()
            }
            Err(error) => return Err(error),
        };
        let erased = |entry: &Entry| self.peek(|ledger| ledger.state().is_erased_at(entry.place()));
        let entries = entries.into_iter().map(|entry| {
            if erased(&entry) {
                entry.without_body()
            } else {
                entry
            }
        });
        Ok(entries.collect())
    }

    /// Drafts with their lines, and forms that are being designed. With each draft goes how many
    /// entries there are about its record, which tells whether it was finished since.
    async fn write_drafts(self, writer: &mut Writer<'_>) -> Result<u64, FileError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        let mut count = 0;
        for (area, kind) in [
            (Area::Drafts, Kind::Draft),
            (Area::Notes, Kind::Note),
            (Area::Designs, Kind::Design),
        ] {
            for (key, row) in database.read_all(area).await? {
                // What can't be read is named in the settings.
                let Ok(row) = row else { continue };
                let key = match (kind, draft_id(&key)) {
                    (Kind::Draft, Some(id)) => format!("{}/{key}", self.written_about(id)),
                    (Kind::Draft, None) => continue,
                    _ => key,
                };
                count += u64::from(kind != Kind::Note);
                writer.push(kind, &key, &row).await?;
            }
        }
        Ok(count)
    }

    /// How many entries there are about a record.
    pub(super) fn written_about(self, id: RecordId) -> usize {
        self.peek(|ledger| ledger.state().places_of(id).len())
    }
}

/// The record that a draft with this key will become.
pub(super) fn draft_id(key: &str) -> Option<RecordId> {
    notebooks::id_of(key).or_else(|| key.parse().ok())
}

impl super::Files {
    /// Every file that is whole, each followed by its bytes.
    async fn write_files(self, writer: &mut Writer<'_>) -> Result<u64, FileError> {
        let database = self.database();
        let mut count = 0;
        for (key, row) in self.whole_rows() {
            writer.push(Kind::File, &key, &row).await?;
            for at in database.keys_under(Area::Parts, &format!("{key}/")).await? {
                let part = self.part(&at).await?;
                writer.push(Kind::Part, &at, &part).await?;
            }
            count += 1;
        }
        Ok(count)
    }
}
