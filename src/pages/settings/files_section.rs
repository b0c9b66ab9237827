//! Files: everything out as a bundle, and bundles in.

use ledger::Bundle;
use leptos::{prelude::*, task::spawn_local};
use web_sys::File;

use crate::{
    components::{
        bundle_error::bundle_error_text,
        drop_zone::DropZone,
        file_error::file_error_text,
        icon::Icon,
        moment::clock_time,
        notice::{Kind, notice},
        store_error::store_error_text,
    },
    desk::Desk,
    locales::{SettingsTexts, fill},
    platform::{clock, files, prefs},
};

/// What became of an export or an import.
#[derive(Clone)]
enum Outcome {
    Working,
    Good(String),
    Bad(String),
    /// Something is in, something is not.
    Partly(String),
}

/// The section.
#[component]
pub fn FilesSection() -> impl IntoView {
    let t = SettingsTexts::now();
    let desk = expect_context::<Desk>();
    let outcome = RwSignal::new(None::<Outcome>);
    let take = Callback::new(move |files: Vec<File>| {
        outcome.set(Some(Outcome::Working));
        spawn_local(async move {
            for file in &files {
                outcome.set(Some(import(desk, file).await));
            }
        });
    });
    let export = move |_| spawn_local(async move { outcome.set(Some(export(desk).await)) });
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
            <DropZone
                id="import"
                hint=t.import_hint
                choose=t.import
                accept=".json,application/json"
                take
            />
        </section>
    }
}

fn outcome_view(outcome: Outcome) -> AnyView {
    let t = SettingsTexts::now();
    match outcome {
        Outcome::Working => view! { <p role="status">{t.importing}</p> }.into_any(),
        Outcome::Good(text) => notice(Kind::Good, text, None),
        Outcome::Partly(text) => notice(Kind::Warning, text, None),
        Outcome::Bad(text) => {
            let nothing_changed = view! { <p>{t.nothing_changed}</p> }.into_any();
            notice(Kind::Error, text, Some(nothing_changed))
        }
    }
}

async fn export(desk: Desk) -> Outcome {
    let t = SettingsTexts::now();
    let (exports, entries) = match desk.export_with_files().await {
        Ok(exported) => exported,
        Err(error) => return Outcome::Bad(file_error_text(&error)),
    };
    let now = clock::now();
    let (date, time) = (now.date_naive(), clock_time(&now).replace(':', ""));
    for (export, number) in exports.iter().zip(1..) {
        let part = if number == 1 {
            String::new()
        } else {
            format!("-{number}")
        };
        let name = format!("doorstep-{date}-{time}{part}.json");
        if files::save_parts(&name, &export.parts, "application/json").is_err() {
            return Outcome::Bad(t.export_failed.to_owned());
        }
    }
    prefs::set_last_export_ms(clock::now_ms());
    let carried: usize = exports.iter().map(|export| export.files).sum();
    Outcome::Good(match (exports.len(), carried) {
        (1, 0) => fill(t.exported, &[&entries]),
        (1, _) => fill(t.exported_files, &[&entries, &carried]),
        (several, _) => fill(t.exported_several, &[&entries, &carried, &several]),
    })
}

async fn import(desk: Desk, file: &File) -> Outcome {
    let t = SettingsTexts::now();
    let Ok(bytes) = files::read(file).await else {
        return Outcome::Bad(t.bad_unreadable.to_owned());
    };
    let opened = Bundle::read(&bytes).and_then(|bundle| desk.peek(|ledger| bundle.open(ledger)));
    drop(bytes);
    let opening = match opened {
        Ok(opening) => opening,
        Err(error) => return Outcome::Bad(bundle_error_text(&error)),
    };
    let (fresh, known, carried) = (opening.fresh.len(), opening.known, opening.files.len());
    if let Err(error) = desk.import(opening.fresh).await {
        return Outcome::Bad(store_error_text(&error));
    }
    let imported = fill(t.imported, &[&fresh, &known]);
    if carried == 0 {
        return Outcome::Good(imported);
    }
    match desk.files().import(opening.files).await {
        Ok((new, 0)) => Outcome::Good(imported + " " + &fill(t.imported_files, &[&new])),
        Ok((_, unnamed)) => Outcome::Partly(fill(t.imported_unnamed, &[&unnamed])),
        // The entries are in, and so are the files before this one.
        Err(error) => Outcome::Partly(imported + " " + &file_error_text(&error)),
    }
}
