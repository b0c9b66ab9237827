//! Sync as a state machine: events in, commands out, no input or output of its own.
//!
//! Each side says how far it has every device's chain ([`Heads`]); the device pushes what the
//! server lacks and is given what it lacks itself. What is left to send is derived from the two
//! heads, never kept in a list that could go wrong: a server that was restored from an old backup
//! reports shorter chains and is sent the rest again. Nothing is deleted on either side.
//!
//! A server's head that is not in this replica's chain of that device says that something is amiss
//! here: a row was damaged, an entry was left out, or two devices share one id. Then the chain is
//! read from its start ([`Command::Exchange`], `forget`), which mends all three ([`Intake`]).
//!
//! [`Intake`]: crate::Intake

mod answer;
mod line;
mod terms;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::{DeviceId, Head, Ledger, Refusal, gather};

pub use answer::{Answer, Received, Refused, Unreadable};
pub use line::Batch;
use line::Line;
pub use terms::{Checkpoint, Command, Cursor, Event, Phase, Span};

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
    line: Line,
    /// Whether something was read before the start.
    begun: bool,
    /// Who reads, if it was said since the start, and whether nothing should be withheld from them.
    reader: Option<(String, bool)>,
    /// Chains that are being read from their start.
    rereading: BTreeSet<DeviceId>,
    /// The request on its way was sent before it was known that chains are to be read again.
    too_early: bool,
    /// Chains that this did not mend: the server's head of each then, and when to try again.
    in_vain: BTreeMap<DeviceId, (Head, i64)>,
    refused: BTreeMap<DeviceId, Refused>,
    unreadable: Vec<Unreadable>,
}

/// How often to look for news without a notice.
const REST_MS: i64 = 60_000;
/// When to read a chain again from its start that this did not mend.
const REREAD_MS: i64 = 600_000;
const FIRST_RETRY_MS: i64 = 1_000;
const LONGEST_RETRY_MS: i64 = 30_000;

impl Sync {
    /// Goes on from where the device stood.
    pub fn new(checkpoint: Checkpoint) -> Self {
        Self {
            begun: checkpoint.cursor != Cursor::default(),
            checkpoint,
            next: None,
            phase: Phase::Resting,
            wake_at_ms: i64::MIN,
            failures: 0,
            again: false,
            line: Line::default(),
            reader: None,
            rereading: BTreeSet::new(),
            too_early: false,
            in_vain: BTreeMap::new(),
            refused: BTreeMap::new(),
            unreadable: Vec::new(),
        }
    }

    /// What sync is at.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The entries that the server would not take, by its last answer about their chain.
    pub fn refused(&self) -> impl Iterator<Item = &Refused> {
        self.refused.values()
    }

    /// What the server sent and could not be read, by its last answer with such an entry.
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// How many of the entries `here` the server is not known to have.
    pub fn pending(&self, here: &Ledger) -> u64 {
        let devices = here.heads().into_keys();
        let pending = devices.map(|device| {
            let common = self.in_common(device, here);
            let head = here.shareable_beyond(device, common);
            head.map_or(0, |head| head.seq.saturating_sub(common))
        });
        pending.sum()
    }

    /// How many of a device's entries the server is known to have.
    pub fn server_has(&self, device: DeviceId) -> u64 {
        self.checkpoint
            .heads
            .get(&device)
            .map_or(0, |head| head.seq)
    }

    /// As [`Self::server_has`], but 0 where the server's last one is not in the chain here: then
    /// nobody knows how much of it is the same.
    fn in_common(&self, device: DeviceId, here: &Ledger) -> u64 {
        match self.checkpoint.heads.get(&device) {
            Some(head) if here.hash_at(device, head.seq) == Some(head.hash) => head.seq,
            // This device is behind, as far as anyone can tell.
            Some(head) if here.hash_at(device, head.seq).is_none() => head.seq,
            _ => 0,
        }
    }

