//! The contents: every page with a sign and a word for how far it is, to jump to.

use form::ItemId;
use leptos::prelude::*;

use super::{
    page::page_title,
    paging::{Standing, standing},
    walk::{Place, Walk},
};
use crate::{
    components::{icon::Icon, sheet::Sheet},
    locales::SurveyTexts,
};

/// The dialog.
#[component]
pub(super) fn Contents(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Sheet open labelled_by="contents-title">
            <List open/>
        </Sheet>
    }
}

#[component]
fn List(open: RwSignal<bool>) -> impl IntoView {
    let t = SurveyTexts::now();
    let walk = expect_context::<Walk>();
    let current = untrack(|| walk.current()).map(|(_, page)| page.key);
    let rows = walk.pages.with_untracked(|pages| {
        pages
            .iter()
            .map(|page| {
                let title = untrack(|| page_title(walk, page));
                let standing = walk.passed.with_untracked(|passed| {
                    walk.interview
                        .peek(|session| Some(standing(session, page, passed)))
                });
                let standing = standing.unwrap_or(Standing::Untouched);
                row(
                    walk,
                    open,
                    (page.key, title),
                    standing,
                    current == Some(page.key),
                )
            })
            .collect_view()
    });
    let check = move |_| {
        open.set(false);
        walk.go(Place::Check);
    };
    view! {
        <div class="sheet-head">
            <h2 id="contents-title">{t.contents}</h2>
            <button class="button quiet" on:click=move |_| open.set(false)>
                <Icon name="close"/>
                {t.close}
            </button>
        </div>
        <ol class="contents">
            {rows}
            <li>
                <button
                    class="row"
                    aria-current=current.is_none().then_some("page")
                    on:click=check
                >
                    <Icon name="survey"/>
                    <span class="row-main"><span class="row-title">{t.check_title}</span></span>
                </button>
            </li>
        </ol>
    }
}

fn row(
    walk: Walk,
    open: RwSignal<bool>,
    (key, title): (ItemId, String),
    standing: Standing,
    current: bool,
) -> impl IntoView {
    let t = SurveyTexts::now();
    let (name, icon, word) = match standing {
        Standing::Untouched => ("untouched", "circle", t.standing_untouched),
        Standing::Begun => ("begun", "half", t.standing_begun),
        Standing::Answered => ("answered", "check-circle", t.standing_answered),
        Standing::Attention => ("attention", "warning", t.standing_attention),
    };
    let jump = move |_| {
        open.set(false);
        walk.go(Place::Page {
            key,
            checking: false,
        });
    };
    view! {
        <li>
            <button
                class="row"
                data-standing=name
                aria-current=current.then_some("page")
                on:click=jump
            >
                <Icon name=icon/>
                <span class="row-main"><span class="row-title">{title}</span></span>
                <span class="standing">{word}</span>
            </button>
        </li>
    }
}
