//! The number on a paper form that was left or fetched: typed, or read from its code.

use ledger::{Change, RecordId};
use leptos::prelude::*;
use needs::visit::{Outcome, Visit};

use crate::{components::code_reader::CodeReader, locales::DoorTexts};

/// Whether the outcome is about a form on paper.
pub const fn is_paper(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::FormLeft | Outcome::FormReturned)
}

/// Takes the number, as long as there is none.
#[component]
pub fn PaperNumber(visit: RecordId, known: bool, write: Callback<Change>) -> impl IntoView {
    let t = DoorTexts::now();
    let number = RwSignal::new(String::new());
    let scanned = Callback::new(move |code: String| number.set(code.trim().to_owned()));
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let number = number.get_untracked();
        if !number.trim().is_empty() {
            write.run(Visit::on_paper(visit, number.trim()));
        }
    };
    (!known).then(|| {
        view! {
            <form class="paper-number" on:submit=keep>
                <label class="field">
                    <span>{t.paper_number}</span>
                    <input
                        type="text"
                        name="paper"
                        maxlength="40"
                        autocomplete="off"
                        prop:value=number
                        on:input=move |event| number.set(event_target_value(&event))
                    />
                </label>
                <CodeReader found=scanned/>
                <button class="button">{t.keep_number}</button>
            </form>
        }
    })
}
