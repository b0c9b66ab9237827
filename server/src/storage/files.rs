//! Files: the bytes that entries name, in rows beside the entries.
//!
//! They are in the database so that a copy of it is a whole backup, and so that any number of
//! servers over one PostgreSQL need no folder in common. A file is taken in parts; a part is
//! durable before it is acknowledged. When the last one is there the hash is checked, and only then
//! the file counts.

use ledger::{Digest, Entry, FileRef, RecordId, SiteId, transfer::Held};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{
    Engine, Storage, StorageError, admission::Adding, now_text, signed, unsigned, with_engine,
};

/// A file as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// The SHA-256 of its bytes.
    pub sha256: Digest,
    /// The size that an entry names.
    pub size: u64,
    /// The media type that an entry names.
    pub media_type: String,
    /// How many bytes are here, from the front.
    pub have: u64,
    /// Whether all of it is here and its hash is right.
    pub whole: bool,
}

impl StoredFile {
    /// What there is of it, as the API says it.
    pub fn held(&self) -> Held {
        if self.whole {
            Held::Whole
        } else {
            Held::Upto(self.have)
        }
    }
}

/// A part of a file that is offered.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The file.
    pub file: Digest,
    /// Where it begins.
    pub from: u64,
    /// How many bytes the whole file has.
    pub total: u64,
    /// Its bytes; at least one.
    pub bytes: &'a [u8],
}

/// What became of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Took {
    /// This is what is here now, durably. Where it is not what was sent, the sender was wrong
    /// about what was here before.
    Held(Held),
    /// The file is whole and has another hash. All of it was deleted.
    OtherHash,
    /// No entry names such a file, or none of this size.
    Unnamed,
    /// It would be more than the site may have.
    NoRoom,
}

impl Storage {
    /// What is stored of a file; `None` where no entry of the site names it.
    pub async fn file(
        &self,
        site: SiteId,
        file: Digest,
    ) -> Result<Option<StoredFile>, StorageError> {
        with_engine!(self, engine => engine.file(site, file).await)
    }

    /// All files that entries of a site name, in the order of their hashes.
    pub async fn files(&self, site: SiteId) -> Result<Vec<StoredFile>, StorageError> {
        with_engine!(self, engine => engine.files(site).await)
    }

    /// Takes a part if it goes on where the file ends. When this returns, what it says is durable.
    /// A site may have `most_bytes` in all.
    pub async fn take_part(
        &self,
        site: SiteId,
        part: Part<'_>,
        most_bytes: u64,
    ) -> Result<Took, StorageError> {
        let Some(stored) = self.file(site, part.file).await? else {
            return Ok(Took::Unnamed);
        };
        if part.total > stored.size || part.from + part.bytes.len() as u64 > part.total {
            return Ok(Took::Unnamed);
        }
        if stored.whole {
            return Ok(Took::Held(Held::Whole));
        }
        if part.from == 0 {
            let used = with_engine!(self, engine => engine.file_bytes(site).await)?;
            if used + part.total > most_bytes {
                return Ok(Took::NoRoom);
            }
        }
        with_engine!(self, engine => engine.add_part(site, part).await)?;
        let Some(stored) = self.file(site, part.file).await? else {
            return Ok(Took::Unnamed);
        };
        if stored.whole || stored.have < part.total {
            return Ok(Took::Held(stored.held()));
        }
        self.settle(site, &stored).await
    }

    /// Checks the hash of a file whose last part has come. Whoever comes first does it; a server
    /// that died before it could is followed by the next part, which finds the file full.
    async fn settle(&self, site: SiteId, stored: &StoredFile) -> Result<Took, StorageError> {
        let right = self.hash(site, stored).await? == stored.sha256;
        with_engine!(self, engine => {
            engine.settle(site, stored.sha256, stored.have, right).await
        })?;
        Ok(if right {
            Took::Held(Held::Whole)
        } else {
            Took::OtherHash
        })
    }

