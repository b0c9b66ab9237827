//! What can't be taken back: a word is typed, and then it is done.

use leptos::{ev, prelude::*};

use crate::{
    components::{icon::Icon, notice::error_notice},
    locales::{LockTexts, fill},
};

/// The form. Its error is told above it, whoever sets it.
#[component]
pub fn WordForm(
    /// The word.
    word: &'static str,
    /// What its field and its button are called: `<name>-word` and `<name>-now`.
    name: &'static str,
    /// What the button says.
    #[prop(into)]
    label: Signal<&'static str>,
    /// Whether it is being done.
    #[prop(into)]
    busy: Signal<bool>,
    /// What went wrong.
    error: RwSignal<Option<String>>,
    /// Does it.
    go: Callback<()>,
    /// Leaves everything as it is.
    back: Callback<()>,
) -> impl IntoView {
    let t = LockTexts::now();
    let typed = RwSignal::new(String::new());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let right = typed.read_untracked().trim().to_lowercase() == word;
        error.set((!right).then(|| t.wipe_wrong.to_owned()));
        if right {
            go.run(());
        }
    };
    view! {
        <form class="stack" on:submit=submit>
            {error_notice(error)}
            <label class="field">
                <span>{fill(t.wipe_type, &[&word])}</span>
                <input
                    id=format!("{name}-word")
                    class="input"
                    type="text"
                    autocomplete="off"
                    autocapitalize="none"
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </label>
            <p class="button-row">
                <button class="button" type="button" on:click=move |_| back.run(())>{t.cancel}</button>
                <button class="button danger" type="submit" id=format!("{name}-now")>
                    <Icon name="delete"/>
                    {move || label.get()}
                </button>
            </p>
        </form>
    }
}
