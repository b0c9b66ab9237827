//! From a file to a form.

use std::borrow::Cow;
use std::sync::Arc;

use crate::attachment::Attachments;
use crate::blueprint::Blueprint;
use crate::compile::compile;
use crate::diagnostic::{Diagnostic, Findings, Message, Place};
use crate::form::Form;
use crate::limits;
use crate::workbook::{self, Workbook};
use crate::xforms;
use crate::xlsform;

/// The id of a form that states none and comes from no file.
pub(crate) const NAMELESS: &str = "data";

/// What came of reading a form definition.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The form, if no diagnostic is an error.
    pub form: Option<Arc<Form>>,
    /// All that is wrong or doubtful, in the order in which it was found.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads an XLSForm workbook (`.xlsx`, or `.xls` of Excel 97 to 2003).
///
/// Never panics, and takes time and memory in proportion to the file: see [`crate::limits`].
#[must_use]
pub fn read_xlsx(bytes: &[u8]) -> Reading {
    read_xlsx_with(bytes, &Attachments::new())
}

/// Reads an XForm (ODK XForms specification): what ODK Central, KoboToolbox and Enketo serve.
///
/// ```
/// let reading = form::read_xforms(
///     br#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
///           <h:head><h:title>Ages</h:title><model>
///             <instance><data id="ages"><age/></data></instance>
///             <bind nodeset="/data/age" type="int"/>
///           </model></h:head>
///           <h:body><input ref="/data/age"><label>Your age</label></input></h:body>
///         </h:html>"#,
///     &form::Attachments::new(),
/// );
/// assert_eq!(reading.form.unwrap().question_count(), 1);
/// ```
#[must_use]
pub fn read_xforms(bytes: &[u8], files: &Attachments) -> Reading {
    if bytes.len() > limits::FILE_BYTES {
        return unreadable(message!("the file is too large"));
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return unreadable(message!("the file is not UTF-8"));
    };
    let mut findings = Findings::default();
    let blueprint = xforms::blueprint(text, files, &mut findings);
    compiled(&blueprint, findings)
}

/// Reads a form of any kind: what it is shows in its content, and in the ending of its name where
/// content alone does not tell. A workbook without the setting `form_id` is called as its file is.
#[must_use]
pub fn read_form(name: &str, bytes: &[u8], files: &Attachments) -> Reading {
    let own_name = stem(name);
    if bytes.starts_with(b"PK") || workbook::is_xls(bytes) {
        return read_tabled(xlsx_or_xls(bytes), own_name, files);
    }
    let Some(text) = decoded(bytes) else {
        return unreadable(message!(
            "{} is no form: neither a workbook nor a text in UTF-8",
            name
        ));
    };
    if xforms::is_xml(&text) {
        return read_xforms(text.as_bytes(), files);
    }
    let ending = name.rsplit('.').next().unwrap_or_default();
    let table = text.trim_start().starts_with(['|', '#']);
    if text.len() > limits::FILE_BYTES {
        unreadable(message!("the file is too large"))
    } else if table || !ending.eq_ignore_ascii_case("csv") {
        read_workbook(&workbook::read_markdown(&text), own_name, files)
    } else {
        read_workbook(&workbook::read_csv(&text), own_name, files)
    }
}

/// A file's name without its ending: the id of a workbook that states none, as in pyxform. Two of
/// them would be one form otherwise.
fn stem(name: &str) -> &str {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim();
    if stem.is_empty() { NAMELESS } else { stem }
}

/// The tables of a form of any kind that is made of tables, with every sheet that there is.
pub(crate) fn read_tables(name: &str, bytes: &[u8]) -> Result<Workbook, Message> {
    if workbook::is_xls(bytes) {
        return workbook::read_xls(bytes, |_| true);
    }
    if bytes.starts_with(b"PK") {
        return workbook::read_xlsx(bytes, |_| true);
    }
    let text = decoded(bytes).filter(|text| text.len() <= limits::FILE_BYTES);
    let text = text.ok_or_else(|| message!("{} is no workbook", name))?;
    if xforms::is_xml(&text) {
        return Err(message!(
            "{} is an XForm, which has no tables to change",
            name
        ));
    }
    let table = text.trim_start().starts_with(['|', '#']);
    if table {
        return Ok(workbook::read_markdown(&text));
    }
    let ending = name.rsplit('.').next().unwrap_or_default();
    if ending.eq_ignore_ascii_case("csv") {
        return Ok(workbook::read_csv(&text));
    }
    Err(message!("{} is no workbook", name))
}

/// A text in UTF-8, or in UTF-16 with a byte order mark, as spreadsheet programs save it.
fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let wide = |pair: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..]
            .chunks_exact(2)
            .map(|two| pair([two[0], two[1]]))
            .collect();
        String::from_utf16(&units).ok().map(Cow::Owned)
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => {
            let text = std::str::from_utf8(bytes).ok()?;
            Some(text.strip_prefix('\u{feff}').unwrap_or(text).into())
        }
    }
}

/// Reads a workbook (`.xlsx`, or `.xls` of Excel 97 to 2003) together with the tables that it
/// refers to.
#[must_use]
pub fn read_xlsx_with(bytes: &[u8], files: &Attachments) -> Reading {
    read_tabled(xlsx_or_xls(bytes), NAMELESS, files)
}

fn xlsx_or_xls(bytes: &[u8]) -> Result<Workbook, Message> {
    let read = if workbook::is_xls(bytes) {
        workbook::read_xls
    } else {
        workbook::read_xlsx
    };
    read(bytes, xlsform::is_form_sheet)
}

fn read_tabled(book: Result<Workbook, Message>, own_name: &str, files: &Attachments) -> Reading {
    match book {
        Ok(book) => read_workbook(&book, own_name, files),
        Err(message) => unreadable(message),
    }
}

/// Reads an XLSForm written as Markdown tables, one for each sheet.
///
/// ```
/// let reading = form::read_markdown(
///     "| survey |
///      |        | type    | name | label    |
///      |        | integer | age  | Your age |",
/// );
/// assert_eq!(reading.form.unwrap().question_count(), 1);
/// ```
#[must_use]
pub fn read_markdown(text: &str) -> Reading {
    read_markdown_with(text, &Attachments::new())
}

/// Reads Markdown tables together with the tables that they refer to.
#[must_use]
pub fn read_markdown_with(text: &str, files: &Attachments) -> Reading {
    if text.len() > limits::FILE_BYTES {
        return unreadable(message!("the file is too large"));
    }
    read_workbook(&workbook::read_markdown(text), NAMELESS, files)
}

/// `own_name` is the id and title of a form that states none.
pub(crate) fn read_workbook(book: &Workbook, own_name: &str, files: &Attachments) -> Reading {
    let mut findings = Findings::default();
    let blueprint = xlsform::blueprint(book, own_name, files, &mut findings);
    compiled(&blueprint, findings)
}

fn compiled(blueprint: &Blueprint, mut findings: Findings) -> Reading {
    let form = compile(blueprint, &mut findings);
    let usable = !findings.has_errors();
    Reading {
        form: usable.then(|| Arc::new(form)),
        diagnostics: findings.into_list(),
    }
}

fn unreadable(message: Message) -> Reading {
    let mut findings = Findings::default();
    findings.error(&Place::default(), "unreadable", message);
    Reading {
        form: None,
        diagnostics: findings.into_list(),
    }
}
