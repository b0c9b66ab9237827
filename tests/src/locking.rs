//! A tablet with a passphrase.

use std::time::Duration;

use serde_json::{Value, json};

use crate::Tablet;

/// Deriving a key may take its time on a busy machine.
const DERIVING: Duration = Duration::from_secs(60);

impl Tablet {
    /// Gives the open profile a passphrase, in the settings; its recovery code.
    #[track_caller]
    pub fn protect(&self, name: &str, passphrase: &str) -> String {
        let browser = &self.browser;
        self.settings();
        browser.click("#protect");
        browser.fill_in("#profile-name", name);
        browser.fill_in("#new-passphrase", passphrase);
        browser.click("dialog[open] button[type=submit]");
        let code = self.take_code();
        self.until("#lock-now, #passphrase");
        if browser.shows("#passphrase") {
            // A browser that can't hand a key over while the page loads anew asks for it.
            self.unlock(passphrase);
        }
        code
    }

    /// Reads the recovery code that shows, and types the group that is asked for.
    #[track_caller]
    pub fn take_code(&self) -> String {
        let browser = &self.browser;
        self.until("#recovery-code");
        let groups = browser.texts("#recovery-code > span");
        let asked = browser.attribute("#confirm-code", "data-group");
        let asked: usize = asked.parse().unwrap_or_default();
        browser.fill_in("#confirm-code", &groups[asked].to_lowercase());
        browser.click("form:has(#confirm-code) button[type=submit]");
        groups.join("-")
    }

    /// Types the passphrase and waits for what it opens.
    #[track_caller]
    pub fn unlock(&self, passphrase: &str) {
        self.try_passphrase(passphrase);
        self.until(".shell");
    }

    /// Types a passphrase.
    #[track_caller]
    pub fn try_passphrase(&self, passphrase: &str) {
        self.browser.fill_in("#passphrase", passphrase);
        self.browser
            .click("form:has(#passphrase) button[type=submit]");
    }

    /// Waits, as long as deriving a key may take, for something to show.
    #[track_caller]
    pub fn until(&self, css: &str) {
        self.browser
            .wait_at_most(DERIVING, css, || self.browser.shows(css).then_some(()));
    }

    /// Waits until every row of the profile's databases is sealed.
    #[track_caller]
    pub fn until_sealed(&self) {
        let script = format!(
            "{READ_ALL} rows().then(all => done(all.filter(row =>
            row.name !== 'doorstep' && row.first === 0).length))"
        );
        self.browser
            .wait_at_most(DERIVING, "all rows to be sealed", || {
                let plain = self.browser.script_async(&script, Vec::new());
                (plain == json!(0)).then_some(())
            });
    }

    /// All that lies on this tablet, as anyone with the right tools can read it: every row of every
    /// database and all of localStorage and sessionStorage, as one text.
    #[track_caller]
    pub fn everything_that_lies_here(&self) -> String {
        let script = format!(
            "{READ_ALL} rows().then(all => done(
            all.map(row => `${{row.name}}/${{row.store}}/${{row.key}}: ${{row.text}}`).join('\\n')
            + JSON.stringify({{...localStorage}}) + JSON.stringify({{...sessionStorage}})))"
        );
        match self.browser.script_async(&script, Vec::new()) {
            Value::String(text) => text,
            other => self.browser.fail(&format!("the storage reads as {other}")),
        }
    }
}

/// Reads the storage raw, past the app.
const READ_ALL: &str = "
    const done = arguments[arguments.length - 1];
    const asked = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const rows = async () => {
        const all = [];
        for (const { name } of await indexedDB.databases()) {
            const database = await asked(indexedDB.open(name));
            for (const store of database.objectStoreNames) {
                const read = database.transaction(store).objectStore(store);
                const [keys, values] = await Promise.all(
                    [asked(read.getAllKeys()), asked(read.getAll())]);
                keys.forEach((key, at) => {
                    const value = values[at];
                    const bytes = value instanceof Uint8Array ? value : new Uint8Array();
                    const text = bytes.length ? new TextDecoder().decode(bytes)
                        : JSON.stringify(value);
                    all.push({ name, store, key, text, first: bytes[0] });
                });
            }
            database.close();
        }
        return all;
    };";
