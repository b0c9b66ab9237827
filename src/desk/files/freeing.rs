//! Room again: files of finished responses that the server has durably are deleted here after a
//! while. What a questionnaire needs stays, and so does what belongs to a draft.

use ledger::RecordId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{FileError, Files, index::FileRow, index::FileState, index::Gone, transfer::Amount};
use crate::{
    desk::image::{Inner, decode, encode, meta},
    store::{Area, Write},
};

const DAY_MS: i64 = 86_400_000;
/// The row of [`Area::Meta`] that says what has been freed so far.
const FREED: &str = "freed";

/// What has been deleted here because the server has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freed {
    /// How many files.
    pub files: usize,
    /// How many bytes.
    pub bytes: u64,
}

impl Inner {
    /// Whole files older than `before_ms`, of records that are no questionnaires, which the server
    /// said that it has in the epoch that it is in now.
    fn files_to_free(&self, before_ms: u64) -> Vec<(RecordId, u64)> {
        let state = self.image.ledger.state();
        let epoch = self.checkpoint.cursor.epoch.as_str();
        let freed = |(key, row): (&RecordId, &FileRow)| {
            let FileState::Whole { sha256, size, sent } = &row.state else {
                return None;
            };
            let made_ms = key.0.get_timestamp().map_or(u64::MAX, super::unix_ms);
            let acknowledged = !epoch.is_empty() && sent.as_deref() == Some(epoch);
            let named = needs::files_of(state, row.owner);
            let named = named.iter().any(|file| file.sha256 == *sha256);
            let needed = needs::Questionnaire::find(state, row.owner).is_some();
            let free = made_ms < before_ms && acknowledged && named && !needed;
            free.then_some((*key, *size))
        };
        self.files.rows.iter().filter_map(freed).collect()
    }
}

impl Files {
    /// Deletes the files that are older than `days` and durable at the server.
    pub async fn free_sent(self, now_ms: i64, days: u32) -> Result<(), FileError> {
        let before = now_ms.saturating_sub(i64::from(days) * DAY_MS);
        let before = u64::try_from(before).unwrap_or(0);
        let files = self
            .desk
            .inner
            .with_value(|inner| inner.files_to_free(before));
        if files.is_empty() {
            return Ok(());
        }
        let amount = Amount::of(files.iter().map(|(_, size)| *size));
        let old = self.freed().await?;
        let freed = Freed {
            files: old.files + amount.files,
            bytes: old.bytes + amount.bytes,
        };
        let gone = Gone(files.into_iter().map(|(key, _)| key).collect());
        let mut writes = gone.writes();
        writes.push(Write::Put(Area::Meta, meta(FREED), encode(&freed)?));
        self.database().commit(&writes).await?;
        self.desk
            .inner
            .update_value(|inner| inner.files.forget(&gone));
        self.changed();
        Ok(())
    }

    /// What has been freed so far.
    pub async fn freed(self) -> Result<Freed, FileError> {
        let row = self.database().get(Area::Meta, &meta(FREED)).await?;
        Ok(row.and_then(|row| decode(&row).ok()).unwrap_or_default())
    }
}
