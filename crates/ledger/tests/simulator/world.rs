//! The story that a seed tells: people write, things break, time goes on; then all is well for a
//! while, and everything must be there.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    io::Write as _,
};

use fastrand::Rng;
use ledger::{
    RecordId, SiteId,
    sync::{Answer, Event},
    uuid_v7,
};

use crate::{
    checks::End,
    device::Device,
    network::{Network, Request},
    server::Server,
};

/// What can befall devices and the server, by name.
pub(crate) const FAULTS: [&str; 15] = [
    "storage full",
    "crash before store",
    "crash after store",
    "device crash",
    "server restored",
    "server crash before commit",
    "server crash after commit",
    "profile copied",
    "row damaged",
    "clock set",
    "another tab was first",
    "app upgraded",
    "chain parted",
    "role changed",
    "role read early",
];

/// What comes of them, and has to be seen too.
pub(crate) const CONSEQUENCES: [&str; 4] = [
    "role rose",
    "role fell",
    "withheld body came",
    "entry ruled out",
];

const START_MS: i64 = 1_780_000_000_000;
/// So long a healthy network has to bring everyone together. A device rests for a minute and backs
/// off for half of one.
const HEALING_MS: i64 = 4 * 3_600_000;

/// A tab on a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) device: usize,
    pub(crate) tab: usize,
}

/// Something that is going to happen to a tab, in that life of its.
pub(crate) enum Coming {
    Request(Request),
    /// An answer to that request of the tab's, or an error in its place.
    Answer(u32, Option<Vec<u8>>),
    /// The time for a request is over.
    Timeout(u32),
    /// What was to be stored is.
    Stored,
    Wake,
    /// Another tab has written.
    Told,
}

