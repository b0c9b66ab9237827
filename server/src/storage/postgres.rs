//! PostgreSQL: any number of servers over one database.

use std::{str::FromStr, time::Duration};

use ledger::{DeviceId, Digest, Heads, SiteId};
use sqlx::{
    ConnectOptions, Executor as _, PgConnection, PgPool, Postgres as Engine, Row as _, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions, PgRow},
};
use uuid::Uuid;

use super::{
    Most, SIZES, Sizes, StorageError, StoredRow, View, ViewRow,
    admission::{Adding, Row},
    digest, heads, migrations, signed, unsigned,
};

const CONNECTIONS: u32 = 12;
pub(super) const BUSY: Duration = Duration::from_secs(10);
/// The channel on which servers tell each other that a site's head moved: `<site> <ordinal>`.
pub(super) const CHANNEL: &str = "doorstep_head";
/// What is acknowledged must be durable, whatever the database's default is.
const DURABLE: &str = "SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') = 'off'";
/// Each statement after the row lock sees what others committed before it, whatever the default is.
const WRITING: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";
/// One moment for all statements of a transaction.
const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

#[derive(Clone, Debug)]
pub(super) struct Postgres {
    pub(super) pool: PgPool,
    /// Whether there is `NOTIFY`: some that speak PostgreSQL's protocol have none.
    pub(super) notices: bool,
}

impl Postgres {
    pub(super) async fn open(url: &str) -> Result<(String, Self), StorageError> {
        let pool = Self::connect(url).await?;
        let epoch = migrations::postgres(&pool).await?;
        let notices = sqlx::query("SELECT pg_notify($1, '')").bind(CHANNEL);
        let notices = notices.execute(&pool).await.is_ok();
        if !notices {
            tracing::warn!("this database has no notices; it is asked for news every second");
        }
        Ok((epoch, Self { pool, notices }))
    }

    pub(super) async fn connect(url: &str) -> Result<PgPool, StorageError> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|error| StorageError::Unreachable(format!("the database URL: {error}")))?
            .application_name("doorstep")
            .disable_statement_logging();
        PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(BUSY)
            .after_connect(|connection, _| {
                Box::pin(async move { connection.execute(DURABLE).await.map(drop) })
            })
            .connect_with(options)
            .await
            .map_err(|error| StorageError::Unreachable(error.to_string()))
    }

    pub(super) async fn ping(&self) -> Result<(), StorageError> {
        sqlx::query("SELECT 1 FROM meta")
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    pub(super) async fn sites(
        &self,
    ) -> Result<(Vec<(SiteId, u64, bool)>, Vec<(SiteId, String)>), StorageError> {
        let sites = sqlx::query_as("SELECT id, head, open FROM sites ORDER BY id")
            .fetch_all(&self.pool)
            .await?;
        let sites = sites
            .into_iter()
            .map(|(id, head, open)| Ok((SiteId(id), unsigned(head)?, open)))
            .collect::<Result<_, StorageError>>()?;
        let about = sqlx::query_as("SELECT site, text FROM entries WHERE kind = 'site'")
            .fetch_all(&self.pool)
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
            "INSERT INTO sites (id, head, open) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING",
        )
        .bind(site.0)
        .bind(open)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    pub(super) async fn head(&self, site: SiteId) -> Result<u64, StorageError> {
        let head = sqlx::query_scalar("SELECT head FROM sites WHERE id = $1")
            .bind(site.0)
            .fetch_optional(&self.pool)
            .await?;
        unsigned(head.ok_or(StorageError::UnknownSite(site))?)
    }

    pub(super) async fn heads(&self, site: SiteId) -> Result<Heads, StorageError> {
        let mut reading = self.pool.begin_with(SNAPSHOT).await?;
        heads::in_postgres(&mut reading, site, None).await
    }

    pub(super) async fn begin(&self) -> Result<Writing, StorageError> {
        Ok(Writing(self.pool.begin_with(WRITING).await?, self.notices))
    }

    pub(super) async fn page(
        &self,
        site: SiteId,
        since: u64,
        have: &Heads,
        most: Most,
    ) -> Result<View, StorageError> {
        let mut reading = self.pool.begin_with(SNAPSHOT).await?;
        let head = sqlx::query_scalar("SELECT head FROM sites WHERE id = $1")
            .bind(site.0)
            .fetch_optional(&mut *reading)
            .await?;
        let head = unsigned(head.ok_or(StorageError::UnknownSite(site))?)?;
        let heads = heads::in_postgres(&mut reading, site, None).await?;
        let (devices, seqs): (Vec<Uuid>, Vec<i64>) = have
            .iter()
            .filter(|(device, _)| heads.contains_key(device))
            .map(|(device, head)| (device.0, signed(head.seq)))
            .unzip();
        // A cursor beyond the end comes from another past of this database.
        let since = if since > head { 0 } else { since };
        let rows = sqlx::query(PAGE)
            .bind(site.0)
            .bind(signed(since))
            .bind(devices)
            .bind(seqs)
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
             WHERE site = $1 AND ordinal > $2 ORDER BY ordinal LIMIT $3",
        )
        .bind(site.0)
        .bind(signed(after))
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(stored_row).collect()
    }

    pub(super) async fn sizes(&self) -> Result<Sizes, StorageError> {
        let (sites, entries, files, file_bytes) =
            sqlx::query_as(SIZES).fetch_one(&self.pool).await?;
        Ok(Sizes {
            sites: unsigned(sites)?,
            entries: unsigned(entries)?,
            files: unsigned(files)?,
            file_bytes: unsigned(file_bytes)?,
            connections: u64::from(self.pool.size()),
            idle: self.pool.num_idle() as u64,
        })
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}

