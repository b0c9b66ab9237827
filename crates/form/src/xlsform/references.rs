//! `${name}` in a cell: whether it is well formed.

use super::survey::is_name;
use crate::diagnostic::{Findings, Place};

/// The names that a text refers to. `Err` with what can't be read as one.
pub(super) fn names(text: &str) -> Result<Vec<&str>, &str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("${") {
        let Some((inner, after)) = after.split_once('}') else {
            return Err(after);
        };
        let name = inner.strip_prefix("last-saved#").unwrap_or(inner);
        if !is_name(name.trim()) {
            return Err(inner);
        }
        found.push(inner.trim());
        rest = after;
    }
    Ok(found)
}

pub(super) fn check(text: &str, place: &Place, findings: &mut Findings) {
    // Two characters alone can't be meant as a reference.
    if text.len() <= 2 {
        return;
    }
    match names(text) {
        Err(inner) => {
            let inner: String = inner.chars().take(30).collect();
            let message = format!(
                "\"${{{inner}\" is no reference: write ${{name}} with the name of a question"
            );
            findings.error(place, "bad-reference", message);
        }
        Ok(names) => {
            let spaced = |name: &&&str| !text.contains(&format!("${{{name}}}"));
            if let Some(name) = names.iter().find(spaced) {
                let message =
                    format!("write ${{{name}}} without spaces, as other programs need it");
                findings.warn(place, "spaced-reference", message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_closed_and_name_something() {
        assert_eq!(
            names("a ${b} c ${last-saved#d}"),
            Ok(vec!["b", "last-saved#d"])
        );
        assert_eq!(names("${ a }"), Ok(vec!["a"]));
        assert_eq!(names("{a} $b $ {c}"), Ok(Vec::new()));
        for text in ["${a", "${}", "${a b}", "${a ${b}}"] {
            assert!(names(text).is_err(), "{text}");
        }
    }
}
