//! Passphrases: what they open, what opens without them, and how a tablet locks.

use std::time::Instant;

use e2e::{Engine, Lang, Server, Tablet, measure, skipped};
use serde_json::json;

const PASSPHRASE: &str = "three blue lifts, no cats";
const NEXT_PASSPHRASE: &str = "four red doors and a dog";
const WRONG: &str = ".notice[data-kind=error]";

fn protected(server: &Server, name: &str) -> (Tablet, String) {
    let tablet = Tablet::ready(Engine::first(), server, name, Lang::En);
    let code = tablet.protect("Ming", PASSPHRASE);
    (tablet, code)
}

#[test]
fn a_passphrase_opens_the_tablet_without_a_network() {
    if !Engine::first().keeps_things() {
        return skipped(
            "unlocking",
            "the bare browser of WebKit keeps neither a profile nor files",
        );
    }
    let mut server = Server::start();
    let (mut tablet, _) = protected(&server, "tablet");
    server.kill();
    let response = tablet.survey_next_door();
    tablet.browser.kill();

    tablet.browser.start_again();
    tablet.open("/");
    tablet.browser.see("#passphrase");
    assert!(!tablet.browser.shows(".topbar, .door"), "nothing shows yet");
    tablet.try_passphrase("three blue lifts");
    tablet.until(WRONG);
    let start = Instant::now();
    tablet.unlock(PASSPHRASE);
    tablet.browser.see(".door");
    measure(
        "passphrase_to_first_screen",
        start.elapsed().as_secs_f64() * 1e3,
        "ms",
    );
    tablet.listed_as(&response, "waiting");
}

#[test]
fn a_short_number_suffices_for_a_while_and_for_five_tries() {
    let server = Server::start();
    let (tablet, _) = protected(&server, "tablet");
    let browser = &tablet.browser;
    tablet.settings();
    browser.click("#set-pin");
    browser.fill_in("#new-pin", "1234");
    browser.click("form:has(#new-pin) button[type=submit]");
    browser.see_text(&format!("dialog[open] {WRONG}"), "too easy");
    browser.fill_in("#new-pin", "2580");
    browser.click("form:has(#new-pin) button[type=submit]");
    browser.see("#remove-pin");

    browser.click("#lock-now");
    browser.see("#pin, #passphrase");
    if browser.shows("#passphrase") {
        return skipped(
            "the short number",
            "this browser hands no key to its worker",
        );
    }
    assert!(
        !browser.shows(".topbar, .settings"),
        "nothing of the site shows"
    );
    browser.fill_in("#pin", "2580");
    browser.click("form:has(#pin) button[type=submit]");
    browser.see(".topbar");

    browser.click(".lock-now");
    for left in (1..5).rev() {
        browser.fill_in("#pin", "9713");
        browser.click("form:has(#pin) button[type=submit]");
        browser.see_text(WRONG, &format!("Tries left: {left}"));
    }
    browser.fill_in("#pin", "9713");
    browser.click("form:has(#pin) button[type=submit]");
    browser.see("#passphrase");
    // The key is gone with the last try: loading anew does not bring the number back.
    browser.reload();
    browser.see("#passphrase");
    tablet.unlock(PASSPHRASE);
}

#[test]
fn passphrase_and_code_can_be_changed_and_the_old_ones_are_shut_out() {
    let server = Server::start();
    let (tablet, code) = protected(&server, "tablet");
    let browser = &tablet.browser;
    tablet.settings();
    browser.click("#change-passphrase");
    browser.fill_in("#old-passphrase", PASSPHRASE);
    browser.fill_in("#new-passphrase", NEXT_PASSPHRASE);
    browser.click("dialog[open] button[type=submit]");
    tablet.until("#protection .notice[data-kind=good]");

    browser.click("#lock-now");
    tablet.try_passphrase(PASSPHRASE);
    tablet.until(WRONG);
    tablet.unlock(NEXT_PASSPHRASE);

    // The passphrase is forgotten: the code opens it, and a new one is chosen.
    browser.click(".lock-now");
    browser.click("#forgot");
    let mut typo = code.clone().into_bytes();
    typo[0] = if typo[0] == b'7' { b'8' } else { b'7' };
    browser.fill_in("#code", &String::from_utf8_lossy(&typo));
    browser.fill_in("#new-passphrase", PASSPHRASE);
    browser.click("form:has(#code) button[type=submit]");
    browser.see_text(WRONG, "One character is wrong");
    browser.fill_in("#code", &code.to_lowercase().replace('-', " "));
    browser.click("form:has(#code) button[type=submit]");
    tablet.until(".topbar");

    // Another code: the old one opens nothing any more.
    tablet.settings();
    browser.click("#change-code");
    browser.fill_in("#old-passphrase", PASSPHRASE);
    browser.click("dialog[open] button[type=submit]");
    let fresh = tablet.take_code();
    browser.see("#protection .notice[data-kind=good]");
    assert_ne!(fresh, code);
    browser.click("#lock-now");
    browser.click("#forgot");
    browser.fill_in("#code", &code);
    browser.fill_in("#new-passphrase", NEXT_PASSPHRASE);
    browser.click("form:has(#code) button[type=submit]");
    tablet.until(WRONG);
}

