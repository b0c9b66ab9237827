//! Saving a backup: a passphrase is chosen, the file is made and handed to the browser.

use ledger::backup::Counted;
use leptos::{ev, prelude::*};

use crate::{
    components::{file_error::file_error_text, moment::clock_time, notice::error_notice},
    desk::Desk,
    locales::{BackupTexts, fill},
    pages::lock::{Attempt, AttemptRow, NewPassphrase, Waiting, too_easy, unlock_error_text},
    platform::{
        clock, files, prefs,
        seal::Seal,
        unlocker::{self, UnlockError, Unlocked, Work},
    },
};

/// The form.
#[component]
pub fn SaveForm(
    /// What is saved.
    desk: Desk,
    /// Says that it is done.
    finish: Callback<String>,
    /// Leaves it.
    cancel: Callback<()>,
) -> impl IntoView {
    let t = BackupTexts::now();
    let passphrase = RwSignal::new(String::new());
    let attempt = Attempt::prepared();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        attempt.begin(too_easy(passphrase), async move {
            let Counted {
                entries,
                drafts,
                files,
            } = save(desk, &passphrase.get_untracked()).await?;
            finish.run(fill(t.saved, &[&entries, &drafts, &files]));
            Ok(())
        });
    };
    view! {
        <h2 id="backup-title">{t.save_title}</h2>
        <p>{t.save_text}</p>
        <form class="stack" on:submit=submit>
            {error_notice(attempt.error)}
            <NewPassphrase value=passphrase/>
            <Waiting busy=attempt.busy label=t.saving/>
            <AttemptRow busy=attempt.busy label=t.save_now id="save-backup-now" cancel/>
        </form>
    }
}

async fn save(desk: Desk, passphrase: &str) -> Result<Counted, String> {
    // A key for this file alone. Its recovery code is made with it and shown to nobody.
    let made = unlocker::run(Work::Create { passphrase }).await;
    let Unlocked { key, header, .. } = made.map_err(|why| unlock_error_text(&why))?;
    let unsuited = || unlock_error_text(&UnlockError::Unsuited("no cipher".to_owned()));
    let seal = Seal::new(key).ok_or_else(unsuited)?;
    let header = header.unwrap_or_default();
    let saved = desk.back_up(&seal, &header).await;
    let saved = saved.map_err(|why| file_error_text(&why))?;
    let now = clock::now();
    let (date, time) = (now.date_naive(), clock_time(&now).replace(':', ""));
    let name = format!("doorstep-{date}-{time}.doorstep");
    files::save_parts(&name, &saved.parts, "application/octet-stream")
        .map_err(|_| BackupTexts::now().not_saved.to_owned())?;
    prefs::set_last_export_ms(clock::now_ms());
    Ok(saved.counted)
}
