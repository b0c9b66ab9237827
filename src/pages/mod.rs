//! The screens, one a file.

pub mod done;
pub mod finished;
pub mod office;
pub mod response;
pub mod settings;
pub mod survey;
pub mod today;
pub mod unit;
pub mod welcome;

use leptos::prelude::*;
use leptos_router::components::A;

use crate::locales::ShellTexts;

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