    /// The hash of what is stored of a file.
    pub async fn hash(&self, site: SiteId, stored: &StoredFile) -> Result<Digest, StorageError> {
        let (mut hash, mut at) = (Sha256::new(), 0);
        while at < stored.have {
            let bytes = self.part(site, stored.sha256, at).await?;
            at += bytes.len() as u64;
            hash.update(&bytes);
        }
        Ok(Digest(hash.finalize().into()))
    }

    /// The bytes of a file from `at` to the end of the row that they are in; at least one.
    pub async fn part(&self, site: SiteId, file: Digest, at: u64) -> Result<Vec<u8>, StorageError> {
        let row = with_engine!(self, engine => engine.part(site, file, at).await)?;
        let missing = || StorageError::Damaged(format!("file {file}: byte {at} is missing"));
        let (start, mut bytes) = row.ok_or_else(missing)?;
        let skip = usize::try_from(at - unsigned(start)?).unwrap_or(usize::MAX);
        if skip >= bytes.len() {
            return Err(missing());
        }
        Ok(bytes.split_off(skip))
    }
}

type FileRow = (Vec<u8>, i64, String, i64, Option<String>);

fn stored_file(
    (sha256, size, media_type, have, received): FileRow,
) -> Result<StoredFile, StorageError> {
    Ok(StoredFile {
        sha256: super::digest(&sha256)?,
        size: unsigned(size)?,
        media_type,
        have: unsigned(have)?,
        whole: received.is_some(),
    })
}

