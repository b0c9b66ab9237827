//! One response in full: who, where, when, and every answer under its question.

use std::{collections::BTreeSet, sync::Arc};

use form::{Control, ItemId, ItemKind, Session};
use ledger::{FileRef, RecordId};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};
use needs::{Act, Campaign, Lang, Person, Questionnaire, Response, Unit, consent::Withdrawals};

use crate::{
    components::{
        attachment::Attachment,
        back::BackLink,
        erase::Erase,
        icon::Icon,
        marking::{Marking, MarkingTools, Text, marked_line},
        moment::day_and_time,
        notice::{Kind, notice},
        question::{answer_text, plain},
        record_name::field_name,
        returned::Returned,
        withdrawn::withdrawn_notice,
    },
    desk::Desk,
    locales::{OfficeTexts, TodayTexts, TrailTexts, fill, language},
    pages::{about_readable, survey::forms, today::unit_line},
    sync::Courier,
};

/// A text with so many characters says enough to be marked.
const LONG: usize = 8;

/// The screen.
#[component]
pub fn ResponsePage() -> impl IntoView {
    about_readable(
        "response",
        |state, id| Response::find(state, id).is_some(),
        |desk, id| {
            let readable = desk.with_person(|state, person| {
                Response::find(state, id).is_some_and(|response| response.readable_by(person))
            });
            readable == Some(true)
        },
        |id| view! { <Full id/> }.into_any(),
    )
}

#[component]
fn Full(id: RecordId) -> impl IntoView {
    let t = OfficeTexts::now();
    let desk = expect_context::<Desk>();
    // Built anew only when the response itself changes: a film must not stop when others sync.
    let response = Memo::new(move |_| {
        desk.read(|state| {
            let response = Response::find(state, id)?;
            let lost = Withdrawals::of(state).lost_of(state, response);
            let (mut files, mut answers) = (Vec::new(), response.answers());
            for file in response.files() {
                if lost.takes_file(&file.media_type) && !lost.content {
                    answers.retain(|_, answer| *answer != file.name);
                } else {
                    files.push(file);
                }
            }
            Some((response.form()?, answers, files, lost))
        })
    });
    let lines = Memo::new(move |_| {
        let answers = response
            .read()
            .as_ref()
            .map(|(_, answers, ..)| answers.clone());
        Arc::new(answers.unwrap_or_default().into_iter().collect())
    });
    let about = Callback::new(move |path: String| {
        let (form, ..) = response.get_untracked()?;
        let form = forms::compiled(desk, form).ok();
        Some(field_name(&format!("answer:{path}"), form.as_deref()))
    });
    let marking = Marking::begin(desk, Text::Answers(id), lines);
    let erases = Memo::new(move |_| desk.may(Act::Erase));
    let form = forms::followed(desk, move || Some(response.read().as_ref()?.0));
    let answers = move || {
        let (_, answers, files, lost) = response.get()?;
        // Who may have it erased has to see what that would be.
        if lost.content && !erases.get() {
            return None;
        }
        let shown = if let Some(form) = form() {
            let mut session = Session::view_answers(form, &answers);
            let lang = session.form().language_for(language().tag());
            if let Some(lang) = lang {
                session.set_language(lang);
            }
            view! {
                {section(&session, session.root(), &files, marking)}
                {other_files(&session, &files)}
            }
            .into_any()
        } else {
            let rows = answers.iter().map(|(path, value)| {
                let shown = answer(path, value, &files);
                view! { <div><dt>{path.clone()}</dt><dd>{shown}</dd></div> }
            });
            let rows = rows.collect_view();
            view! {
                {notice(Kind::Warning, t.unreadable, None)}
                <dl class="answers">{rows}</dl>
            }
            .into_any()
        };
        Some(shown)
    };
    view! {
        <main class="page stack" id="content">
            <Head id/>
            {move || response.get().and_then(|(.., lost)| withdrawn_notice(lost))}
            <Returned kind=Response::KIND id about/>
            <div node_ref=marking.frame>{answers}</div>
            <Afterwards id/>
        </main>
        <MarkingTools marking/>
    }
}

/// What was changed; and a manager erases what the person asks to be forgotten.
#[component]
fn Afterwards(id: RecordId) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let lang = language();
    let navigate = use_navigate();
    let what = desk.peek(|ledger| {
        let state = ledger.state();
        let unit = Response::find(state, id)?.unit()?;
        Unit::find(state, unit).map(|unit| unit_line(state, unit, lang))
    });
    let erased = move |()| navigate("/incoming", NavigateOptions::default());
    view! {
        <p class="button-row">
            <A href=format!("/history/{}/{id}", Response::KIND) attr:class="button quiet">
                <Icon name="list"/>{TrailTexts::now().history}
            </A>
            <Erase record=id what=what.unwrap_or_default() erased/>
        </p>
    }
}

