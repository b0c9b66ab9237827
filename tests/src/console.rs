//! What the browser's console says: an uncaught error or a breach of the content-security policy
//! fails the test.

use std::{fs, path::Path};

use thirtyfour::WebDriver;

use crate::{Engine, browser::run};

/// Errors since the last time this was asked.
pub(crate) fn errors(engine: Engine, driver: &WebDriver, log: &Path) -> Vec<String> {
    match engine {
        Engine::Chromium => chromium(driver),
        // It writes what no one caught to its output, which the driver passes on.
        Engine::Firefox => in_log(log, "JavaScript error: http"),
        Engine::Webkit => Vec::new(),
    }
}

fn chromium(driver: &WebDriver) -> Vec<String> {
    let entries = run(driver.browser_log()).unwrap_or_default();
    let entries = entries.into_iter().filter(|entry| {
        // A request that fails while the network is gone is no error of the app.
        entry.level == "SEVERE" && entry.source.as_deref() != Some("network")
    });
    let source = |source: Option<String>| source.unwrap_or_default();
    entries
        .map(|entry| format!("{}: {}", source(entry.source), entry.message))
        .collect()
}

/// Lines of the log that hold this mark.
fn in_log(log: &Path, mark: &str) -> Vec<String> {
    let log = fs::read(log).unwrap_or_default();
    let log = String::from_utf8_lossy(&log);
    let marked = log.lines().filter(|line| line.contains(mark));
    marked.map(str::to_owned).collect()
}
