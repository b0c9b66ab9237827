//! Repeats: entries as cards, each with its number, that can be folded, added and removed.

use form::{AuditEvent, ItemId, ItemKind};
use leptos::{prelude::*, wasm_bindgen::JsCast};
use web_sys::HtmlElement;

use super::{
    block::{Block, Run, guess_px, weight},
    fold::{FoldHeading, Folds},
    near::Near,
    page::screenful,
    section::label,
    walk::Walk,
};
use crate::{
    components::{
        icon::Icon,
        question::{Interview, answer_text, field_id, markup, plain},
    },
    locales::{SurveyTexts, fill},
};

/// What the heading and the button of a card are as high as, in questions.
const FRAME: usize = 1;
/// Counting further than this says nothing more about the height of a card.
const COUNTED: usize = 30;
/// With fewer entries than this there is nothing to fold all of.
const MANY: usize = 3;
/// An entry is told from others by the first answers in it.
const TOLD: usize = 3;

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
    let walk = expect_context::<Walk>();
    let interview = walk.interview;
    let growable = move || interview.structure(|session| session.item(item).growable());
    let path = interview.peek(|session| session.item(item).path());
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
        // One that was just added is seen next: it comes whole, and the page is laid out once.
        let share = if walk.nearness.wants(&[entry]) {
            weight.min(screenful())
        } else {
            share
        };
        view! {
            <Near
                items=vec![entry]
                questions=weight-FRAME
                guess_px=guess_px(weight)
                now={share > 0}
            >
                <Numbered entry now=share/>
            </Near>
        }
    };
    let add = move |_| {
        if let Some(entry) = interview.add_instance(item) {
            if let Some(log) = walk.log() {
                log.note_entry(interview, AuditEvent::AddRepeat, entry);
            }
            walk.go_to(entry, untrack(|| walk.checking()));
        }
    };
    view! {
        <section class="section repeat" id=field_id(&path) data-path=path>
            <Head item/>
            <For each=move || entries(interview, item) key=|entry| *entry let:entry>
                {card(entry)}
            </For>
            <Show when=growable>
                <button type="button" class="button add-entry" on:click=add>
                    <Icon name="add"/>
                    {t.add_entry}
                </button>
            </Show>
        </section>
    }
    .into_any()
}

/// What the repeat is about, how many entries it has, and a button that folds them all.
#[component]
fn Head(item: ItemId) -> impl IntoView {
    let t = SurveyTexts::now();
    let interview = expect_context::<Interview>();
    let folds = expect_context::<Folds>();
    let label = label(interview, item);
    let page = expect_context::<Walk>().current_title();
    // One that is a page by itself has its label as the page's heading.
    let heading = move || {
        let text = label.get().filter(|_| page != Some(item));
        text.map(|text| view! { <h2>{markup(&text)}</h2> })
    };
    let count = Memo::new(move |_| entries(interview, item).len());
    let all_folded = Memo::new(move |_| {
        let entries = entries(interview, item);
        entries.iter().all(|entry| folds.is_folded(*entry))
    });
    let fold_all = move |_| {
        let fold = !all_folded.get_untracked();
        folds.set_all(&untrack(|| entries(interview, item)), fold);
    };
    view! {
        {heading}
        <div class="repeat-head">
            <p>{move || fill(t.entries, &[&count.get()])}</p>
            <Show when=move || { count.get() >= MANY }>
                <button type="button" class="button quiet" on:click=fold_all>
                    {move || if all_folded.get() { t.unfold_all } else { t.fold_all }}
                </button>
            </Show>
        </div>
    }
}

/// A card. It is built anew when its number changes, because its paths are others then.
#[component]
fn Numbered(entry: ItemId, now: usize) -> impl IntoView {
    let interview = expect_context::<Interview>();
    let number = Memo::new(move |_| interview.structure(|session| session.item(entry).position()));
    move || {
        number.get();
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
    let interview = expect_context::<Interview>();
    let folds = expect_context::<Folds>();
    let (path, repeat, items) = interview.peek(|session| {
        (
            session.item(item).path(),
            session.parent(item),
            session.children(item).collect::<Vec<_>>(),
        )
    });
    let items = StoredValue::new(items);
    let title =
        Memo::new(move |_| interview.item(item, |it| entry_title(it.position(), it.label())));
    let told = Memo::new(move |_| told(interview, item));
    let growable = move || {
        interview.structure(|session| repeat.is_some_and(|repeat| session.item(repeat).growable()))
    };
    view! {
        <section class="section entry" id=field_id(&path) data-path=path tabindex="-1">
            <FoldHeading item small=true>
                <span>{title}</span>
                {move || told.get().map(|told| view! { <span class="told">{told}</span> })}
            </FoldHeading>
            <Show when=move || !folds.is_folded(item)>
                <Run items=items.get_value() within=item now/>
                <Show when=growable>
                    <Remove item/>
                </Show>
            </Show>
        </section>
    }
    .into_any()
}

/// An entry's number, with what the form calls it.
pub(super) fn entry_title(number: usize, label: Option<String>) -> String {
    match label {
        Some(label) => format!("{} {number}", plain(&label)),
        None => fill(SurveyTexts::now().entry, &[&number]),
    }
}

/// The first answer in an entry, by which a person knows it.
fn told(interview: Interview, item: ItemId) -> Option<String> {
    let first: Vec<_> = interview.peek(|session| {
        let children = session.children(item);
        let question = |item: &ItemId| matches!(session.item(*item).kind(), ItemKind::Question(_));
        children.filter(question).take(TOLD).collect()
    });
    let shown = |item: ItemId| interview.item(item, |item| plain(&answer_text(&item)));
    first.into_iter().map(shown).find(|text| !text.is_empty())
}

/// Takes an entry out. It can be put back until the next answer.
#[component]
fn Remove(item: ItemId) -> impl IntoView {
    let t = SurveyTexts::now();
    let walk = expect_context::<Walk>();
    let remove = move |_| {
        if let Some(log) = walk.log() {
            log.note_entry(walk.interview, AuditEvent::DeleteRepeat, item);
        }
        walk.interview.remove_instance(item);
        // The button goes with its card.
        request_animation_frame(focus_undo);
    };
    view! {
        <div class="button-row">
            <button type="button" class="button quiet danger remove-entry" on:click=remove>
                <Icon name="delete"/>
                {t.remove_entry}
            </button>
        </div>
    }
}

/// Says that an entry was removed, and puts it back.
#[component]
pub(super) fn Undo() -> impl IntoView {
    let t = SurveyTexts::now();
    let interview = expect_context::<Interview>();
    let said = move || {
        interview
            .removed()
            .map(|number| fill(t.removed, &[&number]))
    };
    view! {
        <Show when=move || interview.removed().is_some()>
            <div class="notice undo" role="status">
                <p>{said}</p>
                <button
                    type="button"
                    class="button"
                    id=UNDO
                    on:click=move |_| interview.put_back()
                >
                    {t.put_back}
                </button>
            </div>
        </Show>
    }
}

const UNDO: &str = "put-back";

fn focus_undo() {
    let button = document().get_element_by_id(UNDO);
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
}
