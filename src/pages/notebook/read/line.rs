//! A line of a finished interview: its moment, who said it, what was said, and how that was
//! corrected.

use ledger::{FileRef, RecordId};
use leptos::{html, prelude::*, task::spawn_local};
use needs::{
    Interview, Person,
    interview::{LineNote, line_field},
};

use super::{Player, mark, with};
use crate::{
    components::{
        attachment::Attachment,
        icon::Icon,
        marking::{Marking, marked_line},
        moment::day_and_time,
        notice::error_notice,
        store_error::write_error_text,
    },
    desk::Desk,
    locales::{NotebookTexts, fill, language},
};

/// What a line shows.
#[derive(Clone, PartialEq)]
pub struct Row {
    pub heading: Option<String>,
    pub speaker: Option<String>,
    pub key: String,
    pub note: LineNote,
    pub files: Vec<FileRef>,
    /// How often it was corrected.
    pub corrected: usize,
}

impl Row {
    /// Another one where anything of it is another.
    pub fn identity(&self) -> (String, Option<String>, Option<String>, String, usize) {
        let text = self.note.text.clone();
        (
            self.key.clone(),
            self.heading.clone(),
            self.speaker.clone(),
            text,
            self.corrected,
        )
    }
}

/// What all lines share.
#[derive(Clone, Copy)]
pub struct Rows {
    pub desk: Desk,
    pub id: RecordId,
    pub player: Player,
    /// The passages that are marked.
    pub marking: Marking,
    /// Whether the person may correct lines.
    pub correct: Memo<bool>,
}

impl Rows {
    /// One line.
    pub fn show(self, row: Row) -> AnyView {
        let t = NotebookTexts::now();
        let editing = RwSignal::new(false);
        let (key, note) = (row.key.clone(), row.note.clone());
        let text = move || {
            if editing.get() {
                self.editor(key.clone(), note.clone(), editing)
            } else {
                self.text_of(&key)
            }
        };
        let edit = move || {
            (self.correct.get() && !editing.get()).then(|| {
                view! {
                    <button
                        type="button"
                        class="button quiet square no-print"
                        data-action="correct"
                        aria-label=t.correct
                        on:click=move |_| editing.set(true)
                    >
                        <Icon name="edit"/>
                    </button>
                }
            })
        };
        let files = row.files.into_iter().map(|file| {
            let label = file.name.clone();
            view! { <Attachment file label/> }
        });
        let files: Vec<_> = files.collect();
        let earlier = (row.corrected > 0).then(|| self.earlier(&row.key));
        view! {
            <li class="note">
                {row.heading.map(|heading| view! { <h3 class="note-heading">{heading}</h3> })}
                <div class="note-line">
                    {self.player.moment(&row.key, row.note.at)}
                    {row.speaker.map(|name| view! { <span class="speaker">{name}</span> })}
                    {text}
                    {edit}
                </div>
                {self.player.under(&row.key)}
                {files}
                {earlier}
            </li>
        }
        .into_any()
    }

    /// The text of a line with its marks.
    fn text_of(self, key: &str) -> AnyView {
        view! { <div class="note-text">{marked_line(self.marking, key)}</div> }.into_any()
    }

    /// What stood there before.
    fn earlier(self, key: &str) -> AnyView {
        let t = NotebookTexts::now();
        let lang = language();
        let texts: Vec<_> = untrack(|| {
            with(self.desk, self.id, |state, one| {
                let earlier = one.earlier(key).into_iter().rev();
                let told = earlier.map(|(text, touch)| {
                    let by = Person::find(state, touch.actor);
                    let by = by.map_or("", |person| person.name(lang));
                    let when = day_and_time(&touch.wall, lang);
                    (fill(t.earlier, &[&text]), format!("{by} · {when}"))
                });
                told.collect()
            })
        });
        let rows = texts
            .into_iter()
            .map(|(text, by)| view! { <li>{text} <small>{by}</small></li> });
        let rows: Vec<_> = rows.collect();
        view! {
            <details class="note-earlier no-print">
                <summary>{t.corrected}</summary>
                <ul>{rows}</ul>
            </details>
        }
        .into_any()
    }

    fn editor(self, key: String, note: LineNote, editing: RwSignal<bool>) -> AnyView {
        let t = NotebookTexts::now();
        let field = NodeRef::<html::Textarea>::new();
        let failed = RwSignal::new(None::<String>);
        let text = note.text.clone();
        let keep = move |_| {
            let Some(field) = field.get_untracked() else {
                return;
            };
            let corrected = LineNote {
                text: field.value(),
                ..note.clone()
            };
            if corrected.text == note.text {
                return editing.set(false);
            }
            let change = Interview::change(self.id, [line_field(&key, Some(&corrected))]);
            spawn_local(async move {
                match self.desk.record(change).await {
                    Ok(()) => drop(editing.try_set(false)),
                    Err(error) => drop(failed.try_set(Some(write_error_text(&error)))),
                }
            });
        };
        Effect::new(move |_| {
            if let Some(field) = field.get() {
                let _ = field.focus();
            }
        });
        view! {
            <div class="note-editor">
                <textarea class="input" rows="3" node_ref=field aria-label=t.correct prop:value=text></textarea>
                {error_notice(failed)}
                <div class="button-row">
                    <button type="button" class="button primary" data-action="keep-correction" on:click=keep>
                        {t.keep_correction}
                    </button>
                    <button type="button" class="button" on:click=move |_| editing.set(false)>
                        {t.cancel}
                    </button>
                </div>
            </div>
        }
        .into_any()
    }
}

/// The mark of a moment that can't be heard.
pub fn mark_of(at: i64) -> AnyView {
    view! { <time class="note-at">{mark(at)}</time> }.into_any()
}
