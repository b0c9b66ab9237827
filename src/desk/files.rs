//! Files on this device: what was photographed, signed, recorded or chosen for a record, and what
//! questionnaires need. Written in the storage part by part; the ledger names them by their hash.
//!
//! A file belongs to a record from the start: to the response that a draft will become, to the
//! questionnaire that will be published. When the record is written it names its files
//! ([`ledger::FileRef::field`]); what it does not name is deleted with the draft.

mod freeing;
mod index;
mod names;
mod reading;
mod recording;
mod transfer;
mod writing;

use js_sys::Uint8Array;
use ledger::{FileRef, RecordId, is_plain_name, limits};
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::Desk;
use crate::store::{Area, Database, StoreError};
pub use freeing::Freed;
use index::{FileRow, FileState, put_row};
pub(super) use index::{Gone, Index};
pub use recording::Recording;
use writing::{AT_ONCE_BYTES, PART_BYTES, Writing};

/// The files of a desk. A handle: copies are the same.
#[derive(Clone, Copy)]
pub struct Files {
    desk: Desk,
}

/// Whose files the questions of a screen keep; a screen where something is kept gives it as
/// context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileOwner {
    /// The draft or response: photos, signatures, recordings.
    pub response: RecordId,
}

/// Why a file could not be kept or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    /// The storage.
    Store(StoreError),
    /// It is larger than [`limits::FILE_BYTES`].
    TooLarge,
    /// It is not on this device, and the server can't be asked for it now.
    Missing,
    /// Its bytes are not those that the ledger names.
    Damaged,
    /// The browser can't read what was chosen: it was moved or deleted meanwhile.
    Unreadable,
}

impl From<StoreError> for FileError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Desk {
    /// The files on this device.
    pub fn files(self) -> Files {
        Files { desk: self }
    }
}

impl Files {
    /// Keeps what a person chose or a camera made, and gives it a name, the answer of the question:
    /// `1732263600000-ab12.jpg`, with the stem of `wish` in front if that has one. Durable when
    /// this is done. A large one goes through in parts and is never in memory as a whole.
    pub async fn put_blob(
        self,
        owner: RecordId,
        blob: &Blob,
        wish: &str,
        media_type: &str,
    ) -> Result<FileRef, FileError> {
        if blob.size() > size_of_limit() {
            return Err(FileError::TooLarge);
        }
        let name = names::name_for(wish, media_type);
        if blob.size() <= AT_ONCE_BYTES {
            let bytes = read_blob(blob).await?;
            return self.keep(owner, &name, &bytes, media_type).await;
        }
        let mut writing =
            Writing::begin(self, (owner, name), media_type, FileState::Coming).await?;
        match copy(blob, &mut writing).await {
            Ok(()) => writing.finish().await,
            Err(error) => {
                writing.give_up().await;
                Err(error)
            }
        }
    }

    /// Keeps a file under the name that it has, in place of one of that name: for the files of a
    /// questionnaire, which its workbook names.
    pub async fn put_as(
        self,
        owner: RecordId,
        name: &str,
        bytes: &[u8],
        media_type: &str,
    ) -> Result<FileRef, FileError> {
        let file = self.keep(owner, name, bytes, media_type).await?;
        if reading::is_table(name) {
            let inner = self.desk.inner;
            inner
                .update_value(|inner| drop(inner.files.tables.insert(file.sha256, bytes.to_vec())));
            self.desk.files_revision.update(|revision| *revision += 1);
        }
        Ok(file)
    }

    async fn keep(
        self,
        owner: RecordId,
        name: &str,
        bytes: &[u8],
        media_type: &str,
    ) -> Result<FileRef, FileError> {
        if bytes.len() as u64 > limits::FILE_BYTES {
            return Err(FileError::TooLarge);
        }
        if bytes.is_empty() || !is_plain_name(name) {
            return Err(FileError::Unreadable);
        }
        let old = self.named(owner, name);
        let to = (owner, name.to_owned());
        let file = self.write_at_once(to, media_type, bytes).await?;
        self.delete(&old).await?;
        Ok(file)
    }

    /// The file of this name that belongs to a record or a draft. Whoever calls this in a view
    /// follows changes.
    pub fn find(self, owner: RecordId, name: &str) -> Option<FileRef> {
        self.of(owner).into_iter().find(|file| file.name == name)
    }

    /// The files of a record or a draft, by name, whether their bytes are here or at the server.
    /// Whoever calls this in a view follows changes.
    pub fn of(self, owner: RecordId) -> Vec<FileRef> {
        self.desk.files_revision.track();
        let mut files = self.desk.read(|state| needs::files_of(state, owner));
        self.desk.inner.with_value(|inner| {
            for file in inner.files.of(owner) {
                if files.iter().all(|named| named.name != file.name) {
                    files.push(file);
                }
            }
        });
        files
    }

