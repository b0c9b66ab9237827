//! What every screen owes to people with a thumb, a magnifier or a screen reader.

use e2e::{Browser, Engine, Lang, Server, Shape, Tablet, skipped};
use serde_json::json;

/// What is wrong with the page that shows, a line each.
const AUDIT: &str = include_str!("accessibility.js");

const THEME: &str = "document.documentElement.dataset.theme = arguments[0]";
const LETTERS: &str = "document.documentElement.style.fontSize = arguments[0]";

#[test]
fn every_screen_can_be_read_and_touched() {
    let engine = Engine::first();
    if !engine.feigns() {
        return skipped(
            "the look at every screen",
            "only Chromium can change its size at will",
        );
    }
    let server = Server::start();
    let tablet = Tablet::at(
        &server.url(""),
        Browser::start(engine, Shape::Phone, "phone"),
    );
    let mut faults = Vec::new();
    let mut look = |screen: &str| faults.extend(audit(&tablet.browser, screen));
    tablet.open("/");
    tablet.browser.see("[data-role]");
    look("welcome");
    tablet.choose_language(Lang::En);
    tablet.choose_person("supervisor");
    tablet.today();
    look("today");
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    look("unit");
    let response = survey(&tablet, &mut look);
    tablet.listed_as(&response, "sent");
    look("finished");
    tablet.browser.click(r#".tabs a[href="/office"]"#);
    tablet.browser.see(r#"main a[href="/incoming"]"#);
    look("office");
    tablet.browser.click(r#"main a[href="/incoming"]"#);
    tablet.browser.see("input[type=search]");
    look("what has come in");
    tablet.browser.click("main .back");
    tablet.browser.click(r#"main a[href="/progress"]"#);
    tablet.browser.see("[data-picture=progress-bias]");
    look("progress");
    tablet.browser.click("main .back");
    tablet.browser.click(r#"main a[href="/incoming"]"#);
    tablet.browser.click("[data-response]");
    tablet.browser.see(".answers");
    look("response");
    tablet.settings();
    look("settings");
    tablet.open("/no-such-screen");
    tablet.browser.see("main");
    look("an address without a screen");
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// The screens of a survey, from its first page to the tick.
fn survey(tablet: &Tablet, look: &mut impl FnMut(&str)) -> String {
    tablet.start("QP-08-16-F001");
    look("survey, first page");
    // Handed in with nothing on it: the summary of what is missing.
    tablet.browser.click(r#".survey-bar [data-action="next"]"#);
    tablet.browser.see(".summary");
    look("survey, with a problem");
    tablet.answer("/opening/consent", "yes");
    tablet.next();
    tablet.answer("/respondent/respondent_role", "owner");
    look("survey, text and numbers");
    tablet.next();
    tablet.answer("/services/services_wanted", "housekeeping culture");
    look("survey, choices");
    tablet.next();
    tablet.answer("/service_housekeeping/housekeeping_need", "5");
    look("survey, a service");
    tablet.browser.click(".survey-bar .list");
    tablet.browser.see(".contents");
    look("survey, contents");
    tablet.browser.click(".sheet-head button");
    tablet.browser.click(".survey-head button");
    tablet.browser.see("dialog[open] .button-stack");
    look("survey, leaving");
    tablet.browser.click("dialog[open] .button-stack button");
    tablet.next();
    tablet.answer("/service_culture/culture_need", "5");
    tablet.next();
    tablet.answer("/priority/priority_1", "culture");
    tablet.next_until("/closing/feedback_wanted");
    tablet.answer("/closing/feedback_wanted", "no");
    while !tablet.at_check() {
        tablet.next();
    }
    look("check your answers");
    let response = tablet.finish();
    look("done");
    response
}

/// The faults of a screen, on a phone and on a tablet, in each theme, and with letters of twice the
/// size.
pub(crate) fn audit(browser: &Browser, screen: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, shape) in [("tablet", Shape::Tablet), ("phone", Shape::Phone)] {
        browser.resize(shape);
        for theme in ["light", "dark", "contrast"] {
            browser.script(THEME, vec![json!(theme)]);
            let found = look(browser).into_iter();
            faults.extend(found.map(|fault| format!("{screen} ({name}, {theme}): {fault}")));
        }
    }
    browser.script(LETTERS, vec![json!("200%")]);
    for (name, shape) in [("phone", Shape::Phone), ("tablet", Shape::Tablet)] {
        browser.resize(shape);
        let found = look(browser).into_iter();
        // Only what can be named: a list that scrolls by itself counts into the page's own width.
        let wide = found.filter(|fault| fault.contains("pixels wide on") && !fault.ends_with(": "));
        faults.extend(wide.map(|fault| format!("{screen} ({name}, large letters): {fault}")));
    }
    browser.script(LETTERS, vec![json!("")]);
    faults
}

fn look(browser: &Browser) -> Vec<String> {
    let found = browser.script(AUDIT, Vec::new());
    serde_json::from_value(found).expect("a list of faults")
}
