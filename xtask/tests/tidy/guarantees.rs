//! Each guarantee in `docs/GUARANTEES.md` names tests, and these exist.

use std::fs;

use crate::{none_of, root};

/// A line such as "- `server/tests/routes/kill.rs`: `nothing_is_lost`": the file and the test.
fn named(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("- `")?.strip_suffix('`')?;
    rest.split_once("`: `")
}

/// Whether a file has this test: a function right under an attribute that makes it one, or one in a
/// block of properties.
fn has_test(text: &str, name: &str) -> bool {
    let head = format!("fn {name}(");
    let mut lines = text.lines().rev().skip_while(|line| !line.contains(&head));
    lines.next().is_some()
        && lines
            .take_while(|line| !line.trim().is_empty())
            .any(|line| line.trim_start().starts_with("#[") && line.contains("test]"))
}

#[test]
fn every_guarantee_names_tests_that_exist() {
    let text = fs::read_to_string(root().join("docs/GUARANTEES.md")).expect("it is there");
    let mut broken = Vec::new();
    for part in text.split("\n## ").skip(1) {
        let title = part.lines().next().unwrap_or_default();
        let tests: Vec<_> = part.lines().filter_map(named).collect();
        if tests.is_empty() {
            broken.push(format!("{title}: names no test"));
        }
        for (file, test) in tests {
            let source = fs::read_to_string(root().join(file)).unwrap_or_default();
            if !has_test(&source, test) {
                broken.push(format!("{title}: {file} has no test {test}"));
            }
        }
    }
    let count = text.matches("\n## G").count();
    assert_eq!(count, 10, "ten guarantees");
    none_of("a guarantee names a test that isn't there", &broken);
}
