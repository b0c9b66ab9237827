//! Who was met: one tap, and who answers is known to the survey, its consent and the visit.

use ledger::RecordId;
use leptos::prelude::*;
use needs::Resident;

use crate::{desk::Desk, locales::DoorTexts};

/// Who was met at this door; `None` for somebody else, or as long as nobody has said.
pub type Met = RwSignal<Option<RecordId>>;

/// The residents to choose from, where any are known.
#[component]
pub fn WhoWasMet(unit: RecordId, met: Met) -> impl IntoView {
    let t = DoorTexts::now();
    let desk = expect_context::<Desk>();
    let chip = move |who: Option<RecordId>, name: String| {
        let on = move || met.get() == who;
        view! {
            <button
                class="chip-button"
                data-met=who.map_or_else(|| "other".to_owned(), |who| who.to_string())
                aria-pressed=move || if on() { "true" } else { "false" }
                on:click=move |_| met.set(who)
            >
                {name}
            </button>
        }
    };
    move || {
        let known: Vec<(RecordId, String)> = desk.read(|state| {
            let residents = Resident::of(state, unit).into_iter();
            let here = residents.filter(|one| one.is_here() && !one.name().is_empty());
            here.map(|one| (one.id, one.name().to_owned())).collect()
        });
        (!known.is_empty()).then(|| {
            let chips = known.into_iter().map(|(id, name)| chip(Some(id), name));
            let chips = chips.collect_view();
            view! {
                <div class="met" role="group" aria-label=t.who>
                    <span class="row-title">{t.who}</span>
                    <div class="chips">{chips} {chip(None, t.someone_else.to_owned())}</div>
                </div>
            }
        })
    }
}
