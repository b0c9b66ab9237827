//! Tables that a form brings along as files.

use std::collections::BTreeMap;

use crate::limits;
use crate::xml::read_xml;
use crate::xpath::{Document, DocumentBuilder, Name};

/// The files that belong to a form, by name: `villages.csv`, `regions.xml`.
pub type Attachments = BTreeMap<String, Vec<u8>>;

/// Reads a table as a document `root/item/*`; XML is taken as it is.
pub(crate) fn read_attachment(name: &str, bytes: &[u8]) -> Result<Document, String> {
    if bytes.len() > limits::FILE_BYTES {
        return Err(format!("the file {name} is too large"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| format!("the file {name} is not UTF-8"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase())
        .as_deref()
    {
        Some("csv") => Ok(read_csv(text)),
        Some("xml") => read_xml(text).map_err(|message| format!("{name}: {message}")),
        _ => Err(format!(
            "the file {name} is of a kind that is not read here"
        )),
    }
}

/// A table that nobody has attached: it has no rows.
pub(crate) fn empty_table() -> Document {
    read_csv("")
}

fn read_csv(text: &str) -> Document {
    let mut rows = csv_rows(text).into_iter();
    let header: Vec<String> = rows.next().unwrap_or_default();
    let mut builder = DocumentBuilder::new();
    builder.start(Name {
        local: "root",
        ..Name::default()
    });
    for row in rows {
        builder.start(Name {
            local: "item",
            ..Name::default()
        });
        for (name, cell) in header.iter().zip(&row) {
            builder.leaf(name.trim(), cell);
        }
        builder.end();
    }
    builder.end();
    builder.finish()
}

/// Rows of RFC 4180; a `;` separates where the header has no comma. Empty lines are passed over.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let header = text.lines().next().unwrap_or("");
    let separator = if !header.contains(',') && header.contains(';') {
        ';'
    } else {
        ','
    };
    let mut rows = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => {
                cell.push('"');
                rest.next();
            }
            '"' if quoted => quoted = false,
            c if quoted => cell.push(c),
            '"' if cell.is_empty() => quoted = true,
            '\r' => {}
            '\n' => {
                row.push(std::mem::take(&mut cell));
                end_row(&mut rows, &mut row);
            }
            c if c == separator => row.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    row.push(cell);
    end_row(&mut rows, &mut row);
    rows
}

fn end_row(rows: &mut Vec<Vec<String>>, row: &mut Vec<String>) {
    let row = std::mem::take(row);
    if row.iter().any(|cell| !cell.is_empty()) {
        rows.push(row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_commas_and_lines() {
        let rows = csv_rows("name,label\r\na,\"A, \"\"big\"\"\none\"\n\n b ,");
        assert_eq!(
            rows,
            [
                vec!["name", "label"],
                vec!["a", "A, \"big\"\none"],
                vec![" b ", ""]
            ]
        );
        assert_eq!(csv_rows("a;b\n1;2"), [vec!["a", "b"], vec!["1", "2"]]);
    }

    #[test]
    fn what_is_no_table_is_told() {
        assert!(read_attachment("x.csv", b"\xff").is_err());
        assert!(read_attachment("x.xml", b"<a>").is_err());
        assert!(read_attachment("x.png", b"").is_err());
    }
}
