//! An attempt at a door, as it is shown and counted.

use chrono::NaiveDateTime;
use ledger::{Hlc, RecordId, Touch};

use super::{Outcome, Position};

/// Why somebody refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalReason {
    /// No time.
    NoTime,
    /// Not interested.
    NotInterested,
    /// Does not want to give personal data.
    Privacy,
    /// Is dissatisfied with the company.
    Dissatisfied,
}

impl RefusalReason {
    /// Every reason, as they are offered.
    pub const ALL: [Self; 4] = [
        Self::NoTime,
        Self::NotInterested,
        Self::Privacy,
        Self::Dissatisfied,
    ];

    /// Its name in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoTime => "no-time",
            Self::NotInterested => "not-interested",
            Self::Privacy => "privacy",
            Self::Dissatisfied => "dissatisfied",
        }
    }

    /// The reason that an answer of a questionnaire names: `no_time`.
    pub(super) fn answered(choice: &str) -> Option<Self> {
        let named = |reason: &Self| reason.name().replace('-', "_") == choice;
        Self::ALL.into_iter().find(named)
    }
}

/// An attempt: a visit, or a survey that was finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt<'a> {
    /// What came of it.
    pub outcome: Outcome,
    /// The visit's record, if it can be taken back; `None` for a finished survey.
    pub visit: Option<RecordId>,
    /// When, in the order of the ledger.
    pub time: Hlc,
    /// When, by the clock of the device (RFC 3339).
    pub wall: &'a str,
    /// Who was there.
    pub actor: RecordId,
    /// The time that the resident named.
    pub appointment: Option<NaiveDateTime>,
    /// Why somebody refused.
    pub reason: Option<RefusalReason>,
    /// Who refused.
    pub refuser: Option<Refuser>,
    /// What else was noted.
    pub note: Option<&'a str>,
    /// The number on a paper form that was left or fetched.
    pub paper: Option<&'a str>,
    /// Where the device was, if that was allowed and found.
    pub position: Option<Position>,
}

impl<'a> Attempt<'a> {
    /// An attempt of which no more is known.
    pub(super) fn by(outcome: Outcome, touch: &'a Touch) -> Self {
        Self {
            outcome,
            visit: None,
            time: touch.time,
            wall: &touch.wall,
            actor: touch.actor,
            appointment: None,
            reason: None,
            refuser: None,
            note: None,
            paper: None,
            position: None,
        }
    }
}

/// Who refused: it makes the disposition 2.111 or 2.112.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refuser {
    /// Somebody for the whole household.
    Household,
    /// One person for themselves.
    Person,
}

impl Refuser {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Household, Self::Person];

    /// Its name in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Household => "household",
            Self::Person => "person",
        }
    }
}
