//! The round: doors in walking order, what has been done behind each, and how far the campaign is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta};
use ledger::{RecordId, State, gather};

use crate::{
    Building, Campaign, Purpose, Questionnaire, Response, Unit,
    visit::{self, Outcome, Standing, attempts, standing},
};

/// A building with its doors in walking order.
#[derive(Clone, Debug)]
pub struct Block<'a> {
    /// The building.
    pub building: Building<'a>,
    /// Its doors.
    pub doors: Vec<Door<'a>>,
}

/// A unit and what a campaign has of it.
#[derive(Clone, Copy, Debug)]
pub struct Door<'a> {
    /// The unit.
    pub unit: Unit<'a>,
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

impl Door<'_> {
    /// Whether to go there now: nobody has been there, another try is due on another day than the
    /// last, or the time that the resident named has come.
    pub fn is_due(&self, now: NaiveDateTime) -> bool {
        match self.standing {
            Standing::Untried => true,
            Standing::Again(_) | Standing::FormLeft => {
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
}

/// How many units a campaign has reached, and how many it has to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Units in all.
    pub units: usize,
    /// Units reached, each counted once.
    pub reached: usize,
    /// Units to reach.
    pub target: usize,
}

/// Units with a finished response to a questionnaire of this purpose in the campaign.
fn reached(state: &State, campaign: RecordId, purpose: Purpose) -> BTreeSet<RecordId> {
    let forms = Questionnaire::all(state).into_iter();
    let forms = forms.filter(|form| form.purpose() == purpose);
    let forms: BTreeSet<RecordId> = gather(forms.map(|form| form.id));
    let responses = Response::all(state)
        .into_iter()
        .filter(|response| response.campaign() == Some(campaign) && !response.refused())
        .filter(|response| response.form().is_some_and(|form| forms.contains(&form)))
        .filter_map(Response::unit);
    // Whoever may not read a response still knows from the visit that there is one.
    let mut units = visit::finished_at(state, campaign, (purpose, &forms));
    units.extend(responses);
    units
}

/// Every building with its doors, in walking order, as the campaign finds them.
pub fn blocks<'a>(state: &'a State, campaign: Option<Campaign<'a>>) -> Vec<Block<'a>> {
    let reached = |purpose| campaign.map(|campaign| reached(state, campaign.id, purpose));
    let surveyed = reached(Purpose::Survey).unwrap_or_default();
    let interviewed = reached(Purpose::Interview).unwrap_or_default();
    let tried = campaign.map(|campaign| attempts(state, Some(campaign.id)));
    let tried = tried.unwrap_or_default();
    let mut by_building: BTreeMap<RecordId, Vec<Door<'a>>> = BTreeMap::new();
    for unit in Unit::all(state) {
        let Some(building) = unit.building() else {
            continue;
        };
        let tried = tried.get(&unit.id).map_or(&[][..], Vec::as_slice);
        by_building.entry(building).or_default().push(Door {
            unit,
            standing: standing(tried),
            last: tried.last().and_then(outcome_and_day),
            surveyed: surveyed.contains(&unit.id),
            interviewed: interviewed.contains(&unit.id),
        });
    }
    Building::all(state)
        .into_iter()
        .map(|building| {
            let mut doors = by_building.remove(&building.id).unwrap_or_default();
            doors.sort_unstable_by_key(|door| (door.unit.order(), door.unit.id));
            Block { building, doors }
        })
        .collect()
}

fn outcome_and_day(attempt: &visit::Attempt<'_>) -> Option<(Outcome, NaiveDate)> {
    let when = DateTime::parse_from_rfc3339(attempt.wall).ok()?;
    Some((attempt.outcome, when.date_naive()))
}

/// The door to walk to: one where an appointment is due, the earliest first; else the first in
/// walking order, after `after` where that is given. Doors for which `busy` holds are left out.
pub fn next_door<'a, 's>(
    blocks: &'a [Block<'s>],
    now: NaiveDateTime,
    after: Option<RecordId>,
    busy: impl Fn(RecordId) -> bool,
) -> Option<(&'a Block<'s>, &'a Door<'s>)> {
    let doors = || {
        blocks
            .iter()
            .flat_map(|block| block.doors.iter().map(move |door| (block, door)))
    };
    let due = |(_, door): &(&Block<'_>, &Door<'_>)| door.is_due(now) && !busy(door.unit.id);
    let promised = doors()
        .filter(due)
        .filter_map(|found| Some((found.1.appointment()?, found)))
        .min_by_key(|(at, _)| *at);
    let after = doors().position(|(_, door)| Some(door.unit.id) == after);
    let from = after.map_or(0, |position| position + 1);
    promised
        .map(|(_, found)| found)
        .or_else(|| doors().skip(from).find(due))
        .or_else(|| doors().find(due))
}

/// How far a campaign has got with one purpose.
pub fn coverage(state: &State, campaign: Campaign<'_>, purpose: Purpose) -> Coverage {
    let units: BTreeSet<RecordId> = gather(Unit::all(state).map(|unit| unit.id));
    let reached = reached(state, campaign.id, purpose)
        .intersection(&units)
        .count();
    let target = target(units.len(), campaign.target_percent(purpose));
    Coverage {
        units: units.len(),
        reached,
        target,
    }
}

/// The fewest units that are more than `percent` of all (work instruction 4.3.2: 大于30%以上).
pub fn target(units: usize, percent: u32) -> usize {
    (units * percent as usize / 100 + 1).min(units)
}
