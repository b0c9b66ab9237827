//! What is known of the files on this device. Small enough to be in memory; the bytes are not.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Digest, FileRef, RecordId, gather};
use serde::{Deserialize, Serialize};

use crate::{
    desk::image::{decode, encode},
    store::{Area, Content, Key, StoreError, Write},
};

/// A row about one file. The key of its row says nothing about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::desk) struct FileRow {
    /// The record that it belongs to, or will belong to when that is finished.
    pub(super) owner: RecordId,
    /// Its name in that record.
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) media_type: String,
    #[serde(flatten)]
    pub(super) state: FileState,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub(super) enum FileState {
    /// Being written, and worth nothing before it is whole.
    Coming,
    /// Being recorded: as much as is there is kept, whatever happens.
    Recording,
    /// Being fetched: goes on where it stopped.
    Fetching { sha256: Digest, size: u64 },
    /// All of it is here.
    Whole {
        sha256: Digest,
        size: u64,
        /// The server's epoch in which it said that it has this file, durably.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sent: Option<String>,
    },
}

impl FileRow {
    /// The file, once it is whole.
    pub(super) fn file(&self) -> Option<FileRef> {
        match self.state {
            FileState::Whole { sha256, size, .. } => Some(FileRef {
                name: self.name.clone(),
                sha256,
                size,
                media_type: self.media_type.clone(),
            }),
            _ => None,
        }
    }

    fn is_whole(&self, sha256: &Digest) -> bool {
        matches!(&self.state, FileState::Whole { sha256: own, .. } if own == sha256)
    }
}

/// All rows by their keys.
#[derive(Default)]
pub(in crate::desk) struct Index {
    pub(super) rows: BTreeMap<RecordId, FileRow>,
    /// The bytes of look-up tables: a form that needs them is opened without waiting.
    pub(super) tables: BTreeMap<Digest, Vec<u8>>,
    /// How many bytes are here of each file that is being fetched.
    pub(super) fetched: BTreeMap<RecordId, u64>,
}

impl Index {
    /// Takes in the rows of [`Area::Files`]; what can't be read is left where it is. What has
    /// changed here since `before` is newer than they are.
    pub(in crate::desk) fn take_in(
        &mut self,
        rows: &[(String, Content)],
        before: &BTreeMap<RecordId, FileRow>,
    ) {
        let rows = rows
            .iter()
            .filter_map(|(key, row)| Some((key.parse().ok()?, decode(row.as_ref().ok()?).ok()?)));
        let read: BTreeMap<RecordId, FileRow> = gather(rows);
        self.rows
            .retain(|key, row| read.contains_key(key) || before.get(key) != Some(row));
        for (key, row) in read {
            if self.rows.get(&key) == before.get(&key) {
                self.rows.insert(key, row);
            }
        }
    }

    /// The whole files that belong to a record or draft.
    pub(in crate::desk) fn of(&self, owner: RecordId) -> impl Iterator<Item = FileRef> + '_ {
        self.rows
            .values()
            .filter(move |row| row.owner == owner)
            .filter_map(FileRow::file)
    }

    /// The key under which the bytes with this hash lie, whole.
    pub(super) fn holding(&self, sha256: &Digest) -> Option<RecordId> {
        let mut rows = self.rows.iter();
        rows.find(|(_, row)| row.is_whole(sha256))
            .map(|(key, _)| *key)
    }

    /// The key of a file that is being fetched, and how many of its bytes are here.
    pub(super) fn fetching(&self, file: &Digest) -> Option<(RecordId, u64)> {
        let is_it = |row: &FileRow| match &row.state {
            FileState::Fetching { sha256, .. } => sha256 == file,
            _ => false,
        };
        let (key, _) = self.rows.iter().find(|(_, row)| is_it(row))?;
        Some((*key, self.fetched.get(key).copied().unwrap_or(0)))
    }

    /// What takes the files of `owner` away, but for those with the names in `keep`.
    pub(in crate::desk) fn without(&self, owner: RecordId, keep: &BTreeSet<String>) -> Gone {
        let gone = self
            .rows
            .iter()
            .filter(|(_, row)| row.owner == owner && !keep.contains(&row.name));
        Gone(gone.map(|(key, _)| *key).collect())
    }

    /// Takes away what has been deleted.
    pub(in crate::desk) fn forget(&mut self, gone: &Gone) {
        for key in &gone.0 {
            self.rows.remove(key);
            self.fetched.remove(key);
        }
    }
}

/// Files to delete.
#[derive(Default)]
pub(in crate::desk) struct Gone(pub(super) Vec<RecordId>);

