//! The site as it is held in memory, and the rows that it is read from.

use std::collections::BTreeMap;

use ledger::{
    Admitted, DeviceId, Entry, RecordId, Refusal,
    sync::{Checkpoint, Received, Span},
};
use serde::{Deserialize, Serialize};

use super::{compaction::Tidying, files::Index, loading::Image};
use crate::{
    draft::Draft,
    store::{Database, Key, StoreError},
    tabs::Tabs,
};

pub(super) struct Inner {
    pub(super) database: Database,
    pub(super) tabs: Tabs,
    pub(super) device: DeviceId,
    pub(super) actor: Option<RecordId>,
    pub(super) image: Image,
    pub(super) drafts: BTreeMap<RecordId, Draft>,
    pub(super) files: Index,
    pub(super) checkpoint: Checkpoint,
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
    /// Those of the received entries that are not here, and the first refusal. A fork is left out:
    /// it is the other device's matter and must not stop the rest.
    pub(super) fn new_rows(
        &self,
        received: impl Iterator<Item = Received>,
    ) -> (Vec<EntryRow>, Option<Refusal>) {
        let mut ledger = self.image.ledger.clone_chains();
        let mut refusal = None;
        let rows = received
            .filter(|received| match ledger.admit(&received.entry) {
                Ok(admitted) => admitted == Admitted::New,
                Err(why) => {
                    refusal.get_or_insert(why);
                    false
                }
            })
            .map(|Received { received, entry }| EntryRow {
                received: Some(received),
                entry,
            })
            .collect();
        (rows, refusal)
    }

    pub(super) fn rows_after(&self, span: Span) -> &[u32] {
        let after = usize::try_from(span.after).unwrap_or(usize::MAX);
        self.image
            .rows
            .get(&span.device)
            .and_then(|rows| rows.get(after..))
            .unwrap_or_default()
    }
}
