//! When the server received what: kept beside each row, read when someone asks.

use std::collections::{BTreeMap, BTreeSet};

use ledger::Place;
use leptos::prelude::*;

use super::{
    Desk,
    image::{EntryRow, decode},
};
use crate::store::{Area, Key, StoreError};

impl Desk {
    /// When the server received these entries, by its clock (RFC 3339). Missing are those that were
    /// written or imported here.
    pub async fn receipts(
        self,
        places: BTreeSet<Place>,
    ) -> Result<BTreeMap<Place, String>, StoreError> {
        self.learn_segments().await?;
        let (database, rows) = self.inner.with_value(|inner| {
            let row = |place: &Place| {
                let rows = inner.image.rows.get(&place.device)?;
                let at = usize::try_from(place.seq.checked_sub(1)?).ok()?;
                let row = *rows.get(at)?;
                Some((row, *place, inner.image.packed.holding(row)))
            };
            (
                inner.database.clone(),
                places.iter().filter_map(row).collect::<Vec<_>>(),
            )
        });
        let mut received = BTreeMap::new();
        for (row, place, _) in rows.iter().filter(|(_, _, segment)| segment.is_none()) {
            if let Some(content) = database.get(Area::Entries, &Key::Number(*row)).await? {
                let row: EntryRow = decode(&content)?;
                received.extend(row.received.map(|at| (*place, at)));
            }
        }
        let segments: BTreeSet<u32> = rows.iter().filter_map(|(_, _, segment)| *segment).collect();
        for key in segments {
            let Some(segment) = database.segment(key).await? else {
                continue;
            };
            let mut kept = segment.rows();
            while let Some(kept) = kept.next(None) {
                let row = rows.iter().find(|(row, _, _)| *row == kept.number);
                if let (Some((_, place, _)), false) = (row, kept.received.is_empty()) {
                    received.insert(*place, (*kept.received).to_owned());
                }
            }
        }
        Ok(received)
    }
}
