//! Tables of records that are rows as they are: units, people, campaigns, and any other kind.

use std::collections::BTreeSet;

use ledger::{Record, RecordId, State};
use report::{Cell, Column};
use serde_json::Value;

use super::meta;
use crate::Lang;

fn columns(names: &[&str]) -> Vec<Column> {
    names.iter().map(|name| Column::new(*name)).collect()
}

const UNITS: [&str; 12] = [
    "_id",
    "label",
    "_building",
    "_floor",
    "order",
    "tenure",
    "key",
    "entrance",
    "area",
    "usage",
    "gone",
    "_changed",
];

pub(super) fn unit_columns() -> Vec<Column> {
    columns(&UNITS)
}

pub(super) fn unit<'a>(
    state: &'a State,
    id: RecordId,
    record: &'a Record,
    lang: Lang,
) -> Vec<Cell<'a>> {
    vec![
        meta::id(id),
        Cell::maybe(record.text("label")),
        meta::building(state, record.link("building"), lang),
        integer(record, "floor"),
        integer(record, "order"),
        Cell::maybe(record.text("tenure")),
        Cell::maybe(record.text("key")),
        Cell::maybe(record.text("entrance")),
        Cell::number(record.text("area").unwrap_or_default()),
        Cell::maybe(record.text("usage")),
        value(record.get("gone")),
        Cell::text(record.changed().wall.as_str()),
    ]
}

const PEOPLE: [&str; 6] = [
    "_id",
    "name:zh-Hant",
    "name:zh-Hans",
    "name:en",
    "role",
    "_created",
];

/// Who they are and what they may do; nothing that lets anyone in.
pub(super) fn people_columns() -> Vec<Column> {
    columns(&PEOPLE)
}

pub(super) fn person(id: RecordId, record: &Record) -> Vec<Cell<'_>> {
    let mut row = vec![meta::id(id)];
    row.extend(
        PEOPLE[1..5]
            .iter()
            .map(|field| Cell::maybe(record.text(field))),
    );
    row.push(Cell::text(meta::wall(record)));
    row
}

const CAMPAIGNS: [&str; 8] = [
    "_id",
    "name:zh-Hant",
    "name:zh-Hans",
    "name:en",
    "starts",
    "ends",
    "survey_percent",
    "interview_percent",
];

pub(super) fn campaign_columns() -> Vec<Column> {
    columns(&CAMPAIGNS)
}

pub(super) fn campaign(id: RecordId, record: &Record) -> Vec<Cell<'_>> {
    let mut row = vec![meta::id(id)];
    row.extend(CAMPAIGNS[1..].iter().map(|field| value(record.get(field))));
    row
}

const RECORD: [&str; 6] = ["_id", "_created", "_by", "_by_id", "_device", "_changed"];

/// The fields of records that become columns. A workbook is a file, not a cell.
pub(super) fn shown_fields(fields: &BTreeSet<String>) -> Vec<String> {
    let shown = |field: &&String| field.as_str() != "workbook" && field.as_str() != "deleted";
    fields.iter().filter(shown).cloned().collect()
}

/// The names of all fields that records of a kind have: the columns of their table.
pub fn columns_of(state: &State, kind: &str) -> BTreeSet<String> {
    let records = state.records(kind);
    let fields = records.flat_map(|(_, record)| record.members(""));
    fields.map(|(field, _)| field.to_owned()).collect()
}

pub(super) fn record_columns(fields: &[String]) -> Vec<Column> {
    let mut columns = columns(&RECORD);
    columns.extend(fields.iter().map(Column::new));
    columns
}

pub(super) fn record<'a>(
    state: &'a State,
    id: RecordId,
    record: &'a Record,
    (fields, sound): (&[String], bool),
    lang: Lang,
) -> Vec<Cell<'a>> {
    let made = record.created();
    let mut row = vec![
        meta::id(id),
        Cell::text(made.wall.as_str()),
        meta::person(state, made.actor, lang),
        meta::id(made.actor),
        Cell::text(made.device.to_string()),
        Cell::text(record.changed().wall.as_str()),
    ];
    // A recording is named by a field and a file; neither outlives the consent to it.
    let shown = |field: &&str| sound || !field.starts_with("recording:");
    row.extend(fields.iter().map(|field| {
        let field = Some(field.as_str()).filter(shown);
        value(field.and_then(|field| record.get(field)))
    }));
    row
}

fn integer<'a>(record: &Record, field: &str) -> Cell<'a> {
    Cell::number(
        record
            .integer(field)
            .map_or(String::new(), |n| n.to_string()),
    )
}

/// Any value of a field; what is neither text nor number as JSON.
fn value(value: Option<&Value>) -> Cell<'_> {
    match value {
        None | Some(Value::Null) => Cell::Empty,
        Some(Value::String(text)) => Cell::text(text.as_str()),
        Some(Value::Number(number)) => Cell::number(number.to_string()),
        Some(other) => Cell::text(other.to_string()),
    }
}
