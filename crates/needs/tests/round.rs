//! The demo estate, walked: doors, responses and coverage through the ledger.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use ledger::{Author, Change, DeviceId, Fields, Ledger, RecordId, Salt, uuid_v7};
use needs::{
    Campaign, Coverage, Lang, Localised, Person, Purpose, Questionnaire, Response, Role, Round,
    Site, Unit, Walk as Order,
    demo::{Demo, FormFile, estate},
    target,
};
use proptest::prelude::*;

const TODAY: &str = "2026-11-22";

fn today() -> NaiveDate {
    TODAY.parse().unwrap()
}

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap()
}

fn form(number: &str, purpose: Purpose) -> FormFile<'_> {
    let title = Localised {
        zh_hant: "調查表",
        zh_hans: "调查表",
        en: "Survey form",
    };
    FormFile {
        number,
        version: "1",
        title,
        purpose,
        workbook: b"PK",
    }
}

struct Walk {
    ledger: Ledger,
    author: Author,
}

impl Walk {
    fn of(seed: u64, households: u32) -> Self {
        let forms = vec![form("F2", Purpose::Interview), form("F1", Purpose::Survey)];
        let estate = estate(&Demo {
            seed,
            households,
            today: today(),
            forms,
        });
        let author = Author {
            device: DeviceId(uuid_v7(1, [1; 10])),
            actor: estate.actor,
        };
        let mut walk = Self {
            ledger: Ledger::new(estate.site),
            author,
        };
        estate
            .changes
            .into_iter()
            .for_each(|change| walk.write(change));
        walk
    }

    fn write(&mut self, change: Change) {
        let entry = self
            .ledger
            .write(self.author, now(), Salt([0; 16]), change)
            .unwrap();
        self.ledger.admit(&entry).unwrap();
    }

    fn campaign(&self) -> Campaign<'_> {
        Campaign::current(self.ledger.state(), today()).unwrap()
    }

    fn unit(&self, nth: usize) -> RecordId {
        let round = Round::read(self.ledger.state(), None);
        round.doors().nth(nth).unwrap().1.unit
    }

    fn respond(&mut self, n: u8, unit: RecordId, purpose: Purpose) {
        let state = self.ledger.state();
        let form = Questionnaire::all(state)
            .into_iter()
            .find(|f| f.purpose() == purpose)
            .unwrap();
        let answers = BTreeMap::from([("/consent".to_owned(), "yes".to_owned())]);
        let id = RecordId(uuid_v7(2, [n; 10]));
        let change = Response::change(
            id,
            form.id,
            unit,
            Some(self.campaign().id),
            ("en", Some("2026-11-22T09:55:00+08:00")),
            answers,
        );
        self.write(change);
    }

    fn coverage(&self, purpose: Purpose) -> Coverage {
        let round = Round::read(self.ledger.state(), Some(self.campaign()));
        match purpose {
            Purpose::Survey => round.survey,
            Purpose::Interview => round.interview,
        }
    }

    /// What stands on the doors of the first building, in walking order.
    fn labels(&self) -> Vec<&str> {
        let state = self.ledger.state();
        let round = Round::read(state, None);
        let doors = round.blocks[0].doors.iter();
        doors
            .map(|door| Unit::find(state, door.unit).unwrap().label())
            .collect()
    }
}

#[test]
fn the_demo_estate_is_ready_to_walk() {
    let walk = Walk::of(7, 60);
    let state = walk.ledger.state();
    let site = Site::find(state, walk.ledger.site()).unwrap();
    assert!(site.is_demo());
    assert_eq!(site.name(Lang::En), "Jade Lake Gardens");
    assert_eq!(
        walk.campaign().name(Lang::ZhHant),
        "2026 年下半年客戶需求調查"
    );
    assert_eq!(walk.campaign().starts(), "2026-07-01".parse().ok());
    assert_eq!(walk.campaign().ends(), "2026-12-31".parse().ok());
    let numbers: Vec<_> = walk
        .campaign()
        .questionnaires(state)
        .iter()
        .map(|form| form.number())
        .collect();
    assert_eq!(numbers, ["F1", "F2"], "surveys come first");
    let roles: Vec<_> = Person::all(state)
        .iter()
        .map(|person| person.role())
        .collect();
    assert_eq!(
        roles[..3],
        [Role::Assistant, Role::Assistant, Role::Supervisor]
    );
    let labels = walk.labels();
    assert_eq!(
        (Round::read(state, None).blocks.len(), labels.len()),
        (3, 20)
    );
    assert_eq!(
        (labels[0], labels[19]),
        ("5A", "1D"),
        "walked from the top down"
    );
}

