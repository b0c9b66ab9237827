//! What holds questions together: groups within a page, repeats, and notes between questions.

use form::ItemId;
use leptos::prelude::*;

use super::{Interview, Question, field_id, markup::markup};
use crate::{
    components::icon::Icon,
    locales::{SurveyTexts, fill},
};

fn children(interview: Interview, item: ItemId) -> Vec<ItemId> {
    interview.structure(|session| session.children(item).collect())
}

fn label(interview: Interview, item: ItemId) -> Memo<Option<String>> {
    Memo::new(move |_| interview.item(item, |item| item.label()))
}

/// A group within a page: a section with a heading, if it has a label.
#[component]
pub(super) fn Section(
    /// The group.
    item: ItemId,
) -> impl IntoView {
    let interview = expect_context::<Interview>();
    let label = label(interview, item);
    let path = interview.peek(|session| session.item(item).path());
    let heading = move || label.get().map(|text| view! { <h2>{markup(&text)}</h2> });
    view! {
        <section class="section" id=field_id(&path) data-path=path>
            {heading}
            <For each=move || children(interview, item) key=|item| *item let:item>
                <Question item/>
            </For>
        </section>
    }
    .into_any()
}

/// A repeat: its entries, and a button for one more, unless the form decides how many there are.
#[component]
pub(super) fn Repeat(
    /// The repeat.
    item: ItemId,
) -> impl IntoView {
    let t = SurveyTexts::now();
    let interview = expect_context::<Interview>();
    let growable = move || interview.structure(|session| session.item(item).growable());
    let label = label(interview, item);
    let path = interview.peek(|session| session.item(item).path());
    let heading = move || label.get().map(|text| view! { <h2>{markup(&text)}</h2> });
    view! {
        <section class="section" id=field_id(&path) data-path=path>
            {heading}
            <For each=move || children(interview, item) key=|item| *item let:item>
                <Question item/>
            </For>
            <Show when=growable>
                <button type="button" class="button" on:click=move |_| interview.add_instance(item)>
                    <Icon name="add"/>
                    {t.add_entry}
                </button>
            </Show>
        </section>
    }
    .into_any()
}

/// One entry of a repeat.
#[component]
pub(super) fn Instance(
    /// The entry.
    item: ItemId,
) -> impl IntoView {
    let t = SurveyTexts::now();
    let interview = expect_context::<Interview>();
    let path = interview.peek(|session| session.item(item).path());
    let number = move || {
        let number = interview.structure(|session| session.item(item).position());
        fill(t.entry, &[&number])
    };
    let growable = move || {
        interview.structure(|session| {
            session
                .parent(item)
                .is_some_and(|repeat| session.item(repeat).growable())
        })
    };
    let label = label(interview, item);
    let heading = move || label.get().unwrap_or_else(number);
    view! {
        <section class="section entry" id=field_id(&path) data-path=path>
            <h3>{heading}</h3>
            <For each=move || children(interview, item) key=|item| *item let:item>
                <Question item/>
            </For>
            <Show when=growable>
                <button
                    type="button"
                    class="button quiet"
                    on:click=move |_| interview.remove_instance(item)
                >
                    <Icon name="delete"/>
                    {t.remove_entry}
                </button>
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
            {move || hint.get().map(|text| view! { <p class="hint">{markup(&text)}</p> })}
        </div>
    }
}
