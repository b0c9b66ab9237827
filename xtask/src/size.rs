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

/// The script that is served last: it finds the rest in the browser's cache or fetches it.
const WORKER: &str = "/sw.js";

/// The most that a first visit may transfer, in bytes of brotli: what it was when it was last
/// weighed, and a hundredth.
const FIRST_VISIT: u64 = 368_000;

/// Builds the app and prints the table.
pub(crate) fn command() -> Result<(), Failure> {
    let app = project::path("dist");
    let module = build::app(Effort::Ship, &app)?;
    say::line(table(&app)?);
    let module = fs::read(&module).map_err(|error| Failure::io("reading the module", &error))?;
    say::line(crates::table(&module, ROWS));
    Ok(())
}

/// When a file comes into the browser.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    /// Before the first screen can be used.
    First,
    /// Behind it, for use without a network.
    Later,
    /// Only if the browser or the system asks for it.
    Asked,
}

impl When {
    fn of(file: &Value) -> Self {
        let precached = file["precache"] == true || file["path"] == WORKER;
        match (file["first"] == true, precached) {
            (true, _) => Self::First,
            (false, true) => Self::Later,
            (false, false) => Self::Asked,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::First => "first ",
            Self::Later => "later ",
            Self::Asked => "asked ",
        }
    }
}

/// Fails where a first visit transfers more than it may.
pub(crate) fn check(app: &Path) -> Result<(), Failure> {
    let first = total(&weigh(app)?, When::First).brotli;
    if first <= FIRST_VISIT {
        return Ok(());
    }
    let what = format!("a first visit transfers {first} bytes, and {FIRST_VISIT} are the limit");
    Err(Failure::new(what).remedy(
        "`cargo xtask size` shows what grew; a screen that is not the first goes into a part \
         (src/parts.rs)",
    ))
}

/// Every file of the built app with its sizes.
fn weigh(app: &Path) -> Result<Vec<(String, When, Sizes)>, Failure> {
    let path = app.join("assets.json");
    let text = fs::read_to_string(&path).map_err(|e| Failure::io("reading assets.json", &e))?;
    let about: Value = serde_json::from_str(&text)
        .map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    let files = about["files"].as_array().into_iter().flatten();
    files
        .map(|file| {
            let path = file["path"].as_str().unwrap_or_default();
            Ok((path.to_owned(), When::of(file), Sizes::of(app, path)?))
        })
        .collect()
}

fn total(files: &[(String, When, Sizes)], when: When) -> Sizes {
    let mut sum = Sizes::default();
    for (_, _, sizes) in files.iter().filter(|(_, at, _)| *at == when) {
        sum.add(sizes);
    }
    sum
}

fn table(app: &Path) -> Result<String, Failure> {
    let files = weigh(app)?;
    let mut lines = format!(
        "\n{:>9} {:>9} {:>9}  file, in bytes, and when it is fetched\n",
        "raw", "gzip", "brotli"
    );
    for (path, when, sizes) in &files {
        lines.extend([&sizes.columns(), when.name(), path, "\n"]);
    }
    let sum = |when| total(&files, when).columns();
    Ok(format!(
        "{lines}{} until the first screen can be used (limit {FIRST_VISIT})\n\
         {} behind it, for use without a network",
        sum(When::First),
        sum(When::Later)
    ))
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
        format!("{:>9} {:>9} {:>9}  ", self.raw, self.gzip, self.brotli)
    }
}
