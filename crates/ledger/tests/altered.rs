//! Whatever byte of a ledger is altered where it lies, the audit names it: each byte of each entry,
//! several ways, and the digests that lie beside them.

#![expect(clippy::unwrap_used, reason = "a test that can not go on stops")]

use chrono::DateTime;
use ledger::{
    Author, Change, DeviceId, Digest, Entry, Fields, Heads, Ledger, Place, RecordId, Salt, SiteId,
    audit::{Audit, Report},
    erase, ruling, uuid_v7,
};
use serde_json::{Value, json};

/// Where an entry should stand, the hash that it should have, and its text.
type Row = (Place, Digest, String);

fn site() -> SiteId {
    SiteId(uuid_v7(0, [9; 10]))
}

/// Two devices that wrote about the same records in turn, one of which was erased; what they wrote
/// holds numbers, texts in several scripts, lists and nothing at all.
fn ledger() -> (Heads, Vec<Row>) {
    let mut ledger = Ledger::new(site());
    let mut entries = Vec::new();
    for n in 0..7_u8 {
        let device = DeviceId(uuid_v7(1, [n % 2; 10]));
        let actor = RecordId(uuid_v7(2, [n % 2; 10]));
        let id = RecordId(uuid_v7(3, [n % 3; 10]));
        let set = Fields::from([
            ("label".to_owned(), json!("12A 室 \"北\"\n")),
            (
                format!("field:{n}"),
                json!([n, -15, {"deep": [null, true]}]),
            ),
            ("gone".to_owned(), Value::Null),
        ]);
        let change = match n {
            4 => erase::change(RecordId(uuid_v7(3, [1; 10])), "asked for"),
            6 => ruling::change(Place { device, seq: 1 }, "may not"),
            _ => Change {
                kind: "unit".to_owned(),
                id,
                set,
            },
        };
        let now = DateTime::from_timestamp_millis(1_780_000_000_000 + i64::from(n)).unwrap();
        let author = Author { device, actor };
        let salt = Salt([n; 16]);
        let entry = ledger.write(author, now.fixed_offset(), salt, change);
        let entry = entry.unwrap();
        ledger.admit(&entry).unwrap();
        entries.push(entry);
    }
    let erased = RecordId(uuid_v7(3, [1; 10]));
    let rows = entries.into_iter().map(|entry| {
        let gone = entry.id() == Some(erased) && entry.kind() != Some(erase::KIND);
        let entry = if gone { entry.without_body() } else { entry };
        let text = serde_json::to_string(&entry).unwrap();
        (entry.place(), entry.hash(), text)
    });
    (ledger.heads(), rows.collect())
}

/// What a walk finds; `beside` says whether place and hash lie beside each entry.
fn walk(heads: &Heads, rows: &[Row], beside: bool) -> Report {
    let now = DateTime::from_timestamp_millis(1_790_000_000_000).unwrap();
    let mut audit = Audit::new(site(), now);
    for ((place, hash, text), number) in rows.iter().zip(1..) {
        let json = serde_json::from_str(text).unwrap_or_default();
        audit.entry(number, json, beside.then_some((*place, *hash)));
    }
    audit.end(heads)
}

fn read(text: &str) -> Option<Entry> {
    serde_json::from_str(text).ok()
}

#[test]
fn what_nobody_altered_is_sound() {
    let (heads, rows) = ledger();
    for beside in [true, false] {
        let report = walk(&heads, &rows, beside);
        assert!(report.is_sound(), "{:?}", report.damage);
        assert!(report.erased > 0 && report.ruled_out > 0, "{report:?}");
    }
}

#[test]
fn every_altered_byte_of_every_entry_is_named_where_it_is() {
    let (heads, rows) = ledger();
    let mut altered = 0;
    for at in 0..rows.len() {
        let bytes = rows[at].2.as_bytes();
        for index in 0..bytes.len() {
            for way in [1, 4, 32] {
                let mut bytes = bytes.to_vec();
                bytes[index] ^= way;
                let text = String::from_utf8_lossy(&bytes).into_owned();
                // Another way to write the same is no change.
                if read(&text) == read(&rows[at].2) {
                    continue;
                }
                let mut rows = rows.clone();
                rows[at].2 = text;
                let report = walk(&heads, &rows, false);
                assert!(!report.is_sound(), "entry {}: {}", at + 1, rows[at].2);
                // With its hash beside it, the entry itself is named.
                let report = walk(&heads, &rows, true);
                let number = Some(at as u64 + 1);
                assert!(
                    report.damage.iter().any(|what| what.entry == number),
                    "{:?}",
                    report.damage
                );
                altered += 1;
            }
        }
    }
    assert!(altered > 8_000, "{altered}");
}

#[test]
fn an_altered_digest_or_place_beside_an_entry_is_named() {
    let (heads, rows) = ledger();
    for at in 0..rows.len() {
        for index in 0..32 {
            let mut rows = rows.clone();
            rows[at].1.0[index] ^= 1;
            assert!(!walk(&heads, &rows, true).is_sound());
        }
        let mut other = rows.clone();
        other[at].0.seq += 1;
        assert!(!walk(&heads, &other, true).is_sound());
    }
    for device in heads.keys() {
        for index in 0..32 {
            let mut heads = heads.clone();
            heads.get_mut(device).unwrap().hash.0[index] ^= 1;
            assert!(!walk(&heads, &rows, true).is_sound());
        }
        let mut heads = heads.clone();
        heads.remove(device);
        assert!(!walk(&heads, &rows, true).is_sound());
    }
}

#[test]
fn entries_that_are_missing_doubled_or_change_places_are_named() {
    let (heads, rows) = ledger();
    for at in 0..rows.len() {
        let mut fewer = rows.clone();
        fewer.remove(at);
        assert!(!walk(&heads, &fewer, true).is_sound(), "without {at}");
        let mut more = rows.clone();
        more.insert(at, rows[at].clone());
        assert!(!walk(&heads, &more, true).is_sound(), "twice {at}");
        // The next entry of the same device is two further on.
        let mut swapped = rows.clone();
        if at + 2 < rows.len() {
            swapped.swap(at, at + 2);
            assert!(!walk(&heads, &swapped, true).is_sound(), "swapped {at}");
        }
    }
}
