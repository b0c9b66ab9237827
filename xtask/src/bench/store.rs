//! `cargo xtask bench store`: the app's sealed storage beside IndexedDB as it is, in one Chromium
//! in one run.

use std::fs;
use std::path::Path;

use super::{install, node, run};
use crate::arguments::StoreBench;
use crate::build::{self, Code};
use crate::failure::Failure;
use crate::{cargo, project, say};

/// Builds the page and measures.
pub(crate) fn command(options: &StoreBench) -> Result<(), Failure> {
    let code = build::bench_store()?;
    let folder = cargo::target_directory()?.join("bench");
    let (pages, modules) = (folder.join("store"), folder.join("modules"));
    write_page(&code, &pages, &["store.html", "store.js"])?;
    say::step("fetch the driver of the browser from npm", || {
        install(&modules)
    })?;
    let mut measure = node(&project::path("bench/store.mjs"));
    measure.arg("--pages").arg(&pages);
    measure.arg("--modules").arg(&modules);
    measure.arg("--out").arg(folder.join("store.jsonl"));
    measure.arg("--reps").arg(options.repetitions.to_string());
    measure.arg("--entries").arg(options.entries.to_string());
    run(&mut measure, "measuring")
}

/// Writes a page out of files of `bench/`, with the storage's code beside it.
pub(super) fn write_page(code: &Code, folder: &Path, files: &[&str]) -> Result<(), Failure> {
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        let written = fs::create_dir_all(path.parent().unwrap_or(folder))
            .and_then(|()| fs::write(&path, bytes));
        written.map_err(|error| Failure::io(format_args!("writing {}", path.display()), &error))
    };
    for file in files {
        let path = project::path("bench").join(file);
        let text = fs::read(&path).map_err(|e| Failure::io(project::shown(&path), &e))?;
        let name = file.rsplit('/').next().unwrap_or(file);
        write(name, &text)?;
    }
    write("store.wasm", &code.wasm)?;
    write("store-code.js", code.glue.as_bytes())?;
    for (path, text) in &code.snippets {
        write(path.trim_start_matches("./"), text.as_bytes())?;
    }
    Ok(())
}
