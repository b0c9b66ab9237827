//! Consent at the door: asked once, taken back with effect, and never mistaken for a refusal.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta};
use ledger::{Author, Change, DeviceId, Digest, FileRef, Ledger, RecordId, Salt, SiteId, uuid_v7};
use needs::{
    Localised, Purpose, Questionnaire, Response,
    consent::{Consent, Decision, How, Lost, Scope, Whom, Withdrawals, Wording, in_force},
    tables::{Layout, Wanted},
};

const FORM: &str = "| survey |
 |  | type  | name  | label |
 |  | text  | age   | Age   |
 |  | audio | voice | Voice |";

struct Door {
    ledger: Ledger,
    minutes: i64,
}

fn record(n: u8) -> RecordId {
    RecordId(uuid_v7(u64::from(n), [n; 10]))
}

const UNIT: u8 = 200;
const CAMPAIGN: u8 = 201;
const ANNA: u8 = 202;

fn anybody() -> Whom {
    Whom {
        unit: Some(record(UNIT)),
        resident: None,
    }
}

fn anna() -> Whom {
    Whom {
        unit: Some(record(UNIT)),
        resident: Some(record(ANNA)),
    }
}

fn same(text: &str) -> Localised<'_> {
    Localised {
        zh_hant: text,
        zh_hans: text,
        en: text,
    }
}

impl Door {
    fn new() -> Self {
        let mut door = Self {
            ledger: Ledger::new(SiteId(uuid_v7(0, [9; 10]))),
            minutes: 0,
        };
        let form = Questionnaire::change(
            record(1),
            ("QP-1", "1"),
            same("F"),
            Purpose::Survey,
            FORM.as_bytes(),
        );
        door.write(Questionnaire::with_file_name(form, "f.md"));
        door
    }

    fn write(&mut self, change: Change) {
        let author = Author {
            device: DeviceId(uuid_v7(1, [1; 10])),
            actor: record(99),
        };
        let now = DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap();
        self.minutes += 1;
        let now = now + TimeDelta::minutes(self.minutes);
        let entry = self.ledger.write(author, now, Salt([0; 16]), change);
        self.ledger.admit(&entry.unwrap()).unwrap();
    }

    fn decide(&mut self, id: u8, whom: Whom, scope: Scope, given: bool) {
        let wording = Wording::current(self.ledger.state(), scope).id;
        let decision = Decision {
            whom,
            campaign: Some(record(CAMPAIGN)),
            scope,
            wording: Some(wording),
            given,
            how: How::Spoken,
        };
        self.write(Consent::change(record(id), &decision));
    }

    fn withdraw(&mut self, id: u8, consent: u8) {
        let consent = Consent::find(self.ledger.state(), record(consent)).unwrap();
        let change = consent.withdraw(record(id));
        self.write(change);
    }

    fn respond(&mut self, id: u8, resident: Option<u8>) {
        let answers = BTreeMap::from([
            ("/age".to_owned(), "40".to_owned()),
            ("/voice".to_owned(), "v.webm".to_owned()),
        ]);
        let campaign = Some(record(CAMPAIGN));
        let about = ("en", None);
        let change = Response::change(
            record(id),
            record(1),
            record(UNIT),
            campaign,
            about,
            answers,
        );
        let mut change = Response::by(change, resident.map(record));
        let voice = FileRef {
            name: "v.webm".to_owned(),
            sha256: Digest([7; 32]),
            size: 3,
            media_type: "audio/webm".to_owned(),
        };
        change.set.extend([voice.field()]);
        self.write(change);
    }

    fn in_force(&self, whom: Whom, scope: Scope) -> bool {
        let campaign = Some(record(CAMPAIGN));
        in_force(self.ledger.state(), campaign, whom, scope).is_some()
    }

    fn lost(&self, response: u8) -> Lost {
        let state = self.ledger.state();
        let response = Response::find(state, record(response)).unwrap();
        Withdrawals::of(state).lost_of(state, response)
    }

    /// The rows of the table of responses: id and what the recording's column says.
    fn table(&self) -> Vec<(String, String)> {
        let state = self.ledger.state();
        let wanted = Wanted {
            table: "responses".to_owned(),
            form: Some("QP-1".to_owned()),
            ..Wanted::default()
        };
        let layout = Layout::of(state, &wanted, &BTreeSet::new()).unwrap();
        let voice = layout
            .columns
            .iter()
            .position(|c| c.name == "voice")
            .unwrap();
        let mut rows = Vec::new();
        for (id, _) in state.records(Response::KIND) {
            layout.rows(state, id, |cells| {
                rows.push((id.to_string(), format!("{:?}", cells[voice])));
            });
        }
        rows
    }
}

