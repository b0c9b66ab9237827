//! Who counts: the units of a campaign's frame, or those of them that were drawn.

use std::collections::BTreeSet;

use ledger::{RecordId, State, gather};

use super::{Campaign, Frame};
use crate::{Resident, Unit, estate::Facts, sample};

/// The units that a campaign asks. Built once, and then asked about any number of units.
#[derive(Clone, Debug)]
pub enum Members {
    /// Everyone.
    Everyone,
    /// Everyone of a frame.
    Frame(Frame, BTreeSet<RecordId>),
    /// Those who were drawn, and reserve units that took another's place.
    Drawn(BTreeSet<RecordId>),
}

impl Members {
    /// The members of a campaign; everyone where there is none.
    pub fn of(state: &State, campaign: Option<Campaign<'_>>) -> Self {
        let Some(campaign) = campaign else {
            return Self::Everyone;
        };
        if campaign.sample().is_some() {
            return Self::Drawn(sample::asked(state, campaign.id));
        }
        Self::in_frame(state, campaign)
    }

    /// The members of a campaign's frame, whoever was drawn.
    pub fn in_frame(state: &State, campaign: Campaign<'_>) -> Self {
        let frame = campaign.frame();
        if frame.is_everything() {
            return Self::Everyone;
        }
        let keys = if frame.key_customers.is_some() {
            key_customers(state)
        } else {
            BTreeSet::new()
        };
        Self::Frame(frame, keys)
    }

    /// Whether a unit is asked.
    pub fn has(&self, unit: Unit<'_>) -> bool {
        match self {
            Self::Everyone => true,
            Self::Frame(frame, keys) => frame.has(&Facts::of(unit, keys.contains(&unit.id))),
            Self::Drawn(units) => units.contains(&unit.id),
        }
    }
}

/// The units where a key customer is.
pub fn key_customers(state: &State) -> BTreeSet<RecordId> {
    let residents = Resident::all(state);
    let keys = residents.filter(|one| one.is_key_customer() && one.is_here());
    gather(keys.filter_map(Resident::unit))
}
