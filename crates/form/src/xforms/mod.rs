//! XForms (ODK XForms specification): from XML to a blueprint.
//!
//! The primary instance says which nodes there are, binds say by which rules, the body how they are
//! asked for. Elements and attributes are known by their namespaces; names in paths without regard
//! to prefixes, because forms in the field are not careful with them.

mod actions;
mod binds;
mod body;
mod choices;
mod controls;
mod instance;
mod itext;
mod meta;
mod search;
mod secondary;
mod source;
mod wording;

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use crate::attachment::Attachments;
use crate::blueprint::{Blueprint, Source, Syntax};
use crate::diagnostic::{Findings, Place};
use crate::limits;
use itext::Itext;
use source::{At, ROOT, Space, Xml};

/// Whether a text is XML rather than anything else that a form can be written in.
pub(crate) fn is_xml(text: &str) -> bool {
    text.trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('<')
}

/// Reads an XForm. What is wrong goes to `findings`, with the path of the node and the line.
pub(crate) fn blueprint(text: &str, files: &Attachments, findings: &mut Findings) -> Blueprint {
    let empty = || Blueprint {
        root: "data".to_owned(),
        ..Blueprint::default()
    };
    let xml = match source::read(text.trim_start_matches('\u{feff}')) {
        Ok(xml) => xml,
        Err(unreadable) => {
            let place = Place {
                row: Some(unreadable.line),
                ..Place::default()
            };
            let message = message!("line {}: {}", unreadable.line, unreadable.message);
            findings.error(&place, "bad-xml", message);
            return empty();
        }
    };
    let Some(parts) = Parts::of(&xml) else {
        let message = message!("this XML is no form: it has no model with a primary instance");
        findings.error(&Place::default(), "no-model", message);
        return empty();
    };
    let mut reader = Reader {
        xml: &xml,
        files,
        findings,
        form: empty(),
        body: parts.body,
        itext: Itext::default(),
        paths: HashMap::new(),
        binds: HashMap::new(),
        repeats: HashSet::new(),
        groups: HashSet::new(),
        instances: HashMap::new(),
        asks_for_texts: Cell::new(false),
        ranks: 0,
        lists: HashMap::new(),
    };
    reader.read(&parts);
    reader.form
}

/// The parts of a form's XML.
struct Parts {
    title: Option<At>,
    model: At,
    /// The root element of the primary instance.
    primary: At,
    body: Option<At>,
}

impl Parts {
    fn of(xml: &Xml<'_>) -> Option<Self> {
        let root = ROOT;
        let head = xml.child(root, "head").unwrap_or(root);
        let model = if xml.is(root, "model") {
            root
        } else {
            xml.child(head, "model")
                .or_else(|| xml.child(root, "model"))?
        };
        let instance = xml.child(model, "instance")?;
        let primary = xml.children(instance).next()?;
        Some(Self {
            title: xml.child(head, "title"),
            model,
            primary,
            body: xml.child(root, "body"),
        })
    }
}

struct Reader<'a> {
    xml: &'a Xml<'a>,
    files: &'a Attachments,
    findings: &'a mut Findings,
    form: Blueprint,
    body: Option<At>,
    itext: Itext<'a>,
    /// The node at each path. Paths are made of names without prefixes.
    paths: HashMap<String, usize>,
    /// Binds by their id.
    binds: HashMap<String, String>,
    /// Paths of what the body repeats, and groups.
    repeats: HashSet<String>,
    groups: HashSet<String>,
    /// Secondary instances by id, as indices into the blueprint's.
    instances: HashMap<String, usize>,
    /// Whether an expression asks for a text by its id.
    asks_for_texts: Cell<bool>,
    /// How many places of the body have been noted.
    ranks: u32,
    /// Lists that several questions share: instance, path, value, label.
    lists: HashMap<[String; 4], usize>,
}

