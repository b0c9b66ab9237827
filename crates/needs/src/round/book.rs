//! The round, kept up with the ledger: what changed is read, and nothing else.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::DateTime;
use ledger::{RecordId, State};

use super::{Block, Coverage, Door, Round, target};
use crate::{
    Building, Campaign, Purpose, Unit,
    ground::{Changed, Ground},
    visit::{disposition, standing_by},
};

/// A round with what it takes to follow the ledger. What it shows is always what [`Round::read`]
/// would read; a property test holds it to that.
#[derive(Clone, Debug, Default)]
pub struct RoundBook {
    ground: Ground,
    /// Every unit that is walked and counted.
    doors: BTreeMap<RecordId, Known>,
    round: Round,
}

/// A door, and where and how it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Known {
    door: Door,
    building: Option<RecordId>,
    /// Whether it belongs to the campaign's frame.
    framed: bool,
}

impl RoundBook {
    /// The round as a campaign finds it now; without one, every door is as yet untried.
    pub fn follow(&mut self, state: &State, campaign: Option<Campaign<'_>>) -> &Round {
        match self.ground.follow(state, campaign, false) {
            Some(changed) => self.take_in(state, &changed),
            None => self.read(state, campaign),
        }
        let percent = |purpose| campaign.map_or(0, |campaign| campaign.target_percent(purpose));
        for (coverage, purpose) in [
            (&mut self.round.survey, Purpose::Survey),
            (&mut self.round.interview, Purpose::Interview),
        ] {
            coverage.target = target(coverage.units, percent(purpose));
        }
        &self.round
    }

    pub(super) fn into_round(self) -> Round {
        self.round
    }

    fn read(&mut self, state: &State, campaign: Option<Campaign<'_>>) {
        self.doors = BTreeMap::new();
        self.round = Round {
            campaign: campaign.map(|campaign| campaign.id),
            ..Round::default()
        };
        let mut units: BTreeMap<RecordId, Vec<(Unit<'_>, Door)>> = BTreeMap::new();
        for unit in Unit::all(state) {
            let known = self.known(state, unit);
            self.count(&known, 1);
            if let Some(building) = known.building {
                units.entry(building).or_default().push((unit, known.door));
            }
            self.doors.insert(unit.id, known);
        }
        let buildings = Building::all(state).into_iter();
        let blocks = buildings.map(|building| {
            let doors = units.remove(&building.id).unwrap_or_default();
            walked(building, doors)
        });
        self.round.blocks = blocks.collect();
    }

    fn take_in(&mut self, state: &State, changed: &Changed) {
        // A change of a building may concern each of its doors: who walks it stands there.
        let mut units = changed.units.clone();
        if !changed.buildings.is_empty() {
            let inside = self.doors.iter().filter(|(_, known)| {
                let building = known.building;
                building.is_some_and(|building| changed.buildings.contains(&building))
            });
            units.extend(inside.map(|(unit, _)| unit));
        }
        let mut rewalked: BTreeSet<RecordId> = changed.buildings.clone();
        for unit in units {
            let now = Unit::find(state, unit).filter(|unit| !unit.is_gone());
            let now = now.map(|unit| self.known(state, unit));
            let before = match now {
                Some(now) => self.doors.insert(unit, now),
                None => self.doors.remove(&unit),
            };
            for (known, step) in [(before, -1), (now, 1)] {
                if let Some(known) = known {
                    self.count(&known, step);
                }
            }
            if changed.moved.contains(&unit) {
                rewalked.extend(
                    [before, now]
                        .into_iter()
                        .filter_map(|known| known?.building),
                );
            } else if let Some(now) = now.filter(|now| before != Some(*now)) {
                self.show(&now);
            }
        }
        if !rewalked.is_empty() {
            self.walk_anew(state, &rewalked);
        }
    }

    /// Puts buildings into their order, and the doors of some of them too.
    fn walk_anew(&mut self, state: &State, rewalked: &BTreeSet<RecordId>) {
        let before = std::mem::take(&mut self.round.blocks).into_iter();
        let mut before: BTreeMap<_, _> = before.map(|block| (block.building, block)).collect();
        let mut units: BTreeMap<RecordId, Vec<(Unit<'_>, Door)>> = BTreeMap::new();
        for (unit, known) in &self.doors {
            if let Some(building) = known.building.filter(|id| rewalked.contains(id))
                && let Some(unit) = Unit::find(state, *unit)
            {
                units.entry(building).or_default().push((unit, known.door));
            }
        }
        let buildings = Building::all(state).into_iter();
        let blocks = buildings.map(|building| {
            let kept = before.remove(&building.id);
            let kept = kept.filter(|_| !rewalked.contains(&building.id));
            kept.unwrap_or_else(|| walked(building, units.remove(&building.id).unwrap_or_default()))
        });
        self.round.blocks = blocks.collect();
    }

    /// What there is to know of a door now.
    fn known(&self, state: &State, unit: Unit<'_>) -> Known {
        let framed = self.ground.frames(state, unit);
        let happened = self.ground.happened(state, unit.id);
        let last = happened.attempts.last();
        let day = last.and_then(|last| DateTime::parse_from_rfc3339(last.wall).ok());
        let door = Door {
            unit: unit.id,
            counts: self.ground.asks(unit.id, framed),
            person: self.ground.person(unit),
            surveyed: happened.surveyed,
            interviewed: happened.interview.is_some(),
            standing: standing_by(&happened.attempts, self.ground.rules()),
            last: last.and_then(|last| Some((last.outcome, day?.date_naive()))),
            disposition: disposition(&happened.attempts),
        };
        Known {
            door,
            building: unit.building(),
            framed,
        }
    }

    /// Counts a door in (1) or out (-1).
    fn count(&mut self, known: &Known, step: isize) {
        if self.round.campaign.is_none() || !known.framed {
            return;
        }
        let door = known.door;
        for (coverage, reached) in [
            (&mut self.round.survey, door.surveyed),
            (&mut self.round.interview, door.interviewed),
        ] {
            let Coverage {
                units,
                reached: all,
                ..
            } = coverage;
            *units = units.saturating_add_signed(step);
            *all = all.saturating_add_signed(if reached { step } else { 0 });
        }
    }

    /// Shows a door as it is now, where it stood before.
    fn show(&mut self, known: &Known) {
        let mut blocks = self.round.blocks.iter_mut();
        let block = blocks.find(|block| Some(block.building) == known.building);
        let Some(block) = block.map(Arc::make_mut) else {
            return;
        };
        let mut doors = block.doors.iter_mut();
        if let Some(door) = doors.find(|door| door.unit == known.door.unit) {
            *door = known.door;
        }
    }
}

/// A building with its doors in walking order.
fn walked(building: Building<'_>, mut doors: Vec<(Unit<'_>, Door)>) -> Arc<Block> {
    building.walk().sort(&mut doors);
    Arc::new(Block {
        building: building.id,
        doors: doors.into_iter().map(|(_, door)| door).collect(),
    })
}
