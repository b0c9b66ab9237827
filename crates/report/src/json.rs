//! JSON objects, one for each row.

use crate::{Cell, Column};

/// A row as an object: every column, `null` where there is nothing.
pub(crate) fn object<'a>(
    columns: &[Column],
    cells: impl IntoIterator<Item = Cell<'a>>,
    out: &mut Vec<u8>,
) {
    out.push(b'{');
    for (at, (column, cell)) in columns.iter().zip(cells).enumerate() {
        if at > 0 {
            out.push(b',');
        }
        text(&column.name, out);
        out.push(b':');
        match cell {
            Cell::Empty => out.extend_from_slice(b"null"),
            Cell::Number(number) => out.extend_from_slice(number.as_bytes()),
            Cell::Text(value) => text(&value, out),
        }
    }
    out.push(b'}');
}

fn text(text: &str, out: &mut Vec<u8>) {
    // Writing a text to a vector can't fail.
    let _ = serde_json::to_writer(out, text);
}
