//! Sync as a state machine: events in, commands out, no input or output of its own.
//!
//! Each side says how far it has every device's chain ([`Heads`]); the device pushes what the
//! server lacks and is given what it lacks itself. What is left to send is derived from the two
//! heads, never kept in a list that could go wrong: a server that was restored from an old backup
//! reports shorter chains and is sent the rest again. Nothing is deleted on either side.

use serde::{Deserialize, Serialize};

use crate::{DeviceId, Entry, Heads, Refusal};

/// How far a device has read a server's entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Cursor {
    /// The server's database, from its making or its last restore; empty before the first answer.
    pub epoch: String,
    /// The ordinal of the last entry that was read; 0 before the first.
    pub ordinal: u64,
}

/// The server's answer to a bundle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Answer {
    /// Where to read on from. If `since` was of another epoch, reading began at the start.
    pub cursor: Cursor,
    /// Whether there is more to read right now.
    pub more: bool,
    /// How far the server has each device's chain, durably.
    pub heads: Heads,
    /// The entries of the request that the server did not take.
    pub refused: Vec<Refused>,
    /// The entries after `since` that the device does not have by its own heads.
    pub entries: Vec<Received>,
    /// The server's clock (RFC 3339), so that a wrong clock can be shown.
    pub now: String,
}

/// An entry as the server has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Received {
    /// When the server received it, by its own clock (RFC 3339).
    pub received: String,
    /// The entry.
    pub entry: Entry,
}

/// An entry that the server did not take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Refused {
    /// The device that wrote it.
    pub device: DeviceId,
    /// Its place in that device's chain.
    pub seq: u64,
    /// Why.
    pub why: Refusal,
}

/// Entries to send: those of `device` after `after`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The device that wrote them.
    pub device: DeviceId,
    /// The last one that the server has; 0 for none.
    pub after: u64,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Someone wrote, the server gave notice, the network came back, or a person asked: go now.
    Nudge,
    /// Time has passed.
    Tick,
    /// The network is gone.
    Offline,
    /// The server answered.
    Answered(Box<Answer>),
    /// The request failed, or its answer could not be read.
    Failed,
    /// What [`Command::Store`] asked for is durable.
    Stored,
    /// It could not be stored.
    StoreFailed,
    /// What the server sent doesn't connect to what is here: read from the start.
    Unconnected,
}

/// What to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Send a bundle of these entries, or of as many of them from the front as fit one request.
    Exchange {
        /// Where reading goes on.
        since: Cursor,
        /// What to send; empty to only read.
        push: Vec<Span>,
    },
    /// Store these entries and the [`Checkpoint`] in one transaction.
    Store {
        /// The entries.
        entries: Vec<Received>,
        /// What to start from next time.
        checkpoint: Checkpoint,
    },
    /// Send [`Event::Tick`] at this time, in milliseconds of the clock that `now_ms` comes from.
    WakeAt(i64),
}

/// What a device keeps about a server between starts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// How far it has read.
    pub cursor: Cursor,
    /// How far the server has each chain, as it last said.
    pub heads: Heads,
}

/// What sync is at, for the sign in the corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing to do until the next look.
    Resting,
    /// A request is on its way.
    Exchanging,
    /// Its answer is being stored.
    Storing,
    /// The last try failed; another one follows.
    Retrying,
    /// There is no network.
    Offline,
}

/// One device's conversation with one server about one site.
#[derive(Clone, Debug)]
pub struct Sync {
    checkpoint: Checkpoint,
    /// What the checkpoint becomes when the answer at hand is stored.
    next: Option<(Checkpoint, bool)>,
    phase: Phase,
    wake_at_ms: i64,
    failures: u32,
    /// Something happened while a request was on its way.
    again: bool,
    refused: Vec<Refused>,
}

/// How often to look for news without a notice.
const REST_MS: i64 = 60_000;
const FIRST_RETRY_MS: i64 = 1_000;
const LONGEST_RETRY_MS: i64 = 30_000;

impl Sync {
    /// Goes on from where the device stood.
    pub fn new(checkpoint: Checkpoint) -> Self {
        Self {
            checkpoint,
            next: None,
            phase: Phase::Resting,
            wake_at_ms: i64::MIN,
            failures: 0,
            again: false,
            refused: Vec::new(),
        }
    }

    /// What sync is at.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The entries that the server would not take, by its last answer about them.
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// How many of the entries up to `here` the server is not known to have.
    pub fn pending(&self, here: &Heads) -> u64 {
        here.iter()
            .map(|(device, head)| head.seq.saturating_sub(self.server_has(*device)))
            .sum()
    }

