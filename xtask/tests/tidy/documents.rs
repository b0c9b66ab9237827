//! What the documents lead to is there: files, commands, and the names of the code.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use serde_json::Value;

use crate::{cargo, none_of, root, source::files};

/// Folders whose files the documents name, also by their last parts alone.
const TOLD: [&str; 9] = [
    "bench", "crates", "forms", "public", "server", "src", "style", "tests", "xtask",
];
const SOURCE: [&str; 4] = ["rs", "js", "mjs", "css"];

/// All documents, and their text.
fn documents() -> Vec<(String, String)> {
    let roots = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs"];
    files(&roots, &["md"])
}

/// What stands in a document as code: between backticks, and in blocks that are fenced or indented.
fn code(text: &str) -> Vec<String> {
    let ticked = text.split('`').skip(1).step_by(2);
    let mut found: Vec<_> = ticked.map(|code| code.replace("\\\n", " ")).collect();
    let joined = text.replace("\\\n", " ");
    let indented = joined.lines().filter(|line| line.starts_with("    "));
    found.extend(indented.map(str::to_owned));
    found
}

/// The words after a word of the command line, up to a comment, a pipe or the end of the line.
fn words_after<'a>(code: &'a str, program: &[&str]) -> Vec<Vec<&'a str>> {
    let mut found = Vec::new();
    for line in code.lines() {
        let words = line.split_whitespace();
        let words: Vec<_> = words
            .take_while(|word| !word.starts_with(['#', '|']))
            .collect();
        let starts = words.windows(program.len()).enumerate();
        for (at, _) in starts.filter(|(_, here)| *here == program) {
            found.push(words[at + program.len()..].to_vec());
        }
    }
    found
}

/// `document: what` for each piece of code in which something is wrong.
fn wrong_in_code(wrong: impl Fn(&str) -> Vec<String>) -> Vec<String> {
    let mut broken = BTreeSet::new();
    for (name, text) in documents() {
        for code in code(&text) {
            broken.extend(wrong(&code).iter().map(|what| format!("{name}: {what}")));
        }
    }
    broken.into_iter().collect()
}

#[test]
fn every_link_leads_to_a_file() {
    let mut broken = Vec::new();
    for (name, text) in documents() {
        let folder = root().join(&name);
        let folder = folder.parent().expect("a document lies in a folder");
        let targets = ["](", "src=\""].map(|before| text.split(before).skip(1));
        for rest in targets.into_iter().flatten() {
            let target = rest.split([')', '"', '#']).next().unwrap_or_default();
            let here = !target.is_empty() && !target.contains("://");
            if here && !folder.join(target).exists() {
                broken.push(format!("{name}: {target}"));
            }
        }
    }
    none_of("a link leads nowhere", &broken);
}

#[test]
fn every_picture_is_shown_somewhere() {
    let all: String = documents().into_iter().map(|(_, text)| text).collect();
    let pictures = fs::read_dir(root().join("docs/images")).expect("there are pictures");
    let names = pictures.map(|entry| entry.expect("it is readable").file_name());
    let unused: Vec<_> = names
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| !all.contains(&format!("images/{name}")))
        .collect();
    none_of("a picture that no document shows", &unused);
}

/// The words of which names in code consist: `a::B` gives `a` and `B`.
fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
}

