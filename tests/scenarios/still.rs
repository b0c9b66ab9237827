//! What stands on a screen stays there while entries come in that change nothing of it: a finger
//! that goes down on a button must come up on the same one.

use e2e::{Browser, Engine, Lang, Server, Shape, Tablet, skipped};
use serde_json::json;

use crate::every_address::{addresses, make_things};

/// Marks all that can be touched, and counts it.
const TAG: &str = "const all = 'a, button, input, select, textarea, summary, audio, [tabindex]';
    window.tagged = [...document.querySelectorAll(`main :is(${all}), dialog[open] :is(${all})`)];
    return window.tagged.length";

/// What of it is not on the screen any more, but for what leads to the door that changed.
const GONE: &str = "const name = one => `${one.tagName} ${one.className} ${one.textContent
        || one.getAttribute('aria-label')}`.trim().slice(0, 80);
    return window.tagged
        .filter(one => !one.isConnected && one.getAttribute('href') !== arguments[0])
        .map(name)";

#[test]
fn what_can_be_touched_stays_while_entries_come() {
    let engine = Engine::first();
    if !engine.feigns() {
        return skipped(
            "the still screens",
            "a bare browser has no second tab that writes",
        );
    }
    let mut server = Server::start();
    let browser = Browser::start(engine, Shape::Tablet, "still");
    let tablet = Tablet::at(&server.url(""), browser);
    tablet.first_visit(Lang::En, "manager");
    let known = make_things(&tablet);
    let browser = &tablet.browser;
    // Another tab notes what came of a visit: that comes in here as from a colleague.
    server.kill();
    let looking = browser.tab();
    let writing = browser.new_tab();
    tablet.open("/");
    browser.click(".block[data-open] .doors a:last-child");
    browser.see("[data-outcome=nobody-home]");
    let changed = browser.path();
    let mut faults = Vec::new();
    for address in addresses() {
        let path = known.get(address).map_or(address, String::as_str);
        browser.go_to_tab(&looking);
        tablet.open(path);
        browser.see("main h1");
        browser.see_no("main[aria-busy]");
        let before = waiting(browser);
        let tagged = browser.script(TAG, Vec::new());
        browser.go_to_tab(&writing);
        browser.click("[data-outcome=nobody-home]");
        browser.see(".attempt[data-outcome=nobody-home]");
        browser.go_to_tab(&looking);
        browser.wait("the visit in the other tab", || {
            (waiting(browser) != before).then_some(())
        });
        let gone = browser.script(GONE, vec![json!(changed)]);
        let gone = gone.as_array().cloned().unwrap_or_default();
        if !gone.is_empty() {
            faults.push(format!("{address}: {} of {tagged} {gone:?}", gone.len()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// How much waits to be sent, as the sign says.
fn waiting(browser: &Browser) -> String {
    let text = "return document.querySelector('.sync-sign')?.textContent";
    browser.script(text, Vec::new()).to_string()
}
