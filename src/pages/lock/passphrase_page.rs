//! Unlocking by the passphrase.

use leptos::{ev, prelude::*, task::spawn_local};

use super::{Entering, SecretField, unlock_error_text};
use crate::{
    components::{icon::Icon, notice::error_notice},
    locales::{LockTexts, fill},
    platform::unlocker::{self, UnlockError, Work},
    profiles::Profile,
};

/// The screen.
#[component]
pub fn PassphrasePage(
    /// Whose passphrase is asked for.
    profile: Profile,
    /// Opens the profile.
    enter: Callback<Entering>,
    /// The passphrase is forgotten.
    forgot: Callback<()>,
    /// Someone else is there.
    others: Callback<()>,
    /// Whether there are other profiles.
    several: bool,
) -> impl IntoView {
    let t = LockTexts::now();
    let passphrase = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let title = if profile.label.is_empty() {
        t.unlock_title.to_owned()
    } else {
        fill(t.hello, &[&profile.label])
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        error.set(None);
        if passphrase.read_untracked().trim().is_empty() {
            error.set(Some(t.empty.to_owned()));
            return;
        }
        busy.set(true);
        let profile = profile.clone();
        spawn_local(async move {
            let secret = passphrase.get_untracked();
            match opened(&profile, &secret).await {
                Ok(entering) => {
                    let _ = passphrase.try_set(String::new());
                    enter.run(entering);
                }
                Err(why) => {
                    let _ = error.try_set(Some(unlock_error_text(&why)));
                    let _ = busy.try_set(false);
                    unlocker::prepare();
                }
            }
        });
    };
    view! {
        <main class="page narrow stack" id="content">
            <div class="page-head"><h1><Icon name="lock"/>{title}</h1></div>
            <form class="card stack" on:submit=submit>
                {error_notice(error)}
                <SecretField
                    id="passphrase"
                    label=t.passphrase
                    value=passphrase
                    autocomplete="current-password"
                    first=true
                />
                <Waiting busy label=t.unlocking/>
                <p class="button-row">
                    <button class="button primary" type="submit" aria-busy=move || busy.get().to_string()>
                        {t.unlock}
                    </button>
                </p>
            </form>
            <p class="button-row">
                <button class="button quiet" id="forgot" on:click=move |_| forgot.run(())>
                    {t.forgot}
                </button>
                <button class="button quiet" id="others" on:click=move |_| others.run(())>
                    {if several { t.others } else { t.another }}
                </button>
            </p>
        </main>
    }
}

/// That a key is being derived. Nothing shows for waits that nobody notices.
#[component]
pub fn Waiting(
    /// Whether it is.
    busy: RwSignal<bool>,
    /// What to call it.
    label: &'static str,
) -> impl IntoView {
    view! {
        <div class="waiting" role="status" aria-live="polite">
            {move || busy.get().then(|| view! {
                <p>{label}</p>
                <progress aria-label=label></progress>
            })}
        </div>
    }
}

async fn opened(profile: &Profile, secret: &str) -> Result<Entering, UnlockError> {
    let header = profile.vault.as_deref().ok_or(UnlockError::Damaged)?;
    let work = Work::Open {
        header,
        secret,
        by_code: false,
    };
    let unlocked = unlocker::run(work).await?;
    Ok((profile.clone(), Some(unlocked.key)))
}
