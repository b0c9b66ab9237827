//! How the source is kept: small files with one purpose, and no rule switched off on the quiet.

use std::fs;
use std::path::{Path, PathBuf};

use super::{none_of, root};

const LINES: usize = 400;
const COLUMNS: usize = 100;

/// Names of rooms in which anything may lie.
const ATTICS: [&str; 8] = [
    "common", "helper", "helpers", "manager", "misc", "shared", "util", "utils",
];

/// Ways to switch off a rule, in two halves so that this file does not hold them.
const SWITCHES: [(&str, &str); 4] = [
    ("#[", "allow("),
    ("#![", "allow("),
    ("#[", "ignore"),
    ("cfg_attr(test, ", "allow("),
];

/// Rules that no reason can lift outside of tests: what is shipped does not give up.
const NEVER_LIFTED: [(&str, &str); 3] = [
    ("clippy::", "unwrap_used"),
    ("clippy::", "expect_used"),
    ("clippy::", "panic"),
];

/// Where somebody's own files lie. Such a path works on one machine only. (A form may well have a
/// path that starts with `root`.)
const PRIVATE_PLACES: [(&str, &str); 4] = [
    ("/ho", "me/"),
    ("/Use", "rs/"),
    ("/ro", "ot/."),
    ("/wo", "rk/"),
];

/// What the clock and the dice are called; `crates/` is given times and entropy.
const CLOCK_AND_DICE: [&str; 5] = [
    "SystemTime::now",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "thread_rng",
];

/// Files of the repository below some folders, or these files themselves, with their text.
pub(crate) fn files(roots: &[&str], extensions: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut paths: Vec<PathBuf> = roots.iter().map(|name| root().join(name)).collect();
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("the folder is readable");
            paths.extend(entries.map(|entry| entry.expect("the entry is readable").path()));
        } else if path
            .extension()
            .is_some_and(|found| extensions.iter().any(|one| found == *one))
        {
            let name = path
                .strip_prefix(root())
                .unwrap_or(&path)
                .display()
                .to_string();
            found.push((name, fs::read_to_string(&path).expect("the file is UTF-8")));
        }
    }
    found.sort();
    assert!(!found.is_empty(), "nothing found in {roots:?}");
    found
}

fn rust() -> Vec<(String, String)> {
    files(
        &["src", "bench", "crates", "server", "xtask", "tests"],
        &["rs"],
    )
}

/// `file:line` for each line that breaks a rule, with what is wrong there.
fn lines(files: &[(String, String)], wrong: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let each = files.iter().flat_map(|(name, text)| {
        let wrong = &wrong;
        text.lines().enumerate().filter_map(move |(index, line)| {
            wrong(line).map(|what| format!("{name}:{}: {what}", index + 1))
        })
    });
    each.collect()
}

fn contains_any(line: &str, halves: &[(&str, &str)]) -> Option<String> {
    halves
        .iter()
        .map(|(a, b)| format!("{a}{b}"))
        .find(|whole| line.contains(whole.as_str()))
}

/// A line's width without what stands in quotes, and 0 for a row of a table: texts in three
/// languages and forms to test with are read as data, and can't be broken.
fn columns_of_code(line: &str) -> usize {
    if line.trim_start().starts_with('|') {
        return 0;
    }
    match (line.find('"'), line.rfind('"')) {
        (Some(first), Some(last)) if first < last => {
            line[..first].chars().count() + line[last..].chars().count()
        }
        _ => line.chars().count(),
    }
}

#[test]
fn no_style_follows_just_any_neighbour() {
    // A browser that meets such a rule styles a whole list anew when something comes or goes in it;
    // `:where(:not(:first-child))` says the same.
    let styles = files(&["style"], &["css"]);
    let wrong = |line: &str| {
        let selector = line.trim_end().strip_suffix(['{', ','])?.trim_end();
        let (_, subject) = selector.rsplit_once("+ ").or(selector.rsplit_once("~ "))?;
        // A name in the brackets narrows it down.
        let bare = subject.starts_with(['*', ':', '[']) && !subject.starts_with(":is(.");
        bare.then(|| format!("`{selector}`"))
    };
    none_of("a rule for whatever stands beside", &lines(&styles, wrong));
}