#[test]
fn every_path_and_every_name_of_the_code_exists() {
    let sources = files(&TOLD, &SOURCE);
    let is_rust = |name: &str| Path::new(name).extension() == Some("rs".as_ref());
    let rust = sources.iter().filter(|(name, _)| is_rust(name));
    let known: BTreeSet<_> = rust.flat_map(|(_, text)| identifiers(text)).collect();
    let crates = crate::crates();
    let is_word = |part: &str| !part.is_empty() && identifiers(part).eq([part]);
    let missing = |code: &str| {
        let (path, names) = code.split_once("::").unwrap_or((code, ""));
        let ending = path.rsplit_once('.').map(|(_, ending)| ending);
        let plain = |letter: char| letter.is_alphanumeric() || "/_.-*".contains(letter);
        let first = path.split('/').next().unwrap_or_default();
        let found = if !path.chars().all(plain) {
            true
        } else if path.contains('/') && (TOLD.contains(&first) || first == "docs") {
            root().join(path.trim_end_matches("/*")).exists()
        } else if ending.is_some_and(|ending| SOURCE.contains(&ending)) {
            let end = format!("/{path}");
            sources.iter().any(|(name, _)| name.ends_with(&end))
        } else {
            names.is_empty()
                || !is_word(path)
                || known.contains(path)
                || crates.iter().any(|one| one == path)
        };
        let mut names = names.split("::").filter(|name| is_word(name));
        (!found || names.any(|name| !known.contains(name))).then(|| code.to_owned())
    };
    let wrong = |code: &str| missing(code).into_iter().collect();
    none_of("there is no such thing in the code", &wrong_in_code(wrong));
}

#[test]
fn every_variable_is_read_somewhere() {
    let sources: String = files(&TOLD, &SOURCE).into_iter().map(|one| one.1).collect();
    let ours = |name: &&str| name.starts_with("DOORSTEP_") || name.ends_with("_SNAPSHOTS");
    let wrong = |code: &str| {
        let names = identifiers(code).filter(ours);
        names
            .filter(|name| !sources.contains(*name))
            .map(str::to_owned)
            .collect()
    };
    none_of("nothing reads it", &wrong_in_code(wrong));
}

#[test]
fn every_command_of_xtask_is_one() {
    let help = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("help")
        .output();
    let help = String::from_utf8(help.expect("it starts").stdout).expect("UTF-8");
    let has = |word: &str| help.contains(&format!("cargo xtask {word}")) || word == "help";
    let flag = |word: &&str| word.starts_with("--") && !help.contains(*word);
    let wrong = |code: &str| {
        let mut wrong = Vec::new();
        for words in words_after(code, &["cargo", "xtask"]) {
            let unknown = words.first().filter(|word| !has(word));
            let flags = words.iter().filter(|word| flag(word));
            let both = unknown.into_iter().chain(flags);
            wrong.extend(both.map(|word| format!("cargo xtask … {word}")));
        }
        wrong
    };
    none_of(
        "`cargo xtask help` has no such thing",
        &wrong_in_code(wrong),
    );
}

/// The packages, and what can be asked for in each: `test simulator`, `bench round`.
fn packages() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = cargo(&["metadata", "--no-deps", "--format-version=1"]);
    let metadata: Value = serde_json::from_str(&metadata).expect("JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let targets = |package: &Value| {
        let targets = list(&package["targets"]);
        let each = targets
            .iter()
            .map(|target| format!("{} {}", text(&target["kind"][0]), text(&target["name"])));
        each.collect()
    };
    let packages = list(&metadata["packages"]);
    packages
        .iter()
        .map(|package| (text(&package["name"]), targets(package)))
        .collect()
}

#[test]
fn every_other_command_of_cargo_names_what_there_is() {
    let packages = packages();
    let wrong = |code: &str| {
        let mut wrong = Vec::new();
        for words in words_after(code, &["cargo"]) {
            let after = |flags: &[&str]| {
                let at = words.iter().position(|word| flags.contains(word))?;
                words.get(at + 1).copied()
            };
            let Some(name) = after(&["-p", "--package"]) else {
                continue;
            };
            let asked = ["test", "bench"].map(|kind| {
                let target = after(&[&format!("--{kind}")])?;
                Some(format!("{kind} {target}"))
            });
            match packages.get(name) {
                None => wrong.push(format!("no package {name}")),
                Some(has) => {
                    wrong.extend(asked.into_iter().flatten().filter(|it| !has.contains(it)));
                }
            }
        }
        wrong
    };
    none_of("there is no such package or target", &wrong_in_code(wrong));
}
