//! A device without room: it says so, keeps what is on the screen, and goes on when there is room.

use e2e::{Engine, Exported, Lang, Server, Tablet, skipped};
use serde_json::json;

#[test]
fn an_answer_that_cannot_be_saved_stays_and_is_saved_later() {
    let engine = Engine::first();
    if !engine.feigns() {
        return skipped(
            "the full storage",
            "only Chromium can be told to have no room",
        );
    }
    let server = Server::start();
    let mut tablet = Tablet::ready(engine, &server, "tablet", Lang::En);
    let browser = &tablet.browser;
    let response = tablet.survey_next_door();
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.start("QP-08-16-F001");
    tablet.answer("/opening/consent", "yes");
    tablet.draft_saved();
    tablet.next();
    tablet.draft_saved();

    let origin = server.url("");
    let survey = browser.path();
    // Chromium reckons for half a minute with the room that it knows of; a fresh one knows of none.
    tablet.browser.kill();
    tablet.browser.start_again();
    let browser = &tablet.browser;
    browser.devtools(
        "Storage.overrideQuotaForOrigin",
        json!({"origin": origin, "quotaSize": 1}),
    );
    tablet.open(&survey);
    tablet.answer("/respondent/respondent_role", "tenant");
    browser.see(r#".save-sign[data-state="failed"]"#);
    browser.see_text("[role=alert]", "The device is full");
    let tenant = r#"[data-path="/respondent/respondent_role"] [data-choice="tenant"]"#;
    assert_eq!(
        browser.property(tenant, "checked"),
        true,
        "the answer stays on the screen"
    );

    // What the message advises works: leave, export, make room, come back.
    browser.click(".survey-head button");
    browser.click(r#"dialog a[href^="/unit/"], [role=dialog] a[href^="/unit/"]"#);
    browser.see("h1");
    tablet.settings();
    let exported = Exported::from_settings(browser);
    assert_eq!(exported.of_record(&response).len(), 1);
    browser.devtools("Storage.overrideQuotaForOrigin", json!({"origin": origin}));

    tablet.today();
    browser.click(r#".door[data-state="draft"]"#);
    browser.click(r#"a[href^="/survey/"]"#);
    assert_eq!(
        browser.property(tenant, "checked"),
        true,
        "the answer came back"
    );
    tablet.answer("/respondent/household_size", "4");
    tablet.draft_saved();
    browser.reload();
    assert_eq!(
        browser.property(tenant, "checked"),
        true,
        "the next save took it along"
    );
    tablet.next();
    tablet.answer("/services/services_wanted", "none");
    tablet.next_until("/closing/feedback_wanted");
    tablet.answer("/closing/feedback_wanted", "no");
    tablet.finish();
}
