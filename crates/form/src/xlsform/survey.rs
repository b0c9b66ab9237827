//! The survey sheet: questions, groups and repeats in document order.

use std::collections::HashMap;

use super::choices::add_media;
use super::columns::{Column, Field};
use super::entities;
use super::kinds::{Kind, kind};
use super::table::{Record, Table};
use crate::attachment::Attachments;
use crate::blueprint::{Blueprint, Plan, PlannedChoice, PlannedMedia, Shape, Source, Wordings};
use crate::diagnostic::{Findings, Place};
use crate::form::Control;
use crate::limits;

pub(super) fn read(
    table: &Table<'_>,
    columns: &[Column],
    files: &Attachments,
    form: &mut Blueprint,
    findings: &mut Findings,
) {
    let mut survey = Survey {
        table,
        columns,
        files,
        lists: (0..)
            .zip(&form.lists)
            .map(|(at, list)| (list.name.clone(), at))
            .collect(),
        form,
        findings,
        open: Vec::new(),
        names: HashMap::new(),
    };
    for row in table.rows() {
        if survey.form.nodes.len() >= limits::NODES {
            let place = table.place(row.number);
            survey
                .findings
                .error(&place, "too-many-rows", "the form has too many rows");
            break;
        }
        survey.row(row);
    }
    survey.close();
}

pub(super) struct Survey<'a, 'f> {
    pub(super) table: &'a Table<'a>,
    columns: &'a [Column],
    pub(super) files: &'a Attachments,
    lists: HashMap<String, usize>,
    pub(super) form: &'f mut Blueprint,
    pub(super) findings: &'f mut Findings,
    /// Groups and repeats that are not closed, from the outside in.
    open: Vec<usize>,
    /// The names within each group, with the row that has them.
    names: HashMap<(Option<usize>, String), u32>,
}

impl Survey<'_, '_> {
    fn row(&mut self, row: Record<'_>) {
        let place = self.table.place(row.number);
        if self
            .cell(row, Field::Disabled)
            .is_some_and(|text| truth(&text.text) == Some(true))
        {
            return;
        }
        let Some(kind_cell) = self.cell(row, Field::Type) else {
            self.untyped(row, &place);
            return;
        };
        match kind(&kind_cell.text) {
            Kind::End(repeat) => self.end(repeat, &kind_cell.place),
            Kind::Begin(shape) => self.begin(row, shape, &place),
            Kind::Row(shape) => drop(self.add(row, shape, &place)),
            Kind::Calculate => self.calculate(row, &place),
            Kind::Select(control, list, other) => {
                self.select(row, control, &list, other, &kind_cell.place);
            }
            Kind::SelectFromFile(control, file) => {
                self.select_from_file(row, control, &file, &kind_cell.place);
            }
            Kind::External(ending) => self.external(row, ending, &place),
            Kind::Unrecorded => {
                let message = format!(
                    "\"{}\" is not recorded here and stays empty",
                    kind_cell.text
                );
                self.findings
                    .warn(&kind_cell.place, "unrecorded-type", message);
                if self.cell(row, Field::Name).is_some() {
                    self.add(row, Shape::Hidden, &place);
                }
            }
            Kind::Foreign => {
                let message = format!("\"{}\" is asked as a text here", kind_cell.text);
                self.findings
                    .warn(&kind_cell.place, "foreign-type", message);
                self.add(row, Shape::Question(Control::Text), &place);
            }
            Kind::Unknown => {
                let message = format!("the type \"{}\" is not known", kind_cell.text);
                self.findings
                    .error(&kind_cell.place, "unknown-type", message);
            }
        }
    }

    fn untyped(&mut self, row: Record<'_>, place: &Place) {
        if self.cell(row, Field::Name).is_some() {
            self.findings
                .error(place, "missing-type", "this row has a name but no type");
        } else if self
            .columns
            .iter()
            .any(|column| row.get(column.at).is_some())
        {
            self.findings
                .warn(place, "missing-type", "a row without a type is not used");
        }
    }

    pub(super) fn cell(&self, row: Record<'_>, field: Field) -> Option<Source> {
        let column = self.columns.iter().find(|column| column.field == field)?;
        let text = row.get(column.at)?;
        let place = self.table.place(row.number).column(&column.header);
        Some(Source {
            text: text.to_owned(),
            place,
        })
    }

    fn wordings(&self, row: Record<'_>, field: Field) -> Wordings {
        let of_field = self.columns.iter().filter(|column| column.field == field);
        of_field
            .filter_map(|column| {
                let text = row.get(column.at)?.to_owned();
                let place = self.table.place(row.number).column(&column.header);
                Some((column.language, Source { text, place }))
            })
            .collect()
    }

