//! The workbook that is open: what it is, what is wrong with it, and what can be done with it.

use std::sync::Arc;

use form::{Diagnostic, Form, Severity};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use needs::{Publication, Purpose};

use super::{
    candidate::{Candidate, Workbench},
    publish::{publication, publish_candidate, publish_error_text},
};
use crate::{
    components::{
        choice_row::ChoiceRow,
        icon::Icon,
        notice::{Kind, error_notice, notice},
    },
    desk::Desk,
    locales::{self, FormsTexts, fill, finding_line, finding_place},
    platform::clipboard,
};

/// With more findings than this one wants to look for some of them.
const MANY: usize = 8;
/// Findings shown before "more" is asked for.
const PAGE: usize = 50;

/// What is open; nothing if nothing is.
#[component]
pub(super) fn Report() -> impl IntoView {
    let bench = expect_context::<Workbench>();
    move || {
        bench.0.get().map(|candidate| {
            view! {
                <section class="card stack" id="candidate">
                    <Facts candidate=Arc::clone(&candidate)/>
                    <Findings candidate=Arc::clone(&candidate)/>
                    <Deeds candidate/>
                </section>
            }
        })
    }
}

/// Title, number, languages, files.
#[component]
fn Facts(candidate: Arc<Candidate>) -> impl IntoView {
    let t = FormsTexts::now();
    let name = candidate.workbook.name.clone();
    let files = candidate.files.keys().cloned().collect::<Vec<_>>();
    let about = candidate.form.as_ref().map(|form| facts(form));
    let title = candidate
        .form
        .as_ref()
        .map_or_else(|| name.clone(), |form| form.title().to_owned());
    view! {
        <h2>{title}</h2>
        <dl class="facts">
            <div><dt>{t.file}</dt><dd>{name}</dd></div>
            {about}
            {(!files.is_empty()).then(|| view! {
                <div><dt>{t.files}</dt><dd>{files.join(", ")}</dd></div>
            })}
        </dl>
    }
}

fn facts(form: &Form) -> impl IntoView + use<> {
    let t = FormsTexts::now();
    let languages: Vec<_> = form
        .languages()
        .iter()
        .map(|language| language.name.clone())
        .collect();
    let languages = (languages.len() > 1).then(|| languages.join(", "));
    let version = form.version().to_owned();
    view! {
        <div><dt>{t.number}</dt><dd class="code">{form.id().to_owned()}</dd></div>
        {(!version.is_empty()).then(|| view! {
            <div><dt>{t.version}</dt><dd>{version}</dd></div>
        })}
        <div><dt>{t.questions}</dt><dd>{form.question_count()}</dd></div>
        {languages.map(|names| view! {
            <div><dt>{t.languages}</dt><dd>{names}</dd></div>
        })}
    }
}

/// Which findings are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Errors,
    Warnings,
}

/// All that is wrong or doubtful, with its place.
#[component]
fn Findings(candidate: Arc<Candidate>) -> impl IntoView {
    let t = FormsTexts::now();
    let usable = candidate.form.is_some();
    let all = &candidate.diagnostics;
    let errors = all.iter().filter(|d| d.severity == Severity::Error).count();
    let warnings = all.len() - errors;
    let verdict = match (usable, all.is_empty()) {
        (true, true) => notice(Kind::Good, t.verdict_good, None),
        (true, false) => notice(Kind::Good, fill(t.verdict_warned, &[&warnings]), None),
        (false, _) => notice(Kind::Error, fill(t.verdict_bad, &[&errors]), None),
    };
    if all.is_empty() {
        return verdict;
    }
    let (shown, search, limit) = (
        RwSignal::new(Shown::All),
        RwSignal::new(String::new()),
        RwSignal::new(PAGE),
    );
    let tools = (all.len() > MANY).then(|| {
        let options = vec![
            (Shown::All, fill(t.all, &[&all.len()])),
            (Shown::Errors, fill(t.errors, &[&errors])),
            (Shown::Warnings, fill(t.warnings, &[&warnings])),
        ];
        let choose = Callback::new(move |which| shown.set(which));
        view! {
            <ChoiceRow name="findings" legend=t.show options taken=shown choose/>
            <input
                type="search"
                class="input"
                aria-label=t.search
                placeholder=t.search
                prop:value=search
                on:input=move |event| search.set(event_target_value(&event))
            />
        }
    });
    let found = Memo::new({
        let candidate = Arc::clone(&candidate);
        move |_| {
            let (shown, search) = (shown.get(), search.get().trim().to_lowercase());
            let wanted = |d: &&Diagnostic| {
                let severity = match shown {
                    Shown::All => true,
                    Shown::Errors => d.severity == Severity::Error,
                    Shown::Warnings => d.severity == Severity::Warning,
                };
                severity && d.to_string().to_lowercase().contains(&search)
            };
            candidate
                .diagnostics
                .iter()
                .filter(wanted)
                .cloned()
                .collect::<Vec<_>>()
        }
    });
    let list = move || {
        let rows = found.with(|found| found.iter().take(limit.get()).map(row).collect_view());
        let more = found.with(Vec::len) > limit.get();
        view! {
            <ul class="findings">{rows}</ul>
            {more.then(|| view! {
                <button class="button" on:click=move |_| limit.update(|limit| *limit += PAGE)>
                    {t.more}
                </button>
            })}
        }
    };
    view! { {verdict} {tools} {list} <Copy candidate/> }.into_any()
}

