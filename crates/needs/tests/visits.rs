//! Attempts at doors: what they come to, and what is to be done next.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use ledger::{Author, Change, DeviceId, Ledger, RecordId, Salt, SiteId, uuid_v7};
use needs::{
    Questionnaire, Response,
    visit::{ATTEMPTS, Outcome, RefusalReason, Standing, Visit, attempts, disposition, standing},
};
use proptest::prelude::*;

struct Door {
    ledger: Ledger,
    minutes: u8,
}

fn record(n: u8) -> RecordId {
    RecordId(uuid_v7(u64::from(n), [n; 10]))
}

const UNIT: u8 = 200;
const CAMPAIGN: u8 = 201;

fn evening() -> NaiveDateTime {
    NaiveDateTime::parse_from_str("2026-11-23T18:30", "%Y-%m-%dT%H:%M").unwrap()
}

impl Door {
    fn new() -> Self {
        Self {
            ledger: Ledger::new(SiteId(uuid_v7(0, [9; 10]))),
            minutes: 0,
        }
    }

    fn after(outcomes: &[Outcome]) -> Self {
        let mut door = Self::new();
        for outcome in outcomes {
            door.attempt(*outcome);
        }
        door
    }

    fn attempt(&mut self, outcome: Outcome) -> RecordId {
        let appointment = (outcome == Outcome::Appointment).then(evening);
        let visit = record(self.minutes + 1);
        let unit = record(UNIT);
        let campaign = Some(record(CAMPAIGN));
        self.write(Visit::change(visit, unit, campaign, outcome, appointment));
        visit
    }

    fn write(&mut self, change: Change) {
        let author = Author {
            device: DeviceId(uuid_v7(1, [1; 10])),
            actor: record(202),
        };
        let now: DateTime<FixedOffset> =
            DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap();
        self.minutes += 1;
        let now = now + chrono::TimeDelta::minutes(self.minutes.into());
        let entry = self.ledger.write(author, now, Salt([0; 16]), change);
        self.ledger.admit(&entry.unwrap()).unwrap();
    }

    fn comes_to(&self) -> (Option<Outcome>, Standing) {
        let all = attempts(self.ledger.state(), Some(record(CAMPAIGN)));
        let here = all.get(&record(UNIT)).cloned().unwrap_or_default();
        (disposition(&here), standing(&here))
    }
}

/// What a history of attempts comes to.
#[track_caller]
fn check(outcomes: &[Outcome], final_outcome: Option<Outcome>, next: Standing) {
    assert_eq!(Door::after(outcomes).comes_to(), (final_outcome, next));
}

#[test]
fn what_is_done_next_follows_from_the_attempts() {
    use Outcome::*;
    check(&[], None, Standing::Untried);
    check(&[NobodyHome], Some(NobodyHome), Standing::Again(1));
    check(&[NobodyHome, NoAccess], Some(NoAccess), Standing::Again(2));
    check(
        &[NobodyHome; ATTEMPTS],
        Some(NobodyHome),
        Standing::Settled(NobodyHome),
    );
    check(
        &[NobodyHome, Appointment],
        Some(Appointment),
        Standing::Appointment(evening()),
    );
    check(
        &[Appointment, NobodyHome],
        Some(Appointment),
        Standing::Again(2),
    );
    check(&[FormLeft], Some(FormLeft), Standing::FormLeft);
    check(&[Language], Some(Language), Standing::Settled(Language));
    check(
        &[NobodyHome, Vacant],
        Some(Vacant),
        Standing::Settled(Vacant),
    );
    check(&[Vacant, NobodyHome], Some(NobodyHome), Standing::Again(2));
}

#[test]
fn an_interview_counts_for_more_than_a_refusal_and_that_for_more_than_a_closed_door() {
    use Outcome::*;
    check(
        &[Refused, NobodyHome],
        Some(Refused),
        Standing::Settled(Refused),
    );
    check(
        &[Refused, Complete],
        Some(Complete),
        Standing::Settled(Complete),
    );
    check(
        &[Complete, Refused],
        Some(Complete),
        Standing::Settled(Complete),
    );
    check(
        &[Partial, BreakOff],
        Some(Partial),
        Standing::Settled(Partial),
    );
}

#[test]
fn an_attempt_can_be_taken_back_and_a_reason_be_given() {
    let mut door = Door::new();
    door.attempt(Outcome::NobodyHome);
    let slip = door.attempt(Outcome::Refused);
    door.write(Visit::because(slip, Some(RefusalReason::NoTime)));
    door.write(Visit::noting(slip, "with a baby in her arms"));
    let visit = Visit::find(door.ledger.state(), slip).unwrap().attempt();
    assert_eq!(visit.reason, Some(RefusalReason::NoTime));
    assert_eq!(visit.note, Some("with a baby in her arms"));
    door.write(Visit::undo(slip));
    assert_eq!(
        door.comes_to(),
        (Some(Outcome::NobodyHome), Standing::Again(1))
    );
}

#[test]
fn attempts_of_another_campaign_do_not_count() {
    let mut door = Door::after(&[Outcome::NobodyHome]);
    let (visit, unit) = (record(100), record(UNIT));
    door.write(Visit::change(
        visit,
        unit,
        Some(record(101)),
        Outcome::Vacant,
        None,
    ));
    assert_eq!(door.comes_to().0, Some(Outcome::NobodyHome));
}

#[test]
fn a_colleague_who_may_not_read_the_response_knows_from_the_visit() {
    let mut door = Door::new();
    let (form, unit, campaign) = (record(110), record(UNIT), Some(record(CAMPAIGN)));
    door.write(Change {
        kind: Questionnaire::KIND.into(),
        id: form,
        set: [("purpose".to_owned(), "survey".into())].into(),
    });
    let answers = [("/data/name".to_owned(), "Wong".to_owned())].into();
    let response = Response::change(record(111), form, unit, campaign, ("en", None), answers);
    let visit = Visit::finished(record(112), &response);
    assert!(visit.set.keys().all(|field| !field.starts_with("answer:")));
    door.write(visit);
    let settled = Standing::Settled(Outcome::Complete);
    assert_eq!(door.comes_to(), (Some(Outcome::Complete), settled));

    // Whoever reads both counts one attempt.
    door.write(response);
    let all = attempts(door.ledger.state(), campaign);
    assert_eq!(all[&unit].len(), 1);
    assert_eq!(
        all[&unit][0].visit, None,
        "an interview is not undone by a tap"
    );
}

proptest! {
    /// Whatever happened, a finished survey settles a door.
    #[test]
    fn a_finished_survey_settles_a_door(
        mut all in prop::collection::vec(prop::sample::select(Outcome::ALL.to_vec()), 0..8),
        at in any::<prop::sample::Index>(),
    ) {
        all.insert(at.index(all.len() + 1), Outcome::Complete);
        prop_assert_eq!(
            Door::after(&all).comes_to(),
            (Some(Outcome::Complete), Standing::Settled(Outcome::Complete))
        );
    }
}
