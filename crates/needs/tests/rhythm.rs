//! Who is due for a contact, and since when.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use ledger::{Author, Change, DeviceId, Ledger, RecordId, Salt, SiteId, uuid_v7};
use needs::{
    Contact, Resident, ResidentFacts, Tenure, Unit,
    rhythm::{Due, Rhythm, due},
    visit::{Outcome, Visit},
};

fn id(n: u8) -> RecordId {
    RecordId(uuid_v7(3, [n; 10]))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn noon(text: &str) -> NaiveDateTime {
    day(text).and_hms_opt(12, 0, 0).unwrap()
}

struct Book(Ledger);

impl Book {
    /// Four units in one building.
    fn new() -> Self {
        let mut book = Self(Ledger::new(SiteId(uuid_v7(1, [9; 10]))));
        for n in 1..=4 {
            let label = n.to_string();
            let unit = Unit::change(id(n), id(90), (1, n.into()), &label, Tenure::Owner);
            book.on("2026-01-02", unit);
        }
        book
    }

    fn on(&mut self, day: &str, change: Change) {
        let author = Author {
            device: DeviceId(uuid_v7(1, [1; 10])),
            actor: id(80),
        };
        let now = DateTime::parse_from_rfc3339(&format!("{day}T10:00:00+08:00")).unwrap();
        let entry = self.0.write(author, now, Salt([0; 16]), change).unwrap();
        self.0.admit(&entry).unwrap();
    }

    fn resident(&mut self, n: u8, unit: u8, key: bool, contact: Contact) {
        let facts = ResidentFacts {
            unit: Some(id(unit)),
            name: Some("Ho"),
            key_customer: Some(key),
            contact: Some(contact),
            ..ResidentFacts::default()
        };
        self.on("2026-01-02", Resident::set(id(n), facts));
    }

    fn visit(&mut self, n: u8, on: &str, unit: u8, outcome: Outcome, met: &[RecordId]) {
        let at = (outcome == Outcome::Appointment).then(|| noon("2026-12-01"));
        let visit = Visit::change(id(n), id(unit), None, outcome, at);
        self.on(on, Visit::meeting(visit, met));
    }

    fn due(&self, on: &str) -> Vec<Due> {
        let rhythm = Rhythm::of(self.0.state(), self.0.site());
        due(self.0.state(), rhythm, noon(on))
    }
}

#[test]
fn a_household_is_due_a_quarter_after_somebody_was_met_there() {
    let mut book = Book::new();
    book.visit(10, "2026-05-10", 1, Outcome::Refused, &[]);
    book.visit(11, "2026-06-10", 2, Outcome::NobodyHome, &[]);
    book.visit(12, "2026-06-10", 3, Outcome::FormLeft, &[]);
    book.visit(13, "2026-05-31", 4, Outcome::Complete, &[]);
    let units = |on: &str| -> Vec<RecordId> { book.due(on).iter().map(|due| due.unit).collect() };
    assert_eq!(units("2026-08-09"), [id(2), id(3)], "nobody was met there");
    assert_eq!(units("2026-08-10"), [id(2), id(3), id(1)]);
    assert_eq!(units("2026-08-31"), [id(2), id(3), id(1), id(4)]);
    let due = book.due("2026-09-20");
    assert_eq!(
        (due[2].last, due[2].since),
        (Some(day("2026-05-10")), Some(day("2026-08-10")))
    );
    assert_eq!((due[0].last, due[0].since), (None, None));
}

#[test]
fn a_key_customer_is_due_by_themselves_and_earlier() {
    let mut book = Book::new();
    book.resident(20, 1, true, Contact::Any);
    book.resident(21, 1, false, Contact::Any);
    // Another one of the household was met: that is no contact with the key customer.
    book.visit(10, "2026-06-01", 1, Outcome::Complete, &[id(20)]);
    book.visit(11, "2026-06-20", 1, Outcome::Complete, &[id(21)]);
    let at_one = |on: &str| {
        let due = book.due(on).into_iter();
        due.filter(|due| due.unit == id(1)).collect::<Vec<_>>()
    };
    assert!(at_one("2026-06-30").is_empty());
    let due = at_one("2026-07-01");
    assert_eq!((due.len(), due[0].resident), (1, Some(id(20))));
    assert_eq!(at_one("2026-09-20").len(), 2);
    assert_eq!(book.due("2026-07-01")[0].resident, Some(id(20)), "first");
}

#[test]
fn wishes_and_appointments_are_respected_and_the_rhythm_can_be_set() {
    let mut book = Book::new();
    book.resident(20, 1, true, Contact::Never);
    book.resident(21, 2, false, Contact::Never);
    book.visit(10, "2026-11-20", 3, Outcome::Appointment, &[]);
    book.visit(11, "2026-06-20", 4, Outcome::Complete, &[]);
    let due = book.due("2026-11-21");
    assert_eq!(due.iter().map(|due| due.unit).collect::<Vec<_>>(), [id(4)]);

    let site = book.0.site();
    let rhythm = Rhythm {
        key: 2,
        ordinary: 12,
    };
    book.on("2026-11-21", rhythm.change(site));
    assert_eq!(Rhythm::of(book.0.state(), site), rhythm);
    assert!(book.due("2026-11-21").is_empty());

    // Nobody was met and a time was named: due, with the time.
    let mut book = Book::new();
    book.visit(10, "2026-05-20", 1, Outcome::Complete, &[]);
    book.visit(11, "2026-11-20", 1, Outcome::Appointment, &[]);
    book.visit(12, "2026-11-20", 2, Outcome::NobodyHome, &[]);
    let due = book.due("2026-11-21");
    assert!(
        due.iter().all(|due| due.unit != id(1)),
        "that was a contact"
    );
}
