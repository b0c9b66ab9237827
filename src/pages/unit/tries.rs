//! When a door is still to be tried, by the site's rules.

use leptos::prelude::*;
use needs::visit::{Attempt, Rules, Slot, Standing, standing_by, still_to_try};

use crate::locales::{DoorTexts, fill};

/// The parts of the week in which a door that is to be tried again has not been tried.
pub fn open_slots(attempts: &[Attempt<'_>], rules: Rules) -> Vec<Slot> {
    match standing_by(attempts, rules) {
        Standing::Again(_) => still_to_try(attempts, rules),
        _ => Vec::new(),
    }
}

/// Says so in a line.
pub fn still_to_try_line(still: &[Slot]) -> impl IntoView + use<> {
    let t = DoorTexts::now();
    let names: Vec<&str> = still
        .iter()
        .map(|slot| match slot {
            Slot::Day => t.slot_day,
            Slot::Evening => t.slot_evening,
            Slot::Weekend => t.slot_weekend,
        })
        .collect();
    (!names.is_empty()).then(|| {
        let names = names.join(t.separator);
        view! { <p class="row-sub still-to-try">{fill(t.still_to_try, &[&names])}</p> }
    })
}
