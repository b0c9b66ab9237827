//! Two people who didn't know of each other.

use ledger::{Change, Entry, Fields, Standing};
use serde_json::json;

use crate::crowd::{KIND, Tablet, ledger_of, record, v1};

/// Two tablets that know of the same first value.
fn two() -> (Tablet, Tablet, Vec<Entry>) {
    let (mut one, mut two) = (Tablet::new(1), Tablet::new(2));
    let first = one.set(1, "area", 70);
    two.hear(std::slice::from_ref(&first));
    (one, two, vec![first])
}

#[test]
fn what_two_people_wrote_apart_is_kept_and_shown_until_someone_settles_it() {
    let (mut one, mut two, _) = two();
    let (a, b) = (one.set(1, "area", 80), two.set(1, "area", 90));
    one.hear(&[b]);
    two.hear(&[a]);
    for tablet in [&one, &two] {
        assert_eq!(tablet.conflicts(), [("area", vec![&json!(80), &json!(90)])]);
        assert_eq!(tablet.shows(1, "area"), Some(&json!(90)));
    }
    let settled = two.set(1, "area", 80);
    assert_eq!(one.hear(&[settled]).conflicts(), []);
    assert_eq!(one.shows(1, "area"), Some(&json!(80)));
}

#[test]
fn a_correction_by_one_who_knew_is_no_conflict() {
    let (mut one, mut two, _) = two();
    let later = two.set(1, "area", 90);
    assert_eq!(one.hear(&[later]).conflicts(), []);
    one.set(1, "area", 91);
    assert_eq!(one.conflicts(), []);
}

#[test]
fn one_person_on_two_tablets_and_two_people_of_one_mind_are_no_conflict() {
    let (mut one, mut other) = (Tablet::of(1, 1), Tablet::of(2, 1));
    let (a, b) = (one.set(1, "area", 80), other.set(1, "area", 90));
    assert_eq!(one.hear(&[b]).conflicts(), []);
    let mut third = Tablet::new(3);
    let c = third.set(1, "rooms", 4);
    let mut fourth = Tablet::new(4);
    let d = fourth.set(1, "rooms", 4);
    assert_eq!(third.hear(&[a, c, d]).conflicts(), []);
}

#[test]
fn a_first_value_given_by_two_is_a_conflict_and_so_is_taking_away() {
    let (mut one, mut two) = (Tablet::new(1), Tablet::new(2));
    let (a, b) = (one.set(1, "area", 80), two.set(1, "area", 90));
    assert_eq!(one.hear(&[b]).conflicts().len(), 1);
    two.hear(&[a]).set(1, "area", 85);
    let (mut one, mut two) = (two.clone(), Tablet::new(3));
    two.hear(&one.known());
    one.set(1, "area", json!(null));
    let kept = two.set(1, "area", 86);
    one.hear(&[kept]);
    assert_eq!(one.conflicts(), [("area", vec![&json!(null), &json!(86)])]);
}

#[test]
fn fields_of_one_change_settle_apart() {
    let (mut one, mut two, _) = two();
    let both = |area, rooms| Change {
        kind: KIND.to_owned(),
        id: record(1),
        set: Fields::from([
            ("area".to_owned(), json!(area)),
            ("rooms".to_owned(), json!(rooms)),
        ]),
    };
    let (a, b) = (one.write(both(80, 3)), two.write(both(90, 4)));
    one.hear(&[b]);
    two.hear(&[a]);
    assert_eq!(one.conflicts().len(), 2);
    one.set(1, "rooms", 4);
    assert_eq!(one.conflicts(), [("area", vec![&json!(80), &json!(90)])]);
}

#[test]
fn three_who_disagree_are_all_listed_and_one_who_saw_two_of_them_settles_those() {
    let (mut one, mut two, first) = two();
    let mut three = Tablet::new(3);
    three.hear(&first);
    let (a, b, c) = (
        one.set(1, "area", 1),
        two.set(1, "area", 2),
        three.set(1, "area", 3),
    );
    one.hear(&[b]);
    let settled = one.set(1, "area", 4);
    three.hear(&[a, settled]);
    one.hear(&[c]);
    assert_eq!(one.conflicts(), [("area", vec![&json!(3), &json!(4)])]);
}

#[test]
fn an_entry_that_does_not_say_what_it_saw_is_in_conflict_with_nothing_before_it() {
    let (mut one, mut two, first) = two();
    let (a, b) = (one.set(1, "area", 80), two.set(1, "area", 90));
    // As an earlier program wrote it: with no word about what it replaces.
    let mut silent = v1(&b);
    silent.over = None;
    let silent = resigned(&silent);
    let ledger = ledger_of(&[first[0].clone(), a, silent]);
    assert_eq!(ledger.state().conflicts().count(), 0);
}

/// An entry with the digest that its body has now.
fn resigned(entry: &ledger::EntryV1) -> Entry {
    let change = Change {
        kind: entry.kind.clone(),
        id: entry.id,
        set: entry.set.clone().unwrap(),
    };
    let author = ledger::Author {
        device: entry.device,
        actor: entry.actor,
    };
    let wall = chrono::DateTime::parse_from_rfc3339(&entry.wall).unwrap();
    let salt = entry.salt.unwrap();
    ledger::write_next(
        crate::crowd::site(),
        None,
        author,
        (entry.time, wall),
        salt,
        change,
    )
    .unwrap()
}

#[test]
fn a_ruled_out_settlement_settles_nothing_and_one_over_it_still_does() {
    let (mut one, mut two, first) = two();
    let (a, b) = (one.set(1, "area", 80), two.set(1, "area", 90));
    let mut three = Tablet::new(3);
    three.hear(&first).hear(&[a, b]);
    let settled = three.set(1, "area", 85);
    let mut four = Tablet::new(4);
    four.hear(&three.known());
    let ruling = four.write(ledger::ruling::change(settled.place(), "not allowed"));
    three.hear(std::slice::from_ref(&ruling));
    assert_eq!(three.conflicts(), [("area", vec![&json!(80), &json!(90)])]);
    // Someone who had seen the settlement, and with it what it replaced, wrote on.
    let mut five = Tablet::new(5);
    five.hear(&first);
    let before_ruling: Vec<Entry> = three.known().into_iter().filter(|e| *e != ruling).collect();
    five.hear(&before_ruling);
    let last = five.set(1, "area", 86);
    assert_eq!(three.hear(&[last]).conflicts(), []);
    assert_eq!(three.shows(1, "area"), Some(&json!(86)));
}

#[test]
fn the_history_says_who_made_what_of_what() {
    let (mut one, mut two, first) = two();
    let (a, b) = (one.set(1, "area", 80), two.set(1, "area", 90));
    one.hear(&[b]);
    let steps = one.ledger.state().history(KIND, record(1));
    let seen: Vec<_> = steps
        .iter()
        .map(|step| {
            (
                step.touch.place(),
                step.standing,
                step.set[0].was,
                step.set[0].value,
            )
        })
        .collect();
    let (first, second) = (first[0].place(), a.place());
    assert_eq!(seen[0], (first, Standing::Counts, None, &json!(70)));
    assert_eq!(
        seen[1],
        (second, Standing::Counts, Some(&json!(70)), &json!(80))
    );
    assert_eq!(seen[2].2, Some(&json!(80)));
    assert_eq!(steps[2].touch.actor, crate::crowd::person(2));
}
