//! Erased records: what is left of them on this device goes.

use std::collections::BTreeSet;

use ledger::{Place, RecordId};
use leptos::{prelude::*, task::spawn_local};

use super::{Desk, image::Inner, segments::Reader};
use crate::{
    parts::{self, Upkeep},
    store::StoreError,
};

impl Desk {
    /// Drops bodies, files and drafts of what was erased. Where that fails, as on a full device,
    /// the next start or the next answer of the server goes on.
    pub(super) fn drop_erased_when_quiet(self) {
        if self.peek(|ledger| ledger.state().erased().next().is_some()) {
            spawn_local(parts::work(Upkeep::DropErased(self)));
        }
    }

    /// Drops them now.
    pub async fn drop_erased(self) -> Result<(), StoreError> {
        let erased = self.inner.with_value(Inner::to_drop);
        for (record, places) in erased {
            // The bodies last: as long as one is here, it is known that something has to go.
            if self.inner.with_value(|inner| inner.keeps(record)) {
                self.discard_draft(record).await?;
            }
            let rows: Vec<u32> = self.inner.with_value(|inner| {
                let rows = places.iter().filter_map(|place| inner.row_at(*place));
                rows.collect()
            });
            let (mut reader, mut bare) = (Reader::new(self, true), Vec::new());
            for number in rows {
                if let Some((entry, _)) = reader.entry(number).await? {
                    bare.push(entry.without_body());
                }
            }
            self.rewrite(bare).await?;
            self.inner
                .update_value(|inner| inner.image.ledger.forget(record));
            self.revision.update(|revision| *revision += 1);
        }
        Ok(())
    }
}

impl Inner {
    /// The erased records of which bodies are here. The server must have the erasure: it may rule
    /// it out, and then nothing is to be lost.
    fn to_drop(&self) -> Vec<(RecordId, Vec<Place>)> {
        let ledger = &self.image.ledger;
        let known = |place: Place| {
            let head = self.checkpoint.heads.get(&place.device);
            head.is_some_and(|head| place.seq <= head.seq)
        };
        let erased = ledger.state().erased().filter(|(_, erasure)| {
            known(erasure.created().place()) || known(erasure.changed().place())
        });
        erased
            .map(|(record, _)| (record, ledger.state().bodies_of(record)))
            .filter(|(_, places)| !places.is_empty())
            .collect()
    }

    /// Whether there is a draft or a file of a record.
    fn keeps(&self, record: RecordId) -> bool {
        self.drafts.contains_key(&record)
            || !self.files.without(record, &BTreeSet::new()).is_empty()
    }

    fn row_at(&self, place: Place) -> Option<u32> {
        let at = usize::try_from(place.seq.checked_sub(1)?).ok()?;
        self.image.rows.get(&place.device)?.get(at).copied()
    }
}
