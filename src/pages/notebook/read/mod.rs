//! A finished interview: who, where, when, what was said, with sound from the moment of each line.

mod line;
mod paper;
mod player;

use std::sync::Arc;

use ledger::{FileRef, RecordId, State};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};
use needs::{
    Interview, Person, Questionnaire,
    access::Caller,
    consent::{Consent, Scope, Withdrawals},
    interview::Present,
};

use super::{
    about as title_of,
    guide::Guide,
    lines::{mark, speakers},
    people::role_text,
};
use crate::{
    components::{
        attachment::Attachment,
        back::BackLink,
        erase::Erase,
        icon::Icon,
        marking::{Marking, MarkingTools, Text},
        moment::day_and_time,
        notice::{Kind, notice},
        returned::Returned,
    },
    desk::Desk,
    locales::{NotebookTexts, TrailTexts, fill, language},
    pages::about_readable,
    sync::Courier,
};
use line::{Row, Rows};
use player::Player;

/// The screen.
#[component]
pub fn ReadPage() -> impl IntoView {
    about_readable(
        "interview",
        |state, id| Interview::find(state, id).is_some(),
        |desk, id| {
            let readable = desk.with_person(|state, person| {
                Interview::find(state, id).is_some_and(|one| one.readable_by(person))
            });
            readable == Some(true)
        },
        |id| view! { <Full id/> }.into_any(),
    )
}

/// Does something with the interview; followed.
fn with<T: Default>(desk: Desk, id: RecordId, read: impl FnOnce(&State, Interview<'_>) -> T) -> T {
    desk.read(|state| Interview::find(state, id).map(|one| read(state, one)))
        .unwrap_or_default()
}

#[component]
fn Full(id: RecordId) -> impl IntoView {
    let t = NotebookTexts::now();
    let desk = expect_context::<Desk>();
    let lost = Memo::new(move |_| {
        with(desk, id, |state, one| {
            let lost = one.lost(&Withdrawals::of(state));
            (lost.content, lost.recordings)
        })
    });
    let lines = Memo::new(move |_| {
        let lines = with(desk, id, |_, one| {
            let lines = one.lines().into_iter();
            let owned = lines.map(|line| (line.key.to_owned(), line.text.to_owned()));
            owned.collect::<Vec<_>>()
        });
        Arc::new(lines)
    });
    let marking = Marking::begin(desk, Text::Interview(id), lines);
    let words = Callback::new(move |key: String| {
        with(desk, id, |_, one| {
            one.line(&key).map(|line| line.text.to_owned())
        })
    });
    let body = move || {
        let (content, recordings) = lost.get();
        if content {
            return notice(Kind::Info, t.withdrawn, None);
        }
        let player = Player::new(desk, id, !recordings);
        view! {
            {recordings.then(|| notice(Kind::Info, t.recordings_withdrawn, None))}
            {notes(desk, id, player, marking)}
            {guide(desk, id)}
            {others(desk, id)}
            {move || paper::foot(desk, id)}
        }
        .into_any()
    };
    let print = move |_| drop(window().print());
    view! {
        <main class="page stack notebook-read" id="content">
            <BackLink/>
            {move || paper::head(desk, id)}
            {move || head(desk, id)}
            <Returned kind=Interview::KIND id about=words/>
            <div class="stack" node_ref=marking.frame>{body}</div>
            <EraseInterview id/>
            <p class="button-row no-print">
                <button class="button quiet" data-action="print" on:click=print>
                    <Icon name="out"/>{t.print}
                </button>
                <A href=format!("/history/{}/{id}", Interview::KIND) attr:class="button quiet">
                    <Icon name="list"/>{TrailTexts::now().history}
                </A>
            </p>
        </main>
        <MarkingTools marking/>
    }
}

/// A manager erases what the person asks to be forgotten, with all that was taken from it.
#[component]
fn EraseInterview(id: RecordId) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let navigate = use_navigate();
    let what = untrack(|| with(desk, id, |_, one| Some(title_of(desk, one))));
    let erased = move |()| navigate("/interviews", NavigateOptions::default());
    view! { <p class="button-row"><Erase record=id what=what.unwrap_or_default() erased/></p> }
}

