//! `begin loop over list`: the rows up to its end, once for each choice of the list.

use super::columns::Field;
use super::kinds::{Kind, Section, kind};
use super::spelling::similar;
use super::survey::{Survey, truth};
use super::table::Record;
use crate::blueprint::{Plan, Shape};
use crate::diagnostic::Place;
use crate::limits;

impl Survey<'_, '_> {
    /// Reads the loop and what is in it, and returns the rows after it.
    pub(super) fn begin_loop<'r, 's>(
        &mut self,
        row: Record<'s>,
        list: &str,
        place: &Place,
        rest: &'r [Record<'s>],
    ) -> &'r [Record<'s>] {
        let row_place = self.table.place(row.number);
        let at = self.add(row, Shape::Group, &row_place);
        self.open.push((at, Section::Loop));
        if self.looped.is_some() {
            let message = message!("a loop can't stand in a loop");
            self.findings.error(place, "nested-loop", message);
            return rest;
        }
        let length = self.length(rest);
        let (inner, after) = rest.split_at(length);
        let Some(choices) = self.choices(list, place) else {
            return rest;
        };
        for (name, label) in choices {
            // Someone's "none of these" asks nothing further.
            if name == "none" {
                continue;
            }
            if self.form.nodes.len() >= limits::NODES {
                break;
            }
            let mut group = Plan::new(name.clone(), Some(at), Shape::Group, row_place.clone());
            group.label = self
                .form
                .lists
                .iter()
                .find(|known| known.name == list)
                .and_then(|known| known.choices.iter().find(|choice| choice.name == name))
                .map_or(Vec::new(), |choice| choice.label.clone());
            self.form.nodes.push(group);
            let around = self.open.clone();
            // Only the loop's own end ends it: what begins within it ends there too.
            self.open.push((self.form.nodes.len() - 1, Section::Loop));
            self.looped = Some((name, label));
            let errors = self.findings.error_count();
            self.rows(inner);
            self.close(around.len() + 1);
            self.open = around;
            if self.findings.error_count() > errors {
                break; // The next choice has the same rows.
            }
        }
        self.looped = None;
        after
    }

    /// How many rows there are before the loop's end.
    fn length(&self, rows: &[Record<'_>]) -> usize {
        let ends = |row: &Record<'_>| {
            let text = self.cell(*row, &Field::Type);
            text.is_some_and(|text| kind(&text.text) == Kind::End(Section::Loop))
        };
        rows.iter().position(ends).unwrap_or(rows.len())
    }

    /// Name and label of each choice.
    fn choices(&mut self, list: &str, place: &Place) -> Option<Vec<(String, String)>> {
        if list.is_empty() {
            let message = message!("a loop needs a list: \"begin_loop over colours\"");
            self.findings.error(place, "missing-list", message);
            return None;
        }
        let Some(found) = self.form.lists.iter().find(|known| known.name == list) else {
            let known = self.form.lists.iter().map(|list| list.name.as_str());
            let message = message!(
                "there is no list \"{}\" in the sheet \"choices\"{}",
                list,
                similar(list, known)
            );
            self.findings.error(place, "unknown-list", message);
            return None;
        };
        let pair = |choice: &crate::blueprint::PlannedChoice| {
            let label = choice.label.first().map(|(_, source)| source.text.clone());
            (choice.name.clone(), label.unwrap_or_default())
        };
        Some(found.choices.iter().map(pair).collect())
    }

    /// A cell with the choice of the loop around it filled in: `%(name)s`, `%(label)s`.
    fn substituted(&self, text: &str) -> String {
        match &self.looped {
            Some((name, label)) => text.replace("%(name)s", name).replace("%(label)s", label),
            None => text.to_owned(),
        }
    }

    /// The same, with one space for several, unless the form says not to.
    pub(super) fn cleaned(&self, text: &str) -> String {
        let mut text = self.substituted(text);
        let kept = |(name, value): &(String, String)| {
            name == "clean_text_values" && truth(value) == Some(false)
        };
        if text.contains("  ") && !self.form.settings.other.iter().any(kept) {
            while text.contains("  ") {
                text = text.replace("  ", " ");
            }
        }
        text
    }
}
