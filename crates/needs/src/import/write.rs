//! A plan as changes to be written.

use chrono::NaiveDate;
use ledger::{Change, Fields, RecordId, State};

use super::{
    plan::{Home, Plan},
    value,
};
use crate::{Building, BuildingFacts, BuildingName, Resident, ResidentFacts, Unit, UnitFacts};

/// What a person accepts of what a plan only offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// Units that the list no longer has are marked as gone.
    pub gone: bool,
    /// Residents whom the list no longer names have moved out by this day.
    pub moved_out: Option<NaiveDate>,
}

impl Plan {
    /// The changes, in an order in which any first part of them makes sense: the rest comes when
    /// the same list is imported again. `id` makes ids for new records.
    pub fn changes(
        &self,
        state: &State,
        accepted: Accepted,
        id: &mut impl FnMut() -> RecordId,
    ) -> Vec<Change> {
        let mut changes = Vec::new();
        let buildings = self.new_buildings_written(state, id, &mut changes);
        let mut order = Places::of(state);
        for unit in self.in_walking_order() {
            let building = unit.home.map(|home| match home {
                Home::Known(id) => id,
                Home::New(at) => buildings[at],
            });
            let new = unit.id.is_none();
            let place = building.filter(|_| new).map(|id| order.next(id));
            let of_unit = unit.id.unwrap_or_else(&mut *id);
            let facts = UnitFacts {
                building,
                order: place,
                ..UnitFacts::default()
            };
            let mut set = Unit::set(of_unit, facts).set;
            set.extend(unit.set.clone());
            push(&mut changes, Unit::KIND, of_unit, set);
            for (resident, set) in &unit.people {
                let facts = ResidentFacts {
                    unit: resident.is_none().then_some(of_unit),
                    ..ResidentFacts::default()
                };
                let resident = resident.unwrap_or_else(&mut *id);
                let mut whole = Resident::set(resident, facts).set;
                whole.extend(set.clone());
                push(&mut changes, Resident::KIND, resident, whole);
            }
        }
        if accepted.gone {
            let gone = UnitFacts {
                gone: Some(true),
                ..UnitFacts::default()
            };
            changes.extend(self.missing.iter().map(|unit| Unit::set(*unit, gone)));
        }
        if let Some(day) = accepted.moved_out {
            let left = ResidentFacts {
                left: Some(Some(day)),
                ..ResidentFacts::default()
            };
            let left = self.not_named.iter().map(|one| Resident::set(*one, left));
            changes.extend(left);
        }
        changes
    }

    fn new_buildings_written(
        &self,
        state: &State,
        id: &mut impl FnMut() -> RecordId,
        changes: &mut Vec<Change>,
    ) -> Vec<RecordId> {
        let last = Building::all(state).into_iter().map(Building::order);
        let last = last.filter(|order| *order < i64::MAX).max().unwrap_or(0);
        let written = (last + 1..).zip(&self.buildings).map(|(order, name)| {
            let building = id();
            let named = BuildingName::of(name);
            let facts = BuildingFacts {
                name: Some(named.texts()),
                order: Some(order),
                key: Some(name),
                ..BuildingFacts::default()
            };
            changes.push(Building::set(building, facts));
            building
        });
        written.collect()
    }

    /// Units as a round goes through them: by entrance, from the top down, by label.
    fn in_walking_order(&self) -> Vec<&super::plan::PlannedUnit> {
        let mut units: Vec<_> = self.units.iter().collect();
        let text = |set: &Fields, field| {
            let text = set.get(field).and_then(|value| value.as_str());
            value::natural(text.unwrap_or_default())
        };
        units.sort_by_cached_key(|unit| {
            let floor = unit.set.get("floor").and_then(serde_json::Value::as_i64);
            let floor = floor.unwrap_or_default();
            (
                text(&unit.set, "entrance"),
                -floor,
                text(&unit.set, "label"),
            )
        });
        units
    }
}

fn push(changes: &mut Vec<Change>, kind: &str, id: RecordId, set: Fields) {
    if !set.is_empty() {
        changes.push(Change {
            kind: kind.to_owned(),
            id,
            set,
        });
    }
}

/// The next free place in the walking order of each building.
struct Places(std::collections::BTreeMap<RecordId, i64>);

impl Places {
    fn of(state: &State) -> Self {
        let mut last = std::collections::BTreeMap::new();
        for unit in Unit::known(state).filter(|unit| unit.order() < i64::MAX) {
            if let Some(building) = unit.building() {
                let place = last.entry(building).or_insert(0);
                *place = unit.order().max(*place);
            }
        }
        Self(last)
    }

    fn next(&mut self, building: RecordId) -> i64 {
        let place = self.0.entry(building).or_insert(0);
        *place += 1;
        *place
    }
}