    /// Takes an event in and says what to do. `here` is what this device has; `jitter` is a random
    /// number that keeps a fleet of tablets from coming back all at once.
    pub fn handle(
        &mut self,
        event: Event,
        now_ms: i64,
        here: &Ledger,
        jitter: u16,
    ) -> Vec<Command> {
        match event {
            Event::Nudge => match self.phase {
                Phase::Exchanging | Phase::Storing => {
                    self.again = true;
                    Vec::new()
                }
                Phase::Resting | Phase::Retrying | Phase::Offline => self.exchange(now_ms, here),
            },
            Event::Tick => match self.phase {
                Phase::Resting | Phase::Retrying if now_ms >= self.wake_at_ms => {
                    self.exchange(now_ms, here)
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
            Event::Reader {
                name,
                all,
                withheld,
            } => {
                if !self.reads_more(name, all) || withheld.is_empty() {
                    return Vec::new();
                }
                self.in_vain.retain(|device, _| !withheld.contains(device));
                self.reread(withheld);
                self.too_early = matches!(self.phase, Phase::Exchanging | Phase::Storing);
                self.handle(Event::Nudge, now_ms, here, jitter)
            }
            Event::Answered(answer) if self.phase == Phase::Exchanging => {
                self.line.carried(now_ms);
                self.answered(*answer)
            }
            Event::Stored if self.phase == Phase::Storing => self.stored(now_ms, here),
            Event::Failed if self.phase == Phase::Exchanging => {
                self.line.broke();
                self.retry(now_ms, jitter)
            }
            Event::StoreFailed if self.phase == Phase::Storing => self.retry(now_ms, jitter),
            // An answer to a request that was given up.
            Event::Answered(_) | Event::Stored | Event::Failed | Event::StoreFailed => Vec::new(),
        }
    }

    fn exchange(&mut self, now_ms: i64, here: &Ledger) -> Vec<Command> {
        self.phase = Phase::Exchanging;
        self.again = false;
        self.line.sent(now_ms);
        vec![Command::Exchange {
            since: self.checkpoint.cursor.clone(),
            push: self.spans(here),
            forget: self.rereading.clone(),
            batch: self.line.batch(),
        }]
    }

    /// Notes who reads, and whether it may be more than what was read.
    fn reads_more(&mut self, name: String, all: bool) -> bool {
        let said = self.reader.as_ref().map(|(said, _)| said);
        let before = said.or(self.checkpoint.reader.as_ref());
        let more = before.map_or(self.begun, |before| *before != name);
        self.reader = Some((name, all));
        more
    }

    fn reread(&mut self, chains: BTreeSet<DeviceId>) {
        self.rereading.extend(chains);
        self.checkpoint.cursor = Cursor::default();
    }

    /// What the server lacks, but for chains that are not the same on both sides.
    fn spans(&self, here: &Ledger) -> Vec<Span> {
        let devices = here.heads().into_keys();
        let spans = devices.map(|device| Span {
            device,
            after: self.server_has(device),
        });
        let goes_on = |span: &Span| {
            let head = here.shareable_beyond(span.device, span.after);
            head.is_some_and(|head| head.seq > span.after)
        };
        let same = |span: &Span| match self.checkpoint.heads.get(&span.device) {
            Some(there) => here.hash_at(span.device, there.seq) == Some(there.hash),
            None => true,
        };
        spans
            .filter(|span| goes_on(span) && same(span))
            .filter(|span| !self.refused.contains_key(&span.device))
            .collect()
    }

    /// Chains of which the server's last entry is not here, though all it had to send was read; and
    /// those that lack bodies which are this reader's to see.
    fn amiss(&self, here: &Ledger) -> BTreeSet<DeviceId> {
        let there = self.checkpoint.heads.iter();
        let amiss =
            there.filter(|(device, head)| here.hash_at(**device, head.seq) != Some(head.hash));
        let mut amiss: BTreeSet<DeviceId> = gather(amiss.map(|(device, _)| *device));
        if self.reader.as_ref().is_some_and(|(_, all)| *all) {
            let there = |device: &DeviceId| self.checkpoint.heads.contains_key(device);
            amiss.extend(here.withheld_devices().filter(there));
        }
        amiss
    }

    fn answered(&mut self, answer: Answer) -> Vec<Command> {
        self.phase = Phase::Storing;
        self.note(&answer);
        let whole = !answer.more && !self.too_early;
        let reader = self.reader.as_ref().filter(|_| whole);
        let reader = reader.map(|(name, _)| name.clone());
        let checkpoint = Checkpoint {
            cursor: answer.cursor,
            heads: answer.heads,
            reader: reader.or_else(|| self.checkpoint.reader.clone()),
        };
        self.next = Some((checkpoint.clone(), answer.more));
        vec![Command::Store {
            entries: answer.entries,
            checkpoint,
            complete: !answer.more,
        }]
    }

    /// Keeps what the server would not take and what could not be read, to be shown.
    fn note(&mut self, answer: &Answer) {
        let grown = |device: &DeviceId| {
            let before = self.checkpoint.heads.get(device);
            answer.heads.get(device) != before
        };
        self.refused.retain(|device, _| !grown(device));
        for refused in &answer.refused {
            // The server's heads say where a gap begins, and that a chain has parted.
            if !matches!(refused.why, Refusal::Gap { .. } | Refusal::Fork) {
                self.refused.insert(refused.device, refused.clone());
            }
        }
        if !answer.unreadable.is_empty() {
            self.unreadable.clone_from(&answer.unreadable);
        }
    }

    fn stored(&mut self, now_ms: i64, here: &Ledger) -> Vec<Command> {
        let Some((checkpoint, more)) = self.next.take() else {
            return Vec::new();
        };
        if self.checkpoint.cursor.epoch != checkpoint.cursor.epoch {
            self.in_vain.clear();
        }
        let moved = self.checkpoint != checkpoint;
        self.checkpoint = checkpoint;
        self.failures = 0;
        if std::mem::take(&mut self.too_early) {
            self.checkpoint.cursor = Cursor::default();
            return self.exchange(now_ms, here);
        }
        if more {
            return self.exchange(now_ms, here);
        }
        let mended = self.mend(now_ms, here);
        // A server that neither takes what is pushed nor gives reasons must not be asked in a ring.
        let left = moved && !self.spans(here).is_empty();
        if self.again || left || !mended {
            return self.exchange(now_ms, here);
        }
        self.phase = Phase::Resting;
        self.wake_at_ms = now_ms.saturating_add(REST_MS);
        vec![Command::WakeAt(self.wake_at_ms)]
    }

    /// All was read. Gives whether each chain of the server is here to its end, but for those that
    /// reading from the start did not help.
    fn mend(&mut self, now_ms: i64, here: &Ledger) -> bool {
        let mut amiss = self.amiss(here);
        for device in std::mem::take(&mut self.rereading) {
            if let (true, Some(head)) =
                (amiss.contains(&device), self.checkpoint.heads.get(&device))
            {
                let again_ms = now_ms.saturating_add(REREAD_MS);
                self.in_vain.insert(device, (*head, again_ms));
            }
        }
        amiss.retain(|device| {
            let tried = self.in_vain.get(device);
            tried.is_none_or(|(head, again_ms)| {
                self.checkpoint.heads.get(device) != Some(head) || now_ms >= *again_ms
            })
        });
        if amiss.is_empty() {
            return true;
        }
        self.reread(amiss);
        false
    }

    fn retry(&mut self, now_ms: i64, jitter: u16) -> Vec<Command> {
        self.next = None;
        self.too_early = false;
        self.phase = Phase::Retrying;
        let longest = (FIRST_RETRY_MS << self.failures.min(16)).min(LONGEST_RETRY_MS);
        self.failures = self.failures.saturating_add(1);
        // Between half of the time and all of it.
        let delay = longest / 2 + (longest / 2) * i64::from(jitter) / i64::from(u16::MAX);
        self.wake_at_ms = now_ms.saturating_add(delay);
        vec![Command::WakeAt(self.wake_at_ms)]
    }
}
