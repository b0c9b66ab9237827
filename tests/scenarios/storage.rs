//! The ledger on the disk: packed, cut off while it is packed, of an earlier layout, damaged.

use std::fs;

use chrono::Utc;
use e2e::{Engine, Exported, Lang, Server, Tablet, skipped};
use ledger::{Author, Bundle, Change, DeviceId, Entry, Fields, Ledger, RecordId, Salt, uuid_v7};

/// Rows enough for two segments.
const MANY: u16 = 1_400;

/// So many entries of another device, as a file that can be carried.
fn many_entries(from: &Exported) -> String {
    let person = from.bundle.entries.iter().find_map(|entry| match entry {
        Entry::V1(entry) if entry.kind == "person" => Some(entry.id),
        _ => None,
    });
    let author = Author {
        device: DeviceId(uuid_v7(1, [9; 10])),
        actor: person.expect("a person"),
    };
    let mut ledger = Ledger::new(from.bundle.site);
    let mut entries = Vec::new();
    let now = Utc::now().fixed_offset();
    for number in 0..MANY {
        let [high, low] = number.to_be_bytes();
        let change = Change {
            kind: "remark".to_owned(),
            id: RecordId(uuid_v7(2, [high, low, 0, 0, 0, 0, 0, 0, 0, 0])),
            set: Fields::from([("text".to_owned(), format!("remark {number}").into())]),
        };
        let entry = ledger.write(author, now, Salt([low; 16]), change);
        let entry = entry.expect("an entry");
        ledger.admit(&entry).expect("the next of its chain");
        entries.push(entry);
    }
    let bundle = Bundle::new(&ledger, author.device, now, entries);
    serde_json::to_string(&bundle).expect("JSON")
}

/// A tablet that holds so much that it packs, and how many entries these are.
fn tablet_with_many(server: &Server) -> (Tablet, u64) {
    let tablet = Tablet::ready(Engine::first(), server, "tablet", Lang::En);
    tablet.settings();
    let text = many_entries(&Exported::from_settings(&tablet.browser));
    let file = tablet.browser.home().join("many.json");
    fs::write(&file, text).expect("the file");
    tablet.browser.choose_file("#import", &file);
    let words = format!("{MANY} new entries");
    let good = r#"#files .notice[data-kind="good"]"#;
    tablet.browser.see_text(good, &words);
    let entries = tablet.entries();
    (tablet, entries)
}

#[test]
fn killed_while_it_packs_the_ledger_is_whole() {
    if !Engine::first().keeps_things() {
        return skipped("packing", "this browser keeps no profile");
    }
    let server = Server::start();
    let (mut tablet, entries) = tablet_with_many(&server);
    // Each time it is killed at another step: a segment has come, rows have gone.
    let mut last = tablet.browser.rows_and_segments().expect("a database");
    for _ in 0..4 {
        let now = tablet.browser.wait("a step of packing", || {
            let now = tablet.browser.rows_and_segments()?;
            (now != last || now.0 < u64::from(MANY) / 2).then_some(now)
        });
        tablet.browser.kill();
        tablet.browser.start_again();
        tablet.settings_from_start();
        assert_eq!(tablet.entries(), entries, "after it was killed at {now:?}");
        last = now;
    }
    tablet.browser.wait("the ledger to be packed", || {
        let (rows, segments) = tablet.browser.rows_and_segments()?;
        (rows < 250 && segments >= 2).then_some(())
    });
    tablet.browser.reload();
    assert_eq!(tablet.entries(), entries);
    let exported = Exported::from_settings(&tablet.browser);
    assert_eq!(exported.bundle.entries.len() as u64, entries);
    assert_eq!(
        exported.of_device(&uuid_v7(1, [9; 10]).to_string()),
        usize::from(MANY)
    );
}

#[test]
fn storage_of_every_earlier_layout_opens() {
    let layouts: [(u32, &[&str]); 3] = [
        (1, &["meta", "entries", "drafts"]),
        (2, &["meta", "entries", "drafts", "files", "parts"]),
        (
            2,
            &["meta", "entries", "drafts", "files", "designs", "parts"],
        ),
    ];
    let server = Server::start();
    let tablet = Tablet::ready(Engine::first(), &server, "tablet", Lang::En);
    let browser = &tablet.browser;
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.start("QP-08-16-F001");
    tablet.answer("/opening/consent", "yes");
    tablet.draft_saved();
    let survey = browser.path();
    for (version, areas) in layouts {
        tablet.settings_from_start();
        let entries = tablet.entries();
        let exported = Exported::from_settings(browser);
        browser.open(&server.url("/healthz"));
        browser.go_back_to_layout(version, areas, &exported.bundle.entries);
        tablet.settings_from_start();
        assert_eq!(tablet.entries(), entries, "layout {version} {areas:?}");
        tablet.open(&survey);
        let yes = r#"[data-path="/opening/consent"] [data-choice="yes"]"#;
        assert_eq!(browser.property(yes, "checked"), true, "the draft");
    }
    // What came later works on them too.
    tablet.open("/");
    let response = tablet.survey_next_door();
    tablet.listed_as(&response, "sent");
}

#[test]
fn a_damaged_row_is_named_and_comes_again_from_the_server() {
    let server = Server::start();
    let tablet = Tablet::ready(Engine::first(), &server, "tablet", Lang::En);
    let browser = &tablet.browser;
    tablet.settings();
    let entries = tablet.entries();
    let exported = Exported::from_settings(browser);
    browser.open(&server.url("/healthz"));
    let areas = ["meta", "entries", "drafts", "files", "designs", "parts"];
    browser.go_back_to_layout(2, &areas, &exported.bundle.entries);
    let row = browser.damage_a_row();
    tablet.settings_from_start();
    browser.see_text("#storage [role=alert]", "1 record cannot be read");
    browser.click("#damaged summary");
    browser.see_text("#damaged li", &format!("Row {row}"));
    browser.wait("what is damaged to come again", || {
        (tablet.entries() == entries).then_some(())
    });
}

#[test]
fn scarce_room_is_told_while_there_is_some() {
    let engine = Engine::first();
    if !engine.feigns() {
        return skipped(
            "scarce room",
            "only Chromium can be told how much room it has",
        );
    }
    let server = Server::start();
    let tablet = Tablet::ready(engine, &server, "tablet", Lang::En);
    assert!(!tablet.browser.shows("#room"), "there is plenty");
    // A smaller quota of the devtools' is enforced, yet not told to the page.
    let few = "navigator.storage.estimate = async () => ({ usage: 950e6, quota: 1e9 })";
    tablet.browser.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        serde_json::json!({"source": few}),
    );
    tablet.open("/");
    tablet.browser.see_text("#room", "48 MB left");
    // There is some left: what is done now is kept.
    let response = tablet.survey_next_door();
    tablet.listed_as(&response, "sent");
}
