//! The round: doors in walking order, what has been done behind each, and how far the campaign is.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta};
use ledger::{RecordId, State};

use crate::{
    Assignments, Building, Campaign, Members, Purpose, Unit,
    visit::{self, Outcome, Rules, Standing, attempts, standing_by},
};

/// Every door of a site in walking order, as a campaign finds it. It is read in one pass over the
/// records, and whoever shows a part of it keeps it until the ledger changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// The campaign, if there is one.
    pub campaign: Option<RecordId>,
    /// The buildings with their doors, in walking order.
    pub blocks: Vec<Block>,
    /// How far the campaign has got with surveys.
    pub survey: Coverage,
    /// How far with interviews.
    pub interview: Coverage,
}

/// A building with its doors in walking order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The building.
    pub building: RecordId,
    /// Its doors.
    pub doors: Vec<Door>,
}

/// A unit and what a campaign has of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Door {
    /// The unit.
    pub unit: RecordId,
    /// Whether it belongs to the campaign. One that does not can be opened and is never walked to.
    pub counts: bool,
    /// Who walks it, if that has been said.
    pub person: Option<RecordId>,
    /// Whether a survey was finished.
    pub surveyed: bool,
    /// Whether an interview was finished.
    pub interviewed: bool,
    /// What is still to be done here for the survey.
    pub standing: Standing,
    /// What came of the last attempt, and on which day it was.
    pub last: Option<(Outcome, NaiveDate)>,
}

/// How long before an appointment the door comes to the front of the round.
const AHEAD: TimeDelta = TimeDelta::minutes(15);

impl Door {
    /// Whether to go there now: nobody has been there, another try is due on another day than the
    /// last, or the time that the resident named has come.
    pub fn is_due(&self, now: NaiveDateTime) -> bool {
        match self.standing {
            Standing::Untried => true,
            Standing::Again(_) | Standing::FormLeft(_) => {
                self.last.is_none_or(|(_, day)| day < now.date())
            }
            Standing::Appointment(at) => at - AHEAD <= now,
            Standing::Settled(_) => false,
        }
    }

    /// The time that the resident named, if it is still to come or was missed.
    pub fn appointment(&self) -> Option<NaiveDateTime> {
        match self.standing {
            Standing::Appointment(at) => Some(at),
            _ => None,
        }
    }

    /// Whether this person walks it: it is given to them, or to nobody.
    pub fn is_of(&self, person: RecordId) -> bool {
        self.person.is_none_or(|walks| walks == person)
    }

    const fn untried(unit: RecordId) -> Self {
        Self {
            unit,
            counts: true,
            person: None,
            surveyed: false,
            interviewed: false,
            standing: Standing::Untried,
            last: None,
        }
    }
}

/// How many units a campaign has reached, and how many it has to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Units of the campaign's frame, whoever of them was drawn.
    pub units: usize,
    /// Units reached, each counted once.
    pub reached: usize,
    /// Units to reach.
    pub target: usize,
}

impl Round {
    /// The round as a campaign finds it; without one, every door is as yet untried.
    pub fn read(state: &State, campaign: Option<Campaign<'_>>) -> Self {
        // In the order of their ids, so that a door is found by halving.
        let units: Vec<Unit<'_>> = Unit::all(state).collect();
        let mut doors: Vec<Door> = units.iter().map(|unit| Door::untried(unit.id)).collect();
        let mut round = Self::default();
        if let Some(campaign) = campaign {
            mark(state, campaign, &mut doors);
            plan(state, campaign, &units, &mut doors);
            let frame = Members::in_frame(state, campaign);
            let framed = units.iter().zip(&doors);
            let framed = framed.filter(|(unit, _)| frame.has(**unit));
            let framed: Vec<Door> = framed.map(|(_, door)| *door).collect();
            round.campaign = Some(campaign.id);
            round.survey = coverage(&framed, campaign, Purpose::Survey);
            round.interview = coverage(&framed, campaign, Purpose::Interview);
        }
        round.blocks = blocks(state, units, doors);
        round
    }

    /// Every door in walking order, with its building.
    pub fn doors(&self) -> impl Iterator<Item = (&Block, &Door)> {
        let blocks = self.blocks.iter();
        blocks.flat_map(|block| block.doors.iter().map(move |door| (block, door)))
    }

    /// One building's doors.
    pub fn block(&self, building: RecordId) -> Option<&Block> {
        self.blocks.iter().find(|block| block.building == building)
    }

