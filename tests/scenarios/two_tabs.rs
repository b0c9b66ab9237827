//! Two tabs of one browser: they share the storage and must not get into each other's way.

use e2e::{Engine, Exported, Lang, Server, Tablet, skipped};

#[test]
fn a_draft_is_open_in_one_tab_only() {
    let server = Server::start();
    let tablet = Tablet::ready(Engine::first(), &server, "tablet", Lang::En);
    let browser = &tablet.browser;
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.start("QP-08-16-F001");
    tablet.answer("/opening/consent", "yes");
    tablet.draft_saved();
    let path = browser.path();
    let first = browser.tab();
    browser.new_tab();
    tablet.open(&path);
    browser.see_text("[role=alert]", "open in another tab");
    assert!(
        !browser.shows(".questions"),
        "the second tab must not show the questions"
    );
    browser.close_tab(&first);
    tablet.next();
    tablet.answer("/respondent/respondent_role", "owner");
    tablet.draft_saved();

    // When the first one lets go of it, another may go on.
    browser.open(&server.url("/"));
    browser.see(".door");
    browser.new_tab();
    tablet.open(&path);
    let owner = r#"[data-path="/respondent/respondent_role"] [data-choice="owner"]"#;
    assert_eq!(browser.property(owner, "checked"), true);
}

#[test]
fn two_doors_finished_at_once_are_both_there() {
    if !Engine::first().keeps_things() {
        return skipped(
            "two doors at once",
            "the bare browser of WebKit keeps neither a profile nor files",
        );
    }
    let mut server = Server::start();
    let tablet = Tablet::ready(Engine::first(), &server, "tablet", Lang::En);
    let browser = &tablet.browser;
    server.kill();
    tablet.today();
    let doors = [tablet.door_to_visit(0), tablet.door_to_visit(1)];
    let first = browser.tab();
    tablet.open_door(&doors[0]);
    tablet.start("QP-08-16-F001");
    tablet.fill_in_shortest();
    let second = browser.new_tab();
    tablet.open("/");
    tablet.open_door(&doors[1]);
    tablet.start("QP-08-16-F001");
    tablet.fill_in_shortest();
    for tab in [&first, &second] {
        browser.go_to_tab(tab);
        while !tablet.at_check() {
            tablet.next();
        }
    }
    // Both tabs finish at the same moment: neither waits for word of the other.
    let finish = "setTimeout(() =>
        document.querySelector('.survey-bar [data-action=\"finish\"]').click(),
        arguments[0] - Date.now())";
    let now = browser
        .script("return Date.now()", Vec::new())
        .as_f64()
        .unwrap_or_default();
    let at = now + 1500.0;
    for tab in [&first, &second] {
        browser.go_to_tab(tab);
        browser.script(finish, vec![at.into()]);
    }
    let mut responses = Vec::new();
    for tab in [&first, &second] {
        browser.go_to_tab(tab);
        responses.push(tablet.saved());
    }
    assert_ne!(responses[0], responses[1]);
    for response in &responses {
        tablet.listed_as(response, "waiting");
    }
    tablet.settings();
    let exported = Exported::from_settings(browser);
    let device = exported.bundle.device.to_string();
    assert_eq!(
        exported.of_device(&device),
        6,
        "one device wrote both consents, surveys and visits, in one chain"
    );

    server.start_again();
    browser.click(".sync-sign");
    for tab in [&first, &second] {
        browser.go_to_tab(tab);
        for response in &responses {
            tablet.listed_as(response, "sent");
        }
    }
    server.verify();
}