    /// How many of a device's entries the server is known to have.
    pub fn server_has(&self, device: DeviceId) -> u64 {
        self.checkpoint
            .heads
            .get(&device)
            .map_or(0, |head| head.seq)
    }

    /// Takes an event in and says what to do. `here` is how far this device has each chain;
    /// `jitter` is a random number that keeps a fleet of tablets from coming back all at once.
    pub fn handle(&mut self, event: Event, now_ms: i64, here: &Heads, jitter: u16) -> Vec<Command> {
        match event {
            Event::Nudge => match self.phase {
                Phase::Exchanging | Phase::Storing => {
                    self.again = true;
                    Vec::new()
                }
                Phase::Resting | Phase::Retrying | Phase::Offline => self.exchange(here),
            },
            Event::Tick => match self.phase {
                Phase::Resting | Phase::Retrying if now_ms >= self.wake_at_ms => {
                    self.exchange(here)
                }
                Phase::Resting | Phase::Retrying => vec![Command::WakeAt(self.wake_at_ms)],
                Phase::Exchanging | Phase::Storing | Phase::Offline => Vec::new(),
            },
            Event::Offline => {
                if !matches!(self.phase, Phase::Exchanging | Phase::Storing) {
                    self.phase = Phase::Offline;
                }
                Vec::new()
            }
            Event::Answered(answer) if self.phase == Phase::Exchanging => self.answered(*answer),
            Event::Stored if self.phase == Phase::Storing => self.stored(now_ms, here),
            Event::Failed if self.phase == Phase::Exchanging => self.retry(now_ms, jitter),
            Event::StoreFailed if self.phase == Phase::Storing => self.retry(now_ms, jitter),
            Event::Unconnected if self.phase == Phase::Storing => {
                self.checkpoint.cursor = Cursor::default();
                self.retry(now_ms, jitter)
            }
            // An answer to a request that was given up.
            Event::Answered(_)
            | Event::Stored
            | Event::Failed
            | Event::StoreFailed
            | Event::Unconnected => Vec::new(),
        }
    }

    fn exchange(&mut self, here: &Heads) -> Vec<Command> {
        self.phase = Phase::Exchanging;
        self.again = false;
        vec![Command::Exchange {
            since: self.checkpoint.cursor.clone(),
            push: self.spans(here),
        }]
    }

    /// What the server lacks, but for chains that it refused to go on with.
    fn spans(&self, here: &Heads) -> Vec<Span> {
        here.iter()
            .filter(|(device, head)| head.seq > self.server_has(**device))
            .filter(|(device, _)| {
                !self
                    .refused
                    .iter()
                    .any(|refused| refused.device == **device)
            })
            .map(|(device, _)| Span {
                device: *device,
                after: self.server_has(*device),
            })
            .collect()
    }

    fn answered(&mut self, answer: Answer) -> Vec<Command> {
        self.phase = Phase::Storing;
        // A gap is no refusal for good: the server's heads say where to go on from.
        let forks = answer
            .refused
            .into_iter()
            .filter(|refused| refused.why == Refusal::Fork);
        for fork in forks {
            if !self
                .refused
                .iter()
                .any(|refused| refused.device == fork.device)
            {
                self.refused.push(fork);
            }
        }
        let checkpoint = Checkpoint {
            cursor: answer.cursor,
            heads: answer.heads,
        };
        self.next = Some((checkpoint.clone(), answer.more));
        vec![Command::Store {
            entries: answer.entries,
            checkpoint,
        }]
    }

    fn stored(&mut self, now_ms: i64, here: &Heads) -> Vec<Command> {
        let Some((checkpoint, more)) = self.next.take() else {
            return Vec::new();
        };
        let moved = self.checkpoint != checkpoint;
        self.checkpoint = checkpoint;
        self.failures = 0;
        // A server that neither takes what is pushed nor gives reasons must not be asked in a ring.
        let left = moved && !self.spans(here).is_empty();
        if more || self.again || left {
            return self.exchange(here);
        }
        self.phase = Phase::Resting;
        self.wake_at_ms = now_ms.saturating_add(REST_MS);
        vec![Command::WakeAt(self.wake_at_ms)]
    }

    fn retry(&mut self, now_ms: i64, jitter: u16) -> Vec<Command> {
        self.next = None;
        self.phase = Phase::Retrying;
        let longest = (FIRST_RETRY_MS << self.failures.min(16)).min(LONGEST_RETRY_MS);
        self.failures = self.failures.saturating_add(1);
        // Between half of the time and all of it.
        let delay = longest / 2 + (longest / 2) * i64::from(jitter) / i64::from(u16::MAX);
        self.wake_at_ms = now_ms.saturating_add(delay);
        vec![Command::WakeAt(self.wake_at_ms)]
    }
}
