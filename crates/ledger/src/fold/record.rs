//! One record: who touched it, and for each field every value that it was given.

use std::sync::Arc;

use serde::{Serialize, Serializer, ser::SerializeStruct as _};
use serde_json::Value;

use super::{
    cell::{Cell, Versions},
    written::{Name, Touch, Written},
};
use crate::Place;

/// A thing of some kind, with its fields as they stand and as they were.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// In the order of their names.
    fields: Vec<Field>,
    /// Every entry about it, in the order of their ranks; at least one.
    touches: Vec<Arc<Written>>,
    /// All about it is to be forgotten.
    pub(super) erased: bool,
    /// Whether something is known of it and it was not deleted: asked for far more often than it
    /// changes.
    told: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    pub(super) name: Name,
    pub(super) versions: Versions,
}

/// So many fields are looked through one by one.
const FEW: usize = 16;

/// The field that, when `true`, hides a record.
const DELETED: &str = "deleted";

impl Record {
    /// A record of which one entry is known. `set` is in the order of the names.
    pub(super) fn new(written: Arc<Written>, set: Vec<(Name, Value)>, erased: bool) -> Self {
        let fields = set.into_iter().map(|(name, value)| Field {
            name,
            versions: Versions::of(Cell::new(value, &written)),
        });
        let mut record = Self {
            fields: fields.collect(),
            touches: vec![written],
            erased,
            told: false,
        };
        record.told = record.is_told();
        record
    }

    /// Takes in an entry that is not in it yet. Which fields had a value already is told.
    pub(super) fn put(&mut self, written: &Arc<Written>, set: Vec<(Name, Value)>) {
        let at = self
            .touches
            .partition_point(|touch| touch.rank() < written.rank());
        self.touches.insert(at, Arc::clone(written));
        self.put_cells(written, set);
    }

    fn put_cells(&mut self, written: &Arc<Written>, set: Vec<(Name, Value)>) {
        let mut fresh = Vec::new();
        for (name, value) in set {
            let cell = Cell::new(value, written);
            match self.find(&name) {
                Some(at) => self.fields[at].versions.insert(cell),
                None => fresh.push(Field {
                    name,
                    versions: Versions::of(cell),
                }),
            }
        }
        if !fresh.is_empty() {
            // Two sorted runs: sorting merges them.
            self.fields.extend(fresh);
            self.fields.sort_by(|a, b| a.name.cmp(&b.name));
        }
        self.told = self.is_told();
    }

    /// Where a field stands. Among a few the lengths of the names tell most of them apart, without
    /// a look at what they are.
    fn find(&self, field: &str) -> Option<usize> {
        if self.fields.len() <= FEW {
            self.fields.iter().position(|known| *known.name == *field)
        } else {
            let found = self
                .fields
                .binary_search_by(|known| (*known.name).cmp(field));
            found.ok()
        }
    }

    pub(super) fn written(&self, place: Place) -> Option<&Arc<Written>> {
        self.touches.iter().find(|touch| touch.place() == place)
    }

    /// Puts another account of an entry in place of the one that is here, with what it sets if that
    /// was not known before.
    pub(super) fn rewrite(&mut self, written: &Arc<Written>, set: Vec<(Name, Value)>) {
        let place = written.place();
        for touch in &mut self.touches {
            if touch.place() == place {
                *touch = Arc::clone(written);
            }
        }
        for field in &mut self.fields {
            field.versions.rewrite(written);
        }
        self.put_cells(written, set);
    }

    /// Drops all bodies. Who wrote and when stays.
    pub(super) fn forget(&mut self) {
        self.fields = Vec::new();
        for touch in &mut self.touches {
            *touch = Arc::new(touch.bare());
        }
        self.told = self.is_told();
    }

    /// Whether it is to be shown: something is known of it, and it was neither deleted nor erased.
    pub(super) fn is_shown(&self) -> bool {
        !self.erased && self.told
    }

    fn is_told(&self) -> bool {
        self.live().any(|touch| touch.body) && !self.is_deleted()
    }

