//! What follows from several rows together: choices that a repeat gives, places that are taken by
//! themselves, what was saved last time.

use std::sync::Arc;

use super::references::{self, Named};
use crate::attachment::{Attachments, read_attachment};
use crate::blueprint::{
    Blueprint, Effect, Event, Plan, PlannedAction, PlannedInstance, PlannedItemset, Preload, Shape,
    Source,
};
use crate::diagnostic::{Findings, Place};
use crate::xpath::DocumentBuilder;

/// What `${last-saved#name}` looks into.
pub(crate) const LAST_SAVED: &str = "__last-saved";

/// Gives a `select_one ${name}` its choices: what is answered to that question in each instance
/// of the repeat around it.
pub(super) fn choices_of_repeat(
    form: &mut Blueprint,
    named: &Named,
    at: usize,
    name: &str,
    place: &Place,
    findings: &mut Findings,
) {
    let Some(asked) = named.get(name).copied() else {
        let known = form.nodes.iter().map(|plan| plan.name.as_str());
        findings.error(place, "unknown-name", references::unknown(name, known));
        return;
    };
    let way = way(form, asked);
    let repeat = |at: &usize| form.nodes[*at].shape == Shape::Repeat;
    let last = way.iter().rposition(repeat);
    if last.is_none() {
        let message = message!(
            "choices come from answers in a repeat, and \"{}\" stands in none: its one answer \
             is the only choice",
            name
        );
        findings.warn(place, "no-repeat", message);
    }
    let (outer, inner) = way.split_at(last.map_or(0, |last| last + 1));
    let path = |way: &[usize]| {
        let names: Vec<&str> = way.iter().map(|at| form.nodes[*at].name.as_str()).collect();
        names.join("/")
    };
    let value = path(inner);
    let filter = match &form.nodes[at].choice_filter {
        Some(filter) => within(form, named, outer, &filter.text),
        None => format!("./{value} != ''"),
    };
    let slash = if outer.is_empty() { "" } else { "/" };
    let nodes = format!("/{}{slash}{}[{filter}]", form.root, path(outer));
    let source = |text: String| Source {
        text,
        place: place.clone(),
    };
    let itemset = PlannedItemset {
        nodes: source(nodes),
        value: source(value.clone()),
        label: source(value),
    };
    form.nodes[at].itemset = Some(itemset);
    form.nodes[at].choice_filter = None;
}

/// A filter whose questions within the repeat are read at the instance that is looked at.
fn within(form: &Blueprint, named: &Named, repeat: &[usize], filter: &str) -> String {
    let mut text = filter.to_owned();
    for name in references::names(filter).unwrap_or_default() {
        let Some(at) = named.get(name).copied() else {
            continue;
        };
        if let Some(inner) = way(form, at).strip_prefix(repeat) {
            let names: Vec<&str> = inner
                .iter()
                .map(|at| form.nodes[*at].name.as_str())
                .collect();
            text = text.replace(&format!("${{{name}}}"), &format!("./{}", names.join("/")));
        }
    }
    text
}

/// A node and the groups and repeats around it, from the outside in.
fn way(form: &Blueprint, at: usize) -> Vec<usize> {
    let mut way = vec![at];
    while let Some(parent) = form.nodes[way[way.len() - 1]].parent {
        way.push(parent);
    }
    way.reverse();
    way
}

/// Lets each place be taken when the response begins, or whenever a question that triggers it
/// changes.
pub(super) fn take_places(form: &mut Blueprint, named: &Named, places: &[usize]) {
    for at in places {
        take_place(form, named, *at);
    }
}

fn take_place(form: &mut Blueprint, named: &Named, at: usize) {
    let place = form.nodes[at].place.clone();
    let events = match form.nodes[at].trigger.take() {
        None => vec![Event::FirstLoad],
        Some(trigger) => {
            let names = references::names(&trigger.text).unwrap_or_default();
            let found = names.into_iter().filter_map(|name| named.get(name));
            found.copied().map(Event::ValueChanged).collect()
        }
    };
    form.nodes[at].actions.push(PlannedAction {
        events,
        effect: Effect::GeoPoint,
        place,
    });
}

/// Puts a node into the group `meta` at the top, which is made if there is none.
pub(super) fn add_to_meta(form: &mut Blueprint, mut plan: Plan) {
    let meta = |plan: &Plan| plan.name == "meta" && plan.parent.is_none();
    let at = form.nodes.iter().position(meta).unwrap_or_else(|| {
        let place = plan.place.clone();
        let meta = Plan::new("meta".to_owned(), None, Shape::Group, place);
        form.nodes.push(meta);
        form.nodes.len() - 1
    });
    plan.parent = Some(at);
    form.nodes.push(plan);
}

/// `${instanceID}` and `${instanceName}`: facts of the response that some forms refer to; and the
/// log of the filling.
pub(super) fn facts(form: &mut Blueprint, referred: &[(String, Place)], audit: Option<Plan>) {
    let known = |form: &Blueprint, name: &str| form.nodes.iter().any(|plan| plan.name == name);
    let place = |name: &str| {
        let found = referred.iter().find(|(known, _)| known == name);
        found.map(|(_, place)| place.clone())
    };
    if let Some(place) = place("instanceID").filter(|_| !known(form, "instanceID")) {
        let shape = Shape::Preload(Preload::Uid);
        add_to_meta(form, Plan::new("instanceID".to_owned(), None, shape, place));
    }
    let name = form.instance_name.clone();
    if let (Some(place), Some(name)) = (place("instanceName"), name)
        && !known(form, "instanceName")
    {
        let mut plan = Plan::new("instanceName".to_owned(), None, Shape::Hidden, place);
        plan.calculation = Some(name);
        add_to_meta(form, plan);
    }
    if let Some(audit) = audit {
        add_to_meta(form, audit);
    }
}

/// What the person saved last time: the attachment `last-saved.xml`, or nothing at all.
pub(super) fn last_saved(form: &mut Blueprint, files: &Attachments, findings: &mut Findings) {
    let bytes = files.get("last-saved.xml");
    let read = bytes.map(|bytes| read_attachment("last-saved.xml", bytes));
    let document = match read {
        Some(Ok(document)) => document,
        Some(Err(message)) => {
            findings.warn(&Place::default(), "bad-attachment", message);
            DocumentBuilder::new().finish()
        }
        None => DocumentBuilder::new().finish(),
    };
    form.instances.push(PlannedInstance {
        name: LAST_SAVED.to_owned(),
        document: Arc::new(document),
    });
}
