use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{Fields, RecordId, uuid_v7};

pub(crate) fn site() -> SiteId {
    SiteId(uuid_v7(0, [9; 10]))
}

fn device(n: u8) -> DeviceId {
    DeviceId(uuid_v7(1, [n; 10]))
}

fn record(n: u8) -> RecordId {
    RecordId(uuid_v7(2, [n; 10]))
}

/// Writes and admits one entry.
fn put(ledger: &mut Ledger, by: u8, wall_ms: i64, id: u8, set: Fields) -> Entry {
    let author = Author {
        device: device(by),
        actor: record(by),
    };
    let now = DateTime::from_timestamp_millis(wall_ms)
        .unwrap()
        .fixed_offset();
    let change = Change {
        kind: "unit".into(),
        id: record(id),
        set,
    };
    let entry = ledger.write(author, now, Salt([by; 16]), change).unwrap();
    assert_eq!(ledger.admit(&entry), Ok(Admitted::New));
    entry
}

fn field(name: &str, value: impl Into<serde_json::Value>) -> Fields {
    Fields::from([(name.to_owned(), value.into())])
}

#[test]
fn the_later_value_of_a_field_wins_and_other_fields_stay() {
    let mut ledger = Ledger::new(site());
    put(
        &mut ledger,
        1,
        100,
        1,
        Fields::from([("a".into(), json!(1)), ("b".into(), json!(1))]),
    );
    put(&mut ledger, 2, 200, 1, field("a", 2));
    let unit = ledger.state().record("unit", record(1)).unwrap();
    assert_eq!((unit.integer("a"), unit.integer("b")), (Some(2), Some(1)));
    assert_eq!(
        (unit.created().device, unit.changed().device),
        (device(1), device(2))
    );
}

#[test]
fn a_correction_wins_over_a_value_from_a_clock_a_year_ahead() {
    let year_ms = 365 * 86_400_000;
    let mut ledger = Ledger::new(site());
    put(&mut ledger, 1, 1_000 + year_ms, 1, field("a", "wrong"));
    put(&mut ledger, 2, 2_000, 1, field("a", "right"));
    assert_eq!(
        ledger.state().record("unit", record(1)).unwrap().text("a"),
        Some("right")
    );
}

#[test]
fn null_takes_a_field_away_and_deleted_hides_a_record() {
    let mut ledger = Ledger::new(site());
    put(&mut ledger, 1, 1, 1, field("tag:x", true));
    put(&mut ledger, 1, 2, 1, field("tag:y", true));
    put(
        &mut ledger,
        1,
        3,
        1,
        field("tag:x", serde_json::Value::Null),
    );
    let unit = ledger.state().record("unit", record(1)).unwrap();
    assert_eq!(
        unit.members("tag:")
            .map(|(name, _)| name)
            .collect::<Vec<_>>(),
        ["y"]
    );
    put(&mut ledger, 1, 4, 1, field("deleted", true));
    assert!(ledger.state().record("unit", record(1)).is_none());
    assert_eq!(ledger.state().records("unit").count(), 0);
}

#[test]
fn gaps_forks_and_strangers_are_refused_and_change_nothing() {
    let mut ledger = Ledger::new(site());
    let first = put(&mut ledger, 1, 1, 1, field("a", 1));
    let mut twin = ledger.clone();
    let second = put(&mut ledger, 1, 2, 1, field("a", 2));
    let third = put(&mut ledger, 1, 3, 1, field("a", 3));
    let other_second = put(&mut twin, 1, 2, 1, field("a", 9));

    assert_eq!(
        twin.admit(&third),
        Err(Refusal::Fork),
        "chains to another second entry"
    );
    assert_eq!(twin.admit(&second), Err(Refusal::Fork));
    assert_eq!(ledger.admit(&other_second), Err(Refusal::Fork));
    assert_eq!(ledger.admit(&first), Ok(Admitted::Known));

    let mut fresh = Ledger::new(site());
    assert_eq!(fresh.admit(&second), Err(Refusal::Gap { have: 0 }));
    let mut elsewhere = Ledger::new(SiteId(uuid_v7(0, [8; 10])));
    assert_eq!(
        elsewhere.admit(&first),
        Err(Refusal::Fork),
        "belongs to another site"
    );
    assert!(elsewhere.is_empty() && fresh.is_empty());
}

proptest! {
    /// Devices write apart, hearing of each other now and then; then every replica gets every
    /// entry, in an order of its own and some twice, each device's in sequence.
    #[test]
    fn the_same_entries_in_any_order_give_the_same_state(
        writes in prop::collection::vec(
            (0..3u8, 0..4u8, 0..3u8, any::<i8>(), any::<bool>(), -1_000..1_000i64),
            1..60,
        ),
        order in prop::collection::vec(any::<prop::sample::Index>(), 200),
    ) {
        let mut replicas = vec![Ledger::new(site()); 3];
        let mut entries: Vec<Entry> = Vec::new();
        for (by, id, name, value, hear, wall) in writes {
            let replica = &mut replicas[usize::from(by)];
            if hear {
                for entry in &entries {
                    replica.admit(entry).unwrap();
                }
            }
            let name = ["a", "b", "deleted"][usize::from(name)];
            let value = if name == "deleted" { json!(value > 0) } else { json!(value) };
            entries.push(put(replica, by, 1_000_000 + wall, id, field(name, value)));
        }
        for replica in &mut replicas {
            for entry in &entries {
                replica.admit(entry).unwrap();
            }
        }
        let mut shuffled = Ledger::new(site());
        for index in order {
            let entry = index.get(&entries);
            let _ = shuffled.admit(entry);
        }
        for entry in &entries {
            shuffled.admit(entry).unwrap();
        }
        let text = serde_json::to_string(shuffled.state()).unwrap();
        for replica in &replicas {
            prop_assert_eq!(&serde_json::to_string(replica.state()).unwrap(), &text);
            prop_assert_eq!(replica.heads(), shuffled.heads());
        }
    }
}
