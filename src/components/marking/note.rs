//! A note about a passage.

use leptos::prelude::*;

use super::Marking;
use crate::{components::jotting::Jotting, locales::ThemeTexts};

#[component]
pub(super) fn Annotate(marking: Marking) -> impl IntoView {
    let t = ThemeTexts::now();
    let before = untrack(|| marking.chosen_mark().and_then(|mark| mark.note));
    let before = before.unwrap_or_default();
    let known = before.clone();
    let keep = Callback::new(move |note: String| marking.annotate(&note, &known));
    view! { <Jotting label=t.note before save=t.save name="note" keep/> }
}
