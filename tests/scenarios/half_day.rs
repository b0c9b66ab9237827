//! Half a day in the field without a network: twelve doors, every outcome, two interviews with
//! sound, and a tablet that dies twice; then the office, where every unit stands as it was left.

use e2e::{Engine, Lang, Office, Server, Tablet, measure, skipped};
use serde_json::{Value, json};

const DOORS: usize = 12;
const SURVEY: &str = "QP-08-16-F001";

/// What was tapped at a door, besides surveys and interviews, and what it comes to.
const TAPPED: [(usize, &[&str], &str); 9] = [
    (1, &["partial"], "partial"),
    (4, &["break-off"], "break-off"),
    (5, &["nobody-home"], "appointment"),
    (6, &["form-left", "form-returned"], "form-returned"),
    (7, &["no-access", "away", "vacant"], "vacant"),
    (8, &["unable"], "unable"),
    (9, &["other", "language"], "language"),
    (10, &["unsafe", "not-eligible"], "not-eligible"),
    (11, &["not-found", "not-residential"], "not-residential"),
];

#[test]
fn twelve_doors_offline_and_every_unit_at_the_office() {
    let engine = Engine::first();
    if !engine.feigns() || !engine.keeps_things() {
        return skipped(
            "half a day",
            "this browser has no microphone of its own making",
        );
    }
    let mut server = Server::start();
    let mut tablet = Tablet::ready(engine, &server, "half-day", Lang::En);
    server.kill();
    tablet.browser.reload();
    tablet.today();
    let doors: Vec<String> = (0..DOORS).map(|at| tablet.door_to_visit(at)).collect();

    let first = first_door(&mut tablet);
    second_door(&tablet, &doors[1]);
    third_door(&mut tablet, &doors[2]);
    refused_in_the_form(&tablet, &doors[3]);
    for (at, outcomes, _) in TAPPED {
        visit(&tablet, &doors[at]);
        for outcome in outcomes {
            note(&tablet, outcome);
        }
    }
    visit(&tablet, &doors[5]);
    tablet.browser.click("[data-outcome=appointment]");
    tablet.browser.click("[data-time]:last-of-type");
    tablet.browser.see(".attempt[data-outcome=appointment]");

    server.start_again();
    tablet.all_sent();
    at_the_office(engine, &server, &doors, &first);
    server.verify();
    server.stop();
}

/// Counts taps from now on, as the page sees them.
fn count_taps(tablet: &Tablet) {
    let listen = "window.taps = 0;
        if (!window.counting) addEventListener('click', e => e.isTrusted && window.taps++, true);
        window.counting = true;";
    tablet.browser.script(listen, Vec::new());
}

fn taps(tablet: &Tablet) -> f64 {
    let taps = tablet.browser.script("return window.taps", Vec::new());
    taps.as_f64().expect("taps were counted")
}

