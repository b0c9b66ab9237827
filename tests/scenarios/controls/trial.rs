//! A tablet with the questionnaire that asks every control once.

use std::collections::BTreeMap;

use e2e::{Browser, Engine, Lang, Server, Shape, Tablet, root};
use serde_json::json;
use thirtyfour::Key;

/// The answers of a finished response by path.
pub(super) type Answers = BTreeMap<String, String>;

/// A tablet with the questionnaire that asks every control once, at the first door.
pub(super) struct Trial {
    server: Server,
    pub(super) tablet: Tablet,
}

impl Trial {
    #[track_caller]
    pub(super) fn open(shape: Shape) -> Self {
        let server = Server::start();
        let browser = Browser::start(Engine::first(), shape, "controls");
        let tablet = Tablet::at(&server.url(""), browser);
        tablet.first_visit(Lang::En, "supervisor");
        let fixtures = root().join("tests/fixtures");
        tablet.open("/forms");
        tablet.browser.choose_files(
            "#open-workbook",
            &[fixtures.join("controls.xlsx"), fixtures.join("areas.svg")],
        );
        tablet.browser.click(r#"[data-action="publish"]"#);
        // Those that come with the demo are in use already.
        tablet.browser.click("label.used:has(input:not(:checked))");
        tablet.browser.see_no("label.used:has(input:not(:checked))");
        tablet.today();
        let door = tablet.door_to_visit(0);
        tablet.open_door(&door);
        tablet.start("CONTROLS");
        Self { server, tablet }
    }

    pub(super) fn browser(&self) -> &Browser {
        &self.tablet.browser
    }

    /// Clicks what matches within a question.
    #[track_caller]
    pub(super) fn tap(&self, path: &str, css: &str) {
        self.browser().click(&format!("{} {css}", at(path)));
    }

    /// Clicks a choice.
    #[track_caller]
    pub(super) fn pick(&self, path: &str, choice: &str) {
        self.tap(path, &format!(r#"label:has([data-choice="{choice}"])"#));
    }

    #[track_caller]
    pub(super) fn fill(&self, path: &str, text: &str) {
        self.browser().fill_in(&format!("{} input", at(path)), text);
    }

    /// Puts the focus on what matches within a question, and presses keys there.
    #[track_caller]
    pub(super) fn keys(&self, path: &str, css: &str, keys: &[Key]) {
        let css = format!("{} {css}", at(path));
        self.browser().see(&css);
        let focus = "document.querySelector(arguments[0]).focus()";
        self.browser().script(focus, vec![json!(css)]);
        for key in keys {
            self.browser().press(key.clone());
        }
    }

    /// Finishes and reads what came to the server.
    #[track_caller]
    pub(super) fn finish(mut self) -> Answers {
        let response = self.tablet.finish();
        // Its files may come later; that is another story.
        let exported = self.browser().wait("the response at the server", || {
            let exported = self.server.export();
            exported.text.contains(&response).then_some(exported)
        });
        let entry = exported.of_record(&response);
        let set = entry
            .iter()
            .find_map(|entry| entry["set"].as_object())
            .expect("the fields of the response");
        let answers = set.iter().filter_map(|(field, value)| {
            let path = field.strip_prefix("answer:")?;
            Some((path.to_owned(), value.as_str()?.to_owned()))
        });
        let answers = answers.collect();
        self.server.stop();
        answers
    }
}

pub(super) fn at(path: &str) -> String {
    format!(r#"[data-path="{path}"]"#)
}

#[track_caller]
pub(super) fn expect(answers: &Answers, expected: &[(&str, &str)]) {
    for (path, value) in expected {
        let got = answers.get(*path).map(String::as_str);
        assert_eq!(got, Some(*value), "{path} of {answers:#?}");
    }
}