#[test]
fn nobody_is_asked_twice_until_the_words_change() {
    let mut door = Door::new();
    assert!(!door.in_force(anybody(), Scope::Survey));
    door.decide(10, anybody(), Scope::Survey, true);
    assert!(door.in_force(anybody(), Scope::Survey));
    assert!(!door.in_force(anna(), Scope::Survey), "another person");
    assert!(!door.in_force(anybody(), Scope::Recording), "another scope");
    let next_campaign = Some(record(77));
    let state = door.ledger.state();
    assert!(in_force(state, next_campaign, anybody(), Scope::Survey).is_none());

    let first = Wording::current(state, Scope::Survey);
    assert_eq!(first.version, 1);
    let second = first.followed_by(record(11), same("May we?"));
    door.write(second);
    assert!(
        !door.in_force(anybody(), Scope::Survey),
        "the words are new"
    );
    assert_eq!(
        Wording::current(door.ledger.state(), Scope::Survey).version,
        2
    );
    door.decide(12, anybody(), Scope::Survey, true);
    assert!(door.in_force(anybody(), Scope::Survey));
}

#[test]
fn the_words_that_come_with_the_app_are_the_first_version() {
    let mut door = Door::new();
    for scope in Scope::ALL {
        let built_in = Wording::current(door.ledger.state(), scope);
        for lang in needs::Lang::ALL {
            assert!(
                built_in.text(lang).chars().count() > 40,
                "{scope:?} {lang:?}"
            );
        }
    }
    for change in Wording::first() {
        door.write(change);
    }
    for scope in Scope::ALL {
        let written = Wording::current(door.ledger.state(), scope);
        let built_in = Wording::built_in(scope);
        assert_eq!(
            written.id, built_in.id,
            "what was agreed to before stays in force"
        );
        assert_eq!(
            written.text(needs::Lang::En),
            built_in.text(needs::Lang::En)
        );
    }
}

#[test]
fn what_was_given_before_a_withdrawal_is_in_no_table() {
    let mut door = Door::new();
    door.decide(10, anna(), Scope::Survey, true);
    door.respond(20, Some(ANNA));
    door.respond(21, None);
    door.withdraw(11, 10);
    assert!(!door.in_force(anna(), Scope::Survey));
    assert!(door.lost(20).content);
    assert!(
        !door.lost(21).content,
        "another person of the same household"
    );
    let ids: Vec<_> = door.table().into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, [record(21).to_string()]);

    // Asked again, and yes: what was taken back stays out, the new one is in.
    door.decide(12, anna(), Scope::Survey, true);
    door.respond(22, Some(ANNA));
    assert!(door.in_force(anna(), Scope::Survey));
    let ids: Vec<_> = door.table().into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, [record(21).to_string(), record(22).to_string()]);

    door.write(Consent::undo(record(11)));
    assert_eq!(door.table().len(), 3, "the withdrawal was a slip");
}

#[test]
fn a_refusal_later_takes_nothing_out() {
    let mut door = Door::new();
    door.decide(10, anybody(), Scope::Survey, true);
    door.respond(20, None);
    door.decide(11, anybody(), Scope::Survey, false);
    assert!(!door.in_force(anybody(), Scope::Survey));
    assert_eq!(door.lost(20), Lost::default());
    assert_eq!(door.table().len(), 1);
}

#[test]
fn a_recording_goes_without_the_answers() {
    let mut door = Door::new();
    door.decide(10, anybody(), Scope::Recording, true);
    door.respond(20, None);
    assert!(door.table()[0].1.contains("v.webm"));
    door.withdraw(11, 10);
    let lost = door.lost(20);
    assert!(lost.recordings && !lost.content && !lost.photos);
    assert!(lost.takes_file("audio/webm") && !lost.takes_file("image/png"));
    let table = door.table();
    assert_eq!(table.len(), 1);
    assert!(!table[0].1.contains("v.webm"), "{table:?}");
}

#[test]
fn a_record_that_names_its_consent_goes_with_it() {
    let mut door = Door::new();
    door.decide(10, anna(), Scope::Interview, true);
    door.write(Change {
        kind: "interview".to_owned(),
        id: record(30),
        set: [
            ("unit".to_owned(), record(UNIT).to_string().into()),
            (
                "consent:interview".to_owned(),
                record(10).to_string().into(),
            ),
        ]
        .into(),
    });
    let lost = |door: &Door| {
        let state = door.ledger.state();
        let interview = state.record("interview", record(30)).unwrap();
        Withdrawals::of(state).lost(interview, Scope::Interview)
    };
    assert_eq!(lost(&door), Lost::default());
    door.withdraw(11, 10);
    assert!(lost(&door).content, "though it does not say who was met");
}

#[test]
fn the_consent_of_a_room_is_taken_back_alone() {
    let mut door = Door::new();
    let room = Whom {
        unit: None,
        resident: None,
    };
    for (consent, group) in [(10, 30), (11, 31)] {
        door.decide(consent, room, Scope::Interview, true);
        let named = record(consent).to_string().into();
        door.write(Change {
            kind: "interview".to_owned(),
            id: record(group),
            set: [("consent:interview".to_owned(), named)].into(),
        });
    }
    door.withdraw(12, 10);
    let state = door.ledger.state();
    let lost = |group: u8| {
        let interview = state.record("interview", record(group)).unwrap();
        Withdrawals::of(state).lost(interview, Scope::Interview)
    };
    assert!(lost(30).content && !lost(31).content);
}
