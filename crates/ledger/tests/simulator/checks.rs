//! What must be true while the story goes on, and at its end.

use std::collections::BTreeSet;

use ledger::{
    Digest,
    sync::{Answer, Phase},
};

use crate::world::World;

/// How a story ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct End {
    pub(crate) faults: BTreeSet<&'static str>,
    state: String,
    now_ms: i64,
}

impl World {
    /// What the server acknowledges is on its disk.
    pub(crate) fn check_acknowledged(&self, answer: &Answer) {
        for (device, head) in &answer.heads {
            let on_disk = self.server.entries.iter().any(|received| {
                received.entry.device() == *device
                    && received.entry.seq() == head.seq
                    && received.entry.hash() == head.hash
            });
            assert!(
                on_disk,
                "acknowledged but not on the disk: {device} {head:?}"
            );
        }
    }

    /// Whether everyone has everything and knows it.
    pub(crate) fn agrees(&self) -> bool {
        let heads = self.server.ledger.heads();
        self.devices.iter().all(|device| {
            let idle = (device.pending(), device.phase()) == (0, Phase::Resting);
            idle && device.memory.ledger.heads() == heads
        })
    }

    pub(crate) fn check_end(self) -> End {
        let state = serde_json::to_string(self.server.ledger.state()).unwrap();
        let stored: BTreeSet<Digest> = self
            .server
            .entries
            .iter()
            .map(|received| received.entry.hash())
            .collect();
        assert!(self.promised.is_subset(&stored), "the server lacks entries");
        for device in &self.devices {
            let id = device.id;
            assert_eq!(
                device.memory.ledger.heads(),
                self.server.ledger.heads(),
                "{id}"
            );
            assert_eq!(
                serde_json::to_string(device.memory.ledger.state()).unwrap(),
                state,
                "{id}"
            );
            assert_eq!(device.disk.rows.len(), self.server.entries.len(), "{id}");
            assert_eq!(
                (device.pending(), device.phase()),
                (0, Phase::Resting),
                "{id}"
            );
            assert_eq!(device.memory.sync.refused(), [], "{id}");
        }
        let mut faults = self.seen;
        faults.extend(self.network.seen);
        End {
            faults,
            state,
            now_ms: self.now_ms,
        }
    }
}
