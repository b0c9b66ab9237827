//! Ledgers out of the storage and into it: what the command line and the demo work with.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, Utc};
use ledger::{Author, Change, DeviceId, Entry, Ledger, RecordId, Salt, SiteId, uuid_v7};
use needs::Site;
use uuid::Uuid;

use crate::storage::{Opening, Storage, StorageError, StoredSite, Taking, read_entry};

/// Rows that are read at once.
const ROWS: u32 = 1_000;

/// A site's name by language tag: the last one written in each language.
pub(crate) fn site_name(site: &StoredSite) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for entry in &site.about {
        let Entry::V1(entry) = entry else { continue };
        if entry.kind != Site::KIND || entry.id.0 != site.id.0 {
            continue;
        }
        for (field, value) in entry.set.iter().flatten() {
            if let Some(language) = field.strip_prefix("name:") {
                let rank = (entry.time, entry.device);
                let name = names.entry(language.to_owned()).or_insert((rank, value));
                if rank >= name.0 {
                    *name = (rank, value);
                }
            }
        }
    }
    names
        .into_iter()
        .filter_map(|(language, (_, name))| Some((language, name.as_str()?.to_owned())))
        .collect()
}

/// Makes a site out of changes, written as the chain of one new device.
pub(crate) async fn found(
    storage: &Storage,
    site: SiteId,
    actor: RecordId,
    changes: Vec<Change>,
    opening: Opening,
) -> Result<usize, String> {
    let author = Author {
        device: new_device(),
        actor,
    };
    let mut ledger = Ledger::new(site);
    let mut entries = Vec::with_capacity(changes.len());
    for change in changes {
        let salt = Salt(Uuid::new_v4().into_bytes());
        let entry = ledger
            .write(author, now(), salt, change)
            .map_err(|e| e.to_string())?;
        ledger.admit(&entry).map_err(|e| e.to_string())?;
        entries.push(entry);
    }
    storage
        .make_site(site, opening)
        .await
        .map_err(|e| e.to_string())?;
    let pushed = storage.push(site, entries, Taking::AllOrNone).await;
    pushed.map(|pushed| pushed.added).map_err(|e| e.to_string())
}

/// A device that writes once and never again: a server that is restored from a backup must not go
/// on with a chain whose end it has forgotten.
pub(crate) fn new_device() -> DeviceId {
    DeviceId(new_id())
}

/// A new id of the present moment.
pub(crate) fn new_id() -> Uuid {
    let unix_ms = u64::try_from(Utc::now().timestamp_millis()).unwrap_or(0);
    let [_, _, _, _, _, _, random @ ..] = Uuid::new_v4().into_bytes();
    uuid_v7(unix_ms, random)
}

pub(crate) fn now() -> DateTime<FixedOffset> {
    Utc::now().fixed_offset()
}

/// The whole ledger of a site, with its entries in the order in which they came.
pub(crate) async fn read(
    storage: &Storage,
    site: SiteId,
) -> Result<(Ledger, Vec<Entry>), StorageError> {
    let mut ledger = Ledger::new(site);
    let mut entries = Vec::new();
    let mut after = 0;
    loop {
        let rows = storage.rows(site, after, ROWS).await?;
        let Some(last) = rows.last() else {
            return Ok((ledger, entries));
        };
        after = last.ordinal;
        for row in &rows {
            let entry = read_entry(&row.text)?;
            ledger
                .admit(&entry)
                .map_err(|why| StorageError::Damaged(format!("entry {}: {why}", row.ordinal)))?;
            entries.push(entry);
        }
    }
}
