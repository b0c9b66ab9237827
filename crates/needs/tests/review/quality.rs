//! The signs of a response's quality.

use form::{Context, Session};
use ledger::{Change, Fields};
use needs::{
    Building, Localised, Tenure, Unit,
    quality::{Rules, Shape, Sign, shape},
    visit::{Position, Visit},
};

use crate::office::{ASSISTANT, BUILDING, Office, SUPERVISOR, record, site};

/// A time in the morning, so many seconds after ten.
fn at(seconds: u32) -> String {
    format!(
        "2026-11-22T10:{:02}:{:02}+08:00",
        seconds / 60,
        seconds % 60
    )
}

const TEN: &str = "2026-11-22T10:00:00+08:00";

#[test]
fn much_quicker_than_others_is_noticed_with_the_figures() {
    let mut office = Office::new();
    for (id, seconds) in (1..).zip([70, 300, 360, 400, 420, 500]) {
        office.respond(id, 100 + id, (TEN, &at(seconds)), &[]);
    }
    let found = Sign::FasterThanOthers {
        took_s: 70,
        median_s: 400,
        others: 5,
    };
    assert_eq!(office.signs(1, None), [found]);
    assert_eq!(office.signs(2, None), []);
}

#[test]
fn a_median_of_few_says_nothing() {
    let mut office = Office::new();
    for (id, seconds) in (1..).zip([70, 300, 360, 400, 420]) {
        office.respond(id, 100 + id, (TEN, &at(seconds)), &[]);
    }
    assert_eq!(office.signs(1, None), []);
}

#[test]
fn nobody_asks_forty_questions_in_a_minute() {
    let mut office = Office::new();
    office.respond(1, 100, (TEN, &at(60)), &[]);
    let shape = |asked| {
        Some(Shape {
            asked,
            ..Shape::default()
        })
    };
    let found = Sign::FasterThanAsking {
        took_s: 60,
        answered: 40,
        each_s: 2,
    };
    assert_eq!(office.signs(1, shape(40)), [found]);
    assert_eq!(office.signs(1, shape(30)), []);
}

#[test]
fn what_was_left_open_and_answered_alike_is_counted() {
    let mut office = Office::new();
    office.respond(1, 100, (TEN, &at(600)), &[]);
    let of = |asked, empty, run| office.signs(1, Some(Shape { asked, empty, run }));
    assert_eq!(
        of(10, 4, 0),
        [Sign::MuchMissing {
            empty: 4,
            asked: 10
        }]
    );
    assert_eq!(of(10, 3, 0), []);
    assert_eq!(of(1, 1, 0), [], "one open question is not much");
    assert_eq!(of(10, 0, 8), [Sign::SameInARow { length: 8 }]);
    assert_eq!(of(10, 0, 7), []);
}

#[test]
fn the_hours_of_visits_are_the_sites_own() {
    let mut office = Office::new();
    let late = ("2026-11-22T21:40:00+08:00", "2026-11-22T21:55:00+08:00");
    office.respond(1, 100, late, &[]);
    assert_eq!(office.signs(1, None), []);
    office.write(
        SUPERVISOR,
        Rules::set_hours(office.state(), site(), (9, 20)),
    );
    let found = Sign::OddHour {
        minute: 21 * 60 + 55,
        from: 9,
        until: 20,
    };
    assert_eq!(office.signs(1, None), [found]);
    // Hours that are none are the usual ones.
    office.write(
        SUPERVISOR,
        Rules::set_hours(office.state(), site(), (20, 9)),
    );
    assert_eq!(office.signs(1, None), []);
}

#[test]
fn the_same_answers_at_another_door_are_noticed() {
    let mut office = Office::new();
    let paths: Vec<String> = (0..8).map(|n| format!("/q{n}")).collect();
    let mut pairs: Vec<_> = paths.iter().map(|path| (path.as_str(), "1")).collect();
    pairs.push(("/start", "2026-11-22T10:00:00.000+08:00"));
    office.respond(1, 100, (TEN, &at(300)), &pairs);
    pairs[8].1 = "2026-11-22T10:05:00.000+08:00";
    office.respond(2, 101, (TEN, &at(300)), &pairs);
    let other = record(1);
    assert_eq!(office.signs(2, None), [Sign::SameAnswers { other }]);
    pairs[0].1 = "2";
    office.respond(3, 102, (TEN, &at(300)), &pairs);
    assert_eq!(office.signs(3, None), []);
    office.respond(4, 103, (TEN, &at(300)), &pairs[..3]);
    office.respond(5, 104, (TEN, &at(300)), &pairs[..3]);
    assert_eq!(
        office.signs(5, None),
        [],
        "three equal answers are no wonder"
    );
}

#[test]
fn a_second_response_of_a_door_is_noticed() {
    let mut office = Office::new();
    office.respond(1, 100, (TEN, &at(300)), &[("/a", "1")]);
    office.respond(2, 100, (TEN, &at(900)), &[("/a", "2")]);
    let other = record(1);
    assert_eq!(office.signs(1, None), []);
    assert_eq!(office.signs(2, None), [Sign::SameDoor { other }]);
}

#[test]
fn a_place_far_from_the_buildings_other_visits_is_noticed() {
    let mut office = Office::new();
    let name = Localised {
        zh_hant: "第 1 座",
        zh_hans: "第 1 座",
        en: "Block 1",
    };
    office.write(SUPERVISOR, Building::change(record(BUILDING), name, 1));
    let near = (22.3000, 114.1700);
    let places = [(22.3100, 114.1700), near, near, (22.3001, 114.1701)];
    for (id, (lat, lon)) in (1..).zip(places) {
        let unit = Unit::change(
            record(100 + id),
            record(BUILDING),
            (1, 1),
            "1A",
            Tenure::Owner,
        );
        office.write(SUPERVISOR, unit);
        office.respond(id, 100 + id, (TEN, &at(300)), &[]);
        let set = Fields::from([
            ("unit".to_owned(), record(100 + id).to_string().into()),
            ("response".to_owned(), record(id).to_string().into()),
        ]);
        let (kind, visit) = ("visit".to_owned(), record(50 + id));
        let id = visit;
        office.write(ASSISTANT, Change { kind, id, set });
        // As a tablet writes it.
        office.write(
            ASSISTANT,
            Visit::located(visit, Position::new(lat, lon, 12.0)),
        );
    }
    let found = Sign::FarFromDoor {
        metres: 1112,
        others: 3,
    };
    assert_eq!(office.signs(1, None), [found]);
    assert_eq!(office.signs(2, None), []);
}

#[test]
fn a_form_says_what_was_asked() {
    let row = |n| format!("| | select_one yn | q{n} | Q | |\n");
    let rows = [0, 1, 2, 3].map(row).concat();
    let text = format!(
        "| survey |\n| | type | name | label | relevant |\n{rows}\
         | | text | why | Why | ${{q0}} = 'n' |\n| | note | n | N | |\n| | text | more | More | |\n\
         | choices |\n| | list_name | name | label |\n| | yn | y | Y |\n| | yn | n | N |\n"
    );
    let form = form::read_markdown(&text).form.unwrap();
    let mut session = Session::start(form, Context::default());
    for (path, value) in [("/q0", "y"), ("/q1", "y"), ("/q2", "y"), ("/q3", "n")] {
        let item = session.find(path).unwrap();
        session.set(item, value).unwrap();
    }
    let expected = Shape {
        asked: 5,
        empty: 1,
        run: 3,
    };
    assert_eq!(shape(&session), expected);
}
