//! Who walks what: a person for each building of a campaign, and for single units another.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Cell, Change, Fields, RecordId, State};
use serde_json::Value;

use crate::{
    Unit,
    derived::{self, derived},
};

/// Who walks what in a campaign. Built once, and then asked about any number of units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assignments {
    /// The person of each building.
    pub buildings: BTreeMap<RecordId, RecordId>,
    /// The person of each unit that somebody else walks than its building.
    pub units: BTreeMap<RecordId, RecordId>,
}

/// A round or a part of it that went from one person to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover<'a> {
    /// The building; `None` where it was a single unit.
    pub building: Option<RecordId>,
    /// The unit; `None` where it was a building.
    pub unit: Option<RecordId>,
    /// Who walked it before.
    pub from: RecordId,
    /// Who walks it now; `None` where nobody does.
    pub to: Option<RecordId>,
    /// Who wrote so.
    pub actor: RecordId,
    /// When, by the clock of the device (RFC 3339).
    pub wall: &'a str,
}

impl Assignments {
    /// The kind of its records.
    pub const KIND: &'static str = "assignment";

    /// Who walks what in a campaign.
    pub fn of(state: &State, campaign: RecordId) -> Self {
        let campaign = campaign.to_string();
        let mut all = Self::default();
        for (_, record) in state.records(Self::KIND) {
            if record.text("campaign") != Some(&campaign) {
                continue;
            }
            if let Some(person) = record.link("person") {
                if let Some(unit) = record.link("unit") {
                    all.units.insert(unit, person);
                } else if let Some(building) = record.link("building") {
                    all.buildings.insert(building, person);
                }
            }
        }
        all
    }

    /// Who walks to a unit.
    pub fn person(&self, unit: Unit<'_>) -> Option<RecordId> {
        if self.buildings.is_empty() && self.units.is_empty() {
            return None;
        }
        let own = self.units.get(&unit.id).copied();
        own.or_else(|| self.buildings.get(&unit.building()?).copied())
    }

    /// Shares doors out so that everyone has nearly as many and walks least: along the round, the
    /// next person begins where the last one ends. Where a building ends within a twentieth of a
    /// share, they change there. `blocks` are the buildings in walking order with their doors.
    pub fn balanced(blocks: &[(RecordId, Vec<RecordId>)], people: &[RecordId]) -> Self {
        let doors: usize = blocks.iter().map(|(_, doors)| doors.len()).sum();
        let mut ends = Vec::with_capacity(blocks.len());
        let mut sum = 0;
        for (_, doors) in blocks {
            sum += doors.len();
            ends.push(sum);
        }
        let near = doors / people.len().max(1) / 20;
        let cuts = (1..people.len()).map(|nth| {
            let ideal = nth * doors / people.len();
            let boundary = ends.iter().min_by_key(|end| end.abs_diff(ideal));
            match boundary {
                Some(end) if end.abs_diff(ideal) <= near => *end,
                _ => ideal,
            }
        });
        let cuts: Vec<usize> = cuts.collect();
        let mut all = Self::default();
        let mut at = 0;
        for (building, doors) in blocks {
            let walkers =
                (at..at + doors.len()).map(|door| cuts.partition_point(|cut| *cut <= door));
            let walkers: Vec<usize> = walkers.collect();
            at += doors.len();
            // Whoever has most of it has the building, the others have units.
            let most = (0..people.len())
                .max_by_key(|who| walkers.iter().filter(|one| *one == who).count());
            let (Some(most), false) = (most, doors.is_empty()) else {
                continue;
            };
            all.buildings.insert(*building, people[most]);
            for (door, walker) in doors.iter().zip(walkers) {
                if walker != most {
                    all.units.insert(*door, people[walker]);
                }
            }
        }
        all
    }

    /// Gives a building to somebody, with all its units.
    pub fn give_building(&mut self, state: &State, building: RecordId, to: Option<RecordId>) {
        match to {
            Some(to) => self.buildings.insert(building, to),
            None => self.buildings.remove(&building),
        };
        self.units.retain(|unit, _| {
            let unit = Unit::find(state, *unit).and_then(Unit::building);
            unit != Some(building)
        });
    }