impl Reader<'_> {
    fn read(&mut self, parts: &Parts) {
        self.form.syntax = Syntax::XForms;
        self.head(parts);
        self.languages(parts.model);
        self.outline();
        self.primary(parts.primary);
        if self.form.nodes.len() > limits::NODES {
            let message = message!("the form has too many questions");
            self.findings.error(&Place::default(), "too-large", message);
            self.form.nodes.clear();
            return;
        }
        self.secondary(parts.model, parts.primary);
        self.bind_all(parts.model);
        self.controls();
        self.searches();
        self.model_actions(parts.model);
        self.metadata();
        self.finish();
    }

    fn head(&mut self, parts: &Parts) {
        let (xml, form) = (self.xml, &mut self.form);
        let root = parts.primary;
        form.root = xml.name(root).to_owned();
        let id = xml.attribute(root, "id");
        form.id = id.unwrap_or_else(|| xml.local(root)).to_owned();
        let version = xml.attribute(root, "version");
        let version = version.or_else(|| xml.attribute_in(root, Space::OpenRosa, "version"));
        version.unwrap_or_default().clone_into(&mut form.version);
        let title = parts.title.map(|title| xml.text(title).into_owned());
        form.title = title
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| form.id.clone());
        let style = self.body.and_then(|body| xml.attribute(body, "class"));
        style.unwrap_or_default().clone_into(&mut form.style);
        for at in [ROOT, parts.model, root] {
            let declared = xml.attributes(at).iter();
            for attribute in declared.filter(|known| known.space == Space::Declaration) {
                let prefix = attribute.name.strip_prefix("xmlns:").unwrap_or_default();
                let namespace = (prefix.to_owned(), attribute.value.to_string());
                if !prefix.is_empty() && !form.namespaces.contains(&namespace) {
                    form.namespaces.push(namespace);
                }
            }
        }
        let written = xml.attributes(root).iter();
        form.written = written
            .filter(|known| !known.name.starts_with("xmlns:"))
            .map(|known| (known.name.to_owned(), known.value.to_string()))
            .collect();
    }

    /// Where a finding about an element points to: the node that it is about, and the line.
    fn place(&self, path: &str, at: At) -> Place {
        Place {
            sheet: path.to_owned(),
            row: Some(self.xml.line(at)),
            column: None,
        }
    }

    /// An attribute that holds an expression; empty ones say nothing.
    fn expression(&self, path: &str, at: At, name: &str, text: Option<&str>) -> Option<Source> {
        let text = text?.trim();
        self.note_texts(text);
        (!text.is_empty()).then(|| Source {
            text: text.to_owned(),
            place: self.place(path, at).column(name),
        })
    }

    fn note_texts(&self, expression: &str) {
        if expression.contains("jr:itext") {
            self.asks_for_texts.set(true);
        }
    }

    /// A path from the root, of a reference that stands where `around` is the context.
    fn absolute(around: &str, reference: &str) -> String {
        let reference = reference.trim();
        let reference = reference.strip_prefix("current()/").unwrap_or(reference);
        let mut path = if reference.starts_with('/') {
            String::with_capacity(reference.len())
        } else {
            around.to_owned()
        };
        for step in reference.split('/') {
            let step = step.trim();
            match step {
                "" | "." => {}
                ".." => path.truncate(path.rfind('/').unwrap_or(0)),
                step => {
                    path.push('/');
                    let (mark, name) = step.split_at(usize::from(step.starts_with('@')));
                    path.push_str(mark);
                    path.push_str(name.split_once(':').map_or(name, |(_, local)| local));
                }
            }
        }
        path
    }

    /// The node that an element of the body or an action refers to.
    fn target(&self, around: &str, at: At) -> Option<String> {
        let xml = self.xml;
        let reference = xml
            .attribute(at, "ref")
            .or_else(|| xml.attribute(at, "nodeset"));
        if let Some(reference) = reference {
            return Some(Self::absolute(around, reference));
        }
        xml.attribute(at, "bind")
            .and_then(|id| self.binds.get(id))
            .cloned()
    }
}
