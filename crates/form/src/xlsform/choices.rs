//! The choices sheet: lists of answers to pick from.

use std::collections::HashMap;

use super::columns::{self, ChoiceColumns, Tongues};
use super::references;
use super::table::{Record, Table};
use crate::blueprint::{Blueprint, PlannedChoice, PlannedList, PlannedMedia, Source};
use crate::diagnostic::{Findings, Place};
use crate::form::Media;

/// `external` says which of the two sheets it is.
pub(super) fn read(
    table: &Table<'_>,
    external: bool,
    form: &mut Blueprint,
    tongues: &mut Tongues,
    findings: &mut Findings,
) {
    let columns = columns::choices(table, tongues, findings);
    let (Some(list), Some(name)) = (columns.list, columns.name) else {
        if table.rows().next().is_some() {
            let message = message!("the sheet needs the columns \"list_name\" and \"name\"");
            let place = table.header_place();
            if columns.name.is_none() {
                findings.error(&place, "missing-column", message);
            } else {
                findings.warn(&place, "missing-column", message);
            }
        }
        return;
    };
    let mut by_name: HashMap<String, usize> = HashMap::new();
    let mut seen: HashMap<(usize, String), u32> = HashMap::new();
    for row in table.rows() {
        let place = table.place(row.number);
        let Some(list) = row.get(list) else {
            findings.warn(
                &place,
                "missing-list",
                message!("a row without a list name is not used"),
            );
            continue;
        };
        let Some(name) = row.get(name) else {
            findings.error(
                &place,
                "missing-name",
                message!("a choice of \"{}\" has no name", list),
            );
            continue;
        };
        let list = *by_name.entry(list.to_owned()).or_insert_with(|| {
            let name = list.to_owned();
            form.lists.push(PlannedList {
                name,
                external,
                ..PlannedList::default()
            });
            form.lists.len() - 1
        });
        if let Some(earlier) = seen.insert((list, name.to_owned()), row.number) {
            duplicate(form, name, earlier, &place, findings);
        }
        let choice = choice(row, name, &columns, &place, findings);
        if let Some(list) = form.lists.get_mut(list) {
            list.choices.push(choice);
        }
    }
}

/// Lists for cascades hold a name more than once; elsewhere it is a slip that nothing breaks on.
fn duplicate(form: &Blueprint, name: &str, earlier: u32, place: &Place, findings: &mut Findings) {
    if form.settings.allow_choice_duplicates {
        return;
    }
    let message = message!(
        "the name \"{}\" stands in row {} too; if that is meant, set \
         \"allow_choice_duplicates\" to \"yes\" in the settings",
        name,
        earlier
    );
    let place = place.column("name");
    if form.refuses_duplicates {
        findings.error(&place, "duplicate-choice", message);
    } else {
        findings.warn(&place, "duplicate-choice", message);
    }
}

fn choice(
    row: Record<'_>,
    name: &str,
    columns: &ChoiceColumns,
    place: &Place,
    findings: &mut Findings,
) -> PlannedChoice {
    if name.contains(char::is_whitespace) {
        let message = message!(
            "the name \"{}\" has a space, which no answer can hold",
            name
        );
        findings.warn(place, "space-in-name", message);
    }
    let mut label = Vec::new();
    let mut media: PlannedMedia = Vec::new();
    for (column, header, what, language) in &columns.texts {
        let Some(text) = row.get(*column) else {
            continue;
        };
        let source = Source {
            text: text.to_owned(),
            place: place.column(header),
        };
        references::check(text, &source.place, findings);
        match what {
            None => label.push((*language, source)),
            Some(what) => add_media(&mut media, *what, *language, source),
        }
    }
    if label.is_empty() && media.is_empty() {
        findings.warn(
            place,
            "missing-label",
            message!("the choice \"{}\" has no label", name),
        );
    }
    let extra = columns.extra.iter().filter_map(|(column, header)| {
        row.get(*column)
            .map(|text| (header.clone(), text.to_owned()))
    });
    PlannedChoice {
        name: name.to_owned(),
        label,
        media,
        extra: extra.collect(),
    }
}

/// Adds the name of a file in one language.
pub(super) fn add_media(to: &mut PlannedMedia, what: Media, language: usize, file: Source) {
    let at = to.iter().position(|(known, _)| *known == what);
    let at = at.unwrap_or_else(|| {
        to.push((what, Vec::new()));
        to.len() - 1
    });
    if let Some((_, wordings)) = to.get_mut(at) {
        wordings.push((language, file));
    }
}