    /// Whether any entry about it counts.
    pub(super) fn is_live(&self) -> bool {
        self.live().next().is_some()
    }

    fn is_deleted(&self) -> bool {
        self.get(DELETED) == Some(&Value::Bool(true))
    }

    fn live(&self) -> impl DoubleEndedIterator<Item = &Written> {
        self.touches
            .iter()
            .map(|touch| &**touch)
            .filter(|touch| !touch.void)
    }

    pub(super) fn all_written(&self) -> &[Arc<Written>] {
        &self.touches
    }

    pub(super) fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The first entry about this record that counts.
    pub fn created(&self) -> &Touch {
        let first = self.live().next();
        &first.unwrap_or(&self.touches[0]).touch
    }

    /// The last entry about this record that counts.
    pub fn changed(&self) -> &Touch {
        let last = self.live().next_back();
        &last.unwrap_or(&self.touches[0]).touch
    }

    /// A field's value; `None` where it was never set or was taken away.
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.cell(field).map(|cell| &cell.value)
    }

    /// A field's value with who set it and when; `None` as for [`Self::get`].
    pub fn cell(&self, field: &str) -> Option<&Cell> {
        let versions = &self.fields[self.find(field)?].versions;
        versions.last().filter(|cell| !cell.value.is_null())
    }

    /// Every value that a field was given by an entry that counts, from the first to the last, also
    /// where it was taken away (`null`).
    pub fn versions(&self, field: &str) -> impl DoubleEndedIterator<Item = &Cell> {
        let found = self.find(field);
        let versions = found.map(|at| self.fields[at].versions.cells());
        versions
            .unwrap_or_default()
            .iter()
            .filter(|cell| !cell.touch_is_void())
    }

    /// Those values of a field that no later writer has replaced knowingly, from the first to the
    /// last. The last one is the value that is shown.
    pub fn leaves(&self, field: &str) -> Vec<&Cell> {
        let found = self.find(field);
        found.map_or_else(Vec::new, |at| self.leaves_of(&self.fields[at]))
    }

    pub(super) fn leaves_of<'a>(&self, field: &'a Field) -> Vec<&'a Cell> {
        let withheld = |place| {
            let written = self.written(place).filter(|written| !written.body);
            written.map(|written| written.rank())
        };
        field.versions.leaves(&field.name, &withheld)
    }

    /// Whether people disagree about any of its fields.
    pub(super) fn is_contested(&self) -> bool {
        self.touches.len() > 1
            && self
                .fields
                .iter()
                .any(|field| field.versions.may_differ() && differ(&self.leaves_of(field)))
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
    pub fn link(&self, field: &str) -> Option<crate::RecordId> {
        self.text(field)?.parse().ok()
    }

    /// The members of a collection: the fields that begin with `prefix`, without it.
    pub fn members<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let first = match prefix {
            "" => 0,
            _ => self.fields.partition_point(|field| &*field.name < prefix),
        };
        self.fields[first..]
            .iter()
            .map_while(move |field| Some((field.name.strip_prefix(prefix)?, &field.versions)))
            .filter_map(|(name, versions)| Some((name, &versions.last()?.value)))
            .filter(|(_, value)| !value.is_null())
    }
}

/// Whether two people have left different values.
pub(super) fn differ(leaves: &[&Cell]) -> bool {
    leaves.iter().enumerate().any(|(at, one)| {
        leaves[at + 1..]
            .iter()
            .any(|other| one.touch().actor != other.touch().actor && one.value != other.value)
    })
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = Fields(if self.erased { &[] } else { &self.fields });
        let mut record = serializer.serialize_struct("Record", 4)?;
        record.serialize_field("fields", &fields)?;
        record.serialize_field("created", self.created())?;
        record.serialize_field("changed", self.changed())?;
        record.serialize_field("erased", &self.erased)?;
        record.end()
    }
}

struct Fields<'a>(&'a [Field]);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = self.0.iter();
        let shown = fields.filter(|field| field.versions.last().is_some());
        serializer.collect_map(shown.map(|field| (&*field.name, &field.versions)))
    }
}
