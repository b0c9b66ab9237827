//! Entries that no honest program writes: the fold takes them in and goes on.

use ledger::{Admitted, Entry, Ledger, Salt, genesis, write_next};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::crowd::{Tablet, device, json as text, person, record, site};

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(".{0,6}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn fields_of_any_shape_are_taken_in(
        kind in prop_oneof![Just("ruling"), Just("erase"), Just("unit"), Just("site")],
        id in 0..3_u8,
        set in prop::collection::btree_map(
            prop_oneof![
                Just("device".to_owned()), Just("seq".to_owned()), Just("why".to_owned()),
                Just("lifted".to_owned()), Just("deleted".to_owned()), "[a-z:]{1,8}",
            ],
            value(),
            0..6,
        ),
    ) {
        let mut tablet = Tablet::new(1);
        tablet.set(id, "area", 80);
        tablet.write(ledger::Change { kind: kind.to_owned(), id: record(id), set });
        tablet.set(id, "area", 90);
        let state = tablet.ledger.state();
        let _ = (state.conflicts().count(), state.ruled_out().count(), state.erased().count());
        let _ = (state.history("unit", record(id)), state.places_of(record(id)));
        prop_assert!(!text(&tablet.ledger).is_empty());
    }

    /// JSON of no form in particular, and JSON that is nearly an entry.
    #[test]
    fn reading_any_json_is_an_entry_or_an_error(any in value(), at in 0..12_usize) {
        let _ = Entry::from_json(any.clone());
        let mut tablet = Tablet::new(1);
        let mut entry = tablet.set(1, "area", 80).to_json();
        let members = entry.as_object_mut().unwrap();
        let name = members.keys().nth(at % members.len()).unwrap().clone();
        members.insert(name, any);
        if let Ok(entry) = Entry::from_json(entry) {
            let _ = Ledger::new(site()).admit(&entry);
        }
    }
}

#[test]
fn what_an_entry_says_to_replace_must_be_what_it_sets() {
    let mut tablet = Tablet::new(1);
    let good = tablet.set(1, "area", 80).to_json();
    let with = |over: Value| {
        let mut bad = good.clone();
        bad["over"] = over;
        Entry::from_json(bad).unwrap_err().at
    };
    let place = json!({"device": device(2), "seq": 1});
    assert_eq!(with(json!({"rooms": [place]})), "over");
    assert_eq!(
        with(json!({"area": [{"device": device(2), "seq": 0}]})),
        "over"
    );
    assert_eq!(
        with(json!({"area": [{"device": device(2), "seq": 1, "x": 1}]})),
        "entry"
    );
    // Well formed, but not what was hashed.
    assert_eq!(with(json!({"area": [place]})), "set");
    let mut bare = good.clone();
    bare.as_object_mut()
        .unwrap()
        .retain(|name, _| name != "salt" && name != "set");
    assert_eq!(Entry::from_json(bare).unwrap_err().at, "over");
}

#[test]
fn replacing_what_never_was_and_each_other_leaves_a_value() {
    // Two that say to replace each other, though only one can have come later.
    let (mut one, mut two) = (Tablet::new(1), Tablet::new(2));
    let a = one.set(1, "area", 1);
    let b = two.hear(std::slice::from_ref(&a)).set(1, "area", 2);
    one.hear(&[b]);
    assert_eq!(one.shows(1, "area"), Some(&json!(2)));
    // A field that was written more often than anyone looks back.
    for value in 0..200 {
        one.set(1, "area", value);
    }
    assert_eq!(one.conflicts(), []);
    let unit = one.ledger.state().record("unit", record(1)).unwrap();
    assert_eq!(unit.versions("area").count(), 202);
}

/// An app of today among those of tomorrow: it keeps what it doesn't understand as it came and
/// passes it on, so that after the upgrade the very same entries are read.
#[test]
fn an_entry_of_a_later_version_is_parked_kept_and_replayed_after_the_upgrade() {
    let mut tablet = Tablet::new(1);
    let first = tablet.set(1, "area", 80);
    let later = json!({
        "v": 2, "device": device(1), "seq": 2, "prev": first.hash(),
        "body": genesis(site(), device(1)),
        "kind": "unit", "id": record(1), "lamport": 12, "salt": Salt([1; 16]), "set": {"area": 2},
    });
    let parked = Entry::from_json(later.clone()).unwrap();
    tablet.hear(std::slice::from_ref(&parked));
    let last = tablet.set(1, "rooms", 3);
    let state = tablet.ledger.state();
    assert_eq!(
        state
            .parked()
            .map(ledger::Newer::version)
            .collect::<Vec<_>>(),
        [2]
    );
    assert_eq!(state.parked().next().unwrap().kind(), Some("unit"));
    assert_eq!(tablet.shows(1, "area"), Some(&json!(80)));
    // The row in the storage, what goes to others, and what the upgraded app reads are one.
    let row = serde_json::to_string(&parked).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&row).unwrap(), later);
    let mut upgraded = Ledger::new(site());
    for entry in [first, serde_json::from_str(&row).unwrap(), last] {
        assert_eq!(upgraded.admit(&entry), Ok(Admitted::New));
    }
    assert_eq!(upgraded.heads(), tablet.ledger.heads());
    // One about a record that was erased loses its body too.
    tablet.write(ledger::erase::change(record(1), "on request"));
    assert!(
        tablet
            .ledger
            .state()
            .places_of(record(1))
            .contains(&parked.place())
    );
    tablet.ledger.forget(record(1));
    assert!(!tablet.ledger.state().parked().any(ledger::Newer::has_body));
    assert_eq!(parked.clone().without_body().hash(), parked.hash());
}

#[test]
fn one_device_that_writes_twice_at_one_moment_is_the_same_everywhere() {
    let author = ledger::Author {
        device: device(1),
        actor: person(1),
    };
    let wall = chrono::DateTime::from_timestamp_millis(5)
        .unwrap()
        .fixed_offset();
    let mut head = None;
    let mut entries = Vec::new();
    for value in [9, 1] {
        let set = ledger::Fields::from([("area".to_owned(), json!(value))]);
        let change = ledger::Change {
            kind: "unit".to_owned(),
            id: record(1),
            set,
        };
        let time = (ledger::Hlc::at(5), wall);
        let entry = write_next(site(), head.as_ref(), author, time, Salt([1; 16]), change).unwrap();
        head = Some(ledger::Head {
            seq: entry.seq(),
            hash: entry.hash(),
        });
        entries.push(entry);
    }
    let ledger = crate::crowd::ledger_of(&entries);
    let unit = ledger.state().record("unit", record(1)).unwrap();
    assert_eq!(
        unit.integer("area"),
        Some(1),
        "the one that stands later in the chain"
    );
    assert_eq!(unit.changed().seq, 2);
}
