//! A workbook as Office Open XML (ECMA-376, part 1, section 18): texts, and a header that stays in
//! view. Every cell is a text, so that a choice called `01` keeps its nought.

use std::fmt::Write as _;

use super::pack::Pack;
use super::{Sheet, Workbook, column_letters};

const DECLARED: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PARTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/// Format 1 is the header's: bold.
const STYLES: &str = "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>\
    <font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
    <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>\
    <fill><patternFill patternType=\"gray125\"/></fill></fills>\
    <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
    <cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
    <xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/></cellXfs>\
    <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>";

/// The bytes of an `.xlsx`. The same workbook gives the same bytes.
pub(crate) fn write_xlsx(book: &Workbook) -> Vec<u8> {
    let mut types = String::new();
    let mut sheets = String::new();
    let mut links = String::new();
    let mut pack = Pack::default();
    for (number, sheet) in (1..).zip(&book.sheets) {
        let path = format!("worksheets/sheet{number}.xml");
        let _ = write!(
            types,
            "<Override PartName=\"/xl/{path}\" ContentType=\"{PARTS}.worksheet+xml\"/>"
        );
        sheets.push_str("<sheet name=\"");
        escape(&sheet.name, &mut sheets);
        let _ = write!(sheets, "\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
        links.push_str(&link(number, "worksheet", &path));
        pack.add(&format!("xl/{path}"), &part("worksheet", "", &cells(sheet)));
    }
    let styles = book.sheets.len() + 1;
    links.push_str(&link(styles, "styles", "styles.xml"));
    pack.add("xl/styles.xml", &part("styleSheet", "", STYLES));
    let relations = |inside: &str| {
        format!(
            "{DECLARED}<Relationships xmlns=\"{PACKAGE}/relationships\">{inside}</Relationships>"
        )
    };
    pack.add("xl/_rels/workbook.xml.rels", &relations(&links));
    let names = format!(" xmlns:r=\"{OFFICE}\"");
    let sheets = format!("<sheets>{sheets}</sheets>");
    pack.add("xl/workbook.xml", &part("workbook", &names, &sheets));
    let root = link(1, "officeDocument", "xl/workbook.xml");
    pack.add("_rels/.rels", &relations(&root));
    pack.add(
        "[Content_Types].xml",
        &format!(
            "{DECLARED}<Types xmlns=\"{PACKAGE}/content-types\">\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
             <Override PartName=\"/xl/workbook.xml\" ContentType=\"{PARTS}.sheet.main+xml\"/>\
             <Override PartName=\"/xl/styles.xml\" ContentType=\"{PARTS}.styles+xml\"/>{types}</Types>"
        ),
    );
    pack.finish()
}

fn part(element: &str, names: &str, inside: &str) -> String {
    format!("{DECLARED}<{element} xmlns=\"{MAIN}\"{names}>{inside}</{element}>")
}

fn link(number: usize, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
}

fn cells(sheet: &Sheet) -> String {
    let header = sheet.rows.first().map_or(1, |row| row.number);
    let mut out = format!(
        "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"{header}\" \
         topLeftCell=\"A{}\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>\
         <sheetFormatPr defaultRowHeight=\"15\" defaultColWidth=\"20\"/><sheetData>",
        header.saturating_add(1)
    );
    for row in &sheet.rows {
        let number = row.number;
        let _ = write!(out, "<row r=\"{number}\">");
        let style = if number == header { " s=\"1\"" } else { "" };
        for (column, text) in &row.cells {
            let letters = column_letters(*column);
            let _ = write!(
                out,
                "<c r=\"{letters}{number}\"{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">"
            );
            escape(text, &mut out);
            out.push_str("</t></is></c>");
        }
        out.push_str("</row>");
    }
    out.push_str("</sheetData>");
    out
}

/// What XML 1.0 can't hold is left out.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{cell::clean, read_xlsx};
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
