//! `cargo xtask test`: every check and test there is, and one line at the end that says how it
//! went.

mod apt;
mod browsers;
mod postgres;
mod runner;
mod tally;

use std::process::ExitCode;
use std::time::Instant;

use crate::arguments::{Browser, Part, TestOptions};
use crate::build::{self, Effort};
use crate::failure::Failure;
use crate::{cargo, project, say, size, toolchain};

pub(crate) use postgres::Postgres;
use tally::Tally;

/// Runs what was asked for. The exit code is a failure if anything failed, not if something had to
/// be left out; that is told in the last lines.
pub(crate) fn command(options: &TestOptions) -> Result<ExitCode, Failure> {
    let start = Instant::now();
    toolchain::ensure_wasm_target()?;
    let wants = |part| options.parts.is_empty() || options.parts.contains(&part);
    let mut tally = Tally::default();
    if wants(Part::Unit) {
        checks(&mut tally);
    }
    if wants(Part::Unit) || wants(Part::Server) {
        native(&mut tally, wants(Part::Unit), wants(Part::Server));
    }
    if wants(Part::EndToEnd) {
        end_to_end(&mut tally, &options.browsers)?;
    }
    say::line(format_args!(
        "\n[xtask] all of it took {}",
        say::duration(start.elapsed())
    ));
    say::line(tally.report());
    Ok(if tally.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Formatting and lints. Each counts as one.
fn checks(tally: &mut Tally) {
    let native: &[&str] = &["--workspace", "--exclude", "doorstep", "--all-targets"];
    let app: &[&str] = &["--package", "doorstep", "--target", toolchain::WASM];
    let deny: &[&str] = &["--", "--deny", "warnings"];
    let all: [(&str, Vec<&str>); 3] = [
        ("check the format", vec!["fmt", "--all", "--check"]),
        ("check with clippy", [&["clippy"], native, deny].concat()),
        (
            "check the app with clippy",
            [&["clippy"], app, deny].concat(),
        ),
    ];
    for (name, arguments) in all {
        let result = say::step(name, || {
            toolchain::ensure_component("fmt", "rustfmt")?;
            toolchain::ensure_component("clippy", "clippy")?;
            runner::succeeds(&arguments)
        });
        tally.check(name, result);
    }
}

/// The tests that need no browser. The server's run on SQLite and on PostgreSQL.
fn native(tally: &mut Tally, unit: bool, server: bool) {
    let mut packages = vec!["--package", "server"];
    if unit {
        packages = vec!["--workspace", "--exclude", "e2e"];
        if !server {
            packages.extend(["--exclude", "server"]);
        }
    }
    let database = server.then(|| say::step("start a PostgreSQL for the tests", Postgres::start));
    let mut environment = Vec::new();
    match &database {
        Some(Ok(database)) => {
            environment.push(("DOORSTEP_TEST_POSTGRES".to_owned(), database.url()));
        }
        Some(Err(failure)) => tally.skip(&format!("the server's tests on PostgreSQL: {failure}")),
        None => {}
    }
    let name = match (unit, server) {
        (true, true) => "test the crates, the app and the server",
        (true, false) => "test the crates and the app",
        _ => "test the server",
    };
    let result = say::step(name, || runner::tests(&packages, &environment));
    tally.add(name, result);
    if unit {
        let libraries = ["--workspace", "--exclude", "doorstep", "--exclude", "e2e"];
        let name = "test the examples in the documentation";
        tally.add(name, say::step(name, || runner::examples(&libraries)));
    }
}

/// The tests in real browsers, against the real server and the app as it is shipped.
fn end_to_end(tally: &mut Tally, asked: &[Browser]) -> Result<(), Failure> {
    let wanted = if asked.is_empty() {
        &Browser::ALL
    } else {
        asked
    };
    let mut environment = Vec::new();
    let mut ready = Vec::new();
    for &browser in wanted {
        match say::step(&format!("find {}", browser.name()), || {
            browsers::prepare(browser)
        }) {
            Ok(paths) => {
                environment.extend(paths);
                ready.push(browser.name());
            }
            Err(failure) if asked.is_empty() => {
                tally.skip(&format!("the tests in {}: {failure}", browser.name()));
            }
            Err(failure) => return Err(failure),
        }
    }
    if ready.is_empty() {
        return Ok(());
    }
    let app = project::path("dist");
    build::app(Effort::Ship, &app)?;
    let name = "weigh a first visit";
    tally.check(name, say::step(name, || size::check(&app)));
    let program = say::step("build the server", || {
        cargo::build(&["--package", "server"])
    })?;
    environment.push(("DOORSTEP_BROWSERS".to_owned(), ready.join(",")));
    environment.push(("DOORSTEP_DIST".to_owned(), app.display().to_string()));
    environment.push(("DOORSTEP_BIN".to_owned(), program.display().to_string()));
    let name = "test in browsers";
    let result = say::step(name, || runner::tests(&["--package", "e2e"], &environment));
    tally.add(name, result);
    Ok(())
}
