//! A sealed backup: saved on one tablet, restored on another without a connection.

use std::{fs, path::PathBuf};

use e2e::{Engine, Lang, Server, Tablet, skipped};

use crate::{attachments::PICTURE, door_files::publish_at};

const PASSPHRASE: &str = "seven green ferries";
const GOOD: &str = r#"#backup .notice[data-kind="good"]"#;
const BAD: &str = r#"form .notice[data-kind="error"]"#;

/// Saves a backup in the settings; the file.
fn saved(tablet: &Tablet) -> PathBuf {
    let browser = &tablet.browser;
    tablet.settings();
    browser.click("#save-backup");
    browser.fill_in("#new-passphrase", PASSPHRASE);
    browser.click("#save-backup-now");
    tablet.until(GOOD);
    browser.wait("the backup's file", || {
        let files = fs::read_dir(browser.downloads()).ok()?;
        let mut paths = files.flatten().map(|file| file.path());
        // The browser calls it otherwise until it is whole.
        paths.find(|path| path.extension().is_some_and(|kind| kind == "doorstep"))
    })
}

/// Chooses a file and its passphrase in the form that shows.
fn restore(tablet: &Tablet, bytes: &[u8], passphrase: &str) {
    let file = tablet.browser.home().join("carried.doorstep");
    fs::write(&file, bytes).expect("the file");
    tablet.browser.choose_file("#backup-file", &file);
    tablet.browser.see("#chosen-backup");
    tablet.browser.fill_in("#backup-passphrase", passphrase);
    tablet.browser.click("#restore-now");
}

fn leave_at_once(to: &Tablet) {
    to.settings();
    to.browser.click("#leave");
    to.browser.fill_in("#leave-word", "leave");
    to.browser.click("#leave-now");
    to.browser.click("[data-restore]");
}

/// Another passphrase, a file that was cut off or altered, and one of another kind.
fn what_is_no_good_is_told(to: &Tablet, file: &[u8]) {
    let mut altered = file.to_vec();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    for (bytes, passphrase, words) in [
        (file, "seven green ferry", "not the passphrase of this file"),
        (&file[..middle], PASSPHRASE, "it ends at byte"),
        (&altered[..], PASSPHRASE, "altered or damaged behind byte"),
        (
            &b"PK\x03\x04 something"[..],
            PASSPHRASE,
            "no backup of Doorstep",
        ),
    ] {
        restore(to, bytes, passphrase);
        to.until(BAD);
        to.browser.see_text(BAD, words);
        to.browser
            .see_text(BAD, "Nothing on this device was changed");
    }
}

#[test]
fn a_backup_brings_everything_to_another_tablet_without_a_connection() {
    let engine = Engine::first();
    if !engine.keeps_things() {
        return skipped(
            "the backup",
            "the bare browser of WebKit keeps neither a profile nor files",
        );
    }
    let mut server = Server::start();
    let office = Tablet::new(engine, &server, "publisher");
    office.first_visit(Lang::En, "supervisor");
    publish_at(&office, &server);
    let from = Tablet::ready(engine, &server, "from", Lang::En);
    let to = Tablet::ready(engine, &server, "to", Lang::En);
    from.all_sent();
    server.kill();

    // A finished survey, and a draft with a photo.
    let response = from.survey_next_door();
    from.today();
    let door = from.door_to_visit(0);
    from.open_door(&door);
    from.start("photos");
    let draft = from.browser.path();
    let picture = from.browser.home().join("door.gif");
    fs::write(&picture, PICTURE).expect("the picture");
    let photo = r#"[data-path="/photo"] input[type="file"]"#;
    from.browser.choose_file(photo, &picture);
    from.browser.see(r#"[data-path="/photo"] img"#);
    from.draft_saved();
    from.open("/settings");
    let entries = from.entries();
    let file = fs::read(saved(&from)).expect("the backup");
    assert!(file.starts_with(b"doorstep-backup 1\n"));
    for secret in ["owner", "photos", PASSPHRASE] {
        let found = file.windows(secret.len()).any(|at| at == secret.as_bytes());
        assert!(!found, "{secret:?} can be read in the file");
    }

    // The other tablet has nothing: its estate was taken off it, with no office to tell.
    leave_at_once(&to);
    what_is_no_good_is_told(&to, &file);
    restore(&to, &file, PASSPHRASE);
    to.until(".shell");
    assert_eq!(to.entries(), entries);
    to.open(&draft);
    to.browser.see(r#"[data-path="/photo"] img"#);
    to.open(&format!("/response/{response}"));
    to.browser.see(".answers");

    // Twice is as good as once, and both tablets go on.
    to.settings_from_start();
    to.browser.click("#restore-backup");
    restore(&to, &file, PASSPHRASE);
    to.until(GOOD);
    to.browser.see_text(GOOD, "was here already");
    assert_eq!(to.entries(), entries);
    server.start_again();
    to.all_sent();
    assert!(!server.export().about(&response).is_empty());
    server.verify();
}

#[test]
fn what_lay_under_a_passphrase_is_restored_under_one() {
    let engine = Engine::first();
    if !engine.keeps_things() {
        return skipped(
            "the backup",
            "the bare browser of WebKit keeps neither a profile nor files",
        );
    }
    let server = Server::closed();
    let from = Tablet::joined(
        &server,
        ("assistant", "Chan Mei-ling"),
        "Tablet 1",
        "three blue lifts, no cats",
    );
    let response = from.survey_next_door();
    let file = fs::read(saved(&from)).expect("the backup");

    let to = Tablet::new(engine, &server, "to");
    to.open("/");
    to.browser.click("[data-restore]");
    to.choose_language(Lang::En);
    restore(&to, &file, PASSPHRASE);
    to.until("#profile-name");
    to.browser.fill_in("#profile-name", "Mei");
    to.browser
        .fill_in("#new-passphrase", "four red doors, one dog");
    to.browser
        .click("form:has(#new-passphrase) button[type=submit]");
    to.take_code();
    // All is here; the office knows this tablet once it has joined.
    to.until(".shell");
    to.until(".notice [data-join]");
    to.until_sealed();
    to.open_unlocked(&format!("/response/{response}"), "four red doors, one dog");
    to.browser.see(".answers");
}
