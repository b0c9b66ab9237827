//! A real site: people join with a code, see what their role allows, leave and come back.

use e2e::{Engine, Lang, Server, Tablet, skipped};

const PASSPHRASE: &str = "three blue lifts, no cats";
const NOT_KNOWN: &str = ".notice [data-join]";

fn keeps_things() -> bool {
    let keeps = Engine::first().keeps_things();
    if !keeps {
        skipped(
            "joining a site",
            "the bare browser of WebKit keeps neither a profile nor files",
        );
    }
    keeps
}

#[test]
fn a_manager_joins_invites_an_assistant_and_the_survey_comes_in() {
    if !keeps_things() {
        return;
    }
    let mut server = Server::closed();
    let office = Tablet::new(Engine::first(), &server, "office");
    office.join(
        &server.invite("manager", "Lee Kwok-wah"),
        "Office",
        PASSPHRASE,
    );
    office.browser.see(".door");

    // A new person, invited on the screen.
    office.open_unlocked("/people", PASSPHRASE);
    office.browser.fill_in("#person-name", "Ho Siu-fong");
    office.browser.click(".add-person button[type=submit]");
    let row = office.browser.wait("the new person's row", || {
        let rows = office.browser.texts("[data-person]");
        rows.iter().position(|row| row.contains("Ho Siu-fong"))
    });
    // The server has to know a person before it makes a code for them.
    office.all_sent();
    office
        .browser
        .click(&format!("li:nth-child({}) [data-invite]", row + 1));
    office.browser.see(".invitation .qr");
    let link = office.browser.texts(".invitation a").remove(0);

    let tablet = Tablet::new(Engine::first(), &server, "tablet");
    tablet.join(&link, "Tablet 2", PASSPHRASE);
    tablet.browser.see(".door");
    tablet.until_offline_ready();
    server.kill();
    let response = tablet.survey_next_door();
    server.start_again();
    tablet.listed_as(&response, "sent");
    office.open_unlocked("/incoming", PASSPHRASE);
    office
        .browser
        .see(&format!("[data-response=\"{response}\"]"));

    // Another assistant gets the head of it, and no body.
    let other = Tablet::new(Engine::first(), &server, "other");
    other.join(
        &server.invite("assistant", "Chan Mei-ling"),
        "Tablet 3",
        PASSPHRASE,
    );
    other.browser.see(".door");
    other.open_unlocked(&format!("/response/{response}"), PASSPHRASE);
    other.browser.see("h1");
    assert!(
        !other.browser.shows("dl, .answers"),
        "others' answers don't show"
    );
    server.verify();
}

#[test]
fn a_tablet_that_was_told_to_leave_keeps_what_it_has_and_sends_it_when_it_is_back() {
    if !keeps_things() {
        return;
    }
    let server = Server::closed();
    let tablet = Tablet::new(Engine::first(), &server, "tablet");
    tablet.join(
        &server.invite("assistant", "Chan Mei-ling"),
        "Tablet 1",
        PASSPHRASE,
    );
    tablet.browser.see(".door");
    server.revoke("Tablet 1");
    let response = tablet.survey_next_door();
    tablet.today();
    tablet.until(NOT_KNOWN);
    tablet.listed_as(&response, "waiting");

    tablet.today();
    tablet.join_again(&server.invite("assistant", "Chan Mei-ling"));
    tablet.until(".shell, #passphrase");
    if tablet.browser.shows("#passphrase") {
        tablet.unlock(PASSPHRASE);
    }
    tablet.listed_as(&response, "sent");
    assert!(!tablet.browser.shows(NOT_KNOWN));
    server.verify();
}

#[test]
fn the_welcome_page_takes_a_code_that_is_typed_and_says_when_it_is_wrong() {
    let server = Server::closed();
    let tablet = Tablet::new(Engine::first(), &server, "tablet");
    tablet.open("/");
    tablet.browser.see("[data-join]");
    tablet.choose_language(Lang::En);
    tablet.browser.click("[data-join]");
    tablet.browser.see("#code");
}
