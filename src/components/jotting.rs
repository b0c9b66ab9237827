//! A few lines that somebody writes about something: a note at a passage, a remark at a question.

use leptos::{ev, html, prelude::*};

/// The field, which has the focus at once, and the button that keeps what is in it.
#[component]
pub fn Jotting(
    /// What is written here.
    label: &'static str,
    /// What stands there already.
    before: String,
    /// What the button says.
    save: &'static str,
    /// What kind it is, for tests and scripts.
    name: &'static str,
    /// Keeps what was written.
    keep: Callback<String>,
    /// Stands beside the button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let typed = RwSignal::new(before);
    let field = NodeRef::<html::Textarea>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        keep.run(typed.get_untracked());
    };
    view! {
        <form class="stack" on:submit=submit>
            <label class="field">
                <span>{label}</span>
                <textarea
                    rows="3"
                    node_ref=field
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                ></textarea>
            </label>
            <p class="button-row">
                <button class="button primary" data-save=name>{save}</button>
                {children.map(|children| children())}
            </p>
        </form>
    }
}
