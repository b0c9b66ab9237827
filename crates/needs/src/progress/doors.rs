//! What a campaign has of each door, with who did it and when.

use chrono::NaiveDate;
use ledger::{RecordId, State};

use super::bias::{Class, Trait, classes};
use crate::{
    Building, Unit,
    campaign::day,
    ground::Ground,
    visit::{Attempt, Group, Happened, Outcome, Standing, standing_by},
};

/// What doors come to. Every door of a campaign is in one of these, so that together they are all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The survey is finished.
    Surveyed,
    /// A form was left and is to be fetched, or was fetched and is to be typed in.
    OnPaper,
    /// Somebody has been there and will go again.
    Again,
    /// Nobody has been there.
    Untried,
    /// Belongs to those whom the campaign is about, and was not drawn to be asked.
    NotDrawn,
    /// The household refused.
    Refused,
    /// No survey will come of it for another reason.
    Closed,
    /// Does not belong to those who are asked.
    NotEligible,
}

impl Part {
    /// All parts, in the order in which they are drawn.
    pub const ALL: [Self; 8] = [
        Self::Surveyed,
        Self::OnPaper,
        Self::Again,
        Self::Untried,
        Self::NotDrawn,
        Self::Refused,
        Self::Closed,
        Self::NotEligible,
    ];

    /// Its name for styles, columns and tests.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Surveyed => "surveyed",
            Self::OnPaper => "on-paper",
            Self::Again => "again",
            Self::Untried => "untried",
            Self::NotDrawn => "not-drawn",
            Self::Refused => "refused",
            Self::Closed => "closed",
            Self::NotEligible => "not-eligible",
        }
    }

    /// Whether a survey may still come of it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::OnPaper | Self::Again | Self::Untried)
    }

    fn of(surveyed: bool, standing: Standing, asked: bool) -> Self {
        match standing {
            _ if surveyed => Self::Surveyed,
            Standing::FormLeft(_) => Self::OnPaper,
            Standing::Again(_) | Standing::Appointment(_) => Self::Again,
            Standing::Untried if !asked => Self::NotDrawn,
            Standing::Untried => Self::Untried,
            Standing::Settled(outcome) => match outcome.group() {
                Group::Refusal => Self::Refused,
                Group::NotEligible => Self::NotEligible,
                Group::Complete => Self::OnPaper,
                _ => Self::Closed,
            },
        }
    }
}

/// Something that was done at a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Deed {
    /// By whom.
    pub by: RecordId,
    /// On which day, by the clock of the device, within the campaign.
    pub day: NaiveDate,
}

/// A door of a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub building: RecordId,
    pub floor: i64,
    /// What it is told apart by, but for its height.
    pub classes: [(Trait, Class); 4],
    pub part: Part,
    /// Who finished the survey; else who walks the door; else who was there last.
    pub whose: Option<RecordId>,
    pub attempts: Vec<Deed>,
    /// The first finished survey.
    pub survey: Option<Deed>,
    /// The first finished interview.
    pub interview: Option<Deed>,
    /// When the household first had a form in hand.
    pub handed: Option<Deed>,
    /// When the first form came back, filled in.
    pub returned: Option<Deed>,
    /// The refusal that stands.
    pub refusal: Option<Deed>,
}

impl Seen {
    /// Leaves only what this person did.
    pub fn only_by(&mut self, person: RecordId) {
        self.attempts.retain(|deed| deed.by == person);
        for deed in [
            &mut self.survey,
            &mut self.interview,
            &mut self.handed,
            &mut self.returned,
            &mut self.refusal,
        ] {
            *deed = deed.filter(|deed| deed.by == person);
        }
    }
}

/// The days that count: what a clock that is off puts before or after is moved to the nearest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period {
    pub starts: Option<NaiveDate>,
    pub today: NaiveDate,
}

impl Period {
    fn at(self, by: RecordId, wall: &str) -> Deed {
        let claimed = wall.get(..10).and_then(day).unwrap_or(self.today);
        let from = self.starts.map_or(claimed, |starts| claimed.max(starts));
        Deed {
            by,
            day: from.min(self.today),
        }
    }
}

/// A door as the campaign finds it; `None` where it doesn't belong to the frame or to no building.
pub(super) fn seen(ground: &Ground, state: &State, unit: Unit<'_>, period: Period) -> Option<Seen> {
    let framed = ground.frames(state, unit);
    let building = unit.building().filter(|_| framed)?;
    Building::find(state, building)?;
    let Happened {
        attempts: tried,
        surveyed,
        interview,
    } = ground.happened(state, unit.id);
    let standing = standing_by(&tried, ground.rules());
    let part = Part::of(surveyed, standing, ground.asks(unit.id, framed));
    let deed = |attempt: &Attempt<'_>| period.at(attempt.actor, attempt.wall);
    let first = |of: fn(Outcome) -> bool| {
        let mut tried = tried.iter();
        tried.find(|attempt| of(attempt.outcome)).map(deed)
    };
    let survey = first(|outcome| outcome == Outcome::Complete).filter(|_| surveyed);
    Some(Seen {
        floor: unit.floor(),
        classes: classes(unit, building, ground.has_key_customer(state, unit.id)),
        building,
        part,
        whose: survey
            .map(|deed| deed.by)
            .or_else(|| ground.person(unit))
            .or_else(|| tried.last().map(|attempt| attempt.actor)),
        attempts: tried.iter().map(deed).collect(),
        survey,
        interview: interview.map(|touch| period.at(touch.actor, &touch.wall)),
        handed: first(hands_out),
        returned: first(|outcome| outcome != Outcome::FormLeft && hands_out(outcome)),
        refusal: first(|outcome| outcome.group() == Group::Refusal)
            .filter(|_| part == Part::Refused),
    })
}

/// Whether the household had a form in hand then: one that is filled in at the door is handed out
/// and returned at once ([`crate::visit::handed`]).
fn hands_out(outcome: Outcome) -> bool {
    outcome == Outcome::FormLeft || matches!(outcome.group(), Group::Complete | Group::Partial)
}
