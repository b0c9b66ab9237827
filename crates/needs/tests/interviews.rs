//! A finished interview and the round: the door counts as interviewed, whoever reads it.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use chrono::{DateTime, NaiveDate};
use ledger::{Author, Change, DeviceId, Ledger, RecordId, Salt, uuid_v7};
use needs::{
    Campaign, Interview, Round, Unit,
    demo::{Demo, estate},
    interview::Opening,
    visit::{Visit, attempts},
};

fn today() -> NaiveDate {
    "2026-11-22".parse().unwrap()
}

fn estate_with_nothing_done() -> (Ledger, Author) {
    let estate = estate(&Demo {
        seed: 7,
        households: 12,
        today: today(),
        forms: Vec::new(),
    });
    let author = Author {
        device: DeviceId(uuid_v7(1, [1; 10])),
        actor: estate.actor,
    };
    let mut ledger = Ledger::new(estate.site);
    for change in estate.changes {
        write(&mut ledger, author, change);
    }
    (ledger, author)
}

fn write(ledger: &mut Ledger, author: Author, change: Change) {
    let now = DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap();
    let entry = ledger.write(author, now, Salt([0; 16]), change).unwrap();
    ledger.admit(&entry).unwrap();
}

fn interview(unit: Option<RecordId>, campaign: RecordId) -> Change {
    let opening = Opening {
        unit,
        campaign: Some(campaign),
        group: unit.is_none(),
        started: "2026-11-22T09:30:00+08:00".to_owned(),
        ..Opening::default()
    };
    let id = RecordId(uuid_v7(2, [2; 10]));
    Interview::finish(
        id,
        Interview::begin(&opening),
        "2026-11-22T10:00:00+08:00",
        &[],
    )
}

#[test]
fn the_door_counts_as_interviewed_by_the_visit_alone() {
    let (mut ledger, author) = estate_with_nothing_done();
    let campaign = Campaign::current(ledger.state(), today()).unwrap().id;
    let unit = Unit::all(ledger.state()).next().unwrap().id;
    let visit = RecordId(uuid_v7(3, [3; 10]));
    let visit = Visit::interviewed(visit, &interview(Some(unit), campaign)).unwrap();
    assert!(!visit.set.contains_key("response"));
    write(&mut ledger, author, visit);
    let state = ledger.state();
    let round = Round::read(state, Campaign::find(state, campaign));
    assert_eq!((round.interview.reached, round.survey.reached), (1, 0));
    assert!(
        attempts(state, Some(campaign)).is_empty(),
        "it is no attempt at a survey"
    );
}

#[test]
fn a_focus_group_has_no_door() {
    let campaign = RecordId(uuid_v7(2, [4; 10]));
    assert_eq!(
        Visit::interviewed(campaign, &interview(None, campaign)),
        None
    );
}
