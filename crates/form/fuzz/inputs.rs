//! What the fuzz targets, and the test that replays their corpus, do with an input.
//!
//! Nothing is expected of the outcome: what matters is that there is one, soon, and no panic.

use form::{Attachments, Context, Session, Wanted, evaluate};

const XML: &str = "<data xmlns:o='urn:o'><a id='1'>x<b>1</b><b>2020-02-03</b></a><a o:k='v'><b/>\
    <!--c--><c>7 8 0 0;7 9 0 0;8 9 0 0</c></a><?p q?></data>";

/// An expression over a fixed document.
pub fn expression(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        for wanted in [Wanted::Any, Wanted::Number, Wanted::Text] {
            let _ = evaluate(text, XML, Some("/data/a[1]"), wanted, &Context::default());
        }
    }
}

/// An expression, a zero byte, and the XML that it is about.
pub fn evaluation(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (expression, xml) = text.split_once('\0').unwrap_or((text, XML));
    let _ = evaluate(expression, xml, None, Wanted::Any, &Context::default());
}

/// A workbook, `.xlsx` or `.xls`: read, then opened and finished.
pub fn workbook(data: &[u8]) {
    open(form::read_xlsx(data));
}

/// A form in text: XForms XML, Markdown tables, or else CSV.
pub fn definition(data: &[u8]) {
    let name = match data.first() {
        Some(b'<') => "form.xml",
        Some(b'|' | b'\n' | b' ') => "form.md",
        _ => "form.csv",
    };
    open(form::read_form(name, data, &Attachments::new()));
}

fn open(reading: form::Reading) {
    if let Some(form) = reading.form {
        let mut session = Session::start(form, Context::default());
        let items: Vec<_> = session.items().take(200).collect();
        for item in items {
            let _ = session.set(item, "1");
            let _ = session.add_instance(item);
        }
        let _ = session.submission_xml("uuid:1");
        let _ = session.finish(Context::default().now);
    }
}
