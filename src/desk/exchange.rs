//! What comes in from the server or a file, and what goes out.

use ledger::{
    Admitted, Bundle, Entry, Ledger, Refusal,
    sync::{Checkpoint, Received, Span},
};
use leptos::prelude::*;

use super::{
    CHECKPOINT, Desk,
    image::{EntryRow, encode, meta},
    loading::each_page,
    segments::Reader,
};
use crate::{
    platform::clock,
    store::{Area, StoreError, Write},
};

impl Desk {
    /// Stores what the server sent, and how far it has been read. What is here already is left out.
    pub async fn take_in(
        self,
        received: Vec<Received>,
        checkpoint: Checkpoint,
    ) -> Result<Result<(), Refusal>, StoreError> {
        let row = encode(&checkpoint)?;
        loop {
            let (rows, refusal) = self
                .inner
                .with_value(|inner| inner.new_rows(received.iter().cloned()));
            // A gap has to be filled before the cursor may move on.
            if let Some(refusal @ Refusal::Gap { .. }) = refusal {
                return Ok(Err(refusal));
            }
            let known = self
                .inner
                .with_value(|inner| inner.checkpoint == checkpoint);
            if rows.is_empty() && known {
                return Ok(Ok(()));
            }
            let place = Write::Put(Area::Meta, meta(CHECKPOINT), row.clone());
            match self.append(rows, vec![place]).await {
                Err(StoreError::Taken) => self.read_on().await?,
                Err(error) => return Err(error),
                Ok(()) => {
                    self.inner
                        .update_value(|inner| inner.checkpoint = checkpoint);
                    self.compact_when_quiet();
                    return Ok(Ok(()));
                }
            }
        }
    }

    /// Stores entries that were checked against this ledger: all of them or none.
    pub async fn import(self, entries: Vec<Entry>) -> Result<(), StoreError> {
        loop {
            let entries = entries.iter().cloned();
            let known =
                |entry: &Entry| self.peek(|ledger| ledger.check(entry) == Ok(Admitted::Known));
            let rows: Vec<_> = entries
                .filter(|entry| !known(entry))
                .map(|entry| EntryRow {
                    received: None,
                    entry,
                })
                .collect();
            match self.append(rows, Vec::new()).await {
                Err(StoreError::Taken) => self.read_on().await?,
                result => return result,
            }
        }
    }

    /// Everything, as a bundle. The ledger is replayed on the way, so that what goes out connects.
    pub async fn export(self) -> Result<Bundle, StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        let mut ledger = Ledger::new(self.site());
        let (mut entries, mut waiting) = (Vec::new(), Vec::new());
        each_page(&database, 0, |page| {
            let found = page.into_entries();
            for entry in found {
                match ledger.admit(&entry) {
                    Ok(Admitted::New) => entries.push(entry),
                    Err(Refusal::Gap { .. }) => waiting.push(entry),
                    _ => {}
                }
            }
        })
        .await?;
        // Where a row was damaged, what follows it connects to what came again later.
        loop {
            let before = waiting.len();
            waiting.retain(|entry| match ledger.admit(entry) {
                Ok(Admitted::New) => {
                    entries.push(entry.clone());
                    false
                }
                _ => true,
            });
            if waiting.len() == before {
                break;
            }
        }
        Ok(Bundle::new(&ledger, self.device(), clock::now(), entries))
    }

    /// A bundle with the entries of `spans`, or as many from the front as fit in `max_bytes`, but
    /// at least one.
    pub async fn bundle(self, spans: &[Span], max_bytes: usize) -> Result<Bundle, StoreError> {
        let wanted: Vec<u32> = self.inner.with_value(|inner| {
            let spans = spans.iter();
            let rows = spans.flat_map(|span| inner.rows_after(*span));
            rows.copied().collect()
        });
        let mut reader = Reader::new(self);
        let mut entries = Vec::new();
        let mut bytes = 0;
        for number in wanted {
            let Some((entry, size)) = reader.entry(number).await? else {
                continue;
            };
            bytes += size;
            if bytes > max_bytes && !entries.is_empty() {
                break;
            }
            entries.push(entry);
        }
        Ok(self.inner.with_value(|inner| {
            Bundle::new(&inner.image.ledger, inner.device, clock::now(), entries)
        }))
    }
}
