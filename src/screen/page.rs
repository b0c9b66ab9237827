//! One page of the questionnaire.

use form::ItemId;
use leptos::{html, prelude::*};

use super::{
    block::{Run, guess_questions},
    paging::Page,
    summary::Summary,
    view::ViewButton,
    walk::Walk,
};
use crate::components::question::{focus_next, label_media, markup, plain, table_header};

/// How many questions fill the screen, by a guess: they are built before it is shown.
pub(super) fn screenful() -> usize {
    let height = window().inner_height().ok().and_then(|px| px.as_f64());
    height.map_or(MOST, guess_questions).clamp(LEAST, MOST)
}

/// A screenful on a phone that lies on its side, and on a large monitor.
const LEAST: usize = 4;
const MOST: usize = 12;

/// The heading of a page: the label of its group or repeat, else the questionnaire's title.
pub(super) fn page_title(walk: Walk, page: &Page) -> String {
    let label = page
        .title
        .and_then(|title| walk.interview.item(title, |item| item.label()));
    label.map_or_else(|| form_title(walk), |label| plain(&label))
}

/// The questionnaire's title.
pub(super) fn form_title(walk: Walk) -> String {
    let title = walk.host.with_value(|host| host.title.clone());
    title.unwrap_or_else(|| {
        walk.interview
            .peek(|session| session.form().title().to_owned())
    })
}

/// The page that is open; built anew when another is opened, and only then.
#[component]
pub(super) fn Pages() -> impl IntoView {
    let walk = expect_context::<Walk>();
    // The same item may stand for another page where the questionnaire is shown in another way.
    let shown = Memo::new(move |_| Some((walk.current()?.1.key, walk.flow.get())));
    move || shown.get().map(|(key, _)| view! { <OnePage key/> })
}

#[component]
fn OnePage(key: ItemId) -> impl IntoView {
    let walk = expect_context::<Walk>();
    let page = walk
        .pages
        .with_untracked(|pages| pages.iter().find(|page| page.key == key).cloned());
    let (titled, items) = page.map_or((None, Vec::new()), |page| (page.title, page.items));
    let within = walk.interview.peek(|session| {
        // A group that is a page has its questions as the page's items.
        let parent = items.first().and_then(|item| session.parent(*item));
        Some(parent.unwrap_or_else(|| session.root()))
    });
    let within = within.unwrap_or(key);
    let extras = (Some(within) == titled).then(|| {
        (
            label_media(walk.interview, within),
            table_header(walk.interview, within),
        )
    });
    let label = Memo::new(move |_| {
        titled.and_then(|title| walk.interview.item(title, |item| item.label()))
    });
    let title = move || {
        label.get().map_or_else(
            || form_title(walk).into_any(),
            |label| markup(&label).into_any(),
        )
    };
    view! {
        <Eyebrow/>
        <Heading>{title}</Heading>
        <Summary checking=false/>
        <div class="questions" on:keydown=|event| focus_next(&event)>
            {extras}
            <Run items within now=screenful()/>
        </div>
    }
}

/// Where this is, and the questionnaire.
#[component]
pub(super) fn Eyebrow() -> impl IntoView {
    let walk = expect_context::<Walk>();
    let place = walk.host.with_value(|host| host.eyebrow.clone());
    let line = place.map_or_else(
        || form_title(walk),
        |place| format!("{place} · {}", form_title(walk)),
    );
    view! {
        <div class="eyebrow">
            <p>{line}</p>
            <ViewButton/>
        </div>
    }
}

/// The page's heading. When a page has been turned, reading goes on from here.
#[component]
pub(super) fn Heading(
    /// Its text.
    children: Children,
) -> impl IntoView {
    let walk = expect_context::<Walk>();
    let own = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        if let Some(own) = own.get()
            && walk.turned.get_value()
        {
            if let Some(screen) = own.parent_element() {
                screen.scroll_into_view();
            }
            let _ = own.focus();
        }
    });
    view! { <h1 node_ref=own tabindex="-1">{children()}</h1> }
}
