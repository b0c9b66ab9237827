//! Every address of the app, with something to show: a screen that is added is looked at too.

use std::collections::BTreeMap;

use e2e::{Browser, Engine, Lang, Server, Shape, Tablet, skipped};

use crate::{accessibility::audit, notebook, themes};

/// Where the addresses stand.
const PLACES: &str = include_str!("../../src/places.rs");

/// What a screen says instead of what was asked for.
const NOTHING: [&str; 3] = [
    "This page does not exist.",
    "This record is not on this device.",
    "This page is not part of your work.",
];

#[test]
fn every_address_can_be_read_and_touched() {
    let engine = Engine::first();
    if !engine.feigns() {
        return skipped(
            "the look at every address",
            "only Chromium can change its size at will",
        );
    }
    let server = Server::start();
    let browser = Browser::start(engine, Shape::Tablet, "tablet");
    let tablet = Tablet::at(&server.url(""), browser);
    tablet.first_visit(Lang::En, "manager");
    let known = make_things(&tablet);
    let mut faults = Vec::new();
    for address in addresses() {
        let path = if address.contains(':') {
            let path = known.get(address);
            path.unwrap_or_else(|| panic!("{address} is new: what does it show here?"))
        } else {
            address
        };
        tablet.browser.resize(Shape::Tablet);
        tablet.open(path);
        tablet.browser.see("main h1");
        let title = tablet.browser.text("main h1");
        if NOTHING.contains(&title.as_str()) {
            faults.push(format!("{address}: {title}"));
        }
        faults.extend(audit(&tablet.browser, address));
    }
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// The form of each address.
pub(crate) fn addresses() -> impl Iterator<Item = &'static str> {
    PLACES
        .lines()
        .filter_map(|line| line.strip_prefix("    (\"")?.split('"').next())
}

/// Something for each address with an open part.
pub(crate) fn make_things(tablet: &Tablet) -> BTreeMap<&'static str, String> {
    let browser = &tablet.browser;
    let response = themes::survey_with_a_wish(tablet);
    let (theme, need) = theme_and_need(tablet, &response);
    tablet.today();
    notebook::begin(tablet);
    notebook::write(browser, "The lift is slow");
    notebook::saved(browser);
    browser.click(r#"[data-action="finish"]"#);
    browser.click(r#"[data-action="finish-sure"]"#);
    let interview = tablet.saved();
    tablet.today();
    let talk = notebook::begin(tablet);
    notebook::write(browser, "Ten minutes every morning");
    notebook::saved(browser);
    tablet.open("/");
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    let unit = browser.path();
    tablet.start("QP-08-16-F001");
    tablet.answer("/opening/consent", "yes");
    tablet.draft_saved();
    let draft = browser.path();
    tablet.open("/forms");
    let trial = browser.attribute(r#"a[href^="/forms/try/"]"#, "href");
    browser.see("#designs");
    browser.click(r#"[data-action="new-form"]"#);
    browser.wait("the design", || {
        browser.path().starts_with("/forms/design/").then_some(())
    });
    let design = browser.path();
    tablet.open("/");
    let building = browser.attribute(".block-head a", "href");
    tablet.open("/campaigns");
    let campaign = browser.attribute(".row-list a.row", "href");
    BTreeMap::from([
        ("/unit/:unit", unit),
        ("/survey/:draft", draft),
        ("/done/:response", format!("/done/{response}")),
        ("/building/:building/order", format!("{building}/order")),
        (
            "/estate/:building",
            building.replace("/building/", "/estate/"),
        ),
        ("/building/:building", building),
        ("/forms/try/:form", trial),
        ("/response/:response", format!("/response/{response}")),
        ("/forms/design/:design", design),
        ("/review/:record", format!("/review/{response}")),
        (
            "/history/:kind/:record",
            format!("/history/response/{response}"),
        ),
        ("/theme/:theme", theme),
        ("/need/:need", need),
        ("/interview/:draft", talk),
        ("/notebook/:interview", format!("/notebook/{interview}")),
        ("/campaign/:campaign/plan", format!("{campaign}/plan")),
        ("/campaign/:campaign/rounds", format!("{campaign}/rounds")),
        ("/campaign/:campaign", campaign),
    ])
}

/// A passage of the response becomes part of a theme, and a need.
fn theme_and_need(tablet: &Tablet, response: &str) -> (String, String) {
    let browser = &tablet.browser;
    tablet.all_sent();
    tablet.open(&format!("/response/{response}"));
    tablet.all_sent();
    themes::select(browser, "lift is slow");
    browser.click(".mark-bar [data-do=theme]");
    browser.fill_in("dialog[open] input[type=search]", "lif");
    browser.click("dialog[open] [data-theme]");
    browser.click(".mark-name");
    let theme = browser.attribute(r#"dialog[open] a[href^="/theme/"]"#, "href");
    browser.click("dialog[open] [data-do=need]");
    browser.fill_in("dialog[open] textarea", "A faster lift");
    browser.click("dialog[open] [data-save=need]");
    browser.see_text(".mark-name", "Need");
    tablet.open(&theme);
    let need = browser.attribute(r#".passages a[href^="/need/"]"#, "href");
    (theme, need)
}