fn row(finding: &Diagnostic) -> impl IntoView + use<> {
    let t = FormsTexts::now();
    let (severity, icon, word) = match finding.severity {
        Severity::Error => ("error", "warning", t.error),
        Severity::Warning => ("warning", "info", t.warning),
    };
    let place = finding_place(finding);
    view! {
        <li data-severity=severity data-code=finding.code>
            <Icon name=icon/>
            <p>
                <span class="finding-place"><b>{word}</b> " " {place}</span>
                {locales::finding(&finding.message)}
            </p>
        </li>
    }
}

/// Puts all findings on the clipboard, to be sent to whoever mends the workbook.
#[component]
fn Copy(candidate: Arc<Candidate>) -> impl IntoView {
    let t = FormsTexts::now();
    let done = RwSignal::new(false);
    let copy = move |_| {
        let lines: Vec<_> = candidate
            .diagnostics
            .iter()
            .map(|finding| {
                let word = match finding.severity {
                    Severity::Error => t.error,
                    Severity::Warning => t.warning,
                };
                format!("{word}: {}", finding_line(finding))
            })
            .collect();
        let text = format!("{}\n{}\n", candidate.workbook.name, lines.join("\n"));
        spawn_local(async move {
            let copied = clipboard::write(&text).await;
            let _ = done.try_set(copied);
        });
    };
    view! {
        <p class="button-row">
            <button class="button quiet" on:click=copy>
                <Icon name="document"/>
                {move || if done.get() { t.copied } else { t.copy }}
            </button>
        </p>
    }
}

/// Try it, publish it, put it away.
#[component]
fn Deeds(candidate: Arc<Candidate>) -> impl IntoView {
    let t = FormsTexts::now();
    let bench = expect_context::<Workbench>();
    let desk = expect_context::<Desk>();
    let purpose = RwSignal::new(Purpose::Survey);
    let failure = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let known = candidate
        .form
        .as_ref()
        .map(|form| publication(desk, form, &candidate));
    let close = move |_| bench.0.set(None);
    let publish = {
        let candidate = Arc::clone(&candidate);
        move |_| {
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
            failure.set(None);
            let candidate = Arc::clone(&candidate);
            spawn_local(async move {
                let outcome = publish_candidate(desk, &candidate, purpose.get_untracked()).await;
                let _ = busy.try_set(false);
                match outcome {
                    Ok(_) => drop(bench.0.try_set(None)),
                    Err(why) => drop(failure.try_set(Some(publish_error_text(&why)))),
                }
            });
        }
    };
    let ways = match known {
        None => ().into_any(),
        Some(Publication::Same(_)) => notice(Kind::Info, t.published_already, None),
        Some(Publication::Taken(_)) => {
            let form = candidate.form.as_ref();
            let (id, version) = form.map_or(("", ""), |form| (form.id(), form.version()));
            notice(Kind::Warning, fill(t.taken, &[&id, &version]), None)
        }
        Some(Publication::New) => {
            let options = vec![
                (Purpose::Survey, t.survey.to_owned()),
                (Purpose::Interview, t.interview.to_owned()),
            ];
            let choose = Callback::new(move |chosen| purpose.set(chosen));
            view! {
                <ChoiceRow name="purpose" legend=t.purpose options taken=purpose choose/>
                <p class="hint">{t.publish_hint}</p>
            }
            .into_any()
        }
    };
    let publishes = known == Some(Publication::New);
    view! {
        {ways}
        {error_notice(failure)}
        <p class="button-row">
            {known.map(|_| view! {
                <A href="/forms/try" attr:class="button" attr:data-action="try">
                    <Icon name="survey"/>
                    {t.try_it}
                </A>
            })}
            {publishes.then(|| view! {
                <button
                    class="button primary"
                    data-action="publish"
                    aria-busy=move || busy.get().then_some("true")
                    on:click=publish
                >
                    <Icon name="check"/>
                    {t.publish}
                </button>
            })}
            <button class="button quiet" data-action="close" on:click=close>
                <Icon name="close"/>
                {t.close}
            </button>
        </p>
    }
}
