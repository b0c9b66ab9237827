//! The commands in the documents are commands of the program, with flags that it takes.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let docs = fs::read_dir(root.join("docs")).unwrap();
    let docs = docs.map(|entry| entry.unwrap().path());
    let mut found: Vec<_> = docs
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    found.extend(["README.md", "CHANGELOG.md"].map(|name| root.join(name)));
    found
}

/// Lines of code: in backticks, where a line break is a space, and in blocks.
fn lines_of_code(text: &str) -> Vec<String> {
    let text = text.replace("\\\n", " ");
    let mut found = Vec::new();
    for (at, part) in text.split("```").enumerate() {
        if at % 2 == 1 {
            found.extend(part.lines().map(str::to_owned));
            continue;
        }
        let indented = part.lines().filter(|line| line.starts_with("    "));
        found.extend(indented.map(str::to_owned));
        let ticked = part.split('`').skip(1).step_by(2);
        found.extend(ticked.map(|code| code.replace('\n', " ")));
    }
    found
}

/// The words that follow the program's name, up to a comment or a pipe.
fn words_after_doorstep(line: &str) -> Option<Vec<&str>> {
    let mut words = line.split_whitespace();
    words.find(|word| *word == "doorstep" || word.ends_with("/doorstep"))?;
    let words: Vec<_> = words
        .take_while(|word| !word.starts_with(['#', '|']))
        .collect();
    Some(words)
}

fn help(words: &[&str]) -> Option<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep"));
    let output = command.args(words).arg("--help").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    output.status.success().then_some(text)
}

/// What the program would not take of a line.
fn refused(words: &[&str]) -> Vec<String> {
    let is_name = |word: &&&str| word.chars().all(|letter| letter.is_ascii_lowercase());
    let Some(name) = words
        .first()
        .filter(is_name)
        .filter(|name| **name != "help")
    else {
        return Vec::new();
    };
    let commands = if ["form", "site"].contains(name) {
        2
    } else {
        1
    };
    let command = &words[..commands.min(words.len())];
    let Some(help) = help(command) else {
        return vec![command.join(" ")];
    };
    let flags = words
        .iter()
        .filter_map(|word| word.split('=').next())
        .filter(|word| word.len() > 2 && word.starts_with("--"));
    flags
        .filter(|flag| !help.contains(*flag))
        .map(|flag| format!("{} … {flag}", command.join(" ")))
        .collect()
}

#[test]
fn every_command_in_the_documents_is_taken() {
    let mut lines = BTreeSet::new();
    for path in documents() {
        lines.extend(lines_of_code(&fs::read_to_string(path).unwrap()));
    }
    let told: BTreeSet<_> = lines
        .iter()
        .filter_map(|line| words_after_doorstep(line))
        .collect();
    assert!(told.len() > 20, "this looks at the wrong text: {told:?}");
    let wrong: Vec<_> = told.iter().flat_map(|words| refused(words)).collect();
    assert!(wrong.is_empty(), "the program knows none of: {wrong:?}");
}
