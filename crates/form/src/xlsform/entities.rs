//! The entities sheet, and the column `save_to`: lists that responses add to or change.

use std::collections::HashMap;

use super::header::{Header, snake};
use super::references;
use super::spelling::similar;
use super::survey::is_name;
use super::table::{Record, Table};
use crate::blueprint::{Blueprint, Plan, PlannedEntity, SavedProperty, Shape, Source};
use crate::diagnostic::{Findings, Message, Place};

/// Properties of one entity, and lists of entities of one form.
const MOST: usize = 5_000;

const COLUMNS: [&str; 6] = [
    "list_name",
    "entity_id",
    "create_if",
    "update_if",
    "label",
    "repeat",
];

pub(super) fn read(table: &Table<'_>, form: &mut Blueprint, findings: &mut Findings) {
    for (at, header) in &table.header {
        // An empty column says nothing that could be lost.
        if table.rows().all(|row| row.get(*at).is_none()) {
            continue;
        }
        let name = snake(&Header::of(header).name);
        if !COLUMNS.contains(&name.as_str()) && name != "dataset" {
            let hint = similar(&name, COLUMNS.into_iter());
            let message = message!("\"{}\" is no column of this sheet{}", header, hint);
            let place = table.header_place().column(header);
            findings.error(&place, "unknown-column", message);
        }
    }
    let mut names: HashMap<String, u32> = HashMap::new();
    for row in table.rows() {
        let place = table.place(row.number);
        if form.entities.len() >= MOST {
            findings.error(
                &place,
                "too-many-rows",
                message!("there are too many entities"),
            );
            break;
        }
        let planned = entity(table, row, &place, findings);
        let name = &planned.entity.dataset;
        if let Some(earlier) = names.insert(name.clone(), row.number)
            && !name.is_empty()
        {
            let message = message!("the list \"{}\" stands in row {} too", name, earlier);
            let place = place.column("list_name");
            findings.error(&place, "duplicate-entity", message);
        }
        form.entities.push(planned);
    }
}

fn entity(
    table: &Table<'_>,
    row: Record<'_>,
    place: &Place,
    findings: &mut Findings,
) -> PlannedEntity {
    let mut planned = PlannedEntity {
        place: place.clone(),
        ..PlannedEntity::default()
    };
    let entity = &mut planned.entity;
    for (column, header) in &table.header {
        let Some(value) = row.get(*column).map(str::to_owned) else {
            continue;
        };
        let name = snake(&Header::of(header).name);
        let expression = !matches!(name.as_str(), "list_name" | "dataset" | "repeat");
        if expression {
            references::check(&value, &place.column(header), findings);
            let names = references::names(&value).unwrap_or_default();
            planned.reads.extend(names.into_iter().map(|name| Source {
                text: name.to_owned(),
                place: place.column(header),
            }));
        }
        match name.as_str() {
            "list_name" | "dataset" => entity.dataset = value,
            "entity_id" => entity.entity_id = Some(value),
            "create_if" => entity.create_if = Some(value),
            "update_if" => entity.update_if = Some(value),
            "label" => entity.label = Some(value),
            "repeat" => entity.repeat = Some(value),
            _ => {}
        }
    }
    check(&planned, findings);
    planned
}

fn check(planned: &PlannedEntity, findings: &mut Findings) {
    let entity = &planned.entity;
    let name = planned.place.column("list_name");
    if entity.dataset.is_empty() {
        findings.error(
            &name,
            "missing-name",
            message!("a list of entities needs a name"),
        );
    } else if !is_name(&entity.dataset)
        || entity.dataset.starts_with("__")
        || entity.dataset.contains('.')
    {
        let message = message!(
            "\"{}\" can't name a list of entities: it starts with a letter or one _ and goes on \
             with letters, digits, - and _",
            entity.dataset
        );
        findings.error(&name, "bad-name", message);
    }
    let has_id = entity.entity_id.is_some();
    let mut error = |column: &str, message: Message| {
        findings.error(&planned.place.column(column), "incomplete-entity", message);
    };
    if !has_id && entity.update_if.is_some() {
        error(
            "entity_id",
            message!(
                "to change an entity, say which in \"entity_id\"; to make one, use \"create_if\""
            ),
        );
    }
    if has_id && entity.create_if.is_some() && entity.update_if.is_none() {
        error(
            "update_if",
            message!(
                "with \"entity_id\" and \"create_if\", say in \"update_if\" when an entity is changed"
            ),
        );
    }
    if !has_id && entity.label.is_none() {
        error(
            "label",
            message!("an entity that is made needs a label: fill in \"label\""),
        );
    }
}

/// `save_to`: `property`, or `list#property` where there are several lists.
pub(super) fn save_to(form: &mut Blueprint, plan: &Plan, cell: &Source, findings: &mut Findings) {
    let mut error = |message: Message| findings.error(&cell.place, "bad-save-to", message);
    if matches!(plan.shape, Shape::Group | Shape::Repeat) {
        return error(message!("a group or a repeat has no value to save"));
    }
    if form.entities.is_empty() {
        return error(message!(
            "to save a property of an entity, name its list in the sheet \"entities\""
        ));
    }
    let several = form.entities.len() > 1;
    let parts: Vec<&str> = cell.text.split('#').collect();
    let (list, property) = match parts.as_slice() {
        [property] if several => {
            return error(message!(
                "there are several lists of entities: write which one, as in \"{}#{}\"",
                form.entities[0].entity.dataset,
                property
            ));
        }
        [property] => (form.entities[0].entity.dataset.clone(), *property),
        [list, property] => ((*list).to_owned(), *property),
        _ => return error(message!("\"#\" stands once, between a list and a property")),
    };
    let lower = property.to_lowercase();
    if matches!(lower.as_str(), "name" | "label") {
        return error(message!(
            "an entity has a {} of its own; take another name for this property",
            lower
        ));
    }
    if !is_name(property) || property.starts_with("__") {
        return error(message!("\"{}\" can't be the name of a property", property));
    }
    let at = form
        .entities
        .iter()
        .position(|planned| planned.entity.dataset == list);
    let Some(at) = at else {
        let known = form
            .entities
            .iter()
            .map(|known| known.entity.dataset.as_str());
        return error(message!(
            "there is no list \"{}\" in the sheet \"entities\"{}",
            list,
            similar(&list, known)
        ));
    };
    let saved = &mut form.entities[at].saved;
    if saved.len() >= MOST {
        return error(message!("there are too many properties"));
    }
    if let Some(other) = saved.iter().find(|other| other.property == property) {
        return error(message!(
            "the question \"{}\" saves to \"{}\" too",
            other.question,
            property
        ));
    }
    saved.push(SavedProperty {
        property: property.to_owned(),
        question: plan.name.clone(),
        place: cell.place.clone(),
        parent: plan.parent,
    });
}
