//! What must be true while the story goes on, and at its end.

use std::collections::BTreeSet;

use ledger::{
    Ledger,
    sync::{Answer, Phase},
};

use crate::{disk::body_of, world::World};

/// How a story ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct End {
    pub(crate) faults: BTreeSet<&'static str>,
    state: String,
    now_ms: i64,
}

impl World {
    /// G2: what the server acknowledges is on its disk.
    pub(crate) fn check_acknowledged(&self, answer: &Answer) {
        for (device, head) in &answer.heads {
            let on_disk = self.server.places.get(&(*device, head.seq));
            assert_eq!(
                on_disk,
                Some(&head.hash),
                "acknowledged and not kept: {device}"
            );
        }
    }

    pub(crate) fn server_bodies(&self) -> BTreeSet<String> {
        let entries = self.server.entries.iter();
        entries
            .filter_map(|received| body_of(&serde_json::to_string(&received.entry).unwrap()))
            .collect()
    }

    /// Whether everyone has everything and knows it.
    pub(crate) fn agrees(&self) -> bool {
        let heads = self.server.ledger.heads();
        self.devices
            .iter()
            .flat_map(|device| &device.tabs)
            .all(|tab| {
                let idle = (tab.sync.pending(&tab.ledger), tab.sync.phase()) == (0, Phase::Resting);
                idle && tab.ledger.heads() == heads
            })
    }

    pub(crate) fn check_end(mut self) -> End {
        self.check_promises();
        let state = serde_json::to_string(self.server.ledger.state()).unwrap();
        let parked = parked(&self.server.ledger);
        for (number, device) in self.devices.iter().enumerate() {
            for tab in &device.tabs {
                let (ledger, sync) = (&tab.ledger, &tab.sync);
                assert_eq!(
                    ledger.heads(),
                    self.server.ledger.heads(),
                    "device {number}"
                );
                // G3, G5: the same state, and the same entries that can't be read yet.
                let same = serde_json::to_string(ledger.state()).unwrap() == state;
                assert!(same, "device {number} has another state");
                assert_eq!(self::parked(ledger), parked, "device {number}");
                assert_eq!(sync.pending(ledger), 0, "device {number}");
                assert_eq!(sync.phase(), Phase::Resting, "device {number}");
                assert_eq!(sync.refused().count(), 0, "device {number}");
            }
            // G9: what was damaged is set aside and named after the next start, and all else is
            // there then as it is now.
            let mut again = crate::tab::Tab::open(self.server.ledger.site(), &device.disk, 0);
            assert_eq!(again.damaged.len(), device.damaged, "device {number}");
            again.read_on(&device.disk);
        }
        self.check_any_order(&state);
        let mut faults = self.seen;
        faults.extend(self.network.seen);
        End {
            faults,
            state,
            now_ms: self.now_ms,
        }
    }

    /// G1, G6, G10: whatever showed a tick is on the server in the end, but for what no one else
    /// had when a disk damaged it.
    fn check_promises(&self) {
        let kept = self.server_bodies();
        let lost: Vec<_> = self
            .promised
            .difference(&kept)
            .filter(|body| !self.destroyed.contains(*body))
            .collect();
        assert!(lost.is_empty(), "the server lacks {lost:?}");
    }

    /// G3, G4: the entries in another order, some of them twice, give the same state.
    fn check_any_order(&mut self, state: &str) {
        let mut entries: Vec<_> = self.server.entries.iter().map(|r| &r.entry).collect();
        self.rng.shuffle(&mut entries);
        let mut ledger = Ledger::new(self.server.ledger.site());
        while ledger.len() < entries.len() {
            for entry in &entries {
                // One whose turn it is not is offered again in the next round, as all are.
                let _ = ledger.admit(entry);
            }
        }
        let same = serde_json::to_string(ledger.state()).unwrap() == state;
        assert!(same, "another order gives another state");
    }
}

/// The entries of a later version, as they came.
fn parked(ledger: &Ledger) -> String {
    let parked: Vec<_> = ledger.state().parked().collect();
    format!("{parked:?}")
}
