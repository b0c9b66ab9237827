//! A survey without a finger or a mouse: Tab, Enter, Space and the arrow keys.

use e2e::{Browser, Engine, Server, Shape, Tablet};
use serde_json::json;
use thirtyfour::Key;

/// A page with more stops than this would be no page for a keyboard.
const STOPS: usize = 120;

#[test]
fn a_survey_can_be_finished() {
    let server = Server::start();
    let tablet = Tablet::at(
        &server.url(""),
        Browser::start(Engine::first(), Shape::Desk, "desk"),
    );
    let browser = &tablet.browser;
    tablet.open("/");
    browser.see("[data-role]");
    walk_to(browser, r#"input[name="language"]"#);
    choose(browser, r#"input[name="language"][value="2"]"#);
    browser.see_text("h1", "Welcome");
    walk_to(browser, r#"[data-role="assistant"]"#);
    browser.press(Key::Enter);
    browser.see(".door");
    walk_to(browser, ".next-door");
    browser.press(Key::Enter);
    browser.see("[data-start]");
    walk_to(browser, r#"[data-start="QP-08-16-F001"]"#);
    browser.press(Key::Enter);
    browser.see(".questions");

    pick(browser, "/opening/consent", "yes");
    next(&tablet);
    pick(browser, "/respondent/respondent_role", "owner");
    next(&tablet);
    walk_to(
        browser,
        r#"[data-path="/services/services_wanted"] [data-choice="none"]"#,
    );
    browser.press(Key::Space);
    while !browser.shows(r#"[data-path="/closing/feedback_wanted"]"#) {
        next(&tablet);
    }
    pick(browser, "/closing/feedback_wanted", "no");
    while !tablet.at_check() {
        next(&tablet);
    }
    walk_to(browser, r#".survey-bar [data-action="finish"]"#);
    browser.press(Key::Enter);
    let response = tablet.saved();
    assert!(!response.is_empty());
}

/// Presses Tab until an element that matches has the focus, and shows it.
#[track_caller]
fn walk_to(browser: &Browser, css: &str) {
    for _ in 0..STOPS {
        if has_focus(browser, css) {
            let ring = "const element = document.activeElement;
                const drawn = [[element], [element.closest('label')]];
                // A field that is hidden behind its label has its ring on what stands for it.
                const beside = element.nextElementSibling;
                drawn.push([beside], [beside, '::before'], [beside, '::after']);
                return drawn.filter(([part]) => part).some(([part, pseudo]) => {
                    const style = getComputedStyle(part, pseudo);
                    const outline = style.outlineStyle !== 'none'
                        && parseFloat(style.outlineWidth) > 0;
                    return outline || style.boxShadow !== 'none';
                })";
            let seen = browser.script(ring, Vec::new());
            assert_eq!(seen, true, "nobody can see that `{css}` has the focus");
            return;
        }
        browser.press(Key::Tab);
    }
    browser.fail(&format!("{STOPS} times Tab did not lead to `{css}`"));
}

fn has_focus(browser: &Browser, css: &str) -> bool {
    let focused = "return document.activeElement.matches(arguments[0])";
    browser.script(focused, vec![json!(css)]) == true
}

/// Goes to a question with radio buttons and chooses one of them.
#[track_caller]
fn pick(browser: &Browser, path: &str, choice: &str) {
    walk_to(browser, &format!(r#"[data-path="{path}"] input"#));
    choose(
        browser,
        &format!(r#"[data-path="{path}"] [data-choice="{choice}"]"#),
    );
}

/// Within a group of radio buttons: Space takes the first, the arrows go on.
#[track_caller]
fn choose(browser: &Browser, css: &str) {
    browser.press(Key::Space);
    for _ in 0..STOPS {
        let checked = "return document.querySelector(arguments[0])?.checked ?? true";
        if browser.script(checked, vec![json!(css)]) == true {
            return;
        }
        browser.press(Key::Down);
    }
    browser.fail(&format!("the arrow keys did not lead to `{css}`"));
}

/// Walks to the button that leads on, and presses it.
#[track_caller]
fn next(tablet: &Tablet) {
    let before = tablet.browser.text(".survey-place");
    walk_to(&tablet.browser, r#".survey-bar [data-action="next"]"#);
    tablet.browser.press(Key::Enter);
    tablet.browser.wait("the next page", || {
        let here = tablet.browser.texts(".survey-place");
        here.first()
            .is_some_and(|here| *here != before)
            .then_some(())
    });
}
