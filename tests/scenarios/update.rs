//! A new version of the app: whole or not at all, and never in the middle of a questionnaire.

use e2e::{Browser, Engine, Lang, Release, Server, Tablet};
use serde_json::Value;

const RULE: &str = ":root { --of-the-new-version: yes; }";

/// Whether the page runs the new version.
fn is_new(browser: &Browser) -> bool {
    let value = browser.script(
        "return getComputedStyle(document.documentElement)
            .getPropertyValue('--of-the-new-version').trim()",
        Vec::new(),
    );
    value == "yes"
}

/// Waits until the browser has ended every look for a new version that is under way.
#[track_caller]
fn until_looked(browser: &Browser) {
    let looked = browser.script_async(
        "const done = arguments[arguments.length - 1];
        navigator.serviceWorker.getRegistration()
            .then(app => app.update()).then(() => done('looked'), error => done(String(error)))",
        Vec::new(),
    );
    assert_eq!(looked, "looked");
}

#[test]
fn it_waits_until_no_questionnaire_is_open() {
    let mut server = Server::start();
    let tablet = Tablet::ready(Engine::first(), &server, "tablet", Lang::En);
    let browser = &tablet.browser;
    let first = browser.tab();
    let second = browser.new_tab();
    tablet.open("/");
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.start("QP-08-16-F001");
    tablet.answer("/opening/consent", "yes");
    tablet.draft_saved();

    until_looked(browser);

    let release = Release::with_rule(RULE);
    server.stop();
    server.set_app(release.path());
    server.start_again();
    browser.go_to_tab(&first);
    tablet.settings();
    browser.click("#storage button");
    browser.see_text("#update", "A new version is ready");
    browser.click("#update button");
    browser.see_text("#update", "Finish it or leave it");
    assert!(
        !is_new(browser),
        "it must not be taken while a questionnaire is open"
    );
    browser.go_to_tab(&second);
    assert!(!is_new(browser) && browser.shows(".questions"));

    // The questionnaire is left; its draft stays.
    browser.click(".survey-head button");
    browser.click(r#"dialog a[href^="/unit/"], [role=dialog] a[href^="/unit/"]"#);
    browser.see("a[href^=\"/survey/\"]");
    browser.go_to_tab(&first);
    browser.click("#update button");
    browser.wait("the new version", || is_new(browser).then_some(()));
    browser.go_to_tab(&second);
    browser.wait("the new version in the other tab", || {
        is_new(browser).then_some(())
    });

    server.kill();
    browser.reload();
    assert!(is_new(browser), "the new version opens without the network");
    browser.click(r#"a[href^="/survey/"]"#);
    let yes = r#"[data-path="/opening/consent"] [data-choice="yes"]"#;
    assert_eq!(browser.property(yes, "checked"), true);
}

#[test]
fn a_version_with_wrong_bytes_is_not_taken() {
    let mut server = Server::start();
    let tablet = Tablet::ready(Engine::first(), &server, "tablet", Lang::En);
    let browser = &tablet.browser;
    let release = Release::with_rule(RULE);
    release.spoil_in_transit();
    server.stop();
    server.set_app(release.path());
    server.start_again();
    let offered = browser.script_async(
        "const done = arguments[arguments.length - 1];
        (async () => {
            const app = await navigator.serviceWorker.getRegistration();
            const before = await (await fetch('/sw.js')).text();
            await app.update().catch(() => {});
            while (app.installing) await new Promise(wait => setTimeout(wait, 20));
            done([before.includes('BUILD'), !!app.waiting, (await caches.keys()).length]);
        })()",
        Vec::new(),
    );
    let parts: (bool, bool, u64) = serde_json::from_value(offered).expect("three answers");
    assert_eq!(
        parts,
        (true, false, 1),
        "asked for it, did not keep it, and left nothing behind"
    );
    assert!(!browser.shows("#update"));

    // The old version goes on, also without the network.
    server.kill();
    browser.reload();
    browser.see(".door");
    assert!(!is_new(browser));
    let response = tablet.survey_next_door();

    // The mended one is taken when it comes.
    let mended = Release::with_rule(&format!("{RULE} /* mended */"));
    server.set_app(mended.path());
    server.start_again();
    tablet.settings();
    browser.click("#storage button");
    browser.click("#update button");
    browser.wait("the mended version", || {
        (browser.shows(".topbar") && is_new(browser)).then_some(())
    });
    tablet.listed_as(&response, "sent");
    let _: Value = server.get("/api/v1/sites");
}
