//! Files between devices and a server over a bad network, all driven by one seed: parts that are
//! lost, doubled, cut, late or wrong, devices that die, a server that goes back to an old copy.
//! What is durable is kept apart from what is only in memory.

#![expect(
    clippy::unwrap_used,
    reason = "a simulation that can't go on has failed"
)]

mod device;
mod server;
mod world;

use std::collections::BTreeSet;

use ledger::{
    Digest,
    transfer::{Command, Event, Held, Holdings, Transfer, Wanted, Why, Work},
};
use world::World;

/// Tried on every run; `SIM_SEEDS=20000` tries more.
const SEEDS: u64 = 200;

#[test]
fn every_file_arrives_whole_and_none_is_lost() {
    let seeds = std::env::var("SIM_SEEDS").map_or(SEEDS, |text| text.parse().unwrap());
    for seed in 0..seeds {
        let run = std::panic::catch_unwind(|| World::new(seed).run());
        assert!(run.is_ok(), "seed {seed} failed");
    }
}

/// A simulation in which nothing goes wrong would prove little.
#[test]
fn every_fault_happens() {
    let seen: BTreeSet<_> = (0..60).flat_map(|seed| World::new(seed).run()).collect();
    assert_eq!(seen, world::FAULTS.into_iter().collect());
}

fn digest(number: u8) -> Digest {
    Digest([number; 32])
}

fn holdings(held: &[(u8, Held)]) -> Event {
    Event::Answered(Holdings {
        epoch: "1".to_owned(),
        files: held.iter().map(|(n, held)| (digest(*n), *held)).collect(),
    })
}

#[test]
fn nothing_is_sent_while_entries_wait() {
    let mut transfer = Transfer::default();
    let mut work = Work {
        free: false,
        epoch: "1".to_owned(),
        here: vec![(digest(1), 10)],
        wanted: Vec::new(),
    };
    let commands = transfer.handle(Event::Nudge, 0, &work, 0);
    assert_eq!(commands, [Command::WakeAt(60_000)]);
    work.free = true;
    let commands = transfer.handle(Event::Nudge, 0, &work, 0);
    assert!(matches!(&commands[..], [Command::Ask(_)]), "{commands:?}");
    // In the middle of a file an entry is written: the rest of the file waits.
    transfer.handle(holdings(&[(1, Held::Upto(0))]), 0, &work, 0);
    work.free = false;
    let commands = transfer.handle(holdings(&[(1, Held::Upto(4))]), 0, &work, 0);
    assert_eq!(commands, [Command::WakeAt(60_000)]);
}

#[test]
fn a_file_that_can_not_be_sent_does_not_hold_up_the_next() {
    let mut transfer = Transfer::default();
    let work = Work {
        free: true,
        epoch: "1".to_owned(),
        here: vec![(digest(1), 10), (digest(2), 20)],
        wanted: Vec::new(),
    };
    transfer.handle(Event::Nudge, 0, &work, 0);
    transfer.handle(
        holdings(&[(1, Held::Upto(0)), (2, Held::Upto(5))]),
        0,
        &work,
        0,
    );
    for why in [Why::NoRoom, Why::Absent, Why::Unreadable] {
        let mut transfer = transfer.clone();
        let commands = transfer.handle(Event::Refused(digest(1), why), 0, &work, 0);
        let next = Command::Send {
            file: digest(2),
            bytes: 5..20,
            size: 20,
        };
        assert_eq!(commands, [next], "{why:?}");
    }
}

#[test]
fn a_server_with_another_past_is_asked_again_when_sync_has_seen_it() {
    let mut transfer = Transfer::default();
    let mut work = Work {
        free: true,
        epoch: "1".to_owned(),
        here: vec![(digest(1), 10)],
        wanted: Vec::new(),
    };
    transfer.handle(Event::Nudge, 0, &work, 0);
    let commands = transfer.handle(holdings(&[(1, Held::Whole)]), 0, &work, 0);
    assert!(matches!(
        &commands[..],
        [Command::Note(..), Command::WakeAt(_)]
    ));
    "2".clone_into(&mut work.epoch);
    let commands = transfer.handle(Event::Nudge, 0, &work, 0);
    assert!(matches!(&commands[..], [Command::Ask(_)]), "{commands:?}");
    // An answer out of the other past is believed by nobody.
    let commands = transfer.handle(holdings(&[(1, Held::Whole)]), 0, &work, 0);
    assert_eq!(commands, [Command::WakeAt(500)]);
    assert!(!transfer.server_has(&digest(1)));
}

#[test]
fn a_file_that_keeps_arriving_wrong_is_given_up() {
    let mut transfer = Transfer::default();
    let wanted = Wanted {
        file: digest(1),
        size: 10,
        have: 10,
    };
    let work = Work {
        free: true,
        epoch: "1".to_owned(),
        here: Vec::new(),
        wanted: vec![wanted],
    };
    transfer.handle(Event::Nudge, 0, &work, 0);
    for _ in 0..2 {
        let commands = transfer.handle(Event::Spoiled(digest(1)), 0, &work, 0);
        assert_eq!(commands, [Command::Finish(digest(1))]);
    }
    let commands = transfer.handle(Event::Spoiled(digest(1)), 0, &work, 0);
    assert_eq!(commands, [Command::WakeAt(60_000)]);
    assert_eq!(transfer.hopeless().get(&digest(1)), Some(&Why::OtherHash));
}

#[test]
fn a_server_that_takes_nothing_is_not_asked_in_a_ring() {
    let mut transfer = Transfer::default();
    let work = Work {
        free: true,
        epoch: "1".to_owned(),
        here: vec![(digest(1), 10)],
        wanted: Vec::new(),
    };
    transfer.handle(Event::Nudge, 0, &work, 0);
    transfer.handle(holdings(&[(1, Held::Upto(0))]), 0, &work, 0);
    let commands = transfer.handle(holdings(&[(1, Held::Upto(0))]), 0, &work, 0);
    assert_eq!(commands, [Command::WakeAt(500)]);
}
