//! Walking order: in which order the doors of a building are visited.

use ledger::{Change, Fields, RecordId};

use crate::{Building, Unit};

/// How a building is walked: its field `walk`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Walk {
    /// As its units are numbered (`order`): as they were listed, or put by hand.
    Own,
    /// From the top floor down: the lift takes the legs' work.
    Down,
    /// From the ground floor up.
    Up,
    /// One entrance after the other, each from the top down.
    Entrance,
}

impl Walk {
    /// Every way, as they are offered.
    pub const ALL: [Self; 4] = [Self::Down, Self::Up, Self::Entrance, Self::Own];

    /// Its name in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Down => "down",
            Self::Up => "up",
            Self::Entrance => "entrance",
        }
    }

    /// The way of this name. A building that says nothing is walked as its units are numbered.
    pub fn named(name: Option<&str>) -> Self {
        Self::ALL
            .into_iter()
            .find(|walk| Some(walk.name()) == name)
            .unwrap_or(Self::Own)
    }

    /// Chooses how a building is walked.
    pub fn choose(self, building: RecordId) -> Change {
        Change {
            kind: Building::KIND.to_owned(),
            id: building,
            set: Fields::from([("walk".to_owned(), self.name().into())]),
        }
    }

    /// Puts units into this order. Units without a number come last, from the top down.
    pub fn sort<T>(self, units: &mut [(Unit<'_>, T)]) {
        units.sort_by_cached_key(|(unit, _)| self.place(*unit));
    }

    fn place<'a>(self, unit: Unit<'a>) -> Place<'a> {
        let floor = match self {
            Self::Up => unit.floor(),
            _ => unit.floor().checked_neg().unwrap_or(i64::MAX),
        };
        Place {
            order: if self == Self::Own { unit.order() } else { 0 },
            entrance: if self == Self::Entrance {
                unit.entrance()
            } else {
                ""
            },
            floor,
            // `9` comes before `10`, and `A` before `B`.
            label: (unit.label().len(), unit.label()),
            id: unit.id,
        }
    }
}

/// The place of a door in a walk, compared field by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place<'a> {
    order: i64,
    entrance: &'a str,
    floor: i64,
    label: (usize, &'a str),
    id: RecordId,
}
