//! The main story: one survey goes from an offline tablet to the office.

use std::time::{Duration, Instant};

use e2e::{Engine, Exported, Lang, Office, Server, Tablet, measure, skipped};

/// From the arrival at the server to the office's screen.
const SHOWN_WITHIN: Duration = Duration::from_secs(2);
const CULTURE_NOTE: &str = "Singing on Fridays, 一起唱歌";

#[test]
fn in_traditional_chinese() {
    the_first_door(Lang::ZhHant, shortest);
}

#[test]
fn in_english_with_two_services() {
    the_first_door(Lang::En, two_services);
}

fn the_first_door(lang: Lang, fill_in: fn(&Tablet)) {
    if !Engine::first().keeps_things() {
        return skipped(
            "the first door",
            "the bare browser of WebKit keeps neither a profile nor files",
        );
    }
    let engine = Engine::first();
    let mut server = Server::start();
    let office = Office::open(engine, &server, lang);
    let mut tablet = Tablet::ready(engine, &server, "tablet", lang);

    // The network goes, for good: the server's process is dead.
    server.kill();
    tablet.browser.reload();
    tablet.browser.see(".door");
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.start("QP-08-16-F001");
    fill_in(&tablet);
    let response = tablet.finish();

    // The tick was a promise.
    tablet.browser.kill();
    tablet.browser.start_again();
    tablet.open("/");
    tablet.listed_as(&response, "waiting");
    tablet.settings();
    let exported = Exported::from_settings(&tablet.browser);
    assert_eq!(
        exported.of_record(&response).len(),
        1,
        "one survey, one entry"
    );
    assert!(!office.shows(&response), "nobody has told the office yet");

    server.start_again();
    goes_over(&tablet, &response, &server, &office);
    let device = exported.bundle.device.to_string();
    assert_eq!(
        server.export().of_device(&device),
        3,
        "the survey, the visit and the consent that it asked for, once"
    );
    reads_in_full(&office, &response, lang);
    server.verify();
    server.stop();
}

/// The server has just come back: the response arrives, and the office sees it.
fn goes_over(tablet: &Tablet, response: &str, server: &Server, office: &Office) {
    let pressed = Instant::now();
    tablet.browser.click(".sync-sign");
    let arrived = tablet
        .browser
        .wait("the response to arrive at the server", || {
            server.export().text.contains(response).then(Instant::now)
        });
    office.until_shown(response);
    let shown_after = arrived.elapsed();
    measure(
        "from_server_to_office",
        shown_after.as_secs_f64() * 1e3,
        "ms",
    );
    measure(
        "from_tap_to_office",
        pressed.elapsed().as_secs_f64() * 1e3,
        "ms",
    );
    assert!(
        shown_after <= SHOWN_WITHIN,
        "the office saw it after {shown_after:?}"
    );
    tablet.listed_as(response, "sent");
    tablet.all_sent();
}

fn reads_in_full(office: &Office, response: &str, lang: Lang) {
    office.read(response);
    let owner = office.answer("/respondent/respondent_role");
    assert_eq!(owner, lang.pick("業主", "Owner"));
    if lang == Lang::En {
        assert_eq!(office.answer("/service_culture/culture_note"), CULTURE_NOTE);
        let wanted = office.answer("/services/services_wanted");
        let both = wanted.starts_with("Housekeeping") && wanted.contains("Community culture");
        assert!(both, "{wanted}");
        assert_eq!(
            office.answer("/service_housekeeping/housekeeping_price"),
            "80.5"
        );
    }
}

fn shortest(tablet: &Tablet) {
    tablet.fill_in_shortest();
}

/// The way through relevance, choice filters, calculations and constraints.
fn two_services(tablet: &Tablet) {
    let browser = &tablet.browser;
    tablet.answer("/opening/consent", "yes");
    tablet.next();
    tablet.answer("/respondent/respondent_role", "owner");
    tablet.answer("/respondent/household_size", "3");
    tablet.next();
    tablet.answer("/services/services_wanted", "housekeeping culture");
    tablet.next();
    let housekeeping = |name: &str| format!("/service_housekeeping/housekeeping_{name}");
    tablet.answer(&housekeeping("need"), "5");
    let price = format!(r#"[data-path="{}"]"#, housekeeping("price"));
    assert!(
        !browser.shows(&price),
        "the price is asked only after the way of paying"
    );
    let pay = format!(r#"[data-path="{}"] [data-choice]"#, housekeeping("pay"));
    let way = browser.attribute(&pay, "data-choice");
    tablet.answer(&housekeeping("pay"), &way);
    browser.see(&price);
    tablet.answer(&housekeeping("price"), "80.5");
    tablet.next();
    tablet.answer("/service_culture/culture_need", "4");
    tablet.answer("/service_culture/culture_note", CULTURE_NOTE);
    tablet.next();
    let offered = browser.count(r#"[data-path="/priority/priority_1"] [data-choice]"#);
    assert_eq!(offered, 2, "only what was wanted can come first");
    tablet.answer("/priority/priority_1", "culture");
    tablet.next_until("/closing/feedback_wanted");
    tablet.answer("/closing/feedback_wanted", "no");
}
