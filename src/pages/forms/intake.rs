//! Opening a workbook: dropped on the page or chosen, with the files that go with it.

use std::{collections::BTreeMap, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use web_sys::File;

use super::candidate::{Candidate, NamedBytes, Workbench, sort_out};
use crate::{
    components::{
        drop_zone::DropZone,
        notice::{Kind, notice},
    },
    locales::FormsTexts,
    platform::{files, frame},
};

/// What a file chooser offers.
const ACCEPT: &str = ".xlsx,.xlsm,.xls,.xml,.csv,.md,.geojson,.json,image/*,audio/*,video/*";

/// How opening stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Idle,
    Reading,
    /// None of the files is a workbook, and none is open that they could go with.
    NoWorkbook,
    /// The browser could not read a file.
    Unreadable,
}

/// The place to drop files on.
#[component]
pub(super) fn Intake() -> impl IntoView {
    let t = FormsTexts::now();
    let bench = expect_context::<Workbench>();
    let step = RwSignal::new(Step::Idle);
    let take = Callback::new(move |given: Vec<File>| {
        step.set(Step::Reading);
        spawn_local(async move {
            let outcome = open(bench, given).await;
            let _ = step.try_set(outcome);
        });
    });
    view! {
        <section class="card stack" id="open-form">
            <h2>{t.open}</h2>
            <DropZone
                id="open-workbook"
                hint=t.open_hint
                choose=t.choose
                accept=ACCEPT
                multiple=true
                take
            />
            {move || match step.get() {
                Step::Idle => ().into_any(),
                Step::Reading => view! { <p role="status">{t.reading}</p> }.into_any(),
                Step::NoWorkbook => notice(Kind::Warning, t.no_workbook, None),
                Step::Unreadable => notice(Kind::Error, t.unreadable_file, None),
            }}
        </section>
    }
}

async fn open(bench: Workbench, given: Vec<File>) -> Step {
    let mut read = Vec::new();
    for file in given {
        match files::read(&file).await {
            Ok(bytes) => read.push(NamedBytes {
                name: file.name(),
                bytes,
            }),
            Err(_) => return Step::Unreadable,
        }
    }
    // What is said of it has to be on the screen before the reading begins.
    frame::painted().await;
    let before = bench.0.get_untracked();
    let (workbook, others) = sort_out(read, before.is_some());
    let (workbook, mut files) = match (workbook, before) {
        // The same workbook again, perhaps changed: its files stay.
        (Some(workbook), Some(before)) if before.workbook.name == workbook.name => {
            (workbook, before.files.clone())
        }
        (Some(workbook), _) => (workbook, BTreeMap::new()),
        (None, Some(before)) => (before.workbook.clone(), before.files.clone()),
        (None, None) => return Step::NoWorkbook,
    };
    files.extend(others.into_iter().map(|file| (file.name, file.bytes)));
    let candidate = Candidate::read(workbook, files);
    let _ = bench.0.try_set(Some(Arc::new(candidate)));
    Step::Idle
}
