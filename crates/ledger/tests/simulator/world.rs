//! The story that a seed tells: people write, things break, time goes on; then all is well for a
//! while, and everything must be there.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use fastrand::Rng;
use ledger::{
    Digest, SiteId,
    sync::{Answer, Command, Event},
    uuid_v7,
};

use crate::{
    checks::End,
    device::Device,
    network::{Network, Request},
    server::Server,
};

/// What can befall devices and the server, by name.
pub(crate) const FAULTS: [&str; 6] = [
    "store failed",
    "crash before store",
    "crash after store",
    "device crash",
    "server restored",
    "server crash after commit",
];

const START_MS: i64 = 1_780_000_000_000;
/// After this long without an answer a device gives a request up.
const TIMEOUT_MS: i64 = 30_000;
/// So long a healthy network has to bring everyone together. A device rests for a minute and backs
/// off for five at most.
const HEALING_MS: i64 = 4 * 3_600_000;

/// Something that is going to happen.
enum Coming {
    Request(Request),
    /// An answer, or an error in its place, for the device in that life of its.
    Answer {
        device: usize,
        life: u32,
        body: Option<Vec<u8>>,
    },
    Timeout {
        device: usize,
        life: u32,
        request: u32,
    },
    Stored {
        device: usize,
        life: u32,
    },
    Wake {
        device: usize,
        life: u32,
    },
}

