//! Units and residents through the ledger: what counts, what is kept, what writing twice does.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use chrono::DateTime;
use ledger::{Author, Change, DeviceId, Ledger, RecordId, Salt, SiteId, uuid_v7};
use needs::{
    Area, Building, BuildingFacts, Contact, Localised, Relation, Resident, ResidentFacts, Round,
    Tenure, Unit, UnitFacts, Usage,
};

fn id(n: u8) -> RecordId {
    RecordId(uuid_v7(1, [n; 10]))
}

struct Estate(Ledger);

impl Estate {
    fn of(changes: impl IntoIterator<Item = Change>) -> Self {
        let mut estate = Self(Ledger::new(SiteId(id(0).0)));
        changes.into_iter().for_each(|change| estate.write(change));
        estate
    }

    fn write(&mut self, change: Change) {
        let author = Author {
            device: DeviceId(id(1).0),
            actor: id(2),
        };
        let now = DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap();
        let entry = self.0.write(author, now, Salt([0; 16]), change).unwrap();
        self.0.admit(&entry).unwrap();
    }
}

fn two_flats() -> Estate {
    let name = Localised {
        zh_hant: "第 1 座",
        zh_hans: "第 1 座",
        en: "Block 1",
    };
    Estate::of([
        Building::change(id(10), name, 1),
        Unit::change(id(11), id(10), (2, 1), "2A", Tenure::Owner),
        Unit::change(id(12), id(10), (1, 2), "1A", Tenure::Tenant),
    ])
}

#[test]
fn a_unit_that_is_gone_is_kept_but_neither_walked_nor_counted() {
    let mut estate = two_flats();
    let gone = |gone| UnitFacts {
        gone: Some(gone),
        ..UnitFacts::default()
    };
    estate.write(Unit::set(id(12), gone(true)));
    let state = estate.0.state();
    let labels: Vec<_> = Unit::all(state).map(Unit::label).collect();
    assert_eq!(labels, ["2A"]);
    assert_eq!(Unit::known(state).count(), 2);
    assert!(Unit::find(state, id(12)).unwrap().is_gone());
    assert_eq!(Round::read(state, None).blocks[0].doors.len(), 1);
    estate.write(Unit::set(id(12), gone(false)));
    assert_eq!(Unit::all(estate.0.state()).count(), 2);
}

#[test]
fn writing_the_same_facts_again_is_nothing() {
    let mut estate = two_flats();
    let facts = UnitFacts {
        key: Some("B1-2A"),
        entrance: Some(" East "),
        area: Area::parse("61.5"),
        usage: Some(Usage::Business),
        floor: Some(2),
        ..UnitFacts::default()
    };
    let unit = Unit::find(estate.0.state(), id(11)).unwrap();
    let change = unit.update(facts).unwrap();
    assert_eq!(change.set.len(), 4, "the floor is known: {change:?}");
    estate.write(change);
    let state = estate.0.state();
    let unit = Unit::find(state, id(11)).unwrap();
    assert_eq!(unit.update(facts), None);
    assert_eq!((unit.key(), unit.entrance()), ("B1-2A", "East"));
    assert_eq!(unit.area(), Area::parse("61.50"));
    assert_eq!(unit.usage(), Usage::Business);
    let none = UnitFacts {
        entrance: Some(""),
        ..UnitFacts::default()
    };
    estate.write(unit.update(none).unwrap());
    let unit = Unit::find(estate.0.state(), id(11)).unwrap();
    assert_eq!(unit.entrance(), "");
    assert_eq!(unit.update(none), None, "taken away once");
    let building = Building::find(estate.0.state(), id(10)).unwrap();
    let facts = BuildingFacts {
        key: Some("01"),
        order: Some(1),
        ..BuildingFacts::default()
    };
    assert_eq!(building.update(facts).unwrap().set.len(), 1);
}

#[test]
fn residents_stand_in_the_order_in_which_they_are_asked_for() {
    let mut estate = two_flats();
    let mut person = |n: u8, name: &str, facts: ResidentFacts<'_>| {
        let facts = ResidentFacts {
            unit: Some(id(11)),
            name: Some(name),
            ..facts
        };
        estate.write(Resident::set(id(n), facts));
    };
    let of = |relation| ResidentFacts {
        relation: Some(relation),
        ..ResidentFacts::default()
    };
    person(20, "Lee", of(Relation::Tenant));
    person(
        21,
        "Chan",
        ResidentFacts {
            left: Some("2026-05-01".parse().ok()),
            ..of(Relation::Owner)
        },
    );
    person(
        22,
        "Wong",
        ResidentFacts {
            key_customer: Some(true),
            contact: Some(Contact::Never),
            languages: &[("yue", true), ("en", true), ("fr", false)],
            phone: Some("5500 0000"),
            hours: Some("evenings"),
            note: Some("dog"),
            key: Some("77"),
            ..of(Relation::Owner)
        },
    );
    let state = estate.0.state();
    let names: Vec<_> = Resident::of(state, id(11))
        .into_iter()
        .map(Resident::name)
        .collect();
    assert_eq!(names, ["Wong", "Lee", "Chan"]);
    let by_unit = Resident::by_unit(state);
    assert_eq!((by_unit.len(), by_unit[&id(11)].len()), (1, 3));
    let chan = by_unit[&id(11)][2];
    assert!(!chan.is_here());
    assert_eq!(chan.left(), "2026-05-01".parse().ok());
    let wong = by_unit[&id(11)][0];
    assert!(wong.is_key_customer());
    assert_eq!(wong.contact(), Contact::Never);
    assert_eq!(wong.languages().collect::<Vec<_>>(), ["en", "yue"]);
    assert_eq!((wong.phone(), wong.hours()), ("5500 0000", "evenings"));
    assert_eq!((wong.note(), wong.key()), ("dog", "77"));
    let again = ResidentFacts {
        languages: &[("yue", true), ("fr", false)],
        left: Some(None),
        key_customer: Some(true),
        ..ResidentFacts::default()
    };
    assert_eq!(wong.update(again), None);
    estate.write(
        Resident::find(state, id(21))
            .unwrap()
            .update(again)
            .unwrap(),
    );
    assert!(Resident::find(estate.0.state(), id(21)).unwrap().is_here());
}
