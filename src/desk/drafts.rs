//! Drafts: kept, finished, thrown away.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Change, FileRef, RecordId};
use leptos::prelude::*;
use needs::{Response, review, visit::Visit};

use super::{Desk, FileError, WriteError, files::Gone, image::encode};
use crate::{
    draft::Draft,
    platform::{clock, random},
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

    /// Begins a questionnaire at a door; the draft's id, once it is on the disk.
    pub async fn begin_draft(
        self,
        form: RecordId,
        (unit, resident): (RecordId, Option<RecordId>),
        campaign: Option<RecordId>,
    ) -> Result<RecordId, StoreError> {
        let now = clock::now();
        let draft = Draft {
            id: random::record_id(),
            form,
            unit,
            resident,
            campaign,
            started: now.to_rfc3339(),
            updated_ms: now.timestamp_millis(),
            seed: random::seed(),
            place: String::new(),
            progress: (0, 0),
            answers: BTreeMap::new(),
        };
        let id = draft.id;
        self.save_draft(draft).await?;
        Ok(id)
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

    /// Opens a response that was sent back as a draft again, under the same id; as it was left, if
    /// it is one already.
    pub async fn reopen_response(self, id: RecordId) -> Result<(), WriteError> {
        if self.draft(id).is_some() {
            return Ok(());
        }
        let draft = self.peek(|ledger| {
            let response = Response::find(ledger.state(), id)?;
            let answers = response.answers();
            let finished = &response.finished().wall;
            Some(Draft {
                id,
                form: response.form()?,
                unit: response.unit()?,
                campaign: response.campaign(),
                resident: response.resident(),
                started: response.started().unwrap_or(finished).to_owned(),
                updated_ms: clock::now_ms(),
                seed: random::seed(),
                place: String::new(),
                progress: (answers.len(), answers.len()),
                answers,
            })
        });
        match draft {
            Some(draft) => Ok(self.save_draft(draft).await?),
            None => Ok(()),
        }
    }

    /// Throws a draft away, with its files; those stay that a response names which is filled in
    /// again.
    pub async fn discard_draft(self, id: RecordId) -> Result<(), StoreError> {
        self.files().discard_recordings(id).await;
        let named = self.peek(|ledger| review::files_to_keep(ledger.state(), id));
        let named: BTreeSet<String> = named.into_iter().collect();
        let (database, files) = self.inner.with_value(|inner| {
            let files = inner.files.without(id, &named);
            (inner.database.clone(), files)
        });
        let mut writes = files.writes();
        writes.push(Write::Delete(Area::Drafts, Key::Text(id.to_string())));
        database.commit(&writes).await?;
        self.forget_draft(id, &files);
        Ok(())
    }

    fn forget_draft(self, id: RecordId, files: &Gone) {
        self.inner.update_value(|inner| {
            inner.drafts.remove(&id);
            inner.files.forget(files);
        });
        self.inner.with_value(|inner| inner.tabs.tell());
        self.drafts_revision.update(|revision| *revision += 1);
        self.files_revision.update(|revision| *revision += 1);
    }

    /// Turns a draft into a record: the entry comes, naming the files that its answers name, and
    /// the draft goes with the other files, in one transaction. So do the visit that it was and
    /// `others`. Gives the visit; none where a response was filled in again, which was no visit
    /// and decided nothing anew.
    pub async fn finish_draft(
        self,
        id: RecordId,
        change: Change,
        others: Vec<Change>,
    ) -> Result<Option<RecordId>, WriteError> {
        if let Err(FileError::Store(error)) = self.files().finish_recordings(id).await {
            return Err(error.into());
        }
        let files: Vec<_> = self.inner.with_value(|inner| inner.files.of(id).collect());
        let change = needs::with_answered_files(change, &files);
        // A response that is filled in again stays one record.
        let again = self.peek(|ledger| review::refilled(ledger.state(), &change));
        let kept = self.peek(|ledger| review::files_to_keep(ledger.state(), id));
        let named = files
            .into_iter()
            .map(|file| file.name)
            .filter(|name| change.set.contains_key(&FileRef::field_name(name)))
            .chain(kept)
            .collect();
        let gone = self
            .inner
            .with_value(|inner| inner.files.without(id, &named));
        let mut writes = gone.writes();
        writes.push(Write::Delete(Area::Drafts, Key::Text(id.to_string())));
        let at = again.is_none().then(random::record_id);
        let visit = at.map(|at| Visit::finished(at, &change));
        let changes = match again {
            Some(again) => vec![again],
            None => [change].into_iter().chain(visit).chain(others).collect(),
        };
        self.write(changes, writes).await?;
        self.forget_draft(id, &gone);
        Ok(at)
    }
}
