//! Secondary instances: tables within the form, and files beside it.

use std::sync::Arc;

use super::Reader;
use super::source::{At, Inner};
use crate::attachment::{empty_table, read_attachment};
use crate::blueprint::PlannedInstance;
use crate::xpath::{Document, DocumentBuilder, Name};

impl Reader<'_> {
    pub(super) fn secondary(&mut self, model: At, primary: At) {
        let xml = self.xml;
        let mut instances = xml.children(model).filter(|at| xml.is(*at, "instance"));
        // The first is the primary one; its id reaches the answers, which is what a path does too.
        instances.next();
        for at in instances {
            let id = xml.attribute(at, "id").unwrap_or_default();
            if id.is_empty() {
                let place = self.place("instance", at);
                let message =
                    message!("a secondary instance without an id can't be reached; it is not read");
                self.findings.warn(&place, "no-id", message);
                continue;
            }
            if self.instances.contains_key(id) {
                let place = self.place(id, at);
                let message = message!("there are two instances with the id \"{}\"", id);
                self.findings.error(&place, "duplicate-instance", message);
                continue;
            }
            let document = match xml.attribute(at, "src") {
                Some(address) => self.external(address, id, at, primary),
                None => inside(self, at),
            };
            self.instances
                .insert(id.to_owned(), self.form.instances.len());
            self.form.instances.push(PlannedInstance {
                name: id.to_owned(),
                document: Arc::new(document),
            });
        }
    }

    fn external(&mut self, address: &str, id: &str, at: At, primary: At) -> Document {
        let file = address.rsplit('/').next().unwrap_or(address);
        let bytes = self.files.get(file).or_else(|| self.files.get(address));
        let last_saved = address == "jr://instance/last-saved";
        if let Some(bytes) = bytes {
            let name = if last_saved { "last-saved.xml" } else { file };
            return read_attachment(name, bytes).unwrap_or_else(|message| {
                let place = self.place(id, at).column("src");
                self.findings.error(&place, "bad-attachment", message);
                empty_table()
            });
        }
        if last_saved {
            // Nothing has been saved yet: the form's own nodes, all empty.
            return blank(self, primary);
        }
        let message = message!("the file {} is not attached; it counts as empty", file);
        let place = self.place(id, at).column("src");
        self.findings.warn(&place, "missing-attachment", message);
        empty_table()
    }
}

fn inside(reader: &Reader<'_>, at: At) -> Document {
    let mut builder = DocumentBuilder::new();
    for child in reader.xml.children(at) {
        copy(reader, child, &mut builder, true);
    }
    builder.finish()
}

fn blank(reader: &Reader<'_>, primary: At) -> Document {
    let mut builder = DocumentBuilder::new();
    copy(reader, primary, &mut builder, false);
    builder.finish()
}

/// Copies an element. Space between elements is left out; the tree is no deeper than its limit.
fn copy(reader: &Reader<'_>, at: At, builder: &mut DocumentBuilder, values: bool) {
    let xml = reader.xml;
    let name = |text: &'_ str| -> (usize, usize) {
        match text.find(':') {
            Some(colon) => (colon, colon + 1),
            None => (0, 0),
        }
    };
    let full = xml.name(at);
    let (end, start) = name(full);
    builder.start(Name {
        prefix: &full[..end],
        local: &full[start..],
        namespace: "",
    });
    for attribute in xml.attributes(at) {
        let (end, start) = name(attribute.name);
        if !attribute.name.starts_with("xmlns") {
            let name = Name {
                prefix: &attribute.name[..end],
                local: &attribute.name[start..],
                namespace: "",
            };
            builder.attribute(name, &attribute.value);
        }
    }
    for inner in xml.inner(at) {
        match inner {
            Inner::Element(child) => copy(reader, child, builder, values),
            Inner::Text(text) if values && !text.trim().is_empty() => builder.text(text.trim()),
            Inner::Text(_) => {}
        }
    }
    builder.end();
}
