//! A whole fleet in one process and on one thread: devices with a tab or two, a server and a bad
//! network, all driven by one seed. Bundles and answers travel as bytes; what is durable is kept
//! apart from what is only in memory; time is a number.
//!
//! `SIM_SEEDS=100000` tries more seeds, `SIM_SEED=17` one of them and tells what happens in it.

#![expect(
    clippy::unwrap_used,
    reason = "a simulation that can't go on has failed"
)]

use std::{collections::BTreeSet, ops::Range};

mod acts;
mod checks;
mod device;
mod disk;
mod network;
mod server;
mod tab;
mod world;

use world::World;

/// Tried on every run.
const SEEDS: u64 = 10_000;

/// Seeds that once failed. Whoever changes what the simulator does makes other stories of them;
/// they are kept for the next such change.
const KEPT_SEEDS: &[u64] = &[
    1, 12, 57, 656, 2_501, 2_504, 2_626, 3_203, 5_002, 5_018, 5_277, 6_240, 7_525, 9_130,
];

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

fn run(seeds: impl IntoIterator<Item = u64>) {
    for seed in seeds {
        let run = std::panic::catch_unwind(|| World::new(seed).run());
        assert!(
            run.is_ok(),
            "seed {seed} failed: look at it with SIM_SEED={seed}"
        );
    }
}

/// One of `PARTS` parts of the seeds: tests run beside each other, one a core.
fn part(number: u64) -> Range<u64> {
    const PARTS: u64 = 4;
    let seeds = self::number("SIM_SEEDS").unwrap_or(SEEDS);
    seeds * number / PARTS..seeds * (number + 1) / PARTS
}

#[test]
fn nothing_is_lost_and_everyone_comes_to_agree_1() {
    match number("SIM_SEED") {
        Some(seed) => drop(World::new(seed).traced().run()),
        None => run(part(0)),
    }
}

#[test]
fn nothing_is_lost_and_everyone_comes_to_agree_2() {
    run(part(1));
}

#[test]
fn nothing_is_lost_and_everyone_comes_to_agree_3() {
    run(part(2));
}

#[test]
fn nothing_is_lost_and_everyone_comes_to_agree_4() {
    run(part(3));
}

#[test]
fn seeds_that_once_failed_are_right() {
    run(KEPT_SEEDS.iter().copied());
}

/// The same seed must be the same story, or a failure could not be looked at.
#[test]
fn a_seed_tells_the_same_story_twice() {
    assert_eq!(World::new(7).run(), World::new(7).run());
}

/// A simulation in which nothing goes wrong would prove little.
#[test]
fn every_fault_happens() {
    let mut seen = BTreeSet::new();
    for seed in 0..200 {
        seen.extend(World::new(seed).run().faults);
    }
    let all = network::FAULTS
        .iter()
        .chain(&world::FAULTS)
        .copied()
        .collect();
    assert_eq!(seen, all);
}
