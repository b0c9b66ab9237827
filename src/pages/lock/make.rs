//! Making a vault: a passphrase is chosen, the key is made, and the recovery code is shown once.

use leptos::{ev, prelude::*, task::spawn_local};
use web_sys::CryptoKey;

use super::{
    Attempt, AttemptRow, NewPassphrase, RecoverySheet, Waiting, too_easy, unlock_error_text,
};
use crate::{
    components::{notice::error_notice, store_error::store_error_text},
    locales::LockTexts,
    platform::unlocker::{self, Unlocked, Work},
    profiles::{Opened, Profile, ProfileId, go_home},
    store::registry,
};

/// A vault that was just made, and not yet kept.
#[derive(Clone)]
pub struct Made {
    /// What the profile is called.
    pub label: String,
    /// The vault's header.
    pub header: String,
    /// Its key.
    pub key: CryptoKey,
}

/// The steps, one after the other.
#[component]
pub fn MakeVault(
    /// The profile's name so far.
    label: String,
    /// Keeps the vault, once the person has its recovery code.
    made: Callback<Made>,
    /// Leaves it.
    cancel: Callback<()>,
) -> impl IntoView {
    let ready = RwSignal::new_local(None::<(Made, String)>);
    let name = RwSignal::new(label);
    move || match ready.get() {
        None => view! { <Choose name ready cancel/> }.into_any(),
        Some((vault, code)) => {
            let done = Callback::new({
                let vault = StoredValue::new_local(vault);
                move |()| made.run(vault.get_value())
            });
            view! { <RecoverySheet code done/> }.into_any()
        }
    }
}

#[component]
fn Choose(
    name: RwSignal<String>,
    ready: RwSignal<Option<(Made, String)>, LocalStorage>,
    cancel: Callback<()>,
) -> impl IntoView {
    let t = LockTexts::now();
    let passphrase = RwSignal::new(String::new());
    let attempt = Attempt::prepared();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let label = name.get_untracked().trim().to_owned();
        let unnamed = label.is_empty().then(|| t.name_empty.to_owned());
        let problem = unnamed.or_else(|| too_easy(passphrase));
        attempt.begin(problem, async move {
            let made = make(label, &passphrase.get_untracked()).await?;
            drop(ready.try_set(Some(made)));
            Ok(())
        });
    };
    view! {
        <div class="page-head"><h1>{t.make_title}</h1><p>{t.make_text}</p></div>
        <form class="card stack" on:submit=submit>
            {error_notice(attempt.error)}
            <label class="field">
                <span>{t.name}</span>
                <span class="hint">{t.name_hint}</span>
                <input
                    id="profile-name"
                    class="input"
                    type="text"
                    maxlength="40"
                    autocomplete="off"
                    prop:value=move || name.get()
                    on:input=move |event| name.set(event_target_value(&event))
                />
            </label>
            <NewPassphrase value=passphrase/>
            <Waiting busy=attempt.busy label=t.working/>
            <AttemptRow busy=attempt.busy label=t.next cancel/>
        </form>
    }
}

async fn make(label: String, passphrase: &str) -> Result<(Made, String), String> {
    let unlocked = unlocker::run(Work::Create { passphrase }).await;
    let Unlocked { key, header, code } = unlocked.map_err(|error| unlock_error_text(&error))?;
    let header = header.unwrap_or_default();
    let made = Made { label, header, key };
    Ok((made, code.unwrap_or_default()))
}

/// Someone begins on this tablet: a profile of their own, with a passphrase.
#[component]
pub fn NewProfile(
    /// Goes on with the profile, which is kept by then.
    done: Callback<Opened>,
    /// Leaves it.
    cancel: Callback<()>,
) -> impl IntoView {
    let error = RwSignal::new(None::<String>);
    let made = Callback::new(move |made: Made| {
        spawn_local(async move {
            match keep(made).await {
                Ok(opened) => done.run(opened),
                Err(why) => drop(error.try_set(Some(why))),
            }
        });
    });
    view! {
        {error_notice(error)}
        <MakeVault label=String::new() made cancel/>
    }
}

async fn keep(made: Made) -> Result<Opened, String> {
    let text = |error| store_error_text(&error);
    let profile = Profile {
        id: ProfileId::random(),
        label: made.label,
        vault: Some(made.header),
        databases: Vec::new(),
        shown: Vec::new(),
    };
    registry::keep(&profile).await.map_err(text)?;
    let _ = registry::set_last(profile.id).await;
    go_home();
    let opened = Opened::open(profile, Some(made.key)).await.map_err(text)?;
    opened.keep_contents().await.map_err(text)?;
    Ok(opened)
}
