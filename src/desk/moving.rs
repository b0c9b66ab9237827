//! Entries that lost their place in their chain: another device went by this one's name, or a row
//! before them was damaged. They are moved to a chain of their own, and the person is told.

use ledger::{DeviceId, Entry, Intake};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    Desk, IDENTITY, Identity,
    exchange::rows_of,
    image::{EntryRow, decode, encode, meta},
    segments::Reader,
};
use crate::{
    platform::random,
    store::{Area, Database, StoreError, Write},
};

const MOVED: &str = "moved";

/// What was moved, and who has to hear of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// How many entries, since the person last said that they have read it.
    pub entries: usize,
    /// Whether that was because another device went by this one's name.
    pub copied: bool,
    /// What the server has not been told.
    pub untold: Vec<Renamed>,
}

/// The devices that follow on one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renamed {
    /// The device that there were two of, or whose chain was cut off.
    pub old: DeviceId,
    /// Who this device is now.
    pub new: DeviceId,
    /// The chains that its entries were moved to.
    pub chains: Vec<DeviceId>,
}

impl Desk {
    /// What was moved; whoever calls this in a view follows changes.
    pub fn moved(self) -> Moved {
        self.revision.track();
        self.inner.with_value(|inner| inner.moved.clone())
    }

    /// As [`Self::moved`], once.
    pub fn peek_moved(self) -> Moved {
        self.inner.with_value(|inner| inner.moved.clone())
    }

    /// The person has read it.
    pub async fn moved_was_read(self) -> Result<(), StoreError> {
        let moved = self.inner.with_value(|inner| Moved {
            untold: inner.moved.untold.clone(),
            ..Moved::default()
        });
        self.keep_moved(moved).await
    }

    /// The server knows of it.
    pub async fn moved_was_told(self) -> Result<(), StoreError> {
        let moved = self.inner.with_value(|inner| Moved {
            untold: Vec::new(),
            ..inner.moved.clone()
        });
        self.keep_moved(moved).await
    }

    async fn keep_moved(self, moved: Moved) -> Result<(), StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        let row = encode(&moved)?;
        let write = Write::Put(Area::Meta, meta(MOVED), row);
        database.commit(&[write]).await?;
        self.inner.update_value(|inner| inner.moved = moved);
        self.revision.update(|revision| *revision += 1);
        Ok(())
    }

    /// Takes in what the server sent, and moves what this leaves without a place, in one
    /// transaction with `others`.
    pub async fn move_homeless(
        self,
        intake: Intake,
        complete: bool,
        mut others: Vec<Write>,
    ) -> Result<(), StoreError> {
        let (mut homeless, stray_rows) = self.inner.with_value(|inner| {
            let strays = inner.image.strays.iter().filter(|_| complete);
            let numbers = strays.clone().map(|(number, _)| *number);
            let entries = strays.clone().map(|(_, row)| row.entry.clone());
            (entries.collect::<Vec<Entry>>(), numbers.collect::<Vec<_>>())
        });
        homeless.extend(self.tails(&intake).await?);
        let mut chains = self
            .inner
            .with_value(|inner| intake.chains(&inner.image.ledger));
        let sheltered = chains.shelter(homeless);
        let (device, actor, mut moved) = self
            .inner
            .with_value(|inner| (inner.device, inner.actor, inner.moved.clone()));
        let copied = intake.parted.iter().any(|tail| tail.device == device);
        let new = if copied { random::device_id() } else { device };
        if copied {
            let row = encode(&Identity { device: new, actor })?;
            others.push(Write::Put(Area::Meta, meta(IDENTITY), row));
        }
        if !sheltered.is_empty() || copied {
            moved.entries += sheltered.len();
            moved.copied |= copied;
            let old = device;
            let mut chains: Vec<_> = sheltered.iter().map(Entry::device).collect();
            chains.dedup();
            moved.untold.push(Renamed { old, new, chains });
            others.push(Write::Put(Area::Meta, meta(MOVED), encode(&moved)?));
        }
        let mut rows = rows_of(&intake.fresh);
        rows.extend(sheltered.into_iter().map(|entry| EntryRow {
            received: None,
            entry,
        }));
        self.replace(&intake.parted, &stray_rows, rows, others)
            .await
    }

    /// The entries here that make way for the server's. Another tab may have moved them already:
    /// then everything is read anew, and it is sorted out again.
    async fn tails(self, intake: &Intake) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<u32> = self.inner.with_value(|inner| {
            let tails = intake.parted.iter();
            let rows = tails.flat_map(|tail| inner.rows_after(*tail).to_vec());
            rows.collect()
        });
        let mut reader = Reader::new(self, true);
        let mut entries = Vec::with_capacity(rows.len());
        for number in rows {
            match reader.entry(number).await {
                Ok(Some((entry, _))) => entries.push(entry),
                Ok(None) => {
                    self.reload().await?;
                    return Err(StoreError::Taken);
                }
                // It was damaged since it was read: the others still find a place.
                Err(StoreError::Corrupt(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(entries)
    }
}

/// What was moved, as it was last kept.
pub(super) async fn moved(database: &Database) -> Result<Moved, StoreError> {
    let row = database.get(Area::Meta, &meta(MOVED)).await?;
    Ok(row.and_then(|row| decode(&row).ok()).unwrap_or_default())
}
