//! A form is designed on a tablet without a network, filled in, and changed; what was answered
//! before still reads as it was asked.

use std::fs;

use e2e::{Engine, Lang, Server, Tablet, skipped};
use form::design::{Design, Place, TypeCell};

const OLD: &str = "What is it called?";
const NEW: &str = "What is the name of your pet?";
const LABEL: &str = r#"[data-part="texts"] [data-cell^="label::"]"#;

#[test]
fn from_an_empty_page_to_the_second_version() {
    if !Engine::first().keeps_things() {
        return skipped("the design", "the bare browser of WebKit keeps no files");
    }
    let mut server = Server::start();
    let tablet = supervisor(&server);
    server.kill();
    open_forms(&tablet);
    tablet.browser.click(r#"[data-action="new-form"]"#);
    tablet.browser.click(r#"[data-pane-button="form"]"#);
    let fields = [("form_title", "Pets"), ("form_id", "pets")];
    for (setting, text) in fields {
        let field = format!(r#"[data-cell="setting:{setting}"]"#);
        tablet.browser.fill_in(&field, text);
    }
    three_questions(&tablet);
    condition(&tablet);
    preview(&tablet);

    // The tablet dies; the design is where it was.
    tablet.browser.see(r#".save-sign[data-state="saved"]"#);
    tablet.browser.reload();
    tablet
        .browser
        .see(r#".design-card[data-name="what_is_it_called"]"#);
    publish(&tablet);
    // The forms stand in the order of their numbers, surveys first.
    tablet.browser.click("#shelf li:nth-child(2) .used");
    let first = fill_in(&tablet);

    open_forms(&tablet);
    tablet
        .browser
        .click(r#"#shelf li:nth-child(2) [data-action="edit"]"#);
    tablet
        .browser
        .click(r#".design-card[data-name="what_is_it_called"]"#);
    tablet.browser.fill_in(LABEL, NEW);
    publish(&tablet);
    let versions = tablet.browser.texts("#shelf li .hint").join("\n");
    assert_eq!(versions.matches("pets").count(), 2, "{versions}");

    tablet.open(&format!("/response/{first}"));
    let asked = r#"[data-path="/what_is_it_called"] dt"#;
    assert_eq!(tablet.browser.text(asked), OLD);
    let answer = r#"[data-path="/what_is_it_called"] dd"#;
    assert_eq!(tablet.browser.text(answer), "Whiskers");
}

#[test]
fn what_nobody_knows_goes_in_and_comes_out() {
    if !Engine::first().keeps_things() {
        return skipped("the design", "the bare browser of WebKit keeps no files");
    }
    let mut design = Design::new("strange", "Strange", "English (en)");
    let who = design.add(&TypeCell::of("text"), Place::Last);
    design.set(who, "label", "English (en)", "Who are you?");
    design.set_column(who, "bind::vendor:mask", "AAA-99");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("strange.xlsx");
    fs::write(&file, design.to_xlsx()).expect("a file");

    let server = Server::start();
    let tablet = supervisor(&server);
    open_forms(&tablet);
    tablet.browser.choose_file("#design-open", &file);
    tablet
        .browser
        .click(r#".design-card[data-name="who_are_you"]"#);
    tablet.browser.fill_in(LABEL, "Your name");
    tablet.browser.click(r#"[data-pane-button="form"]"#);
    tablet.browser.click(r#"[data-action="download"]"#);
    let downloaded = tablet.browser.downloads().join("strange.xlsx");
    let after = tablet.browser.wait("the workbook", || {
        Design::open("strange.xlsx", &fs::read(&downloaded).ok()?).ok()
    });
    let who = after.find("who_are_you").expect("the question");
    assert_eq!(after.cell(who, "label", "English (en)"), "Your name");
    let columns = after.columns(who);
    assert!(columns.contains(&("bind::vendor:mask".into(), "AAA-99".into())));
}

/// A tablet of someone who may publish, ready to go offline.
fn supervisor(server: &Server) -> Tablet {
    let tablet = Tablet::new(Engine::first(), server, "tablet");
    tablet.first_visit(Lang::En, "supervisor");
    tablet.until_offline_ready();
    tablet
}

fn open_forms(tablet: &Tablet) {
    tablet.browser.click(r#".tabs a[href="/forms"]"#);
    tablet.browser.see("#designs");
}

fn add(tablet: &Tablet, kind: &str, label: &str) {
    tablet.browser.click(r#"[data-action="add"]"#);
    tablet.browser.click(&format!(r#"[data-kind="{kind}"]"#));
    tablet.browser.see_no("dialog[open]");
    tablet.browser.fill_in(LABEL, label);
}

fn three_questions(tablet: &Tablet) {
    let browser = &tablet.browser;
    add(tablet, "integer", "How old are you?");
    browser.see(r#".design-card[data-name="how_old_are_you"]"#);
    add(tablet, "select_one", "Do you have a pet?");
    for (number, label) in [(1, "Yes"), (2, "No")] {
        let choice = format!(r#".design-choice:nth-child({number}) [data-cell^="label::"]"#);
        browser.fill_in(&choice, label);
    }
    add(tablet, "text", OLD);
}

fn condition(tablet: &Tablet) {
    let browser = &tablet.browser;
    browser.click(r#"[data-part="logic"] summary"#);
    let part = |name: &str| format!(r#"[data-condition="relevant"] {name}"#);
    browser.click(&part(r#"[data-action="add-test"]"#));
    // The menu takes the first letters of what is meant.
    let menu = part(r#"[data-part="question"]"#);
    browser.see(&menu);
    browser.script(
        "document.querySelector(arguments[0]).focus()",
        vec![menu.into()],
    );
    browser.keys("D");
    browser.click(&part(r#"label:has(input[value="1"])"#));
    let said = part(".design-said");
    browser.see_text(&said, "Asked only if “Do you have a pet?” is “Yes”.");
}

fn preview(tablet: &Tablet) {
    let browser = &tablet.browser;
    browser.click(r#"[data-pane-button="preview"]"#);
    let name = r#".design-preview [data-path="/what_is_it_called"]"#;
    browser.see(r#".design-preview [data-path="/do_you_have_a_pet"]"#);
    browser.see_no(name);
    tablet.answer("/do_you_have_a_pet", "1");
    browser.see(name);
}

fn publish(tablet: &Tablet) {
    tablet.browser.click(r#"[data-action="publish"]"#);
    tablet.browser.click(r#"[data-action="publish-now"]"#);
    tablet.browser.see("#shelf");
}

fn fill_in(tablet: &Tablet) -> String {
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.start("pets");
    tablet.answer("/how_old_are_you", "41");
    tablet.answer("/do_you_have_a_pet", "1");
    tablet.answer("/what_is_it_called", "Whiskers");
    tablet.finish()
}
