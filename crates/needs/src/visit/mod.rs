//! Visits: every attempt at a door is kept, and what it means for the door is derived from them.

mod attempt;
mod handed;
mod here;
mod outcome;
mod position;
mod rates;
mod standing;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDateTime};
use ledger::{Change, Fields, Record, RecordId, State, Touch};

pub use attempt::{Attempt, RefusalReason, Refuser};
pub use handed::{Handed, handed};
pub(crate) use here::{Counting, Happened, Here, What};
pub use outcome::{Group, Outcome};
pub use position::Position;
pub use rates::{Counts, Rate};
pub use standing::{ATTEMPTS, Rules, Slot, Standing, standing, standing_by, still_to_try};

use crate::{Purpose, Questionnaire, Response, campaign::closing_of};

/// One attempt at a door, as somebody noted it.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// The record's id.
    pub id: RecordId,
    record: &'a Record,
}

/// What a visit says: the attempt, by which questionnaire, and the interview that was finished.
struct Told<'a> {
    attempt: Attempt<'a>,
    form: Option<RecordId>,
    interview: Option<RecordId>,
}

/// The residents who were met, each a field.
const MET: &str = "met:";

/// The form in which a record holds the time of an appointment: local time, as a person says it.
const APPOINTMENT: &str = "%Y-%m-%dT%H:%M";

/// Reads it: a time by RFC 3339, but for seconds and offset. Only those are read elsewhere, so that
/// the code for any other form stays out of the app.
fn appointment_of(text: &str) -> Option<NaiveDateTime> {
    let time = DateTime::parse_from_rfc3339(&format!("{text}:00Z")).ok()?;
    Some(time.naive_utc())
}

impl<'a> Visit<'a> {
    /// The kind of its record.
    pub const KIND: &'static str = "visit";

    /// One visit.
    pub fn find(state: &'a State, id: RecordId) -> Option<Self> {
        state
            .record(Self::KIND, id)
            .map(|record| Self { id, record })
    }

    pub(crate) fn all(state: &'a State) -> impl Iterator<Item = Self> {
        state
            .records(Self::KIND)
            .map(|(id, record)| Self { id, record })
    }

    pub(crate) fn unit(self) -> Option<RecordId> {
        self.record.link("unit")
    }

    fn campaign(self) -> Option<RecordId> {
        self.record.link("campaign")
    }

    /// The response that was finished.
    fn response(self) -> Option<RecordId> {
        self.record.link("response")
    }

    /// The interview that was finished.
    fn interview(self) -> Option<RecordId> {
        self.record.link("interview")
    }

    /// Whether it was about the survey, and not only about an interview.
    fn is_about_survey(self, state: &State) -> bool {
        self.interview().is_none()
            && self
                .record
                .link("form")
                .is_none_or(|form| is_survey(state, form))
    }