    fn media(&self, row: Record<'_>) -> PlannedMedia {
        let mut found = Vec::new();
        for column in self.columns {
            if let (Field::Media(what), Some(text)) = (&column.field, row.get(column.at)) {
                let place = self.table.place(row.number).column(&column.header);
                let text = text.to_owned();
                add_media(&mut found, *what, column.language, Source { text, place });
            }
        }
        found
    }

    fn attributes(&self, row: Record<'_>) -> Vec<(String, String)> {
        let attribute = |column: &Column| match &column.field {
            Field::Attribute(name) => Some((name.clone(), row.get(column.at)?.to_owned())),
            _ => None,
        };
        self.columns.iter().filter_map(attribute).collect()
    }

    fn begin(&mut self, row: Record<'_>, shape: Shape, place: &Place) {
        if self.open.len() >= limits::GROUP_DEPTH {
            self.findings
                .error(place, "too-deep", "groups are nested too deeply");
        }
        let at = self.add(row, shape, place);
        self.open.push(at);
    }

    fn end(&mut self, repeat: bool, place: &Place) {
        let word = if repeat { "repeat" } else { "group" };
        let Some(at) = self.open.pop() else {
            let message = format!("this ends a {word}, but none is open");
            self.findings.error(place, "unmatched-end", message);
            return;
        };
        let Some(open) = self.form.nodes.get(at) else {
            return;
        };
        if (open.shape == Shape::Repeat) != repeat {
            let message = format!(
                "this ends a {word}, but \"{}\" from row {} is a {}",
                open.name,
                open.place.row.unwrap_or(0),
                if repeat { "group" } else { "repeat" }
            );
            self.findings.error(place, "unmatched-end", message);
        }
    }

    fn close(&mut self) {
        for at in std::mem::take(&mut self.open) {
            let Some(open) = self.form.nodes.get(at) else {
                continue;
            };
            let message = format!("\"{}\" is begun here and never ended", open.name);
            self.findings.error(&open.place, "unmatched-begin", message);
        }
    }

    /// Adds a node with all that its row says, and returns its index.
    pub(super) fn add(&mut self, row: Record<'_>, shape: Shape, place: &Place) -> usize {
        let parent = self.open.last().copied();
        let name = self.name(row, &shape, place, parent);
        let mut plan = Plan::new(name, parent, shape, place.clone());
        plan.relevant = self.cell(row, Field::Relevant).map(yes_or_no);
        plan.required = self.cell(row, Field::Required).map(yes_or_no);
        plan.readonly = self.cell(row, Field::ReadOnly).map(yes_or_no);
        plan.constraint = self.cell(row, Field::Constraint).map(yes_or_no);
        plan.calculation = self.cell(row, Field::Calculation);
        plan.default = self.cell(row, Field::Default);
        plan.repeat_count = self.cell(row, Field::RepeatCount);
        plan.trigger = self.cell(row, Field::Trigger);
        plan.label = self.wordings(row, Field::Label);
        plan.hint = self.wordings(row, Field::Hint);
        plan.guidance_hint = self.wordings(row, Field::GuidanceHint);
        plan.required_message = self.wordings(row, Field::RequiredMessage);
        plan.constraint_message = self.wordings(row, Field::ConstraintMessage);
        plan.media = self.media(row);
        plan.attributes = self.attributes(row);
        plan.appearance = self
            .cell(row, Field::Appearance)
            .map_or(String::new(), |s| s.text);
        if let Some(source) = self.cell(row, Field::Parameters) {
            plan.parameters = self.parameters(&source);
            if plan
                .parameters
                .iter()
                .any(|(name, value)| name == "randomize" && value == "true")
            {
                let message = "choices are shown in the order of the list, not shuffled";
                self.findings
                    .warn(&source.place, "unused-parameter", message);
            }
        }
        let asked = matches!(plan.shape, Shape::Question(_) | Shape::Note);
        if asked && plan.label.is_empty() && plan.hint.is_empty() && plan.media.is_empty() {
            let message = format!("\"{}\" has no label", plan.name);
            self.findings.warn(place, "missing-label", message);
        }
        if let Some(save_to) = self.cell(row, Field::SaveTo) {
            entities::save_to(self.form, &plan.name, &save_to);
        }
        self.form.nodes.push(plan);
        self.form.nodes.len() - 1
    }

