//! Questions whose choices, and look-ups whose values, are in files beside the workbook.

use std::sync::Arc;

use super::columns::Field;
use super::survey::Survey;
use super::table::Record;
use crate::attachment::{empty_table, read_attachment};
use crate::blueprint::{PlannedInstance, PlannedList, PlannedTable, Shape};
use crate::diagnostic::Place;
use crate::form::Control;

impl Survey<'_, '_> {
    pub(super) fn select_from_file(
        &mut self,
        row: Record<'_>,
        control: Control,
        file: &str,
        place: &Place,
    ) {
        if ![".csv", ".xml", ".geojson"]
            .iter()
            .any(|ending| file.ends_with(ending))
        {
            let message = format!("\"{file}\" is no name of a .csv, .xml or .geojson file");
            self.findings.error(place, "bad-file-name", message);
        }
        let row_place = self.table.place(row.number);
        let at = self.add(row, Shape::Question(control), &row_place);
        let instance = self.instance(file, place);
        let choice_filter = self.cell(row, Field::ChoiceFilter);
        let Some(plan) = self.form.nodes.get_mut(at) else {
            return;
        };
        let parameter = |name: &str, usual: &str| {
            let found = plan.parameters.iter().find(|(known, _)| known == name);
            found.map_or_else(|| usual.to_owned(), |(_, value)| value.clone())
        };
        let table = PlannedTable {
            instance,
            value: parameter("value", "name"),
            label: parameter("label", "label"),
        };
        let name = stem(file).to_owned();
        let known = self
            .form
            .lists
            .iter()
            .position(|list| list.table.as_ref() == Some(&table));
        plan.list = Some(known.unwrap_or(self.form.lists.len()));
        plan.choice_filter = choice_filter;
        if known.is_none() {
            self.form.lists.push(PlannedList {
                name,
                table: Some(table),
                ..PlannedList::default()
            });
        }
    }

    /// `csv-external` and `xml-external`: the row's name is the file's.
    pub(super) fn external(&mut self, row: Record<'_>, ending: &str, place: &Place) {
        match self.cell(row, Field::Name) {
            Some(name) => {
                self.instance(&format!("{}.{ending}", name.text), &name.place);
            }
            None => self
                .findings
                .error(place, "missing-name", "this row has no name"),
        }
    }

    /// The instance that a file is read into; an empty one, with a warning, if there is none.
    fn instance(&mut self, file: &str, place: &Place) -> usize {
        let name = stem(file);
        if let Some(at) = self
            .form
            .instances
            .iter()
            .position(|known| known.name == name)
        {
            return at;
        }
        let document = if let Some(bytes) = self.files.get(file) {
            read_attachment(file, bytes).unwrap_or_else(|message| {
                self.findings.error(place, "bad-attachment", message);
                empty_table()
            })
        } else {
            let message = format!("the file {file} is not attached; it counts as empty");
            self.findings.warn(place, "missing-attachment", message);
            empty_table()
        };
        let document = Arc::new(document);
        self.form.instances.push(PlannedInstance {
            name: name.to_owned(),
            document,
        });
        self.form.instances.len() - 1
    }
}

/// `villages` of `villages.csv`.
fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}