pub(crate) struct World {
    pub(crate) rng: Rng,
    pub(crate) now_ms: i64,
    pub(crate) network: Network,
    pub(crate) devices: Vec<Device>,
    pub(crate) server: Server,
    /// Copies of the server's disk.
    pub(crate) backups: Vec<Server>,
    coming: BTreeMap<Reverse<(i64, u64)>, (At, u32, Coming)>,
    scheduled: u64,
    /// The percentage for each of [`FAULTS`].
    percent: [u8; FAULTS.len()],
    pub(crate) seen: BTreeMap<&'static str, u64>,
    /// Who was ever found to read everything.
    pub(crate) read_all: BTreeSet<RecordId>,
    /// The body of every entry that was ever durable on a device, as its hash.
    pub(crate) promised: BTreeSet<String>,
    /// Those of them that a disk damaged when it held the only copy.
    pub(crate) destroyed: BTreeSet<String>,
    trace: bool,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let site = SiteId(uuid_v7(0, [9; 10]));
        let devices = (1..=rng.u8(2..=4))
            .map(|n| Device::new(site, n, &mut rng))
            .collect();
        let server = Server::new(site);
        Self {
            now_ms: START_MS,
            network: Network::new(&mut rng),
            devices,
            backups: vec![server.clone()],
            server,
            coming: BTreeMap::new(),
            scheduled: 0,
            percent: std::array::from_fn(|_| [0, 0, 3, 15][rng.usize(..4)]),
            seen: BTreeMap::new(),
            read_all: BTreeSet::new(),
            promised: BTreeSet::new(),
            destroyed: BTreeSet::new(),
            trace: false,
            rng,
        }
    }

    /// Tells what happens on the error stream.
    pub(crate) fn traced(mut self) -> Self {
        self.trace = true;
        self
    }

    pub(crate) fn say(&self, what: impl FnOnce() -> String) {
        if self.trace {
            let after_ms = self.now_ms - START_MS;
            // Where it can't be told, the story goes on.
            let _ = writeln!(std::io::stderr(), "{after_ms:>9} {}", what());
        }
    }

    pub(crate) fn run(mut self) -> End {
        if self.rng.bool() {
            self.begin_with_assistants();
        }
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

    pub(crate) fn strikes(&mut self, fault: &'static str) -> bool {
        let index = FAULTS.iter().position(|name| *name == fault).unwrap();
        let strikes = self.rng.u8(..100) < self.percent[index];
        if strikes {
            self.saw(fault);
        }
        strikes
    }

    pub(crate) fn saw(&mut self, fault: &'static str) {
        self.say(|| format!("!! {fault}"));
        *self.seen.entry(fault).or_default() += 1;
    }

    pub(crate) fn plan(&mut self, after_ms: i64, at: At, coming: Coming) {
        self.scheduled += 1;
        let life = self.devices[at.device].tabs[at.tab].life;
        let when = Reverse((self.now_ms + after_ms, self.scheduled));
        self.coming.insert(when, (at, life, coming));
    }

    /// Lets everything happen that is due until then.
    fn go_on(&mut self, until_ms: i64) {
        while let Some(next) = self.coming.last_entry()
            && next.key().0.0 <= until_ms
        {
            let (Reverse((at_ms, _)), (at, life, coming)) = next.remove_entry();
            self.now_ms = at_ms.max(self.now_ms);
            let alive = self.devices[at.device].tabs[at.tab].life == life;
            match coming {
                Coming::Request(request) => self.server_receives(&request),
                coming if alive => self.happens(at, coming),
                _ => {}
            }
        }
        self.now_ms = until_ms;
    }

    fn happens(&mut self, at: At, coming: Coming) {
        let device = &mut self.devices[at.device];
        match coming {
            Coming::Answer(request, body) if device.tabs[at.tab].request == request => {
                let answer = body.and_then(|body| serde_json::from_slice::<Answer>(&body).ok());
                let event = answer.map_or(Event::Failed, |a| Event::Answered(Box::new(a)));
                self.tell(at, event);
            }
            Coming::Timeout(request) if device.tabs[at.tab].request == request => {
                self.tell(at, Event::Failed);
            }
            Coming::Stored => self.stores(at),
            Coming::Wake => self.tell(at, Event::Tick),
            Coming::Told => {
                let tab = &mut device.tabs[at.tab];
                tab.read_on(&device.disk);
                if tab.sync.pending(&tab.ledger) > 0 {
                    self.tell(at, Event::Nudge);
                }
                self.say_reader(at);
            }
            // To a request that was given up.
            Coming::Answer(..) | Coming::Timeout(_) | Coming::Request(_) => {}
        }
    }

    fn server_receives(&mut self, request: &Request) {
        let (at, number) = (request.from, request.number);
        if self.strikes("server crash before commit") {
            return;
        }
        if self
            .network
            .strikes("answered with an error", &mut self.rng)
        {
            return self.plan(100, at, Coming::Answer(number, None));
        }
        let reads_all = request
            .reads_all
            .unwrap_or_else(|| self.server.reads_all(request));
        if reads_all {
            self.read_all.insert(request.person);
        }
        if request.reads_all.is_none() && self.strikes("role read early") {
            // The server looks who asks, and gets to the answer only later.
            let reads_all = Some(reads_all);
            let request = Request {
                reads_all,
                ..request.clone()
            };
            let after_ms = self.rng.i64(1..3_000);
            return self.plan(after_ms, at, Coming::Request(request));
        }
        let ruled = self.server.ruled;
        let Some(acknowledged) = self.server.answer(request, self.now_ms) else {
            return self.plan(100, at, Coming::Answer(number, None));
        };
        if self.server.ruled > ruled {
            self.saw("entry ruled out");
        }
        self.check_acknowledged(&acknowledged);
        self.say(|| {
            let (n, more) = (acknowledged.entries.len(), acknowledged.more);
            format!(
                "{at:?} is answered: {n} entries, more {more}, {:?}",
                acknowledged.refused
            )
        });
        if self.strikes("server crash after commit") {
            return;
        }
        let fault = "answered with an error after it was done";
        if self.network.strikes(fault, &mut self.rng) {
            return self.plan(100, at, Coming::Answer(number, None));
        }
        let body = serde_json::to_vec(&acknowledged).unwrap();
        for (after_ms, body) in self.network.carry(&body, &mut self.rng) {
            self.plan(after_ms, at, Coming::Answer(number, Some(body)));
        }
    }

    fn heal(&mut self) {
        self.say(|| "all is well from here on".to_owned());
        self.network.heal();
        self.percent = [0; FAULTS.len()];
        for at in self.all_tabs() {
            let device = &mut self.devices[at.device];
            device.online = true;
            device.tabs[at.tab].read_on(&device.disk);
            self.tell(at, Event::Nudge);
            self.say_reader(at);
        }
        let end_ms = self.now_ms + HEALING_MS;
        while self.now_ms < end_ms && !self.agrees() {
            self.go_on(self.now_ms + 2_000);
        }
    }

    pub(crate) fn all_tabs(&self) -> Vec<At> {
        let devices = self.devices.iter().enumerate();
        devices
            .flat_map(|(device, it)| (0..it.tabs.len()).map(move |tab| At { device, tab }))
            .collect()
    }
}
