//! Runs the test runners and listens to them.

use std::io::{BufRead as _, BufReader, IsTerminal as _, Read, Write};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;

use super::tally::Counts;
use crate::failure::Failure;
use crate::{cargo, say};

/// Runs a command of cargo that either works or does not.
pub(super) fn succeeds(arguments: &[&str]) -> Result<(), Failure> {
    let status = cargo::command().args(arguments).status();
    let status = status.map_err(|error| Failure::io("starting cargo", &error))?;
    let call = arguments.join(" ");
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("`cargo {call}` failed")))
    }
}

/// Runs the tests of some packages: what was counted, and whether the run ended well.
///
/// With nextest, which gives each test a process of its own, if it is there. Building it takes
/// longer than it saves here, so it is not installed: cargo runs the very same tests.
pub(super) fn tests(
    packages: &[&str],
    environment: &[(String, String)],
) -> Result<(Counts, bool), Failure> {
    let mut command = cargo::command();
    if has_nextest() {
        // Shows the output of passing tests too, because it says what they left out.
        command
            .args(["nextest", "run", "--no-fail-fast", "--success-output=final"])
            .args(packages);
    } else {
        say::line("[xtask] cargo-nextest is not installed: `cargo test` runs the same tests");
        command
            .args(["test", "--no-fail-fast", "--lib", "--bins", "--tests"])
            .args(packages);
        command.args(["--", "--show-output"]);
    }
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    listen(&mut command)
}

/// Runs the examples in the documentation, which nextest leaves to cargo.
pub(super) fn examples(packages: &[&str]) -> Result<(Counts, bool), Failure> {
    listen(
        cargo::command()
            .args(["test", "--doc", "--no-fail-fast"])
            .args(packages),
    )
}

fn has_nextest() -> bool {
    let version = cargo::command()
        .args(["nextest", "--version"])
        .stderr(Stdio::null())
        .output();
    version.is_ok_and(|output| output.status.success())
}

/// Runs a command, shows its output as it comes, and counts along.
fn listen(command: &mut Command) -> Result<(Counts, bool), Failure> {
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let failed = |error| Failure::io("running the tests", &error);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let counts = Mutex::new(Counts::default());
    let (out, err) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(|| pass_on(out, std::io::stdout(), &counts));
        scope.spawn(|| pass_on(err, std::io::stderr(), &counts));
    });
    let status = child.wait().map_err(failed)?;
    Ok((counts.into_inner().unwrap_or_default(), status.success()))
}

fn pass_on(from: Option<impl Read>, mut to: impl Write, counts: &Mutex<Counts>) {
    let Some(from) = from else { return };
    // By bytes: what a test prints need not be UTF-8.
    for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        drop(writeln!(to, "{line}"));
        if let Ok(mut counts) = counts.lock() {
            counts.read(&line);
        }
    }
}
