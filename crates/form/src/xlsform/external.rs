//! Questions whose choices, and look-ups whose values, are in files beside the workbook.

use std::sync::Arc;

use super::columns::Field;
use super::derived::LAST_SAVED;
use super::instances;
use super::select::shuffle;
use super::survey::{Survey, is_name};
use super::table::Record;
use crate::attachment::{empty_table, read_attachment};
use crate::blueprint::{PlannedInstance, PlannedList, PlannedTable, Shape};
use crate::diagnostic::Place;
use crate::form::Control;
use crate::xpath::Document;

/// A name by which expressions reach a table, and the file that the table is in.
pub(super) struct Origin {
    pub(super) name: String,
    pub(super) file: String,
    /// By a row of its own, of which there can be only one.
    pub(super) declared: bool,
    /// By a row's type, and not in an expression alone.
    pub(super) named: bool,
    pub(super) place: Place,
}

impl Origin {
    pub(super) fn last_saved() -> Self {
        Self {
            name: LAST_SAVED.to_owned(),
            file: "what was saved last time".to_owned(),
            declared: false,
            named: false,
            place: Place::default(),
        }
    }
}

/// Where a form names a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// In a row that is there for the file alone.
    Row,
    /// In the type of a question.
    Type,
    /// In an expression.
    Expression,
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
            let message = message!("\"{}\" is no name of a .csv, .xml or .geojson file", file);
            self.findings.error(place, "bad-file-name", message);
        }
        let row_place = self.table.place(row.number);
        let at = self.add(row, Shape::Question(control), &row_place);
        let instance = self.instance(file, Naming::Type, place);
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
        plan.shuffle = shuffle(&plan.parameters, place);
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
            let message = message!("this row has no name; the name of the file belongs there");
            self.findings.error(place, "missing-name", message);
            return;
        };
        if !is_name(&name.text) {
            let message = message!("\"{}\" can't be the name of a table", name.text);
            self.findings.error(&name.place, "bad-name", message);
        }
        let parent = self.open.last().map(|(at, _)| *at);
        self.take_name(parent, &name.text, row.number, &name.place);
        self.instance(&format!("{}.{ending}", name.text), Naming::Row, &name.place);
    }

    /// Reads the tables that `pulldata` names.
    pub(super) fn pull(&mut self) {
        let pulled: Vec<_> = self.form.nodes.iter().flat_map(instances::pulled).collect();
        for (name, place) in pulled {
            self.instance(&format!("{name}.csv"), Naming::Expression, &place);
        }
    }

    /// The instance that a file is read into; an empty one, with a warning, if there is none.
    pub(super) fn instance(&mut self, file: &str, naming: Naming, place: &Place) -> usize {
        let name = stem(file);
        self.origins.push(Origin {
            name: name.to_owned(),
            file: file.to_owned(),
            declared: naming == Naming::Row,
            named: naming != Naming::Expression,
            place: place.clone(),
        });
        if let Some(at) = self.instances.get(name) {
            return *at;
        }
        self.instances
            .insert(name.to_owned(), self.form.instances.len());
        let document = self.table_of(file, place);
        self.form.instances.push(PlannedInstance {
            name: name.to_owned(),
            document,
        });
        self.form.instances.len() - 1
    }

    /// What is in a file, read once; nothing, with a warning, if it is not attached.
    pub(super) fn table_of(&mut self, file: &str, place: &Place) -> Arc<Document> {
        if let Some(known) = self.tables.get(file) {
            return Arc::clone(known);
        }
        let document = if let Some(bytes) = self.files.get(file) {
            read_attachment(file, bytes).unwrap_or_else(|message| {
                self.findings.error(place, "bad-attachment", message);
                empty_table()
            })
        } else {
            let message = message!("the file {} is not attached; it counts as empty", file);
            self.findings.warn(place, "missing-attachment", message);
            empty_table()
        };
        let document = Arc::new(document);
        self.tables.insert(file.to_owned(), Arc::clone(&document));
        document
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
