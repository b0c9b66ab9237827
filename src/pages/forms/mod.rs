//! The questionnaires of the site: opened from a workbook, checked, tried out, published, chosen
//! for the campaign. All of it works offline.

mod candidate;
mod intake;
mod publish;
mod report;
mod shelf;
mod trial;

use leptos::prelude::*;
use needs::Act;

pub use candidate::{NamedBytes, Workbench};
pub use publish::{publish, publish_error_text};
pub use trial::TrialPage;

use crate::{
    desk::Desk,
    locales::{FormsTexts, ShellTexts},
    pages::{Missing, design},
};

/// The screen, for those whose role reads everything. Others than those who publish may look.
#[component]
pub fn FormsPage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let reads_all = Memo::new(move |_| desk.may(Act::ReadAll));
    let publishes = Memo::new(move |_| desk.may(Act::Publish));
    move || {
        if !reads_all.get() {
            return view! { <Missing text=ShellTexts::now().not_yours/> }.into_any();
        }
        let t = FormsTexts::now();
        view! {
            <main class="page stack" id="content">
                <div class="page-head"><h1>{t.title}</h1><p>{t.sub}</p></div>
                <Show when=move || publishes.get()>
                    <intake::Intake/>
                    <report::Report/>
                </Show>
                <shelf::Shelf publishes/>
                <Show when=move || publishes.get()>{design::shelf()}</Show>
            </main>
        }
        .into_any()
    }
}
