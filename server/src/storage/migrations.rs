//! The tables, and how they came to be. Migrations only add: a running server of the version before
//! goes on while a newer one prepares the database, and nothing that was stored is rewritten.
//!
//! Mostly one text serves both engines. SQLite takes any word as a column's type; the values it is
//! handed (16 bytes for a UUID, 32 for a digest) stay what they are. Where rows that are there have
//! to be looked into, each engine has its own words.

use sqlx::{AssertSqlSafe, PgConnection, PgPool, SqliteConnection, SqlitePool};
use uuid::Uuid;

use super::StorageError;

/// The changes in order; a database at schema N has had the first N.
const MIGRATIONS: &[Migration] = &[
    Migration::alike(FIRST),
    Migration::alike(FILES),
    Migration {
        both: ACCESS,
        sqlite: ACCESS_SQLITE,
        postgres: ACCESS_POSTGRES,
    },
    Migration::alike(ERASING),
];

/// A change of the tables: first what is the same on both engines, then each one's own.
struct Migration {
    both: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Migration {
    const fn alike(both: &'static str) -> Self {
        Self {
            both,
            sqlite: "",
            postgres: "",
        }
    }
}

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

const ERASING: &str = "
-- What was erased is asked with every push.
CREATE INDEX entries_that_erase ON entries (site, record) WHERE kind = 'erase';
";

const ACCESS: &str = "
-- Whether anyone who reaches the server may read and write: a demonstration.
ALTER TABLE sites ADD COLUMN open BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE sites SET open = TRUE WHERE id IN
    (SELECT site FROM entries WHERE kind = 'site' AND text LIKE '%\"demo\":true%');

-- Which record an entry is about, and in whose name it was written.
ALTER TABLE entries ADD COLUMN record UUID;
ALTER TABLE entries ADD COLUMN actor UUID;
CREATE INDEX entries_by_record ON entries (site, record);
CREATE INDEX entries_about_people ON entries (site, ordinal) WHERE kind = 'person';

-- Which records name a file.
CREATE TABLE file_records (
    site UUID NOT NULL,
    sha256 BYTEA NOT NULL,
    record UUID NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (site, sha256, record)
);
CREATE INDEX file_records_by_record ON file_records (site, record);

-- The role of each person, as the records of people that stand say it.
CREATE TABLE people (
    site UUID NOT NULL REFERENCES sites (id),
    person UUID NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (site, person)
);

-- The devices that have joined. `seen` is when one last asked, to the minute.
CREATE TABLE devices (
    site UUID NOT NULL REFERENCES sites (id),
    device UUID NOT NULL,
    person UUID NOT NULL,
    label TEXT NOT NULL,
    joined TEXT NOT NULL,
    seen TEXT,
    revoked TEXT,
    PRIMARY KEY (site, device)
);

-- SHA-256 of each token. A token may stand for two devices after one was given a new identity.
CREATE TABLE tokens (
    hash BYTEA NOT NULL,
    site UUID NOT NULL,
    device UUID NOT NULL,
    made TEXT NOT NULL,
    used TEXT,
    PRIMARY KEY (site, hash, device),
    FOREIGN KEY (site, device) REFERENCES devices (site, device)
);

-- SHA-256 of each invitation's code. `used` and `device` say when and by which device it was used.
CREATE TABLE invitations (
    site UUID NOT NULL REFERENCES sites (id),
    hash BYTEA NOT NULL,
    person UUID NOT NULL,
    made TEXT NOT NULL,
    expires TEXT NOT NULL,
    used TEXT,
    device UUID,
    PRIMARY KEY (site, hash)
);

-- The entries that were ruled out. `lifted` is when that was taken back.
CREATE TABLE rulings (
    site UUID NOT NULL,
    device UUID NOT NULL,
    seq BIGINT NOT NULL,
    why TEXT NOT NULL,
    lifted TEXT,
    PRIMARY KEY (site, device, seq)
);
";

const ACCESS_SQLITE: &str = "
UPDATE entries SET record = unhex(replace(text ->> '$.id', '-', '')),
    actor = unhex(replace(text ->> '$.actor', '-', ''))
WHERE kind IS NOT NULL;
INSERT OR IGNORE INTO file_records (site, sha256, record, kind)
SELECT entries.site, unhex(field.value ->> '$.sha256'), entries.record, entries.kind
FROM entries, json_each(entries.text, '$.set') AS field
WHERE entries.kind IS NOT NULL AND field.key LIKE 'file:%' AND field.type = 'object'
    AND unhex(field.value ->> '$.sha256') IS NOT NULL;
";

const ACCESS_POSTGRES: &str = "
UPDATE entries SET record = (text::json ->> 'id')::uuid, actor = (text::json ->> 'actor')::uuid
WHERE kind IS NOT NULL;
INSERT INTO file_records (site, sha256, record, kind)
SELECT entries.site, decode(field.value ->> 'sha256', 'hex'), entries.record, entries.kind
FROM entries CROSS JOIN LATERAL json_each(entries.text::json -> 'set') AS field
WHERE entries.kind IS NOT NULL AND field.key LIKE 'file:%'
    AND json_typeof(field.value) = 'object' AND field.value ->> 'sha256' ~ '^[0-9a-f]{64}$'
ON CONFLICT DO NOTHING;
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

/// Applies the migrations up to schema `$to` in the transaction `$change`, with the words of the
/// engine `$own`; gives the epoch.
macro_rules! migrate {
    ($change:ident, $to:ident, $own:ident) => {{
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
            for text in [migration.both, migration.$own] {
                sqlx::raw_sql(AssertSqlSafe(text))
                    .execute(&mut *$change)
                    .await?;
            }
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
    migrate!(change, schema, sqlite)
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
    migrate!(change, schema, postgres)
}

/// The schema of an SQLite database; 0 for a new one.
pub(super) async fn sqlite_schema(change: &mut SqliteConnection) -> Result<i64, StorageError> {
    Ok(schema_of!(change))
}

/// The schema of a PostgreSQL database; 0 for a new one.
pub(super) async fn postgres_schema(change: &mut PgConnection) -> Result<i64, StorageError> {
    Ok(schema_of!(change))
}
