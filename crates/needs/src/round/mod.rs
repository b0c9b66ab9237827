//! The round: doors in walking order, what has been done behind each, and how far the campaign is.

mod book;

use std::{collections::BTreeMap, sync::Arc};

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use ledger::{RecordId, State};

use crate::{
    Campaign,
    visit::{Counts, Group, Outcome, Standing},
};

pub use book::RoundBook;

/// Every door of a site in walking order, as a campaign finds it. Whoever shows it keeps a
/// [`RoundBook`], which follows the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// The campaign, if there is one.
    pub campaign: Option<RecordId>,
    /// The buildings with their doors, in walking order. A copy of a round shares them.
    pub blocks: Vec<Arc<Block>>,
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
    /// What all attempts came to; `None` where nobody has been.
    pub disposition: Option<Outcome>,
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
}

/// What the doors of a campaign came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dispositions {
    /// How many came to each outcome.
    pub outcomes: BTreeMap<Outcome, u32>,
    /// How many nobody has been at. They are of unknown eligibility (3.11).
    pub untried: u32,
    /// All of them in the groups that rates are made of.
    pub counts: Counts,
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
        let mut book = RoundBook::default();
        book.follow(state, campaign);
        book.into_round()
    }

    /// Every door in walking order, with its building.
    pub fn doors(&self) -> impl Iterator<Item = (&Block, &Door)> {
        let blocks = self.blocks.iter().map(Arc::as_ref);
        blocks.flat_map(|block| block.doors.iter().map(move |door| (block, door)))
    }

    /// One building's doors.
    pub fn block(&self, building: RecordId) -> Option<&Block> {
        let mut blocks = self.blocks.iter().map(Arc::as_ref);
        blocks.find(|block| block.building == building)
    }

    /// One door.
    pub fn door(&self, unit: RecordId) -> Option<&Door> {
        let mut doors = self.blocks.iter().flat_map(|block| &block.doors);
        doors.find(|door| door.unit == unit)
    }

    /// What the doors that belong to the campaign came to: in one building, or in all.
    pub fn dispositions(&self, building: Option<RecordId>) -> Dispositions {
        let mut all = Dispositions::default();
        let inside = |block: &Block| building.is_none_or(|building| block.building == building);
        let doors = self.doors().filter(|(block, _)| inside(block));
        for (_, door) in doors.filter(|(_, door)| door.counts) {
            match door.disposition {
                Some(outcome) => *all.outcomes.entry(outcome).or_default() += 1,
                None => all.untried += 1,
            }
            let group = door.disposition.map(Outcome::group);
            all.counts.add(group.unwrap_or(Group::UnknownHousehold));
        }
        all
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

/// The fewest units that are more than `percent` of all (work instruction 4.3.2: 大于30%以上).
pub fn target(units: usize, percent: u32) -> usize {
    (units * percent as usize / 100 + 1).min(units)
}