pub(crate) struct World {
    rng: Rng,
    pub(crate) now_ms: i64,
    pub(crate) network: Network,
    pub(crate) devices: Vec<Device>,
    pub(crate) server: Server,
    /// Copies of the server's disk.
    backups: Vec<Server>,
    coming: BTreeMap<Reverse<(i64, u64)>, Coming>,
    scheduled: u64,
    /// The percentage for each of [`FAULTS`].
    percent: [u8; FAULTS.len()],
    pub(crate) seen: BTreeSet<&'static str>,
    /// Every entry that was ever durable on a device.
    pub(crate) promised: BTreeSet<Digest>,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let site = SiteId(uuid_v7(0, [9; 10]));
        let devices = (1..=rng.u8(2..=4))
            .map(|n| Device::new(site, n, &mut rng))
            .collect();
        let server = Server::new(site, rng.usize(1..20));
        Self {
            now_ms: START_MS,
            network: Network::new(&mut rng),
            devices,
            backups: vec![server.clone()],
            server,
            coming: BTreeMap::new(),
            scheduled: 0,
            percent: std::array::from_fn(|_| [0, 0, 3, 15][rng.usize(..4)]),
            seen: BTreeSet::new(),
            promised: BTreeSet::new(),
            rng,
        }
    }

    pub(crate) fn run(mut self) -> End {
        for _ in 0..self.rng.usize(6..24) {
            self.something_happens();
            // Sometimes a moment, sometimes a while.
            let most_ms = [50, 1_000, 10_000, 90_000][self.rng.usize(..4)];
            let until_ms = self.now_ms + self.rng.i64(1..most_ms);
            self.go_on(until_ms);
        }
        self.heal();
        self.check_end()
    }

    fn strikes(&mut self, fault: &'static str) -> bool {
        let index = FAULTS.iter().position(|name| *name == fault).unwrap();
        let strikes = self.rng.u8(..100) < self.percent[index];
        if strikes {
            self.seen.insert(fault);
        }
        strikes
    }

    fn something_happens(&mut self) {
        let device = self.rng.usize(..self.devices.len());
        match self.rng.u8(..10) {
            0..=4 => {
                let most = if self.rng.u8(..10) == 0 { 20 } else { 2 };
                for _ in 0..self.rng.u32(1..=most) {
                    self.person_writes(device);
                }
            }
            5 | 6 => {
                let online = !self.devices[device].online;
                self.devices[device].online = online;
                let event = if online { Event::Nudge } else { Event::Offline };
                self.tell(device, event);
            }
            7 if self.strikes("device crash") => self.crash(device),
            8 => self.backups.push(self.server.clone()),
            9 if self.strikes("server restored") => {
                let backup = self.rng.usize(..self.backups.len());
                self.server.restore(&self.backups[backup]);
            }
            _ => self.devices[device].clock_off_ms += self.rng.i64(-100_000..100_000),
        }
    }

    fn person_writes(&mut self, device: usize) {
        let entry = self.devices[device].write(self.now_ms, &mut self.rng);
        if self.strikes("crash before store") {
            return self.crash(device);
        }
        if self.strikes("store failed") {
            return;
        }
        self.devices[device].store(&entry);
        self.promised.insert(entry.hash());
        if self.strikes("crash after store") {
            return self.crash(device);
        }
        self.devices[device].show(entry);
        self.tell(device, Event::Nudge);
    }

    fn crash(&mut self, device: usize) {
        self.devices[device].crash();
        self.tell(device, Event::Nudge);
    }

    fn plan(&mut self, after_ms: i64, coming: Coming) {
        self.scheduled += 1;
        self.coming
            .insert(Reverse((self.now_ms + after_ms, self.scheduled)), coming);
    }

    /// Lets everything happen that is due until then.
    fn go_on(&mut self, until_ms: i64) {
        while let Some(next) = self.coming.last_entry()
            && next.key().0.0 <= until_ms
        {
            let (Reverse((at_ms, _)), coming) = next.remove_entry();
            self.now_ms = at_ms.max(self.now_ms);
            self.happens(coming);
        }
        self.now_ms = until_ms;
    }

    fn happens(&mut self, coming: Coming) {
        match coming {
            Coming::Request(request) => self.server_receives(&request),
            Coming::Answer { device, life, body } if self.lives(device, life) => {
                let answer = body.and_then(|body| serde_json::from_slice::<Answer>(&body).ok());
                let event = answer.map_or(Event::Failed, |a| Event::Answered(Box::new(a)));
                self.tell(device, event);
            }
            Coming::Timeout {
                device,
                life,
                request,
            } if self.lives(device, life) && self.devices[device].memory.request == request => {
                self.tell(device, Event::Failed);
            }
            Coming::Stored { device, life } if self.lives(device, life) => self.stores(device),
            Coming::Wake { device, life } if self.lives(device, life) => {
                self.tell(device, Event::Tick);
            }
            _ => {}
        }
    }

    fn lives(&self, device: usize, life: u32) -> bool {
        self.devices[device].memory.life == life
    }

    fn server_receives(&mut self, request: &Request) {
        let (device, life) = (request.device, self.devices[request.device].memory.life);
        let answer = |body| Coming::Answer { device, life, body };
        if self
            .network
            .strikes("answered with an error", &mut self.rng)
        {
            return self.plan(100, answer(None));
        }
        let Some(acknowledged) = self.server.answer(request, self.now_ms) else {
            return self.plan(100, answer(None));
        };
        self.check_acknowledged(&acknowledged);
        if self.strikes("server crash after commit") {
            return;
        }
        let body = serde_json::to_vec(&acknowledged).unwrap();
        for (after_ms, body) in self.network.carry(&body, &mut self.rng) {
            self.plan(after_ms, answer(Some(body)));
        }
    }

    fn stores(&mut self, device: usize) {
        if self.strikes("crash before store") {
            return self.crash(device);
        }
        if self.strikes("store failed") {
            self.devices[device].memory.storing = None;
            return self.tell(device, Event::StoreFailed);
        }
        let crash_after = self.strikes("crash after store");
        let event = self.devices[device].store_received(crash_after);
        // After a crash there is nobody left to be told.
        let event = if crash_after { Event::Nudge } else { event };
        self.tell(device, event);
    }

    /// Tells a device's sync of an event and does what it says.
    fn tell(&mut self, number: usize, event: Event) {
        let device = &mut self.devices[number];
        let commands = device.handle(event, self.now_ms, &mut self.rng);
        let life = device.memory.life;
        for command in commands {
            match command {
                Command::Exchange { since, push } => {
                    let device = &mut self.devices[number];
                    device.memory.request += 1;
                    let (request, online) = (device.memory.request, device.online);
                    let body = device.bundle(&push, self.now_ms);
                    self.plan(
                        TIMEOUT_MS,
                        Coming::Timeout {
                            device: number,
                            life,
                            request,
                        },
                    );
                    if !online {
                        continue;
                    }
                    for (after_ms, body) in self.network.carry(&body, &mut self.rng) {
                        let request = Request {
                            device: number,
                            since: since.clone(),
                            body,
                        };
                        self.plan(after_ms, Coming::Request(request));
                    }
                }
                Command::Store {
                    entries,
                    checkpoint,
                } => {
                    self.devices[number].memory.storing = Some((entries, checkpoint));
                    let after_ms = self.rng.i64(1..500);
                    self.plan(
                        after_ms,
                        Coming::Stored {
                            device: number,
                            life,
                        },
                    );
                }
                Command::WakeAt(at_ms) => {
                    let after_ms = (at_ms - self.now_ms).max(0);
                    self.plan(
                        after_ms,
                        Coming::Wake {
                            device: number,
                            life,
                        },
                    );
                }
            }
        }
    }

    fn heal(&mut self) {
        self.network.heal();
        self.percent = [0; FAULTS.len()];
        for device in 0..self.devices.len() {
            self.devices[device].online = true;
            self.tell(device, Event::Nudge);
        }
        let end_ms = self.now_ms + HEALING_MS;
        while self.now_ms < end_ms && !self.agrees() {
            self.go_on(self.now_ms + 2_000);
        }
    }
}
