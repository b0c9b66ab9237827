//! The story that a seed tells: people take photos, things break; then all is well for a while, and
//! everything must be there.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use ledger::{
    Digest,
    transfer::{Command, Event, Held},
};

use crate::{
    device::Device,
    server::{Answer, Request, Server, hash},
};

/// What can go wrong, by name.
pub(crate) const FAULTS: [&str; 9] = [
    "lost",
    "doubled",
    "cut",
    "late",
    "a wrong byte",
    "device crash",
    "device crash in the middle",
    "not kept",
    "server restored",
];

const TIMEOUT_MS: i64 = 60_000;
const HEALING_MS: i64 = 12 * 3_600_000;

enum Coming {
    Request {
        device: usize,
        life: u32,
        number: u32,
        request: Request,
    },
    Answer {
        device: usize,
        life: u32,
        number: u32,
        answer: Option<Answer>,
    },
    Wake {
        device: usize,
        life: u32,
    },
}

pub(crate) struct World {
    rng: Rng,
    now_ms: i64,
    devices: Vec<Device>,
    server: Server,
    backups: Vec<Server>,
    coming: BTreeMap<(i64, u64), Coming>,
    scheduled: u64,
    percent: [u8; FAULTS.len()],
    seen: BTreeSet<&'static str>,
    /// Every file that was ever durable anywhere.
    promised: BTreeMap<Digest, Vec<u8>>,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let devices = (0..rng.usize(1..=3)).map(|_| Device::new()).collect();
        Self {
            now_ms: 0,
            devices,
            server: Server::default(),
            backups: vec![Server::default()],
            coming: BTreeMap::new(),
            scheduled: 0,
            percent: std::array::from_fn(|_| [0, 0, 5, 25][rng.usize(..4)]),
            seen: BTreeSet::new(),
            promised: BTreeMap::new(),
            rng,
        }
    }

    pub(crate) fn run(mut self) -> BTreeSet<&'static str> {
        for _ in 0..self.rng.usize(10..40) {
            self.something_happens();
            let most_ms = [50, 1_000, 10_000, 90_000][self.rng.usize(..4)];
            let until_ms = self.now_ms + self.rng.i64(1..most_ms);
            self.go_on(until_ms);
        }
        self.heal();
        for (file, bytes) in &self.promised {
            assert_eq!(
                self.server.whole.get(file),
                Some(bytes),
                "lost at the server"
            );
        }
        for device in &self.devices {
            let wanted = device.wanted.keys();
            assert!(
                wanted
                    .into_iter()
                    .all(|file| device.whole.contains_key(file))
            );
            assert!(
                device
                    .whole
                    .iter()
                    .all(|(file, bytes)| hash(bytes) == *file)
            );
        }
        self.seen
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
        let number = self.rng.usize(..self.devices.len());
        match self.rng.u8(..10) {
            0..=3 => {
                let (file, bytes) = self.devices[number].photograph(&mut self.rng);
                // Sometimes it is what a questionnaire needs, and everyone wants it.
                if self.rng.bool() {
                    for device in &mut self.devices {
                        device.wanted.insert(file, bytes.len() as u64);
                    }
                }
                self.promised.insert(file, bytes);
                self.tell(number, Event::Nudge);
            }
            4 | 5 => {
                self.devices[number].online = !self.devices[number].online;
                self.tell(number, Event::Nudge);
            }
            6 | 7 => self.sync_entries(number),
            8 if self.strikes("device crash") => self.crash(number),
            8 => self.backups.push(self.server.clone()),
            _ if self.strikes("server restored") => {
                let old = self.rng.usize(..self.backups.len());
                self.server.restore(&self.backups[old]);
            }
            _ => {}
        }
    }

    fn sync_entries(&mut self, number: usize) {
        if self.devices[number].online {
            self.devices[number].send_entries(&mut self.server);
            self.tell(number, Event::Nudge);
        }
    }

    fn crash(&mut self, number: usize) {
        self.devices[number].crash();
        self.tell(number, Event::Nudge);
    }

    fn plan(&mut self, after_ms: i64, coming: Coming) {
        self.scheduled += 1;
        let at = (self.now_ms + after_ms, self.scheduled);
        self.coming.insert(at, coming);
    }

    fn go_on(&mut self, until_ms: i64) {
        while let Some(next) = self.coming.first_entry()
            && next.key().0 <= until_ms
        {
            let ((at_ms, _), coming) = next.remove_entry();
            self.now_ms = at_ms;
            self.happens(coming);
        }
        self.now_ms = until_ms;
    }

    fn happens(&mut self, coming: Coming) {
        match coming {
            Coming::Request {
                device,
                life,
                number,
                request,
            } => {
                let answer = self.server.answer(&request);
                self.check(&answer);
                let delays = self.copies();
                for after_ms in delays {
                    let answer = if self.strikes("cut") {
                        None
                    } else {
                        Some(answer.clone())
                    };
                    self.plan(
                        after_ms,
                        Coming::Answer {
                            device,
                            life,
                            number,
                            answer,
                        },
                    );
                }
            }
            Coming::Answer {
                device,
                life,
                number,
                answer,
            } if (self.devices[device].life, self.devices[device].request) == (life, number) => {
                // Whatever else comes to this request is too late.
                self.devices[device].request += 1;
                self.arrives(device, answer);
            }
            Coming::Wake { device, life } if self.devices[device].life == life => {
                self.tell(device, Event::Tick);
            }
            Coming::Answer { .. } | Coming::Wake { .. } => {}
        }
    }

    /// What the server says it has, it has, and it is what was promised.
    fn check(&self, answer: &Answer) {
        let Answer::Holdings(holdings) = answer else {
            return;
        };
        for (file, held) in &holdings.files {
            if *held == Held::Whole {
                assert_eq!(self.server.whole.get(file), self.promised.get(file));
            }
        }
    }

    fn arrives(&mut self, device: usize, answer: Option<Answer>) {
        let event = match answer {
            None => Event::Failed,
            Some(Answer::Holdings(holdings)) => Event::Answered(holdings),
            Some(Answer::Refused(file, why)) => Event::Refused(file, why),
            Some(Answer::Part(..)) if self.strikes("not kept") => Event::KeepFailed,
            Some(Answer::Part(file, from, bytes)) => self.devices[device].keep(file, from, &bytes),
        };
        if self.strikes("device crash in the middle") {
            return self.crash(device);
        }
        self.tell(device, event);
    }

    /// After how many milliseconds each copy of a message arrives.
    fn copies(&mut self) -> Vec<i64> {
        let copies = if self.strikes("doubled") { 2 } else { 1 };
        let mut delays = Vec::new();
        for _ in 0..copies {
            if !self.strikes("lost") {
                let most_ms = if self.strikes("late") { 120_000 } else { 800 };
                delays.push(self.rng.i64(10..most_ms));
            }
        }
        delays
    }

    fn tell(&mut self, number: usize, event: Event) {
        let device = &mut self.devices[number];
        let work = device.work(&self.server);
        let jitter = self.rng.u16(..);
        let commands = device.transfer.handle(event, self.now_ms, &work, jitter);
        for command in commands {
            self.obey(number, command);
        }
    }

    fn obey(&mut self, number: usize, command: Command) {
        let life = self.devices[number].life;
        match command {
            Command::Ask(inquiry) => self.request(number, &Request::Ask(inquiry.files)),
            Command::Send { file, bytes, size } => {
                let range =
                    usize::try_from(bytes.start).unwrap()..usize::try_from(bytes.end).unwrap();
                let part = self.devices[number].whole[&file][range].to_vec();
                let send = Request::Send {
                    file,
                    from: bytes.start,
                    size,
                    bytes: part,
                };
                self.request(number, &send);
            }
            Command::Fetch { file, bytes } => {
                let (from, to) = (bytes.start, bytes.end);
                self.request(number, &Request::Fetch { file, from, to });
            }
            Command::Finish(file) => {
                let event = self.devices[number].finish(file);
                self.tell(number, event);
            }
            Command::Note(_, files) => {
                let server_has = |file| self.devices[number].transfer.server_has(file);
                assert!(files.iter().all(server_has));
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

    fn request(&mut self, device: usize, request: &Request) {
        self.devices[device].request += 1;
        let (life, number) = (self.devices[device].life, self.devices[device].request);
        self.plan(
            TIMEOUT_MS,
            Coming::Answer {
                device,
                life,
                number,
                answer: None,
            },
        );
        if !self.devices[device].online {
            return;
        }
        for after_ms in self.copies() {
            let mut request = request.clone();
            if self.strikes("cut") {
                // The server sees that the body is shorter than announced, and drops it.
                continue;
            }
            if let Request::Send { bytes, .. } = &mut request
                && self.strikes("a wrong byte")
            {
                let at = self.rng.usize(..bytes.len());
                bytes[at] ^= 1;
            }
            self.plan(
                after_ms,
                Coming::Request {
                    device,
                    life,
                    number,
                    request,
                },
            );
        }
    }

    fn heal(&mut self) {
        self.percent = [0; FAULTS.len()];
        for number in 0..self.devices.len() {
            self.devices[number].online = true;
            self.sync_entries(number);
            // A file that was given up in this life is tried again in the next.
            if !self.devices[number].transfer.hopeless().is_empty() {
                self.crash(number);
            }
        }
        let end_ms = self.now_ms + HEALING_MS;
        self.go_on(end_ms);
    }
}
