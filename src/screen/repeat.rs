//! Repeats: entries as cards, each with its number, that can be added and removed.

use form::ItemId;
use leptos::prelude::*;

use super::{
    block::{Block, Run, guess_px, weight},
    near::Near,
    section::label,
};
use crate::{
    components::{
        icon::Icon,
        question::{Interview, field_id, markup},
    },
    locales::{SurveyTexts, fill},
};

/// What the heading and the button of a card are as high as, in questions.
const FRAME: usize = 1;
/// Counting further than this says nothing more about the height of a card.
const COUNTED: usize = 30;

fn entries(interview: Interview, item: ItemId) -> Vec<ItemId> {
    interview.structure(|session| session.children(item).collect())
}

/// A repeat: its entries, and a button for one more, unless the form decides how many there are.
#[component]
pub(super) fn Repeat(
    /// The repeat.
    item: ItemId,
    /// How many questions of it are built at once.
    now: usize,
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
    // Entries that come later are asked for: they are near anyway.
    let left = StoredValue::new(now);
    let card = move |entry: ItemId| {
        let weight = interview.peek(|session| weight(session, entry, COUNTED, true)) + FRAME;
        let share = left
            .try_update_value(|left| {
                let share = weight.min(*left);
                *left -= share;
                share
            })
            .unwrap_or_default();
        view! {
                    <Near items=vec![entry] guess_px=guess_px(weight) now={share > 0}>
        <Numbered entry now=share/>
        </Near>
                }
    };
    view! {
        <section class="section" id=field_id(&path) data-path=path>
            {heading}
            <For each=move || entries(interview, item) key=|entry| *entry let:entry>
                {card(entry)}
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

/// A card. It is built anew when its number changes, because its paths are others then.
#[component]
fn Numbered(entry: ItemId, now: usize) -> impl IntoView {
    let interview = expect_context::<Interview>();
    let number = Memo::new(move |_| interview.structure(|session| session.item(entry).position()));
    move || {
        number.track();
        view! { <Block item=entry now/> }
    }
}

/// One entry of a repeat.
#[component]
pub(super) fn Instance(
    /// The entry.
    item: ItemId,
    /// How many questions of it are built at once.
    now: usize,
) -> impl IntoView {
    let t = SurveyTexts::now();
    let interview = expect_context::<Interview>();
    let label = label(interview, item);
    let (path, repeat, items) = interview.peek(|session| {
        (
            session.item(item).path(),
            session.parent(item),
            session.children(item).collect::<Vec<_>>(),
        )
    });
    let number = interview.peek(|session| session.item(item).position());
    let heading = move || match label.get() {
        Some(label) => view! { {markup(&label)} " " {number} }.into_any(),
        None => fill(t.entry, &[&number]).into_any(),
    };
    let growable = move || {
        interview.structure(|session| repeat.is_some_and(|repeat| session.item(repeat).growable()))
    };
    view! {
        <section class="section entry" id=field_id(&path) data-path=path>
            <h3>{heading}</h3>
            <Run items now/>
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
