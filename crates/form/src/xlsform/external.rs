//! Questions whose choices, and look-ups whose values, are in files beside the workbook.

use std::sync::Arc;

use super::columns::Field;
use super::instances;
use super::survey::Survey;
use super::table::Record;
use crate::attachment::{empty_table, read_attachment};
use crate::blueprint::{PlannedInstance, PlannedList, PlannedTable, Shape};
use crate::diagnostic::Place;
use crate::form::Control;

/// A name by which expressions reach a table, and the file that the table is in.
pub(super) struct Origin {
    pub(super) name: String,
    pub(super) file: String,
    /// By a row of its own, of which there can be only one.
    pub(super) declared: bool,
    pub(super) place: Place,
}

impl Survey<'_, '_> {
    pub(super) fn select_from_file(
        &mut self,
        row: Record<'_>,
        control: Control,
        file: &str,
        place: &Place,
    ) {
        if !matches!(file.split_once('.'), Some((_, "csv" | "xml" | "geojson"))) {
            let message = format!("\"{file}\" is no name of a .csv, .xml or .geojson file");
            self.findings.error(place, "bad-file-name", message);
        }
        let row_place = self.table.place(row.number);
        let at = self.add(row, Shape::Question(control), &row_place);
        let instance = self.instance(file, false, place);
        let choice_filter = self.cell(row, &Field::ChoiceFilter);
        let Some(plan) = self.form.nodes.get_mut(at) else {
            return;
        };
        let parameter = |name: &str, usual: &str| {
            let found = plan.parameters.iter().find(|(known, _)| known == name);
            found.map_or_else(|| usual.to_owned(), |(_, value)| value.clone())
        };
        let (value, label) = if file.ends_with(".geojson") {
            ("id", "title")
        } else {
            ("name", "label")
        };
        let table = PlannedTable {
            instance,
            value: parameter("value", value),
            label: parameter("label", label),
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
        let Some(name) = self.cell(row, &Field::Name) else {
            let message = "this row has no name; the name of the file belongs there";
            self.findings.error(place, "missing-name", message);
            return;
        };
        let parent = self.open.last().map(|(at, _)| *at);
        self.take_name(parent, &name.text, row.number, &name.place);
        self.instance(&format!("{}.{ending}", name.text), true, &name.place);
    }

    /// Reads the tables that `pulldata` names.
    pub(super) fn pull(&mut self) {
        let pulled: Vec<_> = self.form.nodes.iter().flat_map(instances::pulled).collect();
        for (name, place) in pulled {
            self.instance(&format!("{name}.csv"), false, &place);
        }
    }

    /// The instance that a file is read into; an empty one, with a warning, if there is none.
    pub(super) fn instance(&mut self, file: &str, declared: bool, place: &Place) -> usize {
        let name = stem(file);
        self.origins.push(Origin {
            name: name.to_owned(),
            file: file.to_owned(),
            declared,
            place: place.clone(),
        });
        let mut known = self.form.instances.iter();
        if let Some(at) = known.position(|known| known.name == name) {
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

/// Whether a list is the name of a file with a table.
pub(super) fn is_table(list: &str) -> bool {
    [".csv", ".xml", ".geojson"]
        .iter()
        .any(|ending| list.ends_with(ending))
}

/// `villages` of `villages.csv`.
fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}