#[test]
fn files_and_lines_are_short() {
    let files = rust();
    let long = |(name, text): &(String, String)| {
        let count = text.lines().count();
        (count > LINES).then(|| format!("{name}: {count} lines, split it by meaning"))
    };
    none_of(
        "a file has one purpose",
        &files.iter().filter_map(long).collect::<Vec<_>>(),
    );
    let wide = lines(&files, |line| {
        let columns = columns_of_code(line);
        (columns > COLUMNS).then(|| format!("{columns} columns"))
    });
    none_of("lines fit beside each other on a screen", &wide);
}

#[test]
fn no_rule_is_switched_off() {
    let files = rust();
    let broken = lines(&files, |line| contains_any(line, &SWITCHES));
    none_of(
        "keep the rule, or say why with #[expect(…, reason)]",
        &broken,
    );
    let shipped: Vec<_> = files
        .into_iter()
        .filter(|(name, _)| !name.contains("tests") && !name.contains("benches"))
        .collect();
    let broken = lines(&shipped, |line| contains_any(line, &NEVER_LIFTED));
    none_of("return an error instead", &broken);
}

#[test]
fn names_say_what_is_inside() {
    let attic = |(name, _): &(String, String)| {
        let path = Path::new(name).with_extension("");
        let mut parts = path
            .components()
            .filter_map(|part| part.as_os_str().to_str());
        parts
            .any(|part| ATTICS.contains(&part))
            .then(|| name.clone())
    };
    none_of(
        "a name for anything is a name for nothing",
        &rust().iter().filter_map(attic).collect::<Vec<_>>(),
    );
}

#[test]
fn no_path_of_one_machine() {
    let text = [
        "rs",
        "js",
        "css",
        "html",
        "toml",
        "md",
        "json",
        "webmanifest",
        "sh",
        "yml",
    ];
    let places = [
        "src",
        "crates",
        "server",
        "xtask",
        "tests",
        "public",
        "style",
        "docs",
        "forms",
        ".ci",
        ".cargo",
        "index.html",
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "Cargo.toml",
    ];
    let present: Vec<_> = places
        .into_iter()
        .filter(|place| root().join(place).exists())
        .collect();
    let broken = lines(&files(&present, &text), |line| {
        contains_any(line, &PRIVATE_PLACES)
    });
    none_of("a path that exists on one machine only", &broken);
}

#[test]
fn crates_ask_neither_clock_nor_dice() {
    let inner: Vec<_> = files(&["crates"], &["rs"])
        .into_iter()
        .filter(|(name, _)| name.contains("/src/"))
        .collect();
    let broken = lines(&inner, |line| {
        CLOCK_AND_DICE
            .iter()
            .find(|call| line.contains(**call))
            .map(|call| (*call).to_owned())
    });
    none_of("time and entropy are passed in", &broken);
}

#[test]
fn every_package_keeps_the_lints_of_the_workspace() {
    let manifests = files(
        &["Cargo.toml", "crates", "server", "xtask", "tests"],
        &["toml"],
    );
    let packages: Vec<_> = manifests
        .iter()
        .filter(|(_, text)| text.contains("[package]"))
        .collect();
    assert!(packages.len() > 4, "this looks at the wrong folder");
    let without = packages
        .iter()
        .filter(|(_, text)| !text.contains("[lints]\nworkspace = true"))
        .map(|(name, _)| name.clone());
    none_of(
        "`[lints] workspace = true` is missing",
        &without.collect::<Vec<_>>(),
    );
    let workspace = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml is there");
    assert!(
        workspace.contains("\nunsafe_code = \"forbid\""),
        "unsafe code must be forbidden"
    );
}
