//! The survey sheet: questions, groups and repeats in document order.

use std::collections::HashMap;
use std::sync::Arc;

use super::columns::{Column, Field};
use super::external::{Origin, is_table};
use super::kinds::{Kind, Section, Select, TYPES, kind, usual_constraint};
use super::spelling::similar;
use super::table::{Record, Table};
use super::{
    derived, entity_nodes, entity_place, geometry, instances, parameters, range, references,
    triggers,
};
use crate::attachment::Attachments;
use crate::blueprint::{Blueprint, Plan, Shape, Source};
use crate::diagnostic::{Findings, Place};
use crate::form::Control;
use crate::limits;
use crate::xpath::Document;

pub(super) fn read(
    table: &Table<'_>,
    columns: &[Column],
    files: &Attachments,
    form: &mut Blueprint,
    findings: &mut Findings,
) {
    let rows: Vec<Record<'_>> = table.rows().collect();
    let lists = form.lists.iter().enumerate();
    let lists = lists
        .map(|(at, list)| ((list.external, list.name.clone()), at))
        .collect();
    let mut survey = Survey {
        table,
        columns,
        files,
        form,
        findings,
        open: Vec::new(),
        names: HashMap::new(),
        names_lower: HashMap::new(),
        repeats: HashMap::new(),
        given: Vec::new(),
        table_list: None,
        looped: None,
        origins: Vec::new(),
        tables: HashMap::new(),
        lists,
        instances: HashMap::new(),
        places: Vec::new(),
        of_repeat: Vec::new(),
        audit: None,
        references: Vec::new(),
        last_saved: false,
    };
    survey.rows(&rows);
    survey.close(0);
    survey.pull();
    survey.search();
    let last_saved = survey.last_saved;
    if last_saved {
        survey.origins.push(Origin::last_saved());
    }
    let Survey {
        audit,
        references,
        origins,
        places,
        of_repeat,
        ..
    } = survey;
    let named = references::named(form);
    instances::check(form, &origins, findings);
    triggers::check(form, &named, findings);
    references::look_up(form, &named, &references, findings);
    let holders = entity_place::check(form, &named, findings);
    geometry::check(form, &origins, findings);
    derived::take_places(form, &named, &places);
    for (at, name, place) in of_repeat {
        derived::choices_of_repeat(form, &named, at, &name, &place, findings);
    }
    if last_saved {
        derived::last_saved(form, files, findings);
    }
    derived::facts(form, &references, audit);
    entity_nodes::add(form, &holders);
}

pub(super) struct Survey<'a, 'f> {
    pub(super) table: &'a Table<'a>,
    pub(super) columns: &'a [Column],
    pub(super) files: &'a Attachments,
    pub(super) form: &'f mut Blueprint,
    pub(super) findings: &'f mut Findings,
    /// Groups and repeats that are not closed, from the outside in.
    pub(super) open: Vec<(usize, Section)>,
    /// The names within each group, with the row that has them.
    pub(super) names: HashMap<(Option<usize>, String), u32>,
    /// The same in lower case.
    pub(super) names_lower: HashMap<(Option<usize>, String), u32>,
    /// The names of repeats, with the row that has them.
    pub(super) repeats: HashMap<String, u32>,
    /// The parameters of the row at hand.
    pub(super) given: Vec<(String, String)>,
    /// Within a group with the appearance "table-list": the list of its first question, empty
    /// before that.
    pub(super) table_list: Option<String>,
    /// Within a loop: name and label of the choice at hand.
    pub(super) looped: Option<(String, String)>,
    /// Where each table that expressions reach comes from.
    pub(super) origins: Vec<Origin>,
    /// The lists of both sheets: whether it is the external one, name, index.
    pub(super) lists: HashMap<(bool, String), usize>,
    /// The instances so far, by name.
    pub(super) instances: HashMap<String, usize>,
    /// The tables read so far, by the names of their files.
    pub(super) tables: HashMap<String, Arc<Document>>,
    /// Nodes that hold where the device is.
    pub(super) places: Vec<usize>,
    /// Questions over the answers to another one: node, name of the other, where it says so.
    pub(super) of_repeat: Vec<(usize, String, Place)>,
    /// The log of the filling.
    pub(super) audit: Option<Plan>,
    /// The questions that cells refer to.
    references: Vec<(String, Place)>,
    /// Whether something refers to what was saved last time.
    last_saved: bool,
}

