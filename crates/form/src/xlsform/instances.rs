//! Names by which expressions reach tables: each stands for one table alone.

use std::collections::HashMap;

use super::external::Origin;
use crate::blueprint::{Blueprint, Plan, Source};
use crate::diagnostic::{Findings, Place};

/// The tables that `pulldata('table', …)` names, with where it does.
pub(super) fn pulled(plan: &Plan) -> Vec<(String, Place)> {
    let sources = [
        &plan.relevant,
        &plan.required,
        &plan.readonly,
        &plan.constraint,
        &plan.calculation,
        &plan.default,
        &plan.choice_filter,
    ];
    let mut found = Vec::new();
    for Source { text, place } in sources.into_iter().flatten() {
        for after in text.split("pulldata(").skip(1) {
            let first = after.split([',', ')']).next().unwrap_or_default();
            let quoted = first.trim();
            let name = quoted.trim_matches(['\'', '"']);
            // A name that is worked out can't be told beforehand.
            if name.len() + 2 == quoted.len() && !name.is_empty() {
                found.push((name.to_owned(), place.clone()));
            }
        }
    }
    found
}

/// Says which names stand for several tables.
pub(super) fn check(form: &Blueprint, origins: &[Origin], findings: &mut Findings) {
    let mut known: HashMap<&str, &Origin> = HashMap::new();
    for origin in origins {
        match known.get(origin.name.as_str()) {
            Some(first) if first.file != origin.file => {
                let message = message!(
                    "\"{}\" stands for {} already and can't stand for {} too",
                    origin.name,
                    first.file,
                    origin.file
                );
                findings.error(&origin.place, "duplicate-instance", message);
            }
            Some(first) if first.declared && origin.declared => {
                let message = message!("the file {} is already named in the form", origin.file);
                findings.error(&origin.place, "duplicate-instance", message);
            }
            Some(_) => {}
            None => drop(known.insert(&origin.name, origin)),
        }
    }
    let internal = form
        .lists
        .iter()
        .filter(|list| list.table.is_none() && !list.external && !list.searched);
    for list in internal {
        if let Some(origin) = known.get(list.name.as_str()) {
            let message = message!(
                "\"{}\" is the name of a list of choices and of the file {}: change one of them",
                list.name,
                origin.file
            );
            findings.error(&origin.place, "duplicate-instance", message);
        }
    }
}
