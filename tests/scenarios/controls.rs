//! Every control of a questionnaire, operated as people do: by touch, by keyboard, with camera,
//! microphone and satellite. What counts is the answer that arrives at the office.

mod devices;
mod trial;

use e2e::Shape;
use serde_json::json;
use thirtyfour::Key;

use trial::{Trial, at, expect};

#[test]
fn texts_and_numbers() {
    let trial = Trial::open(Shape::Tablet);
    let browser = trial.browser();
    trial.fill("/texts/plain", "Chan 陳");
    browser.fill_in(&format!("{} textarea", at("/texts/multi")), "one");
    trial.fill("/texts/secret", "kapok");
    let masked = format!("{} input", at("/texts/secret"));
    assert_eq!(browser.attribute(&masked, "type"), "password");
    trial.tap("/texts/secret", "button");
    assert_eq!(browser.attribute(&masked, "type"), "text");
    let link = format!("{} a", at("/texts/link"));
    assert_eq!(browser.attribute(&link, "href"), "https://example.org/");
    assert_eq!(browser.attribute(&link, "rel"), "noopener noreferrer");
    trial.pick("/texts/ok", "OK");
    trial.tablet.next_until("/numbers/whole");
    trial.fill("/numbers/whole", "12");
    trial.fill("/numbers/weight", "3,5");
    trial.fill("/numbers/money", "1,234,567");
    browser.press(Key::Tab);
    let money = browser.property(&format!("{} input", at("/numbers/money")), "value");
    assert_eq!(money, "1,234,567", "thousands stay apart");
    for _ in 0..3 {
        trial.tap("/numbers/count", r#"[data-count="more"]"#);
    }
    trial.tap("/numbers/count", r#"[data-count="less"]"#);
    trial.keys("/numbers/count", "input", &[Key::Up, Key::Up]);
    trial.fill("/numbers/direction", "270");
    expect(
        &trial.finish(),
        &[
            ("/texts/plain", "Chan 陳"),
            ("/texts/multi", "one"),
            ("/texts/secret", "kapok"),
            ("/texts/ok", "OK"),
            ("/numbers/whole", "12"),
            ("/numbers/weight", "3.5"),
            ("/numbers/money", "1234567"),
            ("/numbers/count", "4"),
            ("/numbers/direction", "270"),
        ],
    );
}

#[test]
fn choices_by_touch() {
    let trial = Trial::open(Shape::Tablet);
    trial.fill("/texts/plain", "x");
    trial.tablet.next_until("/selects/radios");
    trial.pick("/selects/radios", "banana");
    trial.pick("/selects/boxes", "grape");
    trial.pick("/selects/boxes", "apple");
    trial.pick("/selects/tiles", "fig");
    trial.pick("/selects/likert", "4");
    trial.pick("/selects/columns", "apple");
    trial.tap("/selects/columns", ".clear-answer");
    trial.tablet.next_until("/lists/minimal");
    let browser = trial.browser();
    let row = |name: &str| format!(r#"dialog[open] .finder-row[data-choice="{name}"]"#);
    trial.tap("/lists/minimal", ".picker");
    browser.click(&row("cherry"));
    trial.tap("/lists/minimal_many", ".picker");
    for name in ["fig", "apple", "durian"] {
        browser.click(&row(name));
    }
    browser.click("dialog[open] .button.primary");
    trial.tap("/lists/minimal_many", r#"[data-remove="fig"]"#);
    trial.tap("/lists/street", ".picker");
    browser.fill_in("dialog[open] input", "9876 STREET");
    browser.click(&row("s9876"));
    trial.tablet.next_until("/maps/area");
    trial.tap("/maps/area", "#garden");
    trial.tap("/maps/area_many", "#north");
    trial.tap("/maps/area_many", "#south");
    assert!(
        !browser.shows(".image-map script"),
        "nothing that could act"
    );
    trial.tap("/maps/place", r#".board [data-choice="pool"] circle"#);
    trial.tablet.next_until("/table/t_clean");
    trial.tap("/table/t_clean", r#"label:has([data-choice="5"])"#);
    trial.tap("/table/t_both", r#"label:has([data-choice="1"])"#);
    trial.tap("/table/t_both", r#"label:has([data-choice="3"])"#);
    trial.tablet.next_until("/table_by_hand/h_lift");
    trial.tap("/table_by_hand/h_lift", r#"label:has([data-choice="2"])"#);
    trial.tablet.next_until("/fast/quick_one");
    trial.pick("/fast/quick_one", "yes");
    trial.pick("/fast/quick_two", "no");
    // The last quick answer goes on by itself.
    browser.see(&at("/order/rank"));
    expect(
        &trial.finish(),
        &[
            ("/selects/radios", "banana"),
            ("/selects/boxes", "apple grape"),
            ("/selects/tiles", "fig"),
            ("/selects/likert", "4"),
            ("/lists/minimal", "cherry"),
            ("/lists/minimal_many", "apple durian"),
            ("/lists/street", "s9876"),
            ("/maps/area", "garden"),
            ("/maps/area_many", "north south"),
            ("/maps/place", "pool"),
            ("/table/t_clean", "5"),
            ("/table/t_both", "3 1"),
            ("/table_by_hand/h_lift", "2"),
            ("/fast/quick_one", "yes"),
            ("/fast/quick_two", "no"),
        ],
    );
}

#[test]
fn ten_thousand_choices_stay_few_on_the_page() {
    let trial = Trial::open(Shape::Phone);
    trial.fill("/texts/plain", "x");
    trial.tablet.next_until("/lists/streets");
    trial.tap("/lists/streets", ".picker");
    let browser = trial.browser();
    browser.see("dialog[open] .finder-row");
    let count = "return document.querySelectorAll('dialog[open] .finder-row').length";
    let rows = browser.script(count, Vec::new());
    assert!(
        rows.as_u64().is_some_and(|rows| rows < 60),
        "{rows} rows are in the page"
    );
    browser.press(Key::End);
    browser.see(r#".finder-row[data-choice="s9999"][data-active]"#);
    browser.press(Key::Enter);
    browser.press(Key::Home);
    browser.press(Key::Down);
    browser.press(Key::Space);
    browser.press(Key::Escape);
    expect(&trial.finish(), &[("/lists/streets", "s1 s9999")]);
}

#[test]
fn choices_orders_and_scales_by_keyboard() {
    let trial = Trial::open(Shape::Desk);
    trial.fill("/texts/plain", "x");
    trial.tablet.next_until("/selects/radios");
    trial.keys("/selects/radios", "input", &[Key::Space, Key::Down]);
    trial.keys("/selects/boxes", r#"[data-choice="fig"]"#, &[Key::Space]);
    trial.tablet.next_until("/lists/minimal");
    trial.keys("/lists/minimal", ".picker", &[Key::Enter]);
    let browser = trial.browser();
    browser.see("dialog[open] .finder :focus");
    browser.press(Key::Down);
    browser.press(Key::Down);
    browser.press(Key::Enter);
    trial.tablet.next_until("/maps/area");
    trial.keys("/maps/area", "#north", &[Key::Right, Key::Enter]);
    trial.tablet.next_until("/order/rank");
    let durian = r#"[data-choice="durian"] [data-move="up"]"#;
    trial.keys("/order/rank", durian, &[Key::Enter]);
    trial.keys("/order/rank", durian, &[Key::Enter]);
    let said = format!("{} [role=status]", at("/order/rank"));
    assert_eq!(browser.text(&said), "Durian: position 2 of 4");
    trial.keys("/order/slider", "input", &[Key::Right]);
    trial.keys("/order/decimals", "input", &[Key::Left]);
    trial.keys("/order/words", "input", &[Key::End]);
    trial.keys("/order/vertical", "input", &[Key::Up, Key::Up]);
    trial.keys("/order/distress", "input", &[Key::Home]);
    trial.keys("/order/analog", "input", &[Key::Space]);
    trial.keys("/order/rating", r#"[data-choice="3"]"#, &[Key::Space]);
    trial.keys("/order/picker", ".picker", &[Key::Enter]);
    browser.see("dialog[open] .finder :focus");
    browser.keys("17");
    browser.press(Key::Enter);
    expect(
        &trial.finish(),
        &[
            ("/selects/radios", "banana"),
            ("/selects/boxes", "fig"),
            ("/lists/minimal", "cherry"),
            ("/maps/area", "south"),
            ("/order/rank", "apple durian banana cherry"),
            ("/order/slider", "6"),
            ("/order/decimals", "0.9"),
            ("/order/words", "5"),
            ("/order/vertical", "7"),
            ("/order/distress", "0"),
            ("/order/analog", "50"),
            ("/order/rating", "3"),
            ("/order/picker", "17"),
        ],
    );
}

#[test]
fn an_order_by_dragging_and_a_scale_left_alone() {
    let trial = Trial::open(Shape::Tablet);
    trial.fill("/texts/plain", "x");
    trial.tablet.next_until("/order/rank");
    let browser = trial.browser();
    let drag = "const [from, to] = [...arguments].map(css => document.querySelector(css));
        const middle = e => { const r = e.getBoundingClientRect();
            return [r.left + r.width / 2, r.top + r.height / 2]; };
        const send = (type, [x, y]) => from.dispatchEvent(new PointerEvent(type, {
            bubbles: true, cancelable: true, pointerId: 1, buttons: 1, clientX: x, clientY: y }));
        from.setPointerCapture = () => {};
        const end = middle(to);
        send('pointerdown', middle(from));
        send('pointermove', end);
        send('pointerup', end);";
    let row = |name: &str, part: &str| {
        json!(format!(
            "{} [data-choice=\"{name}\"] {part}",
            at("/order/rank")
        ))
    };
    browser.see(&at("/order/rank"));
    browser.script(
        drag,
        vec![row("apple", ".rank-handle"), row("cherry", ".rank-label")],
    );
    trial.tap("/order/rating", r#"label:has([data-choice="4"])"#);
    let answers = trial.finish();
    expect(
        &answers,
        &[
            ("/order/rank", "banana cherry apple durian"),
            ("/order/rating", "4"),
        ],
    );
    assert!(
        !answers.contains_key("/order/slider"),
        "nobody touched it: {answers:#?}"
    );
}

#[test]
fn dates_typed_and_from_the_calendar() {
    let trial = Trial::open(Shape::Tablet);
    trial.fill("/texts/plain", "x");
    trial.tablet.next_until("/dates/day");
    let browser = trial.browser();
    trial.fill("/dates/day", "2026/11/22");
    trial.tap("/dates/day", r#"[data-action="calendar"]"#);
    browser.see(r#"dialog[open] [data-day="2026-11-22"]:focus"#);
    for key in [Key::Right, Key::Down, Key::PageDown, Key::Home] {
        browser.press(key);
    }
    let active = r#"dialog[open] .calendar-day[tabindex="0"]"#;
    let day = browser.attribute(active, "data-day");
    assert!(day.starts_with("2026-12-"), "a month on: {day}");
    browser.click(r#"dialog[open] [data-day="2026-12-25"]"#);
    trial.tap("/dates/month", r#"[data-action="calendar"]"#);
    browser.click("dialog[open] .calendar tr:nth-child(2) td:nth-child(3) button");
    trial.fill("/dates/year", "1998");
    trial.fill("/dates/typed", "22.11.2026");
    // The first day of 2015 in Ethiopia, and of 1448 after the Hijra.
    trial.fill("/dates/ethiopian", "2015-01-01");
    trial.fill("/dates/islamic", "1448-01-01");
    trial.keys("/dates/time", "input", &[]);
    browser.keys("1430");
    let answers = trial.finish();
    assert!(
        answers["/dates/time"].starts_with("14:30:00.000"),
        "{answers:#?}"
    );
    expect(
        &answers,
        &[
            ("/dates/day", "2026-12-25"),
            ("/dates/year", "1998-01-01"),
            ("/dates/typed", "2026-11-22"),
            ("/dates/ethiopian", "2022-09-11"),
            ("/dates/islamic", "2026-06-17"),
        ],
    );
}
