//! Forms in files of every kind.

use form::{Attachments, Reading, read_form};

/// Written by another program: dates, numbers, a formula, rich and very long texts.
const EXCEL_97: &[u8] = include_bytes!("../data/excel97.xls");

fn read(name: &str, bytes: &[u8]) -> Reading {
    read_form(name, bytes, &Attachments::new())
}

#[test]
fn a_workbook_of_excel_97() {
    let reading = read("old.xls", EXCEL_97);
    let form = reading.form.unwrap();
    assert_eq!((form.id(), form.version()), ("old", "20240101"));
    let session = form::Session::start(form, crate::scenario::context());
    let item = |path: &str| session.item(session.find(path).unwrap());
    assert_eq!(item("/who").label().as_deref(), Some("誰？"));
    assert_eq!(item("/who").hint().as_deref(), Some("spaces around"));
    assert!(item("/who").required());
    for (path, value) in [
        ("/day", "2024-02-29"),
        ("/moment", "2024-02-29T12:30:00"),
        ("/n", "42"),
        ("/d", "3.14159"),
        ("/e", "0.25"),
        ("/c", "ab"),
    ] {
        assert_eq!(item(path).value(), value, "{path}");
    }
    assert_eq!(item("/long").label().map(|label| label.len()), Some(9000));
    let after = item("/after").label();
    assert_eq!(after.as_deref(), Some("after the long one é"));
    assert_eq!(item("/rich").label().as_deref(), Some("bold plain"));
    assert_eq!(item("/m").label().as_deref(), Some("merged"));
}

#[test]
fn an_old_workbook_is_known_by_its_content() {
    let reading = read("renamed.xlsx", EXCEL_97);
    assert!(reading.form.is_some());
}

#[test]
fn a_damaged_old_workbook_is_told() {
    for length in (0..EXCEL_97.len()).step_by(97) {
        // What is cut off may have been without weight; it must not be a panic.
        let _ = read("cut.xls", &EXCEL_97[..length]);
    }
    for at in (0..EXCEL_97.len()).step_by(61) {
        let mut bytes = EXCEL_97.to_vec();
        bytes[at] ^= 0xff;
        let _ = read("changed.xls", &bytes);
    }
}

const CSV: &str = "\u{feff}survey,,,\n,type,name,label\n,text,a,\"A, \"\"B\"\"\nand C\"\n,,,\n\
                   ,integr,b,B\nsettings\n,form_id\n,f\n";

#[test]
fn sheets_in_one_csv_file() {
    let reading = read("form.csv", CSV.as_bytes());
    let told: Vec<String> = reading
        .diagnostics
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        ["error: survey row 4, type: the type \"integr\" is not known; did you mean \"integer\"?"]
    );
    let mended = CSV.replace("integr", "integer");
    let form = read("form.csv", mended.as_bytes()).form.unwrap();
    assert_eq!((form.id(), form.question_count()), ("f", 2));
}

#[test]
fn a_survey_alone_in_a_csv_file() {
    let form = read("form.csv", b"type;name;label\r\ntext;a;A\r\n").form;
    assert_eq!(form.unwrap().question_count(), 1);
}

#[test]
fn texts_of_spreadsheet_programs() {
    let wide = |text: &str, pair: fn(u16) -> [u8; 2]| -> Vec<u8> {
        text.encode_utf16().flat_map(pair).collect()
    };
    let low = wide(&CSV.replace("integr", "integer"), u16::to_le_bytes);
    assert!(read("form.csv", &low).form.is_some());
    let high = wide(&CSV.replace("integr", "integer"), u16::to_be_bytes);
    assert!(read("form.csv", &high).form.is_some());
    let latin = read("form.csv", b"type,name,label\ntext,a,\xe9\n");
    assert_eq!(latin.diagnostics[0].code, "unreadable");
}

#[test]
fn a_sheet_alone_is_the_survey() {
    let form = read(
        "form.md",
        b"| Sheet1 |\n| | type | name | label |\n| | text | a | A |",
    )
    .form;
    assert_eq!(form.unwrap().question_count(), 1);
}

#[test]
fn remarks_behind_a_markdown_row_are_passed_over() {
    let text =
        "# a form\n| survey |\n| | type | name | label | # columns\n| | text | a | A | remark";
    let reading = read("form.md", text.as_bytes());
    assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
    assert!(reading.form.is_some());
}

#[test]
fn a_workbook_without_an_id_is_called_as_its_file() {
    let plain = "| survey |\n| | type | name | label |\n| | text | a | A |\n";
    let named = |name: &str| {
        let form = read(name, plain.as_bytes()).form.unwrap();
        (form.id().to_owned(), form.title().to_owned())
    };
    let both = |id: &str| (id.to_owned(), id.to_owned());
    assert_eq!(named("Flood survey v1.2.md"), both("Flood survey v1.2"));
    assert_eq!(named("flood"), both("flood"));
    assert_eq!(named(".md"), both("data"));
    assert_eq!(named(""), both("data"));
    // Its answers stay where expressions and steps look for them.
    assert_eq!(
        read("flood.md", plain.as_bytes()).form.unwrap().root_name(),
        "data"
    );
    // What the settings say goes before.
    let stated = format!("{plain}| settings |\n| | form_id |\n| | f-1 |\n");
    assert_eq!(
        read("flood.md", stated.as_bytes()).form.unwrap().id(),
        "f-1"
    );
    // Without a file there is no other name.
    assert_eq!(form::read_markdown(plain).form.unwrap().id(), "data");
}
