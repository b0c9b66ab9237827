//! Names, answers and notes that are pages and scripts: they show as what they are, texts.
//!
//! The console is looked at too: anything that the content-security policy had to stop would fail.

use std::collections::BTreeMap;

use chrono::Utc;
use e2e::{Engine, Lang, Server, Tablet};
use ledger::{Author, Bundle, Change, DeviceId, Fields, Ledger, RecordId, Salt, uuid_v7};
use serde_json::Value;

const MARKUP: &str = r#"</p><img src=x onerror="window.hit=1"><script>window.hit=1</script><iframe srcdoc="<b>"></iframe>{{7*7}}${7*7}"><a href="javascript:window.hit=1">&lt;b&gt;"#;
/// Fields whose texts the app itself understands.
const WORDS: [&str; 12] = [
    "workbook", "time", "role", "date", "state", "kind", "type", "order", "number", "version",
    "started", "finished",
];

/// Writes over every text that people have typed, in a few records of each kind.
fn everything_hostile(bundle: &Bundle) -> Bundle {
    let mut ledger = Ledger::new(bundle.site);
    for entry in &bundle.entries {
        ledger.admit(entry).expect("an entry of the server's");
    }
    let now = Utc::now();
    let ms = u64::try_from(now.timestamp_millis()).expect("a year after 1970");
    let author = Author {
        device: DeviceId(uuid_v7(ms, [7; 10])),
        actor: RecordId(bundle.site.0),
    };
    // Typed by people: something that is neither an id nor a word of ours.
    let typed = |name: &str, value: &Value| {
        let text = value.as_str().unwrap_or_default();
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_:.+/".contains(c);
        let ours = WORDS.iter().any(|word| name.contains(word));
        !ours && !name.starts_with("file:") && (text.contains(' ') || !text.chars().all(plain))
    };
    let mut changes: BTreeMap<(String, RecordId), Fields> = BTreeMap::new();
    let kinds: Vec<String> = ledger.state().kinds().map(str::to_owned).collect();
    for kind in kinds {
        for (id, record) in ledger.state().records(&kind).take(4) {
            let fields = record.members("");
            let texts = fields.filter(|(name, value)| typed(name, value));
            let set: Fields = texts
                .map(|(name, _)| (name.to_owned(), MARKUP.into()))
                .collect();
            if !set.is_empty() {
                changes.insert((kind.clone(), id), set);
            }
        }
    }
    assert!(changes.len() > 5, "{changes:?}");
    let entries = changes.into_iter().map(|((kind, id), set)| {
        let change = Change { kind, id, set };
        let entry = ledger.write(author, now.fixed_offset(), Salt([7; 16]), change);
        let entry = entry.expect("a small entry");
        ledger.admit(&entry).expect("the next of its chain");
        entry
    });
    let entries: Vec<_> = entries.collect();
    Bundle::new(&ledger, author.device, now.fixed_offset(), entries)
}

#[test]
fn what_people_type_never_becomes_a_part_of_the_page() {
    let server = Server::start();
    let tablet = Tablet::new(Engine::first(), &server, "tablet");
    tablet.first_visit(Lang::En, "manager");
    let door = tablet.browser.attribute("a.door", "href");
    let response = tablet.survey_next_door();
    tablet.all_sent();
    let hostile = everything_hostile(&server.export().bundle);
    server.import(&serde_json::to_string(&hostile).expect("JSON"));

    tablet.open("/");
    tablet.browser.see_text("main", "onerror");
    let screens = [
        "/",
        door.as_str(),
        "/finished",
        "/office",
        "/incoming",
        "/forms",
        "/progress",
        "/rates",
        "/tables",
        "/themes",
        "/interviews",
        "/people",
        "/conflicts",
        "/queue",
        "/search",
        "/campaigns",
        "/estate",
        "/rules",
        "/settings",
        &format!("/response/{response}"),
        &format!("/history/response/{response}"),
    ];
    for screen in screens {
        tablet.open(screen);
        tablet.browser.see("h1, main");
        let found = tablet.browser.script(
            "return {
                hit: window.hit ?? 0,
                markup: document.querySelectorAll(
                    'img[src=\"x\"], iframe, a[href^=\"javascript\"], main script').length,
            }",
            Vec::new(),
        );
        assert_eq!(found["hit"], 0, "{screen}");
        assert_eq!(found["markup"], 0, "{screen}");
        tablet.browser.check_console();
    }
}