impl Survey<'_, '_> {
    pub(super) fn rows(&mut self, rows: &[Record<'_>]) {
        let mut rest = rows;
        while let Some((row, after)) = rest.split_first() {
            rest = after;
            if self.form.nodes.len() >= limits::NODES {
                let place = self.table.place(row.number);
                self.findings.error(
                    &place,
                    "too-many-rows",
                    message!("the form has too many rows"),
                );
                break;
            }
            rest = self.row(*row, rest);
        }
    }

    /// Reads one row, and returns those that are still to be read.
    fn row<'r, 's>(&mut self, row: Record<'s>, rest: &'r [Record<'s>]) -> &'r [Record<'s>] {
        let place = self.table.place(row.number);
        let disabled = self.cell(row, &Field::Disabled);
        if disabled.is_some_and(|text| truth(&text.text) == Some(true)) {
            return rest;
        }
        let Some(kind_cell) = self.cell(row, &Field::Type) else {
            self.untyped(row, &place);
            return rest;
        };
        let kind = kind(&kind_cell.text);
        self.check(row, &kind);
        match kind {
            Kind::End(section) => self.end(row, section, &kind_cell.place),
            Kind::Begin(shape) => self.begin(row, shape, &place),
            Kind::BeginLoop(list) => return self.begin_loop(row, &list, &kind_cell.place, rest),
            Kind::Row(shape) => {
                let at = self.add(row, shape, &place);
                if let Some(usual) = usual_constraint(&kind_cell.text) {
                    self.constrain(at, usual);
                }
            }
            Kind::Calculate => self.calculate(row, &place),
            Kind::Select(Select { control, list, .. }) if is_table(&list) => {
                self.select_from_file(row, control, &list, &kind_cell.place);
            }
            Kind::Select(select) => self.select(row, &select, &kind_cell.place),
            Kind::SelectFromFile(control, file) => {
                self.select_from_file(row, control, &file, &kind_cell.place);
            }
            Kind::External(ending) => self.external(row, ending, &place),
            Kind::Audit => self.audit(row, &place),
            Kind::BackgroundAudio | Kind::StartGeopoint | Kind::BackgroundGeopoint => {
                self.recorded(row, &kind, &place);
            }
            Kind::Setting(setting) => self.setting(row, setting, &kind_cell),
            Kind::Unrecorded => {
                let message = message!(
                    "\"{}\" is not recorded here and stays empty",
                    kind_cell.text
                );
                self.findings
                    .warn(&kind_cell.place, "unrecorded-type", message);
                if self.cell(row, &Field::Name).is_some() {
                    self.add(row, Shape::Hidden, &place);
                }
            }
            Kind::Foreign => {
                let message = message!("\"{}\" is asked as a text here", kind_cell.text);
                self.findings
                    .warn(&kind_cell.place, "foreign-type", message);
                self.add(row, Shape::Question(Control::Text), &place);
            }
            Kind::Unknown => {
                let hint = similar(&kind_cell.text, TYPES.iter().copied());
                let message = message!("the type \"{}\" is not known{}", kind_cell.text, hint);
                self.findings
                    .error(&kind_cell.place, "unknown-type", message);
            }
        }
        rest
    }

    /// Looks at a row's references and parameters, whatever comes of the row.
    fn check(&mut self, row: Record<'_>, kind: &Kind) {
        for column in self.columns {
            let passed = matches!(
                column.field,
                Field::Type | Field::Name | Field::Trigger | Field::Notes | Field::Unused
            );
            if let (false, Some(text)) = (passed, row.get(column.at)) {
                let place = self.table.place(row.number).column(&column.header);
                references::check(text, &place, self.findings);
                let names = references::names(text).unwrap_or_default();
                let named = names
                    .into_iter()
                    .map(|name| (name.to_owned(), place.clone()));
                self.references.extend(named);
                self.last_saved |= text.contains("${last-saved#");
            }
        }
        self.given.clear();
        let Some(source) = self.cell(row, &Field::Parameters) else {
            return;
        };
        self.given = parameters::read(&source, self.findings);
        let appearance = self.appearance(row);
        parameters::check(kind, &self.given, &source, &appearance, self.findings);
        if matches!(kind, Kind::Row(Shape::Question(Control::Range))) {
            range::check(
                &self.given,
                &source,
                &appearance,
                &self.form.lists,
                self.form.settings.allow_choice_duplicates,
                self.findings,
            );
        }
    }

    fn untyped(&mut self, row: Record<'_>, place: &Place) {
        let labelled = !self.wordings(row, &Field::Label).is_empty();
        let filled = |column: &Column| column.field != Field::Notes && row.get(column.at).is_some();
        if labelled || self.cell(row, &Field::Name).is_some() {
            let message = message!("this row has a name or a label but no type");
            self.findings.error(place, "missing-type", message);
        } else if self.columns.iter().any(filled) {
            let message = message!("a row without a type is not used");
            self.findings.warn(place, "missing-type", message);
        }
    }

    /// A cell that is no text to be shown, with the quotes that expressions need.
    pub(super) fn cell(&self, row: Record<'_>, field: &Field) -> Option<Source> {
        let column = self.columns.iter().find(|column| column.field == *field)?;
        let text = row.get(column.at)?;
        let place = self.table.place(row.number).column(&column.header);
        Some(Source {
            text: straight_quotes(&self.cleaned(text)),
            place,
        })
    }

    fn begin(&mut self, row: Record<'_>, shape: Shape, place: &Place) {
        if self.open.len() >= limits::GROUP_DEPTH {
            self.findings
                .error(place, "too-deep", message!("groups are nested too deeply"));
        }
        let section = if shape == Shape::Repeat {
            Section::Repeat
        } else {
            Section::Group
        };
        if self
            .appearance(row)
            .split_whitespace()
            .any(|word| word == "table-list")
        {
            self.table_list = Some(String::new());
        }
        let mut at = self.add(row, shape, place);
        if section == Section::Repeat {
            at = self.repeat_name(at);
        }
        self.open.push((at, section));
    }

    fn end(&mut self, row: Record<'_>, section: Section, place: &Place) {
        self.table_list = None;
        if let Some(save_to) = self.cell(row, &Field::SaveTo) {
            let message = message!("a group or a repeat has no value to save");
            self.findings.error(&save_to.place, "bad-save-to", message);
        }
        let word = section.word();
        let Some((at, open_section)) = self.open.pop() else {
            let message = message!("this ends a {}, but none is open", word);
            self.findings.error(place, "unmatched-end", message);
            return;
        };
        let Some(open) = self.form.nodes.get(at) else {
            return;
        };
        if open_section != section {
            let message = message!(
                "this ends a {}, but \"{}\" from row {} is a {}",
                word,
                open.name,
                open.place.row.unwrap_or(0),
                open_section.word()
            );
            self.findings.error(place, "unmatched-end", message);
        }
    }

    pub(super) fn close(&mut self, depth: usize) {
        for (at, section) in self.open.split_off(depth.min(self.open.len())) {
            let Some(open) = self.form.nodes.get(at) else {
                continue;
            };
            let message = message!(
                "the {} \"{}\" is begun here and never ended; add a row with the type \"end_{}\"",
                section.word(),
                open.name,
                section.word()
            );
            self.findings.error(&open.place, "unmatched-begin", message);
        }
    }

    fn calculate(&mut self, row: Record<'_>, place: &Place) {
        let at = self.add(row, Shape::Hidden, place);
        let plan = self.form.nodes.get(at);
        let default = |text: &str| {
            text.contains(['$', '(', '+', '*', '|'])
                || [" - ", " div ", " mod "]
                    .iter()
                    .any(|part| text.contains(part))
        };
        let empty = plan.is_some_and(|plan| {
            plan.calculation.is_none()
                && !plan
                    .default
                    .as_ref()
                    .is_some_and(|source| default(&source.text))
        });
        if empty {
            let message = message!("a calculate needs a text in the column \"calculation\"");
            self.findings.error(place, "missing-calculation", message);
        }
    }

    /// Old forms have some settings among their questions: the name is the value.
    fn setting(&mut self, row: Record<'_>, setting: &str, cell: &Source) {
        let Some(value) = self.cell(row, &Field::Name) else {
            return;
        };
        let message = message!("\"{}\" belongs to the sheet \"settings\"", setting);
        self.findings.warn(&cell.place, "old-setting", message);
        match setting {
            "form_title" => self.form.title = value.text,
            "form_id" => self.form.id = value.text,
            _ => {}
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

/// Quotes as expressions need them, for those that a word processor put in their place.
fn straight_quotes(text: &str) -> String {
    text.replace(['\u{2018}', '\u{2019}'], "'")
        .replace(['\u{201c}', '\u{201d}'], "\"")
}

/// Whether a text can name an XML element (and so a question).
/// Whether a question can be called this: a letter or `_`, then letters, digits, `-`, `_`, `.`.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let mut all = text.chars();
    all.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && all.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{b7}'))
}
