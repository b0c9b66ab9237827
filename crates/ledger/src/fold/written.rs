//! What is kept of an entry beside the values that it set.

use std::{collections::HashSet, sync::Arc};

use serde::Serialize;
use serde_json::Value;

use crate::{DeviceId, EntryV1, Hlc, Place, RecordId};

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

/// What decides between two entries: last writer wins, by time, and by device where two wrote at
/// the same moment. A device that wrote two entries at one moment (no honest one does) settles it
/// by their places.
pub(super) type Rank = (Hlc, DeviceId, u64);

/// The name of a field. Records of a kind have the same fields, so that their names are shared.
pub(super) type Name = Arc<str>;

/// The names that are in use.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Names(HashSet<Name>);

impl Names {
    pub(super) fn get(&mut self, name: &str) -> Name {
        if let Some(known) = self.0.get(name) {
            return Arc::clone(known);
        }
        let name = Name::from(name);
        self.0.insert(Arc::clone(&name));
        name
    }

    /// Forgets names that no record has: a name can tell of a person too.
    pub(super) fn tidy(&mut self) {
        self.0.retain(|name| Arc::strong_count(name) > 1);
    }
}

/// An entry without the values that it set, shared by the versions that came of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Written {
    pub(super) touch: Touch,
    pub(super) seen: Seen,
    /// Whether its body is here.
    pub(super) body: bool,
    /// Whether it was ruled out.
    pub(super) void: bool,
}

/// What its writer knew of what it replaces.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Seen {
    /// All that was written before it.
    All,
    /// These versions of these fields, in the order of the names.
    These(Box<[(Name, Place)]>),
}

impl Touch {
    /// Where the entry stands.
    pub fn place(&self) -> Place {
        Place {
            device: self.device,
            seq: self.seq,
        }
    }

    pub(super) fn rank(&self) -> Rank {
        (self.time, self.device, self.seq)
    }
}

impl Written {
    pub(super) fn of(entry: &EntryV1, names: &mut Names) -> Self {
        let seen = match &entry.over {
            None => Seen::All,
            Some(over) => {
                let pairs = over.iter().flat_map(|(name, places)| {
                    let name = names.get(name);
                    places
                        .iter()
                        .map(move |place| (Arc::clone(&name), now_at(entry, *place)))
                });
                Seen::These(pairs.collect())
            }
        };
        Self {
            touch: Touch {
                time: entry.time,
                device: entry.device,
                seq: entry.seq,
                actor: entry.actor,
                wall: entry.wall.clone(),
            },
            seen,
            body: entry.set.is_some(),
            void: false,
        }
    }

    pub(super) fn place(&self) -> Place {
        self.touch.place()
    }

    pub(super) fn rank(&self) -> Rank {
        self.touch.rank()
    }

    /// The same when its body is gone.
    pub(super) fn bare(&self) -> Self {
        Self {
            seen: Seen::All,
            body: false,
            ..self.clone()
        }
    }

    /// The same, ruled out or not.
    pub(super) fn ruled(&self, void: bool) -> Self {
        Self {
            void,
            ..self.clone()
        }
    }

    /// The versions of a field that its writer saw; `None` for all before it.
    pub(super) fn saw(&self, field: &str) -> Option<impl Iterator<Item = Place>> {
        let Seen::These(seen) = &self.seen else {
            return None;
        };
        let first = seen.partition_point(|(name, _)| &**name < field);
        let of_field = seen[first..]
            .iter()
            .take_while(move |(name, _)| **name == *field);
        Some(of_field.map(|(_, place)| *place))
    }
}

/// Where a version stands that an entry replaces. An entry that was moved to another chain says
/// where it stood when it was written; what went before it in the same tail was moved with it.
fn now_at(entry: &EntryV1, saw: Place) -> Place {
    let Some(old) = entry.was.iter().flatten().next_back() else {
        return saw;
    };
    let Some(common) = old.seq.checked_sub(entry.seq) else {
        return saw;
    };
    if saw.device == old.device && saw.seq > common {
        let seq = saw.seq - common;
        return Place {
            device: entry.device,
            seq,
        };
    }
    saw
}

/// The fields that an entry sets, with shared names, in their order.
pub(super) fn fields_of(entry: &EntryV1, names: &mut Names) -> Vec<(Name, Value)> {
    let set = entry.set.iter().flatten();
    set.map(|(name, value)| (names.get(name), value.clone()))
        .collect()
}
