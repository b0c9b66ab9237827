//! The form screen: shows a questionnaire and takes answers, page by page, with the check of the
//! answers at its end. It knows neither the desk nor doors nor drafts; what it needs of its
//! surroundings, and what they want to hear, stands in [`Host`].

mod audit;
mod bar;
mod block;
mod check;
mod contents;
mod fold;
mod grid;
mod held;
mod near;
mod outline;
mod page;
mod paging;
mod rehearse;
mod repeat;
mod section;
mod summary;
mod view;
mod walk;

use form::Submission;
use leptos::prelude::*;

use crate::components::question::{Interview, place_in_background};
pub use audit::AuditLog;
use fold::Folds;
use near::Nearness;
pub use paging::Flow;
pub use rehearse::rehearse;
use walk::{Place, Walk};

/// What surrounds a form screen. All of it is optional.
#[derive(Clone, Default)]
pub struct Host {
    /// The title; the form's own if there is none.
    pub title: Option<String>,
    /// Where this is, to be said before the title.
    pub eyebrow: Option<String>,
    /// The place to open at, as [`Host::turned`] told it.
    pub place: String,
    /// How the questionnaire is shown; else as the person has chosen, else as the form asks.
    pub flow: Option<Flow>,
    /// The path of an item to bring to the screen. It is followed whenever it changes.
    pub seek: Signal<Option<String>>,
    /// A page was opened. The text names it as long as the form stays the same: the path of its
    /// first item, or `/` for the check of the answers.
    pub turned: Option<Callback<String>>,
    /// The person wants to leave. Without it there is no button for that.
    pub leave: Option<Callback<()>>,
    /// All answers are right and the person has finished. Without it the check is where it ends.
    pub finish: Option<Callback<Submission>>,
    /// The log of the filling, where the form wants one.
    pub audit: Option<AuditLog>,
    /// The submission is being taken care of.
    pub busy: Signal<bool>,
    /// Stands at the end of the head: whether all is saved.
    pub sign: ViewFn,
    /// Stands above the bar: what went wrong with keeping the answers.
    pub notices: ViewFn,
}

/// A questionnaire to fill in.
#[component]
pub fn FormScreen(
    /// The questionnaire and its answers.
    interview: Interview,
    /// What surrounds it.
    #[prop(optional)]
    host: Host,
) -> impl IntoView {
    let walk = Walk::begin(interview, host);
    provide_context(walk);
    provide_context::<Interview>(interview);
    place_in_background(interview);
    provide_context::<Nearness>(walk.nearness);
    provide_context::<Folds>(walk.folds);
    Effect::new(move |_| {
        let seek = walk.host.with_value(|host| host.seek);
        let path = seek.get();
        let item = path.and_then(|path| interview.peek(|session| session.find(&path)));
        if let Some(item) = item {
            untrack(|| walk.go_to(item, false));
        }
    });
    walk.remember_place();
    walk.log_pages();
    let checking = Memo::new(move |_| walk.place.get() == Place::Check);
    let contents = RwSignal::new(false);
    provide_context(view::ViewOpen(RwSignal::new(false)));
    let body = move || {
        if checking.get() {
            view! { <check::Check/> }.into_any()
        } else {
            view! { <page::Pages/> }.into_any()
        }
    };
    view! {
        <div class="survey">
            <bar::Head/>
            {body}
            <bar::Bar contents/>
        </div>
        <contents::Contents open=contents/>
        <view::ViewSheet/>
    }
}
