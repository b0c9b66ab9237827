//! How far a campaign has got: building by building, person by person, day by day, and how sure
//! the figures are.
//!
//! [`Progress::read`] derives everything in one pass over the doors; nothing of it is stored. A
//! [`ProgressBook`] keeps the counts while it is looked at, and follows the ledger. A door is
//! counted once: each is in exactly one [`Part`], belongs to one building and at most to
//! one person, and a survey or an interview counts on the day on which the first one at that door
//! was finished. So parts, buildings, people and days each add up to the whole.

mod bias;
mod book;
mod counts;
mod doors;
mod interval;
mod pace;
mod tally;

use chrono::NaiveDate;
use ledger::{RecordId, State};

pub use bias::{Class, Comparison, Group, SIZES, Trait, Verdict};
pub use book::ProgressBook;
pub use doors::Part;
pub use interval::{Interval, interval, margin};
pub use pace::{Goal, Outlook, Pace};
pub use tally::{Share, Tally};

use crate::Campaign;

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
        ProgressBook::default().follow(state, campaign, today, scope)
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
