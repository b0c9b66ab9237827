//! A table on its way into a file.

use crate::{Cell, Format, Xlsx, csv, json};

/// The characters of a sheet's name.
const LONGEST_NAME: usize = 31;

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Its name, for programs: no two of a table have the same.
    pub name: String,
    /// Its title in words, for people.
    pub label: Option<String>,
}

impl Column {
    /// A column without a title.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self { name, label: None }
    }

    /// A column with a title.
    pub fn labelled(name: impl Into<String>, label: impl Into<String>) -> Self {
        let (name, label) = (name.into(), Some(label.into()));
        Self { name, label }
    }
}

/// A file of one table, made row by row.
#[derive(Debug)]
pub struct Sheet {
    columns: Vec<Column>,
    rows: u64,
    to: To,
    out: Vec<u8>,
}

#[derive(Debug)]
enum To {
    Csv,
    Xlsx(Box<Book>),
    Json,
    Ndjson,
}

/// A workbook; a table that is longer than a worksheet goes on in the next.
#[derive(Debug)]
struct Book {
    xlsx: Xlsx,
    name: String,
    sheets: u32,
    next_row: u32,
    last_row: u32,
}

impl Sheet {
    /// Begins a file; `name` is what the sheet of a workbook is called. Where columns have titles,
    /// a table for people has them in a second row.
    pub fn new(format: Format, name: &str, columns: Vec<Column>) -> Self {
        Self::paged(format, name, columns, crate::MOST_ROWS)
    }

    fn paged(format: Format, name: &str, columns: Vec<Column>, last_row: u32) -> Self {
        let to = match format {
            Format::Csv => To::Csv,
            Format::Json => To::Json,
            Format::Ndjson => To::Ndjson,
            Format::Xlsx => To::Xlsx(Box::new(Book {
                xlsx: Xlsx::default(),
                name: name.to_owned(),
                sheets: 0,
                next_row: 1,
                last_row,
            })),
        };
        let mut sheet = Self {
            columns,
            rows: 0,
            to,
            out: Vec::new(),
        };
        match &mut sheet.to {
            To::Csv => {
                sheet.out.extend_from_slice(csv::BOM);
                for cells in headers(&sheet.columns) {
                    csv::row(cells, &mut sheet.out);
                }
            }
            To::Xlsx(book) => book.open(&sheet.columns),
            To::Json => sheet.out.push(b'['),
            To::Ndjson => {}
        }
        sheet
    }

    /// Adds a row: a cell for each column, in their order.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) {
        let cells = cells.into_iter().take(self.columns.len());
        match &mut self.to {
            To::Csv => csv::row(cells, &mut self.out),
            To::Xlsx(book) => book.row(&self.columns, cells),
            To::Json => {
                let begin: &[u8] = if self.rows == 0 { b"\n" } else { b",\n" };
                self.out.extend_from_slice(begin);
                json::object(&self.columns, cells, &mut self.out);
            }
            To::Ndjson => {
                json::object(&self.columns, cells, &mut self.out);
                self.out.push(b'\n');
            }
        }
        self.rows += 1;
    }

    /// How many rows were added.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Ends the file. Nothing may be added after that.
    pub fn end(&mut self) {
        match &mut self.to {
            To::Csv | To::Ndjson => {}
            To::Xlsx(book) => {
                book.xlsx.end_sheet();
                book.xlsx.end();
            }
            To::Json => self.out.extend_from_slice(b"\n]\n"),
        }
    }

    /// The bytes that are ready. Together they are the file.
    pub fn take(&mut self) -> Vec<u8> {
        match &mut self.to {
            To::Xlsx(book) => book.xlsx.take(),
            To::Csv | To::Json | To::Ndjson => std::mem::take(&mut self.out),
        }
    }
}

/// The rows above the table: names, and titles if there are any.
fn headers(columns: &[Column]) -> impl Iterator<Item = impl Iterator<Item = Cell<'_>>> {
    let titled = columns.iter().any(|column| column.label.is_some());
    [false, true]
        .into_iter()
        .take(if titled { 2 } else { 1 })
        .map(move |titles| {
            columns.iter().map(move |column| {
                let text = if titles {
                    column.label.as_deref().unwrap_or_default()
                } else {
                    &column.name
                };
                Cell::text(text)
            })
        })
}

