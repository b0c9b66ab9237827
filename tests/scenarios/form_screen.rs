//! The form screen: entries of a repeat, its language, how much of it shows at a time.

use std::fs;

use e2e::{Engine, Lang, Server, Tablet};

const FORM: &str = "| survey |
| | type | name | label::English (en) | label::繁體中文 (zh-Hant) | required |
| | text | who | Your **name** <script>x</script> | 您的姓名 | |
| | text | street | Your street | 您的街道 | yes |
| | begin_repeat | person | Person | 成員 | |
| | text | first | First name | 名字 | |
| | integer | age | Age | 年齡 | |
| | end_repeat | | | | |
| settings |
| | form_title | form_id | version | default_language |
| | Family | family | 1 | English (en) |
";

/// A supervisor who tries the form out.
fn trying(server: &Server) -> Tablet {
    let tablet = Tablet::new(Engine::first(), server, "office");
    tablet.first_visit(Lang::En, "supervisor");
    tablet.browser.click(r#".tabs a[href="/forms"]"#);
    let file = tablet.browser.home().join("family.md");
    fs::write(&file, FORM).expect("the workbook");
    tablet.browser.choose_file("#open-workbook", &file);
    tablet.browser.click(r#"#candidate [data-action="try"]"#);
    tablet.browser.see(".questions");
    tablet
}

#[test]
fn an_entry_is_added_removed_and_put_back() {
    let server = Server::start();
    let tablet = trying(&server);
    let browser = &tablet.browser;
    tablet.answer("/street", "Rua Nova");
    tablet.next();
    tablet.answer("/person[1]/first", "Chan");
    let mark = r#"document.querySelector('[data-path="/person[1]"]').dataset.first = 'yes'"#;
    browser.script(mark, Vec::new());
    browser.click(".add-entry");
    browser.see(r#"[data-path="/person[2]"] :focus"#);
    // The entries that were there are left as they are.
    browser.see(r#"[data-path="/person[1]"][data-first]"#);
    tablet.answer("/person[2]/first", "Lei");
    browser.see_text(r#"[data-path="/person[2]"] .fold"#, "Lei");
    // A card folds to its summary line, and opens again.
    browser.click(r#"[data-path="/person[2]"] .fold"#);
    browser.see_no(r#"[data-path="/person[2]/first"]"#);
    browser.click(r#"[data-path="/person[2]"] .fold"#);
    browser.see(r#"[data-path="/person[2]/first"]"#);

    browser.click(r#"[data-path="/person[1]"] .remove-entry"#);
    browser.see_no(r#"[data-path="/person[2]"]"#);
    browser.see_text(r#"[data-path="/person[1]"] .fold"#, "Lei");
    browser.click("#put-back");
    browser.see(r#"[data-path="/person[2]"]"#);
    browser.see_text(r#"[data-path="/person[1]"] .fold"#, "Chan");
    browser.see_text(r#"[data-path="/person[2]"] .fold"#, "Lei");
    browser.see_no("#put-back");
}

#[test]
fn the_language_changes_in_mid_survey() {
    let server = Server::start();
    let tablet = trying(&server);
    let browser = &tablet.browser;
    tablet.answer("/who", "Chan");
    browser.see_text(r#"[data-path="/who"]"#, "<script>x</script>");
    browser.see(r#"[data-path="/who"] strong"#);
    browser.click(".view-button");
    browser.click(r#"label:has(> input[name="form-language"][value="1"])"#);
    browser.click("dialog[open] .sheet-head button");
    browser.see_text(r#"[data-path="/who"]"#, "您的姓名");
    let kept = browser.script(
        "return document.querySelector('[data-path=\"/who\"] input').value",
        Vec::new(),
    );
    assert_eq!(kept.as_str(), Some("Chan"), "the answer stays");
}

#[test]
fn one_question_at_a_time_and_what_is_to_do() {
    let server = Server::start();
    let tablet = trying(&server);
    let browser = &tablet.browser;
    browser.see(r#"[data-path="/street"]"#);
    browser.click(".view-button");
    browser.click(r#"label:has(> input[name="form-flow"][value="1"])"#);
    browser.click("dialog[open] .sheet-head button");
    browser.see(r#"[data-path="/who"]"#);
    browser.see_no(r#"[data-path="/street"]"#);
    // What is missing leads to its question.
    browser.click(".survey-bar .list");
    browser.click(r#"label:has(> input[name="contents-show"][value="2"])"#);
    browser.click("dialog[open] .contents .row[data-question]");
    browser.see(r#"[data-path="/street"]"#);
    tablet.answer("/street", "Rua Nova");
    // The choice is remembered.
    browser.reload();
    browser.see("main");
    let kept = browser.script("return localStorage.getItem('doorstep.flow')", Vec::new());
    assert_eq!(kept.as_str(), Some("\"single\""));
}
