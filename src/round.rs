//! The round as this tablet knows it, for all screens: read once, and then kept up with the ledger.

use std::{sync::Arc, time::Duration};

use chrono::NaiveDateTime;
use leptos::prelude::*;
use needs::{Campaign, Round, RoundBook};

use crate::{desk::Desk, platform::clock};

/// How often is looked whether an appointment has come due.
const MINUTE: Duration = Duration::from_mins(1);

/// Where the round is kept from the first screen on that asks for it, so that the code which makes
/// it comes with that screen and not with the first download.
#[derive(Clone, Copy)]
pub struct RoundPlace {
    owner: StoredValue<Owner>,
    round: StoredValue<Option<RoundNow>>,
}

impl RoundPlace {
    /// Empty, and as long-lived as whoever makes it.
    pub fn new() -> Self {
        Self {
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            round: StoredValue::new(None),
        }
    }
}

/// The round of the day. A handle: copies are the same.
#[derive(Clone, Copy)]
pub struct RoundNow {
    round: Memo<Arc<Round>>,
    now: RwSignal<NaiveDateTime>,
}

impl RoundNow {
    /// The one of the site that is open.
    ///
    /// # Panics
    ///
    /// Where no site is open.
    pub fn here() -> Self {
        let place = expect_context::<RoundPlace>();
        if let Some(round) = place.round.get_value() {
            return round;
        }
        let desk = expect_context::<Desk>();
        let round = place
            .owner
            .with_value(|owner| owner.with(|| Self::new(desk)));
        place.round.set_value(Some(round));
        round
    }

    fn new(desk: Desk) -> Self {
        let now = ticking();
        let today = Memo::new(move |_| now.get().date());
        let book = StoredValue::new_local(RoundBook::default());
        let round = Memo::new(move |_| {
            let today = today.get();
            desk.read(|state| {
                let campaign = Campaign::current(state, today);
                let follow = |book: &mut RoundBook| Arc::new(book.follow(state, campaign).clone());
                book.try_update_value(follow).unwrap_or_default()
            })
        });
        Self { round, now }
    }

    /// Reads it; whoever calls this in a view is run again when it changes.
    pub fn with<T>(self, read: impl FnOnce(&Round) -> T) -> T {
        self.round.with(|round| read(round))
    }

    /// The time, to the minute; whoever calls this in a view is run again when it passes.
    pub fn now(self) -> NaiveDateTime {
        self.now.track();
        clock::now().naive_local()
    }
}

/// The time, to the minute. On its own: whatever hands a closure to the browser stays in the first
/// download, with all that it calls.
#[inline(never)]
fn ticking() -> RwSignal<NaiveDateTime> {
    let now = RwSignal::new(clock::now().naive_local());
    let ticking = set_interval_with_handle(
        move || {
            let _ = now.try_set(clock::now().naive_local());
        },
        MINUTE,
    );
    on_cleanup(move || drop(ticking.map(|ticking| ticking.clear())));
    now
}
