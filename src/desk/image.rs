//! The site as it is held in memory, and the rows that it is read from.

use std::collections::BTreeMap;

use ledger::{
    DeviceId, Entry, Fields, RecordId,
    sync::{Checkpoint, Span},
};
use serde::{Deserialize, Serialize};

use super::{compaction::Tidying, files::Index, loading::Image, moving::Moved, notebooks};
use crate::{
    draft::Draft,
    store::{Content, Database, Key, StoreError},
    tabs::Tabs,
};

pub(super) struct Inner {
    pub(super) database: Database,
    pub(super) tabs: Tabs,
    pub(super) device: DeviceId,
    pub(super) actor: Option<RecordId>,
    pub(super) image: Image,
    pub(super) drafts: BTreeMap<RecordId, Draft>,
    /// Interviews under way, but for their lines.
    pub(super) notebooks: BTreeMap<RecordId, Fields>,
    pub(super) files: Index,
    pub(super) checkpoint: Checkpoint,
    pub(super) moved: Moved,
    pub(super) tidying: Tidying,
    /// Drafts that could not be read, by their keys, and why.
    pub(super) damaged_drafts: Vec<(String, String)>,
}

/// A row of the ledger as it lies in the storage.
#[derive(Serialize, Deserialize)]
pub(super) struct EntryRow {
    /// When the server received it, by its clock; `None` for what was written or imported here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) received: Option<String>,
    pub(super) entry: Entry,
}

pub(super) fn encode(value: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}

pub(super) fn decode<T: for<'de> Deserialize<'de>>(row: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(row).map_err(|error| StoreError::Corrupt(error.to_string()))
}

pub(super) fn meta(name: &str) -> Key {
    Key::Text(name.to_owned())
}

impl Inner {
    /// Takes in all rows of the drafts; those that can't be read are named.
    pub(super) fn take_drafts(&mut self, rows: Vec<(String, Content)>) {
        self.drafts = BTreeMap::new();
        self.notebooks = BTreeMap::new();
        self.damaged_drafts = Vec::new();
        for (key, row) in rows {
            let read = match notebooks::id_of(&key) {
                Some(id) => row
                    .and_then(|row| decode::<Fields>(&row))
                    .map(|fields| drop(self.notebooks.insert(id, fields))),
                None => row
                    .and_then(|row| decode::<Draft>(&row))
                    .map(|draft| drop(self.drafts.insert(draft.id, draft))),
            };
            if let Err(error) = read {
                self.damaged_drafts.push((key, format!("{error:?}")));
            }
        }
    }

    pub(super) fn rows_after(&self, span: Span) -> &[u32] {
        let after = usize::try_from(span.after).unwrap_or(usize::MAX);
        self.image
            .rows
            .get(&span.device)
            .and_then(|rows| rows.get(after..))
            .unwrap_or_default()
    }

    /// The rows of those entries that may be passed on.
    pub(super) fn rows_to_send(&self, span: Span) -> &[u32] {
        let ledger = &self.image.ledger;
        let head = ledger.shareable_beyond(span.device, span.after);
        let most = head.map_or(0, |head| head.seq.saturating_sub(span.after));
        let rows = self.rows_after(span);
        let most = usize::try_from(most).unwrap_or(usize::MAX).min(rows.len());
        &rows[..most]
    }
}
