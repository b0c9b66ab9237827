//! What works, and which test says so: `features.csv`, held against the readers and the tests.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::workbook::csv_rows;
use crate::xlsform::TYPES;
use crate::xpath::functions;

const TABLE: &str = include_str!("../features.csv");

struct Feature {
    area: String,
    name: String,
    works: bool,
    /// The test, or the reason.
    because: String,
}

fn features() -> Vec<Feature> {
    let feature = |row: Vec<String>| {
        let [area, name, works, because] = row.try_into().expect("four columns");
        assert!(matches!(works.as_str(), "yes" | "no"), "{name}: {works}");
        Feature {
            area,
            name,
            works: works == "yes",
            because,
        }
    };
    csv_rows(TABLE).into_iter().skip(1).map(feature).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The names of all functions in the sources, tests among them.
fn functions_of(folder: &Path, found: &mut HashSet<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            functions_of(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap_or_default();
            for after in text.split("fn ").skip(1) {
                let name = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
                found.extend(after.split(name).next().map(str::to_owned));
            }
        }
    }
}

#[test]
fn each_feature_has_a_test_or_a_reason() {
    let mut tests = HashSet::new();
    for folder in ["crates", "server", "src", "tests"] {
        functions_of(&root().join(folder), &mut tests);
    }
    let mut seen = HashSet::new();
    for feature in features() {
        let Feature {
            area,
            name,
            works,
            because,
        } = feature;
        assert!(seen.insert((area, name.clone())), "{name} stands twice");
        if works {
            assert!(
                tests.contains(&because),
                "{name}: there is no test {because}"
            );
        } else {
            assert!(because.len() > 20, "{name}: why not?");
        }
    }
}

#[test]
fn every_name_that_is_read_stands_in_the_table() {
    let features = features();
    let names: HashSet<&str> = features
        .iter()
        .map(|feature| feature.name.as_str())
        .collect();
    for name in TYPES.iter().copied().chain(functions()) {
        assert!(names.contains(name), "{name} is missing from features.csv");
    }
}

/// `UPDATE_SNAPSHOTS=1` writes the page anew.
#[test]
fn the_page_shows_the_table() {
    let features = features();
    let working = features.iter().filter(|feature| feature.works).count();
    let mut page = format!(
        "# Features of the form engine\n\nWritten from `crates/form/features.csv` by \
         `UPDATE_SNAPSHOTS=1 cargo test -p form features`.\n{working} of {} are there, each with \
         the test that says so; the others say why not.\n",
        features.len()
    );
    let mut area = "";
    for feature in &features {
        if feature.area != area {
            area = &feature.area;
            let title = area[..1].to_uppercase() + &area[1..];
            let _ = write!(page, "\n## {title}\n\n| | | |\n| --- | --- | --- |\n");
        }
        let name = feature.name.replace('|', "\\|");
        let (works, because) = if feature.works {
            ("yes", format!("`{}`", feature.because))
        } else {
            ("no, because", feature.because.clone())
        };
        let _ = writeln!(page, "| `{name}` | {works} | {because} |");
    }
    let path = root().join("docs/FEATURES.md");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&path, &page).expect("the page can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "run with UPDATE_SNAPSHOTS=1 and commit docs/FEATURES.md"
    );
}
