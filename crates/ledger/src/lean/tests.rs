use std::fmt::Write as _;

use chrono::DateTime;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{
    Admitted, Author, Change, Fields, Ledger, RecordId, Refusal, Salt, replica::tests::site,
    uuid_v7,
};

fn device(by: u8) -> DeviceId {
    DeviceId(uuid_v7(1, [by; 10]))
}

fn written(ledger: &mut Ledger, by: u8, kind: &str, set: Fields) -> Entry {
    let author = Author {
        device: device(by),
        actor: RecordId(uuid_v7(2, [by % 2; 10])),
    };
    let now = DateTime::from_timestamp_millis(1_790_000_000_000 - i64::from(by) * 9_999);
    let change = Change {
        kind: kind.to_owned(),
        id: RecordId(uuid_v7(3, [by % 3; 10])),
        set,
    };
    let now = now.unwrap().fixed_offset();
    let entry = ledger.write(author, now, Salt([by; 16]), change).unwrap();
    ledger.admit(&entry).unwrap();
    entry
}

/// Entries of every kind there is.
pub(crate) fn entries() -> Vec<Entry> {
    let mut ledger = Ledger::new(site());
    let fields = |value: Value| Fields::from([("a".to_owned(), value), ("王".into(), json!("x"))]);
    let values = [
        json!(null),
        json!(true),
        json!(false),
        json!(""),
        json!("樓".repeat(200)),
        json!(0),
        json!(9_007_199_254_740_991_u64),
        json!(-9_007_199_254_740_991_i64),
        json!([1, {"b": [null]}]),
        json!({"": -1}),
    ];
    let mut all: Vec<Entry> = (0..)
        .zip(values)
        .map(|(number, value)| {
            let kind = ["unit", "response", "ruling", "erase"][number % 4];
            written(
                &mut ledger,
                u8::try_from(number % 4).unwrap(),
                kind,
                fields(value),
            )
        })
        .collect();
    all[3] = all[3].clone().without_body();
    let mut moved = all[5].to_json();
    moved["was"] = json!([{"device": device(9), "seq": 4}, {"device": device(1), "seq": 2}]);
    all.push(serde_json::from_value(moved).unwrap());
    let mut newer = all[0].to_json();
    (newer["v"], newer["seq"], newer["more"]) = (json!(2), json!(7), json!({"x": [1]}));
    all.insert(6, serde_json::from_value(newer).unwrap());
    all
}

fn packed(entries: &[Entry]) -> Writer {
    let mut writer = Writer::default();
    for (number, entry) in entries.iter().enumerate() {
        writer.number(number as u64);
        writer.entry(entry, entry.hash());
        writer.word(["", "2026-11-22T08:00:00Z"][number % 2]);
    }
    writer
}

fn read(text: &[u8], noise: &[u8]) -> Option<Vec<Entry>> {
    let mut reader = Reader::new(text, noise);
    let mut entries = Vec::new();
    while !reader.is_at_end() {
        reader.number()?;
        let row = reader.row()?;
        entries.push(row.into_entry());
        reader.word()?;
    }
    Some(entries)
}

#[test]
fn entries_of_every_shape_are_read_back_as_they_were() {
    let entries = entries();
    let writer = packed(&entries);
    let (text, noise) = writer.streams();
    let again = read(text, noise).unwrap();
    assert_eq!(again, entries);
    let json = |entries: &[Entry]| serde_json::to_string(entries).unwrap();
    assert_eq!(json(&again), json(&entries));
}

