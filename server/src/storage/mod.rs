//! Where the entries are kept: SQLite by default, PostgreSQL by URL, one behaviour on both.

mod admission;
mod beside;
mod copy;
mod enrolment;
mod erasing;
mod error;
mod existing;
mod files;
mod filling;
mod gate;
mod grouping;
mod heads;
mod listening;
mod migrations;
mod pen;
mod postgres;
mod selected;
mod sqlite;
mod views;

use std::{path::PathBuf, sync::Arc};

use chrono::{DateTime, SecondsFormat, Utc};
use ledger::{Digest, Entry, Head, Heads, SiteId, sync::Received, sync::Refused};
use uuid::Uuid;

use self::{admission::Source, grouping::Groups, postgres::Postgres, sqlite::Sqlite};

pub(crate) use beside::Beside;
pub(crate) use copy::{Cell, Kind, Piece, Table};
pub(crate) use enrolment::DEVICE;
pub use enrolment::{Enrolled, Invitation, Invited, JoinRefusal, Joined, Joining, Known, Wrote};
pub use error::StorageError;
pub use files::{Part, StoredFile, Took};
pub use views::Dialect;
pub(crate) use views::quoted;

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A folder for a database of the server's own.
    Folder(PathBuf),
    /// The URL of a PostgreSQL database.
    Postgres(String),
}

/// An open database.
#[derive(Clone, Debug)]
pub struct Storage {
    epoch: String,
    engine: Engine,
    groups: Arc<Groups>,
}

#[derive(Clone, Debug)]
enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// Calls the same method of whichever engine is behind `$storage`.
macro_rules! with_engine {
    ($storage:expr, $engine:ident => $call:expr) => {
        match &$storage.engine {
            Engine::Sqlite($engine) => $call,
            Engine::Postgres($engine) => $call,
        }
    };
}

use with_engine;

/// A site as it is stored.
#[derive(Clone, Debug)]
pub struct StoredSite {
    /// The site.
    pub id: SiteId,
    /// The ordinal of its last entry, which is also how many it has.
    pub head: u64,
    /// Whether it asks who is there.
    pub opening: Opening,
    /// The entries about the site itself, in no particular order.
    pub about: Vec<Entry>,
}

/// Whether a site asks who is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Anyone who reaches the server may read and write: a demonstration.
    Open,
    /// Only devices that have joined, each within what its person's role allows.
    Closed,
}

/// How entries are taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    /// A chain that doesn't go on is refused; the other chains are taken.
    ChainByChain,
    /// If one entry is refused, none is taken.
    AllOrNone,
}

/// What became of entries that were offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pushed {
    /// How many were new and are durable now.
    pub added: usize,
    /// The ordinal of the site's last entry.
    pub head: u64,
    /// Of each chain that doesn't go on, the first entry that was not taken. What follows it in
    /// its chain was not taken either.
    pub refused: Vec<Refused>,
}

/// How much to read at once.
#[derive(Clone, Copy, Debug)]
pub struct Most {
    /// The number of entries.
    pub entries: u32,
    /// Bytes of their texts, which the last entry may go over.
    pub bytes: u32,
}

/// Entries that a device lacks, all of one moment.
#[derive(Clone, Debug)]
pub struct Page {
    /// The last ordinal that was looked at.
    pub ordinal: u64,
    /// Whether there are more to read.
    pub more: bool,
    /// How far each device's chain reaches.
    pub heads: Heads,
    /// The entries in the order of their ordinals.
    pub entries: Vec<Received>,
}

/// A row as it stands, for the check of a whole database.
#[derive(Clone, Debug)]
pub struct StoredRow {
    /// Its place in the site's order, from 1.
    pub ordinal: u64,
    /// The device's column.
    pub device: Uuid,
    /// The sequence number's column.
    pub seq: u64,
    /// The hash's column.
    pub hash: Vec<u8>,
    /// The column of the record's kind.
    pub kind: Option<String>,
    /// The record's column.
    pub record: Option<Uuid>,
    /// The column of who wrote it.
    pub actor: Option<Uuid>,
    /// When it was received.
    pub received: String,
    /// The entry's JSON.
    pub text: String,
}

impl Storage {
    /// Opens a database, after making it or bringing it up to date where needed.
    pub async fn open(location: &Location) -> Result<Self, StorageError> {
        let (epoch, engine) = match location {
            Location::Folder(folder) => {
                let (epoch, sqlite) = Sqlite::open(folder).await?;
                (epoch, Engine::Sqlite(sqlite))
            }
            Location::Postgres(url) => {
                let (epoch, postgres) = Postgres::open(url).await?;
                (epoch, Engine::Postgres(postgres))
            }
        };
        Ok(Self {
            epoch,
            engine,
            groups: Arc::default(),
        })
    }

    /// The database's own name, given when it was made: ordinals mean nothing in another one.
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StorageError> {
        with_engine!(self, engine => engine.ping().await)
    }

    /// All sites.
    pub async fn sites(&self) -> Result<Vec<StoredSite>, StorageError> {
        let (sites, about) = with_engine!(self, engine => engine.sites().await)?;
        let mut sites: Vec<StoredSite> = sites
            .into_iter()
            .map(|(id, head, open)| StoredSite {
                id,
                head,
                opening: if open { Opening::Open } else { Opening::Closed },
                about: Vec::new(),
            })
            .collect();
        for (id, text) in about {
            if let Some(site) = sites.iter_mut().find(|site| site.id == id) {
                site.about.push(read_entry(&text)?);
            }
        }
        Ok(sites)
    }

    /// Makes room for a site; `false` if it was there already.
    pub async fn make_site(&self, site: SiteId, opening: Opening) -> Result<bool, StorageError> {
        with_engine!(self, engine => engine.make_site(site, opening == Opening::Open).await)
    }

