//! How far each device's chain reaches, by the table of heads.

use ledger::{DeviceId, Digest, Heads, SiteId};
use sqlx::{PgConnection, SqliteConnection};
use uuid::Uuid;

use super::{StorageError, head_of};

/// All in one row, because each row is handed from one thread to another.
const ALL: &str = "SELECT json_group_array(json_array(hex(device), seq, hex(hash)))
    FROM heads WHERE site = ?1";
const SOME: &str = "SELECT json_group_array(json_array(hex(device), seq, hex(hash)))
    FROM heads WHERE site = ?1 AND device IN (SELECT unhex(value) FROM json_each(?2))";

/// The heads of these devices, or of all.
pub(super) async fn in_sqlite(
    connection: &mut SqliteConnection,
    site: SiteId,
    devices: Option<&[DeviceId]>,
) -> Result<Heads, StorageError> {
    let damaged = |what: &str| StorageError::Damaged(what.to_owned());
    let query = match devices {
        None => sqlx::query_scalar(ALL).bind(site.0),
        Some(devices) => {
            let ids = devices.iter().map(|device| device.0.simple().to_string());
            let ids: Vec<_> = ids.collect();
            let ids = serde_json::to_string(&ids).map_err(|error| damaged(&error.to_string()))?;
            sqlx::query_scalar(SOME).bind(site.0).bind(ids)
        }
    };
    let text: String = query.fetch_one(connection).await?;
    let heads: Vec<(Uuid, i64, String)> =
        serde_json::from_str(&text).map_err(|error| damaged(&error.to_string()))?;
    let head = |(device, seq, hash): (_, _, String)| {
        let hash: Result<Digest, _> = hash.to_ascii_lowercase().parse();
        let hash = hash.map_err(|_| damaged("a hash's length"))?;
        Ok((DeviceId(device), head_of(seq, &hash.0)?))
    };
    heads.into_iter().map(head).collect()
}

/// The heads of these devices, or of all.
pub(super) async fn in_postgres(
    connection: &mut PgConnection,
    site: SiteId,
    devices: Option<&[DeviceId]>,
) -> Result<Heads, StorageError> {
    let query = match devices {
        None => sqlx::query_as("SELECT device, seq, hash FROM heads WHERE site = $1").bind(site.0),
        Some(devices) => {
            let ids: Vec<Uuid> = devices.iter().map(|device| device.0).collect();
            let some = "SELECT device, seq, hash FROM heads WHERE site = $1 AND device = ANY ($2)";
            sqlx::query_as(some).bind(site.0).bind(ids)
        }
    };
    let rows: Vec<(Uuid, i64, Vec<u8>)> = query.fetch_all(connection).await?;
    rows.into_iter()
        .map(|(device, seq, hash)| Ok((DeviceId(device), head_of(seq, &hash)?)))
        .collect()
}
