//! Looking at the page: what is there, and waiting for what is to come.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use thirtyfour::{WebElement, error::WebDriverResult};

use crate::{Browser, browser::run};

/// How long anything may take before it counts as not happening. Generous: a busy machine is slow.
pub const PATIENCE: Duration = Duration::from_secs(20);
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// The elements that match and take up room on the page.
const SHOWN: &str = "const shown = [...document.querySelectorAll(arguments[0])]
    .filter(e => e.getClientRects().length > 0);";

/// A page that is still being scrolled or laid out would move away under the click.
const AT_REST: &str = "const [css, done] = arguments;
    const found = [...document.querySelectorAll(css)].find(e => e.getClientRects().length > 0);
    if (!found) return done(null);
    found.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const place = () => {
        const { left, top, width, height } = found.getBoundingClientRect();
        return [left, top, width, height];
    };
    const before = place();
    setTimeout(() => {
        const [left, top, width, height] = place();
        const still = String(before) === String([left, top, width, height]);
        const over = document.elementFromPoint(left + width / 2, top + height / 2);
        const free = over && (found.contains(over) || over.contains(found));
        done(still && free ? found : null);
    }, 35)";

/// Waits until `look` gives something.
#[track_caller]
pub fn wait_for<T>(what: &str, look: impl FnMut() -> Option<T>) -> T {
    wait(PATIENCE, look).unwrap_or_else(|| panic!("waited {PATIENCE:?} for {what}"))
}

/// What `look` gives within the usual patience.
pub(crate) fn try_for<T>(look: impl FnMut() -> Option<T>) -> Option<T> {
    wait(PATIENCE, look)
}

fn wait<T>(patience: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return Some(found);
        }
        if start.elapsed() > patience {
            return None;
        }
        sleep(LOOK_AGAIN);
    }
}

impl Browser {
    /// Runs a script in the page; `arguments` holds what is given.
    #[track_caller]
    pub fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        let result = self.try_script(script, arguments);
        result.unwrap_or_else(|error| self.fail(&format!("the script {script}: {error}")))
    }

    /// Runs a script that may fail because the page is on its way to another.
    pub(crate) fn try_script(&self, script: &str, arguments: Vec<Value>) -> WebDriverResult<Value> {
        Ok(run(self.driver().execute(script, arguments))?
            .json()
            .clone())
    }

    /// Runs a script that calls its last argument when it is done.
    #[track_caller]
    pub fn script_async(&self, script: &str, arguments: Vec<Value>) -> Value {
        match run(self.driver().execute_async(script, arguments)) {
            Ok(result) => result.json().clone(),
            Err(error) => self.fail(&format!("the script {script}: {error}")),
        }
    }

    /// Waits until `look` gives something, and shows the page if it does not.
    #[track_caller]
    pub fn wait<T>(&self, what: &str, look: impl FnMut() -> Option<T>) -> T {
        self.wait_at_most(PATIENCE, what, look)
    }

    /// The same with a patience of its own.
    #[track_caller]
    pub fn wait_at_most<T>(
        &self,
        patience: Duration,
        what: &str,
        look: impl FnMut() -> Option<T>,
    ) -> T {
        let found = wait(patience, look);
        found.unwrap_or_else(|| self.fail(&format!("waited {patience:?} for {what}")))
    }

    /// Ends the test with what the page shows.
    #[track_caller]
    pub fn fail(&self, what: &str) -> ! {
        let shown = self.try_script(
            "return location.pathname + '\\n' + document.documentElement.innerText",
            Vec::new(),
        );
        let shown = shown.ok().and_then(|text| Some(text.as_str()?.to_owned()));
        let shown = shown.unwrap_or_else(|| "nothing: there is no page".to_owned());
        panic!("{}: {what}\n--- the page shows: {shown}\n---", self.name())
    }

    /// Waits until something that matches a CSS selector shows.
    #[track_caller]
    pub fn see(&self, css: &str) {
        self.wait(&format!("`{css}` to show"), || {
            self.shows(css).then_some(())
        });
    }

    /// Waits until nothing that matches shows.
    #[track_caller]
    pub fn see_no(&self, css: &str) {
        self.wait(&format!("`{css}` to go"), || {
            (self.count_now(css)? == 0).then_some(())
        });
    }

    /// Whether something that matches shows now.
    pub fn shows(&self, css: &str) -> bool {
        self.count_now(css).is_some_and(|count| count > 0)
    }

    /// How many elements that match show now.
    #[track_caller]
    pub fn count(&self, css: &str) -> u64 {
        self.wait(&format!("a page to count `{css}` in"), || {
            self.count_now(css)
        })
    }

    fn count_now(&self, css: &str) -> Option<u64> {
        let script = format!("{SHOWN} return shown.length");
        self.try_script(&script, vec![json!(css)]).ok()?.as_u64()
    }

    /// The text of the first element that matches, once it shows.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        self.read(css, "return shown[0]?.innerText ?? null")
    }

    /// Waits for an element that matches and holds these words.
    #[track_caller]
    pub fn see_text(&self, css: &str, words: &str) {
        let script = format!("{SHOWN} return shown.some(e => e.innerText.includes(arguments[1]))");
        self.wait(&format!("{words:?} in `{css}`"), || {
            let found = self.try_script(&script, vec![json!(css), json!(words)]);
            (found.ok()? == json!(true)).then_some(())
        });
    }

    /// The texts of all elements that match now.
    #[track_caller]
    pub fn texts(&self, css: &str) -> Vec<String> {
        let script = format!("{SHOWN} return shown.map(e => e.innerText)");
        let texts = self.script(&script, vec![json!(css)]);
        serde_json::from_value(texts).unwrap_or_default()
    }

    /// An attribute of the first element that matches, once that has it.
    #[track_caller]
    pub fn attribute(&self, css: &str, name: &str) -> String {
        let look = format!("return shown[0]?.getAttribute({}) ?? null", json!(name));
        self.read(css, &look)
    }

    /// A property of the first element that matches, such as what a field holds.
    #[track_caller]
    pub fn property(&self, css: &str, name: &str) -> Value {
        let script = format!("{SHOWN} return shown[0]?.[arguments[1]] ?? null");
        self.see(css);
        self.script(&script, vec![json!(css), json!(name)])
    }

    #[track_caller]
    fn read(&self, css: &str, look: &str) -> String {
        let script = format!("{SHOWN} {look}");
        self.wait(&format!("`{css}` to show"), || {
            let found = self.try_script(&script, vec![json!(css)]).ok()?;
            found.as_str().map(str::to_owned)
        })
    }

    /// The first element that shows, in the middle of the window, at rest, with nothing over it.
    pub(crate) fn element(&self, css: &str) -> Option<WebElement> {
        let found = run(self.driver().execute_async(AT_REST, vec![json!(css)])).ok()?;
        found.element().ok()
    }

    /// The path of the page's address.
    #[track_caller]
    pub fn path(&self) -> String {
        let path = self.script("return location.pathname", Vec::new());
        path.as_str().unwrap_or_default().to_owned()
    }

    /// A picture of what the window shows, as PNG.
    #[track_caller]
    pub fn picture(&self) -> Vec<u8> {
        run(self.driver().screenshot_as_png()).expect("a picture")
    }
}