/// The same queries for both engines: SQLite takes `$1` as PostgreSQL does.
macro_rules! file_queries {
    ($engine:ty, $connection:ty, $reader:ident) => {
        impl $engine {
            async fn file(
                &self,
                site: SiteId,
                file: Digest,
            ) -> Result<Option<StoredFile>, StorageError> {
                let row: Option<FileRow> = sqlx::query_as(
                    "SELECT sha256, size, type, have, received FROM files
                     WHERE site = $1 AND sha256 = $2",
                )
                .bind(site.0)
                .bind(&file.0[..])
                .fetch_optional(&self.$reader)
                .await?;
                row.map(stored_file).transpose()
            }

            async fn files(&self, site: SiteId) -> Result<Vec<StoredFile>, StorageError> {
                let rows: Vec<FileRow> = sqlx::query_as(
                    "SELECT sha256, size, type, have, received FROM files
                     WHERE site = $1 ORDER BY sha256",
                )
                .bind(site.0)
                .fetch_all(&self.$reader)
                .await?;
                rows.into_iter().map(stored_file).collect()
            }

            async fn file_bytes(&self, site: SiteId) -> Result<u64, StorageError> {
                let bytes: i64 = sqlx::query_scalar(
                    "SELECT CAST(coalesce(sum(have), 0) AS BIGINT) FROM files WHERE site = $1",
                )
                .bind(site.0)
                .fetch_one(&self.$reader)
                .await?;
                unsigned(bytes)
            }

            /// The row decides: of two parts for one place, one moves `have` and is added.
            async fn add_part(&self, site: SiteId, part: Part<'_>) -> Result<(), StorageError> {
                let mut adding = self.begin().await?;
                let moved = sqlx::query(
                    "UPDATE files SET have = have + $4
                     WHERE site = $1 AND sha256 = $2 AND have = $3 AND received IS NULL",
                )
                .bind(site.0)
                .bind(&part.file.0[..])
                .bind(signed(part.from))
                .bind(signed(part.bytes.len() as u64))
                .execute(Adding::connection(&mut adding))
                .await?;
                if moved.rows_affected() == 1 {
                    sqlx::query(
                        "INSERT INTO file_parts (site, sha256, start, bytes)
                         VALUES ($1, $2, $3, $4)",
                    )
                    .bind(site.0)
                    .bind(&part.file.0[..])
                    .bind(signed(part.from))
                    .bind(part.bytes)
                    .execute(Adding::connection(&mut adding))
                    .await?;
                    Adding::commit(adding).await?;
                }
                Ok(())
            }

            async fn settle(
                &self,
                site: SiteId,
                file: Digest,
                have: u64,
                right: bool,
            ) -> Result<(), StorageError> {
                let mut settling = self.begin().await?;
                let settled = sqlx::query(
                    "UPDATE files SET received = $4, have = $5
                     WHERE site = $1 AND sha256 = $2 AND have = $3 AND received IS NULL",
                )
                .bind(site.0)
                .bind(&file.0[..])
                .bind(signed(have))
                .bind(right.then(now_text))
                .bind(if right { signed(have) } else { 0 })
                .execute(Adding::connection(&mut settling))
                .await?;
                if settled.rows_affected() == 1 && !right {
                    sqlx::query("DELETE FROM file_parts WHERE site = $1 AND sha256 = $2")
                        .bind(site.0)
                        .bind(&file.0[..])
                        .execute(Adding::connection(&mut settling))
                        .await?;
                }
                Adding::commit(settling).await
            }

            async fn part(
                &self,
                site: SiteId,
                file: Digest,
                at: u64,
            ) -> Result<Option<(i64, Vec<u8>)>, StorageError> {
                let row = sqlx::query_as(
                    "SELECT start, bytes FROM file_parts
                     WHERE site = $1 AND sha256 = $2 AND start <= $3
                     ORDER BY start DESC LIMIT 1",
                )
                .bind(site.0)
                .bind(&file.0[..])
                .bind(signed(at))
                .fetch_optional(&self.$reader)
                .await?;
                Ok(row)
            }
        }

        impl NamesFiles for $connection {
            async fn name_files(
                &mut self,
                site: SiteId,
                files: &[Naming],
            ) -> Result<(), StorageError> {
                for Naming { file, record, kind } in files {
                    sqlx::query(
                        "INSERT INTO files (site, sha256, size, type, have)
                         VALUES ($1, $2, $3, $4, 0)
                         ON CONFLICT (site, sha256) DO UPDATE SET size = excluded.size
                         WHERE files.size < excluded.size AND files.received IS NULL",
                    )
                    .bind(site.0)
                    .bind(&file.sha256.0[..])
                    .bind(signed(file.size))
                    .bind(&file.media_type)
                    .execute(&mut *self)
                    .await?;
                    sqlx::query(
                        "INSERT INTO file_records (site, sha256, record, kind)
                         VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                    )
                    .bind(site.0)
                    .bind(&file.sha256.0[..])
                    .bind(record.0)
                    .bind(kind)
                    .execute(&mut *self)
                    .await?;
                }
                Ok(())
            }
        }
    };
}

/// A connection in a transaction that adds entries.
pub(super) trait NamesFiles {
    /// Notes which files the new entries name: only these are taken.
    async fn name_files(&mut self, site: SiteId, files: &[Naming]) -> Result<(), StorageError>;
}

/// A file and the record that names it.
pub(super) struct Naming {
    pub(super) file: FileRef,
    pub(super) record: RecordId,
    pub(super) kind: String,
}

impl Naming {
    /// The files that an entry names.
    pub(super) fn of(entry: &Entry) -> Vec<Self> {
        let (record, kind) = match entry {
            Entry::V1(about) => (about.id, about.kind.clone()),
            // What it is about is not known; its files are the office's to read.
            Entry::Newer(_) => (RecordId(Uuid::nil()), String::new()),
        };
        let naming = |file| Self {
            file,
            record,
            kind: kind.clone(),
        };
        FileRef::named_by(entry).into_iter().map(naming).collect()
    }
}

file_queries!(super::sqlite::Sqlite, sqlx::SqliteConnection, readers);
file_queries!(super::postgres::Postgres, sqlx::PgConnection, pool);
