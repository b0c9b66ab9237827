//! `${name}` in a cell: whether it is well formed.

use crate::diagnostic::Message;
use std::collections::HashMap;

use super::spelling::similar;
use super::survey::is_name;
use crate::blueprint::Blueprint;
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
            let message = message!(
                "\"${{}\" is no reference: write ${name} with the name of a question",
                inner
            );
            findings.error(place, "bad-reference", message);
        }
        Ok(names) => {
            let spaced = |name: &&&str| !text.contains(&format!("${{{name}}}"));
            if let Some(name) = names.iter().find(spaced) {
                let message = message!(
                    "write ${{}} without spaces, as other programs need it",
                    name
                );
                findings.warn(place, "spaced-reference", message);
            }
        }
    }
}

/// The first node with each name.
pub(super) type Named = HashMap<String, usize>;

pub(super) fn named(form: &Blueprint) -> Named {
    let all = form.nodes.iter().enumerate().rev();
    all.map(|(at, plan)| (plan.name.clone(), at)).collect()
}

/// Says which names no question has: also where nothing is made of the cell.
pub(super) fn look_up(
    form: &Blueprint,
    named: &Named,
    found: &[(String, Place)],
    findings: &mut Findings,
) {
    for (name, place) in found {
        if findings.is_full() {
            break;
        }
        let name = name.strip_prefix("last-saved#").unwrap_or(name);
        if !named.contains_key(name) && !is_foreign(name) {
            let known = form.nodes.iter().map(|plan| plan.name.as_str());
            findings.error(place, "unknown-name", unknown(name, known));
        }
    }
}

/// What is said of a name that no question has.
pub(crate) fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Message {
    message!(
        "there is no question named \"{}\"{}",
        name,
        similar(name, known)
    )
}

/// Names that other apps have beside those of the questions.
pub(crate) fn is_foreign(name: &str) -> bool {
    matches!(
        name,
        "caseid" | "instanceID" | "instanceName" | "simserial" | "users"
    )
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
