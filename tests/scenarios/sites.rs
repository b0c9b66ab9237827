//! Two estates on one tablet: each says its name, nothing of one shows in the other, and either can
//! be taken off without the other.

use e2e::{Engine, Server, Tablet, skipped};

const PASSPHRASE: &str = "three blue lifts, no cats";
const OTHER: &str = "Another Garden";

/// The name of the estate that is open.
fn open_now(tablet: &Tablet) -> String {
    tablet.browser.see(".topbar > a");
    tablet.browser.text(".topbar > a")
}

/// Goes to the other estate: the settings, a tap on its row.
fn switch(tablet: &Tablet) {
    let before = open_now(tablet);
    tablet.settings();
    tablet.browser.click("#sites button:not([aria-current])");
    tablet.browser.wait("the other estate", || {
        let shown = tablet.browser.texts(".topbar > a");
        let other = shown.first().is_some_and(|name| *name != before);
        if !other && tablet.browser.shows("#passphrase") {
            tablet.unlock(PASSPHRASE);
        }
        other.then_some(())
    });
}

/// What is not sent is said; the office can't be told at first, then it can.
fn leaves_the_first(server: &mut Server, tablet: &Tablet, (estate, response): (&str, &str)) {
    let browser = &tablet.browser;
    tablet.settings();
    browser.click("#leave");
    browser.see_text("dialog[open] .notice", "Not yet sent");
    browser.fill_in("#leave-word", "leave");
    browser.click("#leave-now");
    browser.wait_at_most(
        std::time::Duration::from_secs(20),
        "that nobody can be told",
        || {
            let texts = browser.texts("dialog[open] .notice");
            let told = texts.iter().any(|text| text.contains("can't be told"));
            told.then_some(())
        },
    );
    server.start_again();
    // By hand, or by itself if it is sooner.
    browser.wait_at_most(
        std::time::Duration::from_mins(1),
        "that the office has everything",
        || {
            let press = "document.querySelector('#send-first')?.click()";
            browser.script(press, Vec::new());
            (!browser.shows("#send-first")).then_some(())
        },
    );
    browser.see_text("dialog[open] .notice", "Everything has reached the office");
    assert!(!server.export_of(estate).about(response).is_empty());
    // The word is still there, and one press does it.
    browser.wait("that the office can be told again", || {
        let texts = browser.texts("dialog[open] .notice");
        let told = texts.iter().all(|text| !text.contains("can't be told"));
        told.then_some(())
    });
    browser.click("#leave-now");
    browser.wait("the other estate alone", || {
        if browser.shows("#passphrase") {
            tablet.unlock(PASSPHRASE);
        }
        let shown = browser.texts(".topbar > a");
        shown
            .first()
            .is_some_and(|name| name == OTHER)
            .then_some(())
    });
    tablet.settings();
    assert!(!browser.shows("#sites"), "one estate is left");
    let databases = browser.script_async(
        "const done = arguments[arguments.length - 1];
        indexedDB.databases().then(all => done(all.length))",
        Vec::new(),
    );
    assert_eq!(databases, 2, "the registry and the estate that is left");
}

#[test]
fn two_estates_on_one_tablet_know_nothing_of_each_other() {
    let engine = Engine::first();
    if !engine.keeps_things() {
        return skipped(
            "two estates",
            "the bare browser of WebKit keeps neither a profile nor files",
        );
    }
    let mut server = Server::closed();
    let estate = server.export().bundle.site.to_string();
    let garden = server.new_site(OTHER);
    let tablet = Tablet::new(engine, &server, "tablet");
    let browser = &tablet.browser;
    let first = server.invite_to(&estate, "assistant", "Chan Mei-ling");
    tablet.join(&first, "Tablet 1", PASSPHRASE);
    browser.see(".door");
    let home = open_now(&tablet);
    tablet.settings();
    assert!(
        !browser.shows("#sites"),
        "with one estate nothing is chosen"
    );
    tablet.join_again(&server.invite_to(&garden, "supervisor", "Lee Kwok-wah"));
    tablet.until(".shell, #passphrase");
    if browser.shows("#passphrase") {
        tablet.unlock(PASSPHRASE);
    }
    browser.see_text(".topbar > a", OTHER);
    tablet.today();
    assert!(!browser.shows(".door"), "no door of the first estate");
    tablet.settings();
    browser.see_text("#sites [aria-current]", OTHER);
    browser.see_text("#sites [aria-current]", "Lee Kwok-wah");
    browser.see_text("#sites button:not([aria-current])", &home);
    browser.see_text("#sites button:not([aria-current])", "Chan Mei-ling");
    tablet.until_offline_ready();

    // Two taps, also without a connection; and a tab stays where it is.
    server.kill();
    switch(&tablet);
    browser.see(".door");
    let response = tablet.survey_next_door();
    let tab = browser.tab();
    browser.new_tab();
    tablet.open("/");
    tablet.until(".shell, #passphrase");
    switch(&tablet);
    assert_eq!(open_now(&tablet), OTHER);
    let other_tab = browser.tab();
    browser.go_to_tab(&tab);
    browser.reload();
    tablet.until(".shell, #passphrase");
    assert_eq!(open_now(&tablet), home, "this tab works for the first one");
    browser.go_to_tab(&other_tab);
    browser.close_tab(&tab);

    leaves_the_first(&mut server, &tablet, (&estate, &response));
    server.verify();
    let devices = server.devices();
    assert!(devices.contains("left "), "the office was told: {devices}");
}

#[test]
fn the_lock_screen_names_estates_only_where_the_person_lets_it() {
    let engine = Engine::first();
    if !engine.keeps_things() {
        return skipped(
            "the lock screen",
            "the bare browser of WebKit keeps neither a profile nor files",
        );
    }
    let server = Server::closed();
    let tablet = Tablet::joined(&server, ("assistant", "Chan Mei-ling"), "Mei", PASSPHRASE);
    let browser = &tablet.browser;
    let home = open_now(&tablet);
    browser.reload();
    browser.click("#others");
    browser.see("[data-profile=Mei]");
    assert!(!browser.text("[data-profile=Mei]").contains(&home));
    browser.click("[data-profile=Mei]");
    tablet.unlock(PASSPHRASE);
    tablet.settings();
    browser.click(r#"label:has(> input[name="show-sites"][value="1"])"#);
    browser.wait("the estate's name in the registry", || {
        let all = tablet.everything_that_lies_here();
        all.contains(&home).then_some(())
    });
    browser.reload();
    browser.click("#others");
    browser.see_text("[data-profile=Mei]", &home);
}
