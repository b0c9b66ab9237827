//! Drafts: kept, finished, thrown away.

use ledger::{Change, RecordId};
use leptos::prelude::*;

use super::{Desk, WriteError, image::encode};
use crate::{
    draft::Draft,
    store::{Area, Key, StoreError, Write},
};

impl Desk {
    /// The drafts, the one worked on last first.
    pub fn drafts(self) -> Vec<Draft> {
        self.drafts_revision.track();
        let mut drafts: Vec<_> = self
            .inner
            .with_value(|inner| inner.drafts.values().cloned().collect());
        drafts
            .sort_unstable_by_key(|draft: &Draft| std::cmp::Reverse((draft.updated_ms, draft.id)));
        drafts
    }

    /// One draft, as it was last saved.
    pub fn draft(self, id: RecordId) -> Option<Draft> {
        self.inner
            .with_value(|inner| inner.drafts.get(&id).cloned())
    }

    /// Keeps a draft; done when it is on the disk.
    pub async fn save_draft(self, draft: Draft) -> Result<(), StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        let row = encode(&draft)?;
        let key = Key::Text(draft.id.to_string());
        database
            .commit(&[Write::Put(Area::Drafts, key, row)])
            .await?;
        let new = self
            .inner
            .with_value(|inner| !inner.drafts.contains_key(&draft.id));
        self.inner
            .update_value(|inner| drop(inner.drafts.insert(draft.id, draft)));
        self.inner.with_value(|inner| inner.tabs.tell());
        if new {
            self.drafts_revision.update(|revision| *revision += 1);
        }
        Ok(())
    }

    /// Throws a draft away.
    pub async fn discard_draft(self, id: RecordId) -> Result<(), StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        database
            .commit(&[Write::Delete(Area::Drafts, Key::Text(id.to_string()))])
            .await?;
        self.forget_draft(id);
        Ok(())
    }

    fn forget_draft(self, id: RecordId) {
        self.inner
            .update_value(|inner| drop(inner.drafts.remove(&id)));
        self.inner.with_value(|inner| inner.tabs.tell());
        self.drafts_revision.update(|revision| *revision += 1);
    }

    /// Turns a draft into a record: the entry comes and the draft goes in one transaction.
    pub async fn finish_draft(self, id: RecordId, change: Change) -> Result<(), WriteError> {
        let gone = Write::Delete(Area::Drafts, Key::Text(id.to_string()));
        self.write(change, vec![gone]).await?;
        self.forget_draft(id);
        Ok(())
    }
}
