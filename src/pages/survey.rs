//! The survey: filling in a questionnaire at the door, page by page. Every answer is on the disk
//! before the tick says so; the draft becomes a response when it is finished.

mod consent;
mod ending;
pub mod forms;
mod leave;
mod log;
mod remarks;
mod saver;
mod sign;
mod visit;

use form::{Audit, Context, Diagnostic, Session};
use ledger::RecordId;
use leptos::{leptos_dom::helpers::WindowListenerHandle, prelude::*, task::spawn_local};
use leptos_router::{components::A, hooks::use_params_map};
use needs::{Lang, Person, Questionnaire, Response, Unit, consent::Scope};

use crate::{
    components::{coming::ComingNotice, question::FormFiles, remarks::Remarks},
    desk::{Desk, FileOwner},
    draft::Draft,
    locales::{SurveyTexts, language},
    pages::{Missing, today::unit_line},
    platform::{clock, locks, locks::Held},
    screen::{AuditLog, FormScreen, Host},
};
use saver::Saver;
use visit::Visit;

/// How far opening the draft has come.
#[derive(Clone)]
enum Stage {
    Opening,
    /// Another tab has it open.
    Elsewhere,
    Gone,
    Finished(RecordId),
    Unusable(Vec<Diagnostic>),
    /// The person has to be asked first.
    Asking(Box<Draft>, Scope),
    Open,
}

/// What an open draft needs: the locks are held as long as this lives.
struct Opened {
    draft: Draft,
    session: Session,
    /// Who fills it in.
    user: String,
    audit: Option<Audit>,
    saver: Saver,
    _locks: (Held, Held),
}

/// The screen.
#[component]
pub fn SurveyPage() -> impl IntoView {
    let t = SurveyTexts::now();
    let desk = expect_context::<Desk>();
    let params = use_params_map();
    let stage = RwSignal::new(Stage::Opening);
    let opened = StoredValue::new_local(None::<Opened>);
    // Nothing in a future can ask for it: the context is the component's.
    let lang = language();
    let draft = Memo::new(move |_| params.read().get("draft")?.parse::<RecordId>().ok());
    let open = move || {
        let Some(id) = draft.get() else {
            return stage.set(Stage::Gone);
        };
        stage.set(Stage::Opening);
        spawn_local(async move {
            let locks = locks::open_draft(&id.to_string()).await;
            let (next, ready) = match locks.map(|locks| open(desk, id, lang, locks)) {
                None => (Stage::Elsewhere, None),
                Some(Err(why)) => (why, None),
                Some(Ok(mut ready)) => {
                    let user = ready.user.clone();
                    ready.audit = log::open(desk, &ready.draft, &ready.session, &user).await;
                    let next = match consent::to_ask(desk, &ready.draft, &ready.session) {
                        Some(scope) => Stage::Asking(Box::new(ready.draft.clone()), scope),
                        None => Stage::Open,
                    };
                    (next, Some(ready))
                }
            };
            // The person may have left in the meantime: then the locks go with `ready`.
            if opened.try_update_value(|opened| *opened = ready).is_some() {
                let _ = stage.try_set(next);
            }
        });
    };
    Effect::new(move |_| open());
    move || match stage.get() {
        Stage::Opening => {
            view! { <main class="page" id="content" aria-busy="true"></main> }.into_any()
        }
        Stage::Gone => view! { <Missing text=t.draft_gone/> }.into_any(),
        Stage::Finished(id) => view! { <Finished id/> }.into_any(),
        Stage::Unusable(diagnostics) => view! { <Unusable diagnostics/> }.into_any(),
        Stage::Elsewhere => elsewhere(open),
        Stage::Asking(draft, scope) => {
            let given = Callback::new(move |()| stage.set(Stage::Open));
            view! { <consent::BeforeFirst draft=*draft scope given/> }.into_any()
        }
        Stage::Open => {
            let visit = opened.try_with_value(|opened| {
                let Opened {
                    draft,
                    session,
                    saver,
                    audit,
                    ..
                } = opened.as_ref()?;
                Some(Visit::open(
                    desk,
                    draft.clone(),
                    session.clone(),
                    saver.clone(),
                    audit.clone().map(AuditLog::new),
                ))
            });
            visit
                .flatten()
                .map(|visit| view! { <Survey visit/> })
                .into_any()
        }
    }
}

