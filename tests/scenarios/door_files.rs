//! A photo and a recording made at the door, by a tablet whose battery dies.

use std::fs;

use e2e::{Engine, Lang, Office, Server, Tablet, skipped};
use ledger::FileRef;

use crate::attachments::PICTURE;

const PHOTO_FORM: &str = "| survey |
| | type | name | label |
| | image | photo | The door |
| | audio | voice | What was said |
| settings |
| | form_title | form_id | version |
| | Photos | photos | 1 |
";

/// Publishes the form, as a supervisor does.
fn publish(server: &Server) {
    let office = Tablet::new(Engine::first(), server, "publisher");
    office.first_visit(Lang::En, "supervisor");
    publish_at(&office, server);
}

/// Publishes the form at an office that is open.
#[track_caller]
pub(crate) fn publish_at(office: &Tablet, server: &Server) {
    office.browser.click(r#".tabs a[href="/forms"]"#);
    let workbook = office.browser.home().join("photos.md");
    fs::write(&workbook, PHOTO_FORM).expect("the workbook");
    office.browser.choose_file("#open-workbook", &workbook);
    office
        .browser
        .click(r#"#candidate [data-action="publish"]"#);
    office.browser.see_text("#shelf", "photos · version 1");
    // The campaign that runs takes it in.
    let form = office.browser.wait("the form on the shelf", || {
        let script = "return [...document.querySelectorAll('#shelf [data-form]')]
            .find(card => card.innerText.includes('photos'))?.dataset.form ?? null";
        let form = office.browser.script(script, Vec::new());
        form.as_str().map(str::to_owned)
    });
    office
        .browser
        .click(&format!("#shelf [data-form=\"{form}\"] .used"));
    office
        .browser
        .wait("the campaign's form at the server", || {
            let about = server.export().about(&form);
            let of_campaign = |entry: &serde_json::Value| entry["kind"] == "campaign";
            about.iter().any(of_campaign).then_some(())
        });
}

/// How many parts of files lie in the tablet's storage.
fn parts(tablet: &Tablet) -> u64 {
    let count = tablet.browser.script_async(
        "const done = arguments[arguments.length - 1];
        indexedDB.databases().then(all => {
            const site = all.find(database => database.name.startsWith('doorstep-'));
            const opening = indexedDB.open(site.name);
            opening.onsuccess = () => {
                const database = opening.result;
                const counting = database.transaction('parts').objectStore('parts').count();
                counting.onsuccess = () => { database.close(); done(counting.result); };
            };
        })",
        Vec::new(),
    );
    count.as_u64().unwrap_or(0)
}

#[test]
fn a_photo_and_a_recording_made_at_the_door_outlive_the_battery() {
    let engine = Engine::first();
    if !engine.feigns() {
        return skipped("photos and recordings", "only Chromium feigns a microphone");
    }
    let mut server = Server::start();
    publish(&server);
    let mut tablet = Tablet::ready(engine, &server, "tablet", Lang::En);
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    server.kill();
    tablet.start("photos");
    let draft = tablet.browser.path();
    let picture = tablet.browser.home().join("door.gif");
    fs::write(&picture, PICTURE).expect("the picture");
    tablet
        .browser
        .choose_file(r#"[data-path="/photo"] input[type="file"]"#, &picture);
    tablet.browser.see(r#"[data-path="/photo"] img"#);
    tablet
        .browser
        .click(r#"[data-path="/voice"] [data-action="record"]"#);
    tablet
        .browser
        .wait("some of the recording to be on the disk", || {
            (parts(&tablet) >= 4).then_some(())
        });
    tablet.draft_saved();

    // The battery dies in the middle of the recording.
    tablet.browser.kill();
    tablet.browser.start_again();
    tablet.open(&draft);
    tablet.browser.see(r#"[data-path="/photo"] img"#);
    tablet.browser.wait("the recording, as far as it goes", || {
        let state =
            "return document.querySelector('[data-path=\"/voice\"] audio')?.readyState ?? 0";
        let state = tablet.browser.script(state, Vec::new());
        (state.as_u64() >= Some(1)).then_some(())
    });
    let response = tablet.finish();
    // And once more, right after the tick.
    tablet.browser.kill();
    server.start_again();
    tablet.browser.start_again();
    tablet.open("/settings");
    tablet.browser.see_text("#attachments", "2 (");
    tablet.browser.see_text("#attachments", "all at the office");
    server.verify();
    let named = server.export().bundle.entries;
    let named: Vec<_> = named.iter().flat_map(FileRef::named_by).collect();
    assert_eq!(named.len(), 2, "{named:?}");

    let office = Office::open(engine, &server, Lang::En);
    office.read(&response);
    for tag in ["img", "audio"] {
        office.app.browser.see(&format!(".attachment {tag}"));
    }
}
