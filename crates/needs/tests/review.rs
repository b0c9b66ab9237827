//! The way of a response through the supervisor's review, and the signs of its quality.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use std::collections::BTreeMap;

use chrono::DateTime;
use form::{Context, Session};
use ledger::{
    Author, Change, DeviceId, Digest, Fields, FileRef, Ledger, RecordId, Salt, SiteId, State,
    uuid_v7,
};
use needs::{
    Building, Localised, Response, Tenure, Unit, files_of,
    quality::{Peers, Rules, Shape, Sign, shape, signs},
    review::{Review, Stage, WHOLE, correct, files_to_keep, gone_over, items, refilled, sent_back},
    with_answered_files,
};
use serde_json::json;

const ASSISTANT: u8 = 200;
const SUPERVISOR: u8 = 201;
const FORM: u8 = 210;
const BUILDING: u8 = 211;

fn record(n: u8) -> RecordId {
    RecordId(uuid_v7(u64::from(n), [n; 10]))
}

fn site() -> SiteId {
    SiteId(uuid_v7(0, [9; 10]))
}

fn file(name: &str) -> FileRef {
    FileRef {
        name: name.to_owned(),
        sha256: Digest([name.len().try_into().unwrap(); 32]),
        size: 3,
        media_type: "image/jpeg".to_owned(),
    }
}

fn answers(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let pairs = pairs.iter();
    pairs
        .map(|(path, value)| ((*path).to_owned(), (*value).to_owned()))
        .collect()
}

struct Office {
    ledger: Ledger,
    minutes: i64,
}

impl Office {
    fn new() -> Self {
        Self {
            ledger: Ledger::new(site()),
            minutes: 0,
        }
    }

    fn write_at(&mut self, actor: u8, wall: &str, change: Change) {
        let author = Author {
            device: DeviceId(uuid_v7(1, [actor; 10])),
            actor: record(actor),
        };
        let now = DateTime::parse_from_rfc3339(wall).unwrap();
        let entry = self.ledger.write(author, now, Salt([0; 16]), change);
        self.ledger.admit(&entry.unwrap()).unwrap();
    }

    fn write(&mut self, actor: u8, change: Change) {
        self.minutes += 1;
        let begin = DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap();
        let now = begin + chrono::TimeDelta::minutes(self.minutes);
        self.write_at(actor, &now.to_rfc3339(), change);
    }

    fn state(&self) -> &State {
        self.ledger.state()
    }

    fn review(&self, id: u8) -> Review<'_> {
        Review::of(self.state(), record(id)).unwrap()
    }

    fn respond(&mut self, id: u8, unit: u8, times: (&str, &str), pairs: &[(&str, &str)]) {
        let change = filled(id, unit, times.0, pairs);
        self.write_at(ASSISTANT, times.1, change);
    }

    fn signs(&self, id: u8, shape: Option<Shape>) -> Vec<Sign> {
        let peers = Peers::of(self.state());
        let response = Response::find(self.state(), record(id)).unwrap();
        let rules = Rules::of(self.state(), site());
        signs(self.state(), &peers, rules, response, shape.as_ref())
    }
}

fn filled(id: u8, unit: u8, started: &str, pairs: &[(&str, &str)]) -> Change {
    let (form, unit) = (record(FORM), record(unit));
    Response::change(
        record(id),
        form,
        unit,
        None,
        ("en", Some(started)),
        answers(pairs),
    )
}

/// A response with a photo, as it came in.
fn one() -> Office {
    let mut office = Office::new();
    let pairs = [
        ("/a", "1"),
        ("/photo", "p.jpg"),
        ("/meta/audit", "audit.csv"),
        ("/gone", "x"),
    ];
    let change = filled(1, 100, "2026-11-22T09:50:00+08:00", &pairs);
    let change = with_answered_files(change, &[file("p.jpg"), file("audit.csv")]);
    office.write(ASSISTANT, change);
    office
}

fn names(office: &Office) -> Vec<String> {
    files_of(office.state(), record(1))
        .into_iter()
        .map(|file| file.name)
        .collect()
}

#[test]
fn a_response_is_sent_back_corrected_and_accepted() {
    let mut office = one();
    assert_eq!(office.review(1).stage(), Stage::New);
    let remarks = answers(&[
        ("/a", " Which of the two? "),
        (WHOLE, "Thank you"),
        ("/b", " "),
    ]);
    let back = office.review(1).send_back("response", record(1), &remarks);
    office.write(SUPERVISOR, back);
    let review = office.review(1);
    assert_eq!(review.stage(), Stage::Returned);
    assert_eq!(review.reviewed().unwrap().actor, record(SUPERVISOR));
    let expected = BTreeMap::from([("/a", "Which of the two?"), (WHOLE, "Thank you")]);
    assert_eq!(review.remarks(), expected);
    assert_eq!(sent_back(office.state(), record(ASSISTANT)).len(), 1);
    assert!(sent_back(office.state(), record(SUPERVISOR)).is_empty());

    let again = filled(
        1,
        100,
        "2026-11-22T09:50:00+08:00",
        &[("/a", "2"), ("/photo", "p.jpg")],
    );
    let again = refilled(office.state(), &again).unwrap();
    office.write(ASSISTANT, again);
    assert_eq!(office.review(1).stage(), Stage::Corrected);
    assert!(sent_back(office.state(), record(ASSISTANT)).is_empty());
    assert_eq!(items(office.state(), |stage, _| stage.waits()).len(), 1);

    let accepted = office.review(1).accept("response", record(1));
    office.write(SUPERVISOR, accepted);
    assert_eq!(office.review(1).stage(), Stage::Accepted);
    assert!(
        office.review(1).remarks().is_empty(),
        "they were dealt with"
    );
    assert_eq!(Response::all(office.state()).len(), 1, "still one record");
}

