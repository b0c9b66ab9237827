//! Where the rows of the ledger lie: by themselves, or packed in a segment.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Entry, EntryV1, gather};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    Desk,
    image::{EntryRow, decode, encode},
};
use crate::{
    parts::{self, Upkeep},
    store::{Area, Database, Key, Segment, StoreError, Unpack},
};

/// Rows read at a time.
pub(super) const ROWS: u32 = 500;

/// Which rows lie in which segment.
#[derive(Default)]
pub(super) struct Packed {
    /// The segments that are known, by their keys.
    keys: BTreeSet<u32>,
    /// Rows in an unbroken run: the first, with the last and the segment.
    runs: BTreeMap<u32, (u32, u32)>,
}

impl Packed {
    /// Notes a segment.
    pub(super) fn note(&mut self, key: u32, rows: impl Iterator<Item = u32>) {
        self.keys.insert(key);
        for row in rows {
            match self.runs.range_mut(..=row).next_back() {
                Some((_, (last, of))) if *of == key && *last >= row.saturating_sub(1) => {
                    *last = row.max(*last);
                }
                _ => drop(self.runs.insert(row, (row, key))),
            }
        }
    }

    /// The segment that a row lies in.
    pub(super) fn holding(&self, row: u32) -> Option<u32> {
        let (_, (last, key)) = self.runs.range(..=row).next_back()?;
        (row <= *last).then_some(*key)
    }

    /// Whether a segment is known.
    pub(super) fn knows(&self, key: u32) -> bool {
        self.keys.contains(&key)
    }
}

/// Reads entries by the numbers of their rows; what lies beside the last one is at hand.
pub(super) struct Reader {
    desk: Desk,
    database: Database,
    segment: Option<(u32, BTreeMap<u32, Entry>)>,
    rows: BTreeMap<u32, Vec<u8>>,
    hashed: bool,
}

/// The entry of a row, not hashed.
fn kept(content: &[u8]) -> Result<Entry, StoreError> {
    #[derive(Deserialize)]
    struct Row {
        entry: Box<EntryV1>,
    }
    match serde_json::from_slice::<Row>(content) {
        Ok(Row { entry }) if entry.v == 1 => Ok(Entry::V1(entry)),
        _ => Ok(decode::<EntryRow>(content)?.entry),
    }
}

impl Reader {
    /// Whether each entry of a row by itself is to be `hashed`, so that a damaged one is found
    /// here, or goes with the hash that the ledger knows, so that it is found where it arrives.
    pub(super) fn new(desk: Desk, hashed: bool) -> Self {
        Self {
            hashed,
            desk,
            database: desk.inner.with_value(|inner| inner.database.clone()),
            segment: None,
            rows: BTreeMap::new(),
        }
    }

    /// The entry in a row, with its size in bytes; `None` if there is none.
    pub(super) async fn entry(&mut self, row: u32) -> Result<Option<(Entry, usize)>, StoreError> {
        if let Some(found) = self.packed(row).await? {
            return Ok(Some(found));
        }
        if let Some(found) = self.single(row).await? {
            return Ok(Some(found));
        }
        // Another tab may have packed it meanwhile.
        self.desk.learn_segments().await?;
        self.packed(row).await
    }

    async fn packed(&mut self, row: u32) -> Result<Option<(Entry, usize)>, StoreError> {
        let inner = self.desk.inner;
        let Some(key) = inner.with_value(|inner| inner.image.packed.holding(row)) else {
            return Ok(None);
        };
        if self.segment.as_ref().is_none_or(|(open, _)| *open != key) {
            self.segment = None;
            if let Some(segment) = self.database.segment(key).await? {
                let rows = segment.kept()?.into_iter();
                self.segment = Some((key, gather(rows.map(|row| (row.number, row.entry)))));
            }
        }
        let rows = self.segment.as_ref().map(|(_, rows)| rows);
        let Some(entry) = rows.and_then(|rows| rows.get(&row)) else {
            return Ok(None);
        };
        Ok(Some((entry.clone(), encode(entry)?.len())))
    }

    async fn single(&mut self, row: u32) -> Result<Option<(Entry, usize)>, StoreError> {
        if !self.rows.contains_key(&row) {
            let page = self
                .database
                .read_page(Area::Entries, row - 1, ROWS)
                .await?;
            let readable = page
                .into_iter()
                .filter_map(|(row, content)| Some((row, content.ok()?)));
            self.rows = gather(readable);
        }
        let Some(content) = self.rows.get(&row) else {
            return Ok(None);
        };
        let entry = if self.hashed {
            decode::<EntryRow>(content)?.entry
        } else {
            kept(content)?
        };
        Ok(Some((entry, content.len())))
    }
}

/// What opens segments: it comes in a part, since a first visit has none.
pub(super) async fn unpacker() -> Result<Unpack, StoreError> {
    Ok(parts::ask(Upkeep::Unpack).await?)
}

impl Database {
    /// A segment, if there is one under this key.
    pub(super) async fn segment(&self, key: u32) -> Result<Option<Segment>, StoreError> {
        let Some(content) = self.get(Area::Segments, &Key::Number(key)).await? else {
            return Ok(None);
        };
        unpacker().await?(&content).map(Some)
    }
}

impl Desk {
    /// Looks for segments that another tab has made.
    pub(super) async fn learn_segments(self) -> Result<(), StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        for key in database.numbers(Area::Segments).await? {
            if self.inner.with_value(|inner| inner.image.packed.knows(key)) {
                continue;
            }
            if let Some(segment) = database.segment(key).await? {
                let rows = segment.kept()?.into_iter().map(|row| row.number);
                self.inner
                    .update_value(|inner| inner.image.packed.note(key, rows));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_found_in_the_segment_that_holds_it() {
        let mut packed = Packed::default();
        packed.note(9, [1, 2, 3, 7, 9].into_iter());
        // Rows that could not be packed with their neighbours come in a later segment.
        packed.note(30, [4, 5, 8, 10, 30].into_iter());
        let held = |row| packed.holding(row);
        for row in [1, 2, 3, 7, 9] {
            assert_eq!(held(row), Some(9), "{row}");
        }
        for row in [4, 5, 8, 10, 30] {
            assert_eq!(held(row), Some(30), "{row}");
        }
        for row in [0, 6, 11, 29, 31] {
            assert_eq!(held(row), None, "{row}");
        }
        assert!(packed.knows(9) && packed.knows(30) && !packed.knows(10));
    }

    #[test]
    fn a_segment_that_is_noted_twice_is_noted_once() {
        let mut packed = Packed::default();
        for _ in 0..2 {
            packed.note(3, 1..=3);
        }
        assert_eq!(packed.runs.len(), 1);
        assert_eq!(packed.holding(2), Some(3));
    }
}
