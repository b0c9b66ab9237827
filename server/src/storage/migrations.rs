//! The tables, and how they came to be. Migrations only add: a running server of the version before
//! goes on while a newer one prepares the database, and nothing that was stored is rewritten.
//!
//! One text serves both engines. SQLite takes any word as a column's type; the values it is handed
//! (16 bytes for a UUID, 32 for a digest) stay what they are.

use sqlx::{AssertSqlSafe, PgPool, SqlitePool};
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
fn latest() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Brings an SQLite database up to date, under its write lock; gives its epoch.
pub(super) async fn sqlite(pool: &SqlitePool) -> Result<String, StorageError> {
    let mut change = pool.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query(META).execute(&mut *change).await?;
    let schema: Option<String> = sqlx::query_scalar("SELECT value FROM meta WHERE name = 'schema'")
        .fetch_optional(&mut *change)
        .await?;
    let found = schema.and_then(|schema| schema.parse().ok()).unwrap_or(0);
    if found > latest() {
        return Err(StorageError::NewerSchema {
            found,
            known: latest(),
        });
    }
    for migration in &MIGRATIONS[usize::try_from(found).unwrap_or(0)..] {
        sqlx::raw_sql(AssertSqlSafe(*migration))
            .execute(&mut *change)
            .await?;
    }
    sqlx::query("INSERT OR IGNORE INTO meta (name, value) VALUES ('epoch', ?1)")
        .bind(Uuid::new_v4().to_string())
        .execute(&mut *change)
        .await?;
    sqlx::query("INSERT OR REPLACE INTO meta (name, value) VALUES ('schema', ?1)")
        .bind(latest().to_string())
        .execute(&mut *change)
        .await?;
    let epoch = sqlx::query_scalar("SELECT value FROM meta WHERE name = 'epoch'")
        .fetch_one(&mut *change)
        .await?;
    change.commit().await?;
    Ok(epoch)
}

/// Any number will do, as long as every version uses the same: held while migrating.
const MIGRATION_LOCK: i64 = 0x646f_6f72_7374_6570;

/// Brings a PostgreSQL database up to date, under a lock of its own; gives its epoch.
pub(super) async fn postgres(pool: &PgPool) -> Result<String, StorageError> {
    let mut change = pool.begin().await?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(MIGRATION_LOCK)
        .execute(&mut *change)
        .await?;
    sqlx::query(META).execute(&mut *change).await?;
    let schema: Option<String> = sqlx::query_scalar("SELECT value FROM meta WHERE name = 'schema'")
        .fetch_optional(&mut *change)
        .await?;
    let found = schema.and_then(|schema| schema.parse().ok()).unwrap_or(0);
    if found > latest() {
        return Err(StorageError::NewerSchema {
            found,
            known: latest(),
        });
    }
    for migration in &MIGRATIONS[usize::try_from(found).unwrap_or(0)..] {
        sqlx::raw_sql(AssertSqlSafe(*migration))
            .execute(&mut *change)
            .await?;
    }
    sqlx::query("INSERT INTO meta (name, value) VALUES ('epoch', $1) ON CONFLICT DO NOTHING")
        .bind(Uuid::new_v4().to_string())
        .execute(&mut *change)
        .await?;
    sqlx::query(
        "INSERT INTO meta (name, value) VALUES ('schema', $1)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .bind(latest().to_string())
    .execute(&mut *change)
    .await?;
    let epoch = sqlx::query_scalar("SELECT value FROM meta WHERE name = 'epoch'")
        .fetch_one(&mut *change)
        .await?;
    change.commit().await?;
    Ok(epoch)
}
