//! Consent at the door: asked once in the site's words, said or signed, taken back, and erased.

use std::fs;

use e2e::{Engine, Lang, Server, Tablet, measure};

/// It does not ask for consent itself.
const FORM: &str = "| survey |
| | type | name | label::English (en) |
| | text | who | Your name |
| settings |
| | form_title | form_id | version |
| | Small form | small | 1 |
";

#[test]
fn it_is_asked_once_taken_back_and_what_was_given_erased() {
    let mut server = Server::start();
    let tablet = Tablet::new(Engine::first(), &server, "tablet");
    tablet.first_visit(Lang::En, "manager");
    tablet.until_offline_ready();
    publish(&tablet);
    server.kill();
    let browser = &tablet.browser;
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);

    // Said aloud: one tap goes straight on to the first question.
    browser.click(r#"[data-start="small"]"#);
    browser.see_text(".consent-words", "take part");
    browser.click(r#".consent [lang="zh-Hant"]"#);
    browser.see_text(".consent-words", "您願意參加嗎");
    browser.click("[data-consent=spoken]");
    measure("taps_from_consent_to_first_question", 1.0, "taps");
    let response = fill_in(&tablet);

    // The same person is not asked again in this campaign.
    back_to(&tablet, &door);
    browser.see("[data-consent-state=given]");
    browser.click(r#"[data-start="small"]"#);
    browser.see(r#"[data-path="/who"]"#);
    discard(&tablet);

    // They take it back. It is marked, and the manager has it erased.
    back_to(&tablet, &door);
    browser.click("[data-withdraw]");
    browser.click("[data-action=withdraw-sure]");
    browser.see("[data-consent-state=withdrawn]");
    browser.click(&format!(r#"a[href="/response/{response}"]"#));
    browser.see_text(".notice", "took their consent back");
    browser.click("[data-action=erase-record]");
    browser.click("[data-action=erase-sure]");
    browser.see_text("dialog[open] .notice", "reason");
    browser.fill_in("dialog[open] input[name=why]", "asked for it");
    browser.click("[data-action=erase-sure]");
    browser.see_no(&format!(r#"a[href="/response/{response}"]"#));

    // The next one signs; another says no, which is what came of the visit.
    signed(&tablet);
    refused(&tablet);
    server.start_again();
    tablet.all_sent();
    server.verify();
    server.stop();
}

#[test]
fn a_yes_that_was_none_hides_the_talk_and_it_is_erased() {
    let server = Server::start();
    let tablet = Tablet::new(Engine::first(), &server, "tablet");
    tablet.first_visit(Lang::En, "manager");
    let browser = &tablet.browser;
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    browser.click("[data-action=notebook]");
    browser.click("dialog[open] [data-consent=spoken]");
    browser.see(".note-field:focus");
    browser.keys("The lift is slow");
    browser.see(r#".notebook .save-sign[data-state="saved"]"#);
    browser.click("[data-action=finish]");
    browser.click("[data-action=finish-sure]");
    let talk = format!(r#"a[href="/notebook/{}"]"#, tablet.saved());

    // It stands at its door. The yes was a slip: a reason is asked for, the first decision stays.
    back_to(&tablet, &door);
    browser.see(&talk);
    browser.click("[data-correct-consent]");
    browser.click("[data-action=correct-sure]");
    browser.see_text("dialog[open] .notice", "reason");
    browser.fill_in("dialog[open] input[name=correct-why]", "wrong button");
    browser.click("[data-action=correct-sure]");
    browser.see_text("[data-consent-state=refused]", "Corrected: wrong button");
    browser.see("[data-consent-state=given]");
    browser.click(&talk);
    browser.see_text(".notice", "not shown any more");
    browser.see_no(".notes .note-line");

    browser.click("[data-action=erase-record]");
    browser.fill_in("dialog[open] input[name=why]", "asked for it");
    browser.click("[data-action=erase-sure]");
    browser.see_text("h1", "Interview notes");
    browser.see_no(&talk);
    tablet.all_sent();
    server.verify();
}

fn publish(tablet: &Tablet) {
    let browser = &tablet.browser;
    browser.click(r#".tabs a[href="/forms"]"#);
    browser.see("#open-workbook");
    let file = browser.home().join("small.md");
    fs::write(&file, FORM).expect("the workbook");
    browser.choose_file("#open-workbook", &file);
    browser.click(r#"#candidate [data-action="publish"]"#);
    browser.see_text("#shelf", "small · version 1");
    let unused = "#shelf li:has(input[type=checkbox]:not(:checked)) .used";
    if browser.shows(unused) {
        browser.click(unused);
    }
}

fn fill_in(tablet: &Tablet) -> String {
    tablet.answer("/who", "Chan");
    tablet.next();
    tablet.finish()
}

fn discard(tablet: &Tablet) {
    let browser = &tablet.browser;
    browser.click(".survey-head button");
    browser.click("dialog[open] .danger");
    browser.click("dialog[open] .danger");
    browser.see("[data-start]");
}

fn back_to(tablet: &Tablet, door: &str) {
    tablet.today();
    let all = r#"label:has(> input[name="show"][value="1"])"#;
    if tablet.browser.shows(all) {
        tablet.browser.click(all);
    }
    tablet.open_door(door);
}

fn signed(tablet: &Tablet) {
    let browser = &tablet.browser;
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    browser.click(r#"[data-start="small"]"#);
    browser.click("[data-consent=sign]");
    browser.click("[data-consent=signed]");
    browser.see_text(".consent .notice", "sign first");
    browser.click("#consent-signature");
    browser.click("[data-consent=signed]");
    browser.see(r#"[data-path="/who"]"#);
    fill_in(tablet);
    back_to(tablet, &door);
    browser.see_text("[data-consent-state=given]", "signed");
}

fn refused(tablet: &Tablet) {
    let browser = &tablet.browser;
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    browser.click(r#"[data-start="small"]"#);
    browser.click("[data-consent=no]");
    browser.see(".attempt[data-outcome=refused]");
    browser.see("[data-consent-state=refused]");
    browser.see("[data-reason=privacy]");
    // A slip of the finger.
    browser.click("[data-undo]");
    browser.see_no(".attempt[data-outcome=refused]");
    browser.click("[data-undo-consent]");
    browser.see_no("[data-consent-state]");
}
