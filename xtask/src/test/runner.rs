//! Runs the test runners and listens to them.

use std::io::{BufRead as _, BufReader, IsTerminal as _, Read, Write};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;

use super::tally::{Counts, Runner, without_colours};
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
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    if has_nextest() {
        // What passing tests print is wanted too, because it says what they left out.
        command.args([
            "nextest",
            "run",
            "--no-fail-fast",
            "--success-output=immediate",
        ]);
        return listen(command.args(packages), Runner::Nextest);
    }
    say::line("[xtask] cargo-nextest is not installed: `cargo test` runs the same tests");
    command
        .args(["test", "--no-fail-fast", "--lib", "--bins", "--tests"])
        .args(packages);
    listen(command.args(["--", "--show-output"]), Runner::Libtest)
}

/// Runs the examples in the documentation, which nextest leaves to cargo.
pub(super) fn examples(packages: &[&str]) -> Result<(Counts, bool), Failure> {
    let mut command = cargo::command();
    command
        .args(["test", "--doc", "--no-fail-fast"])
        .args(packages);
    listen(&mut command, Runner::Libtest)
}

fn has_nextest() -> bool {
    let version = cargo::command()
        .args(["nextest", "--version"])
        .stderr(Stdio::null())
        .output();
    version.is_ok_and(|output| output.status.success())
}

/// Runs a command, shows its output as it comes, and counts along.
fn listen(command: &mut Command, runner: Runner) -> Result<(Counts, bool), Failure> {
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
        scope.spawn(|| pass_on(out, std::io::stdout(), runner, &counts));
        scope.spawn(|| pass_on(err, std::io::stderr(), runner, &counts));
    });
    let status = child.wait().map_err(failed)?;
    Ok((counts.into_inner().unwrap_or_default(), status.success()))
}

fn pass_on(from: Option<impl Read>, mut to: impl Write, runner: Runner, counts: &Mutex<Counts>) {
    let Some(from) = from else { return };
    let mut quiet = Quiet::default();
    // By bytes: what a test prints need not be UTF-8.
    for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        let plain = without_colours(&line);
        if runner == Runner::Libtest || quiet.shows(&plain) {
            drop(writeln!(to, "{line}"));
        }
        if let Ok(mut counts) = counts.lock() {
            counts.read(runner, &plain);
        }
    }
}

/// Hides what passing tests print under nextest: it is only to be read.
#[derive(Debug, Default)]
struct Quiet {
    /// The last test that was named has passed.
    passed: bool,
    hiding: bool,
}

impl Quiet {
    fn shows(&mut self, line: &str) -> bool {
        let line = line.trim();
        if let Some(word) = news(line) {
            self.passed = word == "PASS";
            self.hiding = false;
        } else if line.starts_with("────") || line.starts_with("Cancel") {
            self.hiding = false;
        } else if line.starts_with("stdout ───") || line.starts_with("stderr ───") {
            self.hiding = self.passed;
        }
        !self.hiding
    }
}

/// The word that says what a line tells of a test: `PASS [ 0.1s] (1/9) crate::test`, `FAIL [`,
/// `SLOW [`, `TRY 1 FAIL [`, `Summary [`, …
fn news(line: &str) -> Option<&str> {
    let (said, _) = line.split_once(" [")?;
    let words: Vec<_> = said.split_whitespace().collect();
    match words[..] {
        [word] | ["TRY", _, word] => Some(word),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_failing_tests_print_and_hides_what_passing_ones_do() {
        let output = "\
            |        PASS [   0.4s] (1/3) a::one\n\
            |  stdout ───\n\
            |    hidden\n\
            |\n\
            |        TRY 1 FAIL [   0.4s] (2/3) a::two\n\
            |  stderr ───\n\
            |    panicked at first\n\
            |        TRY 2 FAIL [   0.4s] (2/3) a::two\n\
            |  stderr ───\n\
            |    panicked\n\
            |        PASS [   0.4s] (3/3) a::three\n\
            |  stderr ───\n\
            |    hidden\n\
            |────────────\n\
            |     Summary [   0.6s] 3 tests run: 2 passed, 1 failed, 0 skipped";
        let mut quiet = Quiet::default();
        let lines = output.split('|').map(|line| line.trim_end_matches('\n'));
        let shown: Vec<_> = lines
            .filter(|line| quiet.shows(line))
            .map(str::trim)
            .collect();
        assert!(!shown.contains(&"hidden"), "{shown:?}");
        for wanted in [
            "TRY 1 FAIL [   0.4s] (2/3) a::two",
            "panicked at first",
            "panicked",
        ] {
            assert!(shown.contains(&wanted), "{wanted}: {shown:?}");
        }
        assert_eq!(
            shown.iter().filter(|line| line.starts_with("PASS")).count(),
            2
        );
    }
}
