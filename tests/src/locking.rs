//! A tablet with a passphrase.

use std::time::Duration;

use serde_json::{Value, json};

use vault::{Header, RowKey, Secret, open_row, row_context};

use crate::{Engine, Server, Tablet};

/// Deriving a key may take its time on a busy machine.
const DERIVING: Duration = Duration::from_mins(1);

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

    /// A new tablet at the site's first doors: a person with this role and name has joined with it.
    #[track_caller]
    pub fn joined(server: &Server, who: (&str, &str), label: &str, passphrase: &str) -> Self {
        let folder = label.to_lowercase().replace(' ', "-");
        let tablet = Self::new(Engine::first(), server, &folder);
        tablet.join(&server.invite(who.0, who.1), label, passphrase);
        tablet.browser.see(".door");
        tablet
    }

    /// Joins a site by a link, on a tablet that has no profile yet.
    #[track_caller]
    pub fn join(&self, link: &str, name: &str, passphrase: &str) {
        let browser = &self.browser;
        browser.open(link);
        browser.see("form.join");
        browser.fill_in("#device-name", name);
        browser.click("form.join button[type=submit]");
        browser.see("#profile-name");
        browser.fill_in("#profile-name", name);
        browser.fill_in("#new-passphrase", passphrase);
        browser.click("form:has(#new-passphrase) button[type=submit]");
        self.take_code();
        self.until("form.join");
        browser.click("form.join button[type=submit]");
        self.until(".shell");
    }

    /// Opens a screen by its path, which loads the app anew: the passphrase is asked for.
    #[track_caller]
    pub fn open_unlocked(&self, path: &str, passphrase: &str) {
        self.open(path);
        self.until(".shell, #passphrase");
        if self.browser.shows("#passphrase") {
            self.unlock(passphrase);
        }
    }

    /// Joins again with a code, on a tablet whose profile is open.
    #[track_caller]
    pub fn join_again(&self, link: &str) {
        let browser = &self.browser;
        browser.click("[data-join]");
        browser.fill_in("#code", link);
        browser.click("form.join button[type=submit]");
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

    /// Opens every sealed row of this tablet outside of the browser, with the passphrase and the
    /// program's own ciphers; what they hold, as one text.
    #[track_caller]
    pub fn opened_elsewhere(&self, passphrase: &str) -> String {
        let script = format!(
            "{READ_ALL} rows().then(all => done(all.map(row => [
            row.name, row.store, row.key,
            [...row.bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')])))"
        );
        let rows = self.browser.script_async(&script, Vec::new());
        let rows: Vec<(String, String, Value, String)> =
            serde_json::from_value(rows).unwrap_or_default();
        let header = rows
            .iter()
            .find(|(_, _, key, _)| key.as_str().is_some_and(|key| key.starts_with("profile/")));
        let header = header.and_then(|(.., row)| {
            let profile: Value = serde_json::from_slice(unhex(row).get(1..)?).ok()?;
            Header::from_json(profile["vault"].as_str()?).ok()
        });
        let header = header.expect("the header of the vault");
        let key = header.open(Secret::Passphrase(passphrase));
        let key = key.expect("the key of the vault");
        let mut opened = String::new();
        for (database, area, place, row) in &rows {
            let row = unhex(row);
            if row.first() != Some(&1) {
                continue;
            }
            let number = place.as_u64().and_then(|number| u32::try_from(number).ok());
            let place = match number {
                Some(number) => RowKey::Number(number),
                None => RowKey::Text(place.as_str().unwrap_or_default()),
            };
            let context = row_context(database, area, place);
            let content = open_row(&key, &context, &row);
            let content = content.unwrap_or_else(|why| panic!("{context}: {why}"));
            opened.push_str(&String::from_utf8_lossy(&content));
        }
        opened
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
                    const bytes = ArrayBuffer.isView(value) ? Uint8Array.from(value)
                        : new Uint8Array();
                    const text = bytes.length ? new TextDecoder().decode(bytes)
                        : JSON.stringify(value);
                    all.push({ name, store, key, text, bytes, first: bytes[0] });
                });
            }
            database.close();
        }
        return all;
    };";

fn unhex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2);
    let bytes = digits.filter_map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok());
    bytes.collect()
}
