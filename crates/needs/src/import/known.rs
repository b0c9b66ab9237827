//! The estate as a list meets it.

use std::collections::BTreeMap;

use ledger::{RecordId, State};

use super::{
    doors::{Door, Place},
    plan::Home,
    value,
};
use crate::{Building, Lang, Resident, Unit};

/// What the estate has, found by what a list says.
pub(super) struct Known<'a> {
    pub(super) buildings: BTreeMap<String, RecordId>,
    by_key: BTreeMap<String, Unit<'a>>,
    by_place: BTreeMap<(RecordId, String, String), Unit<'a>>,
    pub(super) residents: BTreeMap<RecordId, Vec<Resident<'a>>>,
}

impl<'a> Known<'a> {
    pub(super) fn of(state: &'a State) -> Self {
        let mut known = Self {
            buildings: BTreeMap::new(),
            by_key: BTreeMap::new(),
            by_place: BTreeMap::new(),
            residents: Resident::by_unit(state),
        };
        let buildings = Building::all(state);
        // What the office calls it says more than what the estate does.
        for building in &buildings {
            known.add_building(building.key(), building.id);
        }
        for building in &buildings {
            for lang in Lang::ALL {
                known.add_building(building.name(lang), building.id);
            }
        }
        // A unit that is walked is meant before one that is gone.
        let (here, gone): (Vec<_>, Vec<_>) = Unit::known(state).partition(|unit| !unit.is_gone());
        for unit in here.into_iter().chain(gone) {
            let key = value::plain(unit.key());
            if !key.is_empty() {
                known.by_key.entry(key).or_insert(unit);
            }
            if let Some(building) = unit.building() {
                let place = (
                    building,
                    value::entrance(unit.entrance()),
                    value::label(unit.label()),
                );
                known.by_place.entry(place).or_insert(unit);
            }
        }
        known
    }

    fn add_building(&mut self, name: &str, id: RecordId) {
        let name = value::building(name);
        if !name.is_empty() {
            self.buildings.entry(name).or_insert(id);
        }
    }

    pub(super) fn find(&self, door: &Door, home: Home) -> Match<'a> {
        let key = door.key.as_deref().map(value::plain);
        let by_key = key.and_then(|key| self.by_key.get(&key)).copied();
        let mut found = Match {
            home,
            by_key,
            there: None,
        };
        if let Some(building) = found.building() {
            let Place {
                entrance, label, ..
            } = &door.place;
            let place = (building, entrance.clone(), label.clone());
            found.there = self.by_place.get(&place).copied();
        }
        found
    }
}

/// Units of the estate that may be a door of the list.
#[derive(Clone, Copy)]
pub(super) struct Match<'a> {
    pub(super) home: Home,
    pub(super) by_key: Option<Unit<'a>>,
    pub(super) there: Option<Unit<'a>>,
}

impl Match<'_> {
    pub(super) fn building(&self) -> Option<RecordId> {
        match self.home {
            Home::Known(id) => Some(id),
            Home::New(_) => None,
        }
    }

    /// Whether key and place are those of two doors.
    pub(super) fn is_doubtful(&self) -> bool {
        let both = self.by_key.zip(self.there);
        both.is_some_and(|(keyed, there)| keyed.id != there.id)
    }
}

/// Whether another unit of the building, also one that is gone, has this entrance and label.
pub fn label_in_use(
    state: &State,
    building: RecordId,
    (entrance, label): (&str, &str),
    but: Option<RecordId>,
) -> bool {
    let place = |entrance: &str, label: &str| (value::entrance(entrance), value::label(label));
    let wanted = place(entrance, label);
    Unit::known(state)
        .filter(|unit| unit.building() == Some(building) && Some(unit.id) != but)
        .any(|unit| place(unit.entrance(), unit.label()) == wanted)
}
