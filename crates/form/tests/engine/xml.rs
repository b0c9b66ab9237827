//! Forms in XML for tests: the model's parts and the body, in a frame that is always the same.

#![expect(clippy::unwrap_used, reason = "a test that can not go on stops")]

use form::{Attachments, Reading, Session, read_xforms};

use crate::scenario::context;

/// A whole form: what is in the instance, what else is in the model, what is in the body.
pub(crate) fn document(instance: &str, model: &str, body: &str) -> String {
    format!(
        "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\" \
         xmlns:jr=\"http://openrosa.org/javarosa\" xmlns:odk=\"http://www.opendatakit.org/xforms\" \
         xmlns:orx=\"http://openrosa.org/xforms\"><h:head><h:title>Test</h:title><model><instance>\
         <data id=\"test\" version=\"3\">{instance}</data></instance>\n{model}</model></h:head>\
         <h:body>{body}</h:body></h:html>"
    )
}

pub(crate) fn form(instance: &str, model: &str, body: &str) -> Reading {
    let xml = document(instance, model, body);
    read_xforms(xml.as_bytes(), &Attachments::new())
}

/// Opens a form in which nothing is wrong.
pub(crate) fn session(instance: &str, model: &str, body: &str) -> Session {
    let (session, told) = with_files(instance, model, body, &[]);
    assert!(told.is_empty(), "{told:?}");
    session
}

/// Opens a form with its files; also gives the code and the place of each warning.
pub(crate) fn with_files(
    instance: &str,
    model: &str,
    body: &str,
    files: &[(&str, &str)],
) -> (Session, Vec<String>) {
    let bytes = |(name, text): &(&str, &str)| ((*name).to_owned(), text.as_bytes().to_vec());
    let files: Attachments = files.iter().map(bytes).collect();
    let reading = read_xforms(document(instance, model, body).as_bytes(), &files);
    let told = reading.diagnostics.iter();
    let told = told
        .map(|found| format!("{} {}", found.code, found.sheet))
        .collect();
    (Session::start(reading.form.unwrap(), context()), told)
}
