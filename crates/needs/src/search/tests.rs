//! What a search finds is what reading every record would find.

use chrono::{DateTime, NaiveDate};
use fastrand::Rng;
use ledger::{Author, Change, DeviceId, Fields, Ledger, RecordId, Salt, uuid_v7};
use proptest::prelude::*;
use serde_json::json;

use super::{Index, SOURCES, texts};
use crate::{
    Interview, Person, Role,
    demo::{Demo, estate},
};

/// What notes are put together of: both scripts, case, accents, full width, and words that have
/// their letters in common.
const SAID: [&str; 10] = [
    "電梯聲音很大，",
    "电梯声音很大，",
    "聲電音梯，",
    "Lift is noisy. ",
    "ＬＩＦＴ　is out. ",
    "São João, ",
    "sao joao ",
    "第 3 座 5B ",
    "漏水",
    "水漏",
];

/// Words that are typed whole or in part.
const TYPED: [&str; 8] = [
    "電梯聲音",
    "电梯 声音",
    "lift is",
    "JOÃO",
    "漏水",
    "12a",
    "第 3 座",
    "陳美麗",
];

struct Office {
    ledger: Ledger,
    index: Index,
}

impl Office {
    fn of(notes: Vec<Vec<usize>>) -> Self {
        let estate = estate(&Demo {
            seed: 3,
            households: 40,
            today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
            forms: Vec::new(),
        });
        let mut office = Self {
            ledger: Ledger::new(estate.site),
            index: Index::default(),
        };
        let mut rng = Rng::with_seed(1);
        let notes = notes.into_iter().map(|said| {
            let text: String = said.into_iter().map(|at| SAID[at % SAID.len()]).collect();
            Change {
                kind: Interview::KIND.to_owned(),
                id: RecordId(uuid_v7(2, std::array::from_fn(|_| rng.u8(..)))),
                set: Fields::from([("line:a".to_owned(), json!({"text": text, "at": 0}))]),
            }
        });
        for change in estate.changes.into_iter().chain(notes) {
            office.write(estate.actor, change);
        }
        while !office.index.refresh(office.ledger.state(), 1_000) {}
        office
    }

    fn write(&mut self, actor: RecordId, change: Change) {
        let author = Author {
            device: DeviceId(uuid_v7(1, [1; 10])),
            actor,
        };
        let now = DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap();
        let entry = self
            .ledger
            .write(author, now, Salt([0; 16]), change)
            .unwrap();
        self.ledger.admit(&entry).unwrap();
    }

    /// A stretch of some record's text, as somebody who saw it would type it.
    fn copied(&self, at: usize, from: usize, letters: usize) -> String {
        let state = self.ledger.state();
        let mut all = Vec::new();
        for source in SOURCES {
            for (_, record) in state.records(source.kind) {
                all.extend(
                    texts(state, source, record)
                        .into_iter()
                        .map(|(_, text)| text),
                );
            }
        }
        let text: Vec<char> = all[at % all.len()].chars().collect();
        let from = from % text.len().max(1);
        text[from..].iter().take(letters).collect()
    }

    /// Whether somebody's words are found as they would be without any index.
    fn holds(&self, typed: &str) -> Result<(), TestCaseError> {
        let Some(query) = self.index.query(typed) else {
            return Ok(());
        };
        let state = self.ledger.state();
        let me = Person::all(state)
            .into_iter()
            .find(|one| one.role() == Role::Manager);
        let plain = self.index.search_where(state, &query, me, |_| true);
        prop_assert_eq!(&self.index.search(state, &query, me), &plain, "{}", typed);
        for found in plain {
            let source = SOURCES
                .iter()
                .find(|source| source.kind == found.kind)
                .unwrap();
            for hit in found.hits {
                let record = state.record(found.kind, hit.id).unwrap();
                let texts = texts(state, source, record);
                let folded = texts.iter().map(|(_, text)| self.folded(text));
                let folded: Vec<String> = folded.collect();
                let words = self.folded(typed);
                let all = words
                    .split_whitespace()
                    .all(|word| folded.iter().any(|text| text.contains(word)));
                prop_assert!(all, "{} in {:?}", typed, folded);
            }
        }
        Ok(())
    }

    fn folded(&self, text: &str) -> String {
        self.index.fold.text(text).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_search_finds_what_reading_everything_finds(
        notes in prop::collection::vec(prop::collection::vec(any::<usize>(), 0..6), 0..30),
        copied in prop::collection::vec((any::<usize>(), any::<usize>(), 1_usize..8), 1..20),
    ) {
        let office = Office::of(notes);
        for (at, from, letters) in copied {
            office.holds(&office.copied(at, from, letters))?;
        }
        for text in TYPED {
            let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8());
            for end in ends {
                office.holds(&text[..end])?;
            }
        }
    }
}
