//! What frames every page of the survey: where one is and whether all is saved, above; the way on,
//! below, in reach of the thumb.

use leptos::prelude::*;

use super::{
    saver::Sign,
    visit::{Place, Visit},
};
use crate::{
    components::{icon::Icon, moment::clock_time, store_error::store_error_text},
    desk::WriteError,
    locales::{SurveyTexts, fill},
};

/// The head.
#[component]
pub fn Head(
    /// Opens the dialog for leaving.
    leaving: RwSignal<bool>,
) -> impl IntoView {
    let t = SurveyTexts::now();
    let visit = expect_context::<Visit>();
    let count = Memo::new(move |_| visit.pages.with(Vec::len));
    // On the check, everything lies behind.
    let number = Memo::new(move |_| visit.current().map(|(number, _)| number + 1));
    let place = move || match number.get() {
        Some(number) => fill(t.page_of, &[&number, &count.get()]),
        None => t.check_short.to_owned(),
    };
    view! {
        <header class="survey-head">
            <button class="button quiet" on:click=move |_| leaving.set(true)>
                <Icon name="leave"/>
                {t.leave}
            </button>
            <p class="survey-place">{place}</p>
            <SaveSign/>
            <progress
                aria-hidden="true"
                max=move || count.get().to_string()
                value=move || number.get().unwrap_or_else(|| count.get()).to_string()
            ></progress>
        </header>
    }
}

/// Whether all is on the disk. It is not read out at each answer; an error is.
#[component]
fn SaveSign() -> impl IntoView {
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
fn SaveFailure() -> impl IntoView {
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

/// The bar.
#[component]
pub fn Bar(
    /// Opens the dialog for leaving.
    leaving: RwSignal<bool>,
    /// Opens the contents.
    contents: RwSignal<bool>,
) -> impl IntoView {
    let t = SurveyTexts::now();
    let visit = expect_context::<Visit>();
    let back = move |_| {
        if !visit.back() {
            leaving.set(true);
        }
    };
    let failure = move || {
        visit.failure.get().map(|error| {
            view! {
                <div class="notice" data-kind="error" role="alert">
                    <p>{write_error_text(&error)}</p>
                </div>
            }
        })
    };
    view! {
        <div class="survey-bar">
            <SaveFailure/>
            {failure}
            <nav aria-label=t.page_navigation>
                <button class="button back" on:click=back>
                    <Icon name="back"/>
                    <span>{t.back}</span>
                </button>
                <button
                    class="button list"
                    aria-haspopup="dialog"
                    on:click=move |_| contents.set(true)
                >
                    <Icon name="list"/>
                    <span>{t.contents_short}</span>
                </button>
                <Onward/>
            </nav>
        </div>
    }
}

/// The way on: the next page, back to the check, or the end. It is never closed: where something is
/// wrong, it says what.
#[component]
fn Onward() -> impl IntoView {
    let t = SurveyTexts::now();
    let visit = expect_context::<Visit>();
    let finish = visit.finisher();
    let at_check = Memo::new(move |_| visit.place.get() == Place::Check);
    let act = move |_| {
        if at_check.get_untracked() {
            finish();
        } else {
            visit.next();
        }
    };
    let word = move || {
        if visit.busy.get() {
            t.finishing
        } else if at_check.get() {
            t.finish
        } else if visit.checking() {
            t.back_to_check
        } else {
            t.next
        }
    };
    let icon = move || {
        let name = if at_check.get() { "check" } else { "next" };
        view! { <Icon name/> }
    };
    view! {
        <button
            class="button primary"
            data-action=move || if at_check.get() { "finish" } else { "next" }
            aria-busy=move || visit.busy.get().then_some("true")
            on:click=act
        >
            <span>{word}</span>
            {icon}
        </button>
    }
}

fn write_error_text(error: &WriteError) -> String {
    let t = SurveyTexts::now();
    match error {
        WriteError::NoActor => t.no_actor.to_owned(),
        WriteError::Invalid(why) => fill(t.not_written, &[why]),
        WriteError::Store(error) => store_error_text(error),
    }
}
