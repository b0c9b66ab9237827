//! The network: when what is sent arrives, and what becomes of it on the way.

use std::collections::BTreeMap;

use fastrand::Rng;
use ledger::{RecordId, sync::Cursor};

use crate::world::At;

/// What can befall a message, by name.
pub(crate) const FAULTS: [&str; 6] = [
    "lost",
    "doubled",
    "cut",
    "late",
    "answered with an error",
    "answered with an error after it was done",
];

/// A request on its way.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) from: At,
    pub(crate) person: RecordId,
    /// Which request of the tab's it is.
    pub(crate) number: u32,
    pub(crate) since: Cursor,
    /// How many entries the answer may hold.
    pub(crate) limit: usize,
    pub(crate) body: Vec<u8>,
    /// Whether the server found, when it came, that this person reads everything.
    pub(crate) reads_all: Option<bool>,
}

/// How bad the network is: the percentage for each of [`FAULTS`].
pub(crate) struct Network {
    percent: [u8; FAULTS.len()],
    pub(crate) seen: BTreeMap<&'static str, u64>,
}

impl Network {
    /// Each seed has a weather of its own; some faults don't happen in it at all.
    pub(crate) fn new(rng: &mut Rng) -> Self {
        let percent = std::array::from_fn(|_| [0, 0, 5, 20, 50][rng.usize(..5)]);
        Self {
            percent,
            seen: BTreeMap::new(),
        }
    }

    /// From now on nothing goes wrong.
    pub(crate) fn heal(&mut self) {
        self.percent = [0; FAULTS.len()];
    }

    pub(crate) fn strikes(&mut self, fault: &'static str, rng: &mut Rng) -> bool {
        let index = FAULTS.iter().position(|name| *name == fault).unwrap();
        let strikes = rng.u8(..100) < self.percent[index];
        if strikes {
            *self.seen.entry(fault).or_default() += 1;
        }
        strikes
    }

    /// How each copy of a message arrives: after so many milliseconds, with these bytes.
    pub(crate) fn carry(&mut self, body: &[u8], rng: &mut Rng) -> Vec<(i64, Vec<u8>)> {
        let copies = if self.strikes("doubled", rng) { 2 } else { 1 };
        let mut arriving = Vec::new();
        for _ in 0..copies {
            if self.strikes("lost", rng) {
                continue;
            }
            let mut body = body.to_vec();
            if self.strikes("cut", rng) {
                body.truncate(rng.usize(..=body.len()));
            }
            // Late enough to come after what was sent long after it.
            let most_ms = if self.strikes("late", rng) {
                120_000
            } else {
                800
            };
            arriving.push((rng.i64(10..most_ms), body));
        }
        arriving
    }
}
