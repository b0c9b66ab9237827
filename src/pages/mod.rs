//! The screens, one a file.

pub mod backup;
pub mod campaign;
pub mod design;
pub mod done;
mod doors;
pub mod due;
pub mod estate;
pub mod finished;
pub mod forms;
pub mod front;
pub mod handover;
pub mod incoming;
pub mod join;
pub mod lock;
pub mod need;
pub mod notebook;
pub mod notes;
pub mod office;
pub mod people;
pub mod progress;
pub mod rates;
pub mod response;
pub mod review;
pub mod rules;
pub mod search;
pub mod settings;
pub mod survey;
pub mod tables;
pub mod themes;
pub mod today;
pub mod trail;
pub mod unit;
pub mod welcome;

use ledger::{RecordId, State};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_params_map};

use crate::{desk::Desk, locales::ShellTexts};

/// A screen about the record that a part of the address names, or that it is not here.
fn about(
    part: &'static str,
    exists: fn(&State, RecordId) -> bool,
    show: fn(RecordId) -> AnyView,
) -> impl IntoView {
    let params = use_params_map();
    let desk = expect_context::<Desk>();
    let record = Memo::new(move |_| {
        let id: RecordId = params.read().get(part)?.parse().ok()?;
        desk.read(|state| exists(state, id)).then_some(id)
    });
    move || match record.get() {
        // What is on the screen follows by itself; it is not built anew with each change.
        Some(id) => untrack(|| show(id)),
        None => view! { <Missing text=ShellTexts::now().gone/> }.into_any(),
    }
}

/// What an address shows that names no screen.
#[component]
pub fn NotFound() -> impl IntoView {
    let t = ShellTexts::now();
    view! { <Missing text=t.not_found/> }
}

/// A screen for something that is not there.
#[component]
pub fn Missing(
    /// What is missing.
    text: &'static str,
) -> impl IntoView {
    let t = ShellTexts::now();
    view! {
        <main class="page" id="content">
            <div class="page-head"><h1>{text}</h1></div>
            <p class="button-row">
                <A href="/" attr:class="button">{t.to_today}</A>
            </p>
        </main>
    }
}
