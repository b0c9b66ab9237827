//! The gate of a closed site: which of the entries that came in may stand.
//!
//! An entry that breaks a rule does not hold up its device's chain: it is taken in, and right
//! before it the server writes a ruling, which says that it has no effect and why.

use std::collections::{BTreeMap, HashMap, HashSet};

use ledger::{DeviceId, Entry, EntryV1, Heads, Hlc, Place, RecordId, SiteId, erase, ruling};
use needs::{
    Person, Role,
    access::{Breach, Caller, Subject, Writers, rule_for},
};

use super::{StorageError, admission::Adding, enrolment::Enrolling, pen::Pen, read_entry};

/// What was found of entries that came in.
#[derive(Default)]
pub(super) struct Judged {
    /// The server's entries, each about one that may not stand.
    pub(super) rulings: Vec<(Entry, Place, String)>,
    /// The rulings that these entries take back, or put in force again.
    pub(super) lifted: Vec<(Place, bool)>,
}

/// An entry's place.
pub(super) fn place_of(entry: &Entry) -> Place {
    Place {
        device: entry.device(),
        seq: entry.seq(),
    }
}

/// Judges entries that are about to be taken in. On an open site everything may stand.
pub(super) async fn judge<T: Adding>(
    adding: &mut T,
    site: SiteId,
    (epoch, carrier): (&str, Option<Caller>),
    heads: &Heads,
    entries: &[&Entry],
) -> Result<Judged, StorageError> {
    let mut judged = Judged::default();
    if adding.connection().is_open(site).await? {
        return Ok(judged);
    }
    let breaches = breaches(adding.connection(), site, entries, carrier).await?;
    let mut pen = None;
    for (entry, breach) in entries.iter().zip(breaches) {
        let Some(why) = breach else {
            let lifts = Says::read(entry).filter(|says| says.why.is_none());
            judged
                .lifted
                .extend(lifts.map(|says| (says.about, says.lifted)));
            continue;
        };
        if pen.is_none() {
            pen = Some(Pen::take(adding, site, epoch, heads).await?);
        }
        if let Some(pen) = &mut pen {
            let place = place_of(entry);
            if let Entry::V1(entry) = entry {
                pen.observe(entry.time);
            }
            let ruling = pen.write(ruling::change(place, why.name()))?;
            judged.rulings.push((ruling, place, why.name().to_owned()));
        }
    }
    Ok(judged)
}

/// What rulings that the operator brings in say.
pub(super) struct Carried {
    /// Which entries don't count, and why.
    pub(super) ruled_out: Vec<(Place, String)>,
    /// Which earlier rulings are lifted (`true`), or hold again.
    pub(super) lifted: Vec<(Place, bool)>,
}

/// The rulings that are among entries which the operator brings in.
pub(super) fn carried(entries: &[&Entry]) -> Carried {
    let says: Vec<Says> = entries
        .iter()
        .filter_map(|entry| Says::read(entry))
        .collect();
    let ruled_out = says
        .iter()
        .filter_map(|says| Some((says.about, says.why.clone()?)))
        .collect();
    let lifted = says
        .iter()
        .filter(|says| says.why.is_none())
        .map(|says| (says.about, says.lifted))
        .collect();
    Carried { ruled_out, lifted }
}

/// What an entry of kind `ruling` says.
struct Says {
    about: Place,
    why: Option<String>,
    lifted: bool,
}

impl Says {
    fn read(entry: &Entry) -> Option<Self> {
        let Entry::V1(entry) = entry else { return None };
        let set = entry.set.as_ref().filter(|_| entry.kind == ruling::KIND)?;
        let about = Place {
            device: set.get(ruling::DEVICE)?.as_str()?.parse().ok()?,
            seq: set.get(ruling::SEQ)?.as_u64()?,
        };
        Some(Self {
            about,
            why: set
                .get(ruling::WHY)
                .and_then(|why| Some(why.as_str()?.to_owned())),
            lifted: set.get(ruling::LIFTED).is_some_and(|lifted| lifted == true),
        })
    }
}

