//! The fold: entries in, records out, whatever their order.

use std::collections::{BTreeMap, btree_map};

use serde::Serialize;
use serde_json::Value;

use crate::{DeviceId, Entry, EntryV1, Hlc, Newer, RecordId};

/// What all entries together say. Every screen, table and report reads this.
///
/// Two replicas that hold the same entries hold the same state, and their JSON is the same byte for
/// byte.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct State {
    records: BTreeMap<String, BTreeMap<RecordId, Record>>,
    /// Entries of a later version, by their place.
    #[serde(skip)]
    parked: BTreeMap<(DeviceId, u64), Newer>,
}

/// A thing of some kind, with its fields as they stand.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record {
    fields: BTreeMap<String, Cell>,
    /// The first entry about this record.
    pub created: Touch,
    /// The last entry about this record.
    pub changed: Touch,
}

/// A field's value and the entry that won it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cell {
    /// The value; `null` where the field was taken away.
    pub value: Value,
    /// When it was set.
    pub time: Hlc,
    /// On which device.
    pub device: DeviceId,
}

/// Who touched a record, where and when.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Touch {
    /// When, on the hybrid logical clock.
    pub time: Hlc,
    /// On which device.
    pub device: DeviceId,
    /// The entry's place in that device's chain.
    pub seq: u64,
    /// The person.
    pub actor: RecordId,
    /// What the device's own clock claimed (RFC 3339).
    pub wall: String,
}

/// The field that, when `true`, hides a record.
const DELETED: &str = "deleted";

impl State {
    /// Takes an entry in. Never fails: what it does not understand is parked.
    pub fn apply(&mut self, entry: &Entry) {
        match entry {
            Entry::V1(entry) => self.apply_v1(entry),
            Entry::Newer(newer) => {
                self.parked
                    .insert((entry.device(), entry.seq()), (**newer).clone());
            }
        }
    }

    fn apply_v1(&mut self, entry: &EntryV1) {
        let touch = || Touch {
            time: entry.time,
            device: entry.device,
            seq: entry.seq,
            actor: entry.actor,
            wall: entry.wall.clone(),
        };
        let record = self
            .records
            .entry(entry.kind.clone())
            .or_default()
            .entry(entry.id)
            .or_insert_with(|| Record {
                fields: BTreeMap::new(),
                created: touch(),
                changed: touch(),
            });
        if (entry.time, entry.device) < (record.created.time, record.created.device) {
            record.created = touch();
        }
        if (entry.time, entry.device) > (record.changed.time, record.changed.device) {
            record.changed = touch();
        }
        for (name, value) in entry.set.iter().flatten() {
            let cell = Cell {
                value: value.clone(),
                time: entry.time,
                device: entry.device,
            };
            match record.fields.entry(name.clone()) {
                btree_map::Entry::Vacant(place) => drop(place.insert(cell)),
                btree_map::Entry::Occupied(mut place) if cell.beats(place.get()) => {
                    place.insert(cell);
                }
                btree_map::Entry::Occupied(_) => {}
            }
        }
    }

    /// The records of a kind that have not been deleted, in the order of their ids.
    pub fn records<'a>(&'a self, kind: &str) -> impl Iterator<Item = (RecordId, &'a Record)> {
        self.records
            .get(kind)
            .into_iter()
            .flatten()
            .filter(|(_, record)| !record.is_deleted())
            .map(|(id, record)| (*id, record))
    }

    /// One record, unless it was deleted.
    pub fn record(&self, kind: &str, id: RecordId) -> Option<&Record> {
        self.records
            .get(kind)?
            .get(&id)
            .filter(|record| !record.is_deleted())
    }

    /// The entries that a later version of the app will understand.
    pub fn parked(&self) -> impl Iterator<Item = &Newer> {
        self.parked.values()
    }
}

impl Cell {
    /// Last writer wins: by time, and by device where two wrote at the same moment. A device that
    /// wrote two entries at one moment (no honest one does) settles it by the larger text.
    fn beats(&self, other: &Self) -> bool {
        let rank = |cell: &Self| (cell.time, cell.device);
        rank(self)
            .cmp(&rank(other))
            .then_with(|| self.value.to_string().cmp(&other.value.to_string()))
            .is_gt()
    }
}

impl Record {
    /// A field's value; `None` where it was never set or was taken away.
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.cell(field).map(|cell| &cell.value)
    }

    /// A field's value with who set it and when; `None` as for [`Self::get`].
    pub fn cell(&self, field: &str) -> Option<&Cell> {
        self.fields.get(field).filter(|cell| !cell.value.is_null())
    }

    /// A field that holds text.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.get(field)?.as_str()
    }

    /// A field that holds an integer.
    pub fn integer(&self, field: &str) -> Option<i64> {
        self.get(field)?.as_i64()
    }

    /// A field that holds another record's id.
    pub fn link(&self, field: &str) -> Option<RecordId> {
        self.text(field)?.parse().ok()
    }

    /// The members of a collection: the fields that begin with `prefix`, without it.
    pub fn members<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.fields
            .range(prefix.to_owned()..)
            .map_while(move |(name, cell)| Some((name.strip_prefix(prefix)?, &cell.value)))
            .filter(|(_, value)| !value.is_null())
    }

    fn is_deleted(&self) -> bool {
        self.get(DELETED) == Some(&Value::Bool(true))
    }
}