    /// The visit as an attempt.
    pub fn attempt(self) -> Attempt<'a> {
        self.told().attempt
    }

    /// All that a visit says. Its fields are gone through once: a round reads every visit, and most
    /// of these fields are in few of them.
    fn told(self) -> Told<'a> {
        let mut attempt = Attempt {
            visit: Some(self.id),
            ..Attempt::by(Outcome::Other, self.record.created())
        };
        let (mut form, mut interview) = (None, None);
        for (field, value) in self.record.members("") {
            let text = value.as_str();
            let written = text.filter(|text| !text.is_empty());
            match field {
                "outcome" => attempt.outcome = Outcome::named(text.unwrap_or_default()),
                "form" => form = link(text),
                // What was finished is taken back otherwise than a visit.
                "response" if link(text).is_some() => attempt.visit = None,
                "interview" => {
                    interview = link(text);
                    attempt.visit = attempt.visit.filter(|_| interview.is_none());
                }
                "appointment" => attempt.appointment = text.and_then(appointment_of),
                "reason" => {
                    let mut all = RefusalReason::ALL.into_iter();
                    attempt.reason = all.find(|known| Some(known.name()) == text);
                }
                "refused_by" => {
                    let mut all = Refuser::ALL.into_iter();
                    attempt.refuser = all.find(|known| Some(known.name()) == text);
                }
                "note" => attempt.note = written,
                "paper" => attempt.paper = written,
                "position" => attempt.position = Position::read(value),
                _ => {}
            }
        }
        Told {
            attempt,
            form,
            interview,
        }
    }

    /// Writes an attempt at a door.
    pub fn change(
        id: RecordId,
        unit: RecordId,
        campaign: Option<RecordId>,
        outcome: Outcome,
        appointment: Option<NaiveDateTime>,
    ) -> Change {
        let mut set = Fields::from([
            ("unit".to_owned(), unit.to_string().into()),
            ("outcome".to_owned(), outcome.name().into()),
        ]);
        set.extend(campaign.map(|id| ("campaign".to_owned(), id.to_string().into())));
        set.extend(appointment.map(|at| {
            let at = at.format(APPOINTMENT).to_string();
            ("appointment".to_owned(), at.into())
        }));
        Self::set(id, set)
    }

    /// The visit at which a response was finished, from the change that writes the response. It is
    /// read by everyone who walks the round, which a response is not.
    pub fn finished(id: RecordId, response: &Change) -> Change {
        let shared = ["unit", "campaign", "form", "resident"];
        let shared = shared.into_iter().filter_map(|name| {
            let value = response.set.get(name)?;
            Some((name.to_owned(), value.clone()))
        });
        let mut set: Fields = shared.collect();
        set.insert("response".to_owned(), response.id.to_string().into());
        let refused = response
            .set
            .get("refused")
            .is_some_and(|refused| *refused == true);
        let outcome = if refused {
            Outcome::Refused
        } else {
            Outcome::Complete
        };
        set.insert("outcome".to_owned(), outcome.name().into());
        if refused {
            let mut answers = response.set.iter();
            let why = answers.find(|(field, _)| field.ends_with("/refusal_reason"));
            let why = why.and_then(|(_, answer)| RefusalReason::answered(answer.as_str()?));
            set.extend(why.map(|why| ("reason".to_owned(), why.name().into())));
        }
        Self::set(id, set)
    }

    /// The visit at which an interview was finished, from the change that writes the interview;
    /// `None` for a focus group, which has no door.
    pub fn interviewed(id: RecordId, interview: &Change) -> Option<Change> {
        interview.set.get("unit")?;
        let mut visit = Self::finished(id, interview);
        if let Some(link) = visit.set.remove("response") {
            visit.set.insert("interview".to_owned(), link);
        }
        Some(visit)
    }

    /// Notes why somebody refused, or takes it back.
    pub fn because(id: RecordId, reason: Option<RefusalReason>) -> Change {
        let reason = reason.map(|reason| reason.name().into());
        Self::set(
            id,
            Fields::from([("reason".to_owned(), reason.unwrap_or_default())]),
        )
    }

    /// Notes who refused, or takes it back.
    pub fn refused_by(id: RecordId, refuser: Option<Refuser>) -> Change {
        let refuser = refuser.map(|refuser| refuser.name().into());
        Self::set(
            id,
            Fields::from([("refused_by".to_owned(), refuser.unwrap_or_default())]),
        )
    }

    /// Notes the number on a paper form; empty to take it back.
    pub fn on_paper(id: RecordId, number: &str) -> Change {
        Self::set(id, Fields::from([("paper".to_owned(), number.into())]))
    }

    /// Notes where the device was.
    pub fn located(id: RecordId, position: Position) -> Change {
        Self::set(
            id,
            Fields::from([("position".to_owned(), position.value())]),
        )
    }

    /// A visit with the residents who were met.
    pub fn meeting(mut change: Change, residents: &[RecordId]) -> Change {
        let met = residents
            .iter()
            .map(|id| (format!("{MET}{id}"), true.into()));
        change.set.extend(met);
        change
    }

    /// The residents who were met.
    pub fn met(self) -> Vec<RecordId> {
        let met = self.record.members(MET).filter(|(_, met)| **met == true);
        met.filter_map(|(id, _)| id.parse().ok()).collect()
    }

    /// Notes something in a person's words; empty to take it back.
    pub fn noting(id: RecordId, note: &str) -> Change {
        Self::set(id, Fields::from([("note".to_owned(), note.into())]))
    }

    /// Takes an attempt back: a slip of the finger.
    pub fn undo(id: RecordId) -> Change {
        Self::set(id, Fields::from([("deleted".to_owned(), true.into())]))
    }

    fn set(id: RecordId, set: Fields) -> Change {
        Change {
            kind: Self::KIND.to_owned(),
            id,
            set,
        }
    }
}

