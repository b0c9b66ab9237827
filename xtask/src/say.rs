//! Everything that xtask says, in one place: results to standard output, in whole lines.

use std::fmt::Display;
use std::io::Write as _;
use std::time::{Duration, Instant};

use crate::failure::Failure;

/// Prints one line, or a block of them.
pub(crate) fn line(text: impl Display) {
    let mut out = std::io::stdout().lock();
    // A closed pipe (`cargo xtask size | head`) is no reason to stop the work.
    drop(writeln!(out, "{text}").and_then(|()| out.flush()));
}

/// Prints the reason why the command ends here.
pub(crate) fn failure(failure: &Failure) {
    drop(writeln!(std::io::stderr().lock(), "\nxtask: {failure}"));
}

/// Runs one step of a longer command: names it, and says how long it took or that it failed.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    line(format_args!("[xtask] {name} …"));
    let start = Instant::now();
    let result = work();
    let outcome = if result.is_ok() {
        "done in"
    } else {
        "FAILED after"
    };
    line(format_args!(
        "[xtask] {name}: {outcome} {}",
        duration(start.elapsed())
    ));
    result
}

/// A duration as people say it: `0.4 s`, `3 min 20 s`.
pub(crate) fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 100 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}
