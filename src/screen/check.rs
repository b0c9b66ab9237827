//! "Check your answers": every question with its answer, before it is finished.

use form::ItemId;
use leptos::prelude::*;

use super::{
    page::{Eyebrow, Heading, page_title},
    paging::{Page, questions},
    summary::Summary,
    walk::Walk,
};
use crate::{
    components::question::{field_id, markup},
    locales::SurveyTexts,
};

/// The page.
#[component]
pub(super) fn Check() -> impl IntoView {
    let t = SurveyTexts::now();
    let walk = expect_context::<Walk>();
    walk.summary.set(walk.ask_all());
    let sections = walk.pages.with_untracked(|pages| {
        pages
            .iter()
            .map(|page| view! { <Section page=page.clone()/> })
            .collect_view()
    });
    view! {
        <Eyebrow/>
        <Heading>{t.check_title}</Heading>
        <p class="lead">{t.check_text}</p>
        <Summary checking=true/>
        {sections}
    }
}

#[component]
fn Section(page: Page) -> impl IntoView {
    let walk = expect_context::<Walk>();
    let asked = walk.interview.peek(|session| questions(session, &page));
    if asked.is_empty() {
        return ().into_any();
    }
    let title = untrack(|| page_title(walk, &page));
    let rows = asked
        .into_iter()
        .map(|item| view! { <Answer item/> })
        .collect_view();
    view! {
        <section class="answers-section">
            <h2>{title}</h2>
            <dl class="answers checked">{rows}</dl>
        </section>
    }
    .into_any()
}

#[component]
fn Answer(item: ItemId) -> impl IntoView {
    let t = SurveyTexts::now();
    let walk = expect_context::<Walk>();
    let (path, label, value, wrong) = walk.interview.peek(|session| {
        let item = session.item(item);
        let label = item.label().unwrap_or_else(|| item.name().to_owned());
        (
            item.path(),
            label,
            item.display_value(),
            item.problem().is_some(),
        )
    });
    let answer = if value.is_empty() {
        view! { <dd class="none">{t.no_answer}</dd> }.into_any()
    } else {
        view! { <dd>{value}</dd> }.into_any()
    };
    view! {
        <div id=field_id(&path) data-path=path data-invalid=wrong.then_some("true")>
            <dt>{markup(&label)}</dt>
            {answer}
            <dd class="change">
                <button class="button quiet" on:click=move |_| walk.go_to(item, true)>
                    {t.change}
                    <span class="visually-hidden">{label}</span>
                </button>
            </dd>
        </div>
    }
}
