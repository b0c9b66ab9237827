//! The line breaks in the middle of sync, and the server with it: nothing is lost, nothing comes
//! twice.

use std::{collections::BTreeSet, fs};

use chrono::Utc;
use e2e::{Browser, Engine, Lang, Line, Server, Shape, Tablet};
use ledger::{Author, Bundle, Change, DeviceId, Ledger, RecordId, Salt, uuid_v7};
use serde_json::json;

/// Together they fill several requests.
const ENTRIES: u8 = 200;
const ANSWER_BYTES: usize = 8 << 10;

#[test]
fn what_was_on_its_way_arrives_exactly_once() {
    let mut server = Server::start();
    let line = Line::to(server.port());
    let browser = Browser::start(Engine::first(), Shape::Tablet, "tablet");
    let tablet = Tablet::at(&line.url(""), browser);
    tablet.first_visit(Lang::En, "assistant");
    tablet.until_offline_ready();
    let (bundle, written) = many_surveys(&server.export().bundle);

    server.kill();
    tablet.settings();
    let file = tablet.browser.home().join("many.json");
    fs::write(&file, serde_json::to_vec(&bundle).expect("JSON")).expect("the file");
    tablet.browser.choose_file("#import", &file);
    let good = r#"#files .notice[data-kind="good"]"#;
    tablet
        .browser
        .see_text(good, &format!("{ENTRIES} new entries"));

    // In the middle of the request: the server has nothing of it.
    line.cut_after(100_000);
    server.start_again();
    let device = bundle.device.to_string();
    until_cut(&tablet, &line);
    server.kill();
    assert_eq!(server.export().of_device(&device), 0);

    // In the answer: the server has kept what came, and the tablet cannot know.
    line.cut_at_answer();
    server.start_again();
    until_cut(&tablet, &line);
    server.kill();
    let first_part = server.export().of_device(&device);
    assert!(
        0 < first_part && first_part < usize::from(ENTRIES),
        "{first_part} entries"
    );

    // In the middle of the next request.
    line.cut_after(300_000);
    server.start_again();
    until_cut(&tablet, &line);
    server.kill();

    line.mend();
    server.start_again();
    tablet.browser.click(".sync-sign");
    tablet.all_sent();
    server.verify();
    let held = server.export();
    assert_eq!(held.of_device(&device), usize::from(ENTRIES));
    let arrived: BTreeSet<_> = held
        .bundle
        .entries
        .iter()
        .filter(|entry| entry.device() == bundle.device)
        .map(ledger::Entry::hash)
        .collect();
    assert_eq!(arrived, written);
}

/// Syncs until the line breaks.
#[track_caller]
fn until_cut(tablet: &Tablet, line: &Line) {
    tablet.browser.wait("the line to break", || {
        if !line.is_cut() {
            tablet.browser.click(".sync-sign");
        }
        line.is_cut().then_some(())
    });
}

/// A long answer that packs badly, as real ones of many people do: requests are sent packed.
fn remarks(seed: u8) -> String {
    let mut state = u32::from(seed) + 1;
    let characters = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from_u32(0x4E00 + (state >> 16) % 20_000).unwrap_or('好')
    });
    characters.take(ANSWER_BYTES / 3).collect()
}

/// What another device of the site might have written in a busy week.
fn many_surveys(site: &Bundle) -> (Bundle, BTreeSet<ledger::Digest>) {
    let mut ledger = Ledger::new(site.site);
    for entry in &site.entries {
        ledger.admit(entry).expect("the server's entries connect");
    }
    let author = Author {
        device: DeviceId(uuid_v7(1, [77; 10])),
        actor: RecordId(uuid_v7(1, [78; 10])),
    };
    let mut entries = Vec::new();
    for number in 0..ENTRIES {
        let mut bytes = [number; 10];
        bytes[0] = 1;
        let change = Change {
            kind: "response".to_owned(),
            id: RecordId(uuid_v7(2, bytes)),
            set: [(
                "answer:/closing/open_remarks".to_owned(),
                json!(remarks(number)),
            )]
            .into(),
        };
        let entry = ledger
            .write(
                author,
                Utc::now().fixed_offset(),
                Salt([number; 16]),
                change,
            )
            .expect("an entry");
        ledger.admit(&entry).expect("the next in its chain");
        entries.push(entry);
    }
    let written = entries.iter().map(ledger::Entry::hash).collect();
    let now = Utc::now().fixed_offset();
    (Bundle::new(&ledger, author.device, now, entries), written)
}
