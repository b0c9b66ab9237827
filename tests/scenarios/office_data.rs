//! What the office does with what came in: it settles what people disagree about, sees who changed
//! what, and takes tables out.

use std::fs;

use chrono::Utc;
use e2e::{Engine, Lang, Office, Server, Tablet, skipped};
use ledger::{Author, Bundle, Change, DeviceId, Ledger, RecordId, Salt, SiteId, uuid_v7};
use serde_json::Value;

const ROLE: &str = "/respondent/respondent_role";

/// What someone carries in who corrected an answer of a response, having seen only `bundle`.
fn correction(bundle: &Bundle, actor: RecordId, by: u8, response: &str, value: &str) -> String {
    let mut ledger = Ledger::new(bundle.site);
    for entry in &bundle.entries {
        ledger.admit(entry).expect("an entry of the server's");
    }
    let now = Utc::now();
    let ms = u64::try_from(now.timestamp_millis()).expect("a year after 1970");
    let author = Author {
        device: DeviceId(uuid_v7(ms, [by; 10])),
        actor,
    };
    let change = Change {
        kind: "response".to_owned(),
        id: response.parse().expect("an id"),
        set: [(format!("answer:{ROLE}"), Value::from(value))].into(),
    };
    let entry = ledger.write(author, now.fixed_offset(), Salt([by; 16]), change);
    let entry = entry.expect("a small entry");
    ledger.admit(&entry).expect("the next of its chain");
    let made = Bundle::new(&ledger, author.device, now.fixed_offset(), vec![entry]);
    serde_json::to_string(&made).expect("JSON")
}

#[track_caller]
fn import(tablet: &Tablet, text: &str) {
    tablet.settings();
    let file = tablet.browser.home().join("carried.json");
    fs::write(&file, text).expect("the file");
    tablet.browser.choose_file("#import", &file);
    tablet
        .browser
        .see_text(r#"#files .notice[data-kind="good"]"#, "1 new entries");
}

#[test]
fn what_two_people_changed_apart_is_settled_once_and_the_same_everywhere() {
    let engine = Engine::first();
    if !engine.keeps_things() {
        return skipped(
            "settling",
            "the bare browser of WebKit keeps neither a profile nor files",
        );
    }
    let mut server = Server::start();
    let tablet = Tablet::ready(engine, &server, "tablet", Lang::En);
    let response = tablet.survey_next_door();
    tablet.all_sent();
    let office = Office::open(engine, &server, Lang::En);
    office.until_shown(&response);
    let desk = office.app;
    let before = server.export().bundle;
    let people: Vec<RecordId> = before
        .entries
        .iter()
        .filter(|entry| entry.kind() == Some("person"))
        .filter_map(ledger::Entry::id)
        .collect();

    // Without a line each of the two learns of another correction.
    server.kill();
    import(
        &tablet,
        &correction(&before, people[0], 1, &response, "tenant"),
    );
    import(
        &desk,
        &correction(&before, people[1], 2, &response, "family"),
    );
    server.start_again();
    tablet.settings();
    tablet.browser.click("#storage a[href='/queue']");
    tablet.browser.click("#sync-now");
    tablet.all_sent();

    desk.open("/conflicts");
    let card = "[data-conflict]";
    desk.browser.see_text(card, "Tenant");
    desk.browser.see_text(card, "Family member");
    desk.browser.click(&format!("{card} input[value='0']"));
    desk.browser.click(&format!("{card} .button.primary"));
    desk.browser
        .see_text(".notice[data-kind='good']", "Settled");
    desk.browser.see_no(card);

    tablet.open(&format!("/response/{response}"));
    let role = format!(r#"[data-path="{ROLE}"] dd"#);
    tablet.browser.see_text(&role, "Tenant");
    desk.open(&format!("/response/{response}"));
    desk.browser.see_text(&role, "Tenant");

    // The trail has all of it: the survey, both corrections, the decision.
    let field = format!(r#".trail > li [data-field="answer:{ROLE}"]"#);
    tablet.open(&format!("/history/response/{response}"));
    tablet.browser.wait("the whole trail", || {
        (tablet.browser.count(".trail > li") == 4).then_some(())
    });
    tablet.browser.see_text(&field, "Family member");
    server.verify();
}

#[test]
fn a_table_saved_without_a_line_is_the_server_s() {
    let engine = Engine::first();
    if !engine.keeps_things() {
        return skipped(
            "tables",
            "the bare browser of WebKit keeps neither a profile nor files",
        );
    }
    let mut server = Server::start();
    let tablet = Tablet::ready(engine, &server, "tablet", Lang::En);
    let response = tablet.survey_next_door();
    tablet.all_sent();
    let office = Office::open(engine, &server, Lang::En);
    office.until_shown(&response);
    let site: SiteId = server.export().bundle.site;
    let export = format!("/api/v1/sites/{site}/export");
    let tables = server.get(&export);
    let form = &tables.as_array().expect("a list")[3];
    assert_eq!(form["table"], "responses");
    let query = format!("form={}&lang=en", form["form"].as_str().expect("a number"));
    let from_server = server.get(&format!("{export}/responses.json?{query}"));

    let desk = office.app;
    desk.open("/tables");
    desk.browser.see("#save-table");
    server.kill();
    desk.browser.click("input[name='format'][value='2']");
    desk.browser.click("#save-table");
    desk.browser.see_text(".notice[data-kind='good']", "1 row");
    let saved = desk.browser.wait("the saved table", || {
        let files = fs::read_dir(desk.browser.downloads()).ok()?;
        let mut files = files.flatten().map(|file| file.path());
        let file = files.find(|file| file.extension().is_some_and(|kind| kind == "json"))?;
        serde_json::from_str::<Value>(&fs::read_to_string(file).ok()?).ok()
    });
    assert_eq!(saved, from_server);
}
