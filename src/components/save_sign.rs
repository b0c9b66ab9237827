//! Whether what is being written is on the disk, and what keeps it from there.

use chrono::{DateTime, FixedOffset};
use leptos::prelude::*;

use super::{
    icon::Icon,
    moment::clock_time,
    notice::{Kind, notice},
    store_error::store_error_text,
};
use crate::{
    locales::{SurveyTexts, fill},
    store::StoreError,
};

/// How saving stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Sign {
    /// Something is not on the disk yet.
    Saving,
    /// Everything is, since this moment.
    Saved(DateTime<FixedOffset>),
    /// The last attempt failed; what was written is on the screen, and is tried again with the next
    /// change.
    Failed(StoreError),
}

/// Whether all is on the disk. It is not read out at each change; an error is.
pub fn save_sign(sign: impl Fn() -> Option<Sign> + Copy + Send + Sync + 'static) -> AnyView {
    let t = SurveyTexts::now();
    let state = move || match sign() {
        Some(Sign::Saved(_)) => "saved",
        Some(Sign::Failed(_)) => "failed",
        Some(Sign::Saving) | None => "saving",
    };
    let content = move || match sign() {
        Some(Sign::Saved(at)) => view! {
            <Icon name="check"/>
            <span>{fill(t.saved_at, &[&clock_time(&at)])}</span>
        }
        .into_any(),
        Some(Sign::Failed(_)) => {
            view! { <Icon name="warning"/><span>{t.not_saved}</span> }.into_any()
        }
        Some(Sign::Saving) | None => view! { <span>{t.saving}</span> }.into_any(),
    };
    view! { <p class="save-sign" data-state=state>{content}</p> }.into_any()
}

/// What keeps it from the disk, and a button that tries again. It stays in sight until it is there.
pub fn save_failure(
    sign: impl Fn() -> Option<Sign> + Send + Sync + 'static,
    again: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let failure = Memo::new(move |_| match sign()? {
        Sign::Failed(error) => Some(store_error_text(&error)),
        Sign::Saving | Sign::Saved(_) => None,
    });
    let told = move |text: String| {
        let t = SurveyTexts::now();
        let again =
            view! { <button class="button" on:click=move |_| again()>{t.save_again}</button> };
        notice(Kind::Error, text, Some(again.into_any()))
    };
    (move || failure.get().map(told)).into_any()
}
