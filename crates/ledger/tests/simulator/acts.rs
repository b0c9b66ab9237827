//! What people and misfortune do, and what a tab does about it.

use ledger::{
    Change, DeviceId, erase,
    sync::{Command, Event},
    uuid_v7,
};

use crate::{
    disk::body_of,
    network::Request,
    roles,
    tab::TookIn,
    world::{At, Coming, World},
};

/// After this long without an answer a device gives a request up.
const TIMEOUT_MS: i64 = 30_000;

impl World {
    pub(crate) fn something_happens(&mut self) {
        let device = self.rng.usize(..self.devices.len());
        let tab = self.rng.usize(..self.devices[device].tabs.len());
        let at = At { device, tab };
        match self.rng.u8(..14) {
            0..=4 => {
                let most = if self.rng.u8(..10) == 0 { 20 } else { 2 };
                for _ in 0..self.rng.u32(1..=most) {
                    self.person_writes(at, None);
                }
            }
            13 => self.office_gives_a_role(),
            5 | 6 => {
                let online = !self.devices[device].online;
                self.devices[device].online = online;
                let event = if online { Event::Nudge } else { Event::Offline };
                self.tell(at, event);
            }
            7 if self.strikes("device crash") => self.crash(at),
            8 => self.backups.push(self.server.clone()),
            9 if self.strikes("server restored") => {
                let backup = self.rng.usize(..self.backups.len());
                self.server.restore(&self.backups[backup]);
                self.mourn();
            }
            10 if self.devices.len() < 6 && self.strikes("profile copied") => {
                let online = self.rng.bool();
                let copy = self.devices[device].copy(online);
                self.devices.push(copy);
                let device = self.devices.len() - 1;
                self.tell(At { device, tab: 0 }, Event::Nudge);
            }
            11 if self.strikes("row damaged") => self.damage(device),
            12 if self.strikes("app upgraded") => {
                self.devices[device].later = true;
                self.crash(at);
            }
            _ if self.strikes("clock set") => {
                self.devices[device].set_clock(self.now_ms, &mut self.rng);
            }
            _ => {}
        }
    }

    /// Makes everyone but the office assistants, before anything else happens.
    pub(crate) fn begin_with_assistants(&mut self) {
        for number in 2..=4 {
            let change = roles::change(roles::person(number), "assistant");
            self.person_writes(At { device: 0, tab: 0 }, Some(&change));
        }
    }

    fn office_gives_a_role(&mut self) {
        self.saw("role changed");
        let person = roles::person(self.rng.u8(2..=4));
        for _ in 0..self.rng.u8(1..=3) {
            let role = ["assistant", "supervisor"][self.rng.usize(..2)];
            let office = At { device: 0, tab: 0 };
            self.person_writes(office, Some(&roles::change(person, role)));
        }
    }

    fn person_writes(&mut self, at: At, role: Option<&Change>) {
        loop {
            let device = &mut self.devices[at.device];
            let entry = device.write(at.tab, role.cloned(), self.now_ms, &mut self.rng);
            if self.strikes("crash before store") {
                return self.crash(at);
            }
            if self.strikes("storage full") {
                return;
            }
            let device = &mut self.devices[at.device];
            let tab = &mut device.tabs[at.tab];
            if tab.append(&mut device.disk, &entry).is_err() {
                tab.read_on(&device.disk);
                self.saw("another tab was first");
                continue;
            }
            // From here on it shows a tick (G1).
            let text = serde_json::to_string(&entry).unwrap();
            let body = body_of(&text).unwrap();
            if entry.kind() == Some(erase::KIND) {
                self.server.erased.extend(entry.id());
            }
            self.say(|| format!("{at:?} wrote {} {}: {body}", entry.device(), entry.seq()));
            self.promised.insert(body);
            if self.strikes("crash after store") {
                return self.crash(at);
            }
            let device = &mut self.devices[at.device];
            device.tabs[at.tab].read_on(&device.disk);
            self.tell_others(at);
            self.tell(at, Event::Nudge);
            return self.say_reader(at);
        }
    }

    fn crash(&mut self, at: At) {
        self.devices[at.device].crash(at.tab);
        self.tell(at, Event::Nudge);
        self.say_reader(at);
    }

    /// Tells a tab's sync who reads, as the app does at its start and when it changes.
    pub(crate) fn say_reader(&mut self, at: At) {
        let device = &mut self.devices[at.device];
        let (tab, person) = (&mut device.tabs[at.tab], device.person);
        let name = roles::reader(tab.ledger.state(), person);
        if tab.reader.as_ref() == Some(&name) {
            return;
        }
        let before = tab.reader.replace(name.clone());
        let withheld = tab.ledger.withheld_devices().collect();
        let all = roles::reads_all(&tab.ledger, person);
        if before.is_some() {
            self.saw(if all { "role rose" } else { "role fell" });
        }
        self.tell(
            at,
            Event::Reader {
                name,
                all,
                withheld,
            },
        );
    }

