//! What stands beside the entries and follows from them: read as it is, to be held against them.

use ledger::{DeviceId, Digest, Place, RecordId, SiteId};
use uuid::Uuid;

use super::{Engine, Storage, StorageError, digest, unsigned, with_engine};

/// Rows that decide who may do and read what.
#[derive(Debug)]
pub(crate) struct Beside {
    /// Each person's role, by name.
    pub(crate) people: Vec<(RecordId, String)>,
    /// The entries that are ruled out.
    pub(crate) rulings: Vec<Place>,
    /// The devices: whose each is, and whether it may come in.
    pub(crate) devices: Vec<(DeviceId, RecordId, bool)>,
    /// Which record names which file.
    pub(crate) files: Vec<(Digest, RecordId)>,
}

impl Storage {
    /// What stands beside a site's entries.
    pub(crate) async fn beside(&self, site: SiteId) -> Result<Beside, StorageError> {
        let (people, rulings, devices, files) =
            with_engine!(self, engine => engine.beside(site).await)?;
        let place = |(device, seq)| {
            let device = DeviceId(device);
            unsigned(seq).map(|seq| Place { device, seq })
        };
        let file = |(sha256, record): (Vec<u8>, _)| Ok((digest(&sha256)?, RecordId(record)));
        Ok(Beside {
            people: people
                .into_iter()
                .map(|(person, role)| (RecordId(person), role))
                .collect(),
            rulings: rulings.into_iter().map(place).collect::<Result<_, _>>()?,
            devices: devices
                .into_iter()
                .map(|(device, person, inside)| (DeviceId(device), RecordId(person), inside))
                .collect(),
            files: files
                .into_iter()
                .map(file)
                .collect::<Result<_, StorageError>>()?,
        })
    }
}

type Rows = (
    Vec<(Uuid, String)>,
    Vec<(Uuid, i64)>,
    Vec<(Uuid, Uuid, bool)>,
    Vec<(Vec<u8>, Uuid)>,
);

/// The same queries for both engines: SQLite takes `$1` as PostgreSQL does.
macro_rules! beside {
    ($engine:ty, $reader:ident) => {
        impl $engine {
            async fn beside(&self, site: SiteId) -> Result<Rows, StorageError> {
                let people = sqlx::query_as("SELECT person, role FROM people WHERE site = $1");
                let rulings = sqlx::query_as(
                    "SELECT device, seq FROM rulings WHERE site = $1 AND lifted IS NULL",
                );
                let devices = sqlx::query_as(
                    "SELECT device, person, revoked IS NULL FROM devices WHERE site = $1",
                );
                let files =
                    sqlx::query_as("SELECT sha256, record FROM file_records WHERE site = $1");
                Ok((
                    people.bind(site.0).fetch_all(&self.$reader).await?,
                    rulings.bind(site.0).fetch_all(&self.$reader).await?,
                    devices.bind(site.0).fetch_all(&self.$reader).await?,
                    files.bind(site.0).fetch_all(&self.$reader).await?,
                ))
            }
        }
    };
}

beside!(super::sqlite::Sqlite, readers);
beside!(super::postgres::Postgres, pool);
