//! The answers of a response under their questions, those left open too. What is being written at
//! one of them stays while others change.

use std::{collections::BTreeMap, rc::Rc, sync::Arc};

use form::{Answers as Given, Context, Form, ItemId, ItemKind, Session};
use ledger::{FileRef, RecordId};
use leptos::prelude::*;
use needs::{Response, review::Review};

use super::{
    answer::{Correction, is_correctable},
    one::Reviewing,
    remark::Remark,
};
use crate::{
    components::{
        attachment::Attachment,
        notice::{Kind, notice},
        question::{answer_text, plain},
        record_name::person_name,
    },
    desk::Desk,
    locales::{OfficeTexts, ReviewTexts, fill, language},
    pages::survey::forms,
};

/// A response as the screen has it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Sheet {
    sections: Vec<Section>,
    /// By path.
    rows: BTreeMap<String, Row>,
}

/// A group that has questions of its own.
#[derive(Clone, Debug, PartialEq)]
struct Section {
    path: String,
    heading: Option<String>,
    /// The paths of its questions.
    rows: Vec<String>,
}

/// A question and its answer.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    label: String,
    answer: Answer,
    correctable: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Answer {
    None,
    Text(String),
    File(FileRef),
}

/// The form and what was answered; nothing where the form can't be read.
fn answered(desk: Desk, response: RecordId) -> Option<(Arc<Form>, Given)> {
    let (form, answers) = desk.peek(|ledger| {
        let response = Response::find(ledger.state(), response)?;
        Some((response.form()?, response.answers()))
    })?;
    Some((untrack(|| forms::compiled(desk, form)).ok()?, answers))
}

/// The answers of a response.
#[component]
pub(super) fn Answers(reviewing: Reviewing) -> impl IntoView {
    let (desk, id) = (reviewing.desk, reviewing.id);
    let response = Memo::new(move |_| {
        desk.read(|state| {
            let response = Response::find(state, id)?;
            let files: Vec<FileRef> = response.files().collect();
            Some((response.form()?, response.answers(), files))
        })
    });
    let form = forms::followed(desk, move || Some(response.read().as_ref()?.0));
    let sheet = Memo::new(move |_| {
        let sheet = response.with(|response| {
            let (_, answers, files) = response.as_ref()?;
            Some(Sheet::of(&form()?, answers, files))
        });
        sheet.unwrap_or_default()
    });
    let readable = Memo::new(move |_| form().is_some());
    move || {
        if !readable.get() {
            return notice(Kind::Warning, OfficeTexts::now().unreadable, None);
        }
        view! {
            <For
                each=move || sheet.with(|sheet| sheet.sections.clone())
                key=|section| section.path.clone()
                children=move |section| section_view(sheet, section, reviewing)
            />
        }
        .into_any()
    }
}

impl Sheet {
    fn of(form: &Arc<Form>, answers: &Given, files: &[FileRef]) -> Self {
        let open = Session::resume(Arc::clone(form), Context::default(), answers);
        let mut session = Session::view_answers(Arc::clone(form), answers);
        if let Some(lang) = session.form().language_for(language().tag()) {
            session.set_language(lang);
        }
        let mut sheet = Self::default();
        sheet.add(&session, &open, session.root(), files);
        sheet
    }

    /// Adds a group with its questions, and after it the groups within.
    fn add(&mut self, session: &Session, open: &Session, group: ItemId, files: &[FileRef]) {
        let (mut rows, mut groups) = (Vec::new(), Vec::new());
        for child in session.children(group) {
            let item = session.item(child);
            match item.kind() {
                _ if !item.relevant() => {}
                ItemKind::Group | ItemKind::Repeat | ItemKind::RepeatInstance => groups.push(child),
                ItemKind::Question(_) => {
                    let path = item.path();
                    rows.push(path.clone());
                    self.rows.insert(path, Row::of(session, open, child, files));
                }
                ItemKind::Note | ItemKind::Hidden => {}
            }
        }
        if !rows.is_empty() {
            let item = session.item(group);
            self.sections.push(Section {
                path: item.path(),
                heading: item.label(),
                rows,
            });
        }
        for group in groups {
            self.add(session, open, group, files);
        }
    }
}

impl Row {
    fn of(session: &Session, open: &Session, id: ItemId, files: &[FileRef]) -> Self {
        let item = session.item(id);
        let file = files.iter().find(|file| file.name == item.value());
        let asked = open.find(&item.path()).filter(|_| file.is_none());
        Self {
            label: item.label().unwrap_or_else(|| item.name().to_owned()),
            answer: match file {
                Some(file) => Answer::File(file.clone()),
                None if item.value().is_empty() => Answer::None,
                None => Answer::Text(answer_text(&item)),
            },
            correctable: asked.is_some_and(|asked| is_correctable(&open.item(asked))),
        }
    }
}

fn section_view(sheet: Memo<Sheet>, section: Section, reviewing: Reviewing) -> impl IntoView {
    let path = section.path;
    let now = Memo::new(move |_| {
        sheet.with(|sheet| sheet.sections.iter().find(|one| one.path == path).cloned())
    });
    let heading = move || {
        now.get()?
            .heading
            .map(|heading| view! { <h2>{heading}</h2> })
    };
    view! {
        <section class="answers-section">
            {heading}
            <dl class="answers">
                <For
                    each=move || now.get().map(|section| section.rows).unwrap_or_default()
                    key=Clone::clone
                    children=move |path| row_view(sheet, path, reviewing)
                />
            </dl>
        </section>
    }
}

fn row_view(sheet: Memo<Sheet>, path: String, reviewing: Reviewing) -> impl IntoView {
    let desk = reviewing.desk;
    let own = StoredValue::new(path.clone());
    let row = Memo::new(move |_| {
        sheet.with(|sheet| own.with_value(|path| sheet.rows.get(path).cloned()))
    });
    let label = move || row.with(|row| row.as_ref().map(|row| plain(&row.label)));
    let reason = Memo::new(move |_| {
        desk.read(|state| {
            let review = Review::of(state, reviewing.id)?;
            let (reason, touch) = own.with_value(|path| review.reason(path))?;
            let by = person_name(state, touch.actor);
            Some(fill(ReviewTexts::now().corrected_by, &[&by, &reason]))
        })
    });
    let correctable = Memo::new(move |_| row.read().as_ref().is_some_and(|row| row.correctable));
    let correction = move || {
        let (form, answers) = answered(desk, reviewing.id)?;
        let session = Rc::new(Session::resume(form, Context::default(), &answers));
        let item = own.with_value(|path| session.find(path))?;
        Some(Correction::of(&session, item))
    };
    view! {
        <div data-path=own.get_value()>
            <dt>{label}</dt>
            <dd>
                {move || row.get().map(answer_view)}
                {move || reason.get().map(|reason| view! { <p class="hint">{reason}</p> })}
            </dd>
            <div class="review-tools">
                <Remark reviewing at=path/>
                {move || correctable.get().then(|| Correction::tools(correction, reviewing))}
            </div>
        </div>
    }
}

fn answer_view(row: Row) -> AnyView {
    match row.answer {
        Answer::File(file) => view! { <Attachment file label=row.label/> }.into_any(),
        Answer::None => {
            view! { <span class="hint">{ReviewTexts::now().unanswered}</span> }.into_any()
        }
        Answer::Text(text) => text.into_any(),
    }
}
