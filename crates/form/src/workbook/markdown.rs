//! Tables in Markdown, as the XLSForm world writes forms in text:
//!
//! ```text
//! | survey |      |      |       |
//! |        | type | name | label |
//! |        | text | who  | Who?  |
//! ```

use super::cell::clean;
use super::{Placed, Sheet, Workbook};

/// Never fails: lines that are no table rows are passed over.
pub(crate) fn read_markdown(text: &str) -> Workbook {
    let mut sheets: Vec<(String, Vec<Placed>)> = Vec::new();
    let mut row = 0;
    for line in text.lines() {
        let Some(cells) = cells(line.trim()) else {
            continue;
        };
        if let Some(name) = cells.first().filter(|name| !name.is_empty()) {
            sheets.push((name.clone(), Vec::new()));
            row = 0;
            // The sheet's name has a row of its own; a header may also follow it in the same one.
            if cells.iter().skip(1).all(String::is_empty) {
                continue;
            }
        }
        let Some((_, found)) = sheets.last_mut() else {
            continue;
        };
        for (column, cell) in (0..).zip(cells.into_iter().skip(1)) {
            if !cell.is_empty() {
                found.push((row, column, cell));
            }
        }
        row += 1;
    }
    Workbook {
        sheets: sheets
            .into_iter()
            .map(|(name, cells)| Sheet::of(&name, cells))
            .collect(),
    }
}

/// The cells of `| a | b |`; a `\|` is a bar within a cell. `None` for rulers and other lines.
fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.strip_prefix('|')?;
    // What follows the last bar is a remark.
    let mut bars = inner.rmatch_indices('|').map(|(at, _)| at);
    let last = bars.find(|at| !inner[..*at].ends_with('\\'));
    let inner = last.map_or(inner, |last| &inner[..last]);
    let ruler = |c: char| matches!(c, '-' | ':' | '|' | ' ');
    if inner.contains("--") && inner.chars().all(ruler) {
        return None;
    }
    let mut found = vec![String::new()];
    let mut rest = inner.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, rest.peek()) {
            ('\\', Some('|')) => {
                rest.next();
                if let Some(last) = found.last_mut() {
                    last.push('|');
                }
            }
            ('|', _) => found.push(String::new()),
            _ => {
                if let Some(last) = found.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    Some(found.iter().map(|cell| clean(cell)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_rows_and_cells() {
        let book = read_markdown(
            "text\n| survey |\n| | type | name |\n| | --- | --- |\n| | text | a\\|b |\n\n| choices | |\n| | list_name |",
        );
        assert_eq!(book.sheets.len(), 2);
        assert_eq!(book.sheets[0].name, "survey");
        assert_eq!(book.sheets[0].rows[1].number, 2);
        assert_eq!(
            book.sheets[0].rows[1].cells,
            [(0, "text".to_owned()), (1, "a|b".to_owned())]
        );
    }
}
