//! An interview in the notebook, without a line: notes and sound outlive a tablet that dies in the
//! middle, and the office hears what was said when a line was written.

use std::time::Duration;

use e2e::{Browser, Engine, Lang, Office, Server, Tablet, measure, skipped};
use serde_json::{Value, json};
use thirtyfour::Key;

/// What may be lost of the sound when the device dies.
const LOST_MS: f64 = 1_000.0;

pub(crate) fn write(browser: &Browser, text: &str) {
    browser.see(".note-field:focus");
    browser.keys(text);
}

fn lines(browser: &Browser) -> Vec<String> {
    let script = "return [...document.querySelectorAll('.notes .note-line')]
        .map(line => (line.querySelector('textarea')?.value
            ?? line.querySelector('.note-text').textContent).trim())
        .filter(text => text)";
    let lines = browser.script(script, Vec::new());
    let lines = lines.as_array().cloned().unwrap_or_default();
    let text = |line: &Value| line.as_str().unwrap_or_default().to_owned();
    lines.iter().map(text).collect()
}

pub(crate) fn saved(browser: &Browser) {
    browser.see(r#".notebook .save-sign[data-state="saved"]"#);
}

/// How long the sound that is played from a line is, in milliseconds.
fn heard_ms(browser: &Browser) -> f64 {
    let script = "return document.querySelector('.note-player audio')?.duration ?? 0";
    browser.wait("the length of the recording", || {
        let seconds = browser.script(script, Vec::new()).as_f64();
        seconds
            .filter(|seconds| *seconds > 0.0)
            .map(|seconds| seconds * 1_000.0)
    })
}

pub(crate) fn begin(tablet: &Tablet) -> String {
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.browser.click(r#"[data-action="notebook"]"#);
    // Asked before anything is written down: one tap, and on it goes.
    tablet.browser.click("dialog[open] [data-consent=spoken]");
    tablet.browser.see(".note-field");
    tablet.browser.path()
}

#[test]
fn an_interview_outlives_the_tablet_and_is_heard_at_the_office() {
    let engine = Engine::first();
    if !engine.feigns() {
        return skipped("the interview's sound", "only Chromium feigns a microphone");
    }
    let mut server = Server::start();
    let mut tablet = Tablet::ready(engine, &server, "tablet", Lang::En);
    tablet.today();
    server.kill();
    let draft = begin(&tablet);

    // Asked first, then recorded while notes are taken.
    tablet.browser.click(r#".recorder [data-action="record"]"#);
    tablet.browser.click(r#"[data-consent="spoken"]"#);
    tablet.browser.see(r#".recorder[data-doing="on"]"#);
    let began = std::time::Instant::now();
    tablet.browser.click(".note-field");
    write(&tablet.browser, "電梯很慢");
    tablet.browser.press(Key::Enter);
    write(&tablet.browser, "Ten minutes every morning");
    tablet.browser.press(Key::Enter);
    tablet.browser.click(".notebook-guide .guide-ask");
    write(&tablet.browser, "Likes the garden");
    saved(&tablet.browser);
    tablet.browser.see(".guide-topic[data-covered]");
    // It goes on though another screen is looked at.
    tablet.browser.click(r#"[data-action="leave"]"#);
    tablet.browser.see(".shell > .notice");
    tablet.browser.wait("three seconds of sound", || {
        (began.elapsed() > Duration::from_secs(3)).then_some(())
    });
    let recorded_ms = began.elapsed().as_secs_f64() * 1_000.0;
    tablet.browser.kill();

    tablet.browser.start_again();
    tablet.open("/");
    tablet.browser.click(&format!(r#"a[href="{draft}"]"#));
    tablet.browser.see(".note-field");
    let texts = ["電梯很慢", "Ten minutes every morning", "Likes the garden"];
    assert_eq!(lines(&tablet.browser), texts);
    // A second recording begins without being asked for again.
    tablet.browser.click(r#".recorder [data-action="record"]"#);
    tablet.browser.see(r#".recorder[data-doing="on"]"#);
    tablet.browser.click(r#"[data-action="finish"]"#);
    tablet.browser.click(r#"[data-action="finish-sure"]"#);
    let interview = tablet.saved();

    server.start_again();
    tablet.all_sent();
    let office = Office::open(engine, &server, Lang::En);
    let browser = &office.app.browser;
    office.app.open(&format!("/notebook/{interview}"));
    browser.wait("the notes", || (lines(browser) == texts).then_some(()));
    browser.click("[data-play]");
    browser.wait("sound from that line", || {
        let script = "const audio = document.querySelector('.note-player audio');
            return audio && audio.currentTime >= Number(audio.dataset.from)
                && Number.isFinite(audio.duration)";
        (browser.script(script, Vec::new()) == json!(true)).then_some(())
    });
    let lost_ms = recorded_ms - heard_ms(browser);
    measure("audio_lost_at_kill", lost_ms, "ms");
    assert!(lost_ms <= LOST_MS, "{lost_ms} ms of sound are lost");
    server.verify();
}

/// A talk of 20,000 characters in lines of 40.
const LINES: usize = 500;

#[test]
fn a_long_talk_stays_fluent() {
    let server = Server::start();
    let tablet = Tablet::ready(Engine::first(), &server, "tablet", Lang::En);
    tablet.today();
    let draft = begin(&tablet);
    // Pasted, and then written on.
    let paste = "const field = document.querySelector('.note-field');
        field.focus();
        field.value = Array.from({length: arguments[0]}, (_, n) =>
            String(n).padStart(4, '0') + '停車位不夠，早上的電梯很慢，花園很好，但是晚上太暗了，希望多裝幾盞燈，我們都這樣想').join('\\n');
        field.dispatchEvent(new InputEvent('input', {bubbles: true}))";
    tablet.browser.script(paste, vec![json!(LINES)]);
    tablet.browser.wait("all lines", || {
        (tablet.browser.count(".notes > .note") >= LINES as u64).then_some(())
    });
    saved(&tablet.browser);
    tablet.browser.press(Key::Enter);
    let typing = "const done = arguments[arguments.length - 1];
        const field = document.querySelector('.note-field');
        performance.clearMeasures('note-saved');
        const painted = [];
        const type = (left) => {
            const start = performance.now();
            field.value += '燈';
            field.dispatchEvent(new InputEvent('input', {bubbles: true}));
            requestAnimationFrame(() => {
                const channel = new MessageChannel();
                channel.port1.onmessage = () => {
                    painted.push(performance.now() - start);
                    if (left > 1) return setTimeout(type, 60, left - 1);
                    const kept = () => performance.getEntriesByName('note-saved');
                    setTimeout(() => done({painted, kept: kept().map(one => one.duration)}), 600);
                };
                channel.port2.postMessage(0);
            });
        };
        type(40)";
    let figures = tablet.browser.script_async(typing, Vec::new());
    let median = |name: &str| {
        let all = figures[name].as_array().cloned().unwrap_or_default();
        let mut all: Vec<f64> = all.iter().filter_map(Value::as_f64).collect();
        all.sort_by(f64::total_cmp);
        assert!(all.len() >= 40, "{name}: {}", all.len());
        (all[all.len() / 2], all[all.len() - 2])
    };
    let (painted, painted_most) = median("painted");
    let (kept, kept_most) = median("kept");
    measure("note_of_20000_key_painted_median", painted, "ms");
    measure(
        "note_of_20000_key_painted_slowest_but_one",
        painted_most,
        "ms",
    );
    measure("note_of_20000_key_kept_median", kept, "ms");
    measure("note_of_20000_key_kept_slowest_but_one", kept_most, "ms");
    // Two frames on a slow machine, with room.
    assert!(painted < 60.0, "a keystroke is painted after {painted} ms");
    assert!(kept < 250.0, "a keystroke is kept after {kept} ms");
    // A reload finds every line.
    saved(&tablet.browser);
    tablet.open(&draft);
    tablet.browser.wait("all lines again", || {
        (tablet.browser.count(".notes > .note") > LINES as u64).then_some(())
    });
}
