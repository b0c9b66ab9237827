//! One record under review: what it says, with a place for a remark at each question or line.

use std::{rc::Rc, sync::Arc};

use form::{Context, ItemId, ItemKind, Session};
use ledger::{Change, FileRef, RecordId};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use needs::{
    Act, Interview, Response,
    consent::Withdrawals,
    review::{self, Item, Review},
};

use super::{answer::Correction, bar::Verdict, remark::Remark, signs, title_of};
use crate::{
    components::{
        attachment::Attachment,
        back::BackLink,
        icon::Icon,
        moment::day_and_time,
        notice::{Kind, notice},
        question::{answer_text, plain},
        record_name::person_name,
        stage::stage_chip,
        store_error::write_error_text,
    },
    desk::Desk,
    locales::{NotebookTexts, OfficeTexts, ReviewTexts, TrailTexts, fill, language},
    pages::{about_readable, survey::forms},
};

/// The record under review. A handle.
#[derive(Clone, Copy)]
pub(super) struct Reviewing {
    pub(super) desk: Desk,
    pub(super) kind: &'static str,
    pub(super) id: RecordId,
    pub(super) error: RwSignal<Option<String>>,
}

impl Reviewing {
    pub(super) fn write(self, changes: Vec<Change>) {
        spawn_local(async move {
            let why = self.desk.record_all(changes).await.err();
            let _ = self.error.try_set(why.map(|why| write_error_text(&why)));
        });
    }
}

/// The screen.
#[component]
pub fn ReviewOnePage() -> impl IntoView {
    about_readable(
        "record",
        |state, id| Review::of(state, id).is_some(),
        |desk, _| desk.may(Act::Review),
        |id| view! { <One id/> }.into_any(),
    )
}

#[component]
fn One(id: RecordId) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let kind = desk.peek(|ledger| review::item(ledger.state(), id).map(|item| item.kind));
    let reviewing = Reviewing {
        desk,
        kind: kind.unwrap_or(Response::KIND),
        id,
        error: RwSignal::new(None),
    };
    let content = if reviewing.kind == Interview::KIND {
        view! { <Lines reviewing/> }.into_any()
    } else {
        view! { <Answers reviewing/> }.into_any()
    };
    view! {
        <main class="page stack" id="content">
            <BackLink/>
            <Head reviewing/>
            {content}
            <Verdict reviewing/>
        </main>
    }
}

#[component]
fn Head(reviewing: Reviewing) -> impl IntoView {
    let t = ReviewTexts::now();
    let (desk, id) = (reviewing.desk, reviewing.id);
    let item = Memo::new(move |_| desk.read(|state| review::item(state, id)));
    let facts = move |item: Item| {
        let (title, sub) = desk.read(|state| title_of(state, item));
        let (shape, word) = stage_chip(item.stage);
        let said = desk.read(|state| {
            let review = Review::of(state, id)?;
            let reviewed = review.reviewed().map(|touch| {
                let when = day_and_time(&touch.wall, language());
                format!("{} · {when}", person_name(state, touch.actor))
            });
            let reply = review.reply().filter(|(reply, _)| !reply.is_empty());
            let reply = reply.map(|(reply, _)| fill(t.replied, &[&reply]));
            Some([reviewed, reply])
        });
        let said = said.into_iter().flatten().flatten();
        let said = said
            .map(|text| view! { <p class="hint">{text}</p> })
            .collect_view();
        let found = signs::texts(desk, &signs::Judge::new(desk).signs(item));
        let signs = if found.is_empty() {
            view! { <p class="hint">{t.signs_none}</p> }.into_any()
        } else {
            let rows = found.into_iter().map(|text| view! { <li>{text}</li> });
            let list = view! { <ul>{rows.collect_view()}</ul><p class="hint">{t.signs_hint}</p> };
            notice(Kind::Info, t.signs, Some(list.into_any()))
        };
        view! {
            <div class="page-head">
                <h1>{title}</h1>
                <p>{sub}</p>
                <p><span class="chip" data-stage data-state=shape>{word}</span></p>
            </div>
            {said}
            {signs}
        }
    };
    let source = if reviewing.kind == Interview::KIND {
        "notebook"
    } else {
        "response"
    };
    view! {
        {move || item.get().map(facts)}
        <p class="button-row">
            <A href=format!("/{source}/{id}") attr:class="button">
                <Icon name="document"/>{ReviewTexts::now().open_record}
            </A>
            <A href=format!("/history/{}/{id}", reviewing.kind) attr:class="button">
                <Icon name="list"/>{TrailTexts::now().history}
            </A>
        </p>
    }
}

