//! The fold: entries in, records out, whatever their order.

mod cell;
mod conflicts;
mod history;
mod journal;
mod record;
mod rulings;
mod told;
mod written;

use std::{
    collections::{BTreeMap, BTreeSet, btree_map},
    sync::Arc,
};

use serde::{Serialize, Serializer, ser::SerializeStruct as _};
use serde_json::Value;

use self::{
    journal::Journal,
    rulings::Rulings,
    written::{Name, Written},
};
use crate::{Change, DeviceId, Entry, Newer, Over, Place, RecordId, erase, ruling};

pub use self::{
    cell::Cell,
    conflicts::Conflict,
    history::{Became, Standing, Step},
    journal::Moment,
    record::Record,
    written::Touch,
};
pub(crate) use self::{told::Told, written::Names};

/// What all entries together say. Every screen, table and report reads this.
///
/// Two replicas that hold the same entries hold the same state, and their JSON is the same byte for
/// byte.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    records: BTreeMap<Name, BTreeMap<RecordId, Record>>,
    /// Which record each entry is about, by its place; entries of one device in their order.
    places: BTreeMap<DeviceId, Vec<(u64, RecordId)>>,
    rulings: Rulings,
    /// Where the entries stand that are ruled out.
    void: BTreeSet<Place>,
    /// The records about which people disagree.
    contested: BTreeSet<(Name, RecordId)>,
    /// Entries of a later version, by their place.
    parked: BTreeMap<Place, Newer>,
    names: Names,
    journal: Journal,
}

impl State {
    /// Takes an entry in, whose chain has been checked. Never fails: what it does not understand is
    /// parked. An entry that was taken in before changes nothing, but that its body comes.
    pub fn apply(&mut self, entry: &Entry) {
        match entry {
            Entry::V1(entry) => {
                let told = Told::of(entry, &mut self.names);
                self.hear(told);
            }
            Entry::Newer(newer) => {
                let place = newer.place();
                let id = newer.id().unwrap_or(RecordId(uuid::Uuid::nil()));
                let known = self.note_place(place, id);
                let parked = self.parked.get(&place);
                if !known || parked.is_some_and(|parked| !parked.has_body()) {
                    self.parked.insert(place, (**newer).clone());
                }
            }
        }
    }

    /// As [`Self::apply`], for what was read out of a pack.
    pub(crate) fn hear(&mut self, told: Told) {
        if self.note_place(told.place, told.id) {
            self.fill(told);
        } else {
            self.take(told);
        }
    }

    /// The names that are in use, so that what is read shares them.
    pub(crate) fn names(&mut self) -> &mut Names {
        &mut self.names
    }

    /// Notes that an entry is here; whether it was already.
    fn note_place(&mut self, place: Place, id: RecordId) -> bool {
        let places = self.places.entry(place.device).or_default();
        match places.binary_search_by_key(&place.seq, |(seq, _)| *seq) {
            Ok(_) => true,
            Err(at) => {
                places.insert(at, (place.seq, id));
                false
            }
        }
    }

    fn take(&mut self, told: Told) {
        let (place, id, kind) = (told.place, told.id, Arc::clone(&told.kind));
        let (mut written, set) = Written::of(told);
        if *kind == *ruling::KIND {
            let says = ruling::Says::read(&set);
            self.rulings.note(place, written.rank(), says);
        }
        written.void = self.rulings.rules_out(place);
        if written.void {
            self.void.insert(place);
        }
        let void = written.void;
        let erased = erase::concerns(&kind) && self.is_erased(id);
        let written = Arc::new(written);
        self.journal.note(&kind, id);
        let records = self.records.entry(Arc::clone(&kind)).or_default();
        match records.entry(id) {
            btree_map::Entry::Vacant(room) => {
                room.insert(Record::new(written, set, erased));
            }
            btree_map::Entry::Occupied(mut record) => {
                record.get_mut().put(&written, set);
                self.look_for_conflicts(&kind, id);
            }
        }
        self.has_turned(&kind, id, place, void);
    }

