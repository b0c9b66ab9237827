//! The tables, and how they came to be. Migrations only add: a running server of the version before
//! goes on while a newer one prepares the database, and nothing that was stored is rewritten.
//!
//! One text serves both engines. SQLite takes any word as a column's type; the values it is handed
//! (16 bytes for a UUID, 32 for a digest) stay what they are.

use sqlx::{AssertSqlSafe, PgConnection, PgPool, SqliteConnection, SqlitePool};
use uuid::Uuid;

use super::StorageError;

/// The changes in order; a database at schema N has had the first N.
const MIGRATIONS: &[&str] = &[FIRST, FILES];

/// Made before everything else: says which migrations a database has had.
const META: &str = "CREATE TABLE IF NOT EXISTS meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
)";

const FIRST: &str = "
-- `head` is the ordinal of the site's last entry. Its row is locked while entries are added.
CREATE TABLE sites (
    id UUID NOT NULL PRIMARY KEY,
    head BIGINT NOT NULL
);

-- How far each device's chain reaches.
CREATE TABLE heads (
    site UUID NOT NULL REFERENCES sites (id),
    device UUID NOT NULL,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (site, device)
);

-- `text` is the entry's JSON; other columns are taken from it, but for `ordinal` and `received`.
CREATE TABLE entries (
    site UUID NOT NULL REFERENCES sites (id),
    ordinal BIGINT NOT NULL,
    device UUID NOT NULL,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    kind TEXT,
    received TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (site, ordinal),
    UNIQUE (site, device, seq)
);

-- A site's name is read without folding the whole site.
CREATE INDEX entries_about_sites ON entries (site) WHERE kind = 'site';
";

const FILES: &str = "
-- The files that entries name. `size` and `type` are what an entry says, `have` is how many bytes
-- are in `file_parts`, from the front; `received` is set when all are there and the hash is right.
CREATE TABLE files (
    site UUID NOT NULL REFERENCES sites (id),
    sha256 BYTEA NOT NULL,
    size BIGINT NOT NULL,
    type TEXT NOT NULL,
    have BIGINT NOT NULL,
    received TEXT,
    PRIMARY KEY (site, sha256)
);

-- A file's bytes, by where each part begins.
CREATE TABLE file_parts (
    site UUID NOT NULL,
    sha256 BYTEA NOT NULL,
    start BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (site, sha256, start),
    FOREIGN KEY (site, sha256) REFERENCES files (site, sha256)
);
";

/// The schema that this program works with.
pub(super) fn latest() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Brings an SQLite database up to date, under its write lock; gives its epoch.
pub(super) async fn sqlite(pool: &SqlitePool) -> Result<String, StorageError> {
    let mut change = pool.begin_with("BEGIN IMMEDIATE").await?;
    let epoch = sqlite_to(&mut change, latest()).await?;
    change.commit().await?;
    Ok(epoch)
}

/// Any number will do, as long as every version uses the same: held while migrating.
const MIGRATION_LOCK: i64 = 0x646f_6f72_7374_6570;

/// Brings a PostgreSQL database up to date, under a lock of its own; gives its epoch.
pub(super) async fn postgres(pool: &PgPool) -> Result<String, StorageError> {
    let mut change = pool.begin().await?;
    let epoch = postgres_to(&mut change, latest()).await?;
    change.commit().await?;
    Ok(epoch)
}

/// The schema that a database with a table `meta` has; 0 for a new one.
macro_rules! schema_of {
    ($change:ident) => {{
        sqlx::query(META).execute(&mut *$change).await?;
        let schema: Option<String> =
            sqlx::query_scalar("SELECT value FROM meta WHERE name = 'schema'")
                .fetch_optional(&mut *$change)
                .await?;
        schema.and_then(|schema| schema.parse().ok()).unwrap_or(0)
    }};
}

/// Applies the migrations up to schema `$to` in the transaction `$change`; gives the epoch.
macro_rules! migrate {
    ($change:ident, $to:ident) => {{
        let found: i64 = schema_of!($change);
        let newest = found.max($to);
        if newest > latest() {
            return Err(StorageError::NewerSchema {
                found: newest,
                known: latest(),
            });
        }
        let count = |schema: i64| usize::try_from(schema).unwrap_or(0);
        for migration in &MIGRATIONS[count(found)..count(newest)] {
            sqlx::raw_sql(AssertSqlSafe(*migration))
                .execute(&mut *$change)
                .await?;
        }
        for (name, value, known) in [
            ("epoch", Uuid::new_v4().to_string(), "meta.value"),
            ("schema", newest.to_string(), "excluded.value"),
        ] {
            let put = format!(
                "INSERT INTO meta (name, value) VALUES ($1, $2)
                 ON CONFLICT (name) DO UPDATE SET value = {known}"
            );
            sqlx::query(AssertSqlSafe(put))
                .bind(name)
                .bind(value)
                .execute(&mut *$change)
                .await?;
        }
        let epoch = sqlx::query_scalar("SELECT value FROM meta WHERE name = 'epoch'")
            .fetch_one(&mut *$change)
            .await?;
        Ok(epoch)
    }};
}

/// Brings an SQLite database to a schema, in a transaction that has the write lock.
pub(super) async fn sqlite_to(
    change: &mut SqliteConnection,
    schema: i64,
) -> Result<String, StorageError> {
    migrate!(change, schema)
}

/// Brings a PostgreSQL database to a schema, in a transaction.
pub(super) async fn postgres_to(
    change: &mut PgConnection,
    schema: i64,
) -> Result<String, StorageError> {
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(MIGRATION_LOCK)
        .execute(&mut *change)
        .await?;
    migrate!(change, schema)
}

/// The schema of an SQLite database; 0 for a new one.
pub(super) async fn sqlite_schema(change: &mut SqliteConnection) -> Result<i64, StorageError> {
    Ok(schema_of!(change))
}

/// The schema of a PostgreSQL database; 0 for a new one.
pub(super) async fn postgres_schema(change: &mut PgConnection) -> Result<i64, StorageError> {
    Ok(schema_of!(change))
}
