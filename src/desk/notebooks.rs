//! Interviews under way: kept line by line, finished, thrown away.
//!
//! What an interview has besides its lines is one row among the drafts; each line is a row of its
//! own, so that a keystroke in a long talk writes one line and not the talk.

use std::collections::BTreeSet;

use ledger::{Change, Fields, FileRef, RecordId};
use leptos::prelude::*;
use needs::{
    Interview,
    interview::{LineNote, Opening},
    visit::Visit,
};
use serde_json::Value;

use super::{
    Desk, FileError, WriteError,
    files::Gone,
    image::{decode, encode},
};
use crate::{
    platform::random,
    store::{Area, Key, StoreError, Write},
};

/// What the key of an interview's row among the drafts begins with.
const HEAD: &str = "interview-";

/// The interview whose row among the drafts has this key.
pub(super) fn id_of(key: &str) -> Option<RecordId> {
    key.strip_prefix(HEAD)?.parse().ok()
}

fn head_key(id: RecordId) -> Key {
    Key::Text(format!("{HEAD}{id}"))
}

/// What the keys of an interview's lines begin with.
fn lines_of(id: RecordId) -> String {
    format!("{id}/")
}

impl Desk {
    /// The interviews under way without their lines, the one begun last first.
    pub fn notebooks(self) -> Vec<(RecordId, Fields)> {
        self.drafts_revision.track();
        // Ids are made in the order of time.
        self.inner.with_value(|inner| {
            let all = inner.notebooks.iter().rev();
            all.map(|(id, fields)| (*id, fields.clone())).collect()
        })
    }

    /// The units at which a questionnaire or an interview was begun.
    pub fn units_begun(self) -> BTreeSet<RecordId> {
        self.drafts_revision.track();
        self.inner.with_value(|inner| {
            let drafts = inner.drafts.values().map(|draft| draft.unit);
            let notebooks = inner.notebooks.iter();
            let notebooks = notebooks.filter_map(|(id, set)| Interview::of_draft(*id, set).unit());
            ledger::gather(drafts.chain(notebooks))
        })
    }

    /// An interview under way, without its lines.
    pub fn notebook(self, id: RecordId) -> Option<Fields> {
        self.inner
            .with_value(|inner| inner.notebooks.get(&id).cloned())
    }

    /// Begins an interview with those fields that are known already; its id, once it is on the
    /// disk.
    pub async fn begin_notebook(
        self,
        opening: &Opening,
        known: Vec<(String, Value)>,
    ) -> Result<RecordId, StoreError> {
        let id = random::record_id();
        let mut fields = Interview::begin(opening);
        fields.extend(known);
        self.save_notebook(id, Some(fields), &[]).await?;
        Ok(id)
    }

    /// The lines of an interview under way, by key; those that can't be read are left out and
    /// counted.
    pub async fn notebook_lines(
        self,
        id: RecordId,
    ) -> Result<(Vec<(String, Value)>, usize), StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        let rows = database.rows_under(Area::Notes, &lines_of(id)).await?;
        let all = rows.len();
        let lines: Vec<_> = rows
            .into_iter()
            .filter_map(|(key, row)| Some((key, decode::<Value>(&row.ok()?).ok()?)))
            .collect();
        let damaged = all - lines.len();
        Ok((lines, damaged))
    }

    /// Keeps what changed of an interview: its fields but the lines, where these changed, and
    /// lines (`None`: taken away). Done when it is on the disk.
    pub async fn save_notebook(
        self,
        id: RecordId,
        head: Option<Fields>,
        lines: &[(String, Option<LineNote>)],
    ) -> Result<(), StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        let mut writes = Vec::with_capacity(lines.len() + 1);
        for (key, line) in lines {
            let key = Key::Text(lines_of(id) + key);
            writes.push(match line {
                Some(line) => Write::Put(Area::Notes, key, encode(&line.value())?),
                None => Write::Delete(Area::Notes, key),
            });
        }
        if let Some(head) = &head {
            writes.push(Write::Put(Area::Drafts, head_key(id), encode(head)?));
        }
        database.commit(&writes).await?;
        // Other tabs show no lines: they need not hear of each.
        if let Some(head) = head {
            self.inner
                .update_value(|inner| drop(inner.notebooks.insert(id, head)));
            self.inner.with_value(|inner| inner.tabs.tell());
            self.drafts_revision.update(|revision| *revision += 1);
        }
        Ok(())
    }

    /// Throws an interview under way away, with its files.
    pub async fn discard_notebook(self, id: RecordId) -> Result<(), StoreError> {
        self.files().discard_recordings(id).await;
        let gone = self
            .inner
            .with_value(|inner| inner.files.without(id, &BTreeSet::new()));
        let writes = without(id, &gone);
        let database = self.inner.with_value(|inner| inner.database.clone());
        database.commit(&writes).await?;
        self.forget_notebook(id, &gone);
        Ok(())
    }

    /// Turns an interview under way, with all its fields, into a record: entry, files and the
    /// visit that it was, in one transaction.
    pub async fn finish_notebook(
        self,
        id: RecordId,
        fields: Fields,
        finished: &str,
    ) -> Result<(), WriteError> {
        if let Err(FileError::Store(error)) = self.files().finish_recordings(id).await {
            return Err(error.into());
        }
        let files: Vec<_> = self.inner.with_value(|inner| inner.files.of(id).collect());
        let change = Interview::finish(id, fields, finished, &files);
        let named = files
            .into_iter()
            .map(|file| file.name)
            .filter(|name| change.set.contains_key(&FileRef::field_name(name)))
            .collect();
        let gone = self
            .inner
            .with_value(|inner| inner.files.without(id, &named));
        let visit = Visit::interviewed(random::record_id(), &change);
        let changes: Vec<Change> = [change].into_iter().chain(visit).collect();
        self.write(changes, without(id, &gone)).await?;
        self.forget_notebook(id, &gone);
        Ok(())
    }

    fn forget_notebook(self, id: RecordId, files: &Gone) {
        self.inner.update_value(|inner| {
            inner.notebooks.remove(&id);
            inner.files.forget(files);
        });
        self.inner.with_value(|inner| inner.tabs.tell());
        self.drafts_revision.update(|revision| *revision += 1);
        self.files_revision.update(|revision| *revision += 1);
    }
}

/// What takes an interview under way off the disk, with the files that are gone.
fn without(id: RecordId, gone: &Gone) -> Vec<Write> {
    let mut writes = gone.writes();
    writes.push(Write::Delete(Area::Drafts, head_key(id)));
    writes.push(Write::DeleteUnder(Area::Notes, lines_of(id)));
    writes
}
