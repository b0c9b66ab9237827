//! How long a keystroke of a search takes over 20,000 units and 5,000 notes of 500 characters:
//! `cargo bench -p needs --bench search`.
#![expect(
    clippy::unwrap_used,
    reason = "a measurement that can't go on should stop"
)]
#![expect(clippy::print_stdout, reason = "this is what it is for")]

mod cpu;

use std::hint::black_box;

use chrono::{DateTime, NaiveDate};
use fastrand::Rng;
use ledger::{Author, Change, DeviceId, Fields, Ledger, RecordId, Salt, uuid_v7};
use needs::{
    Interview, Person,
    demo::{Demo, estate},
    search::Index,
};
use serde_json::json;

const UNITS: u32 = 20_000;
/// So often is each keystroke searched.
const AGAIN: u32 = 20;
const NOTES: usize = 5_000;
const LETTERS: usize = 500;

/// What people say, of which notes are put together.
const SAID: [&str; 16] = [
    "電梯晚上聲音很大，睡不好。",
    "停車場的燈經常不亮，",
    "希望大堂可以加裝扶手，方便長者出入。",
    "管理處的職員很有禮貌，",
    "垃圾房有異味，尤其是夏天，",
    "走廊的窗漏水，下雨時地面很滑，",
    "有沒有可能提供兒童遊樂設施？",
    "想要多一些興趣班，例如書法和太極。",
    "The lift is noisy at night. ",
    "Please repair the lamp in the car park. ",
    "租金加得太快，",
    "寵物的規定不清楚，鄰居的狗會叫。",
    "快遞櫃不夠用，包裹常常放在地上。",
    "水壓不足，洗澡時忽冷忽熱。",
    "冷氣滴水滴到樓下，投訴過三次。",
    "希望有英文的通告。I cannot read Chinese. ",
];

/// What is typed, letter by letter.
const TYPED: [&str; 9] = [
    "電梯聲音",
    "漏水",
    "12a",
    "第 3 座 5b",
    "lift is noisy",
    "car park",
    "陳美",
    "zzzz",
    "e",
];

fn main() {
    let ledger = filled();
    let state = ledger.state();
    let mut index = Index::default();
    let start = cpu::now();
    let mut steps = Vec::new();
    loop {
        let (step, done) = cpu::time(|| index.refresh(state, 50_000));
        steps.push(step);
        if done {
            break;
        }
    }
    steps.sort_unstable();
    println!(
        "index: {:.1?} in {} steps, the longest {:.1?}",
        cpu::now().saturating_sub(start),
        steps.len(),
        steps[steps.len() - 1]
    );
    let me = Person::all(state)
        .into_iter()
        .find(|person| person.role() == needs::Role::Manager);
    let mut times = Vec::new();
    for text in TYPED {
        let ends = text.char_indices();
        for end in ends.map(|(at, letter)| at + letter.len_utf8()) {
            let Some(query) = index.query(&text[..end]) else {
                continue;
            };
            // One alone is too short for the clock.
            let search = || black_box(index.search(state, &query, me));
            let (time, ()) = cpu::time(|| (0..AGAIN).for_each(|_| drop(search())));
            times.push((time / AGAIN, &text[..end]));
        }
    }
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!(
        "keystroke: p50 {:.2?}, p99 {:.2?} ({:?}), worst {:.2?} ({:?})",
        at(50).0,
        at(99).0,
        at(99).1,
        at(100).0,
        at(100).1
    );
    let (time, ()) = cpu::time(|| {
        index.begin();
        while !index.refresh(state, 50_000) {}
    });
    println!("looking for what is new: {time:.1?}");
    for (time, text) in times {
        println!("{time:>8.2?} {text}");
    }
}

fn filled() -> Ledger {
    let estate = estate(&Demo {
        seed: 7,
        households: UNITS,
        today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
        forms: Vec::new(),
    });
    let mut ledger = Ledger::new(estate.site);
    let author = Author {
        device: DeviceId(uuid_v7(1, [1; 10])),
        actor: estate.actor,
    };
    let now = DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap();
    let mut rng = Rng::with_seed(1);
    let notes = (0..NOTES).map(|_| {
        let mut text = String::new();
        while text.chars().count() < LETTERS {
            // A name here and there, so that notes differ.
            text.push_str(SAID[rng.usize(..SAID.len())]);
            text.push(char::from_u32(0x4e00 + rng.u32(..0x5000)).unwrap());
        }
        Change {
            kind: Interview::KIND.to_owned(),
            id: RecordId(uuid_v7(2, std::array::from_fn(|_| rng.u8(..)))),
            set: Fields::from([("line:a".to_owned(), json!({"text": text, "at": 0}))]),
        }
    });
    for change in estate.changes.into_iter().chain(notes) {
        let entry = ledger.write(author, now, Salt([0; 16]), change).unwrap();
        ledger.admit(&entry).unwrap();
    }
    ledger
}
