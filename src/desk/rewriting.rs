//! Changing rows that are there: bodies that are erased or come later, and a chain that goes on
//! under another device's name. Rows lie by themselves or in a segment; whoever asks need not know.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Entry, sync::Span};
use leptos::prelude::*;

use super::{
    Desk,
    image::{EntryRow, decode, encode},
    loading::Image,
};
use crate::store::{Area, Kept, Key, Packer, StoreError, Write};

/// What a row becomes; `None` where it goes.
type Changes = BTreeMap<u32, Option<Entry>>;

impl Desk {
    /// Puts these entries in place of the stored ones of the same device and sequence, all or none;
    /// done when it is on the disk. Those that are not stored are left out. What is in memory is
    /// not changed.
    pub async fn rewrite(self, entries: Vec<Entry>) -> Result<(), StoreError> {
        let _held = self.lock_segments().await;
        let changes: Changes = self.inner.with_value(|inner| {
            let stored = entries.into_iter().filter_map(|entry| {
                let rows = inner.image.rows.get(&entry.device())?;
                let place = usize::try_from(entry.seq().checked_sub(1)?).ok()?;
                Some((*rows.get(place)?, Some(entry)))
            });
            stored.collect()
        });
        let writes = self.changed_rows(changes).await?;
        self.inner
            .with_value(|inner| inner.database.clone())
            .commit(&writes)
            .await
    }

    /// Takes the tails of chains and the rows numbered `gone` away, adds `rows` after the last one,
    /// with `others`: all of it or nothing, done when it is on the disk; [`StoreError::Taken`] if
    /// another tab has written meanwhile. Then everything is read anew.
    pub(super) async fn replace(
        self,
        tails: &[Span],
        gone: &[u32],
        rows: Vec<EntryRow>,
        others: Vec<Write>,
    ) -> Result<(), StoreError> {
        let _held = self.lock_segments().await;
        let (database, gone, first) = self.inner.with_value(|inner| {
            let tails = tails.iter().flat_map(|tail| inner.rows_after(*tail));
            let gone = gone.iter().chain(tails);
            let gone: Changes = gone.map(|row| (*row, None)).collect();
            (inner.database.clone(), gone, inner.image.last_row + 1)
        });
        let mut writes = self.changed_rows(gone).await?;
        writes.extend(others);
        writes.push(Write::NoneFrom(Area::Segments, first));
        for (number, row) in (first..).zip(&rows) {
            writes.push(Write::Add(Area::Entries, Key::Number(number), encode(row)?));
        }
        database.commit(&writes).await?;
        self.reload().await?;
        self.inner.with_value(|inner| inner.tabs.tell());
        Ok(())
    }

    /// Reads the ledger, who this device is and how far it has synced anew from the storage.
    pub(super) async fn reload(self) -> Result<(), StoreError> {
        let (database, site) = self
            .inner
            .with_value(|inner| (inner.database.clone(), inner.image.ledger.site()));
        let identity = super::identity(&database).await?;
        let checkpoint = super::checkpoint(&database).await?;
        let moved = super::moving::moved(&database).await?;
        let image = Image::read(&database, site).await?;
        self.inner.update_value(|inner| {
            inner.image = image;
            inner.moved = moved;
            inner.device = identity.device;
            inner.actor = identity.actor;
            inner.checkpoint = checkpoint;
        });
        self.revision.update(|revision| *revision += 1);
        Ok(())
    }

    /// The steps that change rows wherever they lie.
    async fn changed_rows(self, mut changes: Changes) -> Result<Vec<Write>, StoreError> {
        self.learn_segments().await?;
        let database = self.inner.with_value(|inner| inner.database.clone());
        let mut writes = Vec::new();
        let segments: BTreeSet<u32> = self.inner.with_value(|inner| {
            let rows = changes.keys();
            rows.filter_map(|row| inner.image.packed.holding(*row))
                .collect()
        });
        for (number, change) in &changes {
            let key = Key::Number(*number);
            let Some(row) = database.get(Area::Entries, &key).await? else {
                continue;
            };
            writes.push(match change {
                None => Write::Delete(Area::Entries, key),
                Some(entry) => {
                    let EntryRow { received, .. } = decode(&row)?;
                    let entry = entry.clone();
                    Write::Put(Area::Entries, key, encode(&EntryRow { received, entry })?)
                }
            });
        }
        for key in segments {
            let Some(segment) = database.segment(key).await? else {
                continue;
            };
            let mut packer = Packer::default();
            for row in segment.kept()? {
                match changes.remove(&row.number) {
                    None => packer.add(&row),
                    Some(None) => {}
                    Some(Some(entry)) => packer.add(&Kept { entry, ..row }),
                }
            }
            writes.push(Write::Put(
                Area::Segments,
                Key::Number(key),
                packer.finish()?,
            ));
        }
        Ok(writes)
    }
}
