//! What comes in from the server or a file, and what goes out.

use std::{collections::BTreeSet, rc::Rc};

use chrono::SecondsFormat;
use ledger::{
    Admitted, Bundle, DeviceId, Entry, Intake, Ledger, Refusal,
    sync::{Checkpoint, Received, Span},
};
use leptos::prelude::*;

use super::{
    CHECKPOINT, Desk,
    compaction::WORTH,
    image::{EntryRow, encode, meta},
    loading::each_page,
    segments::Reader,
};
use crate::{
    parts::{self, Upkeep},
    platform::clock,
    store::{Area, StoreError, Write},
};

impl Desk {
    /// Stores what the server sent, and how far it has been read. What is here already is left out.
    /// Where the server goes on otherwise with a chain, and, once `complete`, where a damaged row
    /// cut one off, the entries here that this leaves without a place are moved ([`Moved`]).
    pub async fn take_in(
        self,
        received: Vec<Received>,
        checkpoint: Checkpoint,
        complete: bool,
    ) -> Result<(), StoreError> {
        let place = Write::Put(Area::Meta, meta(CHECKPOINT), encode(&checkpoint)?);
        let received: Vec<_> = received.into_iter().map(Rc::new).collect();
        loop {
            let (intake, known, strays) = self.inner.with_value(|inner| {
                let intake = Intake::of(&inner.image.ledger, &received);
                let strays = complete && !inner.image.strays.is_empty();
                (intake, inner.checkpoint == checkpoint, strays)
            });
            if !intake.filled.is_empty() {
                let filled = intake.filled.clone();
                parts::ask(|done| Upkeep::Fill(self, filled, done)).await??;
            }
            let places = vec![place.clone()];
            let stored = if !intake.parted.is_empty() || strays {
                parts::ask(|done| Upkeep::Move(self, intake, complete, places, done)).await?
            } else if intake.fresh.is_empty() && known {
                Ok(())
            } else {
                self.append_received(intake.fresh, places).await
            };
            match stored {
                Err(StoreError::Taken) => self.read_on().await?,
                Err(error) => return Err(error),
                Ok(()) => {
                    self.inner
                        .update_value(|inner| inner.checkpoint = checkpoint);
                    self.drop_erased_when_quiet();
                    self.compact_when_quiet();
                    return Ok(());
                }
            }
        }
    }

    /// Adds what the server sent, with `others`, in one transaction. Many lie packed from the
    /// start, if what does that can be fetched.
    async fn append_received(
        self,
        fresh: Vec<Rc<Received>>,
        others: Vec<Write>,
    ) -> Result<(), StoreError> {
        let mut left = Some((fresh, others));
        if left.as_ref().is_some_and(|(fresh, _)| fresh.len() >= WORTH) {
            let append = |done| {
                let (fresh, others) = left.take().unwrap_or_default();
                Upkeep::Append(self, fresh, others, done)
            };
            if let Ok(stored) = parts::ask(append).await {
                return stored;
            }
        }
        match left {
            Some((fresh, others)) => self.append(rows_of(&fresh), others).await,
            // It went away with the part.
            None => Err(StoreError::Lost),
        }
    }

    /// Takes in bodies that were withheld from this reader before.
    pub async fn fill(self, entries: &[Entry]) -> Result<(), StoreError> {
        self.rewrite(entries.to_vec()).await?;
        self.inner.update_value(|inner| {
            for entry in entries {
                // It is here already, so that it can't be refused.
                let _ = inner.image.ledger.admit(entry);
            }
        });
        self.revision.update(|revision| *revision += 1);
        Ok(())
    }

    /// How far this device wrote its chain itself, as the server is told it: id, number and hash
    /// with dots between. What others carried of it to the server counts by that.
    pub fn wrote(self) -> Option<String> {
        self.inner.with_value(|inner| {
            let (image, device) = (&inner.image, inner.device);
            let seq = *image.written.get(&device)?;
            let hash = image.ledger.hash_at(device, seq)?;
            Some(format!("{device}.{seq}.{hash}"))
        })
    }

