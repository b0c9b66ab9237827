//! A real site: people join with a code, see what their role allows, leave and come back.

use std::fs;

use chrono::Utc;
use e2e::{Browser, Engine, Lang, Server, Shape, Tablet, film_of, picture_of, skipped};
use ledger::{Author, Bundle, Change, DeviceId, Ledger, Record, RecordId, Salt, uuid_v7};

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
    let office = Tablet::joined(&server, ("manager", "Lee Kwok-wah"), "Office", PASSPHRASE);

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
    let other = Tablet::joined(
        &server,
        ("assistant", "Chan Mei-ling"),
        "Tablet 3",
        PASSPHRASE,
    );
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
    let tablet = Tablet::joined(
        &server,
        ("assistant", "Chan Mei-ling"),
        "Tablet 1",
        PASSPHRASE,
    );
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
fn a_tablet_that_was_told_to_leave_says_so_by_itself() {
    if !keeps_things() {
        return;
    }
    let server = Server::closed();
    let tablet = Tablet::joined(
        &server,
        ("assistant", "Chan Mei-ling"),
        "Tablet 1",
        PASSPHRASE,
    );
    tablet.all_sent();
    server.revoke("Tablet 1");
    // Nobody touches it: its line of notices ends, and it finds out why.
    tablet.until(NOT_KNOWN);
}

#[test]
fn a_copied_tablet_is_noticed_and_nothing_of_either_is_lost() {
    let engine = Engine::first();
    if !engine.feigns() {
        return skipped("a copied tablet", "only Chromium's profile can be copied");
    }
    let mut server = Server::closed();
    let mut tablet = Tablet::new(engine, &server, "tablet");
    tablet.join(
        &server.invite("assistant", "Chan Mei-ling"),
        "Tablet 1",
        PASSPHRASE,
    );
    tablet.browser.see(".door");
    tablet.all_sent();
    tablet.until_offline_ready();
    tablet.browser.kill();
    let copy = tablet.copied("copy");
    tablet.browser.start_again();
    server.kill();
    let responses = [&tablet, &copy].map(|tablet| {
        tablet.open_unlocked("/", PASSPHRASE);
        tablet.survey_next_door()
    });
    server.start_again();
    for tablet in [&tablet, &copy] {
        tablet.today();
        tablet.all_sent();
    }
    // Whichever of them came second has made way, and says so.
    tablet.browser.wait("one of them to be told", || {
        let mut notices = [&tablet, &copy]
            .into_iter()
            .flat_map(|tablet| tablet.browser.texts(".notice"));
        notices
            .any(|text| text.contains("copied to another"))
            .then_some(())
    });
    let exported = server.export();
    for response in &responses {
        assert!(!exported.about(response).is_empty(), "{response} is lost");
    }
    // Each goes on with a name of its own.
    let more = [&tablet, &copy].map(Tablet::survey_next_door);
    for (tablet, response) in [&tablet, &copy].into_iter().zip(&more) {
        tablet.listed_as(response, "sent");
    }
    server.verify();
}

#[test]
fn an_invitation_is_scanned_with_the_camera_or_read_from_a_picture() {
    let engine = Engine::first();
    if !engine.feigns() {
        return skipped("scanning", "only Chromium feigns a camera");
    }
    let server = Server::closed();
    let link = server.invite("assistant", "Chan Mei-ling");
    let film = film_of(&link);
    let browser = Browser::filming(engine, Shape::Tablet, "tablet", Some(&film));
    let tablet = Tablet::at(&server.url(""), browser);
    tablet.open("/");
    tablet.browser.click("[data-join]");
    tablet.choose_language(Lang::En);
    tablet.browser.click(r#"[data-action="scan"]"#);
    let typed = || tablet.browser.property("#code", "value") == link.as_str();
    tablet
        .browser
        .wait("the code, as the camera sees it", || typed().then_some(()));
    tablet.browser.see_no("dialog[open]");

    let picture = tablet.browser.home().join("code.bmp");
    fs::write(&picture, picture_of("https://example.org/")).expect("a picture");
    tablet.browser.choose_file("#code-picture", &picture);
    tablet
        .browser
        .see_text(".notice", "no invitation of Doorstep");
    tablet.browser.fill_in("#code", "x");
    fs::write(&picture, picture_of(&link)).expect("a picture");
    tablet.browser.choose_file("#code-picture", &picture);
    tablet
        .browser
        .wait("the code in the picture", || typed().then_some(()));
    tablet.browser.fill_in("#device-name", "Tablet 1");
    tablet.browser.click("form.join button[type=submit]");
    tablet.until("#profile-name");
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

/// What the operator carries in to give a person another role.
fn role_of(bundle: &Bundle, name: &str, role: &str) -> String {
    let mut ledger = Ledger::new(bundle.site);
    for entry in &bundle.entries {
        ledger.admit(entry).expect("an entry of the server's");
    }
    let named = |person: &Record| person.members("name:").any(|(_, value)| value == name);
    let mut people = ledger.state().records("person");
    let person = people.find(|(_, person)| named(person));
    let person = person.expect("the person").0;
    drop(people);
    let now = Utc::now();
    let ms = u64::try_from(now.timestamp_millis()).expect("a year after 1970");
    let author = Author {
        device: DeviceId(uuid_v7(ms, [6; 10])),
        actor: RecordId(bundle.site.0),
    };
    let change = Change {
        kind: "person".to_owned(),
        id: person,
        set: [("role".to_owned(), role.into())].into(),
    };
    let entry = ledger.write(author, now.fixed_offset(), Salt([6; 16]), change);
    let entry = entry.expect("a small entry");
    ledger.admit(&entry).expect("the next of its chain");
    let made = Bundle::new(&ledger, author.device, now.fixed_offset(), vec![entry]);
    serde_json::to_string(&made).expect("JSON")
}

#[test]
fn an_assistant_who_becomes_a_supervisor_reads_others_answers_and_then_no_more() {
    if !keeps_things() {
        return;
    }
    let server = Server::closed();
    let [one, other] = ["Chan Mei-ling", "Ho Siu-fong"]
        .map(|name| Tablet::joined(&server, ("assistant", name), name, PASSPHRASE));
    let response = one.survey_next_door();
    one.listed_as(&response, "sent");
    let page = format!("/response/{response}");
    other.open_unlocked(&page, PASSPHRASE);
    other.browser.see("h1");
    other.browser.see_no(".answers");

    // Its bodies come once the server has the new role.
    server.import(&role_of(
        &server.export().bundle,
        "Ho Siu-fong",
        "supervisor",
    ));
    other.open_unlocked("/", PASSPHRASE);
    other.all_sent();
    other.open_unlocked(&page, PASSPHRASE);
    other.browser.see(".answers");

    server.import(&role_of(
        &server.export().bundle,
        "Ho Siu-fong",
        "assistant",
    ));
    other.browser.see_no(".answers");
    other.open_unlocked(&page, PASSPHRASE);
    other.browser.see("h1");
    other.browser.see_no(".answers");
    server.verify();
}