    /// Whoever calls this in a view is run again when another file is here, or one less.
    pub fn changes(self) {
        self.desk.files_revision.track();
    }

    /// Deletes one file of a draft: another took its place, or the person took it back.
    pub async fn remove(self, owner: RecordId, name: &str) -> Result<(), FileError> {
        let gone = self.named(owner, name);
        self.delete(&gone).await
    }

    pub(super) fn desk(self) -> Desk {
        self.desk
    }

    /// The files of this name that a draft may delete: not what a response names that is filled
    /// in again, as it may not be finished, and the server may not have it yet.
    fn named(self, owner: RecordId, name: &str) -> Gone {
        self.desk.inner.with_value(|inner| {
            let record = needs::review::files_to_keep(inner.image.ledger.state(), owner);
            let kept = record.iter().any(|kept| kept == name);
            let rows = inner.files.rows.iter();
            let named = rows.filter(|(_, row)| row.owner == owner && row.name == name && !kept);
            Gone(named.map(|(key, _)| *key).collect())
        })
    }

    pub(super) fn database(self) -> Database {
        self.desk.inner.with_value(|inner| inner.database.clone())
    }

    /// Writes a changed row.
    async fn keep_row(self, key: RecordId, row: FileRow) -> Result<(), FileError> {
        self.database().commit(&[put_row(key, &row)?]).await?;
        self.insert(key, row);
        Ok(())
    }

    /// Takes in what other tabs have written.
    pub(super) async fn read_on(self) -> Result<(), FileError> {
        self.read().await?;
        self.load_tables().await
    }

    /// Takes in the rows as they lie in the storage.
    pub(super) async fn read(self) -> Result<(), StoreError> {
        let before = self.desk.inner.with_value(|inner| inner.files.rows.clone());
        let rows = self.database().read_all(Area::Files).await?;
        self.desk
            .inner
            .update_value(|inner| inner.files.take_in(&rows, &before));
        self.desk.files_revision.update(|revision| *revision += 1);
        Ok(())
    }

    fn changed(self) {
        self.desk.inner.with_value(|inner| inner.tabs.tell());
        self.desk.files_revision.update(|revision| *revision += 1);
    }

    /// Deletes what belongs to nothing: what was being written when the app died, and what was
    /// kept for a draft that is gone. Only after a day, so that nothing under way is hit.
    pub(super) async fn tidy_up(self, now_ms: i64) -> Result<(), FileError> {
        const DAY_MS: u64 = 86_400_000;
        let before = u64::try_from(now_ms).unwrap_or(0).saturating_sub(DAY_MS);
        let gone = self.desk.inner.with_value(|inner| {
            // A draft or an entry that can't be read may own what looks like nobody's.
            if !inner.image.is_whole() || !inner.damaged_drafts.is_empty() {
                return Gone::default();
            }
            let state = inner.image.ledger.state();
            let rows = inner.files.rows.iter();
            let nobodys = rows.filter(|(key, row)| {
                let made_ms = key.0.get_timestamp().map_or(u64::MAX, unix_ms);
                let named = needs::files_of(state, row.owner);
                let wanted = match row.state {
                    FileState::Coming => false,
                    _ => {
                        inner.drafts.contains_key(&row.owner)
                            || inner.notebooks.contains_key(&row.owner)
                            || named.iter().any(|file| file.name == row.name)
                    }
                };
                !wanted && made_ms < before
            });
            Gone(nobodys.map(|(key, _)| *key).collect())
        });
        if gone.0.is_empty() {
            return Ok(());
        }
        self.delete(&gone).await
    }
}

fn unix_ms(time: uuid::Timestamp) -> u64 {
    let (seconds, nanos) = time.to_unix();
    seconds * 1_000 + u64::from(nanos) / 1_000_000
}

#[expect(clippy::cast_precision_loss, reason = "far below 2⁵³")]
fn size_of_limit() -> f64 {
    limits::FILE_BYTES as f64
}

/// Reads a blob.
async fn read_blob(blob: &Blob) -> Result<Vec<u8>, FileError> {
    let buffer = JsFuture::from(blob.array_buffer()).await;
    let buffer = buffer.map_err(|_| FileError::Unreadable)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Copies a blob in parts.
async fn copy(blob: &Blob, writing: &mut Writing) -> Result<(), FileError> {
    let mut start = 0.0;
    while start < blob.size() {
        let end = (start + f64::from(PART_BYTES)).min(blob.size());
        let part = blob.slice_with_f64_and_f64(start, end);
        let part = part.map_err(|_| FileError::Unreadable)?;
        writing.append(&read_blob(&part).await?).await?;
        start = end;
    }
    Ok(())
}
