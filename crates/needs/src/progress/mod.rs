//! How far a campaign has got: building by building, person by person, day by day, and how sure
//! the figures are.
//!
//! [`Progress::read`] derives everything in one pass over the doors; nothing of it is stored. A
//! door is counted once: each is in exactly one [`Part`], belongs to one building and at most to
//! one person, and a survey or an interview counts on the day on which the first one at that door
//! was finished. So parts, buildings, people and days each add up to the whole.

mod bias;
mod doors;
mod interval;
mod pace;
mod tally;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ledger::{RecordId, State};

pub use bias::{Class, Comparison, Group, SIZES, Trait, Verdict};
pub use doors::Part;
pub use interval::{Interval, interval, margin};
pub use pace::{Goal, Outlook, Pace};
pub use tally::{Share, Tally};

use crate::{Building, Campaign, Purpose, round::target};
use doors::{Deed, Period, Seen, seen};

/// What is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// One building alone.
    pub building: Option<RecordId>,
    /// One person's doors and deeds alone.
    pub person: Option<RecordId>,
}

/// What was done on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub date: NaiveDate,
    /// Attempts made.
    pub attempts: usize,
    /// Forms handed out for the first time at a door.
    pub distributed: usize,
    /// Doors from which the first form came back.
    pub returned: usize,
    /// Surveys finished.
    pub surveyed: usize,
    /// Interviews finished.
    pub interviewed: usize,
    /// Doors that refused.
    pub refused: usize,
}

impl Day {
    const fn on(date: NaiveDate) -> Self {
        Self {
            date,
            attempts: 0,
            distributed: 0,
            returned: 0,
            surveyed: 0,
            interviewed: 0,
            refused: 0,
        }
    }
}

/// How far a campaign has got.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// The campaign.
    pub campaign: RecordId,
    /// Its first day.
    pub starts: Option<NaiveDate>,
    /// Its last day.
    pub ends: Option<NaiveDate>,
    /// All doors that are looked at.
    pub total: Tally,
    /// How surveys stand against their target.
    pub survey: Goal,
    /// How interviews do.
    pub interview: Goal,
    /// Building by building, in walking order.
    pub buildings: Vec<Share>,
    /// Person by person, those with the most finished surveys first; last what is nobody's.
    pub people: Vec<Share<Option<RecordId>>>,
    /// The days on which something was done, in order.
    pub days: Vec<Day>,
    /// Those who answered compared with all.
    pub bias: Vec<Comparison>,
}

impl Progress {
    /// How far a campaign has got by the end of `today`. A building's target is its share of the
    /// campaign's.
    pub fn read(state: &State, campaign: Campaign<'_>, today: NaiveDate, scope: Scope) -> Self {
        let (starts, ends) = (campaign.starts(), campaign.ends());
        let mut doors = seen(state, campaign, Period { starts, today });
        if let Some(building) = scope.building {
            doors.retain(|door| door.building == building);
        }
        let bias = bias::compare(state, &doors);
        if let Some(person) = scope.person {
            for door in &mut doors {
                door.only_by(person);
            }
        }
        let total = total(&doors, scope.person);
        let days = days(&doors);
        let goal = |purpose, reached, of: fn(&Day) -> usize| {
            let percent = campaign.target_percent(purpose);
            let went: Vec<_> = days
                .iter()
                .filter(|day| day.attempts + of(day) > 0)
                .collect();
            let went: Vec<_> = went.iter().map(|day| (day.date, of(day))).collect();
            let target = target(total.doors, percent);
            Goal::of((percent, target, reached), &went, today, ends)
        };
        Self {
            campaign: campaign.id,
            starts,
            ends,
            survey: goal(Purpose::Survey, total.surveyed(), |day| day.surveyed),
            interview: goal(Purpose::Interview, total.interviewed, |day| day.interviewed),
            buildings: buildings(state, &doors, scope.person),
            people: people(&doors, scope.person),
            days,
            total,
            bias,
        }
    }

    /// How many doors were surveyed, and how many interviewed, by the end of each day.
    pub fn running(&self) -> impl Iterator<Item = (NaiveDate, usize, usize)> {
        self.days
            .iter()
            .scan((0, 0), |(surveyed, interviewed), day| {
                *surveyed += day.surveyed;
                *interviewed += day.interviewed;
                Some((day.date, *surveyed, *interviewed))
            })
    }
}

/// The doors of a person, or all, with all that was done at any.
fn total(doors: &[Seen<'_>], person: Option<RecordId>) -> Tally {
    let mut total = Tally::default();
    for door in doors {
        add(&mut total, door, person);
    }
    total
}

/// Counts a door where it is the person's, and their deeds wherever they were done.
fn add(tally: &mut Tally, door: &Seen<'_>, person: Option<RecordId>) {
    if person.is_none() || door.whose == person {
        tally.add_door(door);
    }
    tally.add_deeds(door);
}

fn buildings(state: &State, doors: &[Seen<'_>], person: Option<RecordId>) -> Vec<Share> {
    let mut tallies: BTreeMap<RecordId, Tally> = BTreeMap::new();
    for door in doors {
        add(tallies.entry(door.building).or_default(), door, person);
    }
    let order = Building::all(state).into_iter();
    let found = order.filter_map(|building| {
        let tally = tallies.remove(&building.id)?;
        let of = building.id;
        (tally != Tally::default()).then_some(Share { of, tally })
    });
    found.collect()
}

/// Each door is counted for whose it is, each deed for who did it.
fn people(doors: &[Seen<'_>], only: Option<RecordId>) -> Vec<Share<Option<RecordId>>> {
    let mut tallies: BTreeMap<Option<RecordId>, Tally> = BTreeMap::new();
    for door in doors {
        if only.is_none() || door.whose == only {
            tallies.entry(door.whose).or_default().add_door(door);
        }
        let mut deeds = |deeds: &mut dyn Iterator<Item = Deed>, count: fn(&mut Tally)| {
            for deed in deeds {
                count(tallies.entry(Some(deed.by)).or_default());
            }
        };
        deeds(&mut door.attempts.iter().copied(), |tally| {
            tally.attempts += 1;
        });
        deeds(&mut door.handed.into_iter(), |tally| tally.distributed += 1);
        deeds(&mut door.returned.into_iter(), |tally| {
            tally.returned += 1;
        });
        deeds(&mut door.interview.into_iter(), |tally| {
            tally.interviewed += 1;
        });
    }
    let mut people: Vec<_> = tallies
        .into_iter()
        .map(|(of, tally)| Share { of, tally })
        .collect();
    people.sort_by_key(|share| {
        (
            share.of.is_none(),
            std::cmp::Reverse(share.tally.surveyed()),
        )
    });
    people
}

fn days(doors: &[Seen<'_>]) -> Vec<Day> {
    let mut days: BTreeMap<NaiveDate, Day> = BTreeMap::new();
    for door in doors {
        let mut deeds = |deeds: &mut dyn Iterator<Item = Deed>, count: fn(&mut Day)| {
            for deed in deeds {
                count(days.entry(deed.day).or_insert(Day::on(deed.day)));
            }
        };
        deeds(&mut door.attempts.iter().copied(), |day| day.attempts += 1);
        deeds(&mut door.handed.into_iter(), |day| day.distributed += 1);
        deeds(&mut door.returned.into_iter(), |day| day.returned += 1);
        deeds(&mut door.survey.into_iter(), |day| day.surveyed += 1);
        deeds(&mut door.interview.into_iter(), |day| day.interviewed += 1);
        deeds(&mut door.refusal.into_iter(), |day| day.refused += 1);
    }
    days.into_values().collect()
}
