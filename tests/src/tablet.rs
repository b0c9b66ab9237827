//! The tablet at the door, in the field's words.

use std::time::Duration;

use serde_json::Value;

use crate::{Browser, Engine, Server, Shape};

/// A language of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Traditional Chinese.
    ZhHant,
    /// Simplified Chinese.
    ZhHans,
    /// English.
    En,
}

impl Lang {
    /// Its tag (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Self::ZhHant => "zh-Hant",
            Self::ZhHans => "zh-Hans",
            Self::En => "en",
        }
    }

    /// One of two texts.
    pub fn pick<'a>(self, zh_hant: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::ZhHant => zh_hant,
            Self::En => en,
            Self::ZhHans => panic!("the scenarios compare texts in zh-Hant and en"),
        }
    }
}

/// A tablet on which the app is used.
pub struct Tablet {
    /// Its browser.
    pub browser: Browser,
    base: String,
}

/// Without a notice from the server a tablet tries again after 30 seconds at the latest.
const LONGEST_PAUSE: Duration = Duration::from_secs(35);

impl Tablet {
    /// A tablet that has never opened the app.
    pub fn new(engine: Engine, server: &Server, name: &str) -> Self {
        Self::at(&server.url(""), Browser::start(engine, Shape::Tablet, name))
    }

    /// A browser that will use the app at an address (without the last slash).
    pub fn at(base: &str, browser: Browser) -> Self {
        Self {
            browser,
            base: base.to_owned(),
        }
    }

    /// A tablet with a copy of this one's storage; this one must be off.
    #[must_use]
    pub fn copied(&self, name: &str) -> Self {
        Self::at(&self.base, self.browser.copied(name))
    }

    /// A tablet on which an assistant has just begun to work, ready to go offline.
    #[track_caller]
    pub fn ready(engine: Engine, server: &Server, name: &str, lang: Lang) -> Self {
        let tablet = Self::new(engine, server, name);
        tablet.first_visit(lang, "assistant");
        tablet.until_offline_ready();
        tablet
    }

    /// Opens the app for the first time, chooses the language, and says who is there.
    #[track_caller]
    pub fn first_visit(&self, lang: Lang, role: &str) {
        self.open("/");
        // The first screen is another one until the estate is here.
        self.browser.see("[data-role]");
        self.choose_language(lang);
        self.choose_person(role);
    }

    /// Opens a screen by its path.
    #[track_caller]
    pub fn open(&self, path: &str) {
        self.browser.open(&format!("{}{path}", self.base));
    }

