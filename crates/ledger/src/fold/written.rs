//! What is kept of an entry beside the values that it set.

use std::{collections::HashSet, sync::Arc};

use serde::Serialize;
use serde_json::Value;

use super::told::Told;
use crate::{DeviceId, Hlc, Place, RecordId};

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
pub(crate) type Name = Arc<str>;

/// The names that are in use.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Names(HashSet<Name>);

impl Names {
    pub(crate) fn get(&mut self, name: &str) -> Name {
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
    /// What is kept of an entry, and what it sets.
    pub(super) fn of(told: Told) -> (Self, Vec<(Name, Value)>) {
        let seen = match &told.over {
            None => Seen::All,
            Some(over) => {
                let pairs = over.iter().flat_map(|(name, places)| {
                    let now = places.iter().map(|place| told.now_at(*place));
                    now.map(move |place| (Arc::clone(name), place))
                });
                Seen::These(pairs.collect())
            }
        };
        let written = Self {
            touch: Touch {
                time: told.time,
                device: told.place.device,
                seq: told.place.seq,
                actor: told.actor,
                wall: told.wall,
            },
            seen,
            body: told.set.is_some(),
            void: false,
        };
        (written, told.set.unwrap_or_default())
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
