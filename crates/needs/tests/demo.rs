//! The demo estate at its three sizes, and a campaign that is under way in it.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use std::collections::BTreeSet;

use chrono::DateTime;
use ledger::{Author, DeviceId, Ledger, RecordId, Salt, uuid_v7};
use needs::{
    Building, Campaign, Contact, Localised, Purpose, Relation, Resident, Round, Unit, Usage,
    demo::{self, Demo, FormFile},
};

fn site(households: u32, visited: u32) -> Ledger {
    let title = Localised {
        zh_hant: "調查表",
        zh_hans: "调查表",
        en: "Survey form",
    };
    let mut made = demo::estate(&Demo {
        seed: 7,
        households,
        today: "2026-11-22".parse().unwrap(),
        forms: vec![FormFile {
            number: "F1",
            version: "1",
            title,
            purpose: Purpose::Survey,
            workbook: b"PK",
        }],
    });
    let history = demo::history(&made, 7, visited);
    made.changes.extend(history);
    let mut ledger = Ledger::new(made.site);
    let author = Author {
        device: DeviceId(uuid_v7(1, [1; 10])),
        actor: made.actor,
    };
    let now = DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap();
    for change in made.changes {
        let entry = ledger.write(author, now, Salt([0; 16]), change).unwrap();
        ledger.admit(&entry).unwrap();
    }
    ledger
}

#[test]
fn a_small_demo_is_three_equal_blocks_with_people_in_them() {
    let site = site(20, 0);
    let state = site.state();
    assert_eq!(Building::all(state).len(), 3);
    assert_eq!(Unit::all(state).count(), 20);
    assert!(Unit::all(state).all(|unit| unit.area().is_some()));
    assert!(Resident::all(state).count() > 15);
}

#[test]
fn a_large_demo_is_as_estates_are() {
    let site = site(2_000, 0);
    let state = site.state();
    assert_eq!(Unit::all(state).count(), 2_000);
    let heights: BTreeSet<_> = Building::all(state)
        .iter()
        .map(|building| {
            let units = Unit::all(state).filter(|unit| unit.building() == Some(building.id));
            units.map(Unit::floor).max()
        })
        .collect();
    assert!(heights.len() > 3, "{heights:?}");
    assert!(Unit::all(state).any(|unit| unit.entrance() == "2"));
    assert!(Unit::all(state).any(|unit| unit.usage() == Usage::Business));
    let residents = Resident::by_unit(state);
    let homes = Unit::all(state).filter(|unit| unit.usage() == Usage::Home);
    let (empty, lived_in): (Vec<_>, Vec<_>) =
        homes.partition(|unit| !residents.contains_key(&unit.id));
    assert!(empty.len() * 10 < lived_in.len() && empty.len() * 50 > lived_in.len());
    let people = || Resident::all(state);
    for relation in [Relation::Owner, Relation::Tenant, Relation::Family] {
        assert!(people().any(|one| one.relation() == relation));
    }
    assert!(people().any(Resident::is_key_customer));
    assert!(people().any(|one| one.contact() == Contact::Never));
    assert!(people().all(|one| one.phone().starts_with('0')), "nobody's");
    let doors: BTreeSet<_> = Unit::all(state)
        .map(|unit| (unit.building(), unit.entrance(), unit.label()))
        .collect();
    assert_eq!(doors.len(), 2_000, "no door twice");
}

#[test]
fn a_campaign_under_way_is_as_far_as_was_asked_for() {
    let site = site(200, 50);
    let state = site.state();
    let today = "2026-11-22".parse().unwrap();
    let round = Round::read(state, Campaign::current(state, today));
    let reached = round.survey.reached;
    assert!((35..75).contains(&reached), "{reached} of 100 visited");
    let ids: BTreeSet<RecordId> = state.records("visit").map(|(id, _)| id).collect();
    assert!(ids.len() > 100, "some doors twice: {}", ids.len());
}
