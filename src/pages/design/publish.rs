//! Publishing: the design becomes a version of a form, which never changes.

use std::collections::BTreeMap;

use form::Severity;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use needs::{Purpose, Questionnaire};

use super::{form_panel::setting, studio::Studio};
use crate::{
    components::{
        choice_row::ChoiceRow,
        notice::{Kind, notice},
        sheet::Sheet,
    },
    locales::{DesignTexts, fill, finding_line},
    pages::forms::{self, NamedBytes, publish_error_text},
};

pub fn publish(studio: Studio, open: RwSignal<bool>) -> AnyView {
    let t = DesignTexts::now();
    let purpose = RwSignal::new(purpose_of(studio));
    let failure = RwSignal::new(None::<String>);
    let go = StoredValue::new_local(use_navigate());
    let press = move |_| {
        spawn_local(async move {
            match publish_now(studio, purpose.get_untracked()).await {
                Ok(()) => {
                    go.try_with_value(|go| go("/forms", NavigateOptions::default()));
                }
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    let options = vec![
        (Purpose::Survey, t.purpose_survey.to_owned()),
        (Purpose::Interview, t.purpose_interview.to_owned()),
    ];
    let choose = Callback::new(move |chosen| purpose.set(chosen));
    let ready = move || {
        let options = options.clone();
        view! {
            <p>{t.publish_text}</p>
            {setting(studio, "form_title", t.form_title)}
            <div class="design-inline">
                {setting(studio, "form_id", t.form_id)}
                {setting(studio, "version", t.form_version)}
            </div>
            {move || used(studio)}
            <ChoiceRow name="purpose" legend=t.purpose options taken=purpose choose/>
            {move || failure.get().map(|text| notice(Kind::Error, text, None))}
            <p class="button-row">
                <button
                    type="button"
                    class="button primary"
                    data-action="publish-now"
                    on:click=press
                >
                    {t.publish}
                </button>
                {close(open)}
            </p>
        }
        .into_any()
    };
    let body = move || match blocked(studio) {
        Some(reasons) => view! { {reasons} {close(open)} }.into_any(),
        None => ready(),
    };
    let blocked_now = Memo::new(move |_| studio.counts().0 > 0);
    view! {
        <Sheet open labelled_by="design-publish-title">
            <div class="stack">
                <h2 id="design-publish-title">{t.publish_title}</h2>
                {
                    let body = body.clone();
                    move || {
                        blocked_now.track();
                        untrack(&body)
                    }
                }
            </div>
        </Sheet>
    }
    .into_any()
}

/// The files of the version that this one began as. One that is not here stays behind: the form
/// page says what is missing.
async fn files_of(studio: Studio) -> BTreeMap<String, Vec<u8>> {
    let known = studio.from().and_then(|form| {
        studio
            .desk
            .peek(|ledger| Some(Questionnaire::find(ledger.state(), form)?.files().collect()))
    });
    let known: Vec<_> = known.unwrap_or_default();
    let mut files = BTreeMap::new();
    for file in known {
        if let Ok(bytes) = studio.desk.files().bytes(&file).await {
            files.insert(file.name.clone(), bytes);
        }
    }
    files
}

fn close(open: RwSignal<bool>) -> AnyView {
    view! {
        <button type="button" class="button" on:click=move |_| open.set(false)>
            {DesignTexts::now().close}
        </button>
    }
    .into_any()
}

/// Publishes the design and takes it off the shelf; the error is a sentence.
async fn publish_now(studio: Studio, purpose: Purpose) -> Result<(), String> {
    let needed = ["form_title", "form_id", "version"];
    let empty = |name: &str| studio.peek(|design| design.setting(name).trim().is_empty());
    if needed.into_iter().any(empty) {
        return Err(DesignTexts::now().publish_needs.to_owned());
    }
    let (name, bytes) = studio.peek(|design| {
        let id = design.setting("form_id").trim();
        (format!("{id}.xlsx"), design.to_xlsx())
    });
    let workbook = NamedBytes { name, bytes };
    let files = files_of(studio).await;
    let published = forms::publish(studio.desk, workbook, files, purpose).await;
    published.map_err(|error| publish_error_text(&error))?;
    if let Some(keeper) = studio.keeper() {
        keeper.close();
        // It is in the ledger now; a copy that stays behind does no harm.
        let _ = studio.desk.discard_design(keeper.head().id).await;
    }
    Ok(())
}

/// What keeps the form from being published.
fn blocked(studio: Studio) -> Option<AnyView> {
    let t = DesignTexts::now();
    let errors = studio.reading.with(|reading| {
        let errors = reading.diagnostics.iter();
        let errors = errors.filter(|finding| finding.severity == Severity::Error);
        errors.take(10).map(finding_line).collect::<Vec<_>>()
    });
    if errors.is_empty() {
        return None;
    }
    let lines = errors.into_iter().map(|text| view! { <li>{text}</li> });
    let lines = lines.collect_view();
    Some(
        view! {
            <div class="notice" data-kind="error" role="alert">
                <p>{t.publish_blocked}</p>
                <ul>{lines}</ul>
            </div>
        }
        .into_any(),
    )
}

/// The versions of this form that are published.
fn used(studio: Studio) -> Option<AnyView> {
    let t = DesignTexts::now();
    let number = studio.read(|design| design.setting("form_id").to_owned());
    let versions = studio.desk.read(|state| {
        let all = Questionnaire::all(state).into_iter();
        let versions = all.filter(|form| form.number() == number);
        versions
            .map(|form| form.version().to_owned())
            .collect::<Vec<_>>()
    });
    if versions.is_empty() {
        return None;
    }
    let text = fill(t.publish_used, &[&versions.join(", ")]);
    Some(view! { <p class="hint">{text}</p> }.into_any())
}

/// A new version is for what the old one was for.
fn purpose_of(studio: Studio) -> Purpose {
    let from = studio.keeper().and_then(|keeper| keeper.head().from);
    let form = |id| {
        studio
            .desk
            .peek(|ledger| Some(Questionnaire::find(ledger.state(), id)?.purpose()))
    };
    from.and_then(form).unwrap_or(Purpose::Survey)
}
