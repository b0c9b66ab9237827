use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{DeviceId, Ledger, lean::tests::entries, replica::tests::site, sync::Cursor, uuid_v7};

fn made() -> chrono::DateTime<chrono::FixedOffset> {
    chrono::DateTime::UNIX_EPOCH.fixed_offset()
}

fn bundle(entries: Vec<Entry>) -> Bundle {
    let device = DeviceId(uuid_v7(1, [1; 10]));
    Bundle::new(&Ledger::new(site()), device, made(), entries)
}

fn sent_bundle() -> (Bundle, Vec<u8>) {
    let bundle = bundle(entries());
    let bytes = of_bundle(bundle.clone(), Entry::hash).unwrap();
    (bundle, bytes)
}

fn answer() -> Answer {
    let entries = entries().into_iter();
    let entries = entries.map(|entry| Received::new("2026-11-22T08:00:00.000Z".to_owned(), entry));
    Answer {
        cursor: Cursor::default(),
        more: true,
        heads: crate::Heads::new(),
        refused: Vec::new(),
        entries: entries.collect(),
        now: "2026-11-22T08:00:00Z".to_owned(),
        unreadable: Vec::new(),
    }
}

#[test]
fn what_is_sent_arrives_with_every_hash() {
    let (bundle, bytes) = sent_bundle();
    let read = read_bundle(&bytes).unwrap();
    assert_eq!(read, bundle);
    let hashes = |bundle: &Bundle| bundle.entries.iter().map(Entry::hash).collect::<Vec<_>>();
    assert_eq!(hashes(&read), hashes(&bundle));
    let bytes = of_answer(answer()).unwrap();
    assert_eq!(read_answer(&bytes).unwrap(), answer());
}

#[test]
fn an_entry_that_was_damaged_before_it_was_sent_does_not_get_through() {
    let whole = entries();
    let hashes: Vec<Digest> = whole.iter().map(Entry::hash).collect();
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        let Entry::V1(entry) = &mut damaged[at] else {
            continue;
        };
        let Some(set) = &mut entry.set else { continue };
        set.insert("a".to_owned(), json!("other"));
        let places: Vec<_> = whole.iter().map(Entry::place).collect();
        let known = |entry: &Entry| {
            let at = places.iter().position(|place| *place == entry.place());
            hashes[at.unwrap()]
        };
        let bytes = of_bundle(bundle(damaged), known).unwrap();
        let error = read_bundle(&bytes).unwrap_err();
        assert!(
            matches!(error, BundleError::Damaged { .. }),
            "{at}: {error}"
        );
    }
}

#[test]
fn what_breaks_a_limit_is_named_and_in_an_answer_the_rest_arrives() {
    let mut answer = answer();
    let all = answer.entries.len();
    let last = answer.entries.pop().unwrap();
    let Entry::V1(mut entry) = last.entry else {
        panic!("an entry of version 1");
    };
    entry.kind = "Not A Kind".to_owned();
    let place = entry.place();
    let wrong = Received::new(last.received, Entry::V1(entry));
    answer.entries.push(wrong);
    let entries = answer.entries.iter().map(|it| it.entry.clone()).collect();
    let read = read_answer(&of_answer(answer).unwrap()).unwrap();
    assert_eq!(read.entries.len(), all - 1);
    assert_eq!(read.unreadable[0].seq, Some(place.seq));
    let bytes = of_bundle(bundle(entries), Entry::hash).unwrap();
    let error = read_bundle(&bytes).unwrap_err();
    let BundleError::Damaged { entry, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(entry, Some(all));
}

#[test]
fn a_long_word_that_stands_there_once_does_not_fill_the_memory() {
    let mut rows = Writer::brief();
    let (count, fields) = (8, 20_000);
    rows.number(count);
    let name = "n".repeat(390);
    let entry = bundle(entries()).entries.remove(0);
    let Entry::V1(mut entry) = entry else {
        panic!("an entry of version 1");
    };
    entry.set = Some(
        (0..fields)
            .map(|at| (format!("{name}{at}"), json!(null)))
            .collect(),
    );
    let whole = Entry::V1(entry);
    for _ in 0..count {
        rows.entry(&whole, whole.hash());
    }
    let bytes = sent(&bundle(Vec::new()), rows).unwrap();
    assert!(bytes.len() < 10 << 20);
    assert_eq!(read_bundle(&bytes).unwrap_err(), BundleError::CutOff);
}

proptest! {
    #[test]
    fn no_bytes_make_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read_bundle(&bytes);
        let _ = read_answer(&bytes);
    }

    #[test]
    fn no_flipped_byte_and_no_cut_goes_unnoticed(
        at in any::<prop::sample::Index>(), flip in 1..=255u8,
    ) {
        // Of an entry of a later version only the head is hashed here, as in JSON.
        let known = |entry: &Entry| matches!(entry, Entry::V1(_));
        let whole = bundle(entries().into_iter().filter(known).collect());
        let good = of_bundle(whole.clone(), Entry::hash).unwrap();
        let at = at.index(good.len());
        prop_assert!(read_bundle(&good[..at]).is_err());
        let mut bad = good;
        bad[at] ^= flip;
        // What the envelope says of who made it, and when, is nobody's proof.
        if let Ok(read) = read_bundle(&bad) {
            prop_assert_eq!(read.entries, whole.entries);
        }
    }
}
