//! The recovery code, shown once: printed or saved, and typed again in part.

use leptos::{ev, prelude::*};
use vault::RecoveryCode;

use crate::{
    components::{icon::Icon, notice::error_notice},
    locales::{LockTexts, fill},
    platform::{files, random},
};

/// The step.
#[component]
pub fn RecoverySheet(
    /// The code, as the worker made it.
    code: String,
    /// Goes on, once the person has shown that they have it.
    done: Callback<()>,
) -> impl IntoView {
    let t = LockTexts::now();
    let typed = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let asked = usize::from(random::jitter() % 6);
    let read = StoredValue::new_local(code.parse::<RecoveryCode>().ok());
    let groups = code
        .split('-')
        .map(|group| view! { <span>{group.to_owned()}</span> });
    let groups = groups.collect_view();
    let code = StoredValue::new(code);
    let save = move |_| {
        let text = code.with_value(|code| format!("{}\n\n{code}\n", t.printed_for));
        // Who gets no file still has the screen.
        let _ = files::save(t.save_name, text.as_bytes(), "text/plain");
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let right = read.with_value(|read| {
            let read = read.as_ref();
            read.is_some_and(|code| code.has_group(asked, &typed.read_untracked()))
        });
        if right {
            code.set_value(String::new());
            done.run(());
        } else {
            error.set(Some(t.confirm_wrong.to_owned()));
        }
    };
    view! {
        <div class="page-head"><h1>{t.code_title}</h1><p>{t.code_text}</p></div>
        <div class="card stack recovery">
            <p class="print-only">{t.printed_for}</p>
            <p class="recovery-code" id="recovery-code" aria-label=t.code translate="no">{groups}</p>
            <p class="button-row">
                <button class="button" type="button" on:click=|_| drop(window().print())>
                    <Icon name="document"/>
                    {t.print}
                </button>
                <button class="button" type="button" on:click=save>
                    <Icon name="download"/>
                    {t.save}
                </button>
            </p>
        </div>
        <form class="card stack no-print" on:submit=submit>
            {error_notice(error)}
            <label class="field">
                <span>{fill(t.confirm_code, &[&(asked + 1)])}</span>
                <input
                    id="confirm-code"
                    class="input code-input"
                    type="text"
                    maxlength="9"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    data-group=asked.to_string()
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </label>
            <p class="button-row">
                <button class="button primary" type="submit">{t.have_it}</button>
            </p>
        </form>
    }
}
