//! The notes: lines that stand still, and between them the one that is being written. The field in
//! which one writes stays where it is in the page while lines move past it, so that neither focus
//! nor a Chinese keyboard's composition is ever lost.

mod keys;

use std::{collections::BTreeMap, sync::Arc};

use leptos::{ev, html, prelude::*};
use web_sys::HtmlTextAreaElement;

use super::{
    book::{Book, Here, headed},
    guide::Guide,
    notes::utf16,
};
use crate::{
    components::{icon::Icon, moment::clock_time},
    locales::{NotebookTexts, fill},
};

/// Where one writes. A handle: copies are the same.
#[derive(Clone, Copy)]
pub struct Pad {
    here: Here,
    field: NodeRef<html::Textarea>,
    guide: StoredValue<Arc<Guide>>,
    /// Each mark shows the clock on the wall.
    wall: RwSignal<bool>,
}

/// What a line that stands still shows; another one where any of it is another.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Still {
    version: u64,
    key: String,
    headed: bool,
    speaker: Option<String>,
}

/// Minutes and seconds of a moment: `3:07`.
pub fn mark(at: i64) -> String {
    let seconds = at / 1_000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

impl Pad {
    pub fn new(here: Here, guide: &Arc<Guide>) -> Self {
        Self {
            here,
            field: NodeRef::new(),
            guide: StoredValue::new(Arc::clone(guide)),
            wall: RwSignal::new(false),
        }
    }

    /// Does something to the lines, and goes on writing.
    pub fn edit(self, act: impl FnOnce(&Book)) {
        self.here.with(|book| act(book));
        self.sync(true);
    }

    /// Goes on writing.
    pub fn go_on(self) {
        self.sync(true);
    }

    /// What is written next is about a question.
    pub fn turn_to(self, path: &str) {
        self.edit(|book| book.edit(|notes, at| (notes.turn_to(path, at), u32::MAX)));
    }

    /// Somebody speaks.
    pub fn speaks(self, speaker: Option<&str>) {
        self.edit(|book| book.edit(|notes, at| (notes.speaks(speaker, at), u32::MAX)));
    }

    /// Takes the last step back.
    pub fn undo(self) {
        self.edit(|book| book.edit(|notes, _| (notes.undo(), u32::MAX)));
    }

    /// Adds to the line what was dictated.
    pub fn dictated(self, words: &str) {
        let text = self
            .here
            .with(|book| book.peek(|notes| notes.active().note.text.clone()));
        let gap = if text.is_empty() || !text.ends_with(|c: char| c.is_ascii_alphanumeric()) {
            ""
        } else {
            " "
        };
        self.here
            .with(|book| book.write(&(text + gap + words.trim())));
        self.sync(false);
    }

    /// Shows in the field what the notes have, with the caret where it belongs.
    fn sync(self, focus: bool) {
        let Some(field) = self.field.try_get_untracked().flatten() else {
            return;
        };
        let (text, caret) = self.here.with(|book| {
            (
                book.peek(|notes| notes.active().note.text.clone()),
                book.caret(),
            )
        });
        // Setting it anew would cut a composition off.
        if field.value() != text {
            field.set_value(&text);
        }
        grow(&field);
        if focus {
            let _ = field.focus();
            let caret = caret.min(utf16(&text));
            let _ = field.set_selection_range(caret, caret);
        }
    }

    fn go(self, place: usize, caret: u32) {
        self.edit(|book| {
            book.edit(|notes, _| {
                notes.go(place);
                (Vec::new(), caret)
            });
        });
    }

    /// On at the end, in an empty line.
    fn go_to_end(self) {
        let last = self
            .here
            .with(|book| book.peek(|notes| notes.lines().len() - 1));
        self.go(last, u32::MAX);
        let text = self
            .here
            .with(|book| book.peek(|notes| notes.active().note.text.clone()));
        if !text.trim().is_empty() {
            self.edit(|book| book.edit(|notes, at| (notes.split(&text, "", at), 0)));
        }
    }

    /// The lines before the one that is written, or those after it.
    fn still(self, after: bool) -> Vec<Still> {
        self.here.with(|book| {
            let names: BTreeMap<_, _> = book.head(speakers).into_iter().collect();
            book.lines(|notes| {
                let place = notes.place();
                let places = if after {
                    place + 1..notes.lines().len()
                } else {
                    0..place
                };
                let still = places.map(|place| {
                    let line = &notes.lines()[place];
                    let speaker = line.note.speaker.as_ref();
                    Still {
                        version: line.version,
                        key: line.key.to_string(),
                        headed: headed(notes, place),
                        speaker: speaker.and_then(|key| names.get(key).cloned()),
                    }
                });
                still.collect()
            })
        })
    }

    fn row(self, still: Still) -> AnyView {
        let shown = self.here.book().and_then(|book| {
            let place = book.peek(|notes| notes.find(&still.key))?;
            let shown = book.shown(place)?;
            let wall = clock_text(&book, shown.note.at);
            Some((shown, wall))
        });
        let Some((shown, wall)) = shown else {
            return ().into_any();
        };
        let heading = still
            .headed
            .then(|| self.heading(shown.note.guide.as_deref()));
        view! {
            <li class="note">
                {heading}
                <div class="note-line">
                    {time(shown.note.at, &wall)}
                    {still.speaker.map(|name| {
                        view! {
                            <button
                                type="button"
                                class="speaker"
                                tabindex="-1"
                                data-chip=shown.key.clone()
                            >
                                {name}
                            </button>
                        }
                    })}
                    <p class="note-text" data-line=shown.key>{shown.note.text}</p>
                </div>
            </li>
        }
        .into_any()
    }

    fn heading(self, guide: Option<&str>) -> AnyView {
        let label = self
            .guide
            .with_value(|known| guide.map(|path| known.label(path).to_owned()));
        view! { <h3 class="note-heading">{label}</h3> }.into_any()
    }

    /// The notes.
    pub fn show(self) -> AnyView {
        let t = NotebookTexts::now();
        // What was kept is in the field as soon as that is in the page.
        Effect::new(move |_| {
            if self.field.get().is_some() {
                self.sync(true);
            }
        });
        let heading = move || {
            let guide = self.here.with(|book| {
                book.lines(|notes| {
                    let headed = headed(notes, notes.place());
                    headed.then(|| notes.active().note.guide.clone())
                })
            });
            guide.map(|guide| self.heading(guide.as_deref()))
        };
        let rows = move |after: bool| {
            view! {
                <For
                    each=move || self.still(after)
                    key=Clone::clone
                    children=move |one| self.row(one)
                />
            }
        };
        let turn = move |event: ev::MouseEvent| {
            event.prevent_default();
            self.wall.update(|wall| *wall = !*wall);
        };
        view! {
            <ol
                class="notes"
                data-clock=move || if self.wall.get() { "wall" } else { "talk" }
                on:click=move |event| self.tapped(&event)
            >
                {rows(false)}
                <li class="note" data-active="">
                    {heading}
                    <div class="note-line">
                        <span class="note-now" on:contextmenu=turn>{move || self.time_now()}</span>
                        {move || self.speaker_now()}
                        <textarea
                            node_ref=self.field
                            class="note-field"
                            rows="1"
                            aria-label=t.line
                            placeholder=t.write_here
                            on:input=move |event| self.typed(&event)
                            on:keydown=move |event| self.key(&event)
                        ></textarea>
                    </div>
                </li>
                {rows(true)}
            </ol>
            <button type="button" class="button quiet note-more" on:click=move |_| self.go_to_end()>
                <Icon name="add"/>{t.new_line}
            </button>
        }
        .into_any()
    }

    fn typed(self, event: &ev::Event) {
        let Some(field) = self.field.get_untracked() else {
            return;
        };
        let text = field.value();
        let pasted = text.contains('\n');
        self.here.with(|book| book.write(&text));
        if pasted {
            self.sync(true);
        } else {
            grow(&field);
        }
        event.stop_propagation();
    }

    fn time_now(self) -> Option<AnyView> {
        self.here.with(|book| {
            let (at, blank) = book.lines(|notes| {
                let note = &notes.active().note;
                (note.at, note.text.is_empty())
            });
            (!blank).then(|| time(at, &clock_text(book, at)))
        })
    }

    fn speaker_now(self) -> Option<AnyView> {
        let t = NotebookTexts::now();
        self.here.with(|book| {
            let speaker = book.lines(|notes| notes.active().note.speaker.clone())?;
            let names = book.head(speakers);
            let (_, name) = names.into_iter().find(|(key, _)| *key == speaker)?;
            let said = fill(t.speaks, &[&name]);
            let view = view! { <span class="speaker" aria-label=said>{name}</span> };
            Some(view.into_any())
        })
    }
}

/// Those whose words may be told apart: all that are present, by key, with what they are called in
/// front of a line.
pub fn speakers(head: needs::Interview<'_>) -> Vec<(String, String)> {
    let present = head.present().into_iter();
    present
        .map(|one| (one.key.to_owned(), one.name.to_owned()))
        .collect()
}

fn clock_text(book: &Book, at: i64) -> String {
    clock_time(&book.wall(at))
}

/// The mark of a moment.
fn time(at: i64, wall: &str) -> AnyView {
    let wall = wall.to_owned();
    view! { <time class="note-at" title=wall.clone() data-wall=wall>{mark(at)}</time> }.into_any()
}

/// As high as its text, where the browser does not see to that by itself.
fn grow(field: &HtmlTextAreaElement) {
    thread_local! {
        static BY_ITSELF: bool = web_sys::css::supports("field-sizing: content").unwrap_or(false);
    }
    if BY_ITSELF.with(|known| *known) {
        return;
    }
    let style = web_sys::HtmlElement::style(field);
    let _ = style.set_property("height", "auto");
    let _ = style.set_property("height", &format!("{}px", field.scroll_height()));
}

#[cfg(test)]
mod tests {
    use super::mark;

    #[test]
    fn a_mark_is_minutes_and_seconds() {
        assert_eq!(mark(5_900), "0:05");
        assert_eq!(mark(3_725_000), "62:05");
    }
}
