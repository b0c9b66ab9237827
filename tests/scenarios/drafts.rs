//! A draft: every answer is on the disk when the sign says so.

use e2e::{Engine, Lang, Server, Tablet, skipped};

const NOTE: &str = r#"[data-path="/service_culture/culture_note"] textarea"#;

#[test]
fn every_answer_survives_a_dead_battery() {
    if !Engine::first().keeps_things() {
        return skipped(
            "the drafts",
            "the bare browser of WebKit keeps neither a profile nor files",
        );
    }
    let mut server = Server::start();
    let mut tablet = Tablet::ready(Engine::first(), &server, "tablet", Lang::En);
    server.kill();
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.start("QP-08-16-F001");
    tablet.answer("/opening/consent", "yes");
    tablet.next();
    tablet.answer("/respondent/respondent_role", "tenant");
    tablet.next();
    tablet.answer("/services/services_wanted", "culture");
    tablet.next();
    tablet.answer("/service_culture/culture_need", "5");
    // Typed, and the field is not left: there is no other chance to save.
    tablet.answer("/service_culture/culture_note", "唱歌 and chess");
    tablet.draft_saved();
    let path = tablet.browser.path();
    tablet.browser.kill();

    tablet.browser.start_again();
    tablet.open(&path);
    tablet.browser.see(NOTE);
    assert_eq!(tablet.browser.property(NOTE, "value"), "唱歌 and chess");
    let need = r#"[data-path="/service_culture/culture_need"] [data-choice="5"]"#;
    assert_eq!(tablet.browser.property(need, "checked"), true);

    // The door says that it has been begun, and leads back to the same place.
    tablet.open("/");
    tablet.browser.see(r#".door[data-state="draft"]"#);
    tablet.browser.click(r#".door[data-state="draft"]"#);
    tablet.browser.click(r#"a[href^="/survey/"]"#);
    tablet.browser.see(NOTE);
    tablet.next_until("/closing/feedback_wanted");
    tablet.answer("/closing/feedback_wanted", "no");
    let response = tablet.finish();
    assert!(
        path.ends_with(&response),
        "the draft's id became the response's"
    );
    tablet.today();
    assert_eq!(tablet.browser.count(r#".door[data-state="draft"]"#), 0);
}

#[test]
fn what_was_typed_last_comes_back_whole_or_as_it_was_before() {
    if !Engine::first().keeps_things() {
        return skipped(
            "the drafts",
            "the bare browser of WebKit keeps neither a profile nor files",
        );
    }
    let server = Server::start();
    let mut tablet = Tablet::ready(Engine::first(), &server, "tablet", Lang::En);
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.start("QP-08-16-F001");
    tablet.answer("/opening/consent", "no");
    tablet.answer("/opening/refusal_reason", "other");
    tablet.answer("/opening/refusal_other", "no time");
    tablet.draft_saved();
    let path = tablet.browser.path();
    tablet.browser.keys(" today");
    // At once: the last keys may be lost, but nothing that was saved before.
    tablet.browser.kill();
    tablet.browser.start_again();
    tablet.open(&path);
    let other = r#"[data-path="/opening/refusal_other"] input"#;
    tablet.browser.see(other);
    let kept = tablet.browser.property(other, "value");
    let kept = kept.as_str().unwrap_or_default();
    assert!(
        kept.starts_with("no time") && "no time today".starts_with(kept),
        "{kept:?}"
    );
}
