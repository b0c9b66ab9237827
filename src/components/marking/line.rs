//! A line of a text with its marks: underlays in it, names beside it.

use std::sync::Arc;

use ledger::RecordId;
use leptos::{ev, html, prelude::*};
use needs::passage::pieces;
use wasm_bindgen::JsCast;

use super::{Mark, Marking};
use crate::{
    components::icon::Icon,
    locales::{ThemeTexts, fill},
    platform::selection,
};

/// What a line shows. It is drawn anew only when this changes.
#[derive(Clone, PartialEq)]
struct Shown {
    text: String,
    marks: Vec<(RecordId, std::ops::Range<usize>)>,
    /// The marks that begin here.
    names: Vec<Mark>,
}

/// A line by its name.
pub fn marked_line(marking: Marking, key: &str) -> AnyView {
    let key: Arc<str> = key.into();
    let name = key.to_string();
    let shown = Memo::new(move |_| {
        let lines = marking.lines.read();
        let text = lines.iter().find(|(one, _)| **one == *key);
        let marks = marking.by_line.read().get(&*key).cloned();
        let marks = marks.unwrap_or_default();
        let all = marking.marks.read();
        let begins = |(id, _): &(RecordId, _)| {
            let mark = all.get(id)?;
            (mark.first.as_deref() == Some(&*key)).then(|| mark.clone())
        };
        Shown {
            text: text.map(|(_, text)| text.clone()).unwrap_or_default(),
            names: marks.iter().filter_map(begins).collect(),
            marks,
        }
    });
    let element = NodeRef::<html::Span>::new();
    let keys = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter"
            && let Some(element) = element.get_untracked()
        {
            event.prevent_default();
            selection::select_all_of(&element);
        }
    };
    let open = move |event: ev::MouseEvent| {
        let on = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let mark = on.and_then(|on| on.closest("[data-passage]").ok()?);
        let id = mark.and_then(|mark| mark.get_attribute("data-passage")?.parse().ok());
        // A tap that ends a selection is no tap on a mark.
        let selecting = marking.frame.get_untracked();
        let selecting = selecting.is_some_and(|frame| selection::selected(&frame).is_some());
        if let Some(id) = id.filter(|_| !selecting) {
            marking.show_passage(id);
        }
    };
    view! {
        <div class="marked">
            <span
                class="marked-text"
                data-line=name
                tabindex=move || marking.may.get().then_some("0")
                node_ref=element
                on:keydown=keys
                on:click=open
            >
                {move || shown.with(|shown| underlays(marking, shown))}
            </span>
            {move || shown.with(|shown| names(marking, &shown.names))}
        </div>
    }
    .into_any()
}

fn underlays(marking: Marking, shown: &Shown) -> AnyView {
    if shown.marks.is_empty() {
        return shown.text.clone().into_any();
    }
    let marks: Vec<_> = shown
        .marks
        .iter()
        .map(|(_, range)| range.clone())
        .enumerate()
        .collect();
    let pieces = pieces(&shown.text, &marks).into_iter().map(|piece| {
        let text = piece.text.to_owned();
        // Where several overlap, a tap opens the one that begins last: the innermost.
        let inner = piece
            .marks
            .iter()
            .max_by_key(|at| shown.marks[**at].1.start);
        let Some(inner) = inner.map(|at| shown.marks[*at].0) else {
            return text.into_any();
        };
        let deep = piece.marks.len() > 1;
        let all: Vec<_> = piece.marks.iter().map(|at| shown.marks[*at].0).collect();
        let sought = move || {
            let sought = marking.sought.get();
            sought.is_some_and(|id| all.contains(&id)).then_some("true")
        };
        view! {
            <mark data-passage=inner.to_string() data-deep=deep.to_string() data-sought=sought>
                {text}
            </mark>
        }
        .into_any()
    });
    pieces.collect_view().into_any()
}

fn names(marking: Marking, names: &[Mark]) -> Option<AnyView> {
    if names.is_empty() {
        return None;
    }
    let rows = names.iter().map(|mark| {
        let id = mark.id;
        let (label, icon) = name_of(mark);
        let t = ThemeTexts::now();
        let read = fill(t.passage_of, &[&label, &mark.quote]);
        let changed = mark.changed.then(|| {
            view! { <span class="mark-changed"><Icon name="warning"/>{t.changed_since}</span> }
        });
        let need = (!mark.needs.is_empty()).then(|| {
            view! { <span class="mark-need"><Icon name="star"/>{t.need}</span> }
        });
        view! {
            <li>
                <button
                    class="mark-name"
                    data-mark=id.to_string()
                    on:click=move |_| marking.show_passage(id)
                    aria-label=read
                >
                    <Icon name=icon/><span>{label}</span>{need}{changed}
                </button>
            </li>
        }
    });
    Some(view! { <ul class="mark-names">{rows.collect_view()}</ul> }.into_any())
}

/// What stands beside a passage.
fn name_of(mark: &Mark) -> (String, &'static str) {
    if !mark.themes.is_empty() {
        let names: Vec<_> = mark.themes.iter().map(|(_, name)| name.as_str()).collect();
        return (names.join(" · "), "group");
    }
    match &mark.note {
        Some(note) => (note.clone(), "edit"),
        None => (ThemeTexts::now().marked.to_owned(), "pen"),
    }
}
