//! A bundle that the app saved as a file, checked as another replica would check it.

use std::{fs, path::Path};

use ledger::{Bundle, Ledger};
use serde_json::Value;

use crate::Browser;

/// A bundle in a file.
pub struct Exported {
    /// The text of the file.
    pub text: String,
    /// What is in it.
    pub bundle: Bundle,
}

impl Exported {
    /// Presses "export" in the settings, which must show, and reads the file.
    #[track_caller]
    pub fn from_settings(browser: &Browser) -> Self {
        for old in files(&browser.downloads()) {
            fs::remove_file(old).expect("an empty folder");
        }
        browser.click("#export");
        let text = browser.wait("the exported file", || {
            let files = files(&browser.downloads());
            let file = files
                .iter()
                .find(|file| file.extension().is_some_and(|kind| kind == "json"));
            let text = fs::read_to_string(file?).ok()?;
            // The browser may still be writing.
            serde_json::from_str::<Value>(&text).is_ok().then_some(text)
        });
        Self::read(text)
    }

    /// Reads a bundle and checks every hash and every chain in it.
    #[track_caller]
    pub fn read(text: String) -> Self {
        let bundle = Bundle::read(text.as_bytes()).expect("a bundle");
        let opening = bundle.clone().open(&Ledger::new(bundle.site));
        let fresh = opening.expect("chains that hold").fresh.len();
        assert_eq!(fresh, bundle.entries.len(), "every entry once");
        Self { text, bundle }
    }

    /// The entries that set fields of a record.
    pub fn of_record(&self, record: &str) -> Vec<Value> {
        let mut entries = self.about(record);
        entries.retain(|entry| entry["id"] == record);
        entries
    }

    /// The entries that name a record.
    pub fn about(&self, record: &str) -> Vec<Value> {
        let value: Value = serde_json::from_str(&self.text).expect("JSON");
        let entries = value["entries"].as_array().cloned().unwrap_or_default();
        let about = |entry: &Value| entry.to_string().contains(record);
        entries.into_iter().filter(about).collect()
    }

    /// How many entries of a device there are.
    pub fn of_device(&self, device: &str) -> usize {
        let by = |entry: &&ledger::Entry| entry.device().to_string() == device;
        self.bundle.entries.iter().filter(by).count()
    }
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("the downloads");
    entries.flatten().map(|entry| entry.path()).collect()
}
