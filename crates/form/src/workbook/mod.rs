//! The front half of reading: a file to sheets of text cells, each with its place.
//!
//! What a cell means is the business of [`crate::xlsform`].

mod cell;
mod csv;
mod markdown;
mod room;
mod write;
mod xls;
mod xlsx;
mod zip;

pub(crate) use csv::{csv_rows, read_csv};
pub(crate) use markdown::read_markdown;
pub(crate) use write::write_xlsx;
pub(crate) use xls::{is_xls, read_xls};
pub(crate) use xlsx::read_xlsx;

/// A workbook as text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Workbook {
    pub(crate) sheets: Vec<Sheet>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    /// Rows that hold something, from the top.
    pub(crate) rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Row {
    /// As the spreadsheet numbers it, from 1.
    pub(crate) number: u32,
    /// Cells that hold something: column from 0, text without outer spaces.
    pub(crate) cells: Vec<(u32, String)>,
}

/// A cell with its row and column, both from 0.
pub(crate) type Placed = (u32, u32, String);

impl Sheet {
    /// A sheet from cells in any order. The last one for a place wins.
    pub(crate) fn of(name: &str, mut cells: Vec<Placed>) -> Self {
        cells.sort_unstable_by_key(|(row, column, _)| (*row, *column));
        let mut rows: Vec<Row> = Vec::new();
        for (row, column, text) in cells {
            let number = row.saturating_add(1);
            if rows.last().is_none_or(|last| last.number != number) {
                rows.push(Row {
                    number,
                    cells: Vec::new(),
                });
            }
            let Some(last) = rows.last_mut() else {
                continue;
            };
            match last.cells.last_mut() {
                Some((known, old)) if *known == column => *old = text,
                _ => last.cells.push((column, text)),
            }
        }
        Self {
            name: name.to_owned(),
            rows,
        }
    }
}
