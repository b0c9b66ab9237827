//! SQLite: one file in the data folder, embedded in this program.

use std::{path::Path, sync::LazyLock, time::Duration};

use ledger::{DeviceId, Digest, Heads, SiteId};
use sqlx::{
    ConnectOptions, Row as _, Sqlite as Engine, SqliteConnection, SqlitePool, Transaction,
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
    },
};

use super::{
    Most, SIZES, Sizes, StorageError, StoredRow, View, ViewRow,
    admission::{Adding, Row},
    digest, heads, migrations, signed, unsigned,
};

const FILE: &str = "doorstep.sqlite";
/// How long to wait for another process that is writing.
const BUSY: Duration = Duration::from_secs(10);
const WRITING: &str = "BEGIN IMMEDIATE";
/// One of them only watches for what others write.
const READERS: u32 = 5;

fn pool(size: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(size)
        .acquire_timeout(BUSY)
        // A file does not hang up; asking it first costs a turn of two threads each time.
        .test_before_acquire(false)
}

/// One connection writes, so that writers queue here instead of failing there; the others read.
#[derive(Clone, Debug)]
pub(super) struct Sqlite {
    pub(super) writer: SqlitePool,
    pub(super) readers: SqlitePool,
}

impl Sqlite {
    pub(super) async fn open(folder: &Path) -> Result<(String, Self), StorageError> {
        let (options, writer) = Self::connect(folder).await?;
        let epoch = migrations::sqlite(&writer).await?;
        let readers = pool(READERS).connect_with(options).await?;
        Ok((epoch, Self { writer, readers }))
    }

    /// Whether there is anything in this folder to open. A file that can't be looked at is opened,
    /// so that what is wrong with it is told.
    pub(super) fn is_in(folder: &Path) -> bool {
        !matches!(folder.join(FILE).try_exists(), Ok(false))
    }

    /// The connection that writes, to a database that is made if there is none.
    pub(super) async fn connect(
        folder: &Path,
    ) -> Result<(SqliteConnectOptions, SqlitePool), StorageError> {
        let unusable = |why: String| StorageError::Folder {
            folder: folder.to_owned(),
            why,
        };
        std::fs::create_dir_all(folder).map_err(|error| unusable(error.to_string()))?;
        let options = SqliteConnectOptions::new()
            .filename(folder.join(FILE))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .disable_statement_logging();
        // What one request writes fits, so that none of it is written twice.
        let writer = options
            .clone()
            .pragma("cache_size", "-32768")
            .pragma("wal_autocheckpoint", "4000");
        let writer = pool(1)
            .connect_with(writer)
            .await
            .map_err(|error| unusable(format!("{FILE}: {error}")))?;
        Ok((options, writer))
    }

    pub(super) async fn ping(&self) -> Result<(), StorageError> {
        sqlx::query("SELECT 1 FROM meta")
            .execute(&self.readers)
            .await?;
        Ok(())
    }

    pub(super) async fn sites(
        &self,
    ) -> Result<(Vec<(SiteId, u64, bool)>, Vec<(SiteId, String)>), StorageError> {
        let sites = sqlx::query_as("SELECT id, head, open FROM sites ORDER BY id")
            .fetch_all(&self.readers)
            .await?;
        let sites = sites
            .into_iter()
            .map(|(id, head, open)| Ok((SiteId(id), unsigned(head)?, open)))
            .collect::<Result<_, StorageError>>()?;
        let about = sqlx::query_as("SELECT site, text FROM entries WHERE kind = 'site'")
            .fetch_all(&self.readers)
            .await?;
        Ok((
            sites,
            about
                .into_iter()
                .map(|(id, text)| (SiteId(id), text))
                .collect(),
        ))
    }

