//! Questions that are answered by the device: satellite, camera, microphone, files.

use e2e::{Engine, Shape, root, skipped};
use serde_json::json;
use thirtyfour::Key;

use super::trial::{Trial, at, expect};

#[test]
fn positions_routes_and_plots() {
    if !Engine::first().feigns() {
        return skipped("positions", "only Chromium can be told where it is");
    }
    let trial = Trial::open(Shape::Tablet);
    let browser = trial.browser();
    browser.be_at(22.2, 113.54, 40.0);
    trial.fill("/texts/plain", "x");
    trial.tablet.next_until("/places/point");
    trial.tap("/places/point", r#"[data-action="locate"]"#);
    browser.see_text(".locate-accuracy", "Accurate to 40 m");
    trial.tap("/places/point", r#"[data-action="use"]"#);
    trial.tap("/places/tapped", "summary");
    let coordinate = |path: &str, name: &str| format!(r#"{} [data-coordinate="{name}"]"#, at(path));
    browser.fill_in(&coordinate("/places/tapped", "latitude"), "22,1");
    browser.fill_in(&coordinate("/places/tapped", "longitude"), "113.5");
    trial.tap("/places/tapped", r#"[data-action="set"]"#);
    trial.keys("/places/tapped", ".board", &[Key::Right, Key::Enter]);
    // Exact enough: each is taken by itself.
    browser.be_at(22.2, 113.54, 3.0);
    for path in ["/places/trace", "/places/shape"] {
        trial.tap(path, r#"[data-action="locate"]"#);
        browser.see(&format!("{} .board", at(path)));
        for keys in [[Key::Right, Key::Right], [Key::Down, Key::Down]] {
            trial.keys(path, ".board", &keys);
            browser.press(Key::Enter);
        }
    }
    let answers = trial.finish();
    expect(
        &answers,
        &[("/places/point", "22.2000000 113.5400000 0.0 40.0")],
    );
    let points = |path: &str| {
        answers
            .get(path)
            .map_or(0, |value| value.split(';').count())
    };
    assert_eq!(points("/places/tapped"), 1);
    assert!(
        answers["/places/tapped"].starts_with("22.1000000 113.500"),
        "{answers:#?}"
    );
    assert_ne!(
        answers["/places/tapped"], "22.1000000 113.5000000 0.0 0.0",
        "moved by a key"
    );
    assert_eq!(points("/places/trace"), 3);
    assert_eq!(
        points("/places/shape"),
        4,
        "three corners, and the first again"
    );
}

#[test]
fn pictures_by_camera_and_by_hand() {
    let trial = Trial::open(Shape::Tablet);
    let browser = trial.browser();
    trial.fill("/texts/plain", "x");
    trial.tablet.next_until("/media/photo");
    trial.tap("/media/photo", r#"[data-action="camera"]"#);
    browser.click(r#"dialog[open] [data-action="shoot"]:not([aria-disabled])"#);
    let picture = format!("{} .kept-picture", at("/media/photo"));
    let width = browser.wait("the photo", || {
        let size = "const picture = document.querySelector(arguments[0]);
            return picture?.naturalWidth || null";
        browser.script(size, vec![json!(picture)]).as_u64()
    });
    assert!(width <= 640, "max-pixels: {width}");
    trial.tap("/media/signature", r#"[data-action="draw"]"#);
    let strokes = [Key::Space, Key::Right, Key::Right, Key::Down, Key::Space];
    trial.keys("/media/signature", "canvas", &strokes);
    trial.tap("/media/signature", r#"[data-action="done"]"#);
    browser.see(&format!("{} .kept-picture", at("/media/signature")));
    trial.tap("/media/drawing", r#"[data-action="draw"]"#);
    trial.tap("/media/drawing", r#"[data-ink="red"]"#);
    trial.tap("/media/drawing", "canvas");
    trial.tap("/media/drawing", r#"[data-action="done"]"#);
    browser.see(&format!("{} .kept-picture", at("/media/drawing")));
    let answers = trial.finish();
    for (path, ending) in [
        ("/media/photo", ".jpg"),
        ("/media/signature", ".png"),
        ("/media/drawing", ".png"),
    ] {
        assert!(answers[path].ends_with(ending), "{path}: {answers:#?}");
    }
}

#[test]
fn sound_film_files_and_codes() {
    let trial = Trial::open(Shape::Tablet);
    let browser = trial.browser();
    trial.fill("/texts/plain", "x");
    trial.tablet.next_until("/sound/voice");
    for path in ["/sound/voice", "/sound/film"] {
        trial.tap(path, r#"[data-action="record"]"#);
        browser.see_text(&format!("{} [role=timer]", at(path)), "0:01");
        trial.tap(path, r#"[data-action="pause"]"#);
        trial.tap(path, r#"[data-action="pause"]"#);
        trial.tap(path, r#"[data-action="stop"]"#);
        browser.see(&format!("{} :is(audio, video)", at(path)));
    }
    let areas = root().join("tests/fixtures/areas.svg");
    browser.choose_file(&format!("{} input[type=file]", at("/sound/file")), &areas);
    browser.see(&format!("{} .kept-file", at("/sound/file")));
    trial.fill("/sound/code", "6901234567892");
    let answers = trial.finish();
    expect(&answers, &[("/sound/code", "6901234567892")]);
    assert!(answers["/sound/voice"].contains(".webm"), "{answers:#?}");
    assert!(answers["/sound/film"].contains(".webm"), "{answers:#?}");
    assert!(answers["/sound/file"].starts_with("areas"), "{answers:#?}");
}