fn open(desk: Desk, id: RecordId, lang: Lang, locks: (Held, Held)) -> Result<Opened, Stage> {
    let Some(draft) = desk.draft(id) else {
        let finished = desk.read(|state| Response::find(state, id).is_some());
        return Err(if finished {
            Stage::Finished(id)
        } else {
            Stage::Gone
        });
    };
    let (saver, newer) = Saver::of(desk, &draft);
    let draft = newer.unwrap_or(draft);
    let form = forms::compiled(desk, draft.form).map_err(Stage::Unusable)?;
    let actor = desk.actor();
    let username = desk.read(|state| Some(Person::find(state, actor?)?.name(lang).to_owned()));
    let username = username.unwrap_or_default();
    let context = Context {
        now: clock::now(),
        zone: Some(clock::zone()),
        deviceid: desk.device().to_string(),
        username: username.clone(),
        seed: draft.seed,
        ..Context::default()
    };
    let mut session = if draft.answers.is_empty() {
        Session::start(form, context)
    } else {
        Session::resume(form, context, &draft.answers)
    };
    let lang = consent::spoken(desk, &draft).unwrap_or(lang);
    if let Some(lang) = session.form().language_for(lang.tag()) {
        session.set_language(lang);
    }
    Ok(Opened {
        draft,
        session,
        user: username,
        audit: None,
        saver,
        _locks: locks,
    })
}

/// The draft has become a response, perhaps in another tab.
#[component]
fn Finished(id: RecordId) -> impl IntoView {
    let t = SurveyTexts::now();
    view! {
        <main class="page" id="content">
            <p class="empty">{t.already_finished}</p>
            <p class="button-row">
                <A href=format!("/response/{id}") attr:class="button">{t.see_response}</A>
            </p>
        </main>
    }
}

/// The workbook cannot be read: every reason with its place, for the one who can mend it.
#[component]
fn Unusable(diagnostics: Vec<Diagnostic>) -> impl IntoView {
    let t = SurveyTexts::now();
    let rows = diagnostics
        .iter()
        .map(|problem| view! { <li>{problem.to_string()}</li> });
    view! {
        <main class="page stack" id="content">
            <ComingNotice/>
            <div class="notice" data-kind="error" role="alert">
                <p>{t.unusable}</p>
                <ul>{rows.collect_view()}</ul>
            </div>
            <p class="button-row"><A href="/" attr:class="button">{t.to_today}</A></p>
        </main>
    }
}

/// The open survey.
#[component]
fn Survey(visit: Visit) -> impl IntoView {
    provide_context(visit);
    save_before_leaving(visit);
    on_cleanup(move || log::keep(visit));
    let leaving = RwSignal::new(false);
    let finish = StoredValue::new_local(visit.finisher());
    let (form, unit, place) = visit
        .draft
        .with_value(|draft| (draft.form, draft.unit, draft.place.clone()));
    provide_context(FileOwner {
        response: visit.draft.with_value(|draft| draft.id),
    });
    provide_context(FormFiles::Published(form));
    let remarks = Remarks::of(visit.desk, visit.draft.with_value(|draft| draft.id));
    provide_context(remarks.clone());
    let seek = RwSignal::new(None);
    let lang = language();
    let (title, door) = visit.desk.read(|state| {
        let title = Questionnaire::find(state, form).map(|form| form.title(lang).to_owned());
        let door = Unit::find(state, unit).map(|unit| unit_line(state, unit, lang));
        (title, door)
    });
    let host = Host {
        title,
        eyebrow: door,
        place,
        turned: Some(Callback::new(move |place| visit.turned(place))),
        leave: Some(Callback::new(move |()| leaving.set(true))),
        finish: Some(Callback::new(move |submission| {
            finish.with_value(|finish| finish(submission));
        })),
        busy: visit.busy.into(),
        audit: visit.log,
        sign: ViewFn::from(|| view! { <sign::SaveSign/> }),
        seek: seek.into(),
        notices: ViewFn::from(move || {
            view! {
                {remarks::to_do(&remarks, visit.interview, seek)}
                <sign::SaveFailure/>
                <sign::WriteFailure/>
            }
        }),
        ..Host::default()
    };
    view! {
        <main class="page form-page" id="content">
            <FormScreen interview=visit.interview host/>
        </main>
        <leave::Leave open=leaving/>
    }
}

/// What waits to be saved is sent on its way when the page may be about to go.
fn save_before_leaving(visit: Visit) {
    for event in ["visibilitychange", "pagehide"] {
        let listener: WindowListenerHandle = window_event_listener_untyped(event, move |_| {
            if let Some(saver) = visit.saver() {
                saver.flush();
            }
        });
        on_cleanup(move || listener.remove());
    }
}

/// Another tab has the draft; it may have let go of it by now.
fn elsewhere(again: impl Fn() + 'static) -> AnyView {
    let t = SurveyTexts::now();
    view! {
        <main class="page" id="content">
            <div class="notice" data-kind="warning" role="alert">
                <p>{t.open_elsewhere}</p>
                <button class="button" on:click=move |_| again()>{t.try_again}</button>
            </div>
        </main>
    }
    .into_any()
}