    pub(super) async fn make_site(&self, site: SiteId, open: bool) -> Result<bool, StorageError> {
        let done = sqlx::query(
            "INSERT INTO sites (id, head, open) VALUES (?1, 0, ?2) ON CONFLICT DO NOTHING",
        )
        .bind(site.0)
        .bind(open)
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    pub(super) async fn head(&self, site: SiteId) -> Result<u64, StorageError> {
        let head = sqlx::query_scalar("SELECT head FROM sites WHERE id = ?1")
            .bind(site.0)
            .fetch_optional(&self.readers)
            .await?;
        unsigned(head.ok_or(StorageError::UnknownSite(site))?)
    }

    pub(super) async fn heads(&self, site: SiteId) -> Result<Heads, StorageError> {
        let mut reading = self.readers.begin().await?;
        heads::in_sqlite(&mut reading, site, None).await
    }

    /// A transaction that has the database's write lock from the start.
    pub(super) async fn begin(&self) -> Result<Writing, StorageError> {
        match self.writer.begin_with(WRITING).await {
            // A full disk makes SQLite end a transaction by itself, which this connection has not
            // noticed: it would never begin one again.
            Err(sqlx::Error::InvalidSavePointStatement) => {
                self.writer.acquire().await?.close().await?;
                Ok(Writing(self.writer.begin_with(WRITING).await?))
            }
            begun => Ok(Writing(begun?)),
        }
    }

    pub(super) async fn page(
        &self,
        site: SiteId,
        since: u64,
        have: &Heads,
        most: Most,
    ) -> Result<View, StorageError> {
        let mut reading = self.readers.begin().await?;
        let head = read_head(&mut reading, site).await?;
        let heads = heads::in_sqlite(&mut reading, site, None).await?;
        let have: Vec<(String, u64)> = have
            .iter()
            .filter(|(device, _)| heads.contains_key(device))
            .map(|(device, head)| (device.0.simple().to_string(), head.seq))
            .collect();
        let have = serde_json::to_string(&have).unwrap_or_default();
        // A cursor beyond the end comes from another past of this database.
        let since = if since > head { 0 } else { since };
        let rows = sqlx::query(PAGE)
            .bind(site.0)
            .bind(signed(since))
            .bind(have)
            .bind(i64::from(most.entries) + 1)
            .bind(i64::from(most.bytes))
            .fetch_all(&mut *reading)
            .await?;
        let found = rows
            .first()
            .map_or(Ok(0), |row| row.try_get::<i64, _>("found"))?;
        let rows = rows
            .iter()
            .take(most.entries as usize)
            .map(view_row)
            .collect::<Result<_, StorageError>>()?;
        Ok(View {
            head,
            heads,
            rows,
            found: usize::try_from(found).unwrap_or(usize::MAX),
        })
    }

    pub(super) async fn rows(
        &self,
        site: SiteId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<StoredRow>, StorageError> {
        let rows = sqlx::query(
            "SELECT ordinal, device, seq, hash, kind, record, actor, received, text
             FROM entries
             WHERE site = ?1 AND ordinal > ?2 ORDER BY ordinal LIMIT ?3",
        )
        .bind(site.0)
        .bind(signed(after))
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(stored_row).collect()
    }

    pub(super) async fn sizes(&self) -> Result<Sizes, StorageError> {
        let (sites, entries, files, file_bytes) =
            sqlx::query_as(SIZES).fetch_one(&self.readers).await?;
        let both = [&self.readers, &self.writer];
        Ok(Sizes {
            sites: unsigned(sites)?,
            entries: unsigned(entries)?,
            files: unsigned(files)?,
            file_bytes: unsigned(file_bytes)?,
            connections: both.iter().map(|pool| u64::from(pool.size())).sum(),
            idle: both.iter().map(|pool| pool.num_idle() as u64).sum(),
        })
    }

    pub(super) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

const INSERT: &str = "
INSERT INTO entries (site, ordinal, device, seq, hash, kind, received, text, record, actor)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
/// Each statement is handed to another thread and waited for: so many rows go with one.
const TOGETHER: usize = 64;
static INSERT_TOGETHER: LazyLock<String> =
    LazyLock::new(|| INSERT.to_owned() + &", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)".repeat(TOGETHER - 1));

/// Adds rows with a statement that has room for just as many.
async fn insert(
    connection: &mut SqliteConnection,
    statement: &'static str,
    site: SiteId,
    rows: &[Row],
) -> Result<(), StorageError> {
    let mut query = sqlx::query(statement);
    for row in rows {
        query = query
            .bind(site.0)
            .bind(signed(row.ordinal))
            .bind(row.device.0)
            .bind(signed(row.seq))
            .bind(&row.hash.0[..])
            .bind(row.kind.as_deref())
            .bind(&row.received)
            .bind(&row.text)
            .bind(row.record)
            .bind(row.actor);
    }
    query.execute(connection).await?;
    Ok(())
}

/// Counts one entry more than is asked for, to see whether there are more; stops after the entry
/// with which the bytes are used up.
const PAGE: &str = "
WITH have AS MATERIALIZED (
    SELECT unhex(value ->> 0) AS device, value ->> 1 AS seq FROM json_each(?3)
), lacking AS (
    SELECT entries.ordinal, received, entries.hash, text, octet_length(text) AS bytes
    FROM entries LEFT JOIN have ON have.device = entries.device
    WHERE site = ?1 AND ordinal > ?2 AND entries.seq > coalesce(have.seq, 0)
    ORDER BY ordinal LIMIT ?4
), measured AS (
    SELECT ordinal, received, hash, text, count(*) OVER () AS found,
           sum(bytes) OVER (ORDER BY ordinal) - bytes AS before
    FROM lacking
)
SELECT ordinal, received, hash, text, found FROM measured WHERE before < ?5 ORDER BY ordinal";

async fn read_head(
    reading: &mut Transaction<'_, Engine>,
    site: SiteId,
) -> Result<u64, StorageError> {
    let head = sqlx::query_scalar("SELECT head FROM sites WHERE id = ?1")
        .bind(site.0)
        .fetch_optional(&mut **reading)
        .await?;
    unsigned(head.ok_or(StorageError::UnknownSite(site))?)
}

fn view_row(row: &SqliteRow) -> Result<ViewRow, StorageError> {
    Ok(ViewRow {
        ordinal: unsigned(row.try_get("ordinal")?)?,
        received: row.try_get("received")?,
        hash: digest(row.try_get("hash")?)?,
        text: row.try_get("text")?,
    })
}

fn stored_row(row: &SqliteRow) -> Result<StoredRow, StorageError> {
    Ok(StoredRow {
        ordinal: unsigned(row.try_get("ordinal")?)?,
        device: row.try_get("device")?,
        seq: unsigned(row.try_get("seq")?)?,
        hash: row.try_get("hash")?,
        kind: row.try_get("kind")?,
        record: row.try_get("record")?,
        actor: row.try_get("actor")?,
        received: row.try_get("received")?,
        text: row.try_get("text")?,
    })
}

/// A transaction that adds entries.
pub(super) struct Writing(Transaction<'static, Engine>);

impl Adding for Writing {
    type Connection = SqliteConnection;

    fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.0
    }

    async fn lock(&mut self, site: SiteId) -> Result<u64, StorageError> {
        // BEGIN IMMEDIATE has locked the whole database already.
        read_head(&mut self.0, site).await
    }

    async fn heads(&mut self, site: SiteId) -> Result<Heads, StorageError> {
        heads::in_sqlite(&mut self.0, site, None).await
    }

    async fn heads_of(
        &mut self,
        site: SiteId,
        devices: &[DeviceId],
    ) -> Result<Heads, StorageError> {
        heads::in_sqlite(&mut self.0, site, Some(devices)).await
    }

    async fn hashes(
        &mut self,
        site: SiteId,
        device: DeviceId,
        first: u64,
        last: u64,
    ) -> Result<Vec<Digest>, StorageError> {
        let hashes: Vec<Vec<u8>> = sqlx::query_scalar(
            "SELECT hash FROM entries
             WHERE site = ?1 AND device = ?2 AND seq BETWEEN ?3 AND ?4 ORDER BY seq",
        )
        .bind(site.0)
        .bind(device.0)
        .bind(signed(first))
        .bind(signed(last))
        .fetch_all(&mut *self.0)
        .await?;
        hashes.iter().map(|hash| digest(hash)).collect()
    }

    async fn add(
        &mut self,
        site: SiteId,
        head: u64,
        grown: &Heads,
        rows: &[Row],
    ) -> Result<(), StorageError> {
        let (many, few) = rows.as_chunks::<TOGETHER>();
        for rows in many {
            insert(&mut self.0, &INSERT_TOGETHER, site, rows).await?;
        }
        for row in few {
            insert(&mut self.0, INSERT, site, std::slice::from_ref(row)).await?;
        }
        for (device, head) in grown {
            sqlx::query(
                "INSERT OR REPLACE INTO heads (site, device, seq, hash) VALUES (?1, ?2, ?3, ?4)",
            )
            .bind(site.0)
            .bind(device.0)
            .bind(signed(head.seq))
            .bind(&head.hash.0[..])
            .execute(&mut *self.0)
            .await?;
        }
        sqlx::query("UPDATE sites SET head = ?2 WHERE id = ?1")
            .bind(site.0)
            .bind(signed(head))
            .execute(&mut *self.0)
            .await?;
        Ok(())
    }

    async fn commit(self) -> Result<(), StorageError> {
        Ok(self.0.commit().await?)
    }
}
