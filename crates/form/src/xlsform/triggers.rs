//! The column `trigger`: questions whose change sets a value.

use super::references::{self, Named};
use crate::blueprint::{Blueprint, Shape, Source};
use crate::diagnostic::Findings;
use crate::diagnostic::Message;

pub(super) fn check(form: &Blueprint, named: &Named, findings: &mut Findings) {
    for plan in &form.nodes {
        if let Some(trigger) = &plan.trigger {
            check_one(form, named, trigger, findings);
        }
    }
}

fn check_one(form: &Blueprint, named: &Named, trigger: &Source, findings: &mut Findings) {
    let mut error = |code, message: Message| findings.error(&trigger.place, code, message);
    if !trigger.text.contains("${") {
        return error(
            "bad-trigger",
            message!("a trigger is the name of a question, as ${name}"),
        );
    }
    let mut unknown = Vec::new();
    for part in trigger.text.split(',') {
        let names = match references::names(part) {
            Ok(names) => names,
            // Said already where the row was read, or here for the first time.
            Err(inner) => {
                let message = message!("\"${{}\" is no reference: write ${name}", inner);
                error("bad-reference", message);
                continue;
            }
        };
        if names.len() > 1 {
            let message = message!("several triggers are separated by commas: ${a}, ${b}");
            error("bad-trigger", message);
        }
        for name in names {
            let Some(at) = named.get(name) else {
                // What is not known is told where all references are looked up.
                unknown.push((name.to_owned(), trigger.place.clone()));
                continue;
            };
            match form.nodes[*at].shape {
                Shape::Question(_) | Shape::Note => {}
                Shape::Group | Shape::Repeat => {
                    let message =
                        message!("\"{}\" is a group, which has no answer to change", name);
                    error("bad-trigger", message);
                }
                _ => {
                    let message = message!(
                        "\"{}\" is not asked, so no answer to it sets anything in motion",
                        name
                    );
                    error("bad-trigger", message);
                }
            }
        }
    }
    references::look_up(form, named, &unknown, findings);
}
