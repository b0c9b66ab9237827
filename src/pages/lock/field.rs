//! A field for a secret, and what to say when it does not open.

use leptos::{ev, html, prelude::*};

use crate::{
    components::icon::Icon,
    locales::{LockTexts, fill},
    platform::unlocker::UnlockError,
};

/// A field for a passphrase, with a button that shows what is typed.
#[component]
pub fn SecretField(
    /// The field's id, unique on the page.
    id: &'static str,
    /// What is asked for.
    label: &'static str,
    /// What is typed.
    value: RwSignal<String>,
    /// What the browser's own keeper of passwords may do here: `current-password` and so on.
    autocomplete: &'static str,
    /// Whether it has the focus from the start.
    #[prop(optional)]
    first: bool,
    /// A sentence under the label.
    #[prop(optional)]
    hint: Option<&'static str>,
) -> impl IntoView {
    let t = LockTexts::now();
    let shown = RwSignal::new(false);
    let caps = RwSignal::new(false);
    let field = NodeRef::<html::Input>::new();
    if first {
        Effect::new(move |_| {
            if let Some(field) = field.get() {
                let _ = field.focus();
            }
        });
    }
    let look_at_caps = move |event: ev::KeyboardEvent| {
        caps.set(event.get_modifier_state("CapsLock"));
    };
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id class="field-label">{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id.clone()>{hint}</p> })}
            <div class="secret">
                <input
                    node_ref=field
                    id=id
                    class="input"
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby=hint.map(|_| format!("{id}-hint"))
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                    on:keydown=look_at_caps
                    on:keyup=look_at_caps
                />
                <button
                    type="button"
                    class="button"
                    aria-controls=id
                    aria-pressed=move || shown.get().to_string()
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    <Icon name="eye"/>
                    {move || if shown.get() { t.hide } else { t.show }}
                </button>
            </div>
            <p class="hint" role="status">{move || caps.get().then_some(t.caps)}</p>
        </div>
    }
}

/// The sentence for what did not open by a passphrase.
pub fn unlock_error_text(error: &UnlockError) -> String {
    let t = LockTexts::now();
    match error {
        UnlockError::Wrong => t.wrong.to_owned(),
        UnlockError::Damaged => t.damaged.to_owned(),
        UnlockError::Newer => t.newer.to_owned(),
        UnlockError::Unsuited(why) => fill(t.unsuited, &[why]),
    }
}
