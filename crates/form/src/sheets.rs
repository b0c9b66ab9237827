//! Spreadsheets that are no form: their cells as text, for whoever imports a list.

use crate::diagnostic::Message;
use crate::workbook::{self, csv_rows};

/// A sheet with its cells as text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlainSheet {
    /// Its name; empty for a file of separated values.
    pub name: String,
    /// Rows that hold something: the number that a spreadsheet shows, and the cells from the first
    /// column on, empty ones as empty texts.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// Whether these bytes are a workbook (`.xlsx`, or `.xls` of Excel 97 to 2003) and not a text.
#[must_use]
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") || workbook::is_xls(bytes)
}

/// Reads every sheet of a workbook. The error says what is wrong with the file. See
/// [`crate::limits`] for how large it may be.
pub fn read_sheets(bytes: &[u8]) -> Result<Vec<PlainSheet>, Message> {
    let book = if workbook::is_xls(bytes) {
        workbook::read_xls(bytes, |_| true)
    } else {
        workbook::read_xlsx(bytes, |_| true)
    }?;
    let sheets = book.sheets.into_iter().map(|sheet| PlainSheet {
        name: sheet.name,
        rows: sheet
            .rows
            .into_iter()
            .map(|row| (row.number, in_columns(row.cells)))
            .collect(),
    });
    Ok(sheets.collect())
}

/// Reads separated values (RFC 4180); a `;` or a tab separates where the first line has no comma.
/// Never fails.
#[must_use]
pub fn read_separated(text: &str) -> PlainSheet {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rows = (1..).zip(csv_rows(text)).map(|(number, mut cells)| {
        for cell in &mut cells {
            *cell = cell.trim().to_owned();
        }
        (number, cells)
    });
    PlainSheet {
        name: String::new(),
        rows: rows
            .filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()))
            .collect(),
    }
}

/// Columns beyond those that a form may have are left out.
fn in_columns(cells: Vec<(u32, String)>) -> Vec<String> {
    let mut row = Vec::new();
    for (column, text) in cells {
        let column = column as usize;
        if column >= crate::limits::SHEET_COLUMNS {
            break;
        }
        row.resize(column, String::new());
        row.push(text);
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::{Sheet, Workbook, write_xlsx};

    #[test]
    fn a_workbook_gives_its_cells_where_they_stand() {
        let cell = |row, column, text: &str| (row, column, text.to_owned());
        let cells = vec![cell(0, 1, "房號"), cell(3, 0, "1"), cell(3, 2, "陳")];
        let book = Workbook {
            sheets: vec![Sheet::of("名單", cells), Sheet::of("2", Vec::new())],
        };
        let bytes = write_xlsx(&book);
        assert!(is_workbook(&bytes));
        let sheets = read_sheets(&bytes).unwrap();
        assert_eq!((sheets.len(), sheets[0].name.as_str()), (2, "名單"));
        let row = |number, cells: &[&str]| (number, cells.iter().map(|&c| c.to_owned()).collect());
        assert_eq!(
            sheets[0].rows,
            [row(1, &["", "房號"]), row(4, &["1", "", "陳"])]
        );
        assert!(read_sheets(b"PK?").is_err());
    }

    #[test]
    fn separated_values_keep_their_row_numbers() {
        let sheet = read_separated("\u{feff}a;b\n\n 1 ;\"x;y\"\n;\n");
        let row = |number, cells: &[&str]| (number, cells.iter().map(|&c| c.to_owned()).collect());
        assert_eq!(sheet.rows, [row(1, &["a", "b"]), row(3, &["1", "x;y"])]);
    }
}