impl Book {
    fn open(&mut self, columns: &[Column]) {
        self.sheets += 1;
        let name = match self.sheets {
            1 => sheet_name(&self.name),
            number => sheet_name(&format!("{number} {}", self.name)),
        };
        let above = headers(columns).count();
        self.xlsx
            .begin_sheet(&name, u32::try_from(above).unwrap_or(2));
        self.next_row = 1;
        for cells in headers(columns) {
            self.xlsx.row(self.next_row, true, (0..).zip(cells));
            self.next_row += 1;
        }
    }

    fn row<'a>(&mut self, columns: &[Column], cells: impl Iterator<Item = Cell<'a>>) {
        if self.next_row > self.last_row {
            self.xlsx.end_sheet();
            self.open(columns);
        }
        self.xlsx.row(self.next_row, false, (0..).zip(cells));
        self.next_row += 1;
    }
}

/// A name that Excel takes: no longer than 31 characters, without those that it refuses.
fn sheet_name(name: &str) -> String {
    let refused = |c: char| matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control();
    let fine: String = name
        .chars()
        .filter(|c| !refused(*c))
        .take(LONGEST_NAME)
        .collect();
    let fine = fine.trim().trim_matches('\'');
    if fine.is_empty() {
        "Sheet".to_owned()
    } else {
        fine.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<Column> {
        vec![Column::labelled("age", "Age in years"), Column::new("name")]
    }

    fn text(format: Format) -> String {
        let mut sheet = Sheet::new(format, "people", columns());
        sheet.row([Cell::number("7"), Cell::text("A \"B\"")]);
        sheet.row([Cell::Empty, Cell::text("=1")]);
        sheet.end();
        assert_eq!(sheet.rows(), 2);
        String::from_utf8(sheet.take()).unwrap()
    }

    #[test]
    fn titles_stand_in_a_second_row_for_people_and_nowhere_for_programs() {
        assert_eq!(
            text(Format::Csv),
            "\u{feff}age,name\r\n\"Age in years\",\r\n7,\"A \"\"B\"\"\"\r\n,'=1\r\n"
        );
        assert_eq!(
            text(Format::Json),
            "[\n{\"age\":7,\"name\":\"A \\\"B\\\"\"},\n{\"age\":null,\"name\":\"=1\"}\n]\n"
        );
        assert_eq!(
            text(Format::Ndjson),
            "{\"age\":7,\"name\":\"A \\\"B\\\"\"}\n{\"age\":null,\"name\":\"=1\"}\n"
        );
    }

    #[test]
    fn a_sheet_has_a_name_that_excel_takes() {
        assert_eq!(sheet_name("QP/08: [1]"), "QP08 1");
        assert_eq!(sheet_name("*?"), "Sheet");
        assert_eq!(sheet_name(&"名".repeat(40)).chars().count(), 31);
    }

    #[test]
    fn a_table_longer_than_a_worksheet_goes_on_in_the_next() {
        let mut sheet = Sheet::paged(Format::Xlsx, "people", columns(), 4);
        for number in 0..5 {
            sheet.row([Cell::number(number.to_string())]);
        }
        sheet.end();
        let bytes = sheet.take();
        let names = |text: &str| {
            bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
        };
        assert!(names("xl/worksheets/sheet3.xml") && !names("xl/worksheets/sheet4.xml"));
    }

    #[test]
    fn bytes_are_handed_out_while_rows_come_and_none_is_kept() {
        for format in Format::ALL {
            let (mut whole, mut parts) = (Vec::new(), Vec::new());
            let mut at_once = Sheet::new(format, "t", columns());
            let mut piecemeal = Sheet::new(format, "t", columns());
            let mut most = 0;
            for number in 0..50_000_u32 {
                let scattered = number.wrapping_mul(2_654_435_761).to_string();
                let cells = || {
                    [
                        Cell::number(scattered.clone()),
                        Cell::text(scattered.clone()),
                    ]
                };
                at_once.row(cells());
                piecemeal.row(cells());
                let part = piecemeal.take();
                most = most.max(part.len());
                parts.extend(part);
            }
            at_once.end();
            piecemeal.end();
            whole.extend(at_once.take());
            parts.extend(piecemeal.take());
            assert!(
                whole == parts,
                "{format:?}: the same bytes however they are taken"
            );
            assert!(most < 128 << 10, "{format:?}: {most} bytes came at once");
        }
    }
}
