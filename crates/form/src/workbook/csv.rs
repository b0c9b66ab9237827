//! Comma-separated values (RFC 4180), and workbooks written in them: the name of a sheet stands in
//! the first column, its header and rows below it with that column empty.
//!
//! ```text
//! survey,,,
//! ,type,name,label
//! ,text,who,Who?
//! ```

use super::cell::clean;
use super::{Placed, Sheet, Workbook};

/// All rows, empty ones too. A `;` or a tab separates where the first line has no comma.
pub(crate) fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let first = text.lines().next().unwrap_or("");
    let separator = [',', ';', '\t', '|']
        .into_iter()
        .find(|c| first.contains(*c));
    let separator = separator.unwrap_or(',');
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
            '\r' if rest.peek() == Some(&'\n') => {}
            '\n' | '\r' => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c if c == separator => row.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

/// Never fails. A file that begins with the header of a survey is that sheet alone.
pub(crate) fn read_csv(text: &str) -> Workbook {
    let mut rows = csv_rows(text);
    for cell in rows.iter_mut().flatten() {
        *cell = clean(cell);
    }
    let filled = |row: &&Vec<String>| row.iter().any(|cell| !cell.is_empty());
    let header = rows.iter().find(filled);
    if header.is_some_and(|header| is_survey_header(header)) {
        let cells = (0..).zip(&rows).flat_map(|(at, row)| placed(at, row));
        return Workbook {
            sheets: vec![Sheet::of("survey", cells.collect())],
        };
    }
    let mut sheets: Vec<(String, Vec<Placed>)> = Vec::new();
    let mut number = 0;
    for row in &rows {
        let Some((first, rest)) = row.split_first() else {
            continue;
        };
        if !first.is_empty() {
            sheets.push((first.clone(), Vec::new()));
            number = 0;
        }
        if rest.iter().all(String::is_empty) {
            // An empty row below a header counts, as it does in a spreadsheet.
            number += u32::from(number > 0);
            continue;
        }
        if let Some((_, cells)) = sheets.last_mut() {
            cells.extend(placed(number, rest));
            number += 1;
        }
    }
    let sheets = sheets.into_iter();
    Workbook {
        sheets: sheets
            .map(|(name, cells)| Sheet::of(&name, cells))
            .collect(),
    }
}

fn is_survey_header(cells: &[String]) -> bool {
    let has = |name: &str| cells.iter().any(|cell| cell.eq_ignore_ascii_case(name));
    has("type") && has("name") && !cells[0].eq_ignore_ascii_case("survey")
}

fn placed(row: u32, cells: &[String]) -> Vec<Placed> {
    let all = (0..).zip(cells).filter(|(_, cell)| !cell.is_empty());
    all.map(|(column, cell)| (row, column, cell.clone()))
        .collect()
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
                vec![""],
                vec![" b ", ""]
            ]
        );
        assert_eq!(csv_rows("a;b\n1;2"), [vec!["a", "b"], vec!["1", "2"]]);
        assert_eq!(csv_rows("a\tb\r1\t2\r"), [vec!["a", "b"], vec!["1", "2"]]);
    }

    #[test]
    fn sheets_stand_below_each_other() {
        let book = read_csv("survey,,\n,type,name\n,text,a\n\"\",,\n,note,b\nchoices\n,list_name");
        assert_eq!(book.sheets.len(), 2);
        let rows = &book.sheets[0].rows;
        assert_eq!(rows[2].number, 4);
        assert_eq!(rows[2].cells, [(0, "note".to_owned()), (1, "b".to_owned())]);
    }

    #[test]
    fn a_survey_may_stand_alone() {
        let book = read_csv("type,name,label\ntext,a,A\n");
        assert_eq!(book.sheets[0].name, "survey");
        assert_eq!(book.sheets[0].rows[1].cells.len(), 3);
    }
}
