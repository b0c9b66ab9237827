//! Group commit: what many devices send at the same time becomes durable with one commit.
//!
//! A commit waits for the disk, however little it writes. While one is under way, requests gather;
//! the first of them that gets its turn then writes for all. Each is told only after the commit
//! that holds its entries. One that fails is undone by itself, by a savepoint, and the others
//! stand.

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use ledger::{Entry, SiteId};
use needs::access::Caller;
use sqlx::Executor as _;
use tokio::sync::oneshot;

use super::{
    Engine, Pushed, Storage, StorageError, Taking,
    admission::{self, Adding, Source},
    with_engine,
};

/// Entries after which a group is full: whoever came first should not wait for all the others.
const MOST_ENTRIES: usize = 2_000;

/// Requests that wait for their commit.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// On SQLite there is one for all sites, as one connection writes. On PostgreSQL each site has
    /// its own, because the sites' rows are locked one by one.
    lanes: Mutex<HashMap<Option<SiteId>, Arc<Lane>>>,
    commits: AtomicU64,
}

#[derive(Debug, Default)]
struct Lane {
    waiting: Mutex<VecDeque<Waiting>>,
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Waiting {
    site: SiteId,
    entries: Vec<Entry>,
    carrier: Option<Caller>,
    tell: oneshot::Sender<Result<Pushed, StorageError>>,
}

impl Groups {
    fn lane(&self, of: Option<SiteId>) -> Arc<Lane> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lanes.entry(of).or_default())
    }
}

impl Lane {
    fn wait(&self, request: Waiting) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push_back(request);
    }

    /// Those that have waited longest, one at least if there is any.
    fn group(&self) -> Vec<Waiting> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let mut entries = 0;
        let fits = |next: &&Waiting| {
            let first = entries == 0;
            entries += next.entries.len().max(1);
            first || entries <= MOST_ENTRIES
        };
        let count = waiting.iter().take_while(fits).count();
        waiting.drain(..count).collect()
    }
}

impl Storage {
    /// Takes in what reached the API; when this returns, what was taken is durable. On a closed
    /// site each entry is judged by the rules of [`needs::access`]; what breaks one is kept and
    /// ruled out in the same transaction. `carrier` is who brings them; `None` on an open site.
    ///
    /// Requests that come at the same time share a transaction. A caller that is dropped while it
    /// writes for others leaves them with [`StorageError::Busy`], and nothing written.
    pub async fn push_from_api(
        &self,
        site: SiteId,
        entries: Vec<Entry>,
        carrier: Option<Caller>,
    ) -> Result<Pushed, StorageError> {
        let lane = self.groups.lane(match self.engine {
            Engine::Sqlite(_) => None,
            Engine::Postgres(_) => Some(site),
        });
        let (tell, mut told) = oneshot::channel();
        lane.wait(Waiting {
            site,
            entries,
            carrier,
            tell,
        });
        loop {
            tokio::select! {
                biased;
                answer = &mut told => return answer.unwrap_or(Err(StorageError::Busy)),
                _turn = lane.turn.lock() => self.write(&lane).await,
            }
        }
    }

    /// How many transactions have taken entries in from the API.
    pub fn commits(&self) -> u64 {
        self.groups.commits.load(Relaxed)
    }

    async fn write(&self, lane: &Lane) {
        let (written, group) = with_engine!(self, engine => {
            let begun = engine.begin().await;
            // Not before it may write: those that came while it waited go with it.
            let mut group = lane.group();
            let written = match begun {
                Ok(adding) => write_all(adding, &self.epoch, &mut group).await,
                Err(error) => Err(error),
            };
            (written, group)
        });
        match written {
            Ok((answers, committed)) => {
                self.groups.commits.fetch_add(committed.into(), Relaxed);
                for (waiting, answer) in group.into_iter().zip(answers) {
                    // Whoever went away meanwhile asks again.
                    drop(waiting.tell.send(answer));
                }
            }
            Err(error) => {
                for waiting in group {
                    drop(waiting.tell.send(Err(error.for_another())));
                }
            }
        }
    }
}

type Answers = Vec<Result<Pushed, StorageError>>;

/// Writes a group, and says whether there was anything to commit. An error is the whole group's:
/// nothing of it was written, or nobody knows.
async fn write_all<T: Adding>(
    mut adding: T,
    epoch: &str,
    group: &mut [Waiting],
) -> Result<(Answers, bool), StorageError> {
    let alone = group.len() == 1;
    let (mut answers, mut changed) = (Vec::with_capacity(group.len()), false);
    for request in group {
        let entries = std::mem::take(&mut request.entries);
        let how = (Taking::ChainByChain, Source::Api(epoch, request.carrier));
        if alone {
            let taken = admission::take(&mut adding, request.site, entries, how).await?;
            changed = taken.changed;
            answers.push(Ok(taken.pushed));
            continue;
        }
        adding.connection().mark().await?;
        answers.push(
            match admission::take(&mut adding, request.site, entries, how).await {
                Ok(taken) => {
                    adding.connection().keep().await?;
                    changed |= taken.changed;
                    Ok(taken.pushed)
                }
                // Where the database gave up the transaction, there is no mark to go back to, and
                // nothing more is written into what is no transaction any longer.
                Err(error) => {
                    adding.connection().back().await?;
                    Err(error)
                }
            },
        );
    }
    if changed {
        adding.commit().await?;
    }
    Ok((answers, changed))
}

/// A connection in a transaction that more than one request writes in.
pub(super) trait Marks {
    /// Sets a mark to go back to.
    async fn mark(&mut self) -> Result<(), StorageError>;
    /// Forgets the mark, and keeps what was done since.
    async fn keep(&mut self) -> Result<(), StorageError>;
    /// Undoes what was done since the mark, and forgets it.
    async fn back(&mut self) -> Result<(), StorageError>;
}

/// The same statements for both engines.
macro_rules! marks {
    ($connection:ty) => {
        impl Marks for $connection {
            async fn mark(&mut self) -> Result<(), StorageError> {
                self.execute("SAVEPOINT request").await?;
                Ok(())
            }

            async fn keep(&mut self) -> Result<(), StorageError> {
                self.execute("RELEASE SAVEPOINT request").await?;
                Ok(())
            }

            async fn back(&mut self) -> Result<(), StorageError> {
                self.execute("ROLLBACK TO SAVEPOINT request").await?;
                self.keep().await
            }
        }
    };
}

marks!(sqlx::SqliteConnection);
marks!(sqlx::PgConnection);
