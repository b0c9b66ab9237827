//! A building as its front, its walking order, and search: all without a network.

use e2e::{Browser, Engine, Lang, Server, Tablet};
use thirtyfour::Key;

#[test]
fn a_building_is_drawn_walked_and_searched_offline() {
    let engine = Engine::first();
    let mut server = Server::start();
    let tablet = Tablet::new(engine, &server, "front");
    tablet.first_visit(Lang::En, "supervisor");
    tablet.until_offline_ready();
    server.kill();
    let browser = &tablet.browser;
    browser.reload();
    tablet.today();
    let doors: Vec<String> = (0..2).map(|at| tablet.door_to_visit(at)).collect();
    tablet.open_door(&doors[0]);
    browser.click("[data-outcome=nobody-home]");
    browser.see(".attempt[data-outcome=nobody-home]");

    the_front(&tablet, &doors);
    keys_lead_from_door_to_door(browser);
    everything_is_found(browser);
    a_floor_is_moved(&tablet, &doors);
}

fn the_front(tablet: &Tablet, doors: &[String]) {
    let browser = &tablet.browser;
    tablet.today();
    browser.click(".block[data-open] .block-head a");
    browser.see_text(".front-door[data-state=again]", &doors[0]);
    browser.see_text(".front-door[data-next]", &doors[1]);
    let name = browser.attribute(".front-door[data-state=again]", "aria-label");
    assert!(name.starts_with(&format!("{}, Floor ", doors[0])), "{name}");
    assert!(name.ends_with(", Nobody home"), "{name}");
    browser.click(".front-sign[data-state=again]");
    browser.see(".front[data-only=again]");
    browser.click(".front-sign[data-state=again]");
    browser.see_no(".front[data-only]");
}

fn keys_lead_from_door_to_door(browser: &Browser) {
    let focus = "document.querySelector('.front-door[tabindex=\"0\"]').focus()";
    browser.script(focus, Vec::new());
    let place = || browser.attribute(".front-door:focus", "data-at");
    assert_eq!(place(), "0:1");
    browser.press(Key::Down);
    browser.see(".front-door[data-at=\"1:1\"]:focus");
    browser.press(Key::Left);
    browser.see(".front-door[data-at=\"1:0\"]:focus");
    let label = browser.text(".front-door:focus");
    browser.press(Key::Enter);
    browser.see_text("h1", label.trim());
}

/// By a button and by dragging; both can be taken back.
fn a_floor_is_moved(tablet: &Tablet, doors: &[String]) {
    let browser = &tablet.browser;
    tablet.today();
    browser.click(".block[data-open] .block-head a");
    browser.click("a[href$=\"/order\"]");
    let first = browser.attribute("[data-row]", "data-row");
    browser.click(&format!("[data-row=\"{first}\"] [data-move=down]"));
    browser.see(&format!("[data-row]:nth-child(2)[data-row=\"{first}\"]"));
    browser.click("[data-action=undo]:not([aria-disabled])");
    browser.see(&format!("[data-row]:first-child[data-row=\"{first}\"]"));
    browser.script(
        "const rows = [...document.querySelectorAll('[data-row]')];
        const handle = rows[0].querySelector('.rank-handle');
        const { top, height } = rows[1].getBoundingClientRect();
        const at = { bubbles: true, clientY: top + height - 4, pointerId: 1 };
        for (const type of ['pointerdown', 'pointermove', 'pointerup']) {
            handle.dispatchEvent(new PointerEvent(type, at));
        }",
        Vec::new(),
    );
    browser.see(&format!("[data-row]:nth-child(2)[data-row=\"{first}\"]"));
    let above = browser.text("[data-row]:first-child .row-sub");
    let above = above.split(' ').next().unwrap_or_default().to_owned();
    tablet.today();
    browser.see_text(".next-door", &above);
    assert_ne!(above, doors[1]);
}

fn everything_is_found(browser: &Browser) {
    browser.click(".to-search");
    // Someone's name, typed in the other script.
    browser.fill_in("input[type=search]", "陈美玲");
    browser.see_text("[data-kind=resident] mark", "陳美玲");
    browser.fill_in("input[type=search]", "block 2 5a");
    browser.see_text("[data-kind=unit] .row-title", "Block 2 5A");
    browser.press(Key::Down);
    browser.press(Key::Enter);
    browser.see_text("h1", "Block 2 5A");
}
