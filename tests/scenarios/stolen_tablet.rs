//! A stolen tablet tells nothing: all that lies on it is read past the app.

use e2e::{Engine, Lang, Server, Tablet};

const PASSPHRASE: &str = "three blue lifts, no cats";
const SAID: &str = "the lift frightens grandmother";
const BEGUN: &str = "comes home after nine";

#[test]
fn a_stolen_tablet_tells_nothing() {
    let server = Server::start();
    let tablet = Tablet::ready(Engine::first(), &server, "tablet", Lang::En);
    let browser = &tablet.browser;
    // Before there is a passphrase, so that what was plain has to be sealed later.
    let (first, second) = (tablet.door_to_visit(0), tablet.door_to_visit(1));
    refuse(&tablet, &first, SAID);
    tablet.finish();
    tablet.today();
    let estate = browser.text(".topbar > a");
    let plain = tablet.everything_that_lies_here();
    assert!(plain.contains(SAID), "this test reads the wrong place");
    assert!(plain.contains(&estate), "nor does it find {estate:?}");

    let person = person(&tablet);
    tablet.protect("Ming", PASSPHRASE);
    refuse(&tablet, &second, BEGUN);
    tablet.draft_saved();
    tablet.until_sealed();
    // As good as locking: the key was in this page's memory alone.
    browser.reload();
    browser.see("#passphrase");

    let lies = tablet.everything_that_lies_here();
    for secret in [SAID, BEGUN, &estate, &person, "refusal_other", PASSPHRASE] {
        assert!(!lies.contains(secret), "{secret:?} can be read");
    }
    // Who has the passphrase reads all of it, with other tools than the app too: its worker and the
    // browser's cipher write what the crate says.
    let opened = tablet.opened_elsewhere(PASSPHRASE);
    for secret in [BEGUN, "\"actor\"", "\"sites\""] {
        assert!(
            opened.contains(secret),
            "{secret:?} is not among what was opened"
        );
    }
    let shown = browser.text("body");
    for secret in [SAID, BEGUN, &estate, &person] {
        assert!(
            !shown.contains(secret),
            "{secret:?} shows on the lock screen"
        );
    }
    tablet.unlock(PASSPHRASE);
    browser.see(".questions");
}

/// At the door, up to the reason why nobody takes part.
fn refuse(tablet: &Tablet, door: &str, why: &str) {
    tablet.today();
    tablet.open_door(door);
    tablet.start("QP-08-16-F001");
    tablet.answer("/opening/consent", "no");
    tablet.answer("/opening/refusal_reason", "other");
    tablet.answer("/opening/refusal_other", why);
}

/// The name of who uses the tablet.
fn person(tablet: &Tablet) -> String {
    tablet.settings();
    let who = tablet.browser.text(".who");
    who.split(" · ").next().unwrap_or_default().to_owned()
}
