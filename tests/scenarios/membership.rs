//! A real site: people join with a code, see what their role allows, leave and come back.

use chrono::Utc;
use e2e::{Engine, Lang, Server, Tablet, skipped};
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
    let [one, other] = ["Chan Mei-ling", "Ho Siu-fong"].map(|name| {
        let tablet = Tablet::new(
            Engine::first(),
            &server,
            name.split(' ').next().unwrap_or(name),
        );
        tablet.join(&server.invite("assistant", name), name, PASSPHRASE);
        tablet.browser.see(".door");
        tablet
    });
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