    fn name(
        &mut self,
        row: Record<'_>,
        shape: &Shape,
        place: &Place,
        parent: Option<usize>,
    ) -> String {
        let Some(Source {
            text: name,
            place: name_place,
        }) = self.cell(row, Field::Name)
        else {
            if !matches!(shape, Shape::Note | Shape::Preload(_)) {
                self.findings
                    .error(place, "missing-name", "this row has no name");
            }
            return format!("unnamed_{}", row.number);
        };
        if !is_name(&name) {
            let message = format!(
                "\"{name}\" can't be a name: it starts with a letter or _ and goes on with \
                 letters, digits, - _ and ."
            );
            self.findings.error(&name_place, "bad-name", message);
        }
        if let Some(earlier) = self.names.insert((parent, name.clone()), row.number) {
            let message = format!("the name \"{name}\" stands in row {earlier} of this group too");
            self.findings.error(&name_place, "duplicate-name", message);
        }
        name
    }

    fn parameters(&mut self, source: &Source) -> Vec<(String, String)> {
        let spaced = source.text.replace([',', ';'], " ");
        let mut text = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
        text = text.replace(" =", "=").replace("= ", "=");
        let mut found = Vec::new();
        for part in text.split_whitespace() {
            match part.split_once('=') {
                Some((key, value)) if !key.is_empty() => {
                    found.push((key.to_ascii_lowercase(), value.to_owned()));
                }
                _ => {
                    let message = format!("\"{part}\" is not of the form name=value");
                    self.findings.error(&source.place, "bad-parameter", message);
                }
            }
        }
        found
    }

    fn calculate(&mut self, row: Record<'_>, place: &Place) {
        let at = self.add(row, Shape::Hidden, place);
        let plan = self.form.nodes.get(at);
        if plan.is_some_and(|plan| plan.calculation.is_none() && plan.default.is_none()) {
            let message = "a calculate needs a text in the column \"calculation\"";
            self.findings.error(place, "missing-calculation", message);
        }
    }

    fn select(
        &mut self,
        row: Record<'_>,
        control: Control,
        list: &str,
        other: bool,
        place: &Place,
    ) {
        let row_place = self.table.place(row.number);
        let at = self.add(row, Shape::Question(control), &row_place);
        let found = self.lists.get(list).copied();
        if list.is_empty() {
            self.findings
                .error(place, "missing-list", "the type names no list of choices");
        } else if list.starts_with("${") {
            let message = "choices from a repeat are not supported";
            self.findings.error(place, "unsupported-type", message);
        } else if found.is_none() {
            let message = format!("there is no list \"{list}\" in the sheet \"choices\"");
            self.findings.error(place, "unknown-list", message);
        }
        let choice_filter = self.cell(row, Field::ChoiceFilter);
        if let (true, Some(filter)) = (other, &choice_filter) {
            let message = "or_other does not go together with a choice filter";
            self.findings
                .error(&filter.place, "filtered-other", message);
        }
        let Some(plan) = self.form.nodes.get_mut(at) else {
            return;
        };
        plan.list = found;
        plan.choice_filter = choice_filter;
        if let (true, Some(found)) = (other, found) {
            self.other(at, found);
        }
    }

    /// `or_other`: one more choice, and a text question for it.
    fn other(&mut self, at: usize, list: usize) {
        let Some(plan) = self.form.nodes.get(at) else {
            return;
        };
        let place = plan.place.clone();
        let wording = |text: &str| {
            vec![(
                0,
                Source {
                    text: text.to_owned(),
                    place: place.clone(),
                },
            )]
        };
        let mut text = Plan::new(
            format!("{}_other", plan.name),
            plan.parent,
            Shape::Question(Control::Text),
            place.clone(),
        );
        text.label = wording("Specify other.");
        text.relevant = Some(Source {
            text: format!("selected(../{}, 'other')", plan.name),
            place: place.clone(),
        });
        self.form.nodes.push(text);
        if let Some(list) = self.form.lists.get_mut(list)
            && !list.choices.iter().any(|choice| choice.name == "other")
        {
            let label = wording("Other");
            let choice = PlannedChoice {
                name: "other".to_owned(),
                label,
                media: Vec::new(),
                extra: Vec::new(),
            };
            list.choices.push(choice);
        }
    }
}

/// `yes`, `TRUE`, `true()` and their opposites, as spreadsheets and people write them.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "yes" | "true" | "true()" | "1" => Some(true),
        "no" | "false" | "false()" | "0" => Some(false),
        _ => None,
    }
}

fn yes_or_no(source: Source) -> Source {
    match truth(&source.text) {
        Some(true) => Source {
            text: "true()".to_owned(),
            ..source
        },
        Some(false) => Source {
            text: "false()".to_owned(),
            ..source
        },
        None => source,
    }
}

/// Whether a text can name an XML element (and so a question).
/// Whether a question can be called this: a letter or `_`, then letters, digits, `-`, `_`, `.`.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let mut all = text.chars();
    all.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && all.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{b7}'))
}