#[test]
fn what_is_the_same_in_many_entries_stands_there_once() {
    let mut ledger = Ledger::new(site());
    let set = || Fields::from([("answer:/household/size".to_owned(), json!(3))]);
    let entries: Vec<Entry> = (0..100)
        .map(|_| written(&mut ledger, 1, "response", set()))
        .collect();
    let writer = packed(&entries);
    let (text, noise) = writer.streams();
    // Hash, record, hash of the body, salt: 96 bytes, beside what stands there once.
    assert!(noise.len() < 100 * 96 + 100, "{}", noise.len());
    assert!(text.len() < 100 * 50 + 200, "{}", text.len());
    let mut told = String::new();
    for part in text {
        write!(told, "{}", char::from(*part)).unwrap();
    }
    assert_eq!(told.matches("household").count(), 1);
}

#[test]
fn a_pack_gives_the_ledger_that_was_packed() {
    let mut whole = Ledger::new(site());
    let mut kept = Vec::new();
    for number in 0..60_u8 {
        let kind = ["unit", "response"][usize::from(number % 2)];
        let set = Fields::from([(format!("f{}", number % 3), json!(number))]);
        kept.push(written(&mut whole, number % 5, kind, set));
    }
    let writer = packed(&kept);
    let (text, noise) = writer.streams();
    let mut again = Ledger::new(site());
    // The second time all of it is known.
    for expected in [Admitted::New, Admitted::Known] {
        let mut reader = Reader::new(text, noise);
        while !reader.is_at_end() {
            reader.number().unwrap();
            let row = again.next_row(&mut reader).unwrap();
            assert_eq!(again.restore(row).unwrap(), expected);
            reader.word().unwrap();
        }
        assert_eq!(again.state(), whole.state());
        assert_eq!(again.heads(), whole.heads());
    }
}

#[test]
fn what_does_not_connect_is_given_back() {
    let mut whole = Ledger::new(site());
    let set = |value: u8| Fields::from([("a".to_owned(), json!(value))]);
    let first = written(&mut whole, 1, "unit", set(1));
    let mut twin = whole.clone();
    let (second, other) = (
        written(&mut whole, 1, "unit", set(2)),
        written(&mut twin, 1, "unit", set(3)),
    );
    let restore = |ledger: &mut Ledger, entry: &Entry| {
        let mut writer = Writer::default();
        writer.entry(entry, entry.hash());
        let (text, noise) = writer.streams();
        let row = Reader::new(text, noise).row().unwrap();
        ledger.restore(row)
    };
    let mut short = Ledger::new(site());
    assert_eq!(
        restore(&mut short, &second),
        Err((Refusal::Gap { have: 0 }, second.clone()))
    );
    assert_eq!(restore(&mut short, &first), Ok(Admitted::New));
    let bare = second.clone().without_body();
    assert_eq!(restore(&mut short, &bare), Ok(Admitted::New));
    assert!(short.lacks_body(second.place()));
    assert_eq!(restore(&mut short, &bare), Ok(Admitted::Known));
    assert_eq!(restore(&mut short, &second), Ok(Admitted::Filled));
    assert_eq!(short.state(), whole.state());
    assert_eq!(
        restore(&mut short, &other),
        Err((Refusal::Fork, other.clone()))
    );
}

proptest! {
    #[test]
    fn damaged_bytes_never_stop_the_reader(
        cut in any::<prop::sample::Index>(),
        changes in prop::collection::vec(
            (any::<bool>(), any::<prop::sample::Index>(), any::<u8>()),
            0..4,
        ),
    ) {
        let writer = packed(&entries());
        let (text, noise) = writer.streams();
        let (mut text, mut noise) = (text.to_vec(), noise.to_vec());
        for (which, at, to) in changes {
            let stream = if which { &mut text } else { &mut noise };
            let at = at.index(stream.len());
            stream[at] = to;
        }
        text.truncate(cut.index(text.len() + 1));
        let _ = read(&text, &noise);
        let mut ledger = Ledger::new(site());
        let mut reader = Reader::new(&text, &noise);
        while !reader.is_at_end() && reader.number().is_some() {
            let Some(row) = ledger.next_row(&mut reader) else { break };
            let _ = ledger.restore(row);
            if reader.word().is_none() { break }
        }
    }
}
