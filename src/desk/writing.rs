//! Writing: one row after the other, in step with other tabs.

use ledger::{Author, Change};
use leptos::prelude::*;

use super::{
    Desk,
    image::{EntryRow, encode},
    loading::each_page,
};
use crate::{
    parts::{self, Upkeep},
    platform::{clock, random},
    store::{Area, Key, StoreError, Write},
};

/// Why a change could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteError {
    /// Nobody has said who is using the device.
    NoActor,
    /// The change breaks a limit of the ledger.
    Invalid(String),
    /// It could not be stored. Nothing of it was.
    Store(StoreError),
}

impl From<StoreError> for WriteError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Desk {
    /// Writes one entry; done when it is on the disk.
    pub async fn record(self, change: Change) -> Result<(), WriteError> {
        self.write(vec![change], Vec::new()).await
    }

    /// Writes an entry for each change, all or nothing; done when they are on the disk.
    pub async fn record_all(self, changes: Vec<Change>) -> Result<(), WriteError> {
        self.write(changes, Vec::new()).await
    }

    /// Writes an entry for each change, together with `others`, all or nothing; done when it is on
    /// the disk.
    pub(super) async fn write(
        self,
        changes: Vec<Change>,
        others: Vec<Write>,
    ) -> Result<(), WriteError> {
        loop {
            let author = self.inner.with_value(|inner| {
                let actor = inner.actor.ok_or(WriteError::NoActor)?;
                Ok::<_, WriteError>(Author {
                    device: inner.device,
                    actor,
                })
            })?;
            let salted = changes
                .iter()
                .map(|change| (random::salt(), change.clone()));
            let salted = salted.collect();
            let entries = self.inner.try_update_value(|inner| {
                let ledger = &mut inner.image.ledger;
                ledger.write_all(author, clock::now(), salted)
            });
            let entries = match entries {
                Some(Ok(entries)) => entries,
                Some(Err(invalid)) => return Err(WriteError::Invalid(invalid.to_string())),
                None => return Err(WriteError::Store(StoreError::Lost)),
            };
            let row = |entry| EntryRow {
                received: None,
                entry,
            };
            let rows = entries.into_iter().map(row).collect();
            match self.append(rows, others.clone()).await {
                Err(StoreError::Taken) => self.read_on().await?,
                result => return result.map_err(WriteError::Store),
            }
        }
    }

    /// Adds rows after the last one that is known, with `others`, in one transaction.
    pub(super) async fn append(
        self,
        rows: Vec<EntryRow>,
        others: Vec<Write>,
    ) -> Result<(), StoreError> {
        let (database, first) = self
            .inner
            .with_value(|inner| (inner.database.clone(), inner.image.last_row + 1));
        let mut writes = others;
        // A tab that slept must not write over rows that another has packed meanwhile.
        writes.push(Write::NoneFrom(Area::Segments, first));
        let mut numbered = Vec::with_capacity(rows.len());
        for (number, row) in (first..).zip(rows) {
            let content = encode(&row)?;
            writes.push(Write::Add(Area::Entries, Key::Number(number), content));
            numbered.push((number, row));
        }
        database.commit(&writes).await?;
        self.inner.update_value(|inner| {
            for (number, row) in numbered {
                inner.image.take_row(number, row);
            }
        });
        self.inner.with_value(|inner| inner.tabs.tell());
        self.revision.update(|revision| *revision += 1);
        Ok(())
    }

    /// Takes in what other tabs have written.
    pub(super) async fn read_on(self) -> Result<(), StoreError> {
        let (database, last) = self
            .inner
            .with_value(|inner| (inner.database.clone(), inner.image.last_row));
        let mut new = false;
        each_page(&database, last, |page| {
            new = true;
            self.inner.update_value(|inner| inner.image.take(page));
        })
        .await?;
        if new {
            let outdated = self.inner.try_update_value(|inner| {
                inner.image.connect_strays();
                std::mem::take(&mut inner.image.outdated)
            });
            // Another tab has replaced the end of a chain.
            if outdated == Some(true) {
                return self.reload().await;
            }
            self.revision.update(|revision| *revision += 1);
        }
        Ok(())
    }

    pub(super) fn follow_other_tabs(self) {
        leptos::task::spawn_local(async move {
            // If it can't be read now, the next write reads it.
            let _ = self.read_on().await;
            parts::work(Upkeep::FollowKept(self)).await;
        });
    }
}
