//! Whatever the form engine finds wrong can be said in every language of the app.

use std::{collections::BTreeSet, fs, path::Path};

use crate::{none_of, root};

/// The string literals of Rust that begin right behind `opening`, in all files of a folder.
fn literals(folder: &Path, opening: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder is readable").path();
        if path.is_dir() {
            literals(&path, opening, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let source = fs::read_to_string(&path).expect("source is UTF-8");
            let behind = source.split(opening).skip(1).map(str::trim_start);
            found.extend(behind.filter_map(|text| literal(text.strip_prefix('"')?)));
        }
    }
}

/// What a literal says, up to its closing quote.
fn literal(text: &str) -> Option<String> {
    let mut said = String::new();
    let mut chars = text.chars().peekable();
    loop {
        match chars.next()? {
            '"' => return Some(said),
            '\\' => match chars.next()? {
                '\n' => while chars.next_if(|c| c.is_whitespace()).is_some() {},
                escaped => said.push(escaped),
            },
            other => said.push(other),
        }
    }
}

#[test]
fn every_finding_is_translated() {
    let mut sentences = BTreeSet::new();
    literals(&root().join("crates/form/src"), "message!(", &mut sentences);
    assert!(sentences.len() > 200, "this looks at the wrong folder");
    let mut translated = BTreeSet::new();
    let table = root().join("src/locales/findings");
    // A row of the table begins with the sentence in English.
    for entry in fs::read_dir(&table).expect("the table is there") {
        let source = fs::read_to_string(entry.expect("it is readable").path()).expect("UTF-8");
        let rows = source.split("    [").skip(1).map(str::trim_start);
        translated.extend(rows.filter_map(|row| literal(row.strip_prefix('"')?)));
    }
    let missing: Vec<_> = sentences.difference(&translated).cloned().collect();
    none_of(
        "a finding has a translation in src/locales/findings",
        &missing,
    );
    let unused: Vec<_> = translated.difference(&sentences).cloned().collect();
    none_of("a translation is of a sentence that is used", &unused);
}
