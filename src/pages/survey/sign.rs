//! Whether the answers are on the disk, and what keeps them from it.

use leptos::prelude::*;

use super::{saver::Sign, visit::Visit};
use crate::{
    components::{
        icon::Icon,
        moment::clock_time,
        store_error::{store_error_text, write_error_text},
    },
    locales::{SurveyTexts, fill},
};

/// Whether all is on the disk. It is not read out at each answer; an error is.
#[component]
pub fn SaveSign() -> impl IntoView {
    let t = SurveyTexts::now();
    let visit = expect_context::<Visit>();
    let sign = move || visit.saver().map(|saver| saver.sign());
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
        Some(Sign::Failed(_)) => view! {
            <Icon name="warning"/>
            <span>{t.not_saved}</span>
        }
        .into_any(),
        Some(Sign::Saving) | None => view! { <span>{t.saving}</span> }.into_any(),
    };
    view! { <p class="save-sign" data-state=state>{content}</p> }
}

/// What keeps the answers from the disk. It stays in sight until they are there.
#[component]
pub fn SaveFailure() -> impl IntoView {
    let t = SurveyTexts::now();
    let visit = expect_context::<Visit>();
    let failure = Memo::new(move |_| match visit.saver()?.sign() {
        Sign::Failed(error) => Some(error),
        Sign::Saving | Sign::Saved(_) => None,
    });
    let again = move |_| {
        if let Some(saver) = visit.saver() {
            saver.flush();
        }
    };
    move || {
        failure.get().map(|error| {
            view! {
                <div class="notice" data-kind="error" role="alert">
                    <p>{store_error_text(&error)}</p>
                    <button class="button" on:click=again>{t.save_again}</button>
                </div>
            }
        })
    }
}

/// Why the response could not be written, or the draft not be thrown away.
#[component]
pub fn WriteFailure() -> impl IntoView {
    let visit = expect_context::<Visit>();
    move || {
        visit.failure.get().map(|error| {
            view! {
                <div class="notice" data-kind="error" role="alert">
                    <p>{write_error_text(&error)}</p>
                </div>
            }
        })
    }
}
