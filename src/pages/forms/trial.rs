//! Trying a questionnaire out: as it will be at the door, but nothing is kept.

use std::sync::Arc;

use form::{Context, Form, Session, Submission};
use ledger::RecordId;
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_navigate, hooks::use_params_map};
use needs::{Act, Questionnaire};

use super::candidate::Workbench;
use crate::{
    components::{
        icon::Icon,
        notice::{Kind, notice},
        question::{FormFiles, Interview, answer_text, markup},
    },
    desk::Desk,
    locales::{FormsTexts, ShellTexts, language},
    pages::{Missing, survey::forms::followed},
    platform::{clock, files, random},
    screen::{FormScreen, Host},
};

/// The screen: the workbook that is open, or the published questionnaire that the address names.
#[component]
pub fn TrialPage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let bench = expect_context::<Workbench>();
    let params = use_params_map();
    let named = Memo::new(move |_| params.read().get("form"));
    let published = move || named.get()?.parse::<RecordId>().ok();
    let compiled = followed(desk, published);
    let form = move || -> Option<(Arc<Form>, FormFiles, Option<String>)> {
        if named.get().is_some() {
            let id = published()?;
            let title = desk.peek(|ledger| {
                let form = Questionnaire::find(ledger.state(), id)?;
                Some(form.title(language()).to_owned())
            });
            return Some((compiled()?, FormFiles::Published(id), title));
        }
        let open = bench.0.get()?;
        let files = FormFiles::Opened(Arc::new(open.files.clone()));
        Some((open.form.clone()?, files, None))
    };
    let reads_all = Memo::new(move |_| desk.may(Act::ReadAll));
    let round = RwSignal::new(0_u32);
    move || {
        round.track();
        if !reads_all.get() {
            return view! { <Missing text=ShellTexts::now().not_yours/> }.into_any();
        }
        match form() {
            Some((form, files, title)) => view! { <Trial form files title round/> }.into_any(),
            None => view! { <Missing text=FormsTexts::now().nothing_open/> }.into_any(),
        }
    }
}

/// A filling that nobody keeps.
#[component]
fn Trial(
    form: Arc<Form>,
    files: FormFiles,
    /// The title in the language of the screen, where it is published.
    title: Option<String>,
    round: RwSignal<u32>,
) -> impl IntoView {
    provide_context(files);
    let t = FormsTexts::now();
    let desk = expect_context::<Desk>();
    let context = Context {
        now: clock::now(),
        zone: Some(clock::zone()),
        deviceid: desk.device().to_string(),
        seed: random::seed(),
        ..Context::default()
    };
    let mut session = Session::start(form, context);
    if let Some(lang) = session.form().language_for(language().tag()) {
        session.set_language(lang);
    }
    let interview = Interview::new(session, |_| ());
    let outcome = RwSignal::new_local(None::<Submission>);
    let navigate = StoredValue::new_local(use_navigate());
    let leave = Callback::new(move |()| {
        navigate
            .with_value(|navigate| navigate("/forms", leptos_router::NavigateOptions::default()));
    });
    let host = Host {
        title,
        eyebrow: Some(t.trial.to_owned()),
        leave: Some(leave),
        finish: Some(Callback::new(move |submission| {
            outcome.set(Some(submission));
        })),
        sign: ViewFn::from(move || view! { <p class="save-sign">{t.not_kept}</p> }),
        ..Host::default()
    };
    let host = StoredValue::new(host);
    view! {
        <main class="page form-page" id="content">
            {move || match outcome.get() {
                None => view! { <FormScreen interview host=host.get_value()/> }.into_any(),
                Some(submission) => view! { <Outcome interview submission round/> }.into_any(),
            }}
        </main>
    }
}

/// The answers that would have been handed in.
#[component]
fn Outcome(interview: Interview, submission: Submission, round: RwSignal<u32>) -> impl IntoView {
    let t = FormsTexts::now();
    let answers: Vec<(String, String)> = submission
        .answers
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(path, value)| {
            interview.peek(|session| {
                let item = session.find(path).map(|item| session.item(item));
                let label = item.as_ref().and_then(form::Item::label);
                let shown = item.map_or_else(|| value.clone(), |item| answer_text(&item));
                (label.unwrap_or_else(|| path.clone()), shown)
            })
        })
        .collect();
    let rows = answers
        .into_iter()
        .map(|(label, value)| view! { <div><dt>{markup(&label)}</dt><dd>{value}</dd></div> });
    let keep = StoredValue::new(submission);
    let save = move |_| {
        let text = keep.with_value(|kept| serde_json::to_string_pretty(&kept.answers));
        let name = keep.with_value(|kept| format!("{}-{}.json", kept.form_id, kept.form_version));
        if let Ok(text) = text {
            let _ = files::save(&name, text.as_bytes(), "application/json");
        }
    };
    view! {
        <div class="trial-end stack">
            <h1>{t.trial_done}</h1>
            {notice(Kind::Good, t.trial_done_text, None)}
            <p class="button-row">
                <A href="/forms" attr:class="button primary">{t.to_forms}</A>
                <button class="button" on:click=move |_| round.update(|round| *round += 1)>
                    {t.try_again}
                </button>
                <button class="button quiet" on:click=save>
                    <Icon name="download"/>
                    {t.save_answers}
                </button>
            </p>
            <dl class="answers">{rows.collect_view()}</dl>
        </div>
    }
}
