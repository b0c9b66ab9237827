//! `cargo xtask size`: what the app weighs, file by file, and what a first visit transfers.

mod crates;

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::build::{self, Effort};
use crate::failure::Failure;
use crate::{project, say};

/// How many crates are listed.
const ROWS: usize = 25;

/// Builds the app and prints the table.
pub(crate) fn command() -> Result<(), Failure> {
    let app = project::path("dist");
    let module = build::app(Effort::Ship, &app)?;
    say::line(table(&app)?);
    let module = fs::read(&module).map_err(|error| Failure::io("reading the module", &error))?;
    say::line(crates::table(&module, ROWS));
    Ok(())
}

fn table(app: &Path) -> Result<String, Failure> {
    let path = app.join("assets.json");
    let text = fs::read_to_string(&path).map_err(|e| Failure::io("reading assets.json", &e))?;
    let about: Value = serde_json::from_str(&text)
        .map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    let mut lines = format!(
        "\n{:>9} {:>9} {:>9}  file, in bytes\n",
        "raw", "gzip", "brotli"
    );
    let mut first_visit = Sizes::default();
    for file in about["files"].as_array().into_iter().flatten() {
        let path = file["path"].as_str().unwrap_or_default();
        let sizes = Sizes::of(app, path)?;
        // The page and what it needs, and the worker, which finds the rest in the browser's cache.
        let mark = if file["precache"] == true || path == "/sw.js" {
            first_visit.add(&sizes);
            ""
        } else {
            " (not on a first visit)"
        };
        lines.extend([
            sizes.columns(),
            path.to_owned(),
            mark.to_owned(),
            "\n".to_owned(),
        ]);
    }
    Ok(format!("{lines}{} first visit", first_visit.columns()))
}

#[derive(Default)]
struct Sizes {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

impl Sizes {
    /// A file without a compressed copy is sent as it is.
    fn of(app: &Path, path: &str) -> Result<Self, Failure> {
        let size = |suffix: &str| {
            let file = app.join(format!("{}{suffix}", path.trim_start_matches('/')));
            fs::metadata(file).map(|metadata| metadata.len())
        };
        let raw = size("").map_err(|error| Failure::io(path, &error))?;
        Ok(Self {
            raw,
            gzip: size(".gz").unwrap_or(raw),
            brotli: size(".br").unwrap_or(raw),
        })
    }

    fn add(&mut self, other: &Self) {
        self.raw += other.raw;
        self.gzip += other.gzip;
        self.brotli += other.brotli;
    }

    fn columns(&self) -> String {
        format!("{:>9} {:>9} {:>9} ", self.raw, self.gzip, self.brotli)
    }
}
