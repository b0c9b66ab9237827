//! What went wrong with the storage, and what to do about it.

use leptos::prelude::*;

use crate::{
    components::notice::{Kind, notice},
    desk::WriteError,
    locales::{ShellTexts, SurveyTexts, fill},
    store::StoreError,
};

/// The sentence for an error.
pub fn store_error_text(error: &StoreError) -> String {
    let t = ShellTexts::now();
    match error {
        StoreError::Unavailable => t.store_unavailable.to_owned(),
        StoreError::Full => t.store_full.to_owned(),
        StoreError::Lost | StoreError::Taken => t.store_lost.to_owned(),
        StoreError::Blocked => t.store_blocked.to_owned(),
        StoreError::NewerSchema => t.store_newer.to_owned(),
        StoreError::Sealed => t.store_sealed.to_owned(),
        StoreError::Corrupt(what) => fill(t.store_corrupt, &[what]),
        StoreError::Other(what) => fill(t.store_other, &[what]),
    }
}

/// The sentence for a change that was not made.
pub fn write_error_text(error: &WriteError) -> String {
    let t = SurveyTexts::now();
    match error {
        WriteError::NoActor => t.no_actor.to_owned(),
        WriteError::Invalid(why) => fill(t.not_written, &[why]),
        WriteError::Store(error) => store_error_text(error),
    }
}

/// An error that keeps the app from opening.
#[component]
pub fn StoreErrorNotice(
    /// What to say.
    text: String,
) -> impl IntoView {
    let reload = view! {
        <button class="button" on:click=|_| drop(window().location().reload())>
            {ShellTexts::now().reload}
        </button>
    };
    notice(Kind::Error, text, Some(reload.into_any()))
}
