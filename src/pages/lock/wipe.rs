//! Wiping a profile: what is lost is said, a word is typed, and then it is gone.

use leptos::{ev, prelude::*, task::spawn_local};

use crate::{
    components::{
        icon::Icon,
        notice::{Kind, error_notice, notice},
        store_error::store_error_text,
    },
    locales::{LockTexts, fill},
    profiles::{Profile, wipe},
};

/// What has not reached the office: entries, drafts and files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsent {
    /// Entries.
    pub entries: u64,
    /// Questionnaires being filled in.
    pub drafts: usize,
    /// Files.
    pub files: usize,
}

/// The form.
#[component]
pub fn WipeForm(
    /// What goes.
    profile: Profile,
    /// What is lost with it; `None` where nobody can say, because it is locked.
    unsent: Option<Unsent>,
    /// Leaves it as it is.
    back: Callback<()>,
) -> impl IntoView {
    let t = LockTexts::now();
    let typed = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let lost = match unsent {
        None => notice(Kind::Warning, t.wipe_unknown, None),
        Some(Unsent {
            entries: 0,
            drafts: 0,
            files: 0,
        }) => notice(Kind::Info, t.wipe_all_sent, None),
        Some(Unsent {
            entries,
            drafts,
            files,
        }) => notice(
            Kind::Warning,
            fill(t.wipe_unsent, &[&entries, &drafts, &files]),
            None,
        ),
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        if typed.read_untracked().trim().to_lowercase() != t.wipe_word {
            error.set(Some(t.wipe_wrong.to_owned()));
            return;
        }
        busy.set(true);
        let profile = profile.clone();
        spawn_local(async move {
            // It ends with the page loaded anew.
            if let Err(why) = wipe(&profile).await {
                let _ = error.try_set(Some(store_error_text(&why)));
                let _ = busy.try_set(false);
            }
        });
    };
    view! {
        <div class="page-head"><h1>{t.wipe_title}</h1><p>{t.wipe_text}</p></div>
        {lost}
        <form class="card stack" on:submit=submit>
            {error_notice(error)}
            <label class="field">
                <span>{fill(t.wipe_type, &[&t.wipe_word])}</span>
                <input
                    id="wipe-word"
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
                <button class="button danger" type="submit" id="wipe-now">
                    <Icon name="delete"/>
                    {move || if busy.get() { t.wiping } else { t.wipe_now }}
                </button>
            </p>
        </form>
    }
}
