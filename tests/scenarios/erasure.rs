//! Someone asks to be forgotten: a manager erases what they said, and it is gone everywhere.

use std::fs;

use e2e::{Engine, Server, Tablet, skipped};
use serde_json::Value;

use crate::{attachments::PICTURE, door_files::publish_at};

const PASSPHRASE: &str = "three blue lifts, no cats";

/// How many parts of files lie on the device, in all of its profiles.
fn parts(tablet: &Tablet) -> u64 {
    let count = tablet.browser.script_async(
        "const done = arguments[arguments.length - 1];
        const counted = name => new Promise(counted => {
            const opening = indexedDB.open(name);
            opening.onsuccess = () => {
                const database = opening.result;
                const counting = database.objectStoreNames.contains('parts')
                    && database.transaction('parts').objectStore('parts').count();
                const end = count => { database.close(); counted(count); };
                if (counting) counting.onsuccess = () => end(counting.result);
                else end(0);
            };
        });
        indexedDB.databases()
            .then(all => Promise.all(all.map(database => counted(database.name))))
            .then(counts => done(counts.reduce((sum, count) => sum + count, 0)))",
        Vec::new(),
    );
    count.as_u64().unwrap_or(u64::MAX)
}

#[test]
fn what_a_manager_erases_is_gone_from_tablet_and_server_and_the_history_says_so() {
    let engine = Engine::first();
    if !engine.keeps_things() {
        return skipped(
            "erasing",
            "the bare browser of WebKit keeps neither a profile nor files",
        );
    }
    let server = Server::closed();
    let office = Tablet::joined(&server, ("manager", "Lee Kwok-wah"), "Office", PASSPHRASE);
    publish_at(&office, &server);

    let tablet = Tablet::joined(
        &server,
        ("assistant", "Chan Mei-ling"),
        "Tablet 1",
        PASSPHRASE,
    );
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.start("photos");
    let picture = tablet.browser.home().join("door.gif");
    fs::write(&picture, PICTURE).expect("the picture");
    tablet
        .browser
        .choose_file(r#"[data-path="/photo"] input[type="file"]"#, &picture);
    tablet.browser.see(r#"[data-path="/photo"] img"#);
    let response = tablet.finish();
    tablet.listed_as(&response, "sent");
    tablet.browser.wait("the photo at the server", || {
        (server.export().bundle.files.len() == 1).then_some(())
    });
    assert_eq!(parts(&tablet), 1);

    office.open_unlocked(&format!("/response/{response}"), PASSPHRASE);
    office.browser.click(r#"[data-action="erase-record"]"#);
    office
        .browser
        .fill_in(r#"dialog[open] [name="why"]"#, "asked for at the counter");
    office
        .browser
        .click(r#"dialog[open] [data-action="erase-sure"]"#);
    office
        .browser
        .see_no(&format!("[data-response=\"{response}\"]"));

    // The tablet hears of it by itself.
    tablet
        .browser
        .see_no(&format!("[data-response=\"{response}\"]"));
    tablet.browser.wait("the photo to be gone", || {
        (parts(&tablet) == 0).then_some(())
    });
    office.all_sent();
    let left = server.export();
    assert!(left.bundle.files.is_empty());
    let about = left.of_record(&response);
    let of = |kind: &str| about.iter().find(|entry| entry["kind"] == kind);
    assert_eq!(of("response").expect("its head")["set"], Value::Null);
    let erasure = of("erase").expect("the erasure");
    assert_eq!(erasure["set"]["why"], "asked for at the counter");
    server.verify();

    // When, and by whom.
    office.open_unlocked(&format!("/history/response/{response}"), PASSPHRASE);
    office.browser.see_text("main", "erased");
    office.open_unlocked(&format!("/history/erase/{response}"), PASSPHRASE);
    office.browser.see_text("main", "Lee Kwok-wah");
}
