//! Workbooks as Excel and others write them, made by hand.

#![expect(clippy::unwrap_used, reason = "a test that can not go on stops")]

use form::{Session, read_xlsx};

use crate::scenario::context;

/// A ZIP archive of parts that are not packed.
fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, text) in parts {
        let offset = u32::try_from(out.len()).unwrap().to_le_bytes();
        let size = u32::try_from(text.len()).unwrap().to_le_bytes();
        let length = u16::try_from(name.len()).unwrap().to_le_bytes();
        out.extend(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0");
        out.extend([size, size].concat());
        out.extend([length, [0, 0]].concat());
        out.extend(name.as_bytes());
        out.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0");
        directory.extend([size, size].concat());
        directory.extend(length);
        directory.extend([0; 12]);
        directory.extend(offset);
        directory.extend(name.as_bytes());
    }
    let at = u32::try_from(out.len()).unwrap().to_le_bytes();
    let size = u32::try_from(directory.len()).unwrap().to_le_bytes();
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count, count].concat());
    out.extend([size, at].concat());
    out.extend([0, 0]);
    out
}

const ROOT: &str = r#"<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="/xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<x:workbook xmlns:x="m" xmlns:r="n"><x:workbookPr/><x:sheets>
    <x:sheet name="survey " sheetId="1" r:id="rId1"/><x:sheet name="Choices" sheetId="2" r:id="rId2"/></x:sheets></x:workbook>"#;
const LINKS: &str = r#"<Relationships>
    <Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>
    <Relationship Id="rId2" Type="http://x/worksheet" Target="/xl/worksheets/sheet2.xml"/>
    <Relationship Id="rId3" Type="http://x/sharedStrings" Target="sharedStrings.xml"/>
    <Relationship Id="rId4" Type="http://x/styles" Target="styles.xml"/></Relationships>"#;
const STRINGS: &str = "<sst><si><t>type</t></si><si><t>name</t></si>
    <si><r><t>la</t></r><r><rPr><b/></rPr><t>bel</t></r></si>
    <si><t xml:space='preserve'>\u{a0}select_one yn </t></si>
    <si><t>漢字</t><rPh sb='0' eb='1'><t>かんじ</t></rPh></si>
    <si><t>A &amp; B &lt;&#49;&gt;</t></si></sst>";
const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="200" formatCode="[Red]0.0&quot;d&quot;"/></numFmts>
    <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="200"/></cellXfs></styleSheet>"#;
const SURVEY: &str = r#"<worksheet><sheetData>
    <row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c>
        <c r="D2" t="inlineStr"><is><t>default</t></is></c><c r="E2" t="inlineStr"><is><t>required</t></is></c></row>
    <row r="3" hidden="1"><c r="A3" s="1"/></row>
    <row r="4"><c r="A4" t="s"><v>3</v></c><c r="B4" t="str"><v>pick</v></c><c r="C4" t="s"><v>4</v></c><c r="D4"><v>1.0</v></c><c r="E4" t="b"><v>1</v></c></row>
    <row><c t="inlineStr"><is><t>date</t></is></c><c t="inlineStr"><is><t>day</t></is></c><c t="s"><v>5</v></c><c s="1"><v>45000</v></c></row>
    <row r="9"><c r="A9" t="inlineStr"><is><t>decimal</t></is></c><c r="B9" t="inlineStr"><is><t>d</t></is></c><c r="C9" t="e"><v>#REF!</v></c><c r="D9" s="2"><v>0.30000000000000004</v></c></row>
    </sheetData></worksheet>"#;
const CHOICES: &str = r#"<worksheet><sheetData>
    <row><c t="inlineStr"><is><t>list_name</t></is></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>
    <row><c t="inlineStr"><is><t>yn</t></is></c><c><v>1</v></c><c t="inlineStr"><is><t>Yes</t></is></c></row>
    </sheetData></worksheet>"#;

fn parts() -> Vec<(&'static str, &'static str)> {
    vec![
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", LINKS),
        ("xl/sharedStrings.xml", STRINGS),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/sheet1.xml", SURVEY),
        ("xl/worksheets/sheet2.xml", CHOICES),
    ]
}

#[test]
fn cells_are_read_as_they_are_shown() {
    let reading = read_xlsx(&zip(&parts()));
    let form = reading.form.unwrap();
    let session = Session::start(form, context());
    let item = |path: &str| session.item(session.find(path).unwrap());
    assert_eq!(item("/pick").label().as_deref(), Some("漢字"));
    assert_eq!(item("/pick").value(), "1");
    assert_eq!(item("/pick").display_value(), "Yes");
    assert!(item("/pick").required());
    assert_eq!(item("/day").label().as_deref(), Some("A & B <1>"));
    assert_eq!(item("/day").value(), "2023-03-15");
    assert_eq!(item("/d").value(), "0.3");
    // The row number is the spreadsheet's own.
    let told: Vec<String> = reading
        .diagnostics
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(told, ["warning: survey row 9: \"d\" has no label"]);
}

#[test]
fn a_cut_file_is_no_form() {
    let whole = zip(&parts());
    for length in (0..whole.len()).step_by(13) {
        assert!(read_xlsx(&whole[..length]).form.is_none(), "{length}");
    }
}

#[test]
fn a_missing_or_broken_part_is_told() {
    for (at, (name, _)) in parts().iter().enumerate() {
        let mut broken = parts();
        broken[at].1 = "<a><b></a>";
        let reading = read_xlsx(&zip(&broken));
        assert!(reading.form.is_none(), "{name}");
        assert!(!reading.diagnostics.is_empty(), "{name}");
    }
}

#[test]
fn one_long_text_in_many_cells_is_refused() {
    let long = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(60_000));
    let cells = "<c t='s'><v>0</v></c>".repeat(900);
    let rows = format!(
        "<worksheet><sheetData>{}</sheetData></worksheet>",
        format!("<row>{cells}</row>").repeat(10)
    );
    let mut parts = parts();
    parts[3].1 = &long;
    parts[5].1 = &rows;
    let reading = read_xlsx(&zip(&parts));
    assert!(
        reading.diagnostics[0]
            .message
            .to_string()
            .contains("too many cells"),
        "{:?}",
        reading.diagnostics
    );
}
