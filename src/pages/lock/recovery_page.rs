//! Unlocking by the printed code, when the passphrase is forgotten. A new one is chosen with it.

use leptos::{ev, prelude::*};
use vault::{RecoveryCode, RecoveryCodeError};

use super::{Attempt, Entering, NewPassphrase, Waiting, too_easy, unlock_error_text};
use crate::{
    components::{icon::Icon, notice::error_notice, store_error::store_error_text},
    locales::{LockTexts, fill},
    platform::unlocker::{self, UnlockError, Work},
    profiles::Profile,
    store::registry,
};

/// The screen.
#[component]
pub fn RecoveryPage(
    /// Whose code is asked for.
    profile: Profile,
    /// Opens the profile.
    enter: Callback<Entering>,
    /// Back to the passphrase.
    back: Callback<()>,
    /// There is no code either.
    wipe: Callback<()>,
) -> impl IntoView {
    let t = LockTexts::now();
    let code = RwSignal::new(String::new());
    let passphrase = RwSignal::new(String::new());
    let attempt = Attempt::prepared();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let problem = code_problem(&code.read_untracked());
        let profile = profile.clone();
        attempt.begin(problem.or_else(|| too_easy(passphrase)), async move {
            let (code, passphrase) = (code.get_untracked(), passphrase.get_untracked());
            enter.run(recovered(profile, &code, &passphrase).await?);
            Ok(())
        });
    };
    view! {
        <main class="page narrow stack" id="content">
            <button class="button quiet back" on:click=move |_| back.run(())>
                <Icon name="back"/>
                {t.back}
            </button>
            <div class="page-head"><h1>{t.recover_title}</h1><p>{t.recover_text}</p></div>
            <form class="card stack" on:submit=submit>
                {error_notice(attempt.error)}
                <label class="field">
                    <span>{t.code}</span>
                    <input
                        id="code"
                        class="input code-input"
                        type="text"
                        autocomplete="off"
                        autocapitalize="characters"
                        spellcheck="false"
                        prop:value=move || code.get()
                        on:input=move |event| code.set(event_target_value(&event))
                    />
                </label>
                <NewPassphrase value=passphrase/>
                <Waiting busy=attempt.busy label=t.unlocking/>
                <p class="button-row">
                    <button class="button primary" type="submit" aria-busy=move || attempt.busy.get().to_string()>
                        {t.unlock}
                    </button>
                </p>
            </form>
            <NoCode wipe/>
        </main>
    }
}

/// What remains where there is neither passphrase nor code.
#[component]
fn NoCode(wipe: Callback<()>) -> impl IntoView {
    let t = LockTexts::now();
    view! {
        <details class="stack">
            <summary>{t.wipe}</summary>
            <p>{t.no_code}</p>
            <p class="button-row">
                <button class="button danger" id="wipe" on:click=move |_| wipe.run(())>
                    <Icon name="delete"/>
                    {t.wipe}
                </button>
            </p>
        </details>
    }
}

/// Why what was typed can't be a code.
fn code_problem(typed: &str) -> Option<String> {
    let t = LockTexts::now();
    let problem = typed.parse::<RecoveryCode>().err()?;
    Some(match problem {
        RecoveryCodeError::Length(length) => fill(t.code_length, &[&length]),
        RecoveryCodeError::Character(character) => fill(t.code_character, &[&character]),
        RecoveryCodeError::Check => t.code_check.to_owned(),
    })
}

async fn recovered(mut profile: Profile, code: &str, passphrase: &str) -> Result<Entering, String> {
    let header = profile.vault.clone().unwrap_or_default();
    let work = Work::Change {
        header: &header,
        secret: code,
        by_code: true,
        passphrase,
    };
    let unlocked = unlocker::run(work).await.map_err(|error| match error {
        UnlockError::Wrong => LockTexts::now().code_wrong.to_owned(),
        other => unlock_error_text(&other),
    })?;
    profile.vault = unlocked.header;
    let kept = registry::keep(&profile).await;
    kept.map_err(|error| store_error_text(&error))?;
    Ok((profile, Some(unlocked.key)))
}
