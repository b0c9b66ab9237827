//! The hours in which people are visited, by which an odd hour is noticed. A manager sets them.

use leptos::{ev, prelude::*, task::spawn_local};
use needs::{Role, quality::Rules};

use crate::{
    components::{notice::error_notice, store_error::write_error_text},
    desk::Desk,
    locales::ReviewTexts,
};

#[component]
pub(super) fn Hours() -> impl IntoView {
    let t = ReviewTexts::now();
    let desk = expect_context::<Desk>();
    let manager = Memo::new(move |_| {
        desk.with_person(|_, person| person.role() == Role::Manager) == Some(true)
    });
    let rules = untrack(|| {
        let site = desk.site();
        desk.read(|state| Rules::of(state, site))
    });
    let hours = RwSignal::new((rules.from, rules.until));
    let error = RwSignal::new(None::<String>);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let change = desk
            .peek(|ledger| Rules::set_hours(ledger.state(), ledger.site(), hours.get_untracked()));
        spawn_local(async move {
            let why = desk.record(change).await.err();
            let _ = error.try_set(why.map(|why| write_error_text(&why)));
        });
    };
    let field = move |label, value: u32, set: fn(&mut (u32, u32), u32)| {
        view! {
            <label class="field">
                <span>{label}</span>
                <input
                    type="number"
                    min="0"
                    max="24"
                    value=value.to_string()
                    on:input=move |event| {
                        if let Ok(hour) = event_target_value(&event).parse() {
                            hours.update(|hours| set(hours, hour));
                        }
                    }
                />
            </label>
        }
    };
    view! {
        <Show when=move || manager.get()>
            <details>
                <summary>{t.hours}</summary>
                <form class="stack" on:submit=submit>
                    <div class="field-pair">
                        {field(t.hours_from, rules.from, |hours, hour| hours.0 = hour)}
                        {field(t.hours_until, rules.until, |hours, hour| hours.1 = hour)}
                    </div>
                    {error_notice(error)}
                    <p class="button-row"><button class="button">{t.save}</button></p>
                </form>
            </details>
        </Show>
    }
}
