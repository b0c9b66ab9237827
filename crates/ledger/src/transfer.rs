//! Files on their way, as a state machine: events in, commands out, no input or output of its own.
//!
//! Entries go first; a file follows when nothing else is left to send, in parts, so that a line
//! that breaks costs one part. Who has what is asked and not remembered: once in the life of the
//! app the server is asked about every file that is here, so that one which has lost some is given
//! them again by whoever has them. Nothing is deleted on either side.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::Digest;

/// A question to the server: what it has of these files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Inquiry {
    /// The files; at most [`MOST_ASKED`].
    pub files: Vec<Digest>,
}

/// The server's answer to an inquiry, or to a part of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Holdings {
    /// The server's database, from its making or its last restore.
    pub epoch: String,
    /// What it has of each file; a file that no entry names there is left out.
    pub files: BTreeMap<Digest, Held>,
}

/// What the server has of a file, durably.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Held {
    /// All of it, and its hash is right.
    Whole,
    /// The bytes before this one.
    Upto(u64),
}

/// Files that one inquiry may ask about.
pub const MOST_ASKED: usize = 500;
/// Bytes of the largest part that is sent or fetched at once.
pub const MOST_BYTES: u64 = 1 << 20;
const FIRST_BYTES: u64 = 256 << 10;
const LEAST_BYTES: u64 = 16 << 10;

/// What there is to do, as the device sees it now. Worked out anew for every event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Whether the line is free: no entry waits, and none is on its way.
    pub free: bool,
    /// The server's epoch, as sync knows it.
    pub epoch: String,
    /// Files that are here whole and named by entries, with their sizes, the most urgent first.
    pub here: Vec<(Digest, u64)>,
    /// Files that are wanted here, the most urgent first.
    pub wanted: Vec<Wanted>,
}

/// A file to fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The file.
    pub file: Digest,
    /// Its size.
    pub size: u64,
    /// How many of its bytes are here, from the front.
    pub have: u64,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// There is something new to do, or the line is free again.
    Nudge,
    /// Time has passed.
    Tick,
    /// The server answered an inquiry or took a part.
    Answered(Holdings),
    /// The server will not take a file, or has none to give.
    Refused(Digest, Why),
    /// The request failed, or its answer could not be read.
    Failed,
    /// What was fetched is durable, or a fetched file is whole.
    Kept,
    /// It could not be kept.
    KeepFailed,
    /// What was fetched is not the file that was meant. All of it has been deleted again.
    Spoiled(Digest),
}

/// Why the server will not take a file, or has none to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// No entry there names it yet, or nobody has sent it yet.
    Absent,
    /// What was sent has another hash. It was deleted there.
    OtherHash,
    /// It is too large, or the server has no room.
    NoRoom,
    /// It can't be read on this device any more.
    Unreadable,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Ask the server what it has.
    Ask(Inquiry),
    /// Send a part; `size` is that of the whole file.
    Send {
        /// The file.
        file: Digest,
        /// Which of its bytes.
        bytes: Range<u64>,
        /// How many it has.
        size: u64,
    },
    /// Fetch a part and keep it after what is here.
    Fetch {
        /// The file.
        file: Digest,
        /// Which of its bytes.
        bytes: Range<u64>,
    },
    /// All parts are here: check the hash and make a whole file of them.
    Finish(Digest),
    /// The server has these files, durably, in this epoch. Whoever wants to may write that down.
    Note(String, Vec<Digest>),
    /// Send [`Event::Tick`] at this time, in milliseconds of the clock that `now_ms` comes from.
    WakeAt(i64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Resting,
    Asking,
    Sending(Digest, u64),
    Keeping,
    Retrying,
}

/// One device's files and one server.
#[derive(Clone, Debug)]
pub struct Transfer {
    phase: Phase,
    epoch: String,
    /// What the server has, as far as it was asked in this life.
    held: BTreeMap<Digest, Held>,
    /// What the server knew nothing of, or could not give, when it was last asked.
    absent: BTreeSet<Digest>,
    /// What was refused for good, or came or went wrong too often.
    hopeless: BTreeMap<Digest, Why>,
    strikes: BTreeMap<Digest, u32>,
    part_bytes: u64,
    failures: u32,
    wake_at_ms: i64,
}

