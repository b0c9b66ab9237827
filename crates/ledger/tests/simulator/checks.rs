//! What must be true while the story goes on, and at its end.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{
    Entry, Ledger, Newer, RecordId, ruling,
    sync::{Answer, Phase},
};

use crate::{device::Device, disk::body_of, roles, tab::Tab, world::World};

/// How a story ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct End {
    /// How often each thing happened.
    pub(crate) faults: BTreeMap<&'static str, u64>,
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
        let tabs = self.devices.iter();
        let mut tabs = tabs.flat_map(|device| device.tabs.iter().map(move |tab| (device, tab)));
        tabs.all(|(device, tab)| {
            let idle = (tab.sync.pending(&tab.ledger), tab.sync.phase()) == (0, Phase::Resting);
            let reads_all = roles::reads_all(&self.server.ledger, device.person);
            let whole = !reads_all || tab.ledger.withheld_devices().next().is_none();
            idle && whole && tab.ledger.heads() == heads
        })
    }

    pub(crate) fn check_end(mut self) -> End {
        self.check_promises();
        self.check_rulings();
        let state = serde_json::to_string(self.server.ledger.state()).unwrap();
        let erased = self.server.erased.clone();
        let parked = parked(&self.server.ledger, &erased);
        for (number, device) in self.devices.iter().enumerate() {
            for tab in &device.tabs {
                let (ledger, sync) = (&tab.ledger, &tab.sync);
                assert_eq!(
                    ledger.heads(),
                    self.server.ledger.heads(),
                    "device {number}"
                );
                // G3, G5: the same state, and the same entries that can't be read yet, as far as
                // this person may read them.
                if roles::reads_all(&self.server.ledger, device.person) {
                    let withheld = ledger.withheld_devices().count();
                    assert_eq!(
                        withheld, 0,
                        "device {number} lacks bodies that are its to read"
                    );
                    let same = serde_json::to_string(ledger.state()).unwrap() == state;
                    assert!(same, "device {number} has another state");
                    assert_eq!(self::parked(ledger, &erased), parked, "device {number}");
                } else {
                    self.check_reader(number, device, tab);
                }
                assert_eq!(sync.pending(ledger), 0, "device {number}");
                assert_eq!(sync.phase(), Phase::Resting, "device {number}");
                assert_eq!(sync.refused().count(), 0, "device {number}");
            }
            // G9: what was damaged is set aside and named after the next start, and all else is
            // there then as it is now.
            let mut again = Tab::open(self.server.ledger.site(), &device.disk, 0);
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

    /// An assistant has the same chains, the bodies that came, and what these say; and has nothing
    /// of what others brought in, unless there was a time at which it was theirs to read.
    fn check_reader(&self, number: usize, device: &Device, tab: &Tab) {
        let mut expected = Ledger::new(self.server.ledger.site());
        for received in &self.server.entries {
            let entry = received.entry.clone();
            let bare = tab.ledger.lacks_body(entry.place());
            let entry = if bare { entry.without_body() } else { entry };
            expected.admit(&entry).unwrap();
        }
        let text = |ledger: &Ledger| serde_json::to_string(ledger.state()).unwrap();
        let same = text(&expected) == text(&tab.ledger);
        assert!(same, "device {number} shows something else than it has");
        if !self.read_all.contains(&device.person) {
            let rows = device.disk.rows.values();
            let mut entries = rows.filter_map(|row| serde_json::from_str::<Entry>(row).ok());
            let leaked = entries.find(|entry| roles::is_secret_of_another(entry, device.person));
            assert!(leaked.is_none(), "device {number} reads {leaked:?}");
        }
    }

    /// G9: an entry that breaks a rule stays in its chain, is listed with the reason and shows
    /// nowhere; what stands before and behind it in that chain counts. All devices have this state.
    fn check_rulings(&self) {
        let state = self.server.ledger.state();
        let out: BTreeMap<_, _> = state.ruled_out().collect();
        let entries = self.server.entries.iter().map(|received| &received.entry);
        let rulings: BTreeSet<RecordId> = entries
            .clone()
            .filter(|entry| entry.kind() == Some(ruling::KIND))
            .filter_map(Entry::id)
            .collect();
        let mut shown = BTreeSet::new();
        for entry in entries {
            let Entry::V1(said) = entry else { continue };
            let place = entry.place();
            if let Some(why) = out.get(&place) {
                assert!(rulings.contains(&ruling::record(place)), "{place:?}");
                // People rule out too in these stories, whatever it is.
                let by_the_server = *why == Some("kind");
                assert!(by_the_server || *why == Some("breaks a rule"), "{why:?}");
                assert!(!by_the_server || said.kind == roles::OFFICIAL, "{place:?}");
            } else if entry.has_body() && said.kind == roles::OFFICIAL {
                let there = state.record(&said.kind, said.id).is_some();
                assert!(there || self.server.erased.contains(&said.id), "{place:?}");
                shown.insert(said.id);
            }
        }
        for (id, _) in state.records(roles::OFFICIAL) {
            assert!(shown.contains(&id), "{id:?} shows what was ruled out");
        }
    }

    /// G1, G6, G10: whatever showed a tick is on the server in the end, but for what no one else
    /// had when a disk damaged it, and for what was erased.
    fn check_promises(&self) {
        let kept = self.server_bodies();
        let entries = self.server.entries.iter().map(|received| &received.entry);
        let erased: BTreeSet<String> = entries
            .filter(|entry| !entry.has_body())
            .filter_map(|entry| match entry {
                Entry::V1(entry) => Some(entry.body.to_string()),
                Entry::Newer(_) => None,
            })
            .collect();
        let lost: Vec<_> = self
            .promised
            .difference(&kept)
            .filter(|body| !self.destroyed.contains(*body) && !erased.contains(*body))
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

/// The entries of a later version, as they came; of what was erased, what may be left.
fn parked(ledger: &Ledger, erased: &BTreeSet<RecordId>) -> String {
    let left = |newer: &Newer| match newer.id() {
        Some(id) if erased.contains(&id) => newer.clone().without_body(),
        _ => newer.clone(),
    };
    let parked: Vec<_> = ledger.state().parked().map(left).collect();
    format!("{parked:?}")
}