#[test]
fn a_tablet_that_nobody_touches_locks_and_the_draft_is_kept() {
    let server = Server::start();
    let (tablet, _) = protected(&server, "tablet");
    let browser = &tablet.browser;
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.start("QP-08-16-F001");
    tablet.answer("/opening/consent", "no");
    tablet.answer("/opening/refusal_reason", "other");
    tablet.answer("/opening/refusal_other", "no time");
    // Six minutes later, the screen lights up again.
    let later = "const now = Date.now.bind(Date);
        Date.now = () => now() + 6 * 60 * 1000;
        document.dispatchEvent(new Event('visibilitychange'));";
    browser.script(later, Vec::new());
    browser.see("#passphrase");
    assert!(!browser.shows(".questions"), "nothing of the form shows");
    tablet.unlock(PASSPHRASE);
    let other = r#"[data-path="/opening/refusal_other"] input"#;
    browser.see(other);
    assert_eq!(browser.property(other, "value"), json!("no time"));
}

#[test]
fn a_second_tab_needs_no_passphrase_and_locks_with_the_first() {
    let server = Server::start();
    let (tablet, _) = protected(&server, "tablet");
    let browser = &tablet.browser;
    let first = browser.tab();
    let second = browser.new_tab();
    tablet.open("/");
    browser.see(".door, #passphrase");
    if browser.shows("#passphrase") {
        return skipped(
            "a key for the second tab",
            "this browser hands no key from tab to tab",
        );
    }
    browser.click(".lock-now");
    browser.see("#passphrase");
    browser.go_to_tab(&first);
    browser.see("#passphrase");
    tablet.unlock(PASSPHRASE);
    browser.go_to_tab(&second);
    browser.see(".door");
}

#[test]
fn two_people_on_one_tablet_have_a_vault_each() {
    let server = Server::start();
    let (tablet, _) = protected(&server, "tablet");
    let browser = &tablet.browser;
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.start("QP-08-16-F001");
    tablet.answer("/opening/consent", "no");
    tablet.draft_saved();
    browser.reload();

    browser.click("#others");
    browser.click("#another");
    browser.fill_in("#profile-name", "Hua");
    browser.fill_in("#new-passphrase", NEXT_PASSPHRASE);
    browser.click("form:has(#new-passphrase) button[type=submit]");
    tablet.take_code();
    // She chooses who she is, and sees nothing of his.
    tablet.until("[data-role]");
    tablet.choose_person("supervisor");
    browser.click(".lock-now");
    browser.see_text("[data-profile=Hua]", "Used last");
    browser.click("[data-profile=Hua]");
    tablet.try_passphrase(PASSPHRASE);
    tablet.until(WRONG);
    tablet.unlock(NEXT_PASSPHRASE);
    assert!(
        !browser.shows(".door[data-state=draft]"),
        "his draft is his"
    );
    browser.reload();
    browser.click("[data-profile=Ming]");
    tablet.unlock(PASSPHRASE);
    browser.click(".door[data-state=draft]");
    browser.click("a[href^='/survey/']");
    browser.see(".questions");
    let consent = r#"[data-path="/opening/consent"] [data-choice="no"]"#;
    assert_eq!(browser.property(consent, "checked"), true);
}

#[test]
fn a_wiped_tablet_begins_anew_and_the_office_keeps_what_it_had() {
    let server = Server::start();
    let (tablet, _) = protected(&server, "tablet");
    let browser = &tablet.browser;
    let response = tablet.survey_next_door();
    tablet.all_sent();
    tablet.settings();
    browser.click("#wipe");
    browser.see_text("dialog[open] .notice", "Everything has reached the office");
    browser.fill_in("#wipe-word", "yes");
    browser.click("#wipe-now");
    browser.see(&format!("dialog[open] {WRONG}"));
    browser.fill_in("#wipe-word", "Wipe");
    browser.click("#wipe-now");
    browser.see("[data-role]");
    let lies = tablet.everything_that_lies_here();
    assert!(!lies.contains("\"vault\""), "the header is gone: {lies}");
    assert!(!server.export().about(&response).is_empty());
}

#[test]
fn a_locked_tablet_can_be_wiped_by_who_forgot_everything() {
    let server = Server::start();
    let (tablet, _) = protected(&server, "tablet");
    let browser = &tablet.browser;
    browser.click(".lock-now");
    browser.click("#forgot");
    browser.click("summary");
    browser.click("#wipe");
    browser.fill_in("#wipe-word", "wipe");
    browser.click("#wipe-now");
    browser.see("[data-role]");
}