/// How often to look again at what was absent.
const REST_MS: i64 = 60_000;
const FIRST_RETRY_MS: i64 = 1_000;
const LONGEST_RETRY_MS: i64 = 60_000;
/// How often a file may arrive with another hash before it is given up.
const MOST_STRIKES: u32 = 3;

impl Default for Transfer {
    fn default() -> Self {
        Self {
            phase: Phase::Resting,
            epoch: String::new(),
            held: BTreeMap::new(),
            absent: BTreeSet::new(),
            hopeless: BTreeMap::new(),
            strikes: BTreeMap::new(),
            part_bytes: FIRST_BYTES,
            failures: 0,
            wake_at_ms: i64::MIN,
        }
    }
}

impl Transfer {
    /// What can't be sent or fetched in this life of the app, and why.
    pub fn hopeless(&self) -> &BTreeMap<Digest, Why> {
        &self.hopeless
    }

    /// Whether the server is known to have a file.
    pub fn server_has(&self, file: &Digest) -> bool {
        self.held.get(file) == Some(&Held::Whole)
    }

    /// Whether a request is on its way or something is being kept.
    pub fn busy(&self) -> bool {
        matches!(
            self.phase,
            Phase::Asking | Phase::Sending(..) | Phase::Keeping
        )
    }

    /// Takes an event in and says what to do. Each command but a note and a wake-up is answered by
    /// one event; an answer that comes after its request was given up is not an event. `jitter` is
    /// a random number that keeps a fleet of tablets from coming back all at once.
    pub fn handle(&mut self, event: Event, now_ms: i64, work: &Work, jitter: u16) -> Vec<Command> {
        match event {
            // What is under way ends with a look at the work as it is then.
            Event::Nudge if self.busy() => Vec::new(),
            Event::Nudge => self.next(now_ms, work),
            Event::Tick => match self.phase {
                Phase::Resting | Phase::Retrying if now_ms >= self.wake_at_ms => {
                    self.absent.clear();
                    self.next(now_ms, work)
                }
                Phase::Resting | Phase::Retrying => vec![Command::WakeAt(self.wake_at_ms)],
                _ => Vec::new(),
            },
            Event::Answered(holdings) => self.answered(holdings, now_ms, work, jitter),
            Event::Refused(file, why) if self.busy() => {
                self.refused(file, why);
                self.next(now_ms, work)
            }
            Event::Kept if self.phase == Phase::Keeping => {
                self.succeeded();
                self.next(now_ms, work)
            }
            Event::Spoiled(file) if self.phase == Phase::Keeping => {
                self.strike(file);
                self.next(now_ms, work)
            }
            Event::Failed | Event::KeepFailed if self.busy() => self.retry(now_ms, jitter),
            // An answer to what was given up.
            Event::Refused(..)
            | Event::Kept
            | Event::Spoiled(_)
            | Event::Failed
            | Event::KeepFailed => Vec::new(),
        }
    }

    fn succeeded(&mut self) {
        self.failures = 0;
        self.part_bytes = (self.part_bytes * 2).min(MOST_BYTES);
    }

    fn answered(
        &mut self,
        holdings: Holdings,
        now_ms: i64,
        work: &Work,
        jitter: u16,
    ) -> Vec<Command> {
        if !matches!(self.phase, Phase::Asking | Phase::Sending(..)) {
            return Vec::new();
        }
        if holdings.epoch != work.epoch {
            // A server with another past: entries go first there, too, and sync has yet to see it.
            return self.retry(now_ms, jitter);
        }
        self.live_in(&work.epoch);
        let sent = match self.phase {
            Phase::Sending(file, from) => holdings.files.get(&file).map(|held| (*held, from)),
            _ => None,
        };
        let whole = holdings.files.iter();
        let whole: Vec<_> = whole
            .filter(|(_, held)| **held == Held::Whole)
            .map(|(file, _)| *file)
            .collect();
        self.absent
            .retain(|file| !holdings.files.contains_key(file));
        self.held.extend(holdings.files);
        let mut commands = Vec::new();
        if !whole.is_empty() {
            commands.push(Command::Note(self.epoch.clone(), whole));
        }
        // A server that takes a part and has no more than before must not be asked in a ring.
        if matches!(sent, Some((Held::Upto(at), from)) if at <= from) {
            commands.extend(self.retry(now_ms, jitter));
        } else {
            self.succeeded();
            commands.extend(self.next(now_ms, work));
        }
        commands
    }

