//! Samples for any estate: their size, no unit twice, the same from the same seed whatever the
//! order, and one that was worked out from the description.

use std::collections::BTreeSet;

use ledger::{RecordId, uuid_v7};
use needs::{
    Area, Facts, Usage,
    sample::{Design, Generator, Method, Stratum, draw},
};
use proptest::prelude::*;

fn id(n: u32) -> RecordId {
    let mut bytes = [0; 10];
    bytes[6..].copy_from_slice(&n.to_be_bytes());
    RecordId(uuid_v7(5, bytes))
}

fn unit(n: u32, buildings: u32) -> Facts<'static> {
    Facts {
        id: id(n),
        building: Some(id(100_000 + n % buildings)),
        floor: i64::from(n / buildings / 4),
        label: ["A", "B", "C", "D"][(n / buildings % 4) as usize],
        tenure: None,
        usage: Usage::Home,
        area: Area::parse(&(n * 37 % 120).to_string()),
        gone: false,
        key: false,
    }
}

fn frame(units: u32, buildings: u32) -> Vec<Facts<'static>> {
    (0..units).map(|n| unit(n, buildings)).collect()
}

fn design(method: Method, seed: u64, size: usize, reserve: usize) -> Design {
    Design {
        method,
        seed,
        size,
        reserve,
        equal: false,
    }
}

fn asked(strata: &[Stratum]) -> Vec<RecordId> {
    strata.iter().flat_map(|one| one.units.clone()).collect()
}

fn standing_by(strata: &[Stratum]) -> Vec<RecordId> {
    strata.iter().flat_map(|one| one.reserve.clone()).collect()
}

/// The description in `docs/SAMPLING.md` followed by hand, without the code that it describes.
#[test]
fn whoever_follows_the_description_draws_the_same_units() {
    struct Numbers(u64);
    impl Numbers {
        fn below(&mut self, n: u64) -> u64 {
            loop {
                self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mut z = self.0;
                z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                z ^= z >> 31;
                if u128::from(z) < (1 << 64) / u128::from(n) * u128::from(n) {
                    return z % n;
                }
            }
        }
    }
    let frame = frame(40, 1);
    let ids: Vec<RecordId> = frame.iter().map(|unit| unit.id).collect();

    let mut numbers = Numbers(42);
    let mut pool = ids.clone();
    let mut by_hand = Vec::new();
    while by_hand.len() < 9 {
        // Swapping the chosen one to the front is taking the place of the front one.
        let at = usize::try_from(numbers.below(pool.len() as u64)).unwrap();
        pool.swap(0, at);
        by_hand.push(pool.remove(0));
    }
    let drawn = draw(&frame, design(Method::Random, 42, 6, 3));
    assert_eq!(asked(&drawn), by_hand[..6]);
    assert_eq!(standing_by(&drawn), by_hand[6..]);

    let start = usize::try_from(Numbers(42).below(40)).unwrap();
    let by_hand = (0..6).map(|step| ids[(start + step * 40) / 6]);
    let drawn = draw(&frame, design(Method::Systematic, 42, 6, 3));
    assert_eq!(asked(&drawn), by_hand.collect::<Vec<_>>());
}

/// Another order of these numbers would draw other samples than those that are signed.
#[test]
fn a_seed_draws_for_ever_what_it_drew_once() {
    let mut generator = Generator::of(20_261_122);
    let numbers: Vec<u64> = (0..8).map(|_| generator.below(2_000)).collect();
    assert_eq!(numbers, [1506, 1252, 1896, 304, 1202, 1662, 395, 1801]);
}

#[test]
fn every_unit_has_the_same_chance() {
    let frame = frame(10, 2);
    for method in [Method::Random, Method::Systematic, Method::ByBuilding] {
        let mut times = [0; 10];
        for seed in 0..4_000 {
            for unit in asked(&draw(&frame, design(method, seed, 4, 0))) {
                times[frame.iter().position(|one| one.id == unit).unwrap()] += 1;
            }
        }
        let even = times.iter().all(|times| (1_450..1_750).contains(times));
        assert!(even, "{method:?} {times:?}");
    }
}

proptest! {
    #[test]
    fn a_sample_has_its_size_and_no_unit_twice(
        units in 0_u32..300,
        buildings in 1_u32..8,
        seed in 0_u64..1 << 53,
        size in 0_usize..320,
        reserve in 0_usize..100,
        equal: bool,
        method in prop::sample::select(&Method::ALL[..]),
    ) {
        let frame = frame(units, buildings);
        let design = Design { equal, ..design(method, seed, size, reserve) };
        let strata = draw(&frame, design);
        let (asked, standing_by) = (asked(&strata), standing_by(&strata));
        prop_assert_eq!(asked.len(), size.min(frame.len()));
        prop_assert_eq!(standing_by.len(), reserve.min(frame.len() - asked.len()));
        let all: BTreeSet<RecordId> = asked.iter().chain(&standing_by).copied().collect();
        prop_assert_eq!(all.len(), asked.len() + standing_by.len());
        prop_assert!(all.iter().all(|id| frame.iter().any(|unit| unit.id == *id)));
        prop_assert_eq!(strata.iter().map(|one| one.size).sum::<usize>(), frame.len());

        // In proportion: never a whole unit away from the exact share.
        if !equal && !frame.is_empty() {
            for stratum in &strata {
                let exact = asked.len() * stratum.size;
                let given = stratum.units.len() * frame.len();
                prop_assert!(exact.abs_diff(given) < frame.len());
            }
        }
    }

    #[test]
    fn the_order_of_the_estate_does_not_matter(
        units in 0_u32..200,
        seed in 0_u64..1 << 53,
        mix: u64,
        method in prop::sample::select(&Method::ALL[..]),
    ) {
        let frame = frame(units, 5);
        let mut mixed = frame.clone();
        Generator::of(mix).shuffle(&mut mixed);
        let design = design(method, seed, frame.len() / 3, 9);
        prop_assert_eq!(draw(&frame, design), draw(&mixed, design));
    }
}
