//! Leaving the survey: to go on later, or for good.

use leptos::prelude::*;
use leptos_router::components::A;

use super::visit::Visit;
use crate::{
    components::{icon::Icon, save_sign::Sign, sheet::Sheet, store_error::store_error_text},
    locales::{SurveyTexts, fill},
};

/// The dialog.
#[component]
pub fn Leave(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let sure = RwSignal::new(false);
    Effect::new(move |_| {
        if open.get() {
            sure.set(false);
        }
    });
    view! {
        <Sheet open labelled_by="leave-title">
            {move || {
                if sure.get() {
                    view! { <Discard open/> }.into_any()
                } else {
                    view! { <Later open sure/> }.into_any()
                }
            }}
        </Sheet>
    }
}

#[component]
fn Later(open: RwSignal<bool>, sure: RwSignal<bool>) -> impl IntoView {
    let t = SurveyTexts::now();
    let visit = expect_context::<Visit>();
    let unit = visit.draft.with_value(|draft| draft.unit);
    let unsaved = move || match visit.saver()?.sign() {
        Sign::Failed(error) => Some(view! {
            <div class="notice" data-kind="error"><p>{store_error_text(&error)}</p></div>
        }),
        Sign::Saving | Sign::Saved(_) => None,
    };
    view! {
        <h2 id="leave-title">{t.leave_title}</h2>
        <p>{t.leave_text}</p>
        {unsaved}
        <div class="button-stack">
            <A href=format!("/unit/{unit}") attr:class="button primary">{t.leave_later}</A>
            <button class="button" on:click=move |_| open.set(false)>{t.stay}</button>
            <button class="button quiet danger" on:click=move |_| sure.set(true)>
                <Icon name="delete"/>
                {t.discard}
            </button>
        </div>
    }
}

#[component]
fn Discard(open: RwSignal<bool>) -> impl IntoView {
    let t = SurveyTexts::now();
    let visit = expect_context::<Visit>();
    let (answered, _) = visit.draft.with_value(|draft| draft.progress);
    let discard = visit.discarder();
    view! {
        <h2 id="leave-title">{t.discard_title}</h2>
        <p>{fill(t.discard_text, &[&answered])}</p>
        <div class="button-stack">
            <button
                class="button danger"
                on:click=move |_| {
                    open.set(false);
                    discard();
                }
            >
                <Icon name="delete"/>
                {t.discard_sure}
            </button>
            <button class="button" on:click=move |_| open.set(false)>{t.keep}</button>
        </div>
    }
}
