//! How many requests a sync takes, driven by the app's own machine against a server.

use ledger::{
    Entry,
    sync::{Checkpoint, Command, Event, Sync},
};

use crate::{
    device::Device,
    engines::Database,
    server::{Server, with_site},
};

/// Runs the machine until it rests; gives how many requests it made.
fn settle(server: &Server, device: &mut Device, machine: &mut Sync) -> usize {
    let (mut events, mut requests) = (vec![Event::Nudge], 0);
    while let Some(event) = events.pop() {
        for command in machine.handle(event, 1_780_000_000_000, &device.ledger, 0) {
            match command {
                Command::Exchange {
                    since,
                    push,
                    forget,
                    batch,
                } => {
                    requests += 1;
                    let lacking = |entry: &&Entry| {
                        push.iter()
                            .any(|span| entry.device() == span.device && entry.seq() > span.after)
                    };
                    let entries = device.entries.iter().filter(lacking).cloned();
                    let mut bundle = device.bundle_of(entries.collect());
                    bundle.heads.retain(|device, _| !forget.contains(device));
                    let path = format!(
                        "sync?epoch={}&since={}&limit={}",
                        since.epoch, since.ordinal, batch.entries
                    );
                    let answer = server.sync_at(&path, &bundle);
                    events.push(Event::Answered(Box::new(answer)));
                }
                Command::Store { entries, .. } => {
                    for received in entries {
                        if !device.entries.contains(&received.entry) {
                            device.take(received.entry);
                        }
                    }
                    events.push(Event::Stored);
                }
                Command::WakeAt(_) => {}
            }
        }
    }
    requests
}

#[test]
fn a_sync_with_nothing_new_is_one_request() {
    let database = Database::sqlite();
    let site = with_site(&database);
    let server = Server::of(&database);
    let machine = || Sync::new(Checkpoint::default());
    let (mut one, mut first) = (Device::new(site), machine());
    one.write(300);
    settle(&server, &mut one, &mut first);
    assert_eq!(first.pending(&one.ledger), 0);
    assert_eq!(settle(&server, &mut one, &mut first), 1);

    let (mut two, mut second) = (Device::new(site), machine());
    settle(&server, &mut two, &mut second);
    assert_eq!(two.entries.len(), 300);
    for _ in 0..3 {
        assert_eq!(settle(&server, &mut two, &mut second), 1);
    }
    // One answer more is one request on either side.
    one.write(1);
    assert_eq!(settle(&server, &mut one, &mut first), 1);
    assert_eq!(settle(&server, &mut two, &mut second), 1);
    assert_eq!(two.ledger.heads(), one.ledger.heads());
}
