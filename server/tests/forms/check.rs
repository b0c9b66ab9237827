//! `doorstep form check`.

use std::process::Command;

use serde_json::{Value, json};

use crate::File;

/// What is printed, and whether the form can be used.
fn check(words: &[&str]) -> (String, bool) {
    let output = Command::new(env!("CARGO_BIN_EXE_doorstep"))
        .args(["form", "check"])
        .args(words)
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    (printed, output.status.success())
}

fn checked(file: &File) -> (Value, bool) {
    let (printed, usable) = check(&[file.path(), "--json"]);
    (serde_json::from_str(&printed).unwrap(), usable)
}

#[test]
fn a_form_that_can_be_used() {
    let file = File::new(
        "good.md",
        "| survey   |              |      |                      |
         |          | type         | name | label::中文 (zh-Hant) |
         |          | select_one a | q    | 問                   |
         | choices  |              |      |                      |
         |          | list_name    | name | label::中文 (zh-Hant) |
         |          | a            | x    | 甲                   |
         | settings |              |      |                      |
         |          | form_id      | form_title | version        |
         |          | visits       | Visits     | 3              |",
    );
    let expected = json!({
        "form": {
            "id": "visits", "version": "3", "title": "Visits",
            "languages": ["中文 (zh-Hant)"], "questions": 1,
        },
        "diagnostics": [],
    });
    assert_eq!(checked(&file), (expected, true));
    let line = "Visits, version 3: 1 question in 中文 (zh-Hant); nothing to remark.\n";
    assert_eq!(check(&[file.path()]), (line.to_owned(), true));
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let file = File::new(
        "bad.md",
        "| survey |            |      |       |             |
         |        | type       | name | label | relevant    |
         |        | integer    | age  | Age   |             |
         |        | text       | 1st  | First | ${agge} > 1 |
         |        | select_one | s    | S     |             |
         |        | note       | n    |       |             |",
    );
    let (found, usable) = checked(&file);
    assert!(!usable);
    assert_eq!(found["form"], Value::Null);
    let told: Vec<_> = found["diagnostics"].as_array().unwrap().iter().collect();
    let codes: Vec<_> = told
        .iter()
        .map(|found| {
            let word = |name: &str| found[name].as_str().unwrap_or("-").to_owned();
            (
                word("severity"),
                word("code"),
                found["row"].clone(),
                word("column"),
            )
        })
        .collect();
    for (severity, code, row, column) in [
        ("error", "bad-name", 3, "name"),
        ("error", "unknown-name", 3, "relevant"),
        ("error", "missing-list", 4, "type"),
        ("warning", "missing-label", 5, "-"),
    ] {
        let wanted = (
            severity.to_owned(),
            code.to_owned(),
            json!(row),
            column.to_owned(),
        );
        assert!(codes.contains(&wanted), "{wanted:?} in {codes:?}");
    }
    let (printed, _) = check(&[file.path()]);
    let last = printed.lines().last();
    assert_eq!(
        last,
        Some("The form can not be used: 3 errors, 1 warning."),
        "{printed}"
    );
}

#[test]
fn a_table_that_a_form_needs_can_be_given() {
    let form = File::new(
        "files.md",
        "| survey |                             |      |       |
         |        | type                        | name | label |
         |        | select_one_from_file v.csv  | v    | V     |",
    );
    let table = File::new("v-1.csv", "name,label\na,A\n");
    let (printed, usable) = check(&[form.path()]);
    assert!(
        usable && printed.contains("the file v.csv is not attached"),
        "{printed}"
    );
    let attached = format!("v.csv={}", table.path());
    let (printed, usable) = check(&[form.path(), "--attach", &attached]);
    assert!(
        usable && printed.ends_with("; nothing to remark.\n"),
        "{printed}"
    );
}

#[test]
fn a_file_that_is_no_form() {
    let file = File::new("no.xlsx", "PK but no archive");
    let (found, usable) = checked(&file);
    assert!(!usable);
    assert_eq!(found["diagnostics"][0]["code"], "unreadable");
}
