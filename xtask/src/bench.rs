//! `cargo xtask bench`: figures beside those of others, in the same run on the same machine.

mod forms;
mod server;
mod store;
mod sync;

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::arguments::Bench;
use crate::failure::Failure;
use crate::project;

/// Builds what is measured, fetches what it is compared with, and measures.
pub(crate) fn command(bench: &Bench) -> Result<(), Failure> {
    match bench {
        Bench::Forms(options) => forms::command(options),
        Bench::Store(options) => store::command(options),
        Bench::Sync(options) => sync::command(options),
        Bench::Server => server::command(),
    }
}

/// Fetches what the measurements need from npm.
fn install(folder: &Path) -> Result<(), Failure> {
    let failed = |error| Failure::io(format_args!("writing to {}", folder.display()), &error);
    fs::create_dir_all(folder).map_err(failed)?;
    fs::copy(
        project::path("bench/package.json"),
        folder.join("package.json"),
    )
    .map_err(failed)?;
    let mut npm = Command::new("npm");
    npm.current_dir(folder).args([
        "install",
        "--ignore-scripts",
        "--legacy-peer-deps",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]);
    run(&mut npm, "npm install")
}

fn node(script: &Path) -> Command {
    let mut command = Command::new("node");
    command.arg(script);
    command
}

fn run(command: &mut Command, what: &str) -> Result<(), Failure> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => {
            Err(Failure::new(format!("{what} ended with {status}"))
                .remedy("see its own message above"))
        }
        Err(error) => Err(Failure::io(what, &error).remedy(format!(
            "install {}: the measurements need Node.js 20 with npm, Chromium, and Python for \
             --real with a workbook",
            command.get_program().display()
        ))),
    }
}
