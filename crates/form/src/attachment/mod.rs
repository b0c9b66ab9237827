//! Tables that a form brings along as files.

mod geojson;
mod json;

use crate::diagnostic::Message;
use std::collections::BTreeMap;

use crate::limits;
use crate::workbook::csv_rows;
use crate::xml::read_xml;
use crate::xpath::{Document, DocumentBuilder, Name};

/// The files that belong to a form, by name: `villages.csv`, `regions.xml`.
pub type Attachments = BTreeMap<String, Vec<u8>>;

/// Reads a table as a document `root/item/*`; XML is taken as it is.
pub(crate) fn read_attachment(name: &str, bytes: &[u8]) -> Result<Document, Message> {
    if bytes.len() > limits::FILE_BYTES {
        return Err(message!("the file {} is too large", name));
    }
    let text =
        std::str::from_utf8(bytes).map_err(|_| message!("the file {} is not UTF-8", name))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase())
        .as_deref()
    {
        Some("csv") => Ok(read_csv(text)),
        Some("geojson" | "json") => {
            geojson::read_geojson(text).map_err(|message| message!("{}: {}", name, message))
        }
        Some("xml") => read_xml(text).map_err(|message| message!("{}: {}", name, message)),
        _ => Err(message!(
            "the file {} is of a kind that is not read here",
            name
        )),
    }
}

/// A table that nobody has attached: it has no rows.
pub(crate) fn empty_table() -> Document {
    read_csv("")
}

fn read_csv(text: &str) -> Document {
    let filled = |row: &Vec<String>| row.iter().any(|cell| !cell.is_empty());
    let mut rows = csv_rows(text).into_iter().filter(filled);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_table_is_told() {
        assert!(read_attachment("x.csv", b"\xff").is_err());
        assert!(read_attachment("x.xml", b"<a>").is_err());
        assert!(read_attachment("x.png", b"").is_err());
    }
}
