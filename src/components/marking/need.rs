//! A passage becomes a need: its words, to be put shorter or clearer.

use leptos::{ev, prelude::*};

use super::Marking;
use crate::locales::ThemeTexts;

#[component]
pub(super) fn MakeNeed(marking: Marking) -> impl IntoView {
    let t = ThemeTexts::now();
    let content = RwSignal::new(marking.chosen_words().unwrap_or_default());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let content = content.get_untracked();
        if !content.trim().is_empty() {
            marking.make_need(&content);
        }
    };
    view! {
        <form class="stack" on:submit=submit>
            <p class="hint">{t.need_hint}</p>
            <label class="field">
                <span>{t.need}</span>
                <textarea
                    rows="4"
                    prop:value=content
                    on:input=move |event| content.set(event_target_value(&event))
                ></textarea>
            </label>
            <p class="button-row">
                <button class="button primary" data-save="need">{t.need_save}</button>
            </p>
        </form>
    }
}