    fn refused(&mut self, file: Digest, why: Why) {
        match why {
            Why::Absent => {
                self.held.remove(&file);
                self.absent.insert(file);
            }
            Why::OtherHash => {
                self.held.insert(file, Held::Upto(0));
                self.strike(file);
            }
            Why::NoRoom | Why::Unreadable => drop(self.hopeless.insert(file, why)),
        }
    }

    fn strike(&mut self, file: Digest) {
        let strikes = self.strikes.entry(file).or_default();
        *strikes += 1;
        if *strikes >= MOST_STRIKES {
            self.hopeless.insert(file, Why::OtherHash);
        }
    }

    /// In another past of the server, what was known of it is worth nothing.
    fn live_in(&mut self, epoch: &str) {
        if self.epoch != epoch {
            epoch.clone_into(&mut self.epoch);
            self.held.clear();
            self.absent.clear();
        }
    }

    fn next(&mut self, now_ms: i64, work: &Work) -> Vec<Command> {
        self.live_in(&work.epoch);
        let command = work.free.then(|| self.choose(work)).flatten();
        if let Some((phase, command)) = command {
            self.phase = phase;
            return vec![command];
        }
        self.phase = Phase::Resting;
        self.wake_at_ms = now_ms.saturating_add(REST_MS);
        vec![Command::WakeAt(self.wake_at_ms)]
    }

    fn choose(&mut self, work: &Work) -> Option<(Phase, Command)> {
        self.fetch(work)
            .or_else(|| self.ask(work))
            .or_else(|| self.send(work))
    }

    /// What a questionnaire needs comes before what an office waits for.
    fn fetch(&self, work: &Work) -> Option<(Phase, Command)> {
        let Wanted { file, size, have } = *work.wanted.iter().find(|wanted| {
            !self.absent.contains(&wanted.file) && !self.hopeless.contains_key(&wanted.file)
        })?;
        if have >= size {
            return Some((Phase::Keeping, Command::Finish(file)));
        }
        let bytes = have..size.min(have + self.part_bytes);
        Some((Phase::Keeping, Command::Fetch { file, bytes }))
    }

    fn ask(&mut self, work: &Work) -> Option<(Phase, Command)> {
        let unknown = work.here.iter().map(|(file, _)| *file).filter(|file| {
            !self.held.contains_key(file)
                && !self.absent.contains(file)
                && !self.hopeless.contains_key(file)
        });
        let files: Vec<_> = unknown.take(MOST_ASKED).collect();
        if files.is_empty() {
            return None;
        }
        // What the answer leaves out stays absent.
        self.absent.extend(&files);
        Some((Phase::Asking, Command::Ask(Inquiry { files })))
    }

    fn send(&self, work: &Work) -> Option<(Phase, Command)> {
        work.here.iter().find_map(|(file, size)| {
            let Some(Held::Upto(from)) = self.held.get(file).copied() else {
                return None;
            };
            if self.hopeless.contains_key(file) {
                return None;
            }
            // A server that claims more than there is gets the end once more, and says what is.
            let from = from.min(size.saturating_sub(1));
            let bytes = from..(*size).min(from + self.part_bytes);
            let send = Command::Send {
                file: *file,
                bytes,
                size: *size,
            };
            Some((Phase::Sending(*file, from), send))
        })
    }

    fn retry(&mut self, now_ms: i64, jitter: u16) -> Vec<Command> {
        if self.phase == Phase::Asking {
            self.absent.clear();
        }
        self.phase = Phase::Retrying;
        self.part_bytes = (self.part_bytes / 2).max(LEAST_BYTES);
        let longest = (FIRST_RETRY_MS << self.failures.min(16)).min(LONGEST_RETRY_MS);
        self.failures = self.failures.saturating_add(1);
        // Between half of the time and all of it.
        let delay = longest / 2 + (longest / 2) * i64::from(jitter) / i64::from(u16::MAX);
        self.wake_at_ms = now_ms.saturating_add(delay);
        vec![Command::WakeAt(self.wake_at_ms)]
    }
}