/// What each entry breaks, if anything. Entries are not signed: what `carrier` brings in another
/// person's name counts only where their own role could have written it too. Else who has joined
/// could write a manager's chain on and make a manager of themselves.
pub(super) async fn breaches<C: Enrolling>(
    connection: &mut C,
    site: SiteId,
    entries: &[&Entry],
    carrier: Option<Caller>,
) -> Result<Vec<Option<Breach>>, StorageError> {
    let devices = connection.callers(site).await?;
    let first = first_writers(connection, site, entries).await?;
    let forgeable = |entry: &Entry| {
        let (Some(carrier), Entry::V1(entry)) = (carrier, entry) else {
            return false;
        };
        let as_carrier = Caller {
            person: entry.actor,
            role: carrier.role,
        };
        let first = first.get(&entry.id).copied();
        entry.actor != carrier.person && as_carrier.check(Subject::of(entry), first).is_err()
    };
    let breach = |entry: &&Entry| {
        if forgeable(entry) {
            return Some(Breach::OtherPerson);
        }
        let Some((person, role)) = devices.get(&entry.device()) else {
            return Some(Breach::UnknownDevice);
        };
        let caller = Caller {
            person: *person,
            role: Role::named(role).unwrap_or(Role::Auditor),
        };
        let (subject, record) = match entry {
            Entry::V1(entry) => (Subject::of(entry), Some(entry.id)),
            Entry::Newer(_) => (Subject::NEWER, None),
        };
        let first = record.and_then(|record| first.get(&record).copied());
        caller.check(subject, first).err()
    };
    Ok(entries.iter().map(breach).collect())
}

/// Who began each record of which some people may write only their own: by what stands here, and
/// else by the earliest of these entries.
async fn first_writers<C: Enrolling>(
    connection: &mut C,
    site: SiteId,
    entries: &[&Entry],
) -> Result<HashMap<RecordId, RecordId>, StorageError> {
    let owned = |entry: &&EntryV1| matches!(rule_for(&entry.kind).writers, Writers::OwnOrRoles(_));
    let entries: Vec<&EntryV1> = entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::V1(entry) => Some(&**entry),
            Entry::Newer(_) => None,
        })
        .filter(owned)
        .collect();
    let mut first: BTreeMap<RecordId, (Hlc, RecordId)> = BTreeMap::new();
    for entry in &entries {
        let earliest = first.entry(entry.id).or_insert((entry.time, entry.actor));
        *earliest = (*earliest).min((entry.time, entry.actor));
    }
    let records: HashSet<RecordId> = entries.iter().map(|entry| entry.id).collect();
    let mut writers: HashMap<_, _> = first
        .into_iter()
        .map(|(record, (_, actor))| (record, actor))
        .collect();
    for record in records {
        if let Some(actor) = connection.first_writer(site, record).await? {
            writers.insert(record, actor);
        }
    }
    Ok(writers)
}

/// Whether entries about such records may change who has which role.
pub(super) fn moves_roles(kind: Option<&str>) -> bool {
    matches!(kind, Some(Person::KIND | ruling::KIND | erase::KIND))
}

/// Reads everyone's role anew out of the records of people that stand.
pub(super) async fn refresh_people<C: Enrolling>(
    connection: &mut C,
    site: SiteId,
) -> Result<(), StorageError> {
    let mut roles: BTreeMap<RecordId, BTreeMap<String, (Hlc, DeviceId, serde_json::Value)>> =
        BTreeMap::new();
    for text in connection.standing(site, Person::KIND).await? {
        let Entry::V1(entry) = read_entry(&text)? else {
            continue;
        };
        let (time, device) = (entry.time, entry.device);
        let fields = roles.entry(entry.id).or_default();
        for (name, value) in entry.set.into_iter().flatten() {
            let latest = fields.get(&name).map(|(time, device, _)| (*time, *device));
            if latest.is_none_or(|latest| latest <= (time, device)) {
                fields.insert(name, (time, device, value));
            }
        }
    }
    let people: Vec<(RecordId, String)> = roles
        .into_iter()
        .filter(|(_, fields)| {
            fields
                .get("deleted")
                .is_none_or(|(_, _, value)| value != true)
        })
        .filter_map(|(person, fields)| {
            let (_, _, role) = fields.get("role")?;
            Some((person, role.as_str()?.to_owned()))
        })
        .collect();
    connection.set_people(site, &people).await
}
