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

/// The size of a file that is whole, was made before `before_ms`, and that the server has durably:
/// it said so in the epoch that it is in now, not in one before it was restored.
fn outlived(key: RecordId, row: &FileRow, epoch: &str, before_ms: u64) -> Option<u64> {
    let FileState::Whole { size, sent, .. } = &row.state else {
        return None;
    };
    let made_ms = key.0.get_timestamp().map_or(u64::MAX, super::unix_ms);
    let acknowledged = !epoch.is_empty() && sent.as_deref() == Some(epoch);
    (acknowledged && made_ms < before_ms).then_some(*size)
}

impl Inner {
    /// The files that may go: of records that are no questionnaires, and named by them.
    fn files_to_free(&self, before_ms: u64) -> Vec<(RecordId, u64)> {
        let state = self.image.ledger.state();
        let epoch = self.checkpoint.cursor.epoch.as_str();
        let free = |(key, row): (&RecordId, &FileRow)| {
            let size = outlived(*key, row, epoch, before_ms)?;
            let file = row.file()?;
            let named = needs::files_of(state, row.owner);
            let named = named.iter().any(|named| named.sha256 == file.sha256);
            let needed = needs::Questionnaire::find(state, row.owner).is_some();
            (named && !needed).then_some((*key, size))
        };
        self.files.rows.iter().filter_map(free).collect()
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

#[cfg(test)]
mod tests {
    use ledger::{Digest, uuid_v7};

    use super::*;

    #[test]
    fn only_what_is_old_and_acknowledged_in_this_epoch_may_go() {
        let key = RecordId(uuid_v7(1_000, [1; 10]));
        let free = |sent: Option<&str>, epoch, before_ms| {
            let state = FileState::Whole {
                sha256: Digest([1; 32]),
                size: 7,
                sent: sent.map(str::to_owned),
            };
            let row = FileRow {
                owner: key,
                name: "a.jpg".to_owned(),
                media_type: "image/jpeg".to_owned(),
                state,
            };
            outlived(key, &row, epoch, before_ms)
        };
        assert_eq!(free(Some("e1"), "e1", 1_001), Some(7));
        assert_eq!(free(Some("e1"), "e1", 1_000), None, "not old enough");
        assert_eq!(free(None, "e1", 1_001), None, "never sent");
        assert_eq!(free(Some("e1"), "e2", 1_001), None, "restored since");
        assert_eq!(free(Some(""), "", 1_001), None, "no server yet");
    }

    #[test]
    fn what_is_still_being_written_or_recorded_stays() {
        let key = RecordId(uuid_v7(1_000, [1; 10]));
        for state in [FileState::Coming, FileState::Recording] {
            let row = FileRow {
                owner: key,
                name: "a.webm".to_owned(),
                media_type: "audio/webm".to_owned(),
                state,
            };
            assert_eq!(outlived(key, &row, "e1", u64::MAX), None);
        }
    }
}
