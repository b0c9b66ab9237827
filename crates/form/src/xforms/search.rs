//! The appearance `search('table', …)`: the choice that is written in the form names columns.

use std::sync::Arc;

use super::Reader;
use crate::attachment::{empty_table, read_attachment};
use crate::blueprint::{PlannedList, Source};
use crate::diagnostic::Place;
use crate::xlsform::search::{FIXED, arguments, choices, filter, unquoted};
use crate::xpath::Document;

impl Reader<'_> {
    pub(super) fn searches(&mut self) {
        for at in 0..self.form.nodes.len() {
            let plan = &self.form.nodes[at];
            let (Some(list), Some(arguments)) = (plan.list, arguments(&plan.appearance)) else {
                continue;
            };
            let place = plan.place.column("appearance");
            let table = arguments.first().and_then(|text| unquoted(text));
            let Some(table) = table.filter(|_| self.form.lists[list].rows.is_none()) else {
                let message =
                    message!("search() needs the name of a table, and choices that name columns");
                self.findings.warn(&place, "bad-search", message);
                continue;
            };
            let document = self.searched(table, &place);
            let choices = choices(&self.form.lists[list], &document, &place);
            self.form.lists.push(PlannedList {
                choices,
                ..PlannedList::default()
            });
            let filter = filter(&arguments);
            let plan = &mut self.form.nodes[at];
            plan.list = Some(self.form.lists.len() - 1);
            plan.choice_filter = filter.map(|text| Source {
                text: format!("{FIXED} = '1' or ({text})"),
                place,
            });
        }
    }

    fn searched(&mut self, table: &str, place: &Place) -> Arc<Document> {
        if let Some(instance) = self.instances.get(table) {
            return Arc::clone(&self.form.instances[*instance].document);
        }
        let file = format!("{table}.csv");
        let read = match self.files.get(&file) {
            Some(bytes) => read_attachment(&file, bytes),
            None => Err(message!(
                "the file {} is not attached; it counts as empty",
                file
            )),
        };
        Arc::new(read.unwrap_or_else(|message| {
            self.findings.warn(place, "missing-attachment", message);
            empty_table()
        }))
    }
}
