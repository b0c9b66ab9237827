//! A manager plans the half-year's campaign for 2,000 households, from nothing to running. How many
//! taps that takes and how long the machine is at it is printed; what was planned outlives a
//! reload.

use std::{cell::Cell, time::Duration, time::Instant};

use e2e::{Browser, Engine, Lang, Server, Tablet, measure};
use thirtyfour::Key;

use crate::campaign::{NAME, sign, the_one_before_is_closed};

const HOUSEHOLDS: u32 = 2_000;

/// What a person does, counted.
struct Hands<'a> {
    browser: &'a Browser,
    taps: Cell<u32>,
    letters: Cell<u32>,
}

impl Hands<'_> {
    fn tap(&self, css: &str) {
        self.browser.click(css);
        self.taps.set(self.taps.get() + 1);
    }

    fn fill_in(&self, css: &str, text: &str) {
        self.browser.fill_in(css, text);
        self.browser.press(Key::Tab);
        self.taps.set(self.taps.get() + 1);
        let letters = text.chars().count();
        self.letters
            .set(self.letters.get() + u32::try_from(letters).expect("few"));
    }

    /// Goes to the step with this number, counted from 0, by the button.
    fn on_to(&self, step: usize) {
        self.tap("[data-next]");
        self.is_at(step);
    }

    fn is_at(&self, step: usize) {
        self.browser
            .see(&format!("[data-step=\"{step}\"][aria-current]"));
    }
}

#[test]
fn a_half_year_of_two_thousand_households_is_planned_in_minutes() {
    let engine = Engine::first();
    let mut server = Server::of_households(HOUSEHOLDS);
    let office = Tablet::new(engine, &server, "planning");
    office.first_visit(Lang::En, "manager");
    let browser = &office.browser;
    browser.see(".block");
    the_one_before_is_closed(&office);
    office.open("/campaigns");
    browser.see("a[href='/campaign/new']");

    let start = Instant::now();
    let hands = Hands {
        browser,
        taps: Cell::new(0),
        letters: Cell::new(0),
    };
    hands.tap("a[href='/campaign/new']");
    period_forms_and_frame(&hands);
    sample(&hands);
    what_was_planned_outlives_a_reload(&hands);
    rounds_and_signature(&hands);
    let took = start.elapsed();
    assert!(took < Duration::from_mins(10), "{took:?}");
    measure(
        "planning_2000_households_taps",
        hands.taps.get().into(),
        "taps",
    );
    measure(
        "planning_2000_households_letters",
        hands.letters.get().into(),
        "letters",
    );
    measure("planning_2000_households_machine", took.as_secs_f64(), "s");

    // It stands as it was planned, and nothing of it is left on the shelf.
    office.all_sent();
    office.open("/campaign/new");
    hands.is_at(0);
    browser.see_no("[data-anew]");
    server.stop();
}

fn period_forms_and_frame(hands: &Hands<'_>) {
    hands.is_at(0);
    // The half-year, its name and the targets of the work instruction stand there already.
    hands.fill_in("[name=surveys]", "35");
    hands.on_to(1);
    hands.on_to(2);
    hands.browser.see_text(".plan-count", "of 2000 units count");
    hands.on_to(3);
}

fn sample(hands: &Hands<'_>) {
    hands.tap("[data-method=by-building]");
    hands.tap("[data-for=targets]");
    hands.fill_in("[name=reserve]", "100");
}

/// A plan that is left before it is kept is there again: the step, and what was filled in.
fn what_was_planned_outlives_a_reload(hands: &Hands<'_>) {
    let value = |name: &str| hands.browser.property(&format!("[name={name}]"), "value");
    let (size, seed) = (value("size"), value("seed"));
    hands.browser.reload();
    hands.browser.see("[data-anew]");
    hands.is_at(3);
    assert_eq!((value("size"), value("seed")), (size, seed));
    assert_eq!(value("reserve"), "100");
}

fn rounds_and_signature(hands: &Hands<'_>) {
    hands.on_to(4);
    hands.browser.see(".plan-doors");
    hands.on_to(5);
    hands.fill_in("[name=signature]", NAME);
    hands.tap("[data-keep]");
    hands.browser.see_text("[data-stage]", "Draft");
    for (step, stage) in [("approved", "Approved"), ("running", "Running")] {
        sign(hands.browser, step, stage);
        hands.taps.set(hands.taps.get() + 2);
    }
}
