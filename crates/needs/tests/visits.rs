//! Attempts at doors: what they come to, and what is to be done next.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use ledger::{Author, Change, DeviceId, Ledger, RecordId, Salt, SiteId, uuid_v7};
use needs::{
    Localised, Questionnaire, Response, Site,
    visit::{
        ATTEMPTS, Handed, Outcome, Position, RefusalReason, Refuser, Rules, Slot, Standing, Visit,
        attempts, disposition, handed, standing, standing_by, still_to_try,
    },
};
use proptest::prelude::*;

struct Door {
    ledger: Ledger,
    minutes: u8,
    /// Hours between two attempts.
    hours: i64,
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
            hours: 0,
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
        let minutes = i64::from(self.minutes);
        let now = now + chrono::TimeDelta::minutes(minutes * (1 + self.hours * 60));
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
        &[NobodyHome, Appointment],
        Some(Appointment),
        Standing::Appointment(evening()),
    );
    check(
        &[Appointment, NobodyHome],
        Some(Appointment),
        Standing::Again(2),
    );
    let out = Standing::FormLeft(Some(evening().date().pred_opt().unwrap()));
    check(&[FormLeft], Some(FormLeft), out);
    check(&[FormLeft, NobodyHome], Some(FormLeft), out);
    check(
        &[FormLeft, FormReturned],
        Some(FormReturned),
        Standing::Settled(FormReturned),
    );
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

/// Attempts that lie so many hours apart, from Sunday at ten.
fn tried(times: usize, hours: i64, rules: Rules) -> (Standing, Vec<Slot>) {
    let mut door = Door::new();
    door.hours = hours;
    for _ in 0..times {
        door.attempt(Outcome::NobodyHome);
    }
    let all = attempts(door.ledger.state(), Some(record(CAMPAIGN)));
    let here = &all[&record(UNIT)];
    (standing_by(here, rules), still_to_try(here, rules))
}

#[test]
fn a_non_contact_is_final_after_day_evening_and_weekend() {
    let usual = Rules::default();
    let anytime = Rules {
        spread: false,
        ..usual
    };
    let settled = Standing::Settled(Outcome::NobodyHome);
    assert_eq!(tried(ATTEMPTS, 24, anytime).0, settled);
    // Monday, Tuesday, Wednesday at about ten.
    let (standing, open) = tried(ATTEMPTS, 24, usual);
    assert_eq!(standing, Standing::Again(ATTEMPTS));
    assert_eq!(open, [Slot::Evening, Slot::Weekend]);
    // Sunday at 18:01, Monday at 02:02, at 10:03, at 18:04.
    let (standing, open) = tried(4, 8, usual);
    assert_eq!((standing, open), (settled, Vec::new()));
    // Nobody goes there for ever.
    assert_eq!(tried(ATTEMPTS * 2, 24, usual).0, settled);
    let twice = Rules { least: 2, ..usual };
    let (standing, open) = tried(1, 8, twice);
    assert_eq!(standing, Standing::Again(1));
    assert_eq!(open, [Slot::Day, Slot::Evening]);
}

#[test]
fn a_sites_rules_stand_in_its_record() {
    let mut door = Door::new();
    assert_eq!(Rules::of(door.ledger.state()), Rules::default());
    let site = SiteId(uuid_v7(0, [9; 10]));
    let text = Localised {
        zh_hant: "a",
        zh_hans: "a",
        en: "a",
    };
    door.write(Site::change(site, text, false));
    let rules = Rules {
        least: 5,
        spread: false,
        position: true,
    };
    door.write(rules.change(site));
    assert_eq!(Rules::of(door.ledger.state()), rules);
}

#[test]
fn a_form_counts_as_handed_out_and_as_returned() {
    use Outcome::*;
    let check = |outcomes: &[Outcome], distributed, returned, out: bool| {
        let door = Door::after(outcomes);
        let all = attempts(door.ledger.state(), Some(record(CAMPAIGN)));
        let found = handed(all.get(&record(UNIT)).map_or(&[][..], Vec::as_slice));
        let found = (found.distributed, found.returned, found.out.is_some());
        assert_eq!(found, (distributed, returned, out), "{outcomes:?}");
    };
    assert_eq!(handed(&[]), Handed::default());
    check(&[NobodyHome], false, false, false);
    check(&[FormLeft], true, false, true);
    check(&[FormLeft, NobodyHome], true, false, true);
    check(&[FormLeft, FormReturned], true, true, false);
    check(&[FormLeft, Refused], true, false, false);
    check(&[FormLeft, FormReturned, Complete], true, true, false);
    check(&[Complete], true, true, false);
    check(&[FormReturned, FormLeft], true, true, true);
}

#[test]
fn a_form_has_a_number_and_a_visit_a_place_and_people() {
    let mut door = Door::new();
    let left = door.attempt(Outcome::FormLeft);
    door.write(Visit::on_paper(left, "0042"));
    door.attempt(Outcome::NobodyHome);
    let all = attempts(door.ledger.state(), Some(record(CAMPAIGN)));
    let (since, number) = handed(&all[&record(UNIT)]).out.unwrap();
    assert!(since.starts_with("2026-11-22T10:01"), "{since}");
    assert_eq!(number, Some("0042"));

    let place = Position::new(22.198_745, 113.543_87, 11.2);
    door.write(Visit::located(left, place));
    let visit = Visit::find(door.ledger.state(), left).unwrap();
    assert_eq!(visit.attempt().position, Some(place));
    assert_eq!((place.latitude, place.accuracy), (22_198_745, 12));

    let change = Visit::change(record(90), record(UNIT), None, Outcome::Refused, None);
    door.write(Visit::meeting(change, &[record(91), record(92)]));
    door.write(Visit::refused_by(record(90), Some(Refuser::Person)));
    let visit = Visit::find(door.ledger.state(), record(90)).unwrap();
    assert_eq!(visit.met(), [record(91), record(92)]);
    assert_eq!(visit.attempt().refuser, Some(Refuser::Person));
}

#[test]
fn a_survey_that_began_with_no_is_a_refusal() {
    let mut door = Door::new();
    let (form, unit, campaign) = (record(110), record(UNIT), Some(record(CAMPAIGN)));
    door.write(Change {
        kind: Questionnaire::KIND.into(),
        id: form,
        set: [("purpose".to_owned(), "survey".into())].into(),
    });
    let answers = [("/consent", "no"), ("/opening/refusal_reason", "no_time")];
    let answers = answers.map(|(path, answer)| (path.to_owned(), answer.to_owned()));
    let answers = answers.into();
    let response = Response::change(record(111), form, unit, campaign, ("en", None), answers);
    let response = Response::refusing(response);
    door.write(Visit::finished(record(112), &response));
    door.write(response);
    let visit = Visit::find(door.ledger.state(), record(112)).unwrap();
    assert_eq!(visit.attempt().reason, Some(RefusalReason::NoTime));
    let settled = Standing::Settled(Outcome::Refused);
    assert_eq!(door.comes_to(), (Some(Outcome::Refused), settled));
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
