//! What is erased is gone everywhere, and what is withheld may still come.

use ledger::{Admitted, Entry, FileRef, Refusal, Standing, erase};
use serde_json::json;

use crate::crowd::{KIND, Tablet, json, ledger_of, record};

fn wrote() -> (Tablet, Vec<Entry>) {
    let mut tablet = Tablet::new(1);
    let file = FileRef {
        name: "face.jpg".to_owned(),
        sha256: "ab".repeat(32).parse().unwrap(),
        size: 3,
        media_type: "image/jpeg".to_owned(),
    };
    let (field, value) = file.field();
    let entries = vec![
        tablet.set(1, "name", "Wang"),
        tablet.set(2, "name", "Li"),
        tablet.set(1, &field, value),
    ];
    (tablet, entries)
}

#[test]
fn nothing_of_an_erased_record_is_left_but_that_it_was_erased_by_whom_and_why() {
    let (mut tablet, entries) = wrote();
    let mut office = Tablet::new(2);
    office.hear(&entries);
    let erasure = office.write(erase::change(record(1), "on request"));
    let late = tablet.set(1, "phone", "021");
    office.hear(std::slice::from_ref(&late));
    let state = office.ledger.state();
    assert!(state.record(KIND, record(1)).is_none());
    assert_eq!(state.records(KIND).count(), 1);
    let text = json(&office.ledger);
    assert!(!text.contains("Wang") && !text.contains("021") && !text.contains("face.jpg"));
    let (id, what) = state.erased().next().unwrap();
    assert_eq!((id, what.text(erase::WHY)), (record(1), Some("on request")));
    assert_eq!(what.created().place(), erasure.place());
    let history = state.history(KIND, record(1));
    assert_eq!(history.len(), 3);
    assert!(
        history
            .iter()
            .all(|step| step.standing == Standing::Erased && step.set.is_empty())
    );
    // What the storage has to rewrite.
    let rows = [entries[0].place(), entries[2].place(), late.place()];
    assert_eq!(state.places_of(record(1)), rows);
}

#[test]
fn without_the_bodies_it_is_the_same_state() {
    let (_, mut entries) = wrote();
    let mut office = Tablet::new(2);
    office.hear(&entries);
    entries.push(office.write(erase::change(record(1), "on request")));
    let stripped: Vec<Entry> = entries
        .iter()
        .map(|entry| {
            if entry.kind() == Some(KIND) && entry.id() == Some(record(1)) {
                entry.clone().without_body()
            } else {
                entry.clone()
            }
        })
        .collect();
    let whole = json(&office.ledger);
    assert_eq!(json(&ledger_of(&stripped)), whole);
    office.ledger.forget(record(1));
    assert_eq!(json(&office.ledger), whole);
    assert_eq!(office.ledger.heads(), ledger_of(&stripped).heads());
}

#[test]
fn an_erased_body_does_not_come_back_and_nothing_stops_the_chain() {
    let (_, entries) = wrote();
    let mut office = Tablet::new(2);
    let bare: Vec<Entry> = entries
        .iter()
        .map(|entry| entry.clone().without_body())
        .collect();
    office.hear(&bare);
    assert_eq!(office.ledger.shareable(entries[0].device()), None);
    office.write(erase::change(record(1), "on request"));
    assert_eq!(office.ledger.shareable(entries[0].device()).unwrap().seq, 1);
    assert_eq!(office.ledger.admit(&entries[0]), Ok(Admitted::Known));
    assert_eq!(office.ledger.admit(&entries[1]), Ok(Admitted::Filled));
    let head = office.ledger.head(entries[0].device());
    assert_eq!(office.ledger.shareable(entries[0].device()), head);
    assert!(office.shows(1, "name").is_none());
}

#[test]
fn what_was_withheld_of_a_later_version_is_passed_on_by_nobody_until_it_comes() {
    let (_, entries) = wrote();
    let mut later = entries[2].to_json();
    later["v"] = json!(2);
    let later = Entry::from_json(later).unwrap();
    let mut reader = Tablet::new(2);
    reader.hear(&entries[..2]);
    reader.hear(&[later.clone().without_body()]);
    let device = later.device();
    assert!(reader.ledger.lacks_body(later.place()));
    assert_eq!(reader.ledger.shareable(device).unwrap().seq, 2);
    // To whoever has it already, what comes behind it may go.
    let beyond = reader.ledger.shareable_beyond(device, 3).unwrap();
    assert_eq!(beyond.seq, 3);
    assert_eq!(reader.ledger.admit(&later), Ok(Admitted::Filled));
    assert_eq!(reader.ledger.shareable(device).unwrap().seq, 3);
    assert_eq!(reader.ledger.state().parked().count(), 1);
}

#[test]
fn a_withheld_body_is_filled_in_and_until_then_the_chain_is_passed_on_only_so_far() {
    let (_, entries) = wrote();
    let mut reader = Tablet::new(2);
    reader.hear(&[entries[0].clone(), entries[1].clone().without_body()]);
    reader.hear(&entries[2..]);
    let device = entries[0].device();
    assert_eq!(reader.ledger.head(device).unwrap().seq, 3);
    let shareable = reader.ledger.shareable(device).unwrap();
    assert_eq!((shareable.seq, shareable.hash), (1, entries[0].hash()));
    let state = reader.ledger.state();
    assert!(
        state.record(KIND, record(2)).is_none(),
        "nothing is known of it"
    );
    assert_eq!(
        state.history(KIND, record(2))[0].standing,
        Standing::Withheld
    );

    assert!(reader.ledger.lacks_body(entries[1].place()));
    assert_eq!(
        reader.ledger.clone_chains().check(&entries[1]),
        Ok(Admitted::Filled)
    );
    assert_eq!(reader.ledger.admit(&entries[1]), Ok(Admitted::Filled));
    assert_eq!(reader.ledger.admit(&entries[1]), Ok(Admitted::Known));
    assert_eq!(reader.shows(2, "name"), Some(&json!("Li")));
    assert_eq!(json(&reader.ledger), json(&ledger_of(&entries)));
    assert_eq!(reader.ledger.shareable_heads(), reader.ledger.heads());
}

#[test]
fn another_body_does_not_fill_in() {
    let (_, entries) = wrote();
    let mut reader = Tablet::new(2);
    reader.hear(&[entries[0].clone().without_body()]);
    let mut other = Tablet::new(1);
    let forged = other.set(1, "name", "Wong");
    assert_eq!(reader.ledger.admit(&forged), Err(Refusal::Fork));
}

#[test]
fn erasing_an_erasure_or_a_record_that_never_was_is_harmless() {
    let (mut tablet, entries) = wrote();
    tablet.write(erase::change(record(1), "first"));
    tablet.write(erase::change(record(1), "again"));
    tablet.write(erase::change(record(77), "never was"));
    let state = tablet.ledger.state();
    assert!(state.is_erased(record(1)) && state.is_erased(record(77)));
    assert_eq!(state.places_of(record(77)), []);
    assert_eq!(tablet.ledger.len(), entries.len() + 3);
    // A ruling can't be erased.
    let ruling = tablet.write(ledger::ruling::change(entries[1].place(), "may not"));
    tablet.write(erase::change(ruling.id().unwrap(), "hide it"));
    assert_eq!(tablet.ledger.state().ruled_out().count(), 1);
}
