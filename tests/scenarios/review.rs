//! The supervisor's review: a response is sent back with a remark, its writer corrects it without a
//! network, and the supervisor accepts it. It stays one record all the way.

use e2e::{Engine, Lang, Office, Server, Tablet};

const ROLE: &str = "/respondent/respondent_role";
const WISH: &str = "/closing/main_wish";

#[test]
fn what_is_sent_back_is_corrected_without_a_network_and_accepted() {
    let engine = Engine::first();
    let mut server = Server::start();
    let office = Office::open(engine, &server, Lang::En);
    let tablet = Tablet::ready(engine, &server, "tablet", Lang::En);
    let response = survey_with_a_wish(&tablet);
    tablet.all_sent();
    office.until_shown(&response);
    send_back(&office, &response);

    // The assistant sees it on the first screen; from here on there is no network.
    tablet.today();
    tablet.browser.see("[data-list=sent-back]");
    tablet.all_sent();
    server.kill();
    tablet.browser.reload();
    tablet.browser.click("[data-list=sent-back] .row");
    tablet.browser.see_text(".notice", "Which of the two?");
    tablet.browser.click("[data-do=correct]");
    tablet.browser.see(".questions");
    tablet.next_until(ROLE);
    let remark = format!(r#"[data-path="{ROLE}"] .remark"#);
    tablet.browser.see_text(&remark, "Which of the two?");
    tablet.answer(ROLE, "tenant");
    assert_eq!(tablet.finish(), response, "it is the same record");
    tablet.today();
    tablet.browser.see_no("[data-list=sent-back]");

    server.start_again();
    tablet.all_sent();
    accept(&office, &server, &response);
    office.app.open("/incoming");
    office.app.browser.see_text(".list-count", "1");
    server.verify();
}

fn survey_with_a_wish(tablet: &Tablet) -> String {
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.start("QP-08-16-F001");
    tablet.answer("/opening/consent", "yes");
    tablet.next();
    tablet.answer(ROLE, "owner");
    tablet.next();
    tablet.answer("/services/services_wanted", "none");
    tablet.next_until(WISH);
    tablet.answer(WISH, "A lift that does not stop.");
    tablet.next_until("/closing/feedback_wanted");
    tablet.answer("/closing/feedback_wanted", "no");
    tablet.finish()
}

fn send_back(office: &Office, response: &str) {
    let browser = &office.app.browser;
    office.app.open("/review");
    browser.click(&format!(r#".row[data-response="{response}"]"#));
    browser.see_text("[data-stage]", "New");
    browser.see_text(".card", "Before it can be sent back");
    // What is half written at one answer stays while another is dealt with.
    let wish = format!(r#"[data-path="{WISH}"]"#);
    browser.click(&format!("{wish} [data-do=correct]"));
    browser.fill_in(&format!("{wish} [name=value]"), "A lift that never stops.");
    let question = format!(r#"[data-path="{ROLE}"]"#);
    browser.click(&format!("{question} [data-do=remark]"));
    browser.fill_in(&format!("{question} textarea"), "Which of the two?");
    browser.click(&format!("{question} [data-save=remark]"));
    browser.see_text(&format!("{question} .remark"), "Which of the two?");
    // A slip is corrected with a reason, which the history keeps.
    browser.click(&format!("{wish} [data-save=correction]"));
    browser.see_text(&wish, "give the reason");
    browser.fill_in(&format!("{wish} [name=reason]"), "Asked by phone");
    browser.click(&format!("{wish} [data-save=correction]"));
    browser.see_text(&wish, "Asked by phone");
    browser.click("[data-do=send-back]");
    browser.see_text("[data-stage]", "Sent back");
}

fn accept(office: &Office, server: &Server, response: &str) {
    let browser = &office.app.browser;
    browser.open(&server.url("/review"));
    let row = format!(r#".row[data-response="{response}"]"#);
    browser.see_text(&row, "Corrected");
    browser.click(&row);
    browser.see_text(&format!(r#"[data-path="{ROLE}"] dd"#), "enant");
    browser.see_text(&format!(r#"[data-path="{WISH}"] dd"#), "never stops");
    browser.click("[data-do=accept]");
    browser.see_text("[data-stage]", "Accepted");
    browser.see_no("[data-do=accept]");
}