    /// Takes in the body of an entry that is here without it.
    fn fill(&mut self, told: Told) {
        let (place, id, kind) = (told.place, told.id, Arc::clone(&told.kind));
        let record = self.records.get(&*kind);
        let record = record.and_then(|records| records.get(&id));
        let Some(here) = record.and_then(|record| record.written(place)) else {
            return;
        };
        if here.body || told.set.is_none() {
            return;
        }
        let (rank, void) = (here.rank(), here.void);
        let (mut written, set) = Written::of(told);
        if *kind == *ruling::KIND {
            self.rulings.note(place, rank, ruling::Says::read(&set));
        }
        written.void = void;
        self.rewrite(&kind, id, &Arc::new(written), set);
        self.has_turned(&kind, id, place, void);
    }

    fn rewrite(&mut self, kind: &Name, id: RecordId, to: &Arc<Written>, set: Vec<(Name, Value)>) {
        let record = self
            .records
            .get_mut(kind)
            .and_then(|records| records.get_mut(&id));
        if let Some(record) = record {
            record.rewrite(to, set);
            self.journal.note(kind, id);
            self.look_for_conflicts(kind, id);
        }
    }

    /// Draws the consequences of an entry that began to count or ceased to: an erasure hides
    /// records, a ruling moves the entry that it is about, and so on from there.
    fn has_turned(&mut self, kind: &str, id: RecordId, place: Place, void: bool) {
        let mut next = self.turned(kind, id, place, void);
        while let Some(place) = next.take() {
            let void = self.rulings.rules_out(place);
            let Some((kind, id, written)) = self.find(place) else {
                return;
            };
            if written.void == void {
                return;
            }
            let written = Arc::new(written.ruled(void));
            self.rewrite(&kind, id, &written, Vec::new());
            if void {
                self.void.insert(place);
            } else {
                self.void.remove(&place);
            }
            next = self.turned(&kind, id, place, void);
        }
    }

    fn turned(&mut self, kind: &str, id: RecordId, place: Place, void: bool) -> Option<Place> {
        match kind {
            erase::KIND => {
                let erased = self.is_erased(id);
                for (kind, records) in &mut self.records {
                    if let Some(record) = records.get_mut(&id)
                        && erase::concerns(kind)
                    {
                        record.erased = erased;
                        self.journal.note(kind, id);
                    }
                }
                None
            }
            ruling::KIND => self.rulings.turn(place, !void),
            _ => None,
        }
    }

    /// The entry at a place, with its record.
    fn find(&self, place: Place) -> Option<(Name, RecordId, &Arc<Written>)> {
        let places = self.places.get(&place.device)?;
        let at = places
            .binary_search_by_key(&place.seq, |(seq, _)| *seq)
            .ok()?;
        let id = places[at].1;
        self.records.iter().find_map(|(kind, records)| {
            let written = records.get(&id)?.written(place)?;
            Some((Arc::clone(kind), id, written))
        })
    }

    fn look_for_conflicts(&mut self, kind: &Name, id: RecordId) {
        let record = self.records.get(kind).and_then(|records| records.get(&id));
        if record.is_some_and(Record::is_contested) {
            self.contested.insert((Arc::clone(kind), id));
        } else if !self.contested.is_empty() {
            self.contested.remove(&(Arc::clone(kind), id));
        }
    }

