//! A sheet as a header and rows.

use std::collections::HashMap;

use report::column_letters;

use crate::diagnostic::{Findings, Place};
use crate::workbook::Sheet;

pub(super) struct Table<'a> {
    sheet: &'a Sheet,
    /// Column number and header as written, from left to right.
    pub(super) header: Vec<(u32, String)>,
    /// Rows after the header.
    first: usize,
}

/// One row below the header.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) number: u32,
    cells: &'a [(u32, String)],
}

impl<'a> Record<'a> {
    pub(super) fn get(&self, column: u32) -> Option<&'a str> {
        let at = self
            .cells
            .binary_search_by_key(&column, |(column, _)| *column)
            .ok()?;
        self.cells.get(at).map(|(_, text)| text.as_str())
    }
}

impl<'a> Table<'a> {
    pub(super) fn of(sheet: &'a Sheet, findings: &mut Findings) -> Self {
        let mut table = Self {
            sheet,
            header: Vec::new(),
            first: 1,
        };
        let Some(header) = sheet.rows.first() else {
            return table;
        };
        let mut seen: HashMap<String, u32> = HashMap::new();
        for (column, text) in &header.cells {
            if let Some(earlier) = seen.insert(text.clone(), *column) {
                let place = table.place(header.number).column(text);
                let message = message!(
                    "the column \"{}\" stands twice, in {} and {}; the second is used",
                    text,
                    column_letters(earlier),
                    column_letters(*column)
                );
                findings.warn(&place, "duplicate-column", message);
                table.header.retain(|(_, known)| known != text);
            }
            table.header.push((*column, text.clone()));
        }
        table
    }

    pub(super) fn header_place(&self) -> Place {
        self.place(self.sheet.rows.first().map_or(1, |row| row.number))
    }

    /// An error if an earlier column means the same as this one: which of them counts?
    pub(super) fn only(&self, earlier: Option<u32>, header: &str, findings: &mut Findings) {
        let known = |at| self.header.iter().find(|(column, _)| *column == at);
        if let Some((_, earlier)) = earlier.and_then(known) {
            let message = message!(
                "the columns \"{}\" and \"{}\" mean the same",
                earlier,
                header
            );
            let place = self.header_place().column(header);
            findings.error(&place, "duplicate-column", message);
        }
    }

    pub(super) fn place(&self, row: u32) -> Place {
        Place {
            sheet: self.sheet.name.trim().to_owned(),
            row: Some(row),
            column: None,
        }
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Record<'a>> {
        self.sheet.rows.iter().skip(self.first).map(|row| Record {
            number: row.number,
            cells: &row.cells,
        })
    }
}
