//! The problems of a page, at its top, each leading to its question.

use form::ItemId;
use leptos::{html, prelude::*};

use super::{page::page_title, walk::Walk};
use crate::{
    components::{
        icon::Icon,
        question::{plain, problem_text},
    },
    locales::SurveyTexts,
};

/// The summary; nothing while there is nothing wrong.
#[component]
pub(super) fn Summary(
    /// Whether it stands on the check of the answers: its links come back there.
    checking: bool,
) -> impl IntoView {
    let t = SurveyTexts::now();
    let walk = expect_context::<Walk>();
    let own = NodeRef::<html::Div>::new();
    let summons = walk.summons;
    Effect::new(move |before: Option<u32>| {
        let summons = summons.get();
        if before.is_some_and(|before| before != summons) {
            request_animation_frame(move || {
                if let Some(own) = own.try_get_untracked().flatten() {
                    let _ = own.focus();
                    own.scroll_into_view();
                }
            });
        }
        summons
    });
    let rows = move || {
        let row = move |item| view! { <Row item checking/> };
        walk.summary.get().into_iter().map(row).collect_view()
    };
    view! {
        <Show when=move || !walk.summary.with(Vec::is_empty)>
            <div node_ref=own class="summary" role="alert" tabindex="-1">
                <h2>{if checking { t.summary_check } else { t.summary_page }}</h2>
                <ul>{rows}</ul>
                {(!checking).then(|| view! {
                    <button class="button" on:click=move |_| walk.next_anyway()>
                        {t.continue_anyway}
                    </button>
                })}
            </div>
        </Show>
    }
}

/// One problem. It keeps its place when it is solved, so that the page does not move under the
/// finger.
#[component]
fn Row(item: ItemId, checking: bool) -> impl IntoView {
    let t = SurveyTexts::now();
    let walk = expect_context::<Walk>();
    let interview = walk.interview;
    let label = Memo::new(move |_| {
        interview.item(item, |item| {
            plain(&item.label().unwrap_or_else(|| item.name().to_owned()))
        })
    });
    let problem = Memo::new(move |_| {
        let problem = interview.item(item, |item| item.problem().filter(|_| item.relevant()));
        problem.map(|problem| problem_text(interview, &problem))
    });
    let solved = move || problem.with(Option::is_none);
    // Several pages may ask in the same words.
    let page = checking.then(|| untrack(|| walk.page_of(item)).map(|page| page_title(walk, &page)));
    let page = page.flatten().map(|title| title + " · ");
    view! {
        <li class:solved=solved>
            {move || view! { <Icon name=if solved() { "check" } else { "warning" }/> }}
            <button class="link" on:click=move |_| walk.go_to(item, checking)>
                {move || label.get()}
            </button>
            <span>{page}{move || problem.get().unwrap_or_else(|| t.solved.to_owned())}</span>
        </li>
    }
}
