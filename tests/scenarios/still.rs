//! What stands on a screen stays there while entries come in that change nothing of it: a finger
//! that goes down on a button must come up on the same one.

use e2e::{Browser, Engine, Lang, Server, Shape, Tablet, skipped};
use serde_json::json;

use crate::every_address::{addresses, make_things};

/// What opens on a screen: an address, and what is pressed there.
const OPENED: &[(&str, &str)] = &[
    ("/unit/:unit", "#add-resident"),
    ("/survey/:draft", ".survey-bar .list"),
    ("/survey/:draft", ".survey-head button"),
    ("/interview/:draft", "[data-action=people]"),
    ("/interview/:draft", "[data-action=sketch]"),
    ("/interview/:draft", "[data-action=finish]"),
    ("/estate/:building", "#add-unit"),
    ("/themes", "[data-do=new]"),
    ("/rules", "[data-action=new-wording]"),
    ("/review/:record", "[data-do=remark]"),
    ("/review/:record", "[data-do=correct]"),
    ("/forms/design/:design", "[data-action=add]"),
    ("/forms/design/:design", "[data-action=publish]"),
    ("/campaign/new", ".plan-steps li:nth-child(2) button"),
    ("/settings", "#protect"),
];

/// Unfolds what is folded, and types half a word wherever one can be typed.
const TYPE: &str = "const done = arguments[arguments.length - 1];
    document.querySelectorAll('main details').forEach(one => one.open = true);
    const text = 'textarea, input:not([type]), input:is([type=text], [type=tel], [type=number])';
    document.querySelectorAll(`main :is(${text}), dialog[open] :is(${text})`).forEach(one => {
        if (one.disabled || one.readOnly || one.value || !one.checkVisibility()) return;
        one.value = one.type === 'number' ? '7' : 'hal';
        one.dispatchEvent(new Event('input', { bubbles: true }));
    });
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done())));";

/// Marks all that can be touched, with what is typed there, and counts it.
const TAG: &str = "const all = 'a, button, input, select, textarea, summary, audio, [tabindex]';
    const found = document.querySelectorAll(`main :is(${all}), dialog[open] :is(${all})`);
    window.tagged = [...found].map(one => [one, one.value, one.closest('details')?.open]);
    return window.tagged.length";

/// What of it is not on the screen any more or says something else, but for what leads to the door
/// that changed.
const GONE: &str = "const name = one => `${one.tagName} ${one.className} ${one.name ?? ''}
        ${one.textContent || one.getAttribute('aria-label')}`.trim().slice(0, 80);
    const same = ([one, value, open]) => one.isConnected && one.value === value
        && one.closest('details')?.open === open;
    return window.tagged
        .filter(tag => !same(tag) && tag[0].getAttribute('href') !== arguments[0])
        .map(([one]) => name(one))";

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
    let opened = |address| {
        let here = OPENED.iter().filter(move |(at, _)| *at == address);
        std::iter::once(None).chain(here.map(|(_, press)| Some(*press)))
    };
    let all = addresses().flat_map(|address| opened(address).map(move |press| (address, press)));
    for (address, press) in all {
        let path = known.get(address).map_or(address, String::as_str);
        browser.go_to_tab(&looking);
        tablet.open(path);
        browser.see("main h1");
        browser.see_no("main[aria-busy]");
        if let Some(press) = press {
            browser.click(press);
        }
        browser.script_async(TYPE, Vec::new());
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
            let of = format!("{} of {tagged} {gone:?}", gone.len());
            faults.push(format!("{address} {}: {of}", press.unwrap_or_default()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// How much waits to be sent, as the sign says.
fn waiting(browser: &Browser) -> String {
    let text = "return document.querySelector('.sync-sign')?.textContent";
    browser.script(text, Vec::new()).to_string()
}
