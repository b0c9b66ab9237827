//! `cargo xtask bench forms`: the form screen beside other clients, in one Chromium in one run.
//!
//! The other clients come from npm when this runs, and lie in the target directory: nothing of
//! theirs is part of the repository. The measuring itself is in `bench/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{install, node, run};
use crate::arguments::FormsBench;
use crate::build::{self, Code};
use crate::failure::Failure;
use crate::{cargo, project, say};

/// The pieces of our own page, as they lie in `bench/`.
const PAGE: [&str; 3] = ["ours.html", "ours.js", "driver.js"];

/// Builds what is measured, fetches what it is compared with, and measures.
pub(crate) fn command(options: &FormsBench) -> Result<(), Failure> {
    let code = build::bench_screen()?;
    if let Some(folder) = &options.adapter {
        write_page(&code, folder)?;
        say::line(format_args!(
            "[xtask] the page to measure is {}/ours.html",
            folder.display()
        ));
        return Ok(());
    }
    let folder = cargo::target_directory()?.join("bench");
    let (pages, modules) = (folder.join("pages"), folder.join("modules"));
    write_page(&code, &pages)?;
    say::step("fetch the other clients from npm", || install(&modules))?;
    say::step("bundle the other clients", || {
        let script = project::path("bench/build.mjs");
        run(
            node(&script).arg(&pages).arg(&modules),
            "bundling the other clients",
        )
    })?;
    let real = options
        .real
        .iter()
        .map(|file| definition(file, &folder))
        .collect::<Result<Vec<_>, _>>()?;
    let mut measure = node(&project::path("bench/run.mjs"));
    measure
        .arg("--pages")
        .arg(&pages)
        .arg("--modules")
        .arg(&modules);
    measure.arg("--out").arg(folder.join("forms.jsonl"));
    measure.arg("--reps").arg(options.repetitions.to_string());
    for (name, values) in [("--case", &options.cases), ("--peer", &options.peers)] {
        for value in values {
            measure.arg(name).arg(value);
        }
    }
    for file in real {
        measure.arg("--real").arg(file);
    }
    run(&mut measure, "measuring")
}

/// Writes the page that shows the form screen and plays a person. A `driver.js` that is in the
/// folder already stays: whoever measures may bring their own.
fn write_page(code: &Code, folder: &Path) -> Result<(), Failure> {
    let failed = |error| Failure::io(format_args!("writing to {}", folder.display()), &error);
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(failed)?;
        fs::write(path, bytes).map_err(failed)
    };
    for name in PAGE {
        let foreign = folder != cargo::target_directory()?.join("bench").join("pages");
        if name == "driver.js" && foreign && folder.join(name).exists() {
            continue;
        }
        let path = project::path("bench").join(name);
        let text = fs::read(&path).map_err(|e| Failure::io(project::shown(&path), &e))?;
        write(name, &text)?;
    }
    write("screen.wasm", &code.wasm)?;
    write("screen.js", code.glue.as_bytes())?;
    for (path, text) in &code.snippets {
        write(path.trim_start_matches("./"), text.as_bytes())?;
    }
    write("app.css", build::styles()?.as_bytes())
}

/// The XForm of a questionnaire. A workbook is converted by pyxform, which all the others need.
fn definition(file: &Path, folder: &Path) -> Result<PathBuf, Failure> {
    if file.extension().is_some_and(|extension| extension == "xml") {
        return Ok(file.to_owned());
    }
    let python = folder.join("python");
    let convert = python.join("bin").join("xls2xform");
    if !convert.exists() {
        say::step("fetch pyxform, which makes an XForm of a workbook", || {
            run(
                Command::new("python3").args(["-m", "venv"]).arg(&python),
                "python3 -m venv",
            )?;
            let mut pip = Command::new(python.join("bin").join("pip"));
            run(
                pip.args(["install", "--quiet", "pyxform"]),
                "pip install pyxform",
            )
        })?;
    }
    let name = file.file_stem().unwrap_or_default();
    let out = folder.join(name).with_extension("xml");
    run(
        Command::new(convert)
            .arg("--skip_validate")
            .arg(file)
            .arg(&out),
        "xls2xform",
    )?;
    Ok(out)
}