/// A survey, the next door in one tap, and an interview whose sound outlives the tablet.
fn first_door(tablet: &mut Tablet) -> String {
    count_taps(tablet);
    tablet.browser.click(".next-door");
    tablet.start(SURVEY);
    tablet.browser.see(r#"[data-path="/opening/consent"]"#);
    let begun = taps(tablet);
    measure("taps_to_first_question", begun, "taps");
    assert!(begun <= 3.0, "{begun} taps to the first question");
    tablet.fill_in_shortest();
    let response = tablet.finish();

    tablet.browser.click("[data-action=notebook]");
    begin_talk(tablet, "The lift stops on the third floor.");
    // The battery dies in the middle of a sentence.
    tablet.browser.kill();
    tablet.browser.start_again();
    tablet.open("/");
    tablet.browser.click(r#"a[href^="/interview/"]"#);
    tablet.browser.see_text(".notes", "The lift stops");
    end_talk(tablet);

    tablet.browser.see(".next-door");
    count_taps(tablet);
    tablet.browser.click(".next-door");
    tablet.browser.see("[data-start]");
    let on = taps(tablet);
    measure("taps_to_next_door", on, "taps");
    assert!(
        (on - 1.0).abs() < f64::EPSILON,
        "{on} taps to the next door"
    );
    response
}

/// A survey that was not finished, and an interview.
fn second_door(tablet: &Tablet, door: &str) {
    visit(tablet, door);
    tablet.browser.click("[data-action=notebook]");
    begin_talk(tablet, "晾衣服的地方不夠。");
    end_talk(tablet);
}

/// The tablet dies in the middle of a survey.
fn third_door(tablet: &mut Tablet, door: &str) {
    visit(tablet, door);
    tablet.start(SURVEY);
    tablet.answer("/opening/consent", "yes");
    tablet.next();
    tablet.answer("/respondent/respondent_role", "owner");
    tablet.draft_saved();
    tablet.browser.kill();
    tablet.browser.start_again();
    tablet.open("/");
    tablet.browser.click(r#"a[href^="/survey/"]"#);
    tablet.browser.see(".questions");
    tablet.next();
    tablet.answer("/services/services_wanted", "none");
    tablet.next_until("/closing/feedback_wanted");
    tablet.answer("/closing/feedback_wanted", "no");
    tablet.next();
    tablet.finish();
}

/// The questionnaire asks for consent itself, and the answer is no.
fn refused_in_the_form(tablet: &Tablet, door: &str) {
    visit(tablet, door);
    tablet.start(SURVEY);
    tablet.answer("/opening/consent", "no");
    tablet.answer("/opening/refusal_reason", "no_time");
    tablet.finish();
    visit(tablet, door);
    tablet
        .browser
        .see_text(".attempt[data-outcome=refused]", "No time");
    tablet.browser.see("[data-consent-state=refused]");
}

fn visit(tablet: &Tablet, door: &str) {
    tablet.today();
    show_every_door(tablet);
    tablet.open_door(door);
}

/// Doors that are done are hidden at first.
fn show_every_door(tablet: &Tablet) {
    let all = r#"label:has(> input[name="show"][value="1"])"#;
    if tablet.browser.shows(all) {
        tablet.browser.click(all);
    }
}

/// One outcome, at one tap.
fn note(tablet: &Tablet, outcome: &str) {
    let folded = ".outcomes details:not([open]) summary";
    if outcome != "nobody-home" && tablet.browser.shows(folded) {
        tablet.browser.click(folded);
    }
    tablet
        .browser
        .click(&format!("button[data-outcome={outcome}]"));
    let noted = format!(".attempt[data-outcome={outcome}]");
    tablet.browser.see(&noted);
}

/// Consent to talk and to be recorded, the microphone, and a line.
fn begin_talk(tablet: &Tablet, line: &str) {
    let browser = &tablet.browser;
    if browser.shows("[data-consent=spoken]") {
        browser.click("[data-consent=spoken]");
    }
    browser.click("[data-action=record]");
    browser.click("dialog[open] [data-consent=yes], dialog[open] [data-consent=spoken]");
    browser.see(r#".recorder[data-doing="on"]"#);
    browser.click(".note-field");
    browser.keys(line);
    browser.see(r#".save-sign[data-state="saved"]"#);
}

fn end_talk(tablet: &Tablet) {
    let browser = &tablet.browser;
    if browser.shows("[data-action=stop]") {
        browser.click("[data-action=stop]");
    }
    browser.click("[data-action=finish]");
    browser.click("[data-action=finish-sure]");
    tablet.saved();
}

fn at_the_office(engine: Engine, server: &Server, doors: &[String], response: &str) {
    let office = Office::open(engine, server, Lang::En);
    let browser = &office.app.browser;
    office.until_shown(response);
    // Outcomes, counted by doors.
    browser.open(&server.url("/rates"));
    browser.see("[data-rate=RR1]");
    let count = |outcome: &str| browser.text(&format!("tr[data-outcome={outcome}] .figure"));
    assert_eq!(count("complete"), "2");
    assert_eq!(count("refused"), "1");
    for (_, _, outcome) in TAPPED {
        assert_eq!(count(outcome), "1", "{outcome}");
    }
    // Coverage, and each unit.
    browser.open(&server.url("/"));
    browser.see_text(r#".meter[data-purpose="survey"] .meter-figure"#, "2 of");
    browser.see_text(r#".meter[data-purpose="interview"] .meter-figure"#, "2 of");
    show_every_door(&office.app);
    let states = browser.script(
        "return Object.fromEntries([...document.querySelectorAll('a.door')].map(
            door => [door.querySelector('.door-label').innerText.trim(), door.dataset.state]))",
        Vec::new(),
    );
    let expected = [
        "done",
        "interviewed",
        "surveyed",
        "closed",
        "closed",
        "appointment",
        "closed",
        "closed",
        "closed",
        "closed",
        "closed",
        "closed",
    ];
    for (door, expected) in doors.iter().zip(expected) {
        assert_eq!(states[door], json!(expected), "{door}");
    }
    let open = |state: &&Value| **state == json!("todo");
    let all = states.as_object().expect("doors by their labels");
    assert_eq!(all.len() - all.values().filter(open).count(), DOORS);
}
