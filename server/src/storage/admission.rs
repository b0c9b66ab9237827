//! Which of the entries on offer go into the ledger: the same rule for both engines.

use std::collections::{BTreeMap, HashMap, HashSet};

use ledger::{
    DeviceId, Digest, Entry, Head, Heads, RecordId, Refusal, SiteId, check_next, sync::Refused,
};
use uuid::Uuid;

use needs::access::Caller;

use super::{
    Pushed, StorageError, Taking,
    enrolment::Enrolling,
    erasing::{self, Erasing},
    files::{NamesFiles, Naming},
    gate,
    grouping::Marks,
    now_text,
    pen::Pen,
    read_entry,
};

/// A transaction that adds entries to one site.
pub(super) trait Adding {
    /// What queries go over.
    type Connection: NamesFiles + Enrolling + Erasing + Marks;
    /// The connection that the transaction is on.
    fn connection(&mut self) -> &mut Self::Connection;
    /// Locks the site's row until the end of the transaction and gives the ordinal of its last
    /// entry.
    async fn lock(&mut self, site: SiteId) -> Result<u64, StorageError>;
    /// How far each device's chain reaches.
    async fn heads(&mut self, site: SiteId) -> Result<Heads, StorageError>;
    /// How far the chains of these devices reach.
    async fn heads_of(&mut self, site: SiteId, devices: &[DeviceId])
    -> Result<Heads, StorageError>;
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
    /// The record that it is about and the person it names, where this version understands it.
    pub(super) record: Option<Uuid>,
    pub(super) actor: Option<Uuid>,
}

/// Who offers entries.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source<'a> {
    /// The operator, at the command line.
    Operator,
    /// Whoever reached the API, at a server of this epoch; `None` on an open site.
    Api(&'a str, Option<Caller>),
}

/// What was taken in, and whether there is anything to commit.
pub(super) struct Taken {
    pub(super) pushed: Pushed,
    pub(super) changed: bool,
}

