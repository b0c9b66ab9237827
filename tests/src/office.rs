//! The office: what has come in.

use std::time::{Duration, Instant};

use crate::{Browser, Engine, Lang, Server, Shape, Tablet};

/// A browser at the office.
pub struct Office {
    /// The app as it is used here.
    pub app: Tablet,
}

impl Office {
    /// A supervisor's browser that shows what has come in.
    #[track_caller]
    pub fn open(engine: Engine, server: &Server, lang: Lang) -> Self {
        let browser = Browser::start(engine, Shape::Desk, "office");
        let app = Tablet::at(&server.url(""), browser);
        app.first_visit(lang, "supervisor");
        app.browser.click(r#".tabs a[href="/office"]"#);
        app.browser.click(r#"main a[href="/incoming"]"#);
        app.browser.see("input[type=search]");
        Self { app }
    }

    /// How long it takes until a response shows, counted from now.
    #[track_caller]
    pub fn until_shown(&self, response: &str) -> Duration {
        let start = Instant::now();
        self.app.browser.see(&row(response));
        start.elapsed()
    }

    /// Whether a response shows now.
    pub fn shows(&self, response: &str) -> bool {
        self.app.browser.shows(&row(response))
    }

    /// Opens a response.
    #[track_caller]
    pub fn read(&self, response: &str) {
        self.app.browser.click(&row(response));
        self.app.browser.see(".answers");
    }

    /// What the open response says under a question.
    #[track_caller]
    pub fn answer(&self, path: &str) -> String {
        self.app
            .browser
            .text(&format!(r#"[data-path="{path}"] dd"#))
    }
}

fn row(response: &str) -> String {
    format!(r#"[data-response="{response}"]"#)
}