/// The files that no question shows, such as the record of how the form was filled in.
fn other_files(session: &Session, files: &[FileRef]) -> Option<AnyView> {
    let shown: BTreeSet<String> = session
        .items()
        .map(|id| session.item(id))
        .filter(|item| item.relevant() && matches!(item.kind(), ItemKind::Question(_)))
        .map(|item| item.value().to_owned())
        .collect();
    let others = files.iter().filter(|file| !shown.contains(&file.name));
    let others: Vec<_> = others
        .map(|file| view! { <Attachment file=file.clone() label=file.name.clone()/> })
        .collect();
    (!others.is_empty()).then(|| {
        view! {
            <section class="answers-section">
                <h2>{OfficeTexts::now().other_files}</h2>
                {others}
            </section>
        }
        .into_any()
    })
}

/// What was answered; the file itself where the answer is the name of one.
fn answer(label: &str, value: &str, files: &[FileRef]) -> AnyView {
    match files.iter().find(|file| file.name == value) {
        Some(file) => view! { <Attachment file=file.clone() label=label.to_owned()/> }.into_any(),
        None => value.to_owned().into_any(),
    }
}

#[component]
fn Head(id: RecordId) -> impl IntoView {
    let t = OfficeTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let courier = expect_context::<Courier>();
    move || {
        desk.read(|state| {
            let response = Response::find(state, id)?;
            let unit = response.unit().and_then(|unit| Unit::find(state, unit));
            let door = unit
                .map(|unit| unit_line(state, unit, lang))
                .unwrap_or_default();
            let form = response
                .form()
                .and_then(|form| Questionnaire::find(state, form));
            let title = form.map_or("", |form| form.title(lang)).to_owned();
            let finished = response.finished();
            let arrived = courier.server_has(finished.device, finished.seq);
            let today = TodayTexts::now();
            let facts = [
                (
                    t.form,
                    form.map(|form| fill(today.version, &[&form.number(), &form.version()])),
                ),
                (t.campaign, campaign_name(state, response, lang)),
                (
                    t.person,
                    Person::find(state, finished.actor).map(|p| p.name(lang).to_owned()),
                ),
                (t.begun, response.started().map(|at| day_and_time(at, lang))),
                (t.finished, Some(day_and_time(&finished.wall, lang))),
                (t.language, response.language().map(language_name)),
                (
                    t.state,
                    Some(
                        if arrived {
                            today.at_office
                        } else {
                            today.waiting
                        }
                        .to_owned(),
                    ),
                ),
            ];
            let facts = facts
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?)));
            let facts = facts
                .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
                .collect_view();
            Some(view! {
                <BackLink/>
                <div class="page-head"><h1>{door}</h1><p>{title}</p></div>
                <dl class="facts card">{facts}</dl>
            })
        })
    }
}

fn campaign_name(state: &ledger::State, response: Response<'_>, lang: Lang) -> Option<String> {
    let campaign = Campaign::find(state, response.campaign()?)?;
    Some(campaign.name(lang).to_owned())
}

fn language_name(tag: &str) -> String {
    match Lang::from_tag(tag) {
        Some(Lang::ZhHant) => "繁體中文".to_owned(),
        Some(Lang::ZhHans) => "简体中文".to_owned(),
        Some(Lang::En) => "English".to_owned(),
        None => tag.to_owned(),
    }
}

/// A group's answers under its heading; nothing where nothing was answered.
fn section(session: &Session, group: ItemId, files: &[FileRef], marking: Marking) -> AnyView {
    let mut rows = Vec::new();
    let mut sections = Vec::new();
    for child in session.children(group) {
        let item = session.item(child);
        if !item.relevant() {
            continue;
        }
        match item.kind() {
            ItemKind::Group | ItemKind::Repeat | ItemKind::RepeatInstance => {
                sections.push(section(session, child, files, marking));
            }
            ItemKind::Question(_) if !item.value().is_empty() => {
                let path = item.path();
                let label = item.label().unwrap_or_else(|| item.name().to_owned());
                let named = files.iter().any(|file| file.name == item.value());
                let text = item.kind() == ItemKind::Question(Control::Text);
                let value = if named {
                    answer(&label, item.value(), files)
                } else if text && item.value().chars().count() >= LONG {
                    marked_line(marking, &path)
                } else {
                    answer_text(&item).into_any()
                };
                rows.push(view! {
                    <div data-path=path><dt>{plain(&label)}</dt><dd>{value}</dd></div>
                });
            }
            ItemKind::Question(_) | ItemKind::Note | ItemKind::Hidden => {}
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