    /// A row can't be read any more. What was only there is lost, and nothing else may be.
    fn damage(&mut self, device: usize) {
        let device = &mut self.devices[device];
        let rows: Vec<u32> = device.disk.rows.keys().copied().collect();
        if rows.is_empty() {
            return;
        }
        let row = rows[self.rng.usize(..rows.len())];
        let text = device.disk.rows.get_mut(&row).unwrap();
        let Some(body) = body_of(text) else { return };

        text.truncate(text.len() / 2);
        device.damaged += 1;
        let what = format!("row {row} is damaged, which held {body}");
        self.say(|| what);
        self.mourn();
    }

    /// Notes what no one has any more: a disk damaged one copy, a restore took the other.
    fn mourn(&mut self) {
        let mut kept = self.server_bodies();
        for device in &self.devices {
            kept.extend(device.disk.bodies());
        }
        self.destroyed = self.promised.difference(&kept).cloned().collect();
    }

    /// The other tabs of a device hear of it a little later.
    fn tell_others(&mut self, at: At) {
        for tab in 0..self.devices[at.device].tabs.len() {
            if tab != at.tab {
                let after_ms = self.rng.i64(0..200);
                self.plan(after_ms, At { tab, ..at }, Coming::Told);
            }
        }
    }

    pub(crate) fn stores(&mut self, at: At) {
        if self.strikes("crash before store") {
            return self.crash(at);
        }
        if self.strikes("storage full") {
            self.devices[at.device].tabs[at.tab].storing = None;
            return self.tell(at, Event::StoreFailed);
        }
        let next = DeviceId(uuid_v7(3, std::array::from_fn(|_| self.rng.u8(..))));
        loop {
            let device = &mut self.devices[at.device];
            let tab = &mut device.tabs[at.tab];
            let Ok(took) = tab.take_in(&mut device.disk, next) else {
                tab.read_on(&device.disk);
                self.saw("another tab was first");
                continue;
            };
            return self.stored(at, took);
        }
    }

    fn stored(&mut self, at: At, took: TookIn) {
        if took == TookIn::Parted {
            self.saw("chain parted");
        }
        if self.strikes("crash after store") {
            return self.crash(at);
        }
        let device = &mut self.devices[at.device];
        device.tabs[at.tab].settle(&device.disk, took);
        if took != TookIn::Nothing {
            self.tell_others(at);
        }
        if took == TookIn::Filled {
            self.saw("withheld body came");
        }
        self.tell(at, Event::Stored);
        self.say_reader(at);
    }

    /// Tells a tab's sync of an event and does what it says.
    pub(crate) fn tell(&mut self, at: At, event: Event) {
        let device = &mut self.devices[at.device];
        let commands = device.handle(at.tab, event, self.now_ms, &mut self.rng);
        for command in commands {
            match command {
                Command::Exchange {
                    since,
                    push,
                    forget,
                    batch,
                } => {
                    let device = &mut self.devices[at.device];
                    let made = device.wall(self.now_ms);
                    let (online, person) = (device.online, device.person);
                    let tab = &mut device.tabs[at.tab];
                    tab.request += 1;
                    let number = tab.request;
                    let body = tab.bundle(&device.disk, &push, &forget, (batch, made));
                    self.say(|| {
                        format!("{at:?} asks from {since:?}, pushes {push:?}, forgets {forget:?}")
                    });
                    self.plan(TIMEOUT_MS, at, Coming::Timeout(number));
                    if !online {
                        continue;
                    }
                    for (after_ms, body) in self.network.carry(&body, &mut self.rng) {
                        let request = Request {
                            from: at,
                            person,
                            number,
                            since: since.clone(),
                            // Smaller pages than the real ones, so that there are many.
                            limit: self.rng.usize(1..=20),
                            body,
                            reads_all: None,
                        };
                        self.plan(after_ms, at, Coming::Request(request));
                    }
                }
                Command::Store {
                    entries,
                    checkpoint,
                    complete,
                } => {
                    let tab = &mut self.devices[at.device].tabs[at.tab];
                    tab.storing = Some((entries, checkpoint, complete));
                    let after_ms = self.rng.i64(1..500);
                    self.plan(after_ms, at, Coming::Stored);
                }
                Command::WakeAt(at_ms) => {
                    let after_ms = (at_ms - self.now_ms).max(0);
                    self.plan(after_ms, at, Coming::Wake);
                }
            }
        }
    }
}
