//! A device: a disk that keeps, and a memory that a crash wipes out.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use fastrand::Rng;
use ledger::{
    Author, Bundle, Change, DeviceId, Entry, Fields, Ledger, RecordId, Salt, SiteId,
    sync::{Checkpoint, Command, Event, Phase, Received, Span, Sync},
    uuid_v7,
};
use serde_json::json;

/// What a transaction has made durable, as text.
#[derive(Clone, Default)]
pub(crate) struct Disk {
    pub(crate) rows: Vec<String>,
    checkpoint: String,
}

pub(crate) struct Device {
    pub(crate) id: DeviceId,
    site: SiteId,
    pub(crate) disk: Disk,
    pub(crate) memory: Memory,
    pub(crate) online: bool,
    /// How far the device's clock is off.
    pub(crate) clock_off_ms: i64,
    /// How many entries one request may hold.
    limit: usize,
}

/// What is gone after a crash.
pub(crate) struct Memory {
    pub(crate) ledger: Ledger,
    entries: BTreeMap<(DeviceId, u64), Entry>,
    pub(crate) sync: Sync,
    /// Counts the crashes: what was begun before one is never heard of again.
    pub(crate) life: u32,
    /// Counts the requests, so that only the last one can time out.
    pub(crate) request: u32,
    /// What is being stored.
    pub(crate) storing: Option<(Vec<Received>, Checkpoint)>,
}

impl Memory {
    /// Reads the disk, as the app does when it starts.
    fn load(site: SiteId, disk: &Disk, life: u32) -> Self {
        let mut ledger = Ledger::new(site);
        let mut entries = BTreeMap::new();
        for row in &disk.rows {
            let entry: Entry = serde_json::from_str(row).unwrap();
            ledger.admit(&entry).unwrap();
            entries.insert((entry.device(), entry.seq()), entry);
        }
        let checkpoint = match &*disk.checkpoint {
            "" => Checkpoint::default(),
            text => serde_json::from_str(text).unwrap(),
        };
        Self {
            ledger,
            entries,
            sync: Sync::new(checkpoint),
            life,
            request: 0,
            storing: None,
        }
    }

    fn admit(&mut self, entry: Entry) {
        self.ledger.admit(&entry).unwrap();
        self.entries.insert((entry.device(), entry.seq()), entry);
    }
}

impl Device {
    pub(crate) fn new(site: SiteId, number: u8, rng: &mut Rng) -> Self {
        let year_ms = 365 * 86_400_000;
        let disk = Disk::default();
        Self {
            id: DeviceId(uuid_v7(1, [number; 10])),
            site,
            memory: Memory::load(site, &disk, 0),
            disk,
            online: rng.bool(),
            clock_off_ms: [0, rng.i64(-year_ms..year_ms)][rng.usize(..2)],
            limit: rng.usize(1..20),
        }
    }

    /// Loses everything that is not on the disk, and starts again.
    pub(crate) fn crash(&mut self) {
        self.memory = Memory::load(self.site, &self.disk, self.memory.life + 1);
    }

    fn wall(&self, now_ms: i64) -> DateTime<FixedOffset> {
        DateTime::from_timestamp_millis(now_ms + self.clock_off_ms)
            .unwrap()
            .fixed_offset()
    }

    /// The entry for something that a person does now: first written, then stored, then shown.
    pub(crate) fn write(&mut self, now_ms: i64, rng: &mut Rng) -> Entry {
        // Few records and fields, so that devices get into each other's way.
        let id = RecordId(uuid_v7(2, [rng.u8(..4); 10]));
        let set = Fields::from([(format!("field:{}", rng.u8(..4)), json!(rng.u32(..)))]);
        let author = Author {
            device: self.id,
            actor: RecordId(self.id.0),
        };
        let change = Change {
            kind: "unit".to_owned(),
            id,
            set,
        };
        let salt = Salt(std::array::from_fn(|_| rng.u8(..)));
        self.memory
            .ledger
            .write(author, self.wall(now_ms), salt, change)
            .unwrap()
    }

    /// The transaction that makes an entry durable.
    pub(crate) fn store(&mut self, entry: &Entry) {
        self.disk.rows.push(serde_json::to_string(entry).unwrap());
    }

    pub(crate) fn show(&mut self, entry: Entry) {
        self.memory.admit(entry);
    }

    pub(crate) fn handle(&mut self, event: Event, now_ms: i64, rng: &mut Rng) -> Vec<Command> {
        let here = self.memory.ledger.heads();
        self.memory.sync.handle(event, now_ms, &here, rng.u16(..))
    }

    pub(crate) fn phase(&self) -> Phase {
        self.memory.sync.phase()
    }

    pub(crate) fn pending(&self) -> u64 {
        self.memory.sync.pending(&self.memory.ledger.heads())
    }

    /// A bundle of the entries that are asked for, or of as many as fit.
    pub(crate) fn bundle(&self, push: &[Span], now_ms: i64) -> Vec<u8> {
        let entries = push.iter().flat_map(|span| {
            let rest = (span.device, span.after + 1)..=(span.device, u64::MAX);
            self.memory
                .entries
                .range(rest)
                .map(|(_, entry)| entry.clone())
        });
        let entries = entries.take(self.limit).collect();
        let bundle = Bundle::new(&self.memory.ledger, self.id, self.wall(now_ms), entries);
        serde_json::to_vec(&bundle).unwrap()
    }

    /// The transaction for what the server sent, entries and checkpoint together; then memory. What
    /// doesn't connect is not stored. A crash in the middle leaves the disk and nothing else.
    pub(crate) fn store_received(&mut self, crash_after: bool) -> Event {
        let (received, checkpoint) = self.memory.storing.take().unwrap();
        let entries = received
            .into_iter()
            .map(|received| received.entry)
            .collect();
        let made = DateTime::from_timestamp_millis(0).unwrap().fixed_offset();
        let bundle = Bundle::new(&self.memory.ledger, self.id, made, entries);
        let Ok(opening) = bundle.open(&self.memory.ledger) else {
            return Event::Unconnected;
        };
        for entry in &opening.fresh {
            self.store(entry);
        }
        self.disk.checkpoint = serde_json::to_string(&checkpoint).unwrap();
        if crash_after {
            self.crash();
        } else {
            opening
                .fresh
                .into_iter()
                .for_each(|entry| self.memory.admit(entry));
        }
        Event::Stored
    }
}
