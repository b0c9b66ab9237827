//! A note about a passage.

use leptos::{ev, html, prelude::*};

use super::Marking;
use crate::locales::ThemeTexts;

#[component]
pub(super) fn Annotate(marking: Marking) -> impl IntoView {
    let t = ThemeTexts::now();
    let before = untrack(|| marking.chosen_mark().and_then(|mark| mark.note));
    let before = before.unwrap_or_default();
    let note = RwSignal::new(before.clone());
    let field = NodeRef::<html::Textarea>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        marking.annotate(&note.get_untracked(), &before);
    };
    view! {
        <form class="stack" on:submit=submit>
            <label class="field">
                <span>{t.note}</span>
                <textarea
                    rows="3"
                    node_ref=field
                    prop:value=note
                    on:input=move |event| note.set(event_target_value(&event))
                ></textarea>
            </label>
            <p class="button-row">
                <button class="button primary" data-save="note">{t.save}</button>
            </p>
        </form>
    }
}
