//! Which of the entries on offer go into the ledger: the same rule for both engines.

use std::collections::{BTreeMap, HashMap, HashSet};

use ledger::{
    DeviceId, Digest, Entry, FileRef, Head, Heads, Refusal, SiteId, check_next, sync::Refused,
};

use super::{Pushed, StorageError, Taking, now_text};

/// A transaction that adds entries to one site.
pub(super) trait Adding {
    /// Locks the site's row until the end of the transaction and gives the ordinal of its last
    /// entry.
    async fn lock(&mut self, site: SiteId) -> Result<u64, StorageError>;
    /// How far each device's chain reaches.
    async fn heads(&mut self, site: SiteId) -> Result<Heads, StorageError>;
    /// The hashes of a device's entries from `first` to `last`, in order.
    async fn hashes(
        &mut self,
        site: SiteId,
        device: DeviceId,
        first: u64,
        last: u64,
    ) -> Result<Vec<Digest>, StorageError>;
    /// Adds rows and sets the site's head and the heads of the chains that grew.
    async fn add(
        &mut self,
        site: SiteId,
        head: u64,
        grown: &Heads,
        rows: &[Row],
    ) -> Result<(), StorageError>;
    /// Notes which files the new entries name.
    async fn name_files(&mut self, site: SiteId, files: &[FileRef]) -> Result<(), StorageError>;
    /// Makes all of it durable.
    async fn commit(self) -> Result<(), StorageError>;
}

/// A row to add.
pub(super) struct Row {
    pub(super) ordinal: u64,
    pub(super) device: DeviceId,
    pub(super) seq: u64,
    pub(super) hash: Digest,
    pub(super) kind: Option<String>,
    pub(super) received: String,
    pub(super) text: String,
}

/// Takes entries in. A transaction that is dropped before its commit leaves nothing behind.
pub(super) async fn push<T: Adding>(
    mut adding: T,
    site: SiteId,
    mut entries: Vec<Entry>,
    taking: Taking,
) -> Result<Pushed, StorageError> {
    let head = adding.lock(site).await?;
    let heads = adding.heads(site).await?;
    entries.sort_by_key(|entry| (entry.device(), entry.seq()));
    let mut known = HashMap::new();
    for (device, (first, last)) in repeated(&entries, &heads) {
        let hashes = adding.hashes(site, device, first, last).await?;
        known.extend((first..).map(|seq| (device, seq)).zip(hashes));
    }
    let admission = admit(site, &heads, known, entries);
    if let (Taking::AllOrNone, Some(refused)) = (taking, admission.refused.first()) {
        return Err(StorageError::Refused(refused.clone()));
    }
    let added = admission.fresh.len();
    let received = now_text();
    let fresh = admission.fresh.iter();
    let files: Vec<_> = fresh
        .flat_map(|(entry, _)| FileRef::named_by(entry))
        .collect();
    let rows = (head + 1..)
        .zip(admission.fresh)
        .map(|(ordinal, (entry, hash))| row(ordinal, &entry, hash, &received))
        .collect::<Result<Vec<_>, _>>()?;
    let head = head + added as u64;
    if added > 0 {
        adding.add(site, head, &admission.grown, &rows).await?;
        adding.name_files(site, &files).await?;
        adding.commit().await?;
    }
    Ok(Pushed {
        added,
        head,
        refused: admission.refused,
    })
}

/// Of each chain that is offered again in part, from where to where.
fn repeated(entries: &[Entry], heads: &Heads) -> BTreeMap<DeviceId, (u64, u64)> {
    let mut ranges = BTreeMap::new();
    for entry in entries {
        if heads
            .get(&entry.device())
            .is_some_and(|head| entry.seq() <= head.seq)
        {
            let range = ranges
                .entry(entry.device())
                .or_insert((entry.seq(), entry.seq()));
            range.1 = entry.seq();
        }
    }
    ranges
}

struct Admission {
    fresh: Vec<(Entry, Digest)>,
    grown: Heads,
    refused: Vec<Refused>,
}

/// Sorts out `entries`, which are in the order of their chains. `known` holds the hashes of those
/// places that are taken already.
fn admit(
    site: SiteId,
    heads: &Heads,
    mut known: HashMap<(DeviceId, u64), Digest>,
    entries: Vec<Entry>,
) -> Admission {
    let mut admission = Admission {
        fresh: Vec::new(),
        grown: Heads::new(),
        refused: Vec::new(),
    };
    let mut stopped = HashSet::new();
    for entry in entries {
        let (device, seq) = (entry.device(), entry.seq());
        if stopped.contains(&device) {
            continue;
        }
        let head = admission.grown.get(&device).or_else(|| heads.get(&device));
        match place(site, head, known.get(&(device, seq)), &entry) {
            Ok(None) => {}
            Ok(Some(head)) => {
                known.insert((device, seq), head.hash);
                admission.grown.insert(device, head);
                admission.fresh.push((entry, head.hash));
            }
            Err(why) => {
                stopped.insert(device);
                admission.refused.push(Refused { device, seq, why });
            }
        }
    }
    admission
}

/// The chain's head with `entry`; `None` where it stands there already.
fn place(
    site: SiteId,
    head: Option<&Head>,
    known: Option<&Digest>,
    entry: &Entry,
) -> Result<Option<Head>, Refusal> {
    match known {
        Some(hash) if *hash == entry.hash() => Ok(None),
        Some(_) => Err(Refusal::Fork),
        None => check_next(site, head, entry).map(Some),
    }
}

fn row(ordinal: u64, entry: &Entry, hash: Digest, received: &str) -> Result<Row, StorageError> {
    let text = serde_json::to_string(entry).map_err(|e| StorageError::Damaged(e.to_string()))?;
    let kind = match entry {
        Entry::V1(entry) => Some(entry.kind.clone()),
        Entry::Newer(_) => None,
    };
    Ok(Row {
        ordinal,
        device: entry.device(),
        seq: entry.seq(),
        hash,
        kind,
        received: received.to_owned(),
        text,
    })
}
