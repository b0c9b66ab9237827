//! What can go wrong with a database, by what the operator can do about it.

use std::{fmt, path::PathBuf};

use ledger::{SiteId, sync::Refused};

/// Why the database could not do what it was asked for.
#[derive(Debug)]
pub enum StorageError {
    /// The folder for the database can't be used.
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why not.
        why: String,
    },
    /// The database can't be opened or reached.
    Unreachable(String),
    /// A later version of the program has changed the database in a way that this one doesn't know.
    NewerSchema {
        /// The database's schema.
        found: i64,
        /// The latest that this program knows.
        known: i64,
    },
    /// There is no such site.
    UnknownSite(SiteId),
    /// An entry was refused where all were to be taken. Nothing was taken.
    Refused(Refused),
    /// The database is too busy to answer in time.
    Busy,
    /// The disk is full.
    Full,
    /// What is stored is not what was stored once.
    Damaged(String),
    /// Anything else that the database says.
    Database(sqlx::Error),
}

impl StorageError {
    /// The same, for another whose entries were in the same transaction.
    pub(super) fn for_another(&self) -> Self {
        match self {
            Self::Folder { folder, why } => Self::Folder {
                folder: folder.clone(),
                why: why.clone(),
            },
            Self::Unreachable(why) => Self::Unreachable(why.clone()),
            Self::NewerSchema { found, known } => Self::NewerSchema {
                found: *found,
                known: *known,
            },
            Self::UnknownSite(site) => Self::UnknownSite(*site),
            Self::Refused(refused) => Self::Refused(refused.clone()),
            Self::Busy => Self::Busy,
            Self::Full => Self::Full,
            Self::Damaged(what) => Self::Damaged(what.clone()),
            Self::Database(error) => Self::Database(sqlx::Error::Protocol(error.to_string())),
        }
    }
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder { folder, why } => {
                write!(
                    f,
                    "the data folder {} can't be used: {why}",
                    folder.display()
                )
            }
            Self::Unreachable(why) => write!(f, "the database can't be opened: {why}"),
            Self::NewerSchema { found, known } => write!(
                f,
                "the database (schema {found}) was made by a later version of Doorstep than this \
                 one (schema {known}); start that version"
            ),
            Self::UnknownSite(site) => write!(f, "there is no site {site}"),
            Self::Refused(Refused { device, seq, why }) => {
                write!(f, "entry {seq} of device {device}: {why}")
            }
            Self::Busy => f.write_str("the database is too busy; try again"),
            Self::Full => f.write_str("the disk of the database is full"),
            Self::Damaged(what) => write!(f, "the database is damaged: {what}"),
            Self::Database(error) => write!(f, "the database failed: {error}"),
        }
    }
}

impl std::error::Error for StorageError {}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        let code = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .unwrap_or_default();
        match (&error, &*code) {
            (sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed, _) => Self::Busy,
            (sqlx::Error::Io(why), _) => Self::Unreachable(why.to_string()),
            // SQLITE_FULL; PostgreSQL's disk_full.
            (_, "13" | "53100") => Self::Full,
            // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_BUSY_SNAPSHOT.
            (_, "5" | "6" | "517") => Self::Busy,
            // PostgreSQL is going down, or starting up.
            (_, "57P01" | "57P02" | "57P03") => Self::Unreachable(error.to_string()),
            _ => Self::Database(error),
        }
    }
}