/// Counts one entry more than is asked for, to see whether there are more; stops after the entry
/// with which the bytes are used up.
const PAGE: &str = "
WITH have AS (
    SELECT * FROM unnest($3::uuid[], $4::bigint[]) AS have (device, seq)
), lacking AS (
    SELECT entries.ordinal, received, entries.hash, text, octet_length(text) AS bytes
    FROM entries LEFT JOIN have ON have.device = entries.device
    WHERE site = $1 AND ordinal > $2 AND entries.seq > coalesce(have.seq, 0)
    ORDER BY ordinal LIMIT $5
), measured AS (
    SELECT ordinal, received, hash, text, count(*) OVER () AS found,
           sum(bytes) OVER (ORDER BY ordinal) - bytes AS before
    FROM lacking
)
SELECT ordinal, received, hash, text, found FROM measured WHERE before < $6 ORDER BY ordinal";

fn view_row(row: &PgRow) -> Result<ViewRow, StorageError> {
    Ok(ViewRow {
        ordinal: unsigned(row.try_get("ordinal")?)?,
        received: row.try_get("received")?,
        hash: digest(row.try_get("hash")?)?,
        text: row.try_get("text")?,
    })
}

fn stored_row(row: &PgRow) -> Result<StoredRow, StorageError> {
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

/// A transaction that adds entries, and whether it gives notice of them.
pub(super) struct Writing(Transaction<'static, Engine>, bool);

impl Adding for Writing {
    type Connection = PgConnection;

    fn connection(&mut self) -> &mut PgConnection {
        &mut self.0
    }

    async fn lock(&mut self, site: SiteId) -> Result<u64, StorageError> {
        let head = sqlx::query_scalar("SELECT head FROM sites WHERE id = $1 FOR UPDATE")
            .bind(site.0)
            .fetch_optional(&mut *self.0)
            .await?;
        unsigned(head.ok_or(StorageError::UnknownSite(site))?)
    }

    async fn heads(&mut self, site: SiteId) -> Result<Heads, StorageError> {
        heads::in_postgres(&mut self.0, site, None).await
    }

    async fn heads_of(
        &mut self,
        site: SiteId,
        devices: &[DeviceId],
    ) -> Result<Heads, StorageError> {
        heads::in_postgres(&mut self.0, site, Some(devices)).await
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
             WHERE site = $1 AND device = $2 AND seq BETWEEN $3 AND $4 ORDER BY seq",
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
        sqlx::query(
            "INSERT INTO entries
                 (site, ordinal, device, seq, hash, kind, received, text, record, actor)
             SELECT $1, * FROM unnest($2::bigint[], $3::uuid[], $4::bigint[], $5::bytea[],
                                      $6::text[], $7::text[], $8::text[], $9::uuid[],
                                      $10::uuid[])",
        )
        .bind(site.0)
        .bind(
            rows.iter()
                .map(|row| signed(row.ordinal))
                .collect::<Vec<_>>(),
        )
        .bind(rows.iter().map(|row| row.device.0).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| signed(row.seq)).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| &row.hash.0[..]).collect::<Vec<_>>())
        .bind(
            rows.iter()
                .map(|row| row.kind.as_deref())
                .collect::<Vec<_>>(),
        )
        .bind(
            rows.iter()
                .map(|row| row.received.as_str())
                .collect::<Vec<_>>(),
        )
        .bind(rows.iter().map(|row| row.text.as_str()).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| row.record).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| row.actor).collect::<Vec<_>>())
        .execute(&mut *self.0)
        .await?;
        sqlx::query(
            "INSERT INTO heads (site, device, seq, hash)
             SELECT $1, * FROM unnest($2::uuid[], $3::bigint[], $4::bytea[])
             ON CONFLICT (site, device) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
        )
        .bind(site.0)
        .bind(grown.keys().map(|device| device.0).collect::<Vec<_>>())
        .bind(
            grown
                .values()
                .map(|head| signed(head.seq))
                .collect::<Vec<_>>(),
        )
        .bind(
            grown
                .values()
                .map(|head| &head.hash.0[..])
                .collect::<Vec<_>>(),
        )
        .execute(&mut *self.0)
        .await?;
        sqlx::query("UPDATE sites SET head = $2 WHERE id = $1")
            .bind(site.0)
            .bind(signed(head))
            .execute(&mut *self.0)
            .await?;
        if self.1 {
            sqlx::query("SELECT pg_notify($1, $2)")
                .bind(CHANNEL)
                .bind(format!("{site} {head}"))
                .execute(&mut *self.0)
                .await?;
        }
        Ok(())
    }

    async fn commit(self) -> Result<(), StorageError> {
        Ok(self.0.commit().await?)
    }
}
