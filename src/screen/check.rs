//! "Check your answers": every question with its answer, before it is finished.

use form::ItemId;
use leptos::prelude::*;

use super::{
    near::Near,
    page::{Eyebrow, Heading, page_title},
    paging::{Page, questions},
    summary::Summary,
    walk::Walk,
};
use crate::{
    components::question::{answer_text, field_id, markup},
    locales::SurveyTexts,
};

/// As many answers as this are built and taken out as one.
const STRETCH: usize = 20;
/// The height of an answer before it has been seen.
const ANSWER_PX: f64 = 72.0;
/// The sections whose first answers are built before the page is shown.
const BUILT: usize = 4;

/// The page.
#[component]
pub(super) fn Check() -> impl IntoView {
    let t = SurveyTexts::now();
    let walk = expect_context::<Walk>();
    walk.summary.set(walk.ask_all());
    let sections = walk.pages.with_untracked(|pages| {
        pages
            .iter()
            .enumerate()
            .map(|(number, page)| view! { <Section page=page.clone() first={number < BUILT}/> })
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
fn Section(page: Page, first: bool) -> impl IntoView {
    let walk = expect_context::<Walk>();
    let asked = walk.interview.peek(|session| questions(session, &page));
    if asked.is_empty() {
        return ().into_any();
    }
    let title = untrack(|| page_title(walk, &page));
    let stretches = asked.chunks(STRETCH).enumerate().map(|(number, asked)| {
        let items = StoredValue::new(asked.to_vec());
        let rows = move || {
            let items = items.get_value().into_iter();
            items.map(|item| view! { <Answer item/> }).collect_view()
        };
        let now = first && number == 0;
        view! {
            <Near
                items=asked.to_vec()
                questions=asked.len()
                guess_px=answers_px(asked.len())
                now
            >
                <dl class="answers checked">{rows()}</dl>
            </Near>
        }
    });
    let stretches = stretches.collect_view();
    view! {
        <section class="answers-section">
            <h2>{title}</h2>
            {stretches}
        </section>
    }
    .into_any()
}

#[expect(clippy::cast_precision_loss, reason = "a handful of answers")]
fn answers_px(answers: usize) -> f64 {
    answers as f64 * ANSWER_PX
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
            answer_text(&item),
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