    /// The ordinal of a site's last entry.
    pub async fn head(&self, site: SiteId) -> Result<u64, StorageError> {
        with_engine!(self, engine => engine.head(site).await)
    }

    /// Takes entries in, in one transaction. When this returns, what was taken is durable.
    pub async fn push(
        &self,
        site: SiteId,
        entries: Vec<Entry>,
        taking: Taking,
    ) -> Result<Pushed, StorageError> {
        with_engine!(self, engine => {
            admission::push(engine.begin().await?, site, entries, (taking, Source::Operator)).await
        })
    }

    /// Reads entries after ordinal `since` that a device with these heads lacks.
    ///
    /// The heads say exactly what a device has, `since` only spares the search. Where they
    /// disagree, as after the database's file was copied back from an old one, reading starts
    /// over.
    pub async fn pull(
        &self,
        site: SiteId,
        since: u64,
        have: &Heads,
        most: Most,
    ) -> Result<Page, StorageError> {
        let page = self.page(site, since, have, most).await?;
        let lacking: u64 = page
            .heads
            .iter()
            .map(|(device, head)| {
                head.seq
                    .saturating_sub(have.get(device).map_or(0, |h| h.seq))
            })
            .sum();
        if since == 0 || page.more || page.entries.len() as u64 >= lacking {
            return Ok(page);
        }
        self.page(site, 0, have, most).await
    }

    async fn page(
        &self,
        site: SiteId,
        since: u64,
        have: &Heads,
        most: Most,
    ) -> Result<Page, StorageError> {
        let view = with_engine!(self, engine => engine.page(site, since, have, most).await)?;
        let last = view.rows.last().map_or(since, |row| row.ordinal);
        let more = view.found > view.rows.len();
        let entries = view
            .rows
            .into_iter()
            .map(|row| {
                // Its reader checks all of it, and names what was damaged.
                let entry = Entry::from_kept(row.text.as_bytes());
                let entry = entry.map_err(|why| StorageError::Damaged(why.to_string()))?;
                Ok(Received::kept(row.received, entry, row.hash))
            })
            .collect::<Result<_, StorageError>>()?;
        let ordinal = if more { last } else { view.head };
        Ok(Page {
            ordinal,
            more,
            heads: view.heads,
            entries,
        })
    }

    /// How far each device's chain reaches, by the table of heads.
    pub async fn heads(&self, site: SiteId) -> Result<Heads, StorageError> {
        with_engine!(self, engine => engine.heads(site).await)
    }

    /// Up to `limit` rows of a site after an ordinal.
    pub async fn rows(
        &self,
        site: SiteId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<StoredRow>, StorageError> {
        with_engine!(self, engine => engine.rows(site, after, limit).await)
    }

    /// Calls `moved` with a site and its head whenever one moves, whoever moved it: this server,
    /// another one over the same database, or a command. Ends only when the database can't be
    /// reached; then it is to be called again.
    pub(crate) async fn listen(
        &self,
        moved: impl Fn(SiteId, u64) + Send,
    ) -> Result<(), StorageError> {
        with_engine!(self, engine => engine.listen(moved).await)
    }

    /// How much there is, for whoever watches over the server.
    pub(crate) async fn sizes(&self) -> Result<Sizes, StorageError> {
        with_engine!(self, engine => engine.sizes().await)
    }

    /// Finishes what is under way and closes the connections.
    pub async fn close(&self) {
        with_engine!(self, engine => engine.close().await);
    }
}

/// How much there is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    pub(crate) sites: u64,
    /// Of all sites.
    pub(crate) entries: u64,
    /// Files that are here whole.
    pub(crate) files: u64,
    pub(crate) file_bytes: u64,
    /// Connections to the database, and how many of them are free.
    pub(crate) connections: u64,
    pub(crate) idle: u64,
}

/// The same on both engines.
const SIZES: &str = "
SELECT (SELECT count(*) FROM sites),
       (SELECT CAST(coalesce(sum(head), 0) AS BIGINT) FROM sites),
       (SELECT count(*) FROM files WHERE received IS NOT NULL),
       (SELECT CAST(coalesce(sum(have), 0) AS BIGINT) FROM files WHERE received IS NOT NULL)";

/// What one look into the database shows.
struct View {
    head: u64,
    heads: Heads,
    /// The rows that are to be sent.
    rows: Vec<ViewRow>,
    /// How many were found, one more than the most that may be sent.
    found: usize,
}

struct ViewRow {
    ordinal: u64,
    received: String,
    hash: Digest,
    text: String,
}

/// The time of receipt, as it is stored.
pub(crate) fn now_text() -> String {
    DateTime::to_rfc3339_opts(&Utc::now(), SecondsFormat::Millis, true)
}

pub(crate) fn read_entry(text: &str) -> Result<Entry, StorageError> {
    serde_json::from_str(text).map_err(|error| StorageError::Damaged(error.to_string()))
}

fn head_of(seq: i64, hash: &[u8]) -> Result<Head, StorageError> {
    Ok(Head {
        seq: unsigned(seq)?,
        hash: digest(hash)?,
    })
}

fn digest(bytes: &[u8]) -> Result<Digest, StorageError> {
    let bytes = bytes
        .try_into()
        .map_err(|_| StorageError::Damaged("a hash's length".to_owned()))?;
    Ok(Digest(bytes))
}

fn unsigned(number: i64) -> Result<u64, StorageError> {
    u64::try_from(number).map_err(|_| StorageError::Damaged("a negative number".to_owned()))
}

/// Ordinals and sequence numbers are below 2⁵³; a larger one from outside matches nothing.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