    /// The kinds of which there is a record to be shown.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        let kinds = self.records.iter();
        kinds
            .filter(|(_, records)| records.values().any(Record::is_shown))
            .map(|(kind, _)| &**kind)
    }

    /// The records of a kind that were neither deleted nor erased, in the order of their ids.
    pub fn records<'a>(&'a self, kind: &str) -> impl Iterator<Item = (RecordId, &'a Record)> {
        self.records
            .get(kind)
            .into_iter()
            .flatten()
            .filter(|(_, record)| record.is_shown())
            .map(|(id, record)| (*id, record))
    }

    /// One record, unless it was deleted or erased.
    pub fn record(&self, kind: &str, id: RecordId) -> Option<&Record> {
        self.known(kind, id).filter(|record| record.is_shown())
    }

    /// One record, also if it is not to be shown.
    fn known(&self, kind: &str, id: RecordId) -> Option<&Record> {
        self.records.get(kind)?.get(&id)
    }

    /// What someone who makes a change now has seen of the fields that they set.
    pub(crate) fn seen_by(&self, change: &Change) -> Over {
        let Some(record) = self
            .known(&change.kind, change.id)
            .filter(|record| !record.erased)
        else {
            return Over::new();
        };
        let seen = change.set.keys().map(|field| {
            let leaves = record.leaves(field);
            (field.clone(), leaves.into_iter().map(Cell::place).collect())
        });
        seen.filter(|(_, places): &(_, Vec<Place>)| !places.is_empty())
            .collect()
    }

    /// This moment, to ask later what changed since.
    pub fn moment(&self) -> Moment {
        self.journal.now()
    }

    /// The records about which something was learnt since a moment, with their kinds, some more
    /// than once; what is not told reads as it did then. `None` where too much came since, or where
    /// the moment is another state's: then all has to be read anew.
    pub fn changed_since(&self, moment: &Moment) -> Option<impl Iterator<Item = (&str, RecordId)>> {
        self.journal.since(moment)
    }

    /// The entries that a later version of the app will understand.
    pub fn parked(&self) -> impl Iterator<Item = &Newer> {
        self.parked.values()
    }

    /// Whether an entry of a later version is here without its body, which may still come.
    pub(crate) fn lacks_body(&self, place: Place) -> bool {
        let parked = self.parked.get(&place).filter(|newer| !newer.has_body());
        let erasable = |newer: &&Newer| newer.kind().is_none_or(erase::concerns);
        parked.is_some_and(|newer| {
            let record = Some(newer).filter(erasable).and_then(Newer::id);
            !record.is_some_and(|id| self.is_erased(id))
        })
    }

    /// Whether all that is known of a record was erased.
    pub fn is_erased(&self, id: RecordId) -> bool {
        self.known(erase::KIND, id).is_some_and(Record::is_live)
    }

    /// The records that were erased; each with when, by whom and, in its field `why`, why.
    pub fn erased(&self) -> impl Iterator<Item = (RecordId, &Record)> {
        let erasures = self.records.get(erase::KIND).into_iter().flatten();
        erasures
            .filter(|(_, erasure)| erasure.is_live())
            .map(|(id, erasure)| (*id, erasure))
    }

    /// Drops what is still in memory of a record that was erased.
    pub(crate) fn forget(&mut self, id: RecordId) {
        for (kind, records) in &mut self.records {
            if let Some(record) = records.get_mut(&id)
                && erase::concerns(kind)
            {
                record.forget();
                self.journal.note(kind, id);
            }
        }
        self.contested.retain(|(_, contested)| *contested != id);
        for parked in self.parked.values_mut() {
            if parked.id() == Some(id) {
                *parked = parked.clone().without_body();
            }
        }
        self.names.tidy();
    }
}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut state = serializer.serialize_struct("State", 2)?;
        state.serialize_field("records", &Kinds(&self.records))?;
        state.serialize_field("void", &self.void)?;
        state.end()
    }
}

struct Kinds<'a>(&'a BTreeMap<Name, BTreeMap<RecordId, Record>>);

impl Serialize for Kinds<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().filter_map(|(kind, records)| {
            let counting = Counting(records);
            counting.any().then_some((&**kind, counting))
        }))
    }
}

/// The records of a kind about which an entry counts.
struct Counting<'a>(&'a BTreeMap<RecordId, Record>);

impl Counting<'_> {
    fn any(&self) -> bool {
        self.0.values().any(Record::is_live)
    }
}

impl Serialize for Counting<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().filter(|(_, record)| record.is_live()))
    }
}
