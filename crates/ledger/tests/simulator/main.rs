//! A whole fleet in one process and on one thread: devices, a server and a bad network, all driven
//! by one seed. Bundles and answers travel as bytes; what is durable is kept apart from what is
//! only in memory; time is a number.
//!
//! `SIM_SEEDS=20000` tries more seeds, `SIM_SEED=17` one of them.

#![expect(
    clippy::unwrap_used,
    reason = "a simulation that can't go on has failed"
)]

use std::{
    num::NonZero,
    sync::atomic::{AtomicU64, Ordering},
};

mod checks;
mod device;
mod network;
mod server;
mod world;

use world::World;

/// Tried on every run.
const SEEDS: u64 = 1_000;

/// Seeds that once failed.
const KEPT_SEEDS: &[u64] = &[];

#[test]
fn nothing_is_lost_and_everyone_comes_to_agree() {
    let number = |name| {
        std::env::var(name)
            .ok()
            .map(|text| text.parse::<u64>().unwrap())
    };
    if let Some(seed) = number("SIM_SEED") {
        World::new(seed).run();
        return;
    }
    let seeds = number("SIM_SEEDS").unwrap_or(SEEDS);
    let next = AtomicU64::new(0);
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let kept = usize::try_from(index)
                .ok()
                .and_then(|index| KEPT_SEEDS.get(index));
            let seed = kept.copied().unwrap_or(index - KEPT_SEEDS.len() as u64);
            if seed >= seeds && kept.is_none() {
                return;
            }
            let run = std::panic::catch_unwind(|| World::new(seed).run());
            assert!(
                run.is_ok(),
                "seed {seed} failed: look at it with SIM_SEED={seed}"
            );
        }
    };
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
        (0..threads).for_each(|_| drop(scope.spawn(work)));
    });
}

/// The same seed must be the same story, or a failure could not be looked at.
#[test]
fn a_seed_tells_the_same_story_twice() {
    assert_eq!(World::new(7).run(), World::new(7).run());
}

/// A simulation in which nothing goes wrong would prove little.
#[test]
fn every_fault_happens() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..60 {
        seen.extend(World::new(seed).run().faults);
    }
    let all = network::FAULTS
        .iter()
        .chain(&world::FAULTS)
        .copied()
        .collect();
    assert_eq!(seen, all);
}
