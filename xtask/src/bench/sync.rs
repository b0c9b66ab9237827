//! `cargo xtask bench sync`: the app's sync with the server beside others' ways to carry the same
//! documents, in one Chromium in one run.

use super::store::write_page;
use super::{install, node, run};
use crate::arguments::SyncBench;
use crate::failure::Failure;
use crate::{build, cargo, project, say};

/// Builds the page and the server, fetches what they are compared with, and measures.
pub(crate) fn command(options: &SyncBench) -> Result<(), Failure> {
    let code = build::bench_store()?;
    let program = say::step("build the server", || {
        let arguments = ["--release", "--package", "server", "--bin", "doorstep"];
        cargo::build_named("doorstep", &arguments)
    })?;
    let folder = cargo::target_directory()?.join("bench");
    let (pages, modules) = (folder.join("sync"), folder.join("modules"));
    write_page(&code, &pages, &["sync/index.html", "sync/page.js"])?;
    say::step("fetch the others from npm", || install(&modules))?;
    let mut measure = node(&project::path("bench/sync.mjs"));
    measure.arg("--pages").arg(&pages);
    measure.arg("--modules").arg(&modules);
    measure.arg("--program").arg(&program);
    measure.arg("--out").arg(folder.join("sync.jsonl"));
    measure.arg("--reps").arg(options.repetitions.to_string());
    measure
        .arg("--documents")
        .arg(options.documents.to_string());
    run(&mut measure, "measuring")
}
