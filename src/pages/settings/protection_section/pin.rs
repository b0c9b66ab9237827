//! Setting the short number.

use leptos::{ev, html, prelude::*, task::spawn_local};

use crate::{
    components::{notice::error_notice, store_error::store_error_text},
    locales::LockTexts,
    pages::lock::{pin_problem, plain_digits},
    profiles::Opened,
};

/// Sets the PIN, in place of the one before.
#[component]
pub fn ChangePin(
    /// Whose it is.
    opened: Opened,
    /// Says that it is done.
    finish: Callback<&'static str>,
    /// Leaves it.
    cancel: Callback<()>,
) -> impl IntoView {
    let t = LockTexts::now();
    let pin = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let typed = plain_digits(&pin.get_untracked());
        if let Some(problem) = pin_problem(&typed) {
            error.set(Some(problem.to_owned()));
            return;
        }
        spawn_local(async move {
            match opened.set_pin(Some(typed)).await {
                Ok(()) => finish.run(t.pin_set),
                Err(why) => drop(error.try_set(Some(store_error_text(&why)))),
            }
        });
    };
    view! {
        <h2>{t.set_pin}</h2>
        <p>{t.pin_hint}</p>
        <form class="stack" on:submit=submit>
            {error_notice(error)}
            <label class="field">
                <span>{t.pin_new}</span>
                <input
                    node_ref=field
                    id="new-pin"
                    class="input pin"
                    type="text"
                    inputmode="numeric"
                    maxlength="8"
                    autocomplete="off"
                    prop:value=move || pin.get()
                    on:input=move |event| pin.set(event_target_value(&event))
                />
            </label>
            <p class="button-row">
                <button class="button" type="button" on:click=move |_| cancel.run(())>{t.cancel}</button>
                <button class="button primary" type="submit">{t.save_change}</button>
            </p>
        </form>
    }
}
