//! Heads that were moved by someone else: another server over the same database, or a command.

use std::time::Duration;

use ledger::SiteId;
use sqlx::postgres::PgListener;
use uuid::Uuid;

use super::{
    StorageError,
    postgres::{BUSY, CHANNEL, Postgres},
    sqlite::Sqlite,
    unsigned,
};

/// How often to ask an SQLite file whether it was changed.
const LOOK_AT_FILE: Duration = Duration::from_millis(500);
/// How often to look where nobody tells.
const LOOK: Duration = Duration::from_secs(1);
/// How long to hear nothing before looking whether there was something.
const QUIET: Duration = Duration::from_secs(30);

impl Sqlite {
    /// Hears of moved heads. SQLite has no notices, but it says, from memory that all processes
    /// share, whether any other connection has written since it was asked last: that costs
    /// microseconds. What this server itself wrote is told twice.
    pub(super) async fn listen(
        &self,
        moved: impl Fn(SiteId, u64) + Send,
    ) -> Result<(), StorageError> {
        let mut watching = self.readers.acquire().await?;
        let mut seen = None;
        loop {
            let version: i64 = sqlx::query_scalar("PRAGMA data_version")
                .fetch_one(&mut *watching)
                .await?;
            if seen.replace(version) != Some(version) {
                let heads: Vec<(Uuid, i64)> = sqlx::query_as("SELECT id, head FROM sites")
                    .fetch_all(&mut *watching)
                    .await?;
                for (site, head) in heads {
                    moved(SiteId(site), unsigned(head)?);
                }
            }
            tokio::time::sleep(LOOK_AT_FILE).await;
        }
    }
}

impl Postgres {
    /// Hears of moved heads. After each connection all heads are looked up, as notices may have
    /// been missed before it; and now and then besides, because a line that says nothing may be
    /// dead, and because some that speak PostgreSQL's protocol take `LISTEN` and never tell.
    pub(super) async fn listen(
        &self,
        moved: impl Fn(SiteId, u64) + Send,
    ) -> Result<(), StorageError> {
        if !self.notices {
            return self.look_again_and_again(moved).await;
        }
        let mut listener = PgListener::connect_with(&self.pool).await?;
        listener.listen(CHANNEL).await?;
        loop {
            for (site, head) in self.all_heads().await? {
                moved(site, head);
            }
            while let Ok(notice) = tokio::time::timeout(QUIET, listener.try_recv()).await {
                match notice? {
                    Some(notice) => {
                        if let Some((site, head)) = read_notice(notice.payload()) {
                            moved(site, head);
                        }
                    }
                    // The connection was lost, and is made anew with the next call.
                    None => break,
                }
            }
            let alive = sqlx::query("SELECT 1").execute(&mut listener);
            tokio::time::timeout(BUSY, alive)
                .await
                .map_err(|_| StorageError::Unreachable("no answer".to_owned()))??;
        }
    }

    async fn look_again_and_again(
        &self,
        moved: impl Fn(SiteId, u64) + Send,
    ) -> Result<(), StorageError> {
        loop {
            for (site, head) in self.all_heads().await? {
                moved(site, head);
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    async fn all_heads(&self) -> Result<Vec<(SiteId, u64)>, StorageError> {
        let heads: Vec<(Uuid, i64)> = sqlx::query_as("SELECT id, head FROM sites ORDER BY id")
            .fetch_all(&self.pool)
            .await?;
        let heads = heads.into_iter();
        heads
            .map(|(id, head)| Ok((SiteId(id), unsigned(head)?)))
            .collect()
    }
}

fn read_notice(payload: &str) -> Option<(SiteId, u64)> {
    let (site, head) = payload.split_once(' ')?;
    Some((site.parse().ok()?, head.parse().ok()?))
}
