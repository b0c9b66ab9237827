//! The audit trail of a record: who did what, when.

use serde_json::Value;

use super::{State, Touch, record::Record, written::Written};
use crate::{Newer, Place, RecordId, erase};

/// One entry about a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<'a> {
    /// Who, where and when.
    pub touch: &'a Touch,
    /// What became of it.
    pub standing: Standing<'a>,
    /// What it set, in the order of the names; empty where its body is not here.
    pub set: Vec<Became<'a>>,
}

/// Whether an entry counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// It counts.
    Counts,
    /// It is ruled out; why, if that is known.
    RuledOut(Option<&'a str>),
    /// The record was erased, and this entry's body with it.
    Erased,
    /// It counts, but what it says may not be read here.
    Withheld,
}

/// What one entry made of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Became<'a> {
    /// The field.
    pub field: &'a str,
    /// What it was by then; `None` where it had not been set by an entry that counts.
    pub was: Option<&'a Value>,
    /// What it was set to; `null` where it was taken away.
    pub value: &'a Value,
}

impl State {
    /// All entries about a record, from the first to the last, also about one that was deleted or
    /// erased.
    pub fn history(&self, kind: &str, id: RecordId) -> Vec<Step<'_>> {
        let Some(record) = self.known(kind, id) else {
            return Vec::new();
        };
        let steps = record.all_written().iter();
        let mut steps: Vec<Step<'_>> = steps
            .map(|written| Step {
                touch: &written.touch,
                standing: self.standing(record, written),
                set: Vec::new(),
            })
            .collect();
        if record.erased {
            return steps;
        }
        for field in record.fields() {
            let mut was = None;
            for cell in field.versions.cells() {
                let rank = cell.touch().rank();
                if let Ok(at) = steps.binary_search_by_key(&rank, |step| step.touch.rank()) {
                    steps[at].set.push(Became {
                        field: &field.name,
                        was,
                        value: &cell.value,
                    });
                }
                if !cell.touch_is_void() {
                    was = Some(&cell.value);
                }
            }
        }
        steps
    }

    fn standing(&self, record: &Record, written: &Written) -> Standing<'_> {
        if written.void {
            Standing::RuledOut(self.rulings.why(written.place()))
        } else if record.erased {
            Standing::Erased
        } else if written.body {
            Standing::Counts
        } else {
            Standing::Withheld
        }
    }

    /// The entries that are ruled out: where each stands, and why.
    pub fn ruled_out(&self) -> impl Iterator<Item = (Place, Option<&str>)> {
        self.void
            .iter()
            .map(|place| (*place, self.rulings.why(*place)))
    }

    /// Of every entry that is not parked: where it stands, whether its body is here, and whether
    /// its record was erased.
    pub(crate) fn bodies(&self) -> impl Iterator<Item = (Place, bool, bool)> {
        let records = self.records.values().flat_map(|records| records.values());
        records.flat_map(|record| {
            let written = record.all_written().iter();
            written.map(|written| (written.place(), written.body, record.erased))
        })
    }

    /// Where the entries stand whose bodies go when a record is erased.
    pub fn places_of(&self, id: RecordId) -> Vec<Place> {
        let of_kind = self
            .records
            .iter()
            .filter(|(kind, _)| erase::concerns(kind));
        let records = of_kind.filter_map(|(_, records)| records.get(&id));
        let written = records.flat_map(Record::all_written);
        let parked = self.parked.values().filter(|newer| newer.id() == Some(id));
        written
            .map(|written| written.place())
            .chain(parked.map(Newer::place))
            .collect()
    }

    /// Those of [`Self::places_of`] whose body is still here.
    pub fn bodies_of(&self, id: RecordId) -> Vec<Place> {
        let mut places = self.places_of(id);
        places.retain(|place| match self.parked.get(place) {
            Some(newer) => newer.has_body(),
            None => self
                .find(*place)
                .is_some_and(|(_, _, written)| written.body),
        });
        places
    }

    /// Whether the record was erased that the entry at a place is about.
    pub fn is_erased_at(&self, place: Place) -> bool {
        let parked = self.parked.get(&place).and_then(Newer::id);
        let about = self.about(place).filter(|(kind, _)| erase::concerns(kind));
        let record = about.map(|(_, id)| id).or(parked);
        record.is_some_and(|id| self.is_erased(id))
    }

    /// The kind and the record of an entry that is here.
    pub fn about(&self, place: Place) -> Option<(&str, RecordId)> {
        let (kind, id, _) = self.find(place)?;
        let (kind, _) = self.records.get_key_value(&kind)?;
        Some((kind, id))
    }
}
