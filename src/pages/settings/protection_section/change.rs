//! Another passphrase, or another recovery code. The key stays the same, and so does every row.

use leptos::{ev, prelude::*, task::spawn_local};

use super::header_of;
use crate::{
    components::{notice::error_notice, store_error::store_error_text},
    locales::LockTexts,
    pages::lock::{
        Attempt, AttemptRow, NewPassphrase, RecoverySheet, SecretField, Waiting, too_easy,
        unlock_error_text,
    },
    platform::unlocker::{self, Work},
    profiles::Opened,
};

/// Changes the passphrase.
#[component]
pub fn ChangePassphrase(
    /// Whose it is.
    opened: Opened,
    /// Says that it is done.
    finish: Callback<&'static str>,
    /// Leaves it.
    cancel: Callback<()>,
) -> impl IntoView {
    let t = LockTexts::now();
    let (old, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let attempt = Attempt::prepared();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        attempt.begin(too_easy(new), async move {
            changed(opened, &old.get_untracked(), &new.get_untracked()).await?;
            finish.run(t.changed);
            Ok(())
        });
    };
    view! {
        <h2>{t.change_passphrase}</h2>
        <form class="stack" on:submit=submit>
            {error_notice(attempt.error)}
            <SecretField
                id="old-passphrase"
                label=t.old_passphrase
                value=old
                autocomplete="current-password"
                first=true
            />
            <NewPassphrase value=new/>
            <Waiting busy=attempt.busy label=t.working/>
            <AttemptRow busy=attempt.busy label=t.save_change cancel/>
        </form>
    }
}

async fn changed(opened: Opened, old: &str, new: &str) -> Result<(), String> {
    let mut profile = untrack(|| opened.profile());
    let header = header_of(&profile);
    let work = Work::Change {
        header: &header,
        secret: old,
        by_code: false,
        passphrase: new,
    };
    let unlocked = unlocker::run(work).await;
    profile.vault = unlocked.map_err(|why| unlock_error_text(&why))?.header;
    let kept = opened.keep_profile(profile).await;
    kept.map_err(|why| store_error_text(&why))
}

/// Makes another recovery code. It counts once the person has shown that they have it.
#[component]
pub fn ChangeCode(
    /// Whose it is.
    opened: Opened,
    /// Says that it is done.
    finish: Callback<&'static str>,
    /// Leaves it.
    cancel: Callback<()>,
) -> impl IntoView {
    // Header and code, once they are made.
    let made = RwSignal::new(None::<(String, String)>);
    move || match made.get() {
        None => view! { <Ask opened made cancel/> }.into_any(),
        Some((header, code)) => view! { <Take opened header code finish/> }.into_any(),
    }
}

#[component]
fn Ask(
    opened: Opened,
    made: RwSignal<Option<(String, String)>>,
    cancel: Callback<()>,
) -> impl IntoView {
    let t = LockTexts::now();
    let passphrase = RwSignal::new(String::new());
    let attempt = Attempt::prepared();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        attempt.begin(None, async move {
            let header = header_of(&untrack(|| opened.profile()));
            let secret = passphrase.get_untracked();
            let work = Work::Recode {
                header: &header,
                secret: &secret,
            };
            let unlocked = unlocker::run(work).await;
            let unlocked = unlocked.map_err(|why| unlock_error_text(&why))?;
            drop(made.try_set(unlocked.header.zip(unlocked.code)));
            Ok(())
        });
    };
    view! {
        <h2>{t.new_code}</h2>
        <p>{t.new_code_text}</p>
        <form class="stack" on:submit=submit>
            {error_notice(attempt.error)}
            <SecretField
                id="old-passphrase"
                label=t.old_passphrase
                value=passphrase
                autocomplete="current-password"
                first=true
            />
            <Waiting busy=attempt.busy label=t.working/>
            <AttemptRow busy=attempt.busy label=t.save_change cancel/>
        </form>
    }
}

#[component]
fn Take(
    opened: Opened,
    header: String,
    code: String,
    finish: Callback<&'static str>,
) -> impl IntoView {
    let error = RwSignal::new(None::<String>);
    let done = Callback::new(move |()| {
        let header = header.clone();
        spawn_local(async move {
            let mut profile = untrack(|| opened.profile());
            profile.vault = Some(header);
            match opened.keep_profile(profile).await {
                Ok(()) => finish.run(LockTexts::now().code_changed),
                Err(why) => drop(error.try_set(Some(store_error_text(&why)))),
            }
        });
    });
    view! {
        {error_notice(error)}
        <RecoverySheet code done/>
    }
}
