//! A campaign from its plan to its end: planned and signed at the office, walked and handed over
//! offline, closed.

use e2e::{Browser, Engine, Lang, Server, Tablet};
use thirtyfour::Key;

pub(crate) const NAME: &str = "Lee Kwok-wah";

#[test]
fn a_manager_plans_a_campaign_and_assistants_walk_their_rounds() {
    let engine = Engine::first();
    let mut server = Server::start();
    let office = Tablet::new(engine, &server, "office");
    office.first_visit(Lang::En, "manager");
    office.browser.see(".block");
    the_one_before_is_closed(&office);
    plan(&office);
    sign(&office.browser, "approved", "Approved");
    sign(&office.browser, "running", "Running");
    office.browser.click("[data-draw-again]");
    office.browser.see(".notice[data-kind=good]");
    office.all_sent();
    let campaign = office.browser.path();

    // An assistant's own round, also without a network.
    let tablet = Tablet::ready(engine, &server, "tablet", Lang::En);
    let browser = &tablet.browser;
    browser.see_text("h1", "first half of 2027");
    server.kill();
    browser.reload();
    tablet.today();
    assert_eq!(doors(browser, 0), 20, "the sample");
    assert_eq!(doors(browser, 1), 10, "the own half of it");
    hand_over(&tablet);
    tablet.today();
    assert_eq!(doors(browser, 1), 0, "all is handed over");

    // The office sees it, and closes the campaign.
    server.start_again();
    tablet.all_sent();
    office.open(&campaign);
    office.browser.see("details summary");
    office.browser.wait("the handover at the office", || {
        let text = office.browser.text("main");
        text.contains("Handed over").then_some(())
    });
    sign(&office.browser, "closed", "Closed");
    office.all_sent();

    // Nothing is begun for it any more.
    tablet.today();
    browser.see_text("h1", "No campaign is running");
    browser.see_no(".next-door");
    server.stop();
}

/// The demonstration's campaign is running; its figures are written down when it ends.
pub(crate) fn the_one_before_is_closed(office: &Tablet) {
    let browser = &office.browser;
    office.open("/campaigns");
    browser.click(".row-list a.row");
    sign(browser, "closed", "Closed");
    browser.see_text("[data-figures]", "Figures at the end");
}

/// Signs a step, and sees the campaign come to it.
pub(crate) fn sign(browser: &Browser, step: &str, stage: &str) {
    let form = format!("form[data-sign={step}]:not(details *)");
    browser.fill_in(&format!("{form} [name=signature]"), NAME);
    browser.click(&format!("{form} button[type=submit]"));
    browser.see_text("[data-stage]", stage);
}

/// Twenty doors of the next half-year, shared between the two assistants.
fn plan(office: &Tablet) {
    let browser = &office.browser;
    office.open("/campaign/new");
    for step in 1..=3 {
        browser.see(&format!("[data-step=\"{}\"][aria-current]", step - 1));
        browser.click("[data-next]");
    }
    browser.click("[data-method=systematic]");
    browser.fill_in("[name=size]", "20");
    browser.press(Key::Tab);
    browser.click("[data-next]");
    browser.see_text(".plan-doors", "10 units");
    browser.click("[data-next]");
    browser.fill_in("[name=signature]", NAME);
    browser.click("[data-keep]");
    browser.see_text("[data-stage]", "Draft");
}

/// How many doors Today shows with the choice at this place, all buildings unfolded.
fn doors(browser: &Browser, choice: usize) -> u64 {
    browser.click(&format!(
        "label:has(> input[name=show][value=\"{choice}\"])"
    ));
    let unfold = "document.querySelectorAll('.block-fold[aria-expanded=false]')
        .forEach(fold => fold.click())";
    browser.script(unfold, Vec::new());
    browser.see_no(".block-fold[aria-expanded=false]");
    browser.count(".door")
}

fn hand_over(tablet: &Tablet) {
    let browser = &tablet.browser;
    browser.click("a[href='/handover']");
    browser.click("label:has(> input[name=to])");
    browser.click("[data-hand-over]");
    browser.see(".notice[data-kind=good]");
}
