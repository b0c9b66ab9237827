//! The shortest way through everything that depends on the engine: offline start, storage that
//! survives a crash, sync.

use std::panic::{AssertUnwindSafe, catch_unwind};

use e2e::{Browser, Engine, Lang, Server, Tablet, skipped, wait_for};

#[test]
fn in_chromium() {
    smoke(Engine::Chromium);
}

#[test]
fn in_firefox() {
    smoke(Engine::Firefox);
}

#[test]
fn in_webkit() {
    smoke(Engine::Webkit);
}

fn smoke(engine: Engine) {
    if !Engine::asked().contains(&engine) {
        return skipped(
            &format!("the smoke test in {}", engine.name()),
            "not in this run",
        );
    }
    let mut server = Server::start();
    let mut tablet = Tablet::ready(engine, &server, engine.name(), Lang::ZhHant);
    server.kill();
    tablet.browser.reload();
    tablet.browser.see(".door");
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.start("QP-08-16-F001");
    tablet.fill_in_shortest();
    let response = tablet.finish();
    tablet.listed_as(&response, "waiting");
    if engine.keeps_things() {
        tablet.browser.kill();
        tablet.browser.start_again();
    } else {
        skipped(
            "the dead battery in WebKit",
            "its bare browser keeps nothing while it is driven",
        );
    }
    tablet.open("/");
    tablet.listed_as(&response, "waiting");
    server.start_again();
    tablet.browser.click(".sync-sign");
    tablet.listed_as(&response, "sent");
    server.verify();
    server.stop();
    if engine.has_console() {
        notices_errors(&tablet.browser);
    } else {
        skipped("the console of WebKit", "its driver throws it away");
    }
}

/// That no error was in the console means something only if one would have been noticed.
fn notices_errors(browser: &Browser) {
    let mishap = "setTimeout(() => { throw new Error('made on purpose') })";
    browser.script(mishap, Vec::new());
    wait_for("the error in the console", || {
        catch_unwind(AssertUnwindSafe(|| browser.check_console())).err()
    });
    browser.expect_error("made on purpose");
}