    /// Gives a unit to somebody; `None` leaves it to whoever has its building.
    pub fn give_unit(&mut self, unit: RecordId, to: Option<RecordId>) {
        match to {
            Some(to) => self.units.insert(unit, to),
            None => self.units.remove(&unit),
        };
    }

    /// Hands everything that one person has over to another; with `only`, what they have in that
    /// building.
    pub fn hand_over(
        &mut self,
        state: &State,
        (from, to): (RecordId, RecordId),
        only: Option<RecordId>,
    ) {
        for (building, person) in &mut self.buildings {
            if *person == from && only.is_none_or(|only| only == *building) {
                *person = to;
            }
        }
        for (unit, person) in &mut self.units {
            let here = || Unit::find(state, *unit).and_then(Unit::building) == only;
            if *person == from && (only.is_none() || here()) {
                *person = to;
            }
        }
    }

    /// What has to be written so that it is as here and no more as `before`.
    pub fn changes(&self, before: &Self, campaign: RecordId) -> Vec<Change> {
        let buildings = differences(&before.buildings, &self.buildings);
        let units = differences(&before.units, &self.units);
        let buildings = buildings.map(|(id, person)| ("building", id, person));
        let units = units.map(|(id, person)| ("unit", id, person));
        let changes = buildings.chain(units);
        changes
            .map(|(what, id, person)| {
                let link = |id: RecordId| Value::from(id.to_string());
                Change {
                    kind: Self::KIND.to_owned(),
                    id: derived(derived::ASSIGNMENT, campaign, id),
                    set: Fields::from([
                        ("campaign".to_owned(), link(campaign)),
                        (what.to_owned(), link(id)),
                        ("person".to_owned(), person.map_or(Value::Null, link)),
                    ]),
                }
            })
            .collect()
    }
}

/// What has another person than before, or none any more.
fn differences<'a>(
    before: &'a BTreeMap<RecordId, RecordId>,
    after: &'a BTreeMap<RecordId, RecordId>,
) -> impl Iterator<Item = (RecordId, Option<RecordId>)> + 'a {
    let known: BTreeSet<RecordId> = before.keys().chain(after.keys()).copied().collect();
    known.into_iter().filter_map(|id| {
        let (was, is) = (before.get(&id), after.get(&id));
        (was != is).then_some((id, is.copied()))
    })
}

/// Who walks to a unit. For more than one unit, build [`Assignments`] once.
pub fn assigned(state: &State, campaign: RecordId, unit: Unit<'_>) -> Option<RecordId> {
    let person = |what| {
        let id = derived(derived::ASSIGNMENT, campaign, what);
        state.record(Assignments::KIND, id)?.link("person")
    };
    person(unit.id).or_else(|| person(unit.building()?))
}

/// What went from one person to another in a campaign, the last one first.
pub fn handovers(state: &State, campaign: RecordId) -> Vec<Handover<'_>> {
    let campaign = campaign.to_string();
    let mut all: Vec<(&Cell, Handover<'_>)> = Vec::new();
    for (_, record) in state.records(Assignments::KIND) {
        if record.text("campaign") != Some(&campaign) {
            continue;
        }
        let mut from = None;
        for cell in record.versions("person") {
            let to: Option<RecordId> = cell.value.as_str().and_then(|id| id.parse().ok());
            if let Some(from) = from.filter(|from| Some(*from) != to) {
                let handover = Handover {
                    building: record.link("building"),
                    unit: record.link("unit"),
                    from,
                    to,
                    actor: cell.touch().actor,
                    wall: &cell.touch().wall,
                };
                all.push((cell, handover));
            }
            from = to;
        }
    }
    all.sort_by_key(|(cell, _)| std::cmp::Reverse(cell.time()));
    all.into_iter().map(|(_, handover)| handover).collect()
}