impl Gone {
    /// Whether there is nothing to delete.
    pub(in crate::desk) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The steps of a commit that delete them.
    pub(in crate::desk) fn writes(&self) -> Vec<Write> {
        let steps = self.0.iter().flat_map(|key| {
            [
                Write::Delete(Area::Files, row_key(*key)),
                Write::DeleteUnder(Area::Parts, parts_of(*key)),
            ]
        });
        steps.collect()
    }
}

pub(super) fn row_key(key: RecordId) -> Key {
    Key::Text(key.to_string())
}

/// What the keys of a file's parts begin with.
pub(super) fn parts_of(key: RecordId) -> String {
    format!("{key}/")
}

/// The key of the part that begins at this byte. Files are below 10¹² bytes, so that the order of
/// the keys is that of the parts.
pub(super) fn part_key(key: RecordId, start: u64) -> Key {
    Key::Text(format!("{key}/{start:012}"))
}

/// Where the part with this key begins.
pub(super) fn part_start(key: &str) -> Option<u64> {
    key.rsplit_once('/')?.1.parse().ok()
}

pub(super) fn put_row(key: RecordId, row: &FileRow) -> Result<Write, StoreError> {
    Ok(Write::Put(Area::Files, row_key(key), encode(row)?))
}

#[cfg(test)]
mod tests {
    use ledger::uuid_v7;

    use super::*;

    fn id(number: u8) -> RecordId {
        RecordId(uuid_v7(1, [number; 10]))
    }

    fn row(owner: u8, name: &str) -> FileRow {
        FileRow {
            owner: id(owner),
            name: name.to_owned(),
            media_type: "image/jpeg".to_owned(),
            state: FileState::Whole {
                sha256: Digest([owner; 32]),
                size: 3,
                sent: None,
            },
        }
    }

    fn stored(rows: &[(u8, FileRow)]) -> Vec<(String, Content)> {
        let row = |(key, row): &(u8, FileRow)| (id(*key).to_string(), Ok(encode(row).unwrap()));
        rows.iter().map(row).collect()
    }

    #[test]
    fn what_another_tab_wrote_is_taken_in_and_what_was_written_here_meanwhile_stays() {
        let mut index = Index::default();
        index.take_in(
            &stored(&[(1, row(1, "a")), (2, row(1, "b"))]),
            &BTreeMap::new(),
        );
        let before = index.rows.clone();
        // While the rows are read, this tab writes one and changes one; the other tab has deleted
        // the first and added another.
        index.rows.insert(id(3), row(1, "c"));
        let mut changed = row(1, "b");
        changed.state = FileState::Recording;
        index.rows.insert(id(2), changed.clone());
        index.take_in(&stored(&[(2, row(1, "b")), (4, row(1, "d"))]), &before);
        let expected = [(2, changed), (3, row(1, "c")), (4, row(1, "d"))];
        let expected = expected.into_iter().map(|(key, row)| (id(key), row));
        assert_eq!(index.rows, expected.collect());
    }

    #[test]
    fn a_row_that_can_not_be_read_is_left_alone() {
        let mut index = Index::default();
        let mut rows = stored(&[(1, row(1, "a"))]);
        rows.push((id(2).to_string(), Ok(b"{\"owner\":".to_vec())));
        rows.push(("x".to_owned(), Ok(encode(&row(1, "b")).unwrap())));
        index.take_in(&rows, &BTreeMap::new());
        assert_eq!(index.rows.len(), 1);
    }

    #[test]
    fn a_draft_keeps_the_files_that_are_named_and_no_others() {
        let mut index = Index::default();
        let rows = [(1, row(1, "a")), (2, row(1, "b")), (3, row(2, "a"))];
        index.take_in(&stored(&rows), &BTreeMap::new());
        let gone = index.without(id(1), &BTreeSet::from(["a".to_owned()]));
        assert_eq!(gone.0, [id(2)]);
        index.forget(&gone);
        let left: Vec<_> = index.of(id(1)).map(|file| file.name).collect();
        assert_eq!(left, ["a"]);
        assert_eq!(index.holding(&Digest([2; 32])), Some(id(3)));
    }

    #[test]
    fn the_keys_of_parts_are_in_the_order_of_their_bytes() {
        let key = |start| match part_key(id(1), start) {
            Key::Text(text) => text,
            Key::Number(_) => unreachable!(),
        };
        assert!(key(9) < key(10) && key(999_999) < key(1_000_000));
        assert_eq!(part_start(&key(512 << 10)), Some(512 << 10));
        assert!(key(0).starts_with(&parts_of(id(1))));
    }
}
