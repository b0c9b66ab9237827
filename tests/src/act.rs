//! Acting on the page as a person does: through the browser's own input.

use std::path::{Path, PathBuf};

use serde_json::json;
use thirtyfour::{Key, TypingData};

use crate::{Browser, browser::run};

impl Browser {
    /// Opens an address.
    #[track_caller]
    pub fn open(&self, url: &str) {
        if let Err(error) = run(self.driver().goto(url)) {
            self.fail(&format!("opening {url}: {error}"));
        }
    }

    /// Loads the page anew, as the browser's own button does.
    #[track_caller]
    pub fn reload(&self) {
        // Firefox's driver would go past the service worker, and its scripts have a global object
        // of their own: so the mark is on the document.
        let reload = "document.documentElement.dataset.old = 'yes'; location.reload()";
        self.script(reload, Vec::new());
        self.wait("the page to load anew", || {
            let fresh = "return !document.documentElement.dataset.old
                && document.readyState === 'complete'";
            (self.try_script(fresh, Vec::new()).ok()? == true).then_some(())
        });
    }

    /// Clicks the first element that matches, once it can be clicked.
    #[track_caller]
    pub fn click(&self, css: &str) {
        let mut last = String::from(
            "nothing that matches shows, or it does not come to rest, or something covers it",
        );
        let done = crate::look::try_for(|| {
            match run(self.element(css)?.click()) {
                Ok(()) => Some(()),
                // Something lies over it, or it was built anew: that may pass.
                Err(error) => {
                    last = error.to_string();
                    None
                }
            }
        });
        if done.is_none() {
            self.fail(&format!("could not click `{css}`: {last}"));
        }
    }

    /// Empties a field and types into it.
    #[track_caller]
    pub fn fill_in(&self, css: &str, text: &str) {
        self.click(css);
        self.keys(Key::Control + "a");
        // Lets go of the first key.
        self.keys(Key::Null + Key::Backspace);
        self.keys(text);
    }

    /// Types where the focus is.
    #[track_caller]
    pub fn keys(&self, text: impl Into<TypingData>) {
        let typed = run(async {
            let focused = self.driver().active_element().await?;
            focused.send_keys(text).await
        });
        if let Err(error) = typed {
            self.fail(&format!("typing: {error}"));
        }
    }

    /// Presses a key where the focus is.
    #[track_caller]
    pub fn press(&self, key: Key) {
        self.keys(key + "");
    }

    /// Chooses a file in a file field, which may be hidden behind its label.
    #[track_caller]
    pub fn choose_file(&self, css: &str, file: &Path) {
        let script = "return document.querySelector(arguments[0])";
        let field = self.wait(&format!("the file field `{css}`"), || {
            let found = run(self.driver().execute(script, vec![json!(css)])).ok()?;
            found.element().ok()
        });
        if let Err(error) = run(field.send_keys(file.display().to_string())) {
            self.fail(&format!("choosing {}: {error}", file.display()));
        }
    }

    /// Chooses several files at once.
    #[track_caller]
    pub fn choose_files(&self, css: &str, files: &[PathBuf]) {
        let names: Vec<_> = files
            .iter()
            .map(|file| file.display().to_string())
            .collect();
        // The driver takes a line for each.
        self.choose_file(css, Path::new(&names.join("\n")));
    }

    /// Puts the device somewhere, as exactly as `accuracy` metres. See
    /// [`Engine::feigns`](crate::Engine::feigns).
    pub fn be_at(&self, latitude: f64, longitude: f64, accuracy: f64) {
        self.devtools(
            "Browser.grantPermissions",
            json!({"permissions": ["geolocation"]}),
        );
        self.devtools(
            "Emulation.setGeolocationOverride",
            json!({"latitude": latitude, "longitude": longitude, "accuracy": accuracy}),
        );
    }

    /// Drops a file of this content on an element, as a drag from the desktop ends.
    #[track_caller]
    pub fn drop_file(&self, css: &str, name: &str, content: &str) {
        self.see(css);
        self.script(
            "const [css, name, content] = arguments;
            const files = new DataTransfer();
            files.items.add(new File([content], name, { type: 'application/json' }));
            for (const type of ['dragenter', 'dragover', 'drop']) {
                const event = { bubbles: true, cancelable: true, dataTransfer: files };
                document.querySelector(css).dispatchEvent(new DragEvent(type, event));
            }",
            vec![json!(css), json!(name), json!(content)],
        );
    }
}
