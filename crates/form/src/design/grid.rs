//! One table: a header and rows that know who they are.

use std::sync::Arc;

use super::columns::{self, Column};
use crate::workbook::{Row, Sheet};

/// A row of the document, the same wherever it is moved to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub(super) u32);

impl std::fmt::Display for RowId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Empty rows between others are kept up to this many at a place.
const GAP: u32 = 50;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grid {
    pub(super) name: String,
    /// By column; an empty one is no column of the table, but may have cells below it.
    pub(super) header: Arc<Vec<Column>>,
    pub(super) rows: Vec<Arc<Line>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) id: RowId,
    /// By column; what is beyond the end is empty.
    pub(super) cells: Vec<String>,
    /// Its name was made from its label and follows it.
    pub(super) named_by_label: bool,
}

impl Line {
    pub(super) fn get(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    pub(super) fn set(&mut self, column: usize, text: &str) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        if let Some(cell) = self.cells.get_mut(column) {
            text.clone_into(cell);
        }
    }
}

impl Grid {
    /// A sheet of this name with the columns that it needs.
    pub(super) fn new(name: &str) -> Self {
        let columns: &[&str] = match name {
            "survey" => &["type", "name"],
            "choices" => &["list_name", "name"],
            _ => &[],
        };
        Self {
            name: name.to_owned(),
            header: Arc::new(columns.iter().map(|name| Column::of(name)).collect()),
            rows: Vec::new(),
        }
    }

    pub(super) fn of(sheet: &Sheet, next_id: &mut u32) -> Self {
        let mut rows = sheet.rows.iter();
        let first = rows.next();
        let header = first.map(dense).unwrap_or_default();
        let mut last = first.map_or(1, |row| row.number);
        let mut lines = Vec::with_capacity(sheet.rows.len());
        let mut add = |cells: Vec<String>| {
            *next_id += 1;
            lines.push(Arc::new(Line {
                id: RowId(*next_id),
                cells,
                named_by_label: false,
            }));
        };
        for row in rows {
            for _ in 0..(row.number - last - 1).min(GAP) {
                add(Vec::new());
            }
            last = row.number;
            add(dense(row));
        }
        Self {
            name: sheet.name.clone(),
            header: Arc::new(header.iter().map(|text| Column::of(text)).collect()),
            rows: lines,
        }
    }

    /// The sheet: what is empty is left out.
    pub(super) fn sheet(&self) -> Sheet {
        let mut cells = Vec::new();
        let header = self.header.iter().map(|column| column.text.clone());
        let header: Vec<String> = header.collect();
        let lines = std::iter::once(&header).chain(self.rows.iter().map(|row| &row.cells));
        for (row, line) in (0..).zip(lines) {
            for (column, text) in (0..).zip(line) {
                if !text.trim().is_empty() {
                    cells.push((row, column, text.clone()));
                }
            }
        }
        Sheet::of(&self.name, cells)
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.name.trim().eq_ignore_ascii_case(name)
    }

    pub(super) fn position(&self, row: RowId) -> Option<usize> {
        self.rows.iter().position(|line| line.id == row)
    }

    pub(super) fn line(&self, row: RowId) -> Option<&Line> {
        self.rows
            .iter()
            .find(|line| line.id == row)
            .map(|line| &**line)
    }

    pub(super) fn line_mut(&mut self, row: RowId) -> Option<&mut Line> {
        let line = self.rows.iter_mut().find(|line| line.id == row)?;
        Some(Arc::make_mut(line))
    }

    /// The column for a meaning. Of two that mean the same, the reader takes the later one if they
    /// are spelled alike.
    pub(super) fn column(&self, field: &str, language: &str) -> Option<usize> {
        let first = self
            .header
            .iter()
            .position(|column| column.field == field && column.language == language)?;
        let alike = &self.header.get(first)?.text;
        self.header.iter().rposition(|column| column.text == *alike)
    }

    pub(super) fn column_or_new(&mut self, field: &str, language: &str) -> usize {
        if let Some(known) = self.column(field, language) {
            return known;
        }
        let alike = |column: &Column| column.field == field;
        let behind = self.header.iter().rposition(alike);
        let at = behind.map_or(self.header.len(), |at| at + 1);
        self.insert_column(at, &columns::header(field, language));
        at
    }

    fn insert_column(&mut self, at: usize, header: &str) {
        if at < self.header.len() {
            for line in &mut self.rows {
                if line.cells.len() > at {
                    Arc::make_mut(line).cells.insert(at, String::new());
                }
            }
        }
        Arc::make_mut(&mut self.header).insert(at, Column::of(header));
    }

    pub(super) fn remove_column(&mut self, at: usize) {
        for line in &mut self.rows {
            if line.cells.len() > at {
                Arc::make_mut(line).cells.remove(at);
            }
        }
        Arc::make_mut(&mut self.header).remove(at);
    }

    /// Changes every cell for which `change` has another text.
    pub(super) fn replace(&mut self, change: &dyn Fn(&str) -> Option<String>) {
        for line in &mut self.rows {
            for column in 0..line.cells.len() {
                if let Some(text) = change(line.get(column)) {
                    Arc::make_mut(line).set(column, &text);
                }
            }
        }
    }
}

fn dense(row: &Row) -> Vec<String> {
    let mut line = Vec::new();
    for (column, text) in &row.cells {
        line.resize(*column as usize, String::new());
        line.push(text.clone());
    }
    line
}