/// Every attempt of a campaign, by unit, in the order in which they were made.
pub fn attempts<'a>(
    state: &'a State,
    campaign: Option<RecordId>,
) -> BTreeMap<RecordId, Vec<Attempt<'a>>> {
    let mut by_unit: BTreeMap<RecordId, Vec<Attempt<'a>>> = BTreeMap::new();
    let mut told = BTreeSet::new();
    let in_time = in_time(state, campaign);
    for visit in Visit::all(state) {
        told.extend(visit.response());
        let counts = visit.campaign() == campaign
            && in_time(visit.record.created())
            && visit.is_about_survey(state);
        if let (true, Some(unit)) = (counts, visit.unit()) {
            by_unit.entry(unit).or_default().push(visit.attempt());
        }
    }
    // Responses from before there were visits, or from another program.
    let untold = Response::each(state);
    let untold = untold.filter(|response| !told.contains(&response.id));
    let untold = untold.filter(|response| !response.refused());
    let untold = untold.filter(|response| response.campaign() == campaign);
    for response in untold.filter(|response| in_time(response.finished())) {
        let survey = response.form().is_some_and(|form| is_survey(state, form));
        if let (true, Some(unit)) = (survey, response.unit()) {
            by_unit.entry(unit).or_default().push(finished(response));
        }
    }
    for attempts in by_unit.values_mut() {
        attempts.sort_by_key(|attempt| (attempt.time, attempt.visit));
    }
    by_unit
}

/// Whether something was written before the campaign's closing: what came later isn't counted.
fn in_time(state: &State, campaign: Option<RecordId>) -> impl Fn(&Touch) -> bool + Copy {
    let closed = campaign.and_then(|campaign| closing_of(state, campaign));
    move |touch: &Touch| closed.is_none_or(|closed| touch.time <= closed)
}

/// The last time, in any campaign, that somebody noted that a door is not safe.
pub fn unsafe_at(state: &State, unit: RecordId) -> Option<Attempt<'_>> {
    Visit::all(state)
        .filter(|visit| visit.record.text("outcome") == Some(Outcome::Unsafe.name()))
        .filter(|visit| visit.unit() == Some(unit))
        .map(Visit::attempt)
        .max_by_key(|attempt| attempt.time)
}

fn is_survey(state: &State, form: RecordId) -> bool {
    Questionnaire::find(state, form).is_some_and(|form| form.purpose() == Purpose::Survey)
}

fn finished(response: Response<'_>) -> Attempt<'_> {
    Attempt::by(Outcome::Complete, response.finished())
}

fn link(text: Option<&str>) -> Option<RecordId> {
    text?.parse().ok()
}

/// The disposition of a door by the history of attempts at it: an interview counts for more than a
/// refusal, a refusal for more than having met somebody, and that for more than anything seen from
/// outside; among equals the last one. `None` where nobody has been.
pub fn disposition(attempts: &[Attempt<'_>]) -> Option<Outcome> {
    let weight = |attempt: &&Attempt<'_>| match attempt.outcome.group() {
        // What was typed in says more than a form on paper.
        Group::Complete if attempt.outcome == Outcome::Complete => 5,
        Group::Complete => 4,
        Group::Partial => 3,
        Group::Refusal => 2,
        Group::Other => 1,
        _ => 0,
    };
    attempts
        .iter()
        .max_by_key(weight)
        .map(|attempt| attempt.outcome)
}
