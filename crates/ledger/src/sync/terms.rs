//! What goes into the machine, what comes out, and what is kept of it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Answer, Batch, Received};
use crate::{DeviceId, Heads};

/// How far a device has read a server's entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Cursor {
    /// The server's database, from its making or its last restore; empty before the first answer.
    pub epoch: String,
    /// The ordinal of the last entry that was read; 0 before the first.
    pub ordinal: u64,
}

/// Entries of `device` after `after`, as far as its chain may be passed on to someone who has it up
/// to there ([`Ledger::shareable_beyond`](crate::Ledger::shareable_beyond)) where they are to be
/// sent.
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
    /// Who reads on this device now. If all was read for another one, the chains of which bodies
    /// were withheld are read from their start: this reader may see more of them.
    Reader {
        /// What the reader may see hangs on this alone, for example their role and who gave it.
        name: String,
        /// Whether nothing should be withheld from this reader. Bodies that are missing
        /// nevertheless, because the server did not know that yet, are then asked for again.
        all: bool,
        /// [`Ledger::withheld_devices`](crate::Ledger::withheld_devices).
        withheld: BTreeSet<DeviceId>,
    },
    /// The server answered.
    Answered(Box<Answer>),
    /// The request failed, or its answer could not be read.
    Failed,
    /// What [`Command::Store`] asked for is durable.
    Stored,
    /// It could not be stored.
    StoreFailed,
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
        /// Chains that the bundle's heads leave out, so that the server gives all of them.
        forget: BTreeSet<DeviceId>,
        /// How much to send, and to ask for, at once.
        batch: Batch,
    },
    /// Store these entries as an [`Intake`](crate::Intake) sorts them out, and the [`Checkpoint`],
    /// in one transaction.
    Store {
        /// The entries.
        entries: Vec<Received>,
        /// What to start from next time.
        checkpoint: Checkpoint,
        /// Whether this is all that the server has: what finds no place in its chain now, will
        /// find none.
        complete: bool,
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
    /// For whom all was read ([`Event::Reader`]); `None` where nobody said.
    #[serde(default)]
    pub reader: Option<String>,
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
