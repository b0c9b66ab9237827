//! The column `trigger`: questions whose change sets a value.

use super::references;
use crate::blueprint::{Blueprint, Shape, Source};
use crate::diagnostic::Findings;

pub(super) fn check(form: &Blueprint, findings: &mut Findings) {
    for plan in &form.nodes {
        if let Some(trigger) = &plan.trigger {
            check_one(form, trigger, findings);
        }
    }
}

fn check_one(form: &Blueprint, trigger: &Source, findings: &mut Findings) {
    let mut error = |code, message: String| findings.error(&trigger.place, code, message);
    if !trigger.text.contains("${") {
        return error(
            "bad-trigger",
            "a trigger is the name of a question, as ${name}".to_owned(),
        );
    }
    for part in trigger.text.split(',') {
        let names = match references::names(part) {
            Ok(names) => names,
            // Said already where the row was read, or here for the first time.
            Err(inner) => {
                let message = format!("\"${{{inner}\" is no reference: write ${{name}}");
                error("bad-reference", message);
                continue;
            }
        };
        if names.len() > 1 {
            let message = "several triggers are separated by commas: ${a}, ${b}".to_owned();
            error("bad-trigger", message);
        }
        for name in names {
            let mut named = form.nodes.iter().filter(|plan| plan.name == name);
            let Some(plan) = named.next() else {
                let known = form.nodes.iter().map(|plan| plan.name.as_str());
                error("unknown-name", references::unknown(name, known));
                continue;
            };
            match plan.shape {
                Shape::Question(_) | Shape::Note => {}
                Shape::Group | Shape::Repeat => {
                    let message = format!("\"{name}\" is a group, which has no answer to change");
                    error("bad-trigger", message);
                }
                _ => {
                    let message = format!(
                        "\"{name}\" is not asked, so no answer to it sets anything in motion"
                    );
                    error("bad-trigger", message);
                }
            }
        }
    }
}
