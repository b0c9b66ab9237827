//! Figures, printed as `measure: name value unit`. They are compared by people; nothing here fails
//! because a machine is slow.

use e2e::{Engine, Lang, Server, Tablet, measure, skipped};
use serde_json::json;

const STARTS: usize = 5;
const KEYS: usize = 200;

#[test]
fn how_fast_it_is() {
    let engine = Engine::first();
    if !engine.feigns() {
        return skipped("the measures", "they are taken in Chromium");
    }
    let mut server = Server::start();
    let tablet = Tablet::ready(engine, &server, "tablet", Lang::En);
    server.kill();
    offline_start(&tablet);
    taps_to_first_question(&tablet);
    saving_a_draft(&tablet);
}

/// From the navigation to the first door on the screen, with the server dead.
fn offline_start(tablet: &Tablet) {
    let watch = "new MutationObserver((_, watcher) => {
            if (!document.querySelector('.door')) return;
            watcher.disconnect();
            requestAnimationFrame(() => setTimeout(() => globalThis.usable_ms = performance.now()));
        }).observe(document, { childList: true, subtree: true })";
    let browser = &tablet.browser;
    browser.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        json!({"source": watch}),
    );
    let mut times_ms: Vec<f64> = (0..STARTS)
        .map(|_| {
            tablet.open("/");
            browser.wait("the first screen", || {
                browser
                    .script("return globalThis.usable_ms ?? null", Vec::new())
                    .as_f64()
            })
        })
        .collect();
    times_ms.sort_by(f64::total_cmp);
    measure("offline_start_median_of_5", times_ms[STARTS / 2], "ms");
    measure("offline_start_slowest_of_5", times_ms[STARTS - 1], "ms");
}

fn taps_to_first_question(tablet: &Tablet) {
    tablet.today();
    let mut taps = 0;
    for tap in [".next-door", r#"[data-start="QP-08-16-F001"]"#] {
        tablet.browser.click(tap);
        taps += 1;
    }
    tablet.browser.see(".questions input");
    measure("taps_from_today_to_first_question", f64::from(taps), "taps");
}

/// From each keystroke to the draft on the disk, as the app itself notes it in the browser's
/// timeline.
fn saving_a_draft(tablet: &Tablet) {
    let browser = &tablet.browser;
    tablet.answer("/opening/consent", "no");
    tablet.answer("/opening/refusal_reason", "other");
    browser.click(r#"[data-path="/opening/refusal_other"] input"#);
    browser.script("performance.clearMeasures('draft-saved')", Vec::new());
    for key in 0..KEYS {
        browser.keys(if key % 8 == 7 { " " } else { "m" });
    }
    let noted = "return performance.getEntriesByName('draft-saved').map(entry => entry.duration)";
    let mut times_ms = browser.wait("a note for each keystroke", || {
        let times = browser.script(noted, Vec::new());
        let times: Vec<f64> = serde_json::from_value(times).ok()?;
        (times.len() >= KEYS).then_some(times)
    });
    times_ms.sort_by(f64::total_cmp);
    measure(
        "keystroke_to_durable_draft_median_of_200",
        times_ms[KEYS / 2],
        "ms",
    );
    measure(
        "keystroke_to_durable_draft_p99_of_200",
        times_ms[KEYS * 99 / 100],
        "ms",
    );
}
