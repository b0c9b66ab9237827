//! The app comes in parts: the first screen waits for the first one only, the others follow, and
//! one that can't be fetched is asked for again.

use std::collections::BTreeSet;

use e2e::{Engine, Lang, Release, Server, Tablet, dist};
use serde_json::Value;

#[test]
fn the_first_screen_waits_for_nothing_that_is_not_on_the_list() {
    let server = Server::start();
    let tablet = Tablet::new(Engine::first(), &server, "tablet");
    tablet.open("/");
    tablet.browser.see("[data-role]");
    let is_later = |path: &str| {
        let kind = path.rsplit_once('.').map(|(_, kind)| kind);
        let first = ["/doorstep-", "/app-"];
        matches!(kind, Some("wasm" | "css")) && !first.iter().any(|name| path.starts_with(name))
    };
    let (fetched, later) = tablet.browser.wait("a later part to be asked for", || {
        let fetched = fetched(&tablet);
        let later = fetched.iter().find(|(path, _)| is_later(path));
        later.map(|(_, at)| *at).map(|at| (fetched, at))
    });
    let before: BTreeSet<String> = fetched
        .into_iter()
        .filter(|(path, at)| *at < later && !path.starts_with("/api/"))
        .map(|(path, _)| path)
        .collect();
    let first = first_files();
    let strangers: Vec<_> = before.difference(&first).collect();
    assert!(strangers.is_empty(), "{strangers:?} are not in {first:?}");
    assert!(
        before.iter().any(|path| path.starts_with("/doorstep-")),
        "{before:?}"
    );
}

/// What the page has fetched: the path, and when it was asked for.
fn fetched(tablet: &Tablet) -> Vec<(String, f64)> {
    let entries = tablet.browser.script(
        "return performance.getEntriesByType('resource')
            .map(({ name, startTime }) => [new URL(name).pathname, startTime])",
        Vec::new(),
    );
    serde_json::from_value(entries).expect("paths and times")
}

/// The files that the build counts as part of a first visit.
fn first_files() -> BTreeSet<String> {
    let list = std::fs::read_to_string(dist().join("assets.json")).expect("assets.json");
    let list: Value = serde_json::from_str(&list).expect("JSON");
    let files = list["files"].as_array().cloned().unwrap_or_default();
    files
        .iter()
        .filter(|file| file["first"] == true)
        .filter_map(|file| Some(file["path"].as_str()?.to_owned()))
        .collect()
}

#[test]
fn a_part_that_cannot_be_fetched_is_offered_again() {
    let broken = Release::with_rule("");
    broken.lose("/office");
    let mut server = Server::with_app(broken.path());
    let tablet = Tablet::new(Engine::first(), &server, "tablet");
    tablet.first_visit(Lang::En, "manager");
    // A version with a part missing is not one that the worker keeps, and so not this page's.
    tablet.browser.expect_error("/office-");
    tablet.browser.expect_error("ServiceWorker");
    tablet.browser.expect_error("HTTP status code is not ok");
    tablet.browser.click(r#".tabs a[href="/forms"]"#);
    tablet
        .browser
        .see_text("#content .notice", "not on the device yet");

    let whole = Release::with_rule("");
    server.stop();
    server.set_app(whole.path());
    server.start_again();
    tablet.browser.click("#content .notice button");
    tablet.browser.see_text("h1", "Forms");
}
