//! A workbook as Office Open XML: texts, and a header that stays in view. Every cell is a text, so
//! that a choice called `01` keeps its nought.

use report::{Cell, Xlsx};

use super::Workbook;

/// The bytes of an `.xlsx`. The same workbook gives the same bytes.
pub(crate) fn write_xlsx(book: &Workbook) -> Vec<u8> {
    let mut xlsx = Xlsx::default();
    for sheet in &book.sheets {
        let header = sheet.rows.first().map_or(1, |row| row.number);
        xlsx.begin_sheet(&sheet.name, header);
        for row in &sheet.rows {
            let cells = row.cells.iter();
            let cells = cells.map(|(column, text)| (*column, Cell::text(text.as_str())));
            xlsx.row(row.number, row.number == header, cells);
        }
        xlsx.end_sheet();
    }
    xlsx.end();
    xlsx.take()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Sheet, cell::clean, read_xlsx};
    use super::*;

    fn sheet(cells: Vec<(u32, u32, String)>) -> Sheet {
        let cells = cells
            .into_iter()
            .map(|(row, column, text)| (row, column, clean(&text)))
            .filter(|(_, _, text)| !text.is_empty() && !text.contains(['\u{fffe}', '\u{ffff}']));
        Sheet::of("survey", cells.collect())
    }

    proptest! {
        #[test]
        fn what_is_written_reads_the_same(
            one in prop::collection::vec((0_u32..40, 0_u32..40, any::<String>()), 0..40),
            two in prop::collection::vec((0_u32..400, 0_u32..4, "[<>&\"' a-z0-9=_]{0,9}"), 0..40),
        ) {
            let mut second = sheet(two);
            second.name = "A & <B>".to_owned();
            let book = Workbook { sheets: vec![sheet(one), second] };
            let bytes = write_xlsx(&book);
            prop_assert_eq!(read_xlsx(&bytes, |_| true), Ok(book.clone()));
            prop_assert_eq!(write_xlsx(&book), bytes);
        }
    }
}
