//! Entries of some kinds, or at some places: what a table is made of, a page at a time.

use ledger::{Entry, SiteId};

use super::{
    Engine, Storage, StorageError, postgres::Postgres, signed, sqlite::Sqlite, unsigned,
    with_engine,
};

type Rows = Result<Vec<(i64, String)>, StorageError>;

impl Storage {
    /// Up to `limit` entries about records of these kinds, after an ordinal, each with its own.
    pub async fn of_kinds(
        &self,
        site: SiteId,
        kinds: &[&str],
        after: u64,
        limit: u32,
    ) -> Result<Vec<(u64, Entry)>, StorageError> {
        read(with_engine!(self, engine => engine.of_kinds(site, kinds, after, limit).await)?)
    }

    /// The entries with these ordinals.
    pub async fn at(&self, site: SiteId, ordinals: &[u64]) -> Result<Vec<Entry>, StorageError> {
        let ordinals: Vec<i64> = ordinals.iter().map(|ordinal| signed(*ordinal)).collect();
        let rows = with_engine!(self, engine => engine.at(site, ordinals).await)?;
        Ok(read(rows)?.into_iter().map(|(_, entry)| entry).collect())
    }

    /// The kinds of records that entries of a site are about.
    pub async fn kinds(&self, site: SiteId) -> Result<Vec<String>, StorageError> {
        with_engine!(self, engine => engine.kinds(site).await)
    }
}

fn read(rows: Vec<(i64, String)>) -> Result<Vec<(u64, Entry)>, StorageError> {
    let entry = |(ordinal, text): (i64, String)| {
        // They were checked when they were taken in.
        let entry = Entry::from_kept(text.as_bytes());
        let entry = entry.map_err(|error| StorageError::Damaged(error.to_string()))?;
        Ok((unsigned(ordinal)?, entry))
    };
    rows.into_iter().map(entry).collect()
}

const KINDS: &str =
    "SELECT DISTINCT kind FROM entries WHERE site = $1 AND kind IS NOT NULL ORDER BY kind";

impl Sqlite {
    async fn of_kinds(&self, site: SiteId, kinds: &[&str], after: u64, limit: u32) -> Rows {
        let kinds = serde_json::to_string(kinds).unwrap_or_default();
        let rows = sqlx::query_as(
            "SELECT ordinal, text FROM entries WHERE site = ?1 AND ordinal > ?2
             AND kind IN (SELECT value FROM json_each(?3)) ORDER BY ordinal LIMIT ?4",
        )
        .bind(site.0)
        .bind(signed(after))
        .bind(kinds)
        .bind(i64::from(limit));
        Ok(rows.fetch_all(&self.readers).await?)
    }

    async fn at(&self, site: SiteId, ordinals: Vec<i64>) -> Rows {
        let ordinals = serde_json::to_string(&ordinals).unwrap_or_default();
        let rows = sqlx::query_as(
            "SELECT ordinal, text FROM entries WHERE site = ?1
             AND ordinal IN (SELECT value FROM json_each(?2))",
        )
        .bind(site.0)
        .bind(ordinals);
        Ok(rows.fetch_all(&self.readers).await?)
    }

    async fn kinds(&self, site: SiteId) -> Result<Vec<String>, StorageError> {
        let kinds = sqlx::query_scalar(KINDS).bind(site.0);
        Ok(kinds.fetch_all(&self.readers).await?)
    }
}

impl Postgres {
    async fn of_kinds(&self, site: SiteId, kinds: &[&str], after: u64, limit: u32) -> Rows {
        let rows = sqlx::query_as(
            "SELECT ordinal, text FROM entries WHERE site = $1 AND ordinal > $2
             AND kind = ANY($3) ORDER BY ordinal LIMIT $4",
        )
        .bind(site.0)
        .bind(signed(after))
        .bind(kinds)
        .bind(i64::from(limit));
        Ok(rows.fetch_all(&self.pool).await?)
    }

    async fn at(&self, site: SiteId, ordinals: Vec<i64>) -> Rows {
        let rows = sqlx::query_as(
            "SELECT ordinal, text FROM entries WHERE site = $1 AND ordinal = ANY($2)",
        )
        .bind(site.0)
        .bind(ordinals);
        Ok(rows.fetch_all(&self.pool).await?)
    }

    async fn kinds(&self, site: SiteId) -> Result<Vec<String>, StorageError> {
        let kinds = sqlx::query_scalar(KINDS).bind(site.0);
        Ok(kinds.fetch_all(&self.pool).await?)
    }
}
