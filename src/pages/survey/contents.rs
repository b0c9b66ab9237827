//! The contents: every page with a sign and a word for how far it is, to jump to.

use form::ItemId;
use leptos::prelude::*;

use super::{
    page::page_title,
    paging::{Standing, standing},
    visit::{Place, Visit},
};
use crate::{
    components::{icon::Icon, sheet::Sheet},
    locales::SurveyTexts,
};

/// The dialog.
#[component]
pub fn Contents(
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
    let visit = expect_context::<Visit>();
    let current = untrack(|| visit.current()).map(|(_, page)| page.key);
    let rows = visit.pages.with_untracked(|pages| {
        pages
            .iter()
            .map(|page| {
                let title = untrack(|| page_title(visit, page));
                let standing = visit.passed.with_untracked(|passed| {
                    visit
                        .interview
                        .peek(|session| Some(standing(session, page, passed)))
                });
                let standing = standing.unwrap_or(Standing::Untouched);
                row(
                    visit,
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
        visit.go(Place::Check);
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
    visit: Visit,
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
        visit.go(Place::Page {
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