    /// Chooses the language of the app, on the first screen or in the settings.
    #[track_caller]
    pub fn choose_language(&self, lang: Lang) {
        let value = match lang {
            Lang::ZhHant => 0,
            Lang::ZhHans => 1,
            Lang::En => 2,
        };
        let row = format!(r#"label:has(> input[name="language"][value="{value}"])"#);
        self.browser.click(&row);
        self.browser
            .wait(&format!("the app to speak {}", lang.tag()), || {
                (self.browser.attribute("html", "lang") == lang.tag()).then_some(())
            });
    }

    /// Says who is using the tablet: the first person with this role.
    #[track_caller]
    pub fn choose_person(&self, role: &str) {
        self.browser
            .click(&format!(r#"button[data-role="{role}"]"#));
        self.browser.see(".tabs");
    }

    /// Waits until the app would open without a network.
    #[track_caller]
    pub fn until_offline_ready(&self) {
        self.browser
            .wait("the app to be ready for offline use", || {
                let ready = self.browser.script_async(
                    "const done = arguments[arguments.length - 1];
                const served = !!navigator.serviceWorker?.controller;
                caches.match('/index.html')
                    .then(page => done(served && !!page), () => done(false))",
                    Vec::new(),
                );
                (ready == Value::Bool(true)).then_some(())
            });
    }

    /// Goes to Today.
    #[track_caller]
    pub fn today(&self) {
        self.browser.click(r#".tabs a[href="/"]"#);
        self.browser.see(".block, .empty");
    }

    /// Opens the door with this label, such as `5A`, in the first building that has it.
    #[track_caller]
    pub fn open_door(&self, label: &str) {
        let found = self.browser.wait(&format!("the door {label}"), || {
            let script = "const door = [...document.querySelectorAll('a.door')].find(
                    door => door.querySelector('.door-label').innerText.trim() === arguments[0]);
                return door?.getAttribute('href') ?? null";
            let href = self.browser.script(script, vec![label.into()]);
            href.as_str().map(str::to_owned)
        });
        self.browser.click(&format!(r#"a.door[href="{found}"]"#));
        self.browser.see("[data-start]");
    }

    /// The label of the `index`th door (from 0) that is still to visit.
    #[track_caller]
    pub fn door_to_visit(&self, index: usize) -> String {
        let labels = ".door[data-state=\"todo\"] .door-label";
        self.browser.see(labels);
        let labels = self.browser.texts(labels);
        labels.into_iter().nth(index).unwrap_or_default()
    }

    /// Starts the questionnaire with this number at the door that is open. Where it does not ask
    /// for consent itself, the resident says yes.
    #[track_caller]
    pub fn start(&self, form: &str) {
        const YES: &str = r#"[data-consent="spoken"]"#;
        self.browser.click(&format!(r#"[data-start="{form}"]"#));
        self.browser.see(&format!(".questions, {YES}"));
        if self.browser.shows(YES) {
            self.browser.click(YES);
        }
        self.browser.see(".questions");
    }

    /// Answers a question; `path` goes from the questionnaire's root, group names included. The
    /// value is the choice's name, several names with spaces between them, or what is typed.
    #[track_caller]
    pub fn answer(&self, path: &str, value: &str) {
        let question = format!(r#"[data-path="{path}"]"#);
        self.browser.see(&question);
        if self
            .browser
            .shows(&format!("{question} label:has([data-choice])"))
        {
            for choice in value.split_whitespace() {
                let row = format!(r#"{question} label:has([data-choice="{choice}"])"#);
                self.browser.click(&row);
            }
        } else if self.browser.shows(&format!("{question} .picker")) {
            self.browser.click(&format!("{question} .picker"));
            let row = format!(r#"dialog[open] .finder-row[data-choice="{value}"]"#);
            self.browser.click(&row);
        } else {
            let field = format!("{question} input, {question} textarea");
            self.browser.fill_in(&field, value);
        }
    }

    /// Hands in the page and goes on to the next one.
    #[track_caller]
    pub fn next(&self) {
        let before = self.browser.text(".survey-place");
        self.browser.click(r#".survey-bar [data-action="next"]"#);
        self.browser.wait("the next page", || {
            let here = self.browser.texts(".survey-place");
            here.first()
                .is_some_and(|here| *here != before)
                .then_some(())
        });
    }

    /// Goes on, page by page, until a question shows.
    #[track_caller]
    pub fn next_until(&self, path: &str) {
        while !self.browser.shows(&format!(r#"[data-path="{path}"]"#)) {
            assert!(!self.at_check(), "the questionnaire ended without {path}");
            self.next();
        }
    }

    /// Whether the answers are being checked.
    pub fn at_check(&self) -> bool {
        self.browser.shows(r#".survey-bar [data-action="finish"]"#)
    }

    /// Waits until every answer that was given is on the disk.
    #[track_caller]
    pub fn draft_saved(&self) {
        self.browser.see(r#".save-sign[data-state="saved"]"#);
    }

    /// Goes on to the end and finishes; the response's id, read from the tick.
    #[track_caller]
    pub fn finish(&self) -> String {
        while !self.at_check() {
            self.next();
        }
        self.browser.click(r#".survey-bar [data-action="finish"]"#);
        self.saved()
    }

    /// The id of the response whose tick shows.
    #[track_caller]
    pub fn saved(&self) -> String {
        self.browser.attribute("[data-saved]", "data-saved")
    }

    /// Fills in the shortest survey there is: no service wanted, no answer wanted.
    #[track_caller]
    pub fn fill_in_shortest(&self) {
        self.answer("/opening/consent", "yes");
        self.next();
        self.answer("/respondent/respondent_role", "owner");
        self.next();
        self.answer("/services/services_wanted", "none");
        self.next_until("/closing/feedback_wanted");
        self.answer("/closing/feedback_wanted", "no");
        self.next();
    }

    /// Visits the first door that is to do and finishes the shortest survey there.
    #[track_caller]
    pub fn survey_next_door(&self) -> String {
        self.today();
        let door = self.door_to_visit(0);
        self.open_door(&door);
        self.start("QP-08-16-F001");
        self.fill_in_shortest();
        self.finish()
    }

    /// Goes to what is finished and waits until this response is listed as `waiting` or `sent`.
    #[track_caller]
    pub fn listed_as(&self, response: &str, state: &str) {
        if self.browser.path() != "/finished" {
            self.browser.click(r#".tabs a[href="/finished"]"#);
        }
        let row = format!(r#"[data-response="{response}"] .chip[data-state="{state}"]"#);
        self.browser.see(&row);
    }

    /// Waits until everything is at the office.
    #[track_caller]
    pub fn all_sent(&self) {
        const SENT: &str = r#".sync-sign[data-state="sent"]"#;
        self.browser
            .wait_at_most(LONGEST_PAUSE, "all to be sent", || {
                self.browser.shows(SENT).then_some(())
            });
    }

    /// How many entries the ledger on this tablet has, as the settings show it.
    #[track_caller]
    pub fn entries(&self) -> u64 {
        self.settings();
        let text = self.browser.text("#entries");
        text.parse()
            .unwrap_or_else(|_| panic!("{text:?} is no number of entries"))
    }

    /// Starts the app at the settings.
    #[track_caller]
    pub fn settings_from_start(&self) {
        self.open("/settings");
        self.browser.see("#storage");
    }

    /// Goes to the settings.
    #[track_caller]
    pub fn settings(&self) {
        if self.browser.path() != "/settings" {
            self.browser.click(r#".tabs a[href="/settings"]"#);
        }
        self.browser.see("#storage");
    }
}
