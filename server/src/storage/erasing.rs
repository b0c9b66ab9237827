//! Erasing in the storage: the bodies of what was erased go, in the transaction that takes in the
//! erasure or what comes late, and so do the files that nobody else names. And the reverse: a body
//! that was withheld is put where it belongs when it comes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use ledger::{DeviceId, Digest, Entry, Place, RecordId, SiteId, erase};
use uuid::Uuid;

use super::{
    StorageError,
    admission::Adding,
    digest,
    files::{NamesFiles as _, Naming},
    read_entry, signed, unsigned,
};

/// What an erasure needs of a connection in a transaction.
pub(super) trait Erasing {
    /// The records that are erased, by the erasures that stand.
    async fn erased(&mut self, site: SiteId) -> Result<HashSet<RecordId>, StorageError>;
    /// Ordinals and texts of what can be erased with a record.
    async fn erasable(
        &mut self,
        site: SiteId,
        record: RecordId,
    ) -> Result<Vec<(i64, String)>, StorageError>;
    /// Ordinal, number and text of a stretch of a device's entries.
    async fn stretch(
        &mut self,
        site: SiteId,
        device: DeviceId,
        stretch: (u64, u64),
    ) -> Result<Vec<(i64, i64, String)>, StorageError>;
    /// Puts another text in place of an entry's.
    async fn rewrite(&mut self, site: SiteId, ordinal: i64, text: &str)
    -> Result<(), StorageError>;
    /// The record that an erasure at this place erases.
    async fn erasure_at(
        &mut self,
        site: SiteId,
        place: Place,
    ) -> Result<Option<RecordId>, StorageError>;
    /// Takes away that a record names files; gives those that no other record names.
    async fn unname(&mut self, site: SiteId, record: RecordId)
    -> Result<Vec<Digest>, StorageError>;
    /// Deletes a file.
    async fn delete_file(&mut self, site: SiteId, file: Digest) -> Result<(), StorageError>;
}

/// Drops the bodies of whatever is erased, among what came in now (`fresh`: the records that it is
/// about) and all that was here before. `lifted` are the places of entries that count again.
pub(super) async fn erase<C: Erasing>(
    connection: &mut C,
    site: SiteId,
    fresh: &HashSet<RecordId>,
    lifted: impl Iterator<Item = Place>,
) -> Result<(), StorageError> {
    let erased = connection.erased(site).await?;
    if erased.is_empty() {
        return Ok(());
    }
    let mut records: BTreeSet<RecordId> = erased.intersection(fresh).copied().collect();
    for place in lifted {
        let record = connection.erasure_at(site, place).await?;
        records.extend(record.filter(|record| erased.contains(record)));
    }
    for record in records {
        for (ordinal, text) in connection.erasable(site, record).await? {
            let entry = read_entry(&text)?;
            if entry.id() == Some(record) && entry.has_body() {
                connection
                    .rewrite(site, ordinal, &text_of(&entry.without_body())?)
                    .await?;
            }
        }
        for file in connection.unname(site, record).await? {
            connection.delete_file(site, file).await?;
        }
    }
    Ok(())
}

/// Puts bodies where they belong that came again with `entries`, whose places are taken by entries
/// of the same hash; gives how many. A body that was erased does not come back.
pub(super) async fn fill<T: Adding>(
    adding: &mut T,
    site: SiteId,
    entries: Vec<Entry>,
) -> Result<usize, StorageError> {
    let mut bodies: BTreeMap<DeviceId, HashMap<u64, Entry>> = BTreeMap::new();
    for entry in entries {
        if entry.has_body() {
            let bodies = bodies.entry(entry.device()).or_default();
            bodies.insert(entry.seq(), entry);
        }
    }
    let mut filled = 0;
    let mut erased = None;
    for (device, mut bodies) in bodies {
        let seqs = bodies.keys().copied();
        let (Some(first), Some(last)) = (seqs.clone().min(), seqs.max()) else {
            continue;
        };
        let connection = adding.connection();
        for (ordinal, seq, text) in connection.stretch(site, device, (first, last)).await? {
            let Some(entry) = bodies.remove(&unsigned(seq)?) else {
                continue;
            };
            if read_entry(&text)?.has_body() {
                continue;
            }
            let gone = match &erased {
                Some(erased) => erased,
                None => &*erased.insert(connection.erased(site).await?),
            };
            let is_erasure = entry.kind() == Some(erase::KIND);
            if !is_erasure && entry.id().is_some_and(|id| gone.contains(&id)) {
                continue;
            }
            connection.rewrite(site, ordinal, &text_of(&entry)?).await?;
            connection.name_files(site, &Naming::of(&entry)).await?;
            filled += 1;
        }
    }
    Ok(filled)
}

fn text_of(entry: &Entry) -> Result<String, StorageError> {
    serde_json::to_string(entry).map_err(|error| StorageError::Damaged(error.to_string()))
}

