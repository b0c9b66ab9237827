//! `doorstep form …` as it is started: what it prints and how it exits.
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod check;
mod eval;
mod run;

use std::fs;
use std::path::PathBuf;

/// A file that is gone when the test is.
struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("doorstep-{}-{name}", std::process::id()));
        fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
