//! Positions that a form wants without asking a question: `start-geopoint`, and
//! `background-geopoint` when another answer changes.

use std::time::Duration;

use leptos::prelude::*;

use super::coordinates::Point;
use crate::{
    components::question::Interview,
    platform::position::{Fix, Watch, watch},
};

/// Exact enough to be taken at once, in metres.
const ENOUGH_M: f64 = 20.0;
/// After so long the best one so far is taken, or none.
const LIMIT: Duration = Duration::from_secs(20);

/// Finds the device whenever the form wants to know where it is. Nobody waits for it.
pub fn place_in_background(interview: Interview) {
    let looking = StoredValue::new_local(None::<Watch>);
    let best = StoredValue::new(None::<Fix>);
    let end = move || {
        let found = best.try_get_value().flatten();
        if looking.try_with_value(Option::is_some) != Some(true) {
            return;
        }
        // A watch must not be dropped while it is calling.
        set_timeout(move || drop(looking.try_set_value(None)), Duration::ZERO);
        interview.place(
            &found
                .map(|fix| Point::from(fix).stored())
                .unwrap_or_default(),
        );
    };
    Effect::new(move |_| {
        if !interview.unplaced() || looking.with_value(Option::is_some) {
            return;
        }
        best.set_value(None);
        let started = watch(move |found| match found {
            Ok(fix) => {
                best.update_value(|best| {
                    if best.is_none_or(|best| fix.accuracy < best.accuracy) {
                        *best = Some(fix);
                    }
                });
                if fix.accuracy <= ENOUGH_M {
                    untrack(end);
                }
            }
            Err(_) => untrack(end),
        });
        looking.set_value(started);
        set_timeout(end, LIMIT);
    });
}
