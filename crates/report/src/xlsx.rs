//! A workbook as Office Open XML (ECMA-376, part 1, section 18), row by row: texts, numbers, and a
//! header that stays in view.
//!
//! A text is an inline string: a spreadsheet shows `=1+1` and keeps the nought of `01`.

use std::fmt::Write as _;
use std::io::Write as _;

use crate::{Cell, zip::Pack};

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

/// The rows of a worksheet (Excel, "Specifications and limits").
pub const MOST_ROWS: u32 = 1_048_576;
/// The characters of a cell, as UTF-16 counts them (Excel, "Specifications and limits"). A longer
/// text is cut, and ends in `…`: a file with one would not open.
pub const LONGEST_CELL: usize = 32_767;
/// An `.xlsx` on its way. The same rows give the same bytes.
#[derive(Debug, Default)]
pub struct Xlsx {
    pack: Pack,
    names: Vec<String>,
}

impl Xlsx {
    /// Begins a sheet under a name that Excel takes, of which the first `header` rows stay in view.
    pub fn begin_sheet(&mut self, name: &str, header: u32) {
        self.names.push(name.to_owned());
        self.pack
            .begin(&format!("xl/worksheets/sheet{}.xml", self.names.len()));
        let begin = format!(
            "{DECLARED}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\">\
             <pane ySplit=\"{header}\" topLeftCell=\"A{}\" activePane=\"bottomLeft\" \
             state=\"frozen\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\" \
             defaultColWidth=\"20\"/><sheetData>",
            header.saturating_add(1)
        );
        self.pack.text().extend_from_slice(begin.as_bytes());
    }

    /// Adds a row: its number, from 1 and rising; whether it is a header; its cells by column, from
    /// 0 and rising.
    pub fn row<'a>(
        &mut self,
        number: u32,
        header: bool,
        cells: impl IntoIterator<Item = (u32, Cell<'a>)>,
    ) {
        let style = if header { " s=\"1\"" } else { "" };
        let out = self.pack.text();
        // Writing to a vector can't fail.
        let _ = write!(out, "<row r=\"{number}\">");
        for (column, cell) in cells {
            let place = column_letters(column);
            match cell {
                Cell::Empty => {}
                Cell::Number(digits) => {
                    let _ = write!(out, "<c r=\"{place}{number}\"{style}><v>{digits}</v></c>");
                }
                Cell::Text(text) => {
                    let _ = write!(
                        out,
                        "<c r=\"{place}{number}\"{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">"
                    );
                    escape(&fitting(&text), out);
                    out.extend_from_slice(b"</t></is></c>");
                }
            }
        }
        out.extend_from_slice(b"</row>");
        self.pack.settle();
    }

    /// Ends the sheet.
    pub fn end_sheet(&mut self) {
        self.pack
            .text()
            .extend_from_slice(b"</sheetData></worksheet>");
        self.pack.end_part();
    }

    /// Ends the workbook.
    pub fn end(&mut self) {
        let (mut types, mut sheets, mut links) = (String::new(), Vec::new(), String::new());
        for (number, name) in (1..).zip(&self.names) {
            let path = format!("worksheets/sheet{number}.xml");
            let _ = write!(
                types,
                "<Override PartName=\"/xl/{path}\" ContentType=\"{PARTS}.worksheet+xml\"/>"
            );
            sheets.extend_from_slice(b"<sheet name=\"");
            escape(name, &mut sheets);
            let _ = write!(sheets, "\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
            links += &link(number, "worksheet", &path);
        }
        let styles = self.names.len() + 1;
        links += &link(styles, "styles", "styles.xml");
        let relations = |inside: &str| {
            format!(
                "{DECLARED}<Relationships xmlns=\"{PACKAGE}/relationships\">{inside}</Relationships>"
            )
        };
        let pack = &mut self.pack;
        pack.add("xl/styles.xml", &part("styleSheet", "", STYLES));
        pack.add("xl/_rels/workbook.xml.rels", &relations(&links));
        let names = format!(" xmlns:r=\"{OFFICE}\"");
        let sheets = format!("<sheets>{}</sheets>", String::from_utf8_lossy(&sheets));
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
        pack.end();
    }

    /// The bytes that are ready. Together they are the file.
    pub fn take(&mut self) -> Vec<u8> {
        self.pack.take()
    }
}

fn part(element: &str, names: &str, inside: &str) -> String {
    format!("{DECLARED}<{element} xmlns=\"{MAIN}\"{names}>{inside}</{element}>")
}

fn link(number: usize, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
}

/// A text that fits into a cell.
fn fitting(text: &str) -> std::borrow::Cow<'_, str> {
    if text.len() <= LONGEST_CELL {
        return text.into();
    }
    let mut units = 0;
    let mut room = text.char_indices().skip_while(|(_, c)| {
        units += c.len_utf16();
        units < LONGEST_CELL
    });
    match room.next() {
        Some((at, c)) if at + c.len_utf8() < text.len() => format!("{}…", &text[..at]).into(),
        _ => text.into(),
    }
}

/// What XML 1.0 can't hold is left out.
fn escape(text: &str, out: &mut Vec<u8>) {
    for c in text.chars() {
        match c {
            '&' => out.extend_from_slice(b"&amp;"),
            '<' => out.extend_from_slice(b"&lt;"),
            '>' => out.extend_from_slice(b"&gt;"),
            '"' => out.extend_from_slice(b"&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

/// `A` for the column 0, `AA` for 26.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        let letter = u8::try_from(rest % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        rest /= 26;
        if rest == 0 {
            return letters.into_iter().rev().collect();
        }
        rest -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_a_spreadsheet() {
        let letters = [0, 25, 26, 51, 52, 701, 702, 16_383].map(column_letters);
        assert_eq!(letters, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn a_text_that_excel_refuses_is_made_to_fit() {
        let most = "字".repeat(LONGEST_CELL);
        assert_eq!(fitting(&most), most);
        let cut = fitting(&("字".repeat(LONGEST_CELL) + "x")).into_owned();
        assert_eq!(cut.encode_utf16().count(), LONGEST_CELL);
        assert!(cut.ends_with("字…"));
        let wide = fitting(&"😀".repeat(LONGEST_CELL)).into_owned();
        assert!(wide.encode_utf16().count() <= LONGEST_CELL && wide.ends_with("😀…"));
    }
}
