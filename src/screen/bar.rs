//! What frames every page: where one is and whether all is saved, above; the way on, below, in
//! reach of the thumb.

use leptos::prelude::*;

use super::{
    repeat::Undo,
    walk::{Place, Walk},
};
use crate::{
    components::icon::Icon,
    locales::{SurveyTexts, fill},
};

/// The head.
#[component]
pub(super) fn Head() -> impl IntoView {
    let t = SurveyTexts::now();
    let walk = expect_context::<Walk>();
    let count = Memo::new(move |_| walk.pages.with(Vec::len));
    // On the check, everything lies behind.
    let number = Memo::new(move |_| walk.current().map(|(number, _)| number + 1));
    let place = move || match number.get() {
        Some(number) => fill(t.page_of, &[&number, &count.get()]),
        None => t.check_short.to_owned(),
    };
    let sign = walk.host.with_value(|host| host.sign.clone());
    let leave = walk.host.with_value(|host| host.leave).map(|leave| {
        view! {
            <button class="button quiet" on:click=move |_| leave.run(())>
                <Icon name="leave"/>
                {t.leave}
            </button>
        }
    });
    view! {
        <header class="survey-head">
            {leave}
            <p class="survey-place">{place}</p>
            {sign.run()}
            <progress
                aria-hidden="true"
                max=move || count.get().to_string()
                value=move || number.get().unwrap_or_else(|| count.get()).to_string()
            ></progress>
        </header>
    }
}

/// The bar.
#[component]
pub(super) fn Bar(
    /// Opens the contents.
    contents: RwSignal<bool>,
) -> impl IntoView {
    let t = SurveyTexts::now();
    let walk = expect_context::<Walk>();
    let back = move |_| {
        if !walk.back() {
            walk.leave();
        }
    };
    let notices = walk.host.with_value(|host| host.notices.clone());
    view! {
        <div class="survey-bar">
            <Undo/>
            {notices.run()}
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
    let walk = expect_context::<Walk>();
    let (busy, ends) = walk
        .host
        .with_value(|host| (host.busy, host.finish.is_some()));
    let at_check = Memo::new(move |_| walk.place.get() == Place::Check);
    let act = move |_| {
        if at_check.get_untracked() {
            walk.finish();
        } else {
            walk.next();
        }
    };
    let word = move || {
        if busy.get() {
            t.finishing
        } else if at_check.get() {
            t.finish
        } else if walk.checking() {
            t.back_to_check
        } else {
            t.next
        }
    };
    let icon = move || {
        let name = if at_check.get() { "check" } else { "next" };
        view! { <Icon name/> }
    };
    let shown = move || ends || !at_check.get();
    view! {
        <Show when=shown>
        <button
            class="button primary"
            data-action=move || if at_check.get() { "finish" } else { "next" }
            aria-busy=move || busy.get().then_some("true")
            on:click=act
        >
            <span>{word}</span>
            {icon}
        </button>
        </Show>
    }
}
