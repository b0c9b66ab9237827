//! Each device's entries form a chain by hash: a gap, a change or a second writer shows.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{DeviceId, Digest, Entry, SiteId};

/// Where an entry stands: in which chain, at which number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The device whose chain it is.
    pub device: DeviceId,
    /// The place in that chain, from 1.
    pub seq: u64,
}

/// The end of a device's chain as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Head {
    /// The last entry's place in the chain, from 1.
    pub seq: u64,
    /// The last entry's hash.
    pub hash: Digest,
}

/// The head of every device that has written: together they say exactly which entries a replica
/// has.
pub type Heads = BTreeMap<DeviceId, Head>;

/// Why an entry can't join its device's chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Refusal {
    /// Entries before it are missing.
    Gap {
        /// The last entry that is there; 0 where there is none.
        have: u64,
    },
    /// Another entry stands at its place, or before it: two devices share an identity.
    Fork,
    /// A reason that a later version gives.
    #[serde(other)]
    Other,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gap { have } => write!(f, "the entries after number {have} are missing"),
            Self::Fork => f.write_str("another entry stands in its place"),
            Self::Other => f.write_str("a later version of the app can say why"),
        }
    }
}

impl std::error::Error for Refusal {}

/// What the first entry of a device's chain at a site chains to. It binds the chain to the site: an
/// entry can't be carried over to another.
pub fn genesis(site: SiteId, device: DeviceId) -> Digest {
    Digest(Sha256::digest(format!("doorstep:{site}:{device}")).into())
}

/// Whether `entry` comes right after `head` (`None`: as the first) in its device's chain.
pub fn check_next(site: SiteId, head: Option<&Head>, entry: &Entry) -> Result<Head, Refusal> {
    connects(site, head, entry).map(|()| Head {
        seq: entry.seq(),
        hash: entry.hash(),
    })
}

/// As [`check_next`], for an entry whose own hash is not asked for.
pub(crate) fn connects(site: SiteId, head: Option<&Head>, entry: &Entry) -> Result<(), Refusal> {
    joins(site, head, entry.place(), entry.prev())
}

/// As [`connects`], for an entry at `place` that chains to `prev`.
pub(crate) fn joins(
    site: SiteId,
    head: Option<&Head>,
    place: Place,
    prev: Digest,
) -> Result<(), Refusal> {
    let (have, last) = match head {
        Some(head) => (head.seq, head.hash),
        None => (0, genesis(site, place.device)),
    };
    if place.seq > have + 1 {
        return Err(Refusal::Gap { have });
    }
    if place.seq <= have || prev != last {
        return Err(Refusal::Fork);
    }
    Ok(())
}
