//! Devices of two kinds that a fleet has sooner or later: copies of one profile, and apps of
//! another version than the server's.

use std::rc::Rc;

use ledger::{
    DeviceId, Entry, Intake, Ledger, RecordId, SiteId,
    sync::{Command, Event, Phase, Sync},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    device::Device,
    server::{Server, on_each_server},
};

/// A device with the app's own machine.
#[derive(Clone)]
struct Tablet {
    device: Device,
    sync: Sync,
}

impl Tablet {
    fn new(site: SiteId) -> Self {
        Self {
            device: Device::new(site),
            sync: Sync::new(ledger::sync::Checkpoint::default()),
        }
    }

    /// Syncs until there is nothing left to do.
    fn settle(&mut self, server: &Server) {
        let mut event = Event::Nudge;
        for _ in 0..20 {
            let here = &self.device.ledger;
            let commands = self.sync.handle(event, 0, here, 0);
            match &commands[..] {
                [Command::WakeAt(_)] => {
                    assert_eq!(self.sync.phase(), Phase::Resting);
                    return;
                }
                [
                    Command::Exchange {
                        since,
                        push,
                        forget,
                        ..
                    },
                ] => {
                    let lacks = |entry: &&Entry| {
                        let mut spans = push.iter();
                        spans.any(|s| s.device == entry.device() && s.after < entry.seq())
                    };
                    let entries = self.device.entries.iter().filter(lacks).cloned();
                    let mut bundle = self.device.bundle_of(entries.collect());
                    bundle.heads.retain(|device, _| !forget.contains(device));
                    event = Event::Answered(Box::new(server.sync(since, &bundle)));
                }
                [Command::Store { entries, .. }] => {
                    self.take_in(entries);
                    event = Event::Stored;
                }
                other => unreachable!("{other:?}"),
            }
        }
        unreachable!("it never comes to rest");
    }

    fn take_in(&mut self, received: &[ledger::sync::Received]) {
        let received: Vec<_> = received.iter().cloned().map(Rc::new).collect();
        let intake = Intake::of(&self.device.ledger, &received);
        let left = |entry: &Entry| {
            let mut tails = intake.parted.iter();
            tails.any(|tail| tail.device == entry.device() && entry.seq() > tail.after)
        };
        let entries = std::mem::take(&mut self.device.entries);
        let (homeless, kept): (Vec<_>, Vec<_>) = entries.into_iter().partition(left);
        let sheltered = intake.chains(&self.device.ledger).shelter(homeless);
        if intake
            .parted
            .iter()
            .any(|tail| tail.device == self.device.id)
        {
            self.device.id = DeviceId(Uuid::new_v4());
        }
        self.device.ledger = Ledger::new(self.device.ledger.site());
        let fresh = intake.fresh.iter().map(|received| received.entry.clone());
        for entry in kept.into_iter().chain(fresh).chain(sheltered) {
            self.device.take(entry);
        }
    }

    /// The bodies of all entries here.
    fn bodies(&self) -> Vec<String> {
        let entries = self.device.entries.iter();
        let mut bodies: Vec<_> = entries
            .map(|entry| entry.to_json()["body"].to_string())
            .collect();
        bodies.sort();
        bodies
    }
}

#[test]
fn a_copied_profile_is_noticed_and_no_entry_of_either_is_lost() {
    on_each_server(|server, site| {
        let mut first = Tablet::new(site);
        first.device.write(3);
        first.settle(server);
        let mut copy = first.clone();
        first.device.write(2);
        copy.device.write(4);
        first.settle(server);
        copy.settle(server);
        assert_ne!(
            copy.device.id, first.device.id,
            "the copy has a name of its own"
        );
        copy.device.write(1);
        copy.settle(server);
        first.settle(server);
        assert_eq!(first.device.entries.len(), 3 + 2 + 4 + 1);
        assert_eq!(first.bodies(), copy.bodies());
        let state = |tablet: &Tablet| serde_json::to_string(tablet.device.ledger.state()).unwrap();
        assert_eq!(state(&first), state(&copy));
        assert_eq!(first.sync.pending(&first.device.ledger), 0);
    });
}

#[test]
fn both_copies_keep_what_each_wrote_before_either_was_online_again() {
    on_each_server(|server, site| {
        let mut first = Tablet::new(site);
        first.device.write(2);
        let mut copy = first.clone();
        first.device.write(1);
        copy.device.write(1);
        // A third device has had the first one's entries from a stick, and carries them.
        let mut carrier = first.clone();
        carrier.device.id = DeviceId(Uuid::new_v4());
        copy.settle(server);
        carrier.settle(server);
        first.settle(server);
        copy.settle(server);
        carrier.settle(server);
        assert_eq!(
            first.bodies().len(),
            4,
            "the carrier's copy is no second one"
        );
        assert_eq!(first.bodies(), copy.bodies());
        assert_eq!(first.bodies(), carrier.bodies());
    });
}

#[test]
fn entries_of_a_later_version_are_kept_and_passed_on_as_they_came() {
    on_each_server(|server, site| {
        let mut later = Tablet::new(site);
        later.device.write(1);
        let entry = later.device.clone().write(1).entries[1].clone();
        let mut json = entry.to_json();
        json["v"] = json!(9);
        json["mood"] = json!({"of": ["a", "later", "version"]});
        later.device.take(Entry::from_json(json.clone()).unwrap());
        later
            .device
            .write_about("unit", RecordId(Uuid::new_v4()), "label", "after it");
        later.settle(server);
        let mut older = Tablet::new(site);
        older.settle(server);
        let parked: Vec<_> = older.device.ledger.state().parked().collect();
        assert_eq!(parked.len(), 1);
        assert_eq!(older.device.entries[1].to_json(), json);
        assert_eq!(older.device.entries.len(), 3);
    });
}
