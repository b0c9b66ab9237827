//! An office that reads what comes in.

use std::collections::BTreeMap;

use chrono::DateTime;
use ledger::{
    Author, Change, DeviceId, Digest, FileRef, Ledger, RecordId, Salt, SiteId, State, uuid_v7,
};
use needs::{
    Response,
    quality::{Peers, Rules, Shape, Sign, signs},
    review::Review,
};

pub const ASSISTANT: u8 = 200;
pub const SUPERVISOR: u8 = 201;
pub const FORM: u8 = 210;
pub const BUILDING: u8 = 211;

pub fn record(n: u8) -> RecordId {
    RecordId(uuid_v7(u64::from(n), [n; 10]))
}

pub fn site() -> SiteId {
    SiteId(uuid_v7(0, [9; 10]))
}

pub fn file(name: &str) -> FileRef {
    FileRef {
        name: name.to_owned(),
        sha256: Digest([name.len().try_into().unwrap(); 32]),
        size: 3,
        media_type: "image/jpeg".to_owned(),
    }
}

pub fn answers(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let pairs = pairs.iter();
    pairs
        .map(|(path, value)| ((*path).to_owned(), (*value).to_owned()))
        .collect()
}

pub struct Office {
    pub ledger: Ledger,
    pub minutes: i64,
}

impl Office {
    pub fn new() -> Self {
        Self {
            ledger: Ledger::new(site()),
            minutes: 0,
        }
    }

    pub fn write_at(&mut self, actor: u8, wall: &str, change: Change) {
        let author = Author {
            device: DeviceId(uuid_v7(1, [actor; 10])),
            actor: record(actor),
        };
        let now = DateTime::parse_from_rfc3339(wall).unwrap();
        let entry = self.ledger.write(author, now, Salt([0; 16]), change);
        self.ledger.admit(&entry.unwrap()).unwrap();
    }

    pub fn write(&mut self, actor: u8, change: Change) {
        self.minutes += 1;
        let begin = DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap();
        let now = begin + chrono::TimeDelta::minutes(self.minutes);
        self.write_at(actor, &now.to_rfc3339(), change);
    }

    pub fn state(&self) -> &State {
        self.ledger.state()
    }

    pub fn review(&self, id: u8) -> Review<'_> {
        Review::of(self.state(), record(id)).unwrap()
    }

    pub fn respond(&mut self, id: u8, unit: u8, times: (&str, &str), pairs: &[(&str, &str)]) {
        let change = filled(id, unit, times.0, pairs);
        self.write_at(ASSISTANT, times.1, change);
    }

    pub fn signs(&self, id: u8, shape: Option<Shape>) -> Vec<Sign> {
        let peers = Peers::of(self.state());
        let response = Response::find(self.state(), record(id)).unwrap();
        let rules = Rules::of(self.state(), site());
        signs(self.state(), &peers, rules, response, shape.as_ref())
    }
}

pub fn filled(id: u8, unit: u8, started: &str, pairs: &[(&str, &str)]) -> Change {
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