#[test]
fn what_is_filled_in_again_writes_only_what_differs() {
    let office = one();
    let again = filled(
        1,
        100,
        "2026-11-22T11:00:00+08:00",
        &[("/a", "2"), ("/photo", "p.jpg")],
    );
    let again = with_answered_files(again, &[file("p.jpg")]);
    let change = refilled(office.state(), &again).unwrap();
    let expected = Fields::from([
        ("answer:/a".to_owned(), json!("2")),
        ("answer:/gone".to_owned(), json!(null)),
        ("corrected".to_owned(), json!({ "reply": "" })),
    ]);
    assert_eq!(
        change.set, expected,
        "neither the start nor the log of the filling"
    );
    assert_eq!(refilled(office.state(), &filled(7, 100, "", &[])), None);
}

#[test]
fn files_survive_the_way_back_and_replaced_ones_go() {
    let mut office = one();
    assert_eq!(
        files_to_keep(office.state(), record(1)),
        ["audit.csv", "p.jpg"]
    );
    // The photo's bytes are no longer on the tablet: it is not among the files of the draft.
    let again = filled(
        1,
        100,
        "",
        &[("/a", "1"), ("/photo", "p.jpg"), ("/gone", "x")],
    );
    let change = refilled(office.state(), &again).unwrap();
    office.write(ASSISTANT, change);
    assert_eq!(names(&office), ["audit.csv", "p.jpg"]);
    let again = filled(
        1,
        100,
        "",
        &[("/a", "1"), ("/photo", "new.jpg"), ("/gone", "x")],
    );
    let again = with_answered_files(again, &[file("new.jpg")]);
    let change = refilled(office.state(), &again).unwrap();
    office.write(ASSISTANT, change);
    assert_eq!(names(&office), ["audit.csv", "new.jpg"]);
}

#[test]
fn the_office_corrects_with_a_reason() {
    let mut office = one();
    office.write(
        SUPERVISOR,
        correct(record(1), "/a", "3", " Asked by phone "),
    );
    let (why, touch) = office.review(1).reason("/a").unwrap();
    assert_eq!((why, touch.actor), ("Asked by phone", record(SUPERVISOR)));
    let response = Response::find(office.state(), record(1)).unwrap();
    assert_eq!(response.answers()["/a"], "3");
    assert_eq!(
        office.review(1).stage(),
        Stage::New,
        "a correction is no verdict"
    );
    office.write(SUPERVISOR, correct(record(1), "/a", "", "A slip"));
    let response = Response::find(office.state(), record(1)).unwrap();
    assert!(!response.answers().contains_key("/a"));
}

#[test]
fn an_interview_goes_the_same_way() {
    let mut office = Office::new();
    let set = Fields::from([("line:a".to_owned(), json!({ "text": "slow lift", "at": 0 }))]);
    let (kind, id) = ("interview".to_owned(), record(1));
    office.write(ASSISTANT, Change { kind, id, set });
    let remarks = answers(&[("a", "Which lift?")]);
    let back = office.review(1).send_back("interview", record(1), &remarks);
    office.write(SUPERVISOR, back);
    assert_eq!(
        sent_back(office.state(), record(ASSISTANT))[0].kind,
        "interview"
    );
    office.write(
        ASSISTANT,
        gone_over("interview", record(1), " The left one "),
    );
    assert_eq!(office.review(1).stage(), Stage::Corrected);
    assert_eq!(office.review(1).reply().unwrap().0, "The left one");
    // Sent back once more, with other remarks.
    let back = office
        .review(1)
        .send_back("interview", record(1), &answers(&[(WHOLE, "When?")]));
    office.write(SUPERVISOR, back);
    assert_eq!(
        office.review(1).remarks(),
        BTreeMap::from([(WHOLE, "When?")])
    );
    assert_eq!(office.review(1).stage(), Stage::Returned);
}

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
    let near = ("22.3000", "114.1700");
    let places = [("22.3100", "114.1700"), near, near, ("22.3001", "114.1701")];
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
            (
                "position".to_owned(),
                json!({ "lat": lat, "lon": lon, "accuracy": "12" }),
            ),
        ]);
        let (kind, id) = ("visit".to_owned(), record(50 + id));
        office.write(ASSISTANT, Change { kind, id, set });
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
