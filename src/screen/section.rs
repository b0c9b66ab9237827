//! What stands between questions: groups within a page, and notes.

use form::ItemId;
use leptos::prelude::*;

use super::{
    block::{Run, weight},
    fold::{FoldHeading, Folds},
};
use crate::components::question::{Interview, field_id, label_media, markup, table_header};

/// A group with more questions than this can be folded.
const LONG: usize = 5;

/// The label of an item, followed.
pub(super) fn label(interview: Interview, item: ItemId) -> Memo<Option<String>> {
    Memo::new(move |_| interview.item(item, |item| item.label()))
}

/// A group within a page: a section with a heading, if it has a label.
#[component]
pub(super) fn Section(
    /// The group.
    item: ItemId,
    /// How many questions of it are built at once.
    now: usize,
) -> impl IntoView {
    let interview = expect_context::<Interview>();
    let folds = expect_context::<Folds>();
    let label = label(interview, item);
    let (path, items, long) = interview.peek(|session| {
        (
            session.item(item).path(),
            session.children(item).collect::<Vec<_>>(),
            weight(session, item, LONG + 1, false) > LONG,
        )
    });
    let items = StoredValue::new(items);
    let heading = move || {
        let text = label.get()?;
        Some(if long {
            view! { <FoldHeading item small=false><span>{markup(&text)}</span></FoldHeading> }
                .into_any()
        } else {
            view! { <h2>{markup(&text)}</h2> }.into_any()
        })
    };
    view! {
        <section class="section" id=field_id(&path) data-path=path>
            {heading}
            <Show when=move || !folds.is_folded(item)>
                {label_media(interview, item)}
                {table_header(interview, item)}
                <Run items=items.get_value() within=item now/>
            </Show>
        </section>
    }
    .into_any()
}

/// Something to read, or to read out.
#[component]
pub(super) fn Note(
    /// The note.
    item: ItemId,
) -> impl IntoView {
    let interview = expect_context::<Interview>();
    let label = label(interview, item);
    let hint = Memo::new(move |_| interview.item(item, |item| item.hint()));
    let path = interview.peek(|session| session.item(item).path());
    view! {
        <div class="note" id=field_id(&path) data-path=path>
            <p>{move || label.get().map(|text| markup(&text))}</p>
            {label_media(interview, item)}
            {move || hint.get().map(|text| view! { <p class="hint">{markup(&text)}</p> })}
        </div>
    }
}
