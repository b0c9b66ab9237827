//! The toolbar of a selection, the sheets that it opens, and what was done last.

use std::time::Duration;

use leptos::{ev, leptos_dom::helpers::TimeoutHandle, prelude::*};

use super::{
    Chosen, Marking, Open, Text, act::words, need::MakeNeed, note::Annotate, passage::OnePassage,
    pick::Pick,
};
use crate::{
    components::{icon::Icon, notice::error_notice, sheet::Sheet},
    locales::ThemeTexts,
    platform::{frame, selection},
};

/// A selection that grows is looked at when it rests.
const REST: Duration = Duration::from_millis(120);

/// What marks a text; it stands behind it.
#[component]
pub fn MarkingTools(
    /// The marking of the text.
    marking: Marking,
) -> impl IntoView {
    follow_selection(marking);
    shortcuts(marking);
    show_sought(marking);
    let t = ThemeTexts::now();
    let heading = move || match marking.open.get() {
        Open::Theme => t.add_theme,
        Open::Need => t.to_need,
        Open::Note => t.note,
        Open::Passage => t.passage,
    };
    let words = move || {
        let own = marking.open.get() == Open::Passage;
        let words = marking.chosen_words().filter(|_| !own);
        words.map(|words| view! { <blockquote class="quote">{words}</blockquote> })
    };
    let inside = move || match marking.open.get() {
        Open::Theme => view! { <Pick marking/> }.into_any(),
        Open::Need => view! { <MakeNeed marking/> }.into_any(),
        Open::Note => view! { <Annotate marking/> }.into_any(),
        Open::Passage => view! { <OnePassage marking/> }.into_any(),
    };
    view! {
        <Bar marking/>
        <Sheet open=marking.sheet labelled_by="marking-heading">
            <div class="sheet-head">
                <h2 id="marking-heading">{heading}</h2>
                <button
                    class="button quiet"
                    aria-label=t.close
                    on:click=move |_| marking.sheet.set(false)
                >
                    <Icon name="close"/>
                </button>
            </div>
            <div class="marking-sheet stack">{words}{inside}</div>
        </Sheet>
    }
}

/// What can be done with a selection, or what was done last.
#[component]
fn Bar(marking: Marking) -> impl IntoView {
    let t = ThemeTexts::now();
    let selecting = Memo::new(move |_| {
        let text = matches!(&*marking.chosen.read(), Some(Chosen::Text(..)));
        text && !marking.sheet.get()
    });
    // A press must not take the selection away before the click comes.
    let keep = |event: ev::PointerEvent| event.prevent_default();
    let tool = move |open, icon, text, name, key| {
        view! {
            <button
                class="button"
                data-do=name
                aria-keyshortcuts=key
                on:pointerdown=keep
                on:click=move |_| marking.show(open)
            >
                <Icon name=icon/><span>{text}</span>
            </button>
        }
    };
    let leave = move |_| {
        selection::clear();
        marking.chosen.set(None);
    };
    let tools = move || {
        view! {
            <div class="mark-bar" role="toolbar" aria-label=t.mark>
                {tool(Open::Theme, "group", t.theme_tool, "theme", "t")}
                {tool(Open::Need, "star", t.need, "need", "b")}
                {tool(Open::Note, "edit", t.note, "note", "n")}
                <button class="button quiet" aria-label=t.close on:click=leave>
                    <Icon name="close"/>
                </button>
            </div>
        }
    };
    let done = move || {
        let done = marking.done.get()?;
        Some(view! {
            <div class="mark-bar" role="status">
                <span class="mark-done"><Icon name="check"/>{done.text}</span>
                <button class="button" data-do="undo" on:click=move |_| marking.undo()>
                    <Icon name="undo"/><span>{t.undo}</span>
                </button>
                <button
                    class="button quiet"
                    aria-label=t.close
                    on:click=move |_| marking.done.set(None)
                >
                    <Icon name="close"/>
                </button>
            </div>
        })
    };
    view! {
        {error_notice(marking.error)}
        {move || if selecting.get() { tools().into_any() } else { done().into_any() }}
    }
}

/// Chooses what is selected, when it rests.
fn follow_selection(marking: Marking) {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let look = move || {
        let Some(frame) = marking.frame.try_get_untracked().flatten() else {
            return;
        };
        if marking.sheet.try_get_untracked() != Some(false) {
            return;
        }
        let found = selection::selected(&frame).map(|mut selected| {
            if matches!(marking.text, Text::Answers(_)) && selected.to.0 != selected.from.0 {
                selected.to = (selected.from.0.clone(), usize::MAX);
            }
            selected
        });
        let lines = marking.lines.get_untracked();
        let found = found.map(|mut selected| {
            if selected.to.1 == usize::MAX {
                let line = lines.iter().find(|(key, _)| *key == selected.to.0);
                selected.to.1 = line.map_or(0, |(_, text)| text.chars().count());
            }
            selected
        });
        let chosen = found
            .and_then(|selected| words(&lines, selected))
            .map(|(selected, quote)| Chosen::Text(selected, quote));
        if *marking.chosen.read_untracked() != chosen {
            marking.chosen.set(chosen);
        }
    };
    let listening = selection::listen(move || {
        if !marking.may.try_get_untracked().unwrap_or(false) {
            return;
        }
        let _ = timer.try_update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
            *timer = set_timeout_with_handle(look, REST).ok();
        });
    });
    // It goes with the screen.
    StoredValue::new_local(listening);
}

/// T, B and N do what the buttons do while something is selected.
fn shortcuts(marking: Marking) {
    let listener = window_event_listener(ev::keydown, move |event| {
        let selected = marking
            .chosen
            .try_with_untracked(|chosen| matches!(chosen, Some(Chosen::Text(..))));
        let open = marking.sheet.try_get_untracked() == Some(true);
        let typing = event.ctrl_key() || event.meta_key() || event.alt_key();
        if selected != Some(true) || open || typing {
            return;
        }
        let what = match event.key().as_str() {
            "t" => Open::Theme,
            "b" => Open::Need,
            "n" => Open::Note,
            _ => return,
        };
        event.prevent_default();
        marking.show(what);
    });
    on_cleanup(move || listener.remove());
}

/// Brings the passage that the address asks for to the screen.
fn show_sought(marking: Marking) {
    Effect::new(move |_| {
        let (Some(id), Some(_)) = (marking.sought.get(), marking.frame.get()) else {
            return;
        };
        leptos::task::spawn_local(async move {
            frame::painted().await;
            let Some(frame) = marking.frame.try_get_untracked().flatten() else {
                return;
            };
            let mark = frame.query_selector(&format!("[data-mark=\"{id}\"]"));
            if let Ok(Some(mark)) = mark {
                mark.scroll_into_view_with_bool(false);
            }
        });
    });
}
