//! How long 50,000 entries take to fold, and how much memory a record takes.
//!
//! `cargo bench -p ledger` prints one line of JSON: milliseconds for hashing and folding
//! (`admit_ms`: from a server) and for reading and folding (`restore_ms`: from the tablet's pack),
//! and bytes of a record with twenty fields.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that can't go on has failed, and its line is what it is for"
)]

use std::{fs, hint::black_box, time::Instant};

use chrono::DateTime;
use ledger::{
    Author, Change, DeviceId, Entry, Fields, Ledger, RecordId, Salt, SiteId, lean, uuid_v7,
};
use serde_json::{Value, json};

const RECORDS: u64 = 50_000;
const FIELDS: u64 = 20;
const DEVICES: u64 = 20;

fn main() {
    let site = SiteId(uuid_v7(0, [9; 10]));
    let (writers, entries) = entries(site);
    let mut pack = lean::Writer::default();
    for entry in &entries {
        pack.entry(entry, entry.hash());
    }
    let (text, noise) = pack.streams();
    // First, while nothing that was freed is kept for later.
    let before = resident();
    let mut ledger = Ledger::new(site);
    for entry in &entries {
        ledger.admit(entry).unwrap();
    }
    let bytes = resident().saturating_sub(before) / RECORDS;
    let admit_ms = least(|| {
        let mut ledger = Ledger::new(site);
        for entry in &entries {
            ledger.admit(entry).unwrap();
        }
        ledger
    });
    let restore_ms = least(|| {
        let mut ledger = Ledger::new(site);
        let mut reader = lean::Reader::new(text, noise);
        while let Some(row) = ledger.next_row(&mut reader) {
            ledger.restore(row).unwrap();
        }
        ledger
    });
    let line = json!({
        "bench": "fold", "entries": RECORDS, "fields": FIELDS,
        "admit_ms": admit_ms, "restore_ms": restore_ms, "record_bytes": bytes,
    });
    println!("{line}");
    drop(black_box((ledger, writers)));
}

/// The least of three times, in milliseconds.
fn least(run: impl Fn() -> Ledger) -> u128 {
    let times = (0..3).map(|_| {
        let start = Instant::now();
        let ledger = run();
        let time = start.elapsed().as_millis();
        drop(black_box(ledger));
        time
    });
    times.min().unwrap()
}

/// Bytes of this process that are in memory; 0 where the system does not tell.
fn resident() -> u64 {
    let text = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: u64 = text
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse().ok())
        .unwrap_or(0);
    pages * 4_096
}

/// Entries, and the replicas that wrote them: as long as these are held, nothing is freed whose
/// room the one that is measured could take.
fn entries(site: SiteId) -> (Vec<Ledger>, Vec<Entry>) {
    let mut ledgers: Vec<Ledger> = (0..DEVICES).map(|_| Ledger::new(site)).collect();
    let made = (0..RECORDS).map(|number| {
        let by = usize::try_from(number % DEVICES).unwrap();
        let ledger = &mut ledgers[by];
        let id = |group: u8| {
            let mut random = [group; 10];
            random[..8].copy_from_slice(&number.to_be_bytes());
            RecordId(uuid_v7(number, random))
        };
        let author = Author {
            device: DeviceId(uuid_v7(1, [u8::try_from(by).unwrap(); 10])),
            actor: RecordId(uuid_v7(2, [u8::try_from(by).unwrap(); 10])),
        };
        let ms = 1_780_000_000_000 + i64::try_from(number).unwrap() * 1_000;
        let now = DateTime::from_timestamp_millis(ms).unwrap().fixed_offset();
        let field = |n: u64| (format!("answer:/household/question_{n}"), value(number + n));
        let change = Change {
            kind: "response".to_owned(),
            id: id(3),
            set: (0..FIELDS).map(field).collect::<Fields>(),
        };
        let entry = ledger.write(author, now, Salt([7; 16]), change).unwrap();
        ledger.admit(&entry).unwrap();
        entry
    });
    let made = made.collect();
    (ledgers, made)
}

fn value(n: u64) -> Value {
    match n % 4 {
        0 => json!(n % 90),
        1 => json!(format!("choice_{}", n % 7)),
        2 => json!("yes"),
        _ => json!(format!("some words that a person said, {n}")),
    }
}
