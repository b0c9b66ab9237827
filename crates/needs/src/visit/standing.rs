//! What is still to be done at a door, and how often one goes there.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Weekday};
use ledger::{Change, Fields, RecordId, SiteId, State};

use super::{Attempt, Group, Outcome, disposition, handed};
use crate::Site;

/// After so many attempts a door where nobody was met is left alone, unless a site says otherwise.
pub const ATTEMPTS: usize = 3;
/// A door that was tried so many times more than asked is left alone whatever the hours.
const PATIENCE: usize = 2;

/// A part of the week in which to try a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// Monday to Friday, until six in the evening.
    Day,
    /// Monday to Friday, from six in the evening.
    Evening,
    /// Saturday and Sunday.
    Weekend,
}

impl Slot {
    /// Every part, as they are named.
    pub const ALL: [Self; 3] = [Self::Day, Self::Evening, Self::Weekend];
    /// The first hour of the evening.
    const EVENING: u32 = 18;

    /// The part that a time lies in.
    pub fn of(at: NaiveDateTime) -> Self {
        match at.weekday() {
            Weekday::Sat | Weekday::Sun => Self::Weekend,
            _ if at.hour() >= Self::EVENING => Self::Evening,
            _ => Self::Day,
        }
    }
}

/// How often a door is tried before a non-contact is final. Source: the field's practice of at
/// least three attempts, spread over day, evening and weekend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// At least so many attempts, from 1.
    pub least: usize,
    /// Whether they have to be spread over day, evening and weekend.
    pub spread: bool,
    /// Whether the office asks for the position of visits; each person still allows it or not.
    pub position: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            least: ATTEMPTS,
            spread: true,
            position: false,
        }
    }
}

const LEAST: &str = "attempts_least";
const SPREAD: &str = "attempts_spread";
const POSITION: &str = "visit_position";

impl Rules {
    /// The most attempts that can be asked for.
    pub const MOST: usize = 9;

    /// The rules of the site, which stand in its own record.
    pub fn of(state: &State) -> Self {
        let usual = Self::default();
        let Some((_, record)) = state.records(Site::KIND).next() else {
            return usual;
        };
        let least = record.integer(LEAST).and_then(|n| usize::try_from(n).ok());
        let flag = |field: &str, usual: bool| record.get(field).map_or(usual, |on| *on == true);
        Self {
            least: least.unwrap_or(usual.least).clamp(1, Self::MOST),
            spread: flag(SPREAD, usual.spread),
            position: flag(POSITION, usual.position),
        }
    }

    /// Writes them.
    pub fn change(self, site: SiteId) -> Change {
        Change {
            kind: Site::KIND.to_owned(),
            id: RecordId(site.0),
            set: Fields::from([
                (LEAST.to_owned(), self.least.into()),
                (SPREAD.to_owned(), self.spread.into()),
                (POSITION.to_owned(), self.position.into()),
            ]),
        }
    }
}

/// What there is to do at a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has been there.
    Untried,
    /// To be tried again; how often it was tried.
    Again(usize),
    /// At a time that the resident named.
    Appointment(NaiveDateTime),
    /// A form is to be fetched; it has been out since this day, where that is known.
    FormLeft(Option<NaiveDate>),
    /// Nothing: the disposition stands.
    Settled(Outcome),
}

/// What there is to do at a door with this history, of which surveys are a part, by the usual
/// rules.
pub fn standing(attempts: &[Attempt<'_>]) -> Standing {
    standing_by(attempts, Rules::default())
}

/// The same by a site's own rules.
pub fn standing_by(attempts: &[Attempt<'_>], rules: Rules) -> Standing {
    let Some(outcome) = disposition(attempts) else {
        return Standing::Untried;
    };
    let last = attempts.last();
    match outcome.group() {
        Group::Complete | Group::Partial | Group::Refusal | Group::NotEligible => {
            return Standing::Settled(outcome);
        }
        _ => {}
    }
    if let Some(at) = last.and_then(|last| last.appointment) {
        return Standing::Appointment(at);
    }
    // Whoever finds nobody there has still a form to fetch.
    if let Some((since, _)) = handed(attempts).out {
        return Standing::FormLeft(local(since).map(|at| at.date()));
    }
    match last.map(|last| last.outcome) {
        Some(Outcome::Unable | Outcome::Language | Outcome::Away | Outcome::NotFound) => {
            Standing::Settled(outcome)
        }
        _ if is_enough(attempts, rules) => Standing::Settled(outcome),
        _ => Standing::Again(attempts.len()),
    }
}

fn is_enough(attempts: &[Attempt<'_>], rules: Rules) -> bool {
    attempts.len() >= rules.least * PATIENCE
        || (attempts.len() >= rules.least && still_to_try(attempts, rules).is_empty())
}

/// The parts of the week in which nobody has been at the door yet, as far as the rules ask for
/// them: with fewer attempts than parts, as many as attempts.
pub fn still_to_try(attempts: &[Attempt<'_>], rules: Rules) -> Vec<Slot> {
    if !rules.spread {
        return Vec::new();
    }
    let tried: Vec<Slot> = attempts
        .iter()
        .filter_map(|attempt| local(attempt.wall).map(Slot::of))
        .collect();
    let mut open = Vec::from(Slot::ALL);
    open.retain(|slot| !tried.contains(slot));
    let wanted = Slot::ALL.len().min(rules.least);
    let seen = Slot::ALL.len() - open.len();
    if seen >= wanted {
        open.clear();
    }
    open
}

/// The time on the wall when something was written.
fn local(wall: &str) -> Option<NaiveDateTime> {
    Some(DateTime::parse_from_rfc3339(wall).ok()?.naive_local())
}
