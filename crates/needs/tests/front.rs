//! A building as a front, and its walking order put by hand.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use chrono::DateTime;
use ledger::{Author, Change, DeviceId, Fields, Ledger, RecordId, Salt, SiteId, uuid_v7};
use needs::{
    Building, Localised, Round, Unit, Walk,
    front::Front,
    walk::{put_in_order, undo},
};

fn id(n: u8) -> RecordId {
    RecordId(uuid_v7(u64::from(n), [1; 10]))
}

struct House(Ledger);

impl House {
    /// Units as `(floor, label, entrance)`, numbered from 1 in this order.
    fn of(units: &[(i64, &str, &str)]) -> Self {
        let mut house = Self(Ledger::new(SiteId(uuid_v7(0, [9; 10]))));
        let name = Localised {
            zh_hant: "一座",
            zh_hans: "一座",
            en: "Block 1",
        };
        house.write(Building::change(id(200), name, 1));
        for (n, (floor, label, entrance)) in (1..).zip(units) {
            let set = Fields::from([
                ("building".to_owned(), id(200).to_string().into()),
                ("floor".to_owned(), (*floor).into()),
                ("label".to_owned(), (*label).into()),
                ("entrance".to_owned(), (*entrance).into()),
                ("order".to_owned(), n.into()),
            ]);
            let kind = Unit::KIND.to_owned();
            let id = id(u8::try_from(n).unwrap());
            house.write(Change { kind, id, set });
        }
        house
    }

    fn write(&mut self, change: Change) {
        let author = Author {
            device: DeviceId(uuid_v7(1, [1; 10])),
            actor: id(201),
        };
        let now = DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap();
        let entry = self.0.write(author, now, Salt([0; 16]), change);
        self.0.admit(&entry.unwrap()).unwrap();
    }

    /// Each floor as it is drawn.
    fn front(&self) -> Vec<String> {
        let state = self.0.state();
        let front = Front::of(Unit::all(state));
        let label = |unit: &Option<RecordId>| {
            unit.and_then(|unit| Unit::find(state, unit))
                .map_or("·", Unit::label)
        };
        let floor =
            |units: &[Option<RecordId>]| units.iter().map(label).collect::<Vec<_>>().join(" ");
        front.floors.iter().map(|one| floor(&one.units)).collect()
    }

    fn walked(&self) -> Vec<RecordId> {
        let round = Round::read(self.0.state(), None);
        round.doors().map(|(_, door)| door.unit).collect()
    }
}

#[test]
fn flats_lie_one_above_the_other() {
    let house = House::of(&[
        (2, "2A", ""),
        (2, "2C", ""),
        (10, "10B", ""),
        (10, "10A", ""),
        (0, "Shop", ""),
    ]);
    assert_eq!(house.front(), ["10A 10B · ·", "2A · 2C ·", "· · · Shop"]);
}

#[test]
fn numbers_count_as_numbers_and_two_doors_never_share_a_place() {
    let house = House::of(&[
        (12, "1201", ""),
        (12, "1210", ""),
        (12, "1202", ""),
        (11, "1101", ""),
        (11, "1101", ""),
    ]);
    assert_eq!(house.front(), ["1201 · 1202 1210", "1101 1101 · ·"]);
}

#[test]
fn entrances_stand_side_by_side() {
    let house = House::of(&[(1, "1A", "II"), (1, "1A", "I"), (1, "1B", "I")]);
    let front = Front::of(Unit::all(house.0.state()));
    assert_eq!(front.entrances(), [("I", 2), ("II", 1)]);
}

#[test]
fn an_order_by_hand_writes_what_moved_and_can_be_taken_back() {
    let mut house = House::of(&[(2, "2A", ""), (2, "2B", ""), (1, "1A", ""), (1, "1B", "")]);
    house.write(Walk::Up.choose(id(200)));
    let before = house.walked();
    assert_eq!(before, [3, 4, 1, 2].map(id));
    let wanted = [2, 3, 4, 1].map(id);
    let changes = put_in_order(house.0.state(), id(200), &wanted);
    assert!(changes.len() < 5, "{changes:?}");
    let back = undo(house.0.state(), &changes);
    for change in changes {
        house.write(change);
    }
    assert_eq!(house.walked(), wanted);
    assert!(put_in_order(house.0.state(), id(200), &wanted).is_empty());
    for change in back {
        house.write(change);
    }
    assert_eq!(house.walked(), before);
}
