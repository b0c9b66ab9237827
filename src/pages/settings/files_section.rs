//! Files: everything out as a bundle, and bundles in.

use ledger::Bundle;
use leptos::{prelude::*, task::spawn_local};
use web_sys::{DragEvent, File, HtmlInputElement};

use crate::{
    components::{
        bundle_error::bundle_error_text,
        icon::Icon,
        moment::clock_time,
        notice::{Kind, notice},
        store_error::store_error_text,
    },
    desk::Desk,
    locales::{SettingsTexts, fill},
    platform::{clock, files},
};

/// What became of an export or an import.
#[derive(Clone)]
enum Outcome {
    Working,
    Good(String),
    Bad(String),
}

/// The section.
#[component]
pub fn FilesSection() -> impl IntoView {
    let t = SettingsTexts::now();
    let desk = expect_context::<Desk>();
    let outcome = RwSignal::new(None::<Outcome>);
    let take = move |file: File| {
        outcome.set(Some(Outcome::Working));
        spawn_local(async move { outcome.set(Some(import(desk, &file).await)) });
    };
    let export = move |_| spawn_local(async move { outcome.set(Some(export(desk).await)) });
    let chosen = move |event: leptos::ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            take(file);
        }
        // The same file may be chosen again.
        input.set_value("");
    };
    let over = RwSignal::new(false);
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        let files = event.data_transfer().and_then(|transfer| transfer.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            take(file);
        }
    };
    let drafts = move || {
        let drafts = desk.drafts().len();
        (drafts > 0).then(|| view! { <p class="hint">{fill(t.export_drafts, &[&drafts])}</p> })
    };
    view! {
        <section class="card stack" id="files">
            <h2>{t.data}</h2>
            {move || outcome.get().map(outcome_view)}
            <p class="hint">{t.export_hint}</p>
            {drafts}
            <p class="button-row">
                <button class="button" id="export" on:click=export><Icon name="out"/>{t.export}</button>
            </p>
            <div
                class="drop"
                data-over=move || over.get().then_some("true")
                on:dragover=move |event: DragEvent| {
                    event.prevent_default();
                    over.set(true);
                }
                on:dragleave=move |_| over.set(false)
                on:drop=dropped
            >
                <p class="hint">{t.import_hint}</p>
                <label class="button file-button">
                    <Icon name="in"/>
                    <span>{t.import}</span>
                    <input
                        type="file"
                        id="import"
                        accept=".json,application/json"
                        class="visually-hidden"
                        on:change=chosen
                    />
                </label>
            </div>
        </section>
    }
}

fn outcome_view(outcome: Outcome) -> AnyView {
    let t = SettingsTexts::now();
    match outcome {
        Outcome::Working => view! { <p role="status">{t.importing}</p> }.into_any(),
        Outcome::Good(text) => notice(Kind::Good, text, None),
        Outcome::Bad(text) => {
            let nothing_changed = view! { <p>{t.nothing_changed}</p> }.into_any();
            notice(Kind::Error, text, Some(nothing_changed))
        }
    }
}

async fn export(desk: Desk) -> Outcome {
    let t = SettingsTexts::now();
    let bundle = match desk.export().await {
        Ok(bundle) => bundle,
        Err(error) => return Outcome::Bad(store_error_text(&error)),
    };
    let now = clock::now();
    let (date, time) = (now.date_naive(), clock_time(&now).replace(':', ""));
    let name = format!("doorstep-{date}-{time}.json");
    let saved = serde_json::to_string_pretty(&bundle)
        .is_ok_and(|text| files::save(&name, text.as_bytes(), "application/json").is_ok());
    if saved {
        Outcome::Good(fill(t.exported, &[&bundle.entries.len()]))
    } else {
        Outcome::Bad(t.export_failed.to_owned())
    }
}

async fn import(desk: Desk, file: &File) -> Outcome {
    let t = SettingsTexts::now();
    let Ok(bytes) = files::read(file).await else {
        return Outcome::Bad(t.bad_unreadable.to_owned());
    };
    let opened = Bundle::read(&bytes).and_then(|bundle| desk.peek(|ledger| bundle.open(ledger)));
    let opening = match opened {
        Ok(opening) => opening,
        Err(error) => return Outcome::Bad(bundle_error_text(&error)),
    };
    let (fresh, known) = (opening.fresh.len(), opening.known);
    match desk.import(opening.fresh).await {
        Ok(()) => Outcome::Good(fill(t.imported, &[&fresh, &known])),
        Err(error) => Outcome::Bad(store_error_text(&error)),
    }
}
