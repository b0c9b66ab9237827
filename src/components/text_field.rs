//! A labelled line of text in a form.

use leptos::prelude::*;

/// The field; `kind` is what the browser is to expect: `text`, `tel` and so on.
pub fn text_field(
    label: &'static str,
    id: &'static str,
    kind: &'static str,
    text: RwSignal<String>,
) -> impl IntoView + use<> {
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                type=kind
                id=id
                autocomplete="off"
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
            />
        </label>
    }
}