#[test]
fn a_response_reaches_its_door_and_the_coverage() {
    let mut walk = Walk::of(7, 60);
    assert_eq!(
        walk.coverage(Purpose::Survey),
        Coverage {
            units: 60,
            reached: 0,
            target: 19
        }
    );
    assert_eq!(
        walk.coverage(Purpose::Interview),
        Coverage {
            units: 60,
            reached: 0,
            target: 7
        }
    );
    let door = walk.unit(2);
    walk.respond(1, door, Purpose::Survey);
    walk.respond(2, door, Purpose::Survey);
    walk.respond(3, walk.unit(4), Purpose::Interview);
    assert_eq!(
        walk.coverage(Purpose::Survey).reached,
        1,
        "a unit counts once"
    );
    assert_eq!(walk.coverage(Purpose::Interview).reached, 1);
    let round = Round::read(walk.ledger.state(), Some(walk.campaign()));
    let done: Vec<_> = round.blocks[0]
        .doors
        .iter()
        .take(5)
        .map(|door| (door.surveyed, door.interviewed))
        .collect();
    let (none, survey, interview) = ((false, false), (true, false), (false, true));
    assert_eq!(done, [none, none, survey, none, interview]);
    let response = Response::all(walk.ledger.state())[1];
    assert_eq!(response.answers()["/consent"], "yes");
    assert_eq!(response.unit(), Some(door));
}

#[test]
fn what_is_deleted_or_unknown_does_not_count() {
    let mut walk = Walk::of(7, 60);
    let door = walk.unit(0);
    walk.respond(1, door, Purpose::Survey);
    let set = Fields::from([("deleted".to_owned(), true.into())]);
    walk.write(Change {
        kind: Unit::KIND.to_owned(),
        id: door,
        set,
    });
    assert_eq!(
        walk.coverage(Purpose::Survey),
        Coverage {
            units: 59,
            reached: 0,
            target: 18
        }
    );
    assert!(Unit::find(walk.ledger.state(), door).is_none());
}

#[test]
fn a_building_is_walked_as_it_says() {
    let mut walk = Walk::of(7, 60);
    let building = Round::read(walk.ledger.state(), None).blocks[0].building;
    let units: Vec<RecordId> = (0..20).map(|nth| walk.unit(nth)).collect();
    for (place, unit) in units.iter().enumerate() {
        let entrance = if place % 2 == 0 { "I" } else { "II" };
        let set = Fields::from([("entrance".to_owned(), entrance.into())]);
        walk.write(Change {
            kind: Unit::KIND.to_owned(),
            id: *unit,
            set,
        });
    }
    for (order, begin) in [
        (Order::Up, ["1A", "1B", "1C", "1D", "2A"]),
        (Order::Entrance, ["5A", "5C", "4A", "4C", "3A"]),
        (Order::Down, ["5A", "5B", "5C", "5D", "4A"]),
    ] {
        walk.write(order.choose(building));
        assert_eq!(walk.labels()[..5], begin, "{order:?}");
    }
    // Put by hand, each door is where its number says.
    walk.write(Order::Own.choose(building));
    let set = Fields::from([("order".to_owned(), (-3).into())]);
    walk.write(Change {
        kind: Unit::KIND.to_owned(),
        id: units[19],
        set,
    });
    assert_eq!(walk.labels()[..3], ["1D", "5A", "5B"]);
}

#[test]
fn the_same_seed_gives_the_same_estate() {
    let json = |seed| serde_json::to_string(Walk::of(seed, 20).ledger.state()).unwrap();
    assert_eq!(json(1), json(1));
    assert_ne!(json(1), json(2));
}

proptest! {
    #[test]
    fn an_estate_has_as_many_households_as_were_asked_for(households in 1u32..3_000) {
        let estate = estate(&Demo { seed: 1, households, today: today(), forms: Vec::new() });
        let count = |kind| estate.changes.iter().filter(|change| change.kind == kind).count();
        prop_assert_eq!(count("unit"), households as usize);
        prop_assert!(count("building") <= count("unit"));
    }

    #[test]
    fn a_target_is_the_fewest_units_above_its_share(units in 1usize..10_000, percent in 0u32..100) {
        let target = target(units, percent);
        prop_assert!(target * 100 > units * percent as usize);
        prop_assert!((target - 1) * 100 <= units * percent as usize);
    }
}
