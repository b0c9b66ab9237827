//! Unlocking by the passphrase.

use leptos::{ev, prelude::*};

use super::{Attempt, Entering, SecretField, Waiting, unlock_error_text};
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
    let attempt = Attempt::prepared();
    let title = if profile.label.is_empty() {
        t.unlock_title.to_owned()
    } else {
        fill(t.hello, &[&profile.label])
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let empty = passphrase.read_untracked().trim().is_empty();
        let profile = profile.clone();
        attempt.begin(empty.then(|| t.empty.to_owned()), async move {
            let secret = passphrase.get_untracked();
            let entering = opened(&profile, &secret).await;
            let entering = entering.map_err(|why| unlock_error_text(&why))?;
            let _ = passphrase.try_set(String::new());
            enter.run(entering);
            Ok(())
        });
    };
    view! {
        <main class="page narrow stack" id="content">
            <div class="page-head"><h1><Icon name="lock"/>{title}</h1></div>
            <form class="card stack" on:submit=submit>
                {error_notice(attempt.error)}
                <SecretField
                    id="passphrase"
                    label=t.passphrase
                    value=passphrase
                    autocomplete="current-password"
                    first=true
                />
                <Waiting busy=attempt.busy label=t.unlocking/>
                <p class="button-row">
                    <button class="button primary" type="submit" aria-busy=move || attempt.busy.get().to_string()>
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