    /// One door.
    pub fn door(&self, unit: RecordId) -> Option<&Door> {
        let mut doors = self.blocks.iter().flat_map(|block| &block.doors);
        doors.find(|door| door.unit == unit)
    }

    /// The door to walk to: one where an appointment is due, the earliest first; else the first in
    /// walking order, after `after` where that is given. Doors for which `busy` holds are left out.
    pub fn next_door(
        &self,
        now: NaiveDateTime,
        after: Option<RecordId>,
        busy: impl Fn(&Door) -> bool,
    ) -> Option<(&Block, &Door)> {
        // Without a campaign nobody is asked.
        self.campaign?;
        let due = |(_, door): &(&Block, &Door)| door.counts && door.is_due(now) && !busy(door);
        let promised = self
            .doors()
            .filter_map(|found| Some((found.1.appointment()?, found)))
            .filter(|(_, found)| due(found))
            .min_by_key(|(at, _)| *at);
        let after = self.doors().position(|(_, door)| Some(door.unit) == after);
        let from = after.map_or(0, |position| position + 1);
        promised
            .map(|(_, found)| found)
            .or_else(|| self.doors().skip(from).find(due))
            .or_else(|| self.doors().find(due))
    }
}

/// Notes what the campaign has of each door; `doors` are in the order of their units' ids.
fn mark(state: &State, campaign: Campaign<'_>, doors: &mut [Door]) {
    let find = |doors: &mut [Door], unit| doors.binary_search_by_key(&unit, |door| door.unit).ok();
    for (unit, purpose, _) in visit::finished_in(state, campaign.id) {
        if let Some(at) = find(doors, unit) {
            match purpose {
                Purpose::Survey => doors[at].surveyed = true,
                Purpose::Interview => doors[at].interviewed = true,
            }
        }
    }
    let rules = Rules::of(state);
    for (unit, tried) in attempts(state, Some(campaign.id)) {
        if let Some(at) = find(doors, unit) {
            doors[at].standing = standing_by(&tried, rules);
            doors[at].last = tried.last().and_then(outcome_and_day);
        }
    }
}

/// Notes which doors the campaign asks, and who walks to them; `doors` are those of `units`.
fn plan(state: &State, campaign: Campaign<'_>, units: &[Unit<'_>], doors: &mut [Door]) {
    let members = Members::of(state, Some(campaign));
    let assignments = Assignments::of(state, campaign.id);
    for (unit, door) in units.iter().zip(doors) {
        door.counts = members.has(*unit);
        door.person = assignments.person(*unit);
    }
}

fn outcome_and_day(attempt: &visit::Attempt<'_>) -> Option<(Outcome, NaiveDate)> {
    let when = DateTime::parse_from_rfc3339(attempt.wall).ok()?;
    Some((attempt.outcome, when.date_naive()))
}

/// The buildings in walking order, each with its doors.
fn blocks(state: &State, units: Vec<Unit<'_>>, doors: Vec<Door>) -> Vec<Block> {
    let buildings = Building::all(state);
    let mut places: Vec<(RecordId, usize)> = (0..)
        .zip(&buildings)
        .map(|(at, building)| (building.id, at))
        .collect();
    places.sort_unstable();
    let mut filled: Vec<Vec<(Unit<'_>, Door)>> = buildings.iter().map(|_| Vec::new()).collect();
    for (unit, door) in units.into_iter().zip(doors) {
        let found = unit
            .building()
            .and_then(|id| places.binary_search_by_key(&id, |(id, _)| *id).ok());
        if let Some(found) = found {
            filled[places[found].1].push((unit, door));
        }
    }
    buildings
        .into_iter()
        .zip(filled)
        .map(|(building, mut doors)| {
            building.walk().sort(&mut doors);
            Block {
                building: building.id,
                doors: doors.into_iter().map(|(_, door)| door).collect(),
            }
        })
        .collect()
}

/// How far a campaign has got with one purpose.
fn coverage(doors: &[Door], campaign: Campaign<'_>, purpose: Purpose) -> Coverage {
    let reached = doors.iter().filter(|door| match purpose {
        Purpose::Survey => door.surveyed,
        Purpose::Interview => door.interviewed,
    });
    Coverage {
        units: doors.len(),
        reached: reached.count(),
        target: target(doors.len(), campaign.target_percent(purpose)),
    }
}

/// The fewest units that are more than `percent` of all (work instruction 4.3.2: 大于30%以上).
pub fn target(units: usize, percent: u32) -> usize {
    (units * percent as usize / 100 + 1).min(units)
}