/// Who, where, when, with whose consent.
fn head(desk: Desk, id: RecordId) -> Option<AnyView> {
    let t = NotebookTexts::now();
    let lang = language();
    let courier = expect_context::<Courier>();
    with(desk, id, |state, one| {
        let when = |time: Option<&str>| day_and_time(time.unwrap_or_default(), lang);
        let written = one.written();
        let by = written.and_then(|touch| Person::find(state, touch.actor));
        let by = by.map(|person| person.name(lang).to_owned());
        let arrived = written.is_some_and(|touch| courier.server_has(touch.device, touch.seq));
        let facts = [
            (t.begun, Some(when(one.started()))),
            (t.finished, Some(when(one.finished()))),
            (t.place, one.place().map(str::to_owned)),
            (t.by, by),
            (t.present, present(&one.present())),
            (t.consent, consents(state, one)),
        ];
        let facts = facts.into_iter().filter_map(|(name, value)| {
            let value = value.filter(|value| !value.is_empty())?;
            Some(view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        });
        let facts: Vec<_> = facts.collect();
        let kind = if one.is_group() { t.group } else { t.interview };
        let form = one.form().and_then(|form| Questionnaire::find(state, form));
        let form = form.map(|form| format!(" · {}", form.number()));
        let view = view! {
            <div class="page-head">
                <h1 data-arrived=arrived.then_some("")>{title_of(desk, one)}</h1>
                <p>{kind}{form}</p>
            </div>
            <dl class="facts card">{facts}</dl>
        };
        Some(view.into_any())
    })
}

fn present(all: &[Present<'_>]) -> Option<String> {
    let names = all
        .iter()
        .map(|one| format!("{} ({})", one.name, role_text(one.role)));
    let names: Vec<_> = names.collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn consents(state: &State, one: Interview<'_>) -> Option<String> {
    let t = NotebookTexts::now();
    let told = one.consents().into_iter().filter_map(|(scope, id)| {
        let consent = Consent::find(state, id)?;
        let what = match Scope::named(scope)? {
            Scope::Recording => t.to_recording,
            Scope::Photo => t.to_photo,
            Scope::Interview | Scope::Survey => t.to_interview,
        };
        let said = if consent.given() {
            t.consent_given
        } else {
            t.consent_refused
        };
        Some(format!("{what}: {said}"))
    });
    let told: Vec<_> = told.collect();
    (!told.is_empty()).then(|| told.join(" · "))
}

/// The guide of the interview's questionnaire.
fn guide_of(desk: Desk, id: RecordId) -> Arc<Guide> {
    let form = untrack(|| with(desk, id, |_, one| one.form()));
    Guide::read(desk, form, language())
}

fn may_correct(desk: Desk, id: RecordId) -> bool {
    let may = desk.with_person(|state, person| {
        let caller = Caller {
            person: person.id,
            role: person.role(),
        };
        let own = Interview::find(state, id)
            .and_then(Interview::written)
            .is_some_and(|touch| touch.actor == person.id);
        own || caller.corrects_others()
    });
    may.unwrap_or(false)
}

fn notes(desk: Desk, id: RecordId, player: Player, marking: Marking) -> AnyView {
    let t = NotebookTexts::now();
    let guide = StoredValue::new(guide_of(desk, id));
    let rows = Rows {
        desk,
        id,
        player,
        marking,
        correct: Memo::new(move |_| may_correct(desk, id)),
    };
    let lines = Memo::new(move |_| {
        with(desk, id, |_, one| {
            let names = speakers(one);
            let mut before = None;
            let lines = one.lines().into_iter().map(|line| {
                let headed = line.guide.is_some() && line.guide != before;
                before = line.guide;
                let heading = line.guide.filter(|_| headed);
                let speaker = line.speaker.and_then(|key| {
                    let mut names = names.iter();
                    names
                        .find(|(known, _)| known == key)
                        .map(|(_, name)| name.clone())
                });
                Row {
                    heading: heading
                        .map(|path| guide.with_value(|guide| guide.label(path).to_owned())),
                    speaker,
                    key: line.key.to_owned(),
                    note: line.note(),
                    files: files_at(one, line.key),
                    corrected: one.earlier(line.key).len(),
                }
            });
            lines.collect::<Vec<_>>()
        })
    });
    let none = move || {
        lines
            .with(Vec::is_empty)
            .then(|| view! { <p class="empty">{t.no_notes}</p> })
    };
    view! {
        <section>
            <h2>{t.notes}</h2>
            {none}
            <ol class="notes">
                <For each=move || lines.get() key=Row::identity children=move |row| rows.show(row)/>
            </ol>
        </section>
    }
    .into_any()
}

/// The files that stand at a line, but for recordings.
fn files_at(one: Interview<'_>, line: &str) -> Vec<FileRef> {
    let attached = one.attachments();
    let here = |file: &FileRef| {
        let mut attached = attached.iter();
        attached.any(|(name, at)| *name == file.name && *at == line)
    };
    if attached.is_empty() {
        return Vec::new();
    }
    one.files().into_iter().filter(here).collect()
}

fn guide(desk: Desk, id: RecordId) -> AnyView {
    let t = NotebookTexts::now();
    let guide = guide_of(desk, id);
    if guide.parts.is_empty() {
        return ().into_any();
    }
    let shown = move || {
        with(desk, id, |_, one| {
            let covered = one.covered();
            let count = guide
                .topics()
                .filter(|topic| covered.contains(topic.path.as_str()))
                .count();
            let topics = guide.topics().map(|topic| {
                let on = covered.contains(topic.path.as_str());
                view! {
                    <li data-covered=on.then_some("")>
                        <Icon name=if on { "check" } else { "circle" }/>{topic.label.clone()}
                    </li>
                }
            });
            let topics: Vec<_> = topics.collect();
            let all = topics.len();
            let view = view! {
                <details class="guide-read">
                    <summary>{t.of_guide} " · " {fill(t.covered_of, &[&count, &all])}</summary>
                    <ul>{topics}</ul>
                </details>
            };
            Some(view.into_any())
        })
    };
    shown.into_any()
}

/// Recordings as a whole, and files that stand at no line that is still there. What plays goes on
/// playing while other things change.
fn others(desk: Desk, id: RecordId) -> AnyView {
    let t = NotebookTexts::now();
    let kept = Memo::new(move |_| with(desk, id, |_, one| Some(loose(one))));
    let shown = move || {
        let (sounds, lone) = kept.get().unwrap_or_default();
        let sounds = sounds.into_iter().map(|(from, file)| {
            view! {
                <p class="hint">{from}</p>
                <Attachment file label=t.recordings.to_owned()/>
            }
        });
        let sounds: Vec<_> = sounds.collect();
        let lone = lone.into_iter().map(|file| {
            let label = file.name.clone();
            view! { <Attachment file label/> }
        });
        let lone: Vec<_> = lone.collect();
        let sounds = (!sounds.is_empty()).then(|| {
            view! { <section class="stack no-print"><h2>{t.recordings}</h2>{sounds}</section> }
        });
        let lone = (!lone.is_empty())
            .then(|| view! { <section class="stack"><h2>{t.other_files}</h2>{lone}</section> });
        view! { {sounds} {lone} }
    };
    shown.into_any()
}

/// The recordings with the moment at which each begins, and the files without a line.
fn loose(one: Interview<'_>) -> (Vec<(String, FileRef)>, Vec<FileRef>) {
    let t = NotebookTexts::now();
    let files = one.files();
    let named = |name: &str| files.iter().find(|file| file.name == name).cloned();
    let recordings = one.recordings();
    let sounds = recordings.iter().filter_map(|recorded| {
        let from = fill(t.at, &[&mark(recorded.at)]);
        Some((from, named(recorded.file)?))
    });
    let attached = one.attachments().into_iter();
    let lone = attached.filter(|(_, line)| one.line(line).is_none());
    (
        sounds.collect(),
        lone.filter_map(|(name, _)| named(name)).collect(),
    )
}
