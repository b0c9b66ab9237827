//! Search: what is typed at the door or in the office finds the record, whoever wrote it how.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use chrono::DateTime;
use ledger::{Author, Change, DeviceId, Fields, Ledger, RecordId, Salt, SiteId, uuid_v7};
use needs::{
    Building, Localised, Person, Role,
    search::{Index, MOST},
};
use serde_json::{Value, json};

fn id(n: u16) -> RecordId {
    RecordId(uuid_v7(u64::from(n), [1; 10]))
}

const ASSISTANT: u16 = 900;
const OTHER: u16 = 901;
const MANAGER: u16 = 902;

struct Office {
    ledger: Ledger,
    index: Index,
}

impl Office {
    fn new() -> Self {
        let mut office = Self {
            ledger: Ledger::new(SiteId(uuid_v7(0, [9; 10]))),
            index: Index::default(),
        };
        for (person, role) in [
            (ASSISTANT, Role::Assistant),
            (OTHER, Role::Assistant),
            (MANAGER, Role::Manager),
        ] {
            let name = Localised {
                zh_hant: "某人",
                zh_hans: "某人",
                en: "Somebody",
            };
            office.write(MANAGER, Person::change(id(person), name, role));
        }
        let block = Localised {
            zh_hant: "第 3 座",
            zh_hans: "第 3 座",
            en: "Block 3",
        };
        office.write(MANAGER, Building::change(id(1), block, 1));
        office.put(
            "unit",
            2,
            json!({"building": id(1).to_string(), "label": "12A"}),
        );
        office.put(
            "unit",
            3,
            json!({"building": id(1).to_string(), "label": "12B"}),
        );
        office.put(
            "unit",
            8,
            json!({"building": id(1).to_string(), "label": "2A"}),
        );
        let resident = json!({"unit": id(2).to_string(), "name": "陳美麗", "phone": "6655 1234"});
        office.put("resident", 4, resident);
        office.put(
            "interview",
            5,
            json!({
                "line:a": {"text": "電梯聲音很大，晚上睡不好。", "at": 0},
                "line:b": {"text": "The Lift is noisy at night", "at": 900},
            }),
        );
        office
    }

    fn put(&mut self, kind: &str, n: u16, fields: Value) {
        self.put_as(ASSISTANT, kind, n, fields);
    }

    fn put_as(&mut self, actor: u16, kind: &str, n: u16, fields: Value) {
        let Value::Object(fields) = fields else {
            return;
        };
        let change = Change {
            kind: kind.to_owned(),
            id: id(n),
            set: fields.into_iter().collect::<Fields>(),
        };
        self.write(actor, change);
    }

    fn write(&mut self, actor: u16, change: Change) {
        let author = Author {
            device: DeviceId(uuid_v7(1, [1; 10])),
            actor: id(actor),
        };
        let now = DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap();
        let entry = self.ledger.write(author, now, Salt([0; 16]), change);
        self.ledger.admit(&entry.unwrap()).unwrap();
    }

    /// Kinds and ids of what is found, as somebody finds it.
    fn finds_as(&mut self, person: u16, text: &str) -> Vec<(&'static str, RecordId)> {
        let state = self.ledger.state();
        self.index.begin();
        while !self.index.refresh(state, 7) {}
        let Some(query) = self.index.query(text) else {
            return Vec::new();
        };
        let me = Person::find(state, id(person));
        let found = self.index.search(state, &query, me);
        let hits = found.iter();
        hits.flat_map(|found| found.hits.iter().map(|hit| (found.kind, hit.id)))
            .collect()
    }

    #[track_caller]
    fn check(&mut self, text: &str, wanted: &[(&'static str, u16)]) {
        let wanted: Vec<_> = wanted.iter().map(|(kind, n)| (*kind, id(*n))).collect();
        assert_eq!(self.finds_as(ASSISTANT, text), wanted, "{text}");
    }
}

#[test]
fn a_few_letters_find_the_record() {
    let mut office = Office::new();
    for (text, wanted) in [
        ("12a", &[("unit", 2)][..]),
        ("１２Ａ", &[("unit", 2)]),
        // What begins so comes first, though it was made later.
        ("2a", &[("unit", 8), ("unit", 2)]),
        ("block 3 12", &[("unit", 2), ("unit", 3)]),
        ("第 3 座 12B", &[("unit", 3)]),
        ("美", &[("resident", 4)]),
        ("陳美", &[("resident", 4)]),
        ("陈美丽", &[("resident", 4)]),
        ("1234", &[("resident", 4)]),
        ("聲音", &[("interview", 5)]),
        ("声音很大", &[("interview", 5)]),
        ("LIFT night", &[("interview", 5)]),
        ("電梯 lift", &[("interview", 5)]),
        ("lift 陳", &[]),
        ("美陳", &[]),
        ("  ", &[]),
    ] {
        office.check(text, wanted);
    }
}

#[test]
fn what_changed_is_found_as_it_is_now() {
    let mut office = Office::new();
    office.check("12a", &[("unit", 2)]);
    office.put("unit", 2, json!({"label": "99Z"}));
    office.check("12a", &[]);
    office.check("99z", &[("unit", 2)]);
    // A door is found by its building's new name.
    office.put("building", 1, json!({"name:en": "Lotus House"}));
    office.check("lotus 99", &[("unit", 2)]);
    office.put("unit", 2, json!({"deleted": true}));
    office.check("99z", &[]);
}

#[test]
fn nobody_finds_what_they_may_not_read() {
    let mut office = Office::new();
    assert_eq!(office.finds_as(OTHER, "lift"), []);
    assert_eq!(office.finds_as(MANAGER, "lift").len(), 1);
    let unit = json!({"given": false, "withdrawal": true, "scope": "interview",
        "unit": id(2).to_string()});
    office.put("interview", 5, json!({"unit": id(2).to_string()}));
    office.put("consent", 6, unit);
    assert_eq!(
        office.finds_as(MANAGER, "lift"),
        [],
        "the consent was taken back"
    );
}

#[test]
fn what_was_found_is_shown_and_marked() {
    let mut office = Office::new();
    let long = format!("{}漏水{}", "前".repeat(60), "後".repeat(300));
    office.put("interview", 7, json!({"line:a": {"text": long, "at": 0}}));
    office.finds_as(ASSISTANT, "x");
    let state = office.ledger.state();
    let query = office.index.query("漏水").unwrap();
    let me = Person::find(state, id(ASSISTANT));
    let found = office.index.search(state, &query, me);
    let around = &found[0].hits[0].around;
    assert!(
        around.starts_with("…前") && around.ends_with("後…"),
        "{around}"
    );
    assert!(around.chars().count() < 100);
    let marked = office.index.marked(around, &query);
    let found: Vec<_> = marked.iter().filter(|part| part.found).collect();
    assert_eq!((found.len(), found[0].text.as_str()), (1, "漏水"));
    let whole: String = marked.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(whole, *around);
}

#[test]
fn of_very_many_the_first_are_given() {
    let mut office = Office::new();
    for n in 0..60 {
        office.put("visit", 100 + n, json!({"note": format!("dog {n}")}));
    }
    office.finds_as(ASSISTANT, "x");
    let state = office.ledger.state();
    let query = office.index.query("dog").unwrap();
    let found = office.index.search(state, &query, None);
    assert_eq!((found[0].hits.len(), found[0].more), (MOST, true));
    assert_eq!(found[0].hits[0].id, id(159), "the newest first");
}