    /// Stores entries that were checked against this ledger: all of them or none.
    pub async fn import(self, entries: Vec<Entry>) -> Result<(), StoreError> {
        let now = clock::now().to_rfc3339_opts(SecondsFormat::Millis, false);
        let own = self.device();
        loop {
            let entries = entries.iter().cloned();
            let known =
                |entry: &Entry| self.peek(|ledger| ledger.check(entry) == Ok(Admitted::Known));
            let rows: Vec<_> = entries
                .filter(|entry| !known(entry))
                .map(|entry| {
                    // What is said to be this device's own was not written here.
                    let received = (entry.device() == own).then(|| now.clone());
                    EntryRow { received, entry }
                })
                .collect();
            match self.append(rows, Vec::new()).await {
                Err(StoreError::Taken) => self.read_on().await?,
                result => {
                    self.drop_erased_when_quiet();
                    return result;
                }
            }
        }
    }

    /// Everything but what was erased, as a bundle. The ledger is replayed on the way, so that what
    /// goes out connects.
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
        // What waits to be dropped here must not leave the house either.
        let erased = |place| ledger.state().is_erased_at(place);
        let entries = entries.into_iter().map(|entry| {
            if erased(entry.place()) {
                entry.without_body()
            } else {
                entry
            }
        });
        let entries = entries.collect();
        Ok(Bundle::new(&ledger, self.device(), clock::now(), entries))
    }

    /// A bundle with the entries of `spans`, or as many from the front as fit in `max_bytes`, but
    /// at least one; it says that this device has nothing of the chains in `forget`. Where a row
    /// can't be read any more, all is read anew, and the next bundle is one of what is left.
    /// Entries that are not `hashed` are to go with the hashes that the ledger knows.
    pub async fn bundle(
        self,
        spans: &[Span],
        forget: &BTreeSet<DeviceId>,
        (max_bytes, hashed): (usize, bool),
    ) -> Result<Bundle, StoreError> {
        let entries = match self.entries_of(spans, max_bytes, hashed).await {
            Ok(Some(entries)) => entries,
            Ok(None) | Err(StoreError::Corrupt(_)) => {
                self.reload().await?;
                Vec::new()
            }
            Err(error) => return Err(error),
        };
        let mut bundle = self.inner.with_value(|inner| {
            Bundle::new(&inner.image.ledger, inner.device, clock::now(), entries)
        });
        bundle.heads.retain(|device, _| !forget.contains(device));
        Ok(bundle)
    }

    /// The entries of `spans`; `None` where one of them is gone.
    pub(super) async fn entries_of(
        self,
        spans: &[Span],
        max_bytes: usize,
        hashed: bool,
    ) -> Result<Option<Vec<Entry>>, StoreError> {
        let wanted: Vec<u32> = self.inner.with_value(|inner| {
            let spans = spans.iter();
            let rows = spans.flat_map(|span| inner.rows_to_send(*span));
            rows.copied().collect()
        });
        let mut reader = Reader::new(self, hashed);
        let mut entries = Vec::new();
        let mut bytes = 0;
        for number in wanted {
            let Some((entry, size)) = reader.entry(number).await? else {
                return Ok(None);
            };
            bytes += size;
            if bytes > max_bytes && !entries.is_empty() {
                break;
            }
            entries.push(entry);
        }
        Ok(Some(entries))
    }
}

/// The rows of what the server sent.
pub(super) fn rows_of(fresh: &[Rc<Received>]) -> Vec<EntryRow> {
    fresh.iter().map(|received| row_of(received)).collect()
}

/// The row of an entry that the server sent.
pub(super) fn row_of(received: &Received) -> EntryRow {
    EntryRow {
        received: Some(received.received.clone()),
        entry: received.entry.clone(),
    }
}
