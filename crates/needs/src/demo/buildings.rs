//! The demo's buildings and doors. A small estate is three equal blocks, easy to walk; a large one
//! is as estates are: blocks of different heights, some with two entrances, shops at the bottom.

use fastrand::Rng;
use ledger::{Change, RecordId};

use super::{households::Households, text};
use crate::{Area, Building, Tenure, Unit, UnitFacts, Usage};

const FLATS_PER_FLOOR: u32 = 4;
/// The highest building of a small estate has this many floors.
const FLOORS: u32 = 18;
/// A small estate is laid out in this many buildings.
const FEWEST_BUILDINGS: u32 = 3;
/// Up to so many households an estate is small.
const SMALL: u32 = 400;

/// What a building looks like.
struct Shape {
    floors: u32,
    flats: u32,
    entrances: u32,
    /// Shops on the ground floor.
    shops: u32,
}

/// Writes buildings, doors and who lives behind them: as many doors as there are households.
pub(super) fn write(
    (seed, households): (u64, u32),
    id: &mut impl FnMut() -> RecordId,
    changes: &mut Vec<Change>,
) {
    let mut rng = Rng::with_seed(seed ^ 0x5eed);
    let mut people = Households::new(seed);
    let mut left = households;
    let small = households <= SMALL;
    let buildings = households
        .div_ceil(FLOORS * FLATS_PER_FLOOR)
        .max(FEWEST_BUILDINGS);
    for number in 1.. {
        if left == 0 {
            return;
        }
        let shape = if small {
            Shape {
                floors: households.div_ceil(buildings * FLATS_PER_FLOOR),
                flats: FLATS_PER_FLOOR,
                entrances: 1,
                shops: 0,
            }
        } else {
            Shape {
                floors: rng.u32(8..=36),
                flats: [4, 4, 6, 8][rng.usize(..4)],
                entrances: if rng.u8(..4) == 0 { 2 } else { 1 },
                shops: [0, 0, 2, 4][rng.usize(..4)],
            }
        };
        let building = id();
        let (zh, en) = (format!("第 {number} 座"), format!("Block {number}"));
        let name = text(&zh, &zh, &en);
        changes.push(Building::change(building, name, number.into()));
        for (order, door) in (1..).zip(doors(&shape).take(left as usize)) {
            left -= 1;
            let unit = id();
            let tenure = if rng.u8(..10) < 7 {
                Tenure::Owner
            } else {
                Tenure::Tenant
            };
            let place = (door.floor.into(), order);
            let mut change = Unit::change(unit, building, place, &door.label, tenure);
            // Flats above each other are equally large.
            let area = 42 + (number * 7 + door.flat * 11) % 60;
            let facts = UnitFacts {
                area: Area::parse(&area.to_string()),
                entrance: Some(&*door.entrance).filter(|entrance| !entrance.is_empty()),
                usage: door.shop.then_some(Usage::Business),
                ..UnitFacts::default()
            };
            change.set.extend(Unit::set(unit, facts).set);
            changes.push(change);
            if !door.shop {
                people.move_in(unit, tenure, id, changes);
            }
        }
    }
}

struct Door {
    entrance: String,
    floor: u32,
    flat: u32,
    label: String,
    shop: bool,
}

/// The doors of a building in walking order: by entrance, from the top down, shops last.
fn doors(shape: &Shape) -> impl Iterator<Item = Door> {
    let &Shape {
        floors,
        flats,
        entrances,
        shops,
    } = shape;
    let homes = (1..=entrances).flat_map(move |entrance| {
        (1..=floors).rev().flat_map(move |floor| {
            (0..flats).map(move |flat| Door {
                entrance: if entrances > 1 {
                    entrance.to_string()
                } else {
                    String::new()
                },
                floor,
                flat,
                label: format!("{floor}{}", letter(flat)),
                shop: false,
            })
        })
    });
    let shops = (0..shops).map(|shop| Door {
        entrance: String::new(),
        floor: 0,
        flat: shop,
        label: format!("G{:02}", shop + 1),
        shop: true,
    });
    homes.chain(shops)
}

fn letter(flat: u32) -> char {
    char::from(b'A' + u8::try_from(flat % 26).unwrap_or(0))
}
