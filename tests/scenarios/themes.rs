//! Themes: a passage is marked, sorted, made a need and found again, all without a network.

use e2e::{Browser, Engine, Lang, Server, Tablet};
use thirtyfour::Key;

const WISH: &str = "/closing/main_wish";
const SAID: &str = "The lift is slow and the corridor is dark.";

#[test]
fn a_passage_is_sorted_and_becomes_a_need_that_leads_back() {
    let mut server = Server::start();
    let tablet = Tablet::ready(Engine::first(), &server, "themes", Lang::En);
    server.kill();
    tablet.browser.reload();
    let response = survey_with_a_wish(&tablet);
    let browser = &tablet.browser;
    tablet.open(&format!("/response/{response}"));

    // With the mouse: an existing theme, found by typing.
    select(browser, "lift is slow");
    browser.click(".mark-bar [data-do=theme]");
    browser.fill_in("dialog[open] input[type=search]", "lif");
    browser.click("dialog[open] [data-theme]");
    browser.see_text(".marked mark", "lift is slow");
    browser.see_text(".mark-names", "Lifts");

    // By the keyboard: the whole line, with a theme that is new.
    let line = format!(r#"[data-line="{WISH}"]"#);
    browser.script(
        "document.querySelector(arguments[0]).focus()",
        vec![line.into()],
    );
    browser.press(Key::Enter);
    browser.see(".mark-bar [data-do=theme]");
    browser.keys("t");
    browser.fill_in("dialog[open] input[type=search]", "Getting home");
    browser.click("dialog[open] [data-new]");
    browser.see_text(".mark-names", "Getting home");
    assert_eq!(
        browser.count(".mark-names > li"),
        2,
        "one lies within the other"
    );

    // What was done last is taken back, and a passage becomes a need.
    browser.click(".mark-bar [data-do=undo]");
    browser.see_no(".mark-names > li:nth-child(2)");
    browser.click(".mark-name");
    browser.click("dialog[open] [data-do=need]");
    browser.fill_in("dialog[open] textarea", "A faster lift");
    browser.click("dialog[open] [data-save=need]");
    browser.see_text(".mark-name", "Need");

    // It is on the disk, and each leads to the other.
    browser.reload();
    browser.click(".mark-name");
    browser.click(r#"dialog[open] a[href^="/theme/"]"#);
    browser.see_text("h1", "Management › Lifts");
    browser.see_text(".passages", "lift is slow");
    browser.click(r#".passages a[href^="/need/"]"#);
    browser.see_text(".need-content", "A faster lift");
    browser.click(r#"main a[href*="?passage="]"#);
    browser.see_text("mark[data-sought]", "lift is slow");

    tablet.open("/themes");
    browser.see_text(".theme-tree", "1 passage");
    a_change_of_the_tree_is_taken_back(browser);
    server.start_again();
    tablet.all_sent();
    server.verify();
}

/// In the sheet, and on the page once that is closed.
fn a_change_of_the_tree_is_taken_back(browser: &Browser) {
    browser.click(".theme-tree li:first-child > button");
    let retire = "dialog[open] [data-do=retire]";
    browser.click(retire);
    browser.see_text(retire, "Use it again");
    browser.click("dialog[open] .mark-bar [data-do=undo]");
    browser.see_no(".mark-bar");
    browser.see_text(retire, "Retire");
    browser.click("dialog[open] .sheet-head button");
    browser.click("[data-do=new]");
    browser.fill_in("dialog[open] input[type=text]", "Weather");
    browser.press(Key::Enter);
    browser.see_text(".theme-tree", "Weather");
    browser.click("main .mark-bar [data-do=undo]");
    browser.see_no(".mark-bar");
    assert!(!browser.text(".theme-tree").contains("Weather"));
}

pub(crate) fn survey_with_a_wish(tablet: &Tablet) -> String {
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.start("QP-08-16-F001");
    tablet.answer("/opening/consent", "yes");
    tablet.next();
    tablet.answer("/respondent/respondent_role", "owner");
    tablet.next();
    tablet.answer("/services/services_wanted", "none");
    tablet.next_until(WISH);
    tablet.answer(WISH, SAID);
    tablet.next_until("/closing/feedback_wanted");
    tablet.answer("/closing/feedback_wanted", "no");
    tablet.finish()
}

/// Selects words of the answer, as a finger or a mouse does.
pub(crate) fn select(browser: &Browser, words: &str) {
    let line = format!(r#"[data-line="{WISH}"]"#);
    browser.see(&line);
    let script = "const line = document.querySelector(arguments[0]);
        const text = document.createTreeWalker(line, NodeFilter.SHOW_TEXT).nextNode();
        const begin = text.data.indexOf(arguments[1]);
        getSelection().setBaseAndExtent(text, begin, text, begin + arguments[1].length);";
    browser.script(script, vec![line.into(), words.into()]);
}
