//! The same entries in any order, any number of times, give the same state byte for byte (G3, G4).

use ledger::{Change, Entry, Fields, Ledger, Place, erase, ruling};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::crowd::{KIND, Tablet, device, json as text, ledger_of, record, site};

/// What somebody does.
#[derive(Clone, Debug)]
enum Deed {
    Set { id: u8, field: u8, value: i8 },
    TakeAway { id: u8, field: u8 },
    Hide { id: u8, hidden: bool },
    Erase { id: u8 },
    Rule { device: u8, seq: u64 },
    Lift { device: u8, seq: u64, lifted: bool },
    Hear,
}

fn deed() -> impl Strategy<Value = Deed> {
    let (id, field) = (0..3_u8, 0..3_u8);
    let place = (0..3_u8, 1..12_u64);
    prop_oneof![
        8 => (id.clone(), field.clone(), any::<i8>())
            .prop_map(|(id, field, value)| Deed::Set { id, field, value }),
        1 => (id.clone(), field).prop_map(|(id, field)| Deed::TakeAway { id, field }),
        1 => (id.clone(), any::<bool>()).prop_map(|(id, hidden)| Deed::Hide { id, hidden }),
        1 => id.prop_map(|id| Deed::Erase { id }),
        3 => place.clone().prop_map(|(device, seq)| Deed::Rule { device, seq }),
        2 => (place, any::<bool>())
            .prop_map(|((device, seq), lifted)| Deed::Lift { device, seq, lifted }),
        4 => Just(Deed::Hear),
    ]
}

fn change(deed: &Deed) -> Option<Change> {
    let set = |id: u8, field: String, value: Value| Change {
        kind: KIND.to_owned(),
        id: record(id),
        set: Fields::from([(field, value)]),
    };
    let at = |number: u8, seq| Place {
        device: device(number),
        seq,
    };
    Some(match *deed {
        Deed::Set { id, field, value } => set(id, format!("f{field}"), json!(value)),
        Deed::TakeAway { id, field } => set(id, format!("f{field}"), Value::Null),
        Deed::Hide { id, hidden } => set(id, "deleted".to_owned(), json!(hidden)),
        Deed::Erase { id } => erase::change(record(id), "on request"),
        Deed::Rule { device, seq } => ruling::change(at(device, seq), "may not"),
        Deed::Lift {
            device,
            seq,
            lifted,
        } => ruling::lift(at(device, seq), lifted),
        Deed::Hear => return None,
    })
}

/// Three tablets, two of them of one person, do these things; `Hear` takes in all that was done.
fn done(deeds: &[(u8, Deed)]) -> Vec<Entry> {
    let mut tablets = [Tablet::of(0, 1), Tablet::of(1, 2), Tablet::of(2, 2)];
    let mut entries = Vec::new();
    for (who, deed) in deeds {
        let tablet = &mut tablets[usize::from(*who)];
        match change(deed) {
            Some(change) => entries.push(tablet.write(change)),
            None => drop(tablet.hear(&entries)),
        }
    }
    entries
}

/// Takes entries in as they come, again and again, until each has found its place.
fn in_order(entries: &[Entry], order: &[prop::sample::Index]) -> Ledger {
    let mut ledger = Ledger::new(site());
    for index in order {
        let _ = ledger.admit(index.get(entries));
    }
    // The rest from behind: chain by chain, the last device first.
    let mut rest = entries.to_vec();
    rest.sort_by_key(|entry| (std::cmp::Reverse(entry.device()), entry.seq()));
    for entry in &rest {
        ledger.admit(entry).unwrap();
    }
    ledger
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_order_and_any_repetition_give_the_same_state(
        deeds in prop::collection::vec((0..3_u8, deed()), 1..60),
        order in prop::collection::vec(any::<prop::sample::Index>(), 150),
    ) {
        let entries = done(&deeds);
        prop_assume!(!entries.is_empty());
        let (one, other) = (ledger_of(&entries), in_order(&entries, &order));
        prop_assert_eq!(text(&one), text(&other));
        prop_assert_eq!(one.state(), other.state());
        prop_assert_eq!(one.heads(), other.heads());
        let conflicts = |ledger: &Ledger| {
            format!("{:?}", ledger.state().conflicts().collect::<Vec<_>>())
        };
        prop_assert_eq!(conflicts(&one), conflicts(&other));
    }

    #[test]
    fn bodies_that_come_later_give_the_same_state(
        deeds in prop::collection::vec((0..3_u8, deed()), 1..60),
        order in prop::collection::vec(any::<prop::sample::Index>(), 150),
        withheld in prop::collection::vec(any::<bool>(), 60),
    ) {
        let entries = done(&deeds);
        prop_assume!(!entries.is_empty());
        let heads: Vec<Entry> = entries
            .iter()
            .zip(withheld)
            .map(|(entry, withheld)| match entry.clone() {
                entry if withheld => entry.without_body(),
                entry => entry,
            })
            .collect();
        let mut ledger = in_order(&heads, &order);
        for index in order {
            ledger.admit(index.get(&entries)).unwrap();
        }
        // Twice: a body that came while its record was thought to be erased is not taken.
        for entry in entries.iter().chain(&entries) {
            ledger.admit(entry).unwrap();
        }
        prop_assert_eq!(text(&ledger), text(&ledger_of(&entries)));
        prop_assert_eq!(ledger.shareable_heads(), ledger.heads());
    }

    /// A replica that drops the bodies of what is erased, as soon as it hears of it, shows the same
    /// as one that never could.
    #[test]
    fn dropping_what_is_erased_changes_nothing_that_is_shown(
        deeds in prop::collection::vec((0..3_u8, deed()), 1..60),
    ) {
        // An erasure that was let go again afterwards can't bring back what was dropped meanwhile.
        let deeds: Vec<_> = deeds
            .into_iter()
            .filter(|(_, deed)| !matches!(deed, Deed::Rule { .. } | Deed::Lift { .. }))
            .collect();
        let entries = done(&deeds);
        let mut ledger = Ledger::new(site());
        for entry in &entries {
            ledger.admit(entry).unwrap();
            let erased: Vec<_> = ledger.state().erased().map(|(id, _)| id).collect();
            for id in erased {
                ledger.forget(id);
            }
        }
        prop_assert_eq!(text(&ledger), text(&ledger_of(&entries)));
        prop_assert_eq!(ledger.shareable_heads(), ledger.heads());
    }
}
