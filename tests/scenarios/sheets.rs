//! A sheet lies in the middle of a tablet and at the foot of a phone, and shows nothing that the
//! browser words in its own language.

use e2e::{Browser, Engine, Lang, Server, Shape, Tablet, skipped};
use thirtyfour::Key;

/// How far the sheet is from the middle, from the foot, and how far it sticks out, in pixels; and
/// how wide a file field is in it, which a button stands for.
const PLACE: &str = "const sheet = document.querySelector('dialog[open]');
    const box = sheet.getBoundingClientRect();
    const field = sheet.querySelector('input[type=file]');
    field?.focus();
    const above = box.top, below = innerHeight - box.bottom;
    const wide = field ? field.getBoundingClientRect().width : 0;
    field?.blur();
    return [Math.abs(above - below), below, sheet.scrollWidth - sheet.clientWidth, wide]
        .map(Math.round)";

#[test]
fn it_lies_where_it_is_reached() {
    let engine = Engine::first();
    if !engine.feigns() {
        return skipped("the sheets", "only Chromium can change its size at will");
    }
    let server = Server::start();
    let tablet = Tablet::ready(engine, &server, "sheets", Lang::ZhHant);
    let browser = &tablet.browser;
    tablet.settings();
    for sheet in ["#save-backup", "#restore-backup"] {
        browser.click(sheet);
        browser.see("dialog[open] h2");
        browser.resize(Shape::Tablet);
        placed(browser, sheet, |[middle, ..]| middle <= 2);
        browser.resize(Shape::Phone);
        placed(browser, sheet, |[_, foot, ..]| foot == 0);
        browser.resize(Shape::Tablet);
        browser.press(Key::Escape);
        browser.see_no("dialog[open]");
    }
}

fn placed(browser: &Browser, sheet: &str, right: fn([i64; 4]) -> bool) {
    let found = browser.script(PLACE, Vec::new());
    let place: [i64; 4] = serde_json::from_value(found).expect("four lengths");
    assert!(right(place), "{sheet} lies at {place:?}");
    assert!(place[2] <= 0 && place[3] <= 1, "{sheet} shows {place:?}");
}
