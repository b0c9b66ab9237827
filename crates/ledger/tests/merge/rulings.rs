//! Entries that break a rule stay and count nowhere.

use ledger::{Entry, Place, Standing, erase, ruling};
use serde_json::json;

use crate::crowd::{KIND, Tablet, json, ledger_of, person, record};

/// A tablet that wrote two values, and an office that has both.
fn wrote_two() -> (Tablet, Tablet, [Entry; 2]) {
    let mut tablet = Tablet::new(1);
    let entries = [tablet.set(1, "area", 80), tablet.set(1, "area", 90)];
    let mut office = Tablet::new(2);
    office.hear(&entries);
    (tablet, office, entries)
}

#[test]
fn a_ruled_out_entry_counts_nowhere_is_listed_with_its_reason_and_can_be_let_in() {
    let (_, mut office, [first, second]) = wrote_two();
    office.write(ruling::change(second.place(), "may not"));
    assert_eq!(office.shows(1, "area"), Some(&json!(80)));
    let state = office.ledger.state();
    let changed = state.record(KIND, record(1)).unwrap().changed().place();
    assert_eq!(changed, first.place());
    let out: Vec<_> = state.ruled_out().collect();
    assert_eq!(out, [(second.place(), Some("may not"))]);
    assert_eq!(state.about(second.place()), Some((KIND, record(1))));
    let history = state.history(KIND, record(1));
    assert_eq!(history[1].standing, Standing::RuledOut(Some("may not")));
    assert_eq!(history[1].set[0].value, &json!(90));

    office.write(ruling::lift(second.place(), true));
    assert_eq!(office.shows(1, "area"), Some(&json!(90)));
    assert_eq!(office.ledger.state().ruled_out().count(), 0);
    office.write(ruling::lift(second.place(), false));
    assert_eq!(office.shows(1, "area"), Some(&json!(80)));
}

#[test]
fn a_record_of_which_every_entry_is_ruled_out_is_not_there() {
    let (_, mut office, [first, second]) = wrote_two();
    office.write(ruling::change(first.place(), "may not"));
    office.write(ruling::change(second.place(), "may not"));
    let state = office.ledger.state();
    assert!(state.record(KIND, record(1)).is_none());
    assert_eq!(state.kinds().collect::<Vec<_>>(), [ruling::KIND]);
    assert!(!json(&office.ledger).contains(KIND));
}

#[test]
fn a_ruling_of_someone_who_may_not_rule_is_ruled_out_in_its_turn() {
    let (mut tablet, mut office, [_, second]) = wrote_two();
    let usurped = tablet.write(ruling::change(second.place(), "mine"));
    office.hear(std::slice::from_ref(&usurped));
    assert_eq!(office.shows(1, "area"), Some(&json!(80)));
    office.write(ruling::change(usurped.place(), "may not rule"));
    assert_eq!(office.shows(1, "area"), Some(&json!(90)));
    office.write(ruling::lift(usurped.place(), true));
    assert_eq!(office.shows(1, "area"), Some(&json!(80)));
}

#[test]
fn a_ruling_about_itself_or_in_a_ring_has_an_end() {
    let mut tablet = Tablet::new(1);
    let own = Place {
        device: tablet.author.device,
        seq: 1,
    };
    tablet.write(ruling::change(own, "myself"));
    assert_eq!(tablet.ledger.state().ruled_out().count(), 0);
    // Two rulings about each other: the later one counts.
    let (mut one, mut two) = (Tablet::new(2), Tablet::new(3));
    let at = |tablet: &Tablet| Place {
        device: tablet.author.device,
        seq: 1,
    };
    let (at_one, at_two) = (at(&one), at(&two));
    let a = one.write(ruling::change(at_two, "you"));
    let b = two.hear(&[]).write(ruling::change(at_one, "you"));
    for entries in [[&a, &b], [&b, &a]] {
        let ledger = ledger_of(&entries.map(Clone::clone));
        let out: Vec<_> = ledger.state().ruled_out().map(|(place, _)| place).collect();
        assert_eq!(
            out,
            [at_one],
            "of two at one moment, that of the lower device"
        );
    }
}

#[test]
fn a_second_ruling_about_an_entry_does_not_undo_that_the_first_was_lifted() {
    let (_, mut office, [_, second]) = wrote_two();
    office.write(ruling::change(second.place(), "may not"));
    office.write(ruling::lift(second.place(), true));
    // A server that was restored from a backup meets the entry again.
    let mut server = Tablet::new(3);
    let again = server
        .hear(&office.known())
        .write(ruling::change(second.place(), "may not"));
    assert_eq!(office.hear(&[again]).shows(1, "area"), Some(&json!(90)));
}

#[test]
fn an_erasure_that_was_ruled_out_erases_nothing() {
    let (_, mut office, _) = wrote_two();
    let mut intruder = Tablet::new(9);
    let erasure = intruder.write(erase::change(record(1), "spite"));
    office.hear(std::slice::from_ref(&erasure));
    assert!(office.ledger.state().is_erased(record(1)));
    office.write(ruling::change(erasure.place(), "may not erase"));
    assert!(!office.ledger.state().is_erased(record(1)));
    assert_eq!(office.shows(1, "area"), Some(&json!(90)));
    assert_eq!(intruder.author.actor, person(9));
}

#[test]
fn a_withheld_ruling_has_no_effect_before_its_body_comes() {
    let (_, mut office, [first, second]) = wrote_two();
    let ruling = office.write(ruling::change(second.place(), "may not"));
    let mut reader = Tablet::new(4);
    reader.hear(&[first, second, ruling.clone().without_body()]);
    assert_eq!(reader.shows(1, "area"), Some(&json!(90)));
    reader.hear(&[ruling]);
    assert_eq!(reader.shows(1, "area"), Some(&json!(80)));
}