/// The notes of an interview, line by line.
#[component]
fn Lines(reviewing: Reviewing) -> impl IntoView {
    let id = reviewing.id;
    let lines = Memo::new(move |_| {
        reviewing.desk.read(|state| {
            let lines = Interview::find(state, id).map(Interview::lines);
            let lines = lines.unwrap_or_default().into_iter();
            let owned = lines.map(|line| (line.key.to_owned(), line.text.to_owned()));
            owned.collect::<Vec<_>>()
        })
    });
    let lost = Memo::new(move |_| {
        reviewing.desk.read(|state| {
            let one = Interview::find(state, id);
            one.is_some_and(|one| one.lost(&Withdrawals::of(state)).content)
        })
    });
    move || {
        if lost.get() {
            return notice(Kind::Info, NotebookTexts::now().withdrawn, None);
        }
        let rows = lines.get().into_iter().map(|(key, text)| {
            view! {
                <li class="review-line">
                    <p>{text}</p>
                    <Remark reviewing at=key/>
                </li>
            }
        });
        view! { <ul class="card review-lines">{rows.collect_view()}</ul> }.into_any()
    }
}

/// The answers of a response under their questions, those left open too.
#[component]
fn Answers(reviewing: Reviewing) -> impl IntoView {
    let (desk, id) = (reviewing.desk, reviewing.id);
    let response = Memo::new(move |_| {
        desk.read(|state| {
            let response = Response::find(state, id)?;
            let files: Vec<FileRef> = response.files().collect();
            Some((response.form()?, response.answers(), files))
        })
    });
    move || {
        let (form, answers, files) = response.get()?;
        let Ok(form) = forms::compiled(desk, form) else {
            return Some(notice(Kind::Warning, OfficeTexts::now().unreadable, None));
        };
        let open = Session::resume(Arc::clone(&form), Context::default(), &answers);
        let mut session = Session::view_answers(form, &answers);
        if let Some(lang) = session.form().language_for(language().tag()) {
            session.set_language(lang);
        }
        let open = Rc::new(open);
        Some(section(&session, &open, session.root(), &files, reviewing))
    }
}

fn section(
    session: &Session,
    open: &Rc<Session>,
    group: ItemId,
    files: &[FileRef],
    reviewing: Reviewing,
) -> AnyView {
    let (mut rows, mut sections) = (Vec::new(), Vec::new());
    for child in session.children(group) {
        let item = session.item(child);
        if !item.relevant() {
            continue;
        }
        match item.kind() {
            ItemKind::Group | ItemKind::Repeat | ItemKind::RepeatInstance => {
                sections.push(section(session, open, child, files, reviewing));
            }
            ItemKind::Question(_) => rows.push(row(session, open, child, files, reviewing)),
            ItemKind::Note | ItemKind::Hidden => {}
        }
    }
    let heading = session.item(group).label();
    let list = (!rows.is_empty()).then(|| view! { <dl class="answers">{rows}</dl> });
    if list.is_none() {
        return sections.into_any();
    }
    view! {
        <section class="answers-section">
            {heading.map(|heading| view! { <h2>{heading}</h2> })}
            {list}
            {sections}
        </section>
    }
    .into_any()
}

fn row(
    session: &Session,
    open: &Rc<Session>,
    id: ItemId,
    files: &[FileRef],
    reviewing: Reviewing,
) -> AnyView {
    let t = ReviewTexts::now();
    let item = session.item(id);
    let path = item.path();
    let shown_path = path.clone();
    let label = item.label().unwrap_or_else(|| item.name().to_owned());
    let file = files.iter().find(|file| file.name == item.value());
    let value = match file {
        Some(file) => view! { <Attachment file=file.clone() label=label.clone()/> }.into_any(),
        None if item.value().is_empty() => {
            view! { <span class="hint">{t.unanswered}</span> }.into_any()
        }
        None => answer_text(&item).into_any(),
    };
    let reason = reviewing.desk.peek(|ledger| {
        let state = ledger.state();
        let (reason, touch) = Review::of(state, reviewing.id)?.reason(&path)?;
        Some(fill(
            t.corrected_by,
            &[&person_name(state, touch.actor), &reason],
        ))
    });
    let asked = open.find(&path).filter(|_| file.is_none());
    let correction = asked.and_then(|item| Correction::of(open, item));
    view! {
        <div data-path=shown_path>
            <dt>{plain(&label)}</dt>
            <dd>
                {value}
                {reason.map(|reason| view! { <p class="hint">{reason}</p> })}
            </dd>
            <div class="review-tools">
                <Remark reviewing at=path/>
                {correction.map(|correction| correction.tools(reviewing))}
            </div>
        </div>
    }
    .into_any()
}
