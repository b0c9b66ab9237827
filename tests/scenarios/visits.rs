//! Doors where no survey came of it: an outcome at one tap, appointments, and what the office sees.

use e2e::{Engine, Lang, Office, Server, Tablet};

#[test]
fn every_attempt_counts_and_can_be_taken_back() {
    let engine = Engine::first();
    let mut server = Server::start();
    let tablet = Tablet::ready(engine, &server, "attempts", Lang::En);
    let browser = &tablet.browser;
    server.kill();
    browser.reload();
    tablet.today();
    let doors: Vec<String> = (0..4).map(|at| tablet.door_to_visit(at)).collect();

    // One tap, and the way to the next door.
    tablet.open_door(&doors[0]);
    browser.click("[data-outcome=nobody-home]");
    browser.see(".attempt[data-outcome=nobody-home]");
    browser.see_text(".next-door", &doors[1]);
    browser.click(".next-door");

    // A slip of the finger.
    browser.see_text("h1", &doors[1]);
    browser.click("[data-outcome=nobody-home]");
    browser.click("[data-undo]");
    browser.see_no(".attempt");
    browser.click("[data-outcome=refused]");
    browser.click("[data-reason=no-time]");
    browser.see("[data-reason=no-time][aria-pressed=true]");
    browser.see_text(".attempt", "No time");

    // A time that the resident named.
    tablet.today();
    tablet.open_door(&doors[2]);
    browser.click("[data-outcome=appointment]");
    browser.click("[data-time]:last-of-type");
    browser.see(".attempt[data-outcome=appointment]");
    browser.see_text(".next-door", &doors[3]);

    // What was tapped is on the disk.
    browser.reload();
    tablet.today();
    browser.see_text(".appointments", &doors[2]);
    browser.see_text(".door[data-state=again]", "Nobody home");
    browser.see_text(".next-door", &doors[3]);

    // The office counts doors, not attempts.
    server.start_again();
    tablet.all_sent();
    let office = Office::open(engine, &server, Lang::En);
    office.app.browser.open(&server.url("/rates"));
    let count = |outcome: &str| {
        office
            .app
            .browser
            .text(&format!("[data-outcome={outcome}] .figure"))
    };
    office
        .app
        .browser
        .see_text("[data-outcome=refused] .figure", "1");
    assert_eq!(count("nobody-home"), "1");
    assert_eq!(count("appointment"), "1");
    office.app.browser.see("[data-rate=RR1]");
    server.stop();
}
