//! The tables, and how they came to be. Migrations only add: a running server of the version before
//! goes on while a newer one prepares the database, and nothing that was stored is rewritten.
//!
//! One text serves both engines. SQLite takes any word as a column's type; the values it is handed
//! (16 bytes for a UUID, 32 for a digest) stay what they are.

/// The changes in order; a database at schema N has had the first N.
pub(super) const MIGRATIONS: &[&str] = &[FIRST];

/// Made before everything else: says which migrations a database has had.
pub(super) const META: &str = "CREATE TABLE IF NOT EXISTS meta (
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

-- `text` is the entry's JSON; the other columns are taken from it, but for `ordinal` and `received`.
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

/// The schema that this program works with.
pub(super) fn latest() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}