/// The same queries for both engines: SQLite takes `$1` as PostgreSQL does.
macro_rules! erasing_queries {
    ($connection:ty) => {
        impl Erasing for $connection {
            async fn erased(&mut self, site: SiteId) -> Result<HashSet<RecordId>, StorageError> {
                let records: Vec<Uuid> = sqlx::query_scalar(
                    "SELECT record FROM entries WHERE site = $1 AND kind = 'erase'
                         AND NOT EXISTS (SELECT 1 FROM rulings
                             WHERE rulings.site = entries.site AND rulings.device = entries.device
                                 AND rulings.seq = entries.seq AND rulings.lifted IS NULL)",
                )
                .bind(site.0)
                .fetch_all(&mut *self)
                .await?;
                Ok(records.into_iter().map(RecordId).collect())
            }

            async fn erasable(
                &mut self,
                site: SiteId,
                record: RecordId,
            ) -> Result<Vec<(i64, String)>, StorageError> {
                let mut rows: Vec<(i64, String)> = sqlx::query_as(
                    "SELECT ordinal, text FROM entries WHERE site = $1 AND record = $2
                         AND kind NOT IN ('erase', 'ruling')",
                )
                .bind(site.0)
                .bind(record.0)
                .fetch_all(&mut *self)
                .await?;
                // Entries of a later version have no columns of their own. There are few, and an
                // erasure is rare.
                let parked: Vec<(i64, String)> = sqlx::query_as(
                    "SELECT ordinal, text FROM entries
                     WHERE site = $1 AND kind IS NULL AND text LIKE $2",
                )
                .bind(site.0)
                .bind(format!("%{record}%"))
                .fetch_all(&mut *self)
                .await?;
                rows.extend(parked);
                Ok(rows)
            }

            async fn stretch(
                &mut self,
                site: SiteId,
                device: DeviceId,
                (first, last): (u64, u64),
            ) -> Result<Vec<(i64, i64, String)>, StorageError> {
                let rows = sqlx::query_as(
                    "SELECT ordinal, seq, text FROM entries WHERE site = $1 AND device = $2
                         AND seq BETWEEN $3 AND $4 AND text NOT LIKE '%\"set\":%'",
                )
                .bind(site.0)
                .bind(device.0)
                .bind(signed(first))
                .bind(signed(last))
                .fetch_all(&mut *self)
                .await?;
                Ok(rows)
            }

            async fn rewrite(
                &mut self,
                site: SiteId,
                ordinal: i64,
                text: &str,
            ) -> Result<(), StorageError> {
                sqlx::query("UPDATE entries SET text = $3 WHERE site = $1 AND ordinal = $2")
                    .bind(site.0)
                    .bind(ordinal)
                    .bind(text)
                    .execute(&mut *self)
                    .await?;
                Ok(())
            }

            async fn erasure_at(
                &mut self,
                site: SiteId,
                place: Place,
            ) -> Result<Option<RecordId>, StorageError> {
                let record: Option<Uuid> = sqlx::query_scalar(
                    "SELECT record FROM entries
                     WHERE site = $1 AND device = $2 AND seq = $3 AND kind = 'erase'",
                )
                .bind(site.0)
                .bind(place.device.0)
                .bind(signed(place.seq))
                .fetch_optional(&mut *self)
                .await?;
                Ok(record.map(RecordId))
            }

            async fn unname(
                &mut self,
                site: SiteId,
                record: RecordId,
            ) -> Result<Vec<Digest>, StorageError> {
                let files: Vec<Vec<u8>> = sqlx::query_scalar(
                    "SELECT sha256 FROM file_records AS own WHERE site = $1 AND record = $2
                         AND NOT EXISTS (SELECT 1 FROM file_records AS other
                             WHERE other.site = own.site AND other.sha256 = own.sha256
                                 AND other.record <> own.record)",
                )
                .bind(site.0)
                .bind(record.0)
                .fetch_all(&mut *self)
                .await?;
                sqlx::query("DELETE FROM file_records WHERE site = $1 AND record = $2")
                    .bind(site.0)
                    .bind(record.0)
                    .execute(&mut *self)
                    .await?;
                files.iter().map(|file| digest(file)).collect()
            }

            async fn delete_file(
                &mut self,
                site: SiteId,
                file: Digest,
            ) -> Result<(), StorageError> {
                for query in [
                    "DELETE FROM file_parts WHERE site = $1 AND sha256 = $2",
                    "DELETE FROM files WHERE site = $1 AND sha256 = $2",
                ] {
                    sqlx::query(query)
                        .bind(site.0)
                        .bind(&file.0[..])
                        .execute(&mut *self)
                        .await?;
                }
                Ok(())
            }
        }
    };
}

erasing_queries!(sqlx::SqliteConnection);
erasing_queries!(sqlx::PgConnection);
