//! One page of the questionnaire.

use form::ItemId;
use leptos::{html, prelude::*};
use needs::{Questionnaire, Unit};

use super::{paging::Page, summary::Summary, visit::Visit};
use crate::{
    components::question::{Question, focus_next, markup, plain},
    desk::Desk,
    locales::language,
    pages::today::unit_line,
};

/// The heading of a page: the label of its group or repeat, else the questionnaire's title.
pub fn page_title(visit: Visit, page: &Page) -> String {
    let key = page.key;
    let label = page
        .labelled
        .then(|| visit.interview.item(key, |item| item.label()))
        .flatten();
    label.map_or_else(|| form_title(visit), |label| plain(&label))
}

fn form_title(visit: Visit) -> String {
    let desk = expect_context::<Desk>();
    let form = visit.draft.with_value(|draft| draft.form);
    desk.read(|state| {
        Questionnaire::find(state, form).map(|form| form.title(language()).to_owned())
    })
    .unwrap_or_default()
}

/// The page that is open; built anew when another is opened, and only then.
#[component]
pub fn Pages() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let key = Memo::new(move |_| visit.current().map(|(_, page)| page.key));
    move || key.get().map(|key| view! { <OnePage key/> })
}

#[component]
fn OnePage(key: ItemId) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let page = visit
        .pages
        .with_untracked(|pages| pages.iter().find(|page| page.key == key).cloned());
    let (labelled, items) = page.map_or((false, Vec::new()), |page| (page.labelled, page.items));
    let questions = items
        .into_iter()
        .map(|item| view! { <Question item/> })
        .collect_view();
    let label = Memo::new(move |_| {
        labelled
            .then(|| visit.interview.item(key, |item| item.label()))
            .flatten()
    });
    let title = move || {
        label.get().map_or_else(
            || form_title(visit).into_any(),
            |label| markup(&label).into_any(),
        )
    };
    view! {
        <Door/>
        <Heading>{title}</Heading>
        <Summary checking=false/>
        <div class="questions" on:keydown=|event| focus_next(&event)>
            {questions}
        </div>
    }
}

/// Where this is: the unit and the questionnaire.
#[component]
pub fn Door() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let desk = expect_context::<Desk>();
    let unit = visit.draft.with_value(|draft| draft.unit);
    let lang = language();
    let door = desk
        .read(|state| Unit::find(state, unit).map(|unit| unit_line(state, unit, lang)))
        .unwrap_or_default();
    view! { <p class="eyebrow">{door} " · " {form_title(visit)}</p> }
}

/// The page's heading. When a page has been turned, reading goes on from here.
#[component]
pub fn Heading(
    /// Its text.
    children: Children,
) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let own = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        if let Some(own) = own.get()
            && visit.turned.get_value()
        {
            window().scroll_to_with_x_and_y(0.0, 0.0);
            let _ = own.focus();
        }
    });
    view! { <h1 node_ref=own tabindex="-1">{children()}</h1> }
}
