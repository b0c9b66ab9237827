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
    let (path, on_top) = interview.peek(|session| {
        let item = session.item(item);
        (item.path(), item.depth() == 1)
    });
    // One that is a page by itself has its label as the page's heading.
    let heading = move || {
        let text = label.get().filter(|_| !on_top);
        text.map(|text| view! { <h2>{markup(&text)}</h2> })
    };
    // With its number: an entry that moves up is built anew, because its paths are others then.
    let entries = move || {
        children(interview, item)
            .into_iter()
            .enumerate()
            .collect::<Vec<_>>()
    };
    view! {
        <section class="section" id=field_id(&path) data-path=path>
            {heading}
            <For each=entries key=|entry| *entry let:entry>
                <Question item=entry.1/>
            </For>
            <Show when=growable>
                <button
                    type="button"
                    class="button add-entry"
                    on:click=move |_| interview.add_instance(item)
                >
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
    let label = label(interview, item);
    let (path, repeat) =
        interview.peek(|session| (session.item(item).path(), session.parent(item)));
    let heading = move || {
        let number = interview.structure(|session| session.item(item).position());
        match label.get() {
            Some(label) => view! { {markup(&label)} " " {number} }.into_any(),
            None => fill(t.entry, &[&number]).into_any(),
        }
    };
    let growable = move || {
        interview.structure(|session| repeat.is_some_and(|repeat| session.item(repeat).growable()))
    };
    view! {
        <section class="section entry" id=field_id(&path) data-path=path>
            <h3>{heading}</h3>
            <For each=move || children(interview, item) key=|item| *item let:item>
                <Question item/>
            </For>
            <Show when=growable>
                <Remove item/>
            </Show>
        </section>
    }
    .into_any()
}

/// Takes an entry out, once the person has said so twice: its answers can't be brought back.
#[component]
fn Remove(item: ItemId) -> impl IntoView {
    let t = SurveyTexts::now();
    let interview = expect_context::<Interview>();
    let sure = RwSignal::new(false);
    let remove = move |_| {
        if sure.get_untracked() {
            interview.remove_instance(item);
        } else {
            sure.set(true);
        }
    };
    view! {
        <div class="button-row">
            <button type="button" class="button quiet danger remove-entry" on:click=remove>
                <Icon name="delete"/>
                {move || if sure.get() { t.remove_sure } else { t.remove_entry }}
            </button>
            <Show when=move || sure.get()>
                <button type="button" class="button" on:click=move |_| sure.set(false)>
                    {t.remove_not}
                </button>
            </Show>
        </div>
    }
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
