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
use needs::Act;

use crate::{desk::Desk, locales::ShellTexts};

/// A screen about the record that a part of the address names, or that it is not here.
fn about(
    part: &'static str,
    exists: fn(&State, RecordId) -> bool,
    show: fn(RecordId) -> AnyView,
) -> impl IntoView {
    about_readable(part, exists, |_, _| true, show)
}

/// The same for a record that not everyone may read. The role may change while the screen is open.
fn about_readable(
    part: &'static str,
    exists: fn(&State, RecordId) -> bool,
    readable: fn(Desk, RecordId) -> bool,
    show: fn(RecordId) -> AnyView,
) -> impl IntoView {
    let params = use_params_map();
    let desk = expect_context::<Desk>();
    let record = Memo::new(move |_| {
        let id: RecordId = params.read().get(part)?.parse().ok()?;
        desk.read(|state| exists(state, id)).then_some(id)
    });
    let readable = Memo::new(move |_| record.get().is_some_and(|id| readable(desk, id)));
    move || match (record.get(), readable.get()) {
        // What is on the screen follows by itself; it is not built anew with each change.
        (Some(id), true) => untrack(|| show(id)),
        (Some(_), false) => view! { <Missing text=ShellTexts::now().not_yours/> }.into_any(),
        (None, _) => view! { <Missing text=ShellTexts::now().gone/> }.into_any(),
    }
}

/// A screen for those who may do something. The role may change while the screen is open.
fn only_for(act: Act, show: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let desk = expect_context::<Desk>();
    let may = Memo::new(move |_| desk.may(act));
    (move || {
        if may.get() {
            untrack(&show)
        } else {
            view! { <Missing text=ShellTexts::now().not_yours/> }.into_any()
        }
    })
    .into_any()
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
