//! A device: a disk that keeps, and one tab or two.

use chrono::{DateTime, FixedOffset};
use fastrand::Rng;
use ledger::{
    Author, Change, DeviceId, Entry, Fields, Place, RecordId, Salt, SiteId, erase, ruling,
    sync::{Command, Event},
    uuid_v7,
};
use serde_json::json;

use crate::{disk::Disk, roles, tab::Tab};

pub(crate) struct Device {
    site: SiteId,
    pub(crate) disk: Disk,
    pub(crate) tabs: Vec<Tab>,
    pub(crate) online: bool,
    /// How far the device's clock is off.
    pub(crate) clock_off_ms: i64,
    /// Whether its app is of a later version, which writes entries that the others can't read.
    pub(crate) later: bool,
    /// How many rows its disk has damaged.
    pub(crate) damaged: usize,
    /// Who uses it.
    pub(crate) person: RecordId,
}

const YEAR_MS: i64 = 365 * 86_400_000;

impl Device {
    pub(crate) fn new(site: SiteId, number: u8, rng: &mut Rng) -> Self {
        let disk = Disk::new(DeviceId(uuid_v7(1, [number; 10])));
        let tabs = (0..rng.u32(1..=2)).map(|_| Tab::open(site, &disk, 0));
        Self {
            site,
            tabs: tabs.collect(),
            disk,
            online: rng.bool(),
            clock_off_ms: [0, rng.i64(-YEAR_MS..YEAR_MS)][rng.usize(..2)],
            later: rng.u8(..6) == 0,
            damaged: 0,
            person: roles::person(number),
        }
    }

    /// A second device with all that is on the disk of this one, identity and all.
    pub(crate) fn copy(&self, online: bool) -> Self {
        Self {
            tabs: vec![Tab::open(self.site, &self.disk, 0)],
            disk: self.disk.clone(),
            online,
            ..*self
        }
    }

    /// A tab loses everything that is not on the disk, and starts again.
    pub(crate) fn crash(&mut self, tab: usize) {
        let life = self.tabs[tab].life + 1;
        self.tabs[tab] = Tab::open(self.site, &self.disk, life);
    }

    /// Sets the clock, perhaps to a time at which no one can be.
    pub(crate) fn set_clock(&mut self, now_ms: i64, rng: &mut Rng) {
        self.clock_off_ms = match rng.u8(..8) {
            0 => -now_ms,
            1 => 300 * YEAR_MS,
            2 => 10_000 * YEAR_MS,
            3 => -5_000 * YEAR_MS,
            4 => rng.i64(-YEAR_MS..YEAR_MS),
            _ => self.clock_off_ms + rng.i64(-100_000..100_000),
        };
    }

    pub(crate) fn wall(&self, now_ms: i64) -> DateTime<FixedOffset> {
        DateTime::from_timestamp_millis(now_ms + self.clock_off_ms)
            .unwrap()
            .fixed_offset()
    }

    /// The entry for something that a person does now: first written, then stored, then shown.
    /// Whatever the clock says, it can be written (G8).
    pub(crate) fn write(
        &mut self,
        tab: usize,
        role: Option<Change>,
        now_ms: i64,
        rng: &mut Rng,
    ) -> Entry {
        let wall = self.wall(now_ms);
        // Few records and fields, so that devices get into each other's way.
        let kind = ["unit", "unit", roles::SECRET, roles::OFFICIAL][rng.usize(..4)];
        let id = RecordId(uuid_v7(2, [rng.u8(..4); 10]));
        let set = Fields::from([(format!("field:{}", rng.u8(..4)), json!(rng.u32(..)))]);
        let tab = &mut self.tabs[tab];
        let author = Author {
            device: tab.identity,
            actor: self.person,
        };
        let change = match rng.u8(..25) {
            0 => erase::change(id, "asked for"),
            1 => any_place(&self.disk, rng).map_or_else(
                || erase::change(id, "asked for"),
                |place| ruling::change(place, "breaks a rule"),
            ),
            _ => Change {
                kind: kind.to_owned(),
                id,
                set,
            },
        };
        let salt = Salt(std::array::from_fn(|_| rng.u8(..)));
        let is_role = role.is_some();
        let change = role.unwrap_or(change);
        let entry = tab.ledger.write(author, wall, salt, change).unwrap();
        if is_role || !self.later || rng.bool() {
            return entry;
        }
        let mut later = entry.to_json();
        later["v"] = json!(2);
        later["lamport"] = json!(rng.u32(..));
        Entry::from_json(later).unwrap()
    }

    pub(crate) fn handle(
        &mut self,
        tab: usize,
        event: Event,
        now_ms: i64,
        rng: &mut Rng,
    ) -> Vec<Command> {
        let tab = &mut self.tabs[tab];
        tab.sync.handle(event, now_ms, &tab.ledger, rng.u16(..))
    }
}

/// One of the entries that are here; what has been erased stays so.
fn any_place(disk: &Disk, rng: &mut Rng) -> Option<Place> {
    let row = rng.choice(disk.rows.values())?;
    let entry: Entry = serde_json::from_str(row).ok()?;
    (entry.kind() != Some(erase::KIND)).then(|| entry.place())
}
