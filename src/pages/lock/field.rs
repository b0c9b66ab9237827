//! Fields for a secret and for a new one, and what to say of what is typed there.

use leptos::{ev, html, prelude::*};
use vault::{Strength, strength};

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

/// A field for a new passphrase, with a word on how good it is.
#[component]
pub fn NewPassphrase(
    /// What is typed.
    value: RwSignal<String>,
) -> impl IntoView {
    let t = LockTexts::now();
    let judged = move || {
        let typed = value.get();
        (!typed.is_empty()).then(|| strength(&typed))
    };
    let word = move || {
        judged().map(|strength| match strength {
            Strength::TooEasy => t.too_easy,
            Strength::Fair => t.fair,
            Strength::Good => t.good,
            Strength::Strong => t.strong,
        })
    };
    let level = move || {
        judged().map_or(0.0, |strength| match strength {
            Strength::TooEasy => 1.0,
            Strength::Fair => 2.0,
            Strength::Good => 3.0,
            Strength::Strong => 4.0,
        })
    };
    view! {
        <SecretField
            id="new-passphrase"
            label=t.new_passphrase
            value
            autocomplete="new-password"
            hint=t.make_hint
        />
        <div class="strength">
            <progress max="4" prop:value=level aria-hidden="true"></progress>
            <p role="status" id="strength">{word}</p>
        </div>
    }
}

/// What to say of a new passphrase that is guessed too soon.
pub fn too_easy(passphrase: RwSignal<String>) -> Option<String> {
    let easy = strength(&passphrase.read_untracked()) == Strength::TooEasy;
    easy.then(|| LockTexts::now().too_easy.to_owned())
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
