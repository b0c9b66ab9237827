//! What a response says of entities: an element `meta/entity` in the group or repeat that holds
//! each (ODK XForms Entities 2025.1, "Entity declarations in submissions").

use super::entity_place::Holder;
use crate::blueprint::{Blueprint, Effect, Event, Plan, PlannedAction, Shape, Source};
use crate::diagnostic::Place;

pub(super) fn add(form: &mut Blueprint, holders: &[Holder]) {
    for (at, holder) in holders {
        let meta = meta_of(form, *holder, *at);
        let writer = Writer {
            place: form.entities[*at].place.clone(),
            entity: node(form, "entity", Some(meta), Shape::Group, *at),
        };
        writer.write(form, *at, *holder);
    }
}

/// The group `meta` within a group, a repeat or the form itself; it is made if there is none.
fn meta_of(form: &mut Blueprint, holder: Option<usize>, at: usize) -> usize {
    let mut all = form.nodes.iter();
    let known = all.position(|plan| plan.name == "meta" && plan.parent == holder);
    known.unwrap_or_else(|| node(form, "meta", holder, Shape::Group, at))
}

fn node(form: &mut Blueprint, name: &str, parent: Option<usize>, shape: Shape, at: usize) -> usize {
    let place = form.entities[at].place.clone();
    let mut plan = Plan::new(name.to_owned(), parent, shape, place);
    plan.derived = true;
    form.nodes.push(plan);
    form.nodes.len() - 1
}

struct Writer {
    place: Place,
    entity: usize,
}

impl Writer {
    fn write(&self, form: &mut Blueprint, at: usize, holder: Option<usize>) {
        let entity = form.entities[at].entity.clone();
        let dataset = &entity.dataset;
        self.literal(form, "dataset", dataset);
        match (&entity.create_if, &entity.entity_id) {
            (Some(rule), _) => self.calculated(form, at, "@create", "create_if", rule),
            (None, None) => self.literal(form, "create", "1"),
            (None, Some(_)) => {}
        }
        if let Some(id) = &entity.entity_id {
            match &entity.update_if {
                Some(rule) => self.calculated(form, at, "@update", "update_if", rule),
                None => self.literal(form, "update", "1"),
            }
            // The server tells by these what the tablet had seen of the entity.
            let known = form.instances.iter().any(|known| known.name == *dataset);
            for version in ["baseVersion", "trunkVersion", "branchId"] {
                let column = match version {
                    "baseVersion" => "__version".to_owned(),
                    other => format!("__{other}"),
                };
                let path = format!("instance('{dataset}')/root/item[name = {id}]/{column}");
                if known {
                    self.calculated(form, at, &format!("@{version}"), "entity_id", &path);
                } else {
                    self.literal(form, version, "");
                }
            }
            self.calculated(form, at, "@id", "entity_id", id);
        } else {
            self.identified(form, at, holder);
        }
        if let Some(label) = &entity.label {
            self.calculated(form, at, "label", "label", label);
        }
    }

    fn literal(&self, form: &mut Blueprint, name: &str, value: &str) {
        let written = &mut form.nodes[self.entity].written;
        written.push((name.to_owned(), value.to_owned()));
    }

    fn calculated(&self, form: &mut Blueprint, at: usize, name: &str, column: &str, rule: &str) {
        let index = node(form, name, Some(self.entity), Shape::Hidden, at);
        form.nodes[index].calculation = Some(Source {
            text: rule.to_owned(),
            place: self.place.column(column),
        });
    }

    /// A new entity has an id as soon as it can be there.
    fn identified(&self, form: &mut Blueprint, at: usize, holder: Option<usize>) {
        let mut events = vec![Event::FirstLoad];
        let mut around = holder;
        while let Some(group) = around {
            if form.nodes[group].shape == Shape::Repeat {
                events.push(Event::NewRepeat(group));
                break;
            }
            around = form.nodes[group].parent;
        }
        let index = node(form, "@id", Some(self.entity), Shape::Hidden, at);
        form.nodes[index].actions.push(PlannedAction {
            events,
            effect: Effect::Expression(Source {
                text: "uuid()".to_owned(),
                place: self.place.clone(),
            }),
            place: self.place.clone(),
        });
    }
}
