//! A tablet whose clock is a year off: it saves, it syncs, and the office sees what it sent.

use e2e::{Engine, Lang, Office, Server, Tablet, skipped};
use serde_json::json;

#[test]
fn a_year_behind() {
    with_clock_off_by(-365);
}

#[test]
fn a_year_ahead() {
    with_clock_off_by(365);
}

fn with_clock_off_by(days: i32) {
    let engine = Engine::first();
    if !engine.feigns() {
        return skipped("the wrong clock", "only Chromium can be given one");
    }
    let server = Server::start();
    let office = Office::open(engine, &server, Lang::En);
    let tablet = Tablet::new(engine, &server, "tablet");
    let clock = "const off = DAYS * 86_400_000, Right = Date;
        Date = class extends Right {
            constructor(...given) {
                if (given.length) super(...given); else super(Right.now() + off);
            }
            static now() { return Right.now() + off; }
        };";
    let clock = clock.replace("DAYS", &days.to_string());
    tablet.browser.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        json!({"source": clock}),
    );
    tablet.first_visit(Lang::En, "assistant");
    let off = "return Math.round((Date.now() - performance.timeOrigin) / 86_400_000)";
    assert_eq!(
        tablet.browser.script(off, Vec::new()),
        days,
        "the clock is not off"
    );
    let response = tablet.survey_next_door();
    tablet.listed_as(&response, "sent");
    office.until_shown(&response);

    // The office corrects nothing and goes on by itself: a second one, after the first.
    let second = tablet.survey_next_door();
    office.until_shown(&second);
    office.read(&second);
    assert_eq!(office.answer("/respondent/respondent_role"), "Owner");
    server.verify();
}
