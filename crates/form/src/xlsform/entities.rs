//! The entities sheet: lists that responses add to or change.

use super::header::{Header, snake};
use super::table::Table;
use crate::blueprint::{Blueprint, Source};
use crate::diagnostic::Findings;
use crate::form::Entity;

pub(super) fn read(table: &Table<'_>, form: &mut Blueprint, findings: &mut Findings) {
    for row in table.rows() {
        let mut entity = Entity::default();
        for (column, header) in &table.header {
            let Some(value) = row.get(*column).map(str::to_owned) else {
                continue;
            };
            let place = table.place(row.number).column(header);
            match snake(&Header::of(header).name).as_str() {
                "list_name" | "dataset" => entity.dataset = value,
                "entity_id" => entity.entity_id = Some(value),
                "create_if" => entity.create_if = Some(value),
                "update_if" => entity.update_if = Some(value),
                "label" => entity.label = Some(value),
                "repeat" => entity.repeat = Some(value),
                _ => {
                    let message = format!("the column \"{header}\" is not known and not used");
                    findings.warn(&place, "unknown-column", message);
                }
            }
        }
        form.entities.push(entity);
    }
}

/// `save_to`: `property`, or `list#property` where there are several lists.
pub(super) fn save_to(form: &mut Blueprint, question: &str, cell: &Source) {
    let (list, property) = match cell.text.split_once('#') {
        Some((list, property)) => (Some(list), property),
        None => (None, cell.text.as_str()),
    };
    let entity = form
        .entities
        .iter_mut()
        .find(|entity| list.is_none_or(|list| entity.dataset == list));
    if let Some(entity) = entity {
        let pair = (property.to_owned(), question.to_owned());
        entity.properties.push(pair);
    }
}
