//! The forms page: a workbook is opened without a network, checked, tried out and published.

use std::fs;

use e2e::{Engine, Lang, Server, Tablet};

const FORM: &str = "| survey |
| | type | name | label::English (en) | label::繁體中文 (zh-Hant) | required | constraint |
| | text | who | Your name | 您的姓名 | yes | |
| | begin_repeat | person | Person | 成員 | | |
| | integer | age | Age | 年齡 | | . < 130 |
| | end_repeat | | | | | |
| settings |
| | form_title | form_id | version | default_language |
| | Small form | small | VERSION | English (en) |
";
const BROKEN: &str = "| survey |
| | type | name | label | relevant |
| | text | who | Your name | ${nobody} = 'x' |
| | nonsense | what | What | |
";

fn supervisor(server: &Server) -> Tablet {
    let tablet = Tablet::new(Engine::first(), server, "office");
    tablet.first_visit(Lang::En, "supervisor");
    tablet.until_offline_ready();
    tablet.browser.click(r#".tabs a[href="/forms"]"#);
    tablet.browser.see("#open-workbook");
    tablet
}

fn open(tablet: &Tablet, name: &str, text: &str) {
    let file = tablet.browser.home().join(name);
    fs::write(&file, text).expect("the workbook");
    tablet.browser.choose_file("#open-workbook", &file);
    tablet.browser.see("#candidate");
}

fn version(version: &str) -> String {
    FORM.replace("VERSION", version)
}

#[test]
fn a_workbook_is_tried_out_and_published_offline() {
    let mut server = Server::start();
    let tablet = supervisor(&server);
    server.kill();
    let browser = &tablet.browser;
    open(&tablet, "small.md", &version("1"));
    browser.see_text("#candidate h2", "Small form");

    browser.click(r#"#candidate [data-action="try"]"#);
    browser.see(".questions");
    tablet.answer("/who", "Chan");
    tablet.next_until("/person[1]/age");
    tablet.answer("/person[1]/age", "200");
    browser.click(r#".survey-bar [data-action="next"]"#);
    browser.see(".summary");
    tablet.answer("/person[1]/age", "34");
    tablet.next();
    browser.click(r#".survey-bar [data-action="finish"]"#);
    browser.see_text(".trial-end", "34");
    browser.click(r#".trial-end a[href="/forms"]"#);

    browser.click(r#"#candidate [data-action="publish"]"#);
    browser.see_text("#shelf", "small · version 1");
    // The same number and version with another content is refused with a sentence.
    open(
        &tablet,
        "small.md",
        &version("1").replace("Your name", "Full name"),
    );
    browser.see_text("#candidate .notice", "already");
    browser.see_no(r#"#candidate [data-action="publish"]"#);
    // A new version stands beside it.
    open(
        &tablet,
        "small.md",
        &version("2").replace("Your name", "Full name"),
    );
    browser.click(r#"#candidate [data-action="publish"]"#);
    browser.see_text("#shelf", "small · version 2");
    browser.see_text("#shelf", "small · version 1");
}

#[test]
fn what_is_wrong_in_a_workbook_is_listed_with_its_place() {
    let server = Server::start();
    let tablet = supervisor(&server);
    open(&tablet, "broken.md", BROKEN);
    let browser = &tablet.browser;
    browser.see_text(".findings", "row 2");
    browser.see_text(".findings", "nobody");
    browser.see_text(".findings", "nonsense");
    browser.see_no(r#"#candidate [data-action="try"]"#);
    browser.see_no(r#"#candidate [data-action="publish"]"#);
}

#[test]
fn thousands_of_questions_stay_near_the_screen() {
    let server = Server::start();
    let tablet = supervisor(&server);
    let rows = (1..=2_000).map(|number| format!("| | text | q{number} | Question {number} |\n"));
    let rows: Vec<String> = rows.collect();
    let form = format!("| survey |\n| | type | name | label |\n{}", rows.concat());
    open(&tablet, "long.md", &form);
    let browser = &tablet.browser;
    browser.click(r#"#candidate [data-action="try"]"#);
    browser.see(r#"[data-path="/q1"]"#);
    let built = browser.script(
        "return document.querySelectorAll('.questions .question').length",
        Vec::new(),
    );
    let built = built.as_u64().unwrap_or(u64::MAX);
    assert!(built < 120, "{built} questions are in the page");
    // The outline finds a far one; it gets the focus and takes an answer.
    browser.click(".survey-bar .list");
    browser.fill_in(r#"dialog[open] input[type="search"]"#, "Question 1500");
    browser.click("dialog[open] .contents .row[data-question]");
    browser.see(r#"[data-path="/q1500"]"#);
    let focused = r#"[data-path="/q1500"] input:focus"#;
    browser.see(focused);
    tablet.answer("/q1500", "here");
    // Back at the top, far away, the answer is still there when one comes back.
    browser.script(
        "window.scrollTo(0, 0); document.activeElement.blur()",
        Vec::new(),
    );
    browser.see(r#"[data-path="/q1"]"#);
    browser.script(
        "window.scrollTo(0, document.documentElement.scrollHeight)",
        Vec::new(),
    );
    browser.see(r#"[data-path="/q2000"]"#);
}

#[test]
fn a_trial_shows_the_pictures_that_came_with_the_workbook() {
    let server = Server::start();
    let tablet = supervisor(&server);
    let browser = &tablet.browser;
    let map = browser.home().join("areas.svg");
    let shape = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path id="a"/></svg>"#;
    fs::write(&map, shape).expect("the picture");
    let form = browser.home().join("map.md");
    let sheets = "| survey |
| | type | name | label | appearance | media::image |
| | note | seen | Seen | | areas.svg |
| | select_one areas | area | Area | image-map | areas.svg |
| choices |
| | list_name | name | label |
| | areas | a | A |
";
    fs::write(&form, sheets).expect("the workbook");
    tablet.open("/forms");
    browser.choose_files("#open-workbook", &[form, map]);
    browser.click(r#"#candidate [data-action="try"]"#);
    browser.see(r#"[data-path="/area"] .image-map svg path"#);
    browser.see(".media-image");
}
