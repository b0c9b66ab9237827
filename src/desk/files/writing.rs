//! Bytes on their way to the disk.

use ledger::{Digest, FileRef, RecordId, limits};
use leptos::prelude::*;
use sha2::{Digest as _, Sha256};

use super::{
    FileError, Files,
    index::{FileRow, FileState, Gone, part_key, parts_of, put_row},
};
use crate::{
    platform::random,
    store::{Area, Write},
};

/// Bytes of one row. A larger one would hold up other writers, a smaller one is more rows to keep.
pub(super) const PART_BYTES: u32 = 512 << 10;
/// What is not larger is written in one transaction.
pub(super) const AT_ONCE_BYTES: f64 = 8_388_608.0;

/// A file that is being written, part by part.
pub(super) struct Writing {
    files: Files,
    key: RecordId,
    row: FileRow,
    hash: Sha256,
    size: u64,
}

impl Writing {
    /// Begins a file; its row is on the disk when this is done.
    pub(super) async fn begin(
        files: Files,
        (owner, name): (RecordId, String),
        media_type: &str,
        state: FileState,
    ) -> Result<Self, FileError> {
        let key = random::record_id();
        let row = FileRow {
            owner,
            name,
            media_type: media_type.to_owned(),
            state,
        };
        files.database().commit(&[put_row(key, &row)?]).await?;
        files.insert(key, row.clone());
        Ok(Self {
            files,
            key,
            row,
            hash: Sha256::new(),
            size: 0,
        })
    }

    pub(super) fn key(&self) -> RecordId {
        self.key
    }

    /// Adds bytes at the end; they are on the disk when this is done.
    pub(super) async fn append(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        let size = self.size + bytes.len() as u64;
        if size > limits::FILE_BYTES {
            return Err(FileError::TooLarge);
        }
        let part = Write::Add(Area::Parts, part_key(self.key, self.size), bytes.to_vec());
        self.files.database().commit(&[part]).await?;
        self.hash.update(bytes);
        self.size = size;
        Ok(())
    }

    /// Makes a whole file of what is there.
    pub(super) async fn finish(mut self) -> Result<FileRef, FileError> {
        let sha256 = Digest(self.hash.finalize().into());
        self.row.state = FileState::Whole {
            sha256,
            size: self.size,
            sent: None,
        };
        let database = self.files.database();
        database.commit(&[put_row(self.key, &self.row)?]).await?;
        let file = self.row.file();
        self.files.insert(self.key, self.row);
        file.ok_or(FileError::Missing)
    }

    /// Takes it away again.
    pub(super) async fn give_up(self) {
        // What can't be deleted now is deleted at a later start.
        let _ = self.files.delete(&Gone(vec![self.key])).await;
    }
}

impl Files {
    /// Writes a file in one transaction.
    pub(super) async fn write_at_once(
        self,
        (owner, name): (RecordId, String),
        media_type: &str,
        bytes: &[u8],
    ) -> Result<FileRef, FileError> {
        let key = random::record_id();
        let file = FileRef {
            name,
            sha256: Digest(Sha256::digest(bytes).into()),
            size: bytes.len() as u64,
            media_type: media_type.to_owned(),
        };
        let row = FileRow {
            owner,
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            state: FileState::Whole {
                sha256: file.sha256,
                size: file.size,
                sent: None,
            },
        };
        let mut writes = vec![put_row(key, &row)?];
        let mut start = 0;
        for part in bytes.chunks(PART_BYTES as usize) {
            let at = part_key(key, start);
            writes.push(Write::Add(Area::Parts, at, part.to_vec()));
            start += part.len() as u64;
        }
        self.database().commit(&writes).await?;
        self.insert(key, row);
        Ok(file)
    }

    pub(super) fn insert(self, key: RecordId, row: FileRow) {
        self.desk
            .inner
            .update_value(|inner| drop(inner.files.rows.insert(key, row)));
        self.changed();
    }

    /// Deletes files, bytes and all.
    pub(super) async fn delete(self, gone: &Gone) -> Result<(), FileError> {
        self.database().commit(&gone.writes()).await?;
        self.desk
            .inner
            .update_value(|inner| inner.files.forget(gone));
        self.changed();
        Ok(())
    }

    /// Hashes what lies under a key, and says how much it is.
    pub(super) async fn measure(self, key: RecordId) -> Result<(Digest, u64), FileError> {
        let (mut hash, mut size) = (Sha256::new(), 0);
        let database = self.database();
        for at in database.keys_under(Area::Parts, &parts_of(key)).await? {
            let part = self.part(&at).await?;
            size += part.len() as u64;
            hash.update(&part);
        }
        Ok((Digest(hash.finalize().into()), size))
    }
}