/// Takes entries in, in a transaction of their own. One that is dropped before its commit leaves
/// nothing behind.
pub(super) async fn push<T: Adding>(
    mut adding: T,
    site: SiteId,
    entries: Vec<Entry>,
    how: (Taking, Source<'_>),
) -> Result<Pushed, StorageError> {
    let taken = take(&mut adding, site, entries, how).await?;
    if taken.changed {
        adding.commit().await?;
    }
    Ok(taken.pushed)
}

/// Takes entries in, without committing.
pub(super) async fn take<T: Adding>(
    adding: &mut T,
    site: SiteId,
    mut entries: Vec<Entry>,
    (taking, source): (Taking, Source<'_>),
) -> Result<Taken, StorageError> {
    let head = adding.lock(site).await?;
    entries.sort_by_key(|entry| (entry.device(), entry.seq()));
    let own = match source {
        Source::Operator => None,
        Source::Api(epoch, _) => Some(Pen::device(epoch, site)),
    };
    let mut devices: Vec<_> = entries.iter().map(Entry::device).chain(own).collect();
    devices.dedup();
    let heads = adding.heads_of(site, &devices).await?;
    let mut known = HashMap::new();
    for (device, (first, last)) in repeated(&entries, &heads) {
        let hashes = adding.hashes(site, device, first, last).await?;
        known.extend((first..).map(|seq| (device, seq)).zip(hashes));
    }
    let mut admission = admit(site, &heads, known, entries, own);
    if let (Taking::AllOrNone, Some(refused)) = (taking, admission.refused.first()) {
        return Err(StorageError::Refused(refused.clone()));
    }
    let added = admission.fresh.len();
    let mut head = head;
    let again = std::mem::take(&mut admission.again);
    let filled = erasing::fill(adding, site, again).await?;
    if added > 0 {
        let judged = match source {
            Source::Api(epoch, carrier) => {
                let entries = admission.entries();
                gate::judge(adding, site, (epoch, carrier), &heads, &entries).await?
            }
            Source::Operator => {
                let carried = gate::carried(&admission.entries());
                for (place, why) in carried.ruled_out {
                    adding.connection().rule_out(site, place, &why).await?;
                }
                gate::Judged {
                    lifted: carried.lifted,
                    ..gate::Judged::default()
                }
            }
        };
        head = store(adding, site, head, &mut admission, judged).await?;
    }
    let pushed = Pushed {
        added,
        head,
        refused: admission.refused,
    };
    Ok(Taken {
        pushed,
        changed: added + filled > 0,
    })
}

/// Adds what was admitted, each ruling right before the entry that it is about.
async fn store<T: Adding>(
    adding: &mut T,
    site: SiteId,
    head: u64,
    admission: &mut Admission,
    judged: gate::Judged,
) -> Result<u64, StorageError> {
    let mut rulings: HashMap<(DeviceId, u64), Entry> = HashMap::new();
    for (ruling, place, why) in judged.rulings {
        admission.grown.insert(ruling.device(), head_of(&ruling));
        rulings.insert((place.device, place.seq), ruling);
        adding.connection().rule_out(site, place, &why).await?;
    }
    // What an entry names that is ruled out is not taken.
    let stands = |entry: &Entry| !rulings.contains_key(&(entry.device(), entry.seq()));
    let fresh = admission.fresh.iter().map(|(entry, _)| entry);
    let files: Vec<_> = fresh
        .clone()
        .filter(|entry| stands(entry))
        .flat_map(Naming::of)
        .collect();
    let records: HashSet<RecordId> = fresh.filter_map(Entry::id).collect();
    let received = now_text();
    let mut rows = Vec::with_capacity(admission.fresh.len() + rulings.len());
    let mut ordinal = head;
    for (entry, hash) in admission.fresh.drain(..) {
        if let Some(ruling) = rulings.remove(&(entry.device(), entry.seq())) {
            ordinal += 1;
            rows.push(row(ordinal, &ruling, ruling.hash(), &received)?);
        }
        ordinal += 1;
        rows.push(row(ordinal, &entry, hash, &received)?);
    }
    adding.add(site, ordinal, &admission.grown, &rows).await?;
    adding.connection().name_files(site, &files).await?;
    for (place, lifted) in &judged.lifted {
        let connection = adding.connection();
        connection.lift(site, *place, *lifted).await?;
        // The files of what counts again are taken.
        if let (true, Some(text)) = (
            *lifted,
            connection.text(site, place.device, place.seq).await?,
        ) {
            let files = Naming::of(&read_entry(&text)?);
            connection.name_files(site, &files).await?;
        }
    }
    let lifted = judged.lifted.into_iter().filter(|(_, lifted)| *lifted);
    let lifted = lifted.map(|(place, _)| place);
    erasing::erase(adding.connection(), site, &records, lifted).await?;
    if rows
        .iter()
        .any(|row| gate::moves_roles(row.kind.as_deref()))
    {
        gate::refresh_people(adding.connection(), site).await?;
    }
    Ok(ordinal)
}

/// Adds entries that the server itself wrote.
pub(super) async fn add_own<T: Adding>(
    adding: &mut T,
    site: SiteId,
    head: u64,
    entries: &[Entry],
) -> Result<u64, StorageError> {
    let received = now_text();
    let rows = (head + 1..)
        .zip(entries)
        .map(|(ordinal, entry)| row(ordinal, entry, entry.hash(), &received))
        .collect::<Result<Vec<_>, _>>()?;
    let grown = entries
        .iter()
        .map(|entry| (entry.device(), head_of(entry)))
        .collect();
    let head = head + rows.len() as u64;
    if !rows.is_empty() {
        adding.add(site, head, &grown, &rows).await?;
    }
    Ok(head)
}

fn head_of(entry: &Entry) -> Head {
    Head {
        seq: entry.seq(),
        hash: entry.hash(),
    }
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

pub(super) struct Admission {
    pub(super) fresh: Vec<(Entry, Digest)>,
    /// What is here already, which may bring a body that is not.
    again: Vec<Entry>,
    grown: Heads,
    refused: Vec<Refused>,
}

impl Admission {
    fn entries(&self) -> Vec<&Entry> {
        self.fresh.iter().map(|(entry, _)| entry).collect()
    }
}

/// Sorts out `entries`, which are in the order of their chains. `known` holds the hashes of those
/// places that are taken already. `own` is this server as a device: nobody else writes its chain
/// on.
fn admit(
    site: SiteId,
    heads: &Heads,
    mut known: HashMap<(DeviceId, u64), Digest>,
    entries: Vec<Entry>,
    own: Option<DeviceId>,
) -> Admission {
    let mut admission = Admission {
        fresh: Vec::new(),
        again: Vec::new(),
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
        let placed = match place(site, head, known.get(&(device, seq)), &entry) {
            Ok(Some(_)) if own == Some(device) => Err(Refusal::Fork),
            placed => placed,
        };
        match placed {
            Ok(None) => admission.again.push(entry),
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
    let (kind, record, actor) = match entry {
        Entry::V1(entry) => (
            Some(entry.kind.clone()),
            Some(entry.id.0),
            Some(entry.actor.0),
        ),
        Entry::Newer(_) => (None, None, None),
    };
    Ok(Row {
        ordinal,
        device: entry.device(),
        seq: entry.seq(),
        hash,
        kind,
        received: received.to_owned(),
        text,
        record,
        actor,
    })
}
