//! A file carried from one tablet to another: it merges, and a bad one changes nothing.

use std::fs;

use e2e::{Engine, Exported, Lang, Server, Tablet, skipped};

const GOOD: &str = r#"#files .notice[data-kind="good"]"#;
const BAD: &str = r#"#files .notice[data-kind="error"]"#;

/// Two tablets of one site, offline, and what the first one exported: it has finished one survey.
fn two_tablets() -> (Tablet, Tablet, String, Exported) {
    let mut server = Server::start();
    let engine = Engine::first();
    let from = Tablet::ready(engine, &server, "from", Lang::En);
    let to = Tablet::ready(engine, &server, "to", Lang::En);
    server.kill();
    let response = from.survey_next_door();
    from.settings();
    let exported = Exported::from_settings(&from.browser);
    (from, to, response, exported)
}

#[track_caller]
fn import(tablet: &Tablet, text: &str) {
    tablet.settings();
    let file = tablet.browser.home().join("carried.json");
    fs::write(&file, text).expect("the file");
    tablet.browser.choose_file("#import", &file);
}

#[test]
fn it_merges_and_twice_is_as_good_as_once() {
    if !Engine::first().keeps_things() {
        return skipped(
            "the carried file",
            "the bare browser of WebKit keeps neither a profile nor files",
        );
    }
    let (_from, to, response, exported) = two_tablets();
    let before = to.entries();
    import(&to, &exported.text);
    to.browser.see_text(GOOD, "3 new entries");
    assert_eq!(to.entries(), before + 3);
    import(&to, &exported.text);
    to.browser.see_text(GOOD, "0 new entries");
    assert_eq!(to.entries(), before + 3);

    // It stays: the file was not only read, it was stored.
    to.browser.reload();
    assert_eq!(to.entries(), before + 3);
    to.open(&format!("/response/{response}"));
    let role = r#"[data-path="/respondent/respondent_role"] dd"#;
    assert_eq!(to.browser.text(role), "Owner");
    to.settings();
    let passed_on = Exported::from_settings(&to.browser);
    assert_eq!(passed_on.about(&response), exported.about(&response));
}

#[test]
fn it_may_be_dropped_on_the_page() {
    if !Engine::first().keeps_things() {
        return skipped(
            "the carried file",
            "the bare browser of WebKit keeps neither a profile nor files",
        );
    }
    let (_from, to, _, exported) = two_tablets();
    let before = to.entries();
    to.browser
        .drop_file(".drop", "carried.json", &exported.text);
    to.browser.see_text(GOOD, "3 new entries");
    assert_eq!(to.entries(), before + 3);
}

#[test]
fn a_bad_file_says_what_is_wrong_and_changes_nothing() {
    if !Engine::first().keeps_things() {
        return skipped(
            "the carried file",
            "the bare browser of WebKit keeps neither a profile nor files",
        );
    }
    let (_from, to, response, exported) = two_tablets();
    let whole = &exported.text;
    let cut_off = whole.get(..whole.len() / 2).expect("half of the file");
    let changed = changed_answer(whole, &response);
    let newer = whole.replacen("\"version\": 1", "\"version\": 99", 1);
    let foreign_site = Server::bundle_of_another_site();
    let cases = [
        (cut_off, "cut off"),
        ("", "not a JSON file"),
        ("PK\u{3}\u{4} no bundle", "not a JSON file"),
        (
            r#"{"type":"FeatureCollection","features":[]}"#,
            "not exported by Doorstep",
        ),
        ("[[[[[[[[]]]]]]]]", "not exported by Doorstep"),
        (changed.as_str(), "damaged or was changed by hand"),
        (newer.as_str(), "newer version"),
        (foreign_site.as_str(), "another estate"),
    ];
    let before = to.entries();
    for (text, words) in cases {
        import(&to, text);
        to.browser.see_text(BAD, words);
        to.browser
            .see_text(BAD, "Nothing on this device was changed");
        assert_eq!(to.entries(), before, "after the file that is {words}");
    }
    to.browser.reload();
    assert_eq!(to.entries(), before);
    import(&to, whole);
    to.browser.see_text(GOOD, "3 new entries");
}

/// The file with one answer of the response changed by hand.
fn changed_answer(whole: &str, response: &str) -> String {
    let at = whole.find(response).expect("the response in the file");
    let (before, from) = whole.split_at(at);
    assert!(
        from.contains("\"owner\""),
        "the answer that is to be changed"
    );
    format!("{before}{}", from.replacen("\"owner\"", "\"tenant\"", 1))
}
