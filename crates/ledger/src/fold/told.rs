//! What an entry says, on its way into the state.

use serde_json::Value;

use super::written::{Name, Names};
use crate::{EntryV1, Hlc, Place, RecordId};

/// The members of an entry that the state keeps, their names shared with others.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) place: Place,
    pub(crate) time: Hlc,
    pub(crate) wall: String,
    pub(crate) actor: RecordId,
    pub(crate) kind: Name,
    pub(crate) id: RecordId,
    pub(crate) was: Option<Vec<Place>>,
    /// In the order of the names.
    pub(crate) set: Option<Vec<(Name, Value)>>,
    /// In the order of the names.
    pub(crate) over: Option<Vec<(Name, Vec<Place>)>>,
}

impl Told {
    pub(super) fn of(entry: &EntryV1, names: &mut Names) -> Self {
        let set = entry.set.as_ref().map(|set| {
            let set = set.iter();
            set.map(|(name, value)| (names.get(name), value.clone()))
                .collect()
        });
        let over = entry.over.as_ref().map(|over| {
            let over = over.iter();
            over.map(|(name, places)| (names.get(name), places.clone()))
                .collect()
        });
        Self {
            place: entry.place(),
            time: entry.time,
            wall: entry.wall.clone(),
            actor: entry.actor,
            kind: names.get(&entry.kind),
            id: entry.id,
            was: entry.was.clone(),
            set,
            over,
        }
    }

    /// Where a version stands that this entry replaces. One that was moved to another chain says
    /// where it stood when it was written; what went before it in the same tail was moved with it.
    pub(super) fn now_at(&self, saw: Place) -> Place {
        let Some(old) = self.was.iter().flatten().next_back() else {
            return saw;
        };
        let Some(common) = old.seq.checked_sub(self.place.seq) else {
            return saw;
        };
        if saw.device == old.device && saw.seq > common {
            let seq = saw.seq - common;
            return Place { seq, ..self.place };
        }
        saw
    }
}
