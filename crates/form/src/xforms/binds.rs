//! Binds: the rules of each node.

use super::Reader;
use super::source::{At, Space};
use crate::blueprint::{Preload, Source};
use crate::form::DataType;

impl Reader<'_> {
    pub(super) fn bind_all(&mut self, model: At) {
        for bind in self.xml.children(model) {
            if self.xml.is(bind, "bind") {
                self.bind(bind);
            }
        }
    }

    fn bind(&mut self, at: At) {
        let root = format!("/{}", local(&self.form.root));
        let Some(path) = self.target(&root, at) else {
            let place = self.place("bind", at);
            self.findings.warn(
                &place,
                "no-nodeset",
                message!("this bind does not say for which node it is"),
            );
            return;
        };
        if let Some(id) = self.xml.attribute(at, "id") {
            self.binds.insert(id.to_owned(), path.clone());
        }
        let Some(index) = self.bound(&path, at) else {
            let place = self.place(&path, at);
            let message =
                message!("there is no such node in the primary instance; this bind is not used");
            self.findings.warn(&place, "unknown-node", message);
            return;
        };
        self.rules(&path, at, index);
        self.kind(&path, at, index);
        self.preload(&path, at, index);
        self.more(at, index);
    }

    /// The node at a path; an attribute of the root becomes one when it is bound.
    fn bound(&mut self, path: &str, at: At) -> Option<usize> {
        if let Some(index) = self.paths.get(path) {
            return Some(*index);
        }
        let (around, name) = path.rsplit_once("/@")?;
        let parent = self.paths.get(around).copied();
        let root = around.trim_start_matches('/') == local(&self.form.root);
        if parent.is_none() && !root {
            return None;
        }
        let written = self.form.written.iter().find(|(known, _)| known == name);
        let value = written.map_or(String::new(), |(_, value)| value.clone());
        Some(self.add_attribute(at, around, name, &value, parent))
    }

    fn rules(&mut self, path: &str, at: At, index: usize) {
        let rule = |name: &str| self.expression(path, at, name, self.xml.attribute(at, name));
        let says = |source: &Source, word: &str| source.text.replace(' ', "") == word;
        let relevant = rule("relevant").filter(|source| !says(source, "true()"));
        let required = rule("required").filter(|source| !says(source, "false()"));
        let readonly = rule("readonly").filter(|source| !says(source, "false()"));
        let constraint = rule("constraint").filter(|source| !says(source, "true()"));
        let calculation = rule("calculate");
        let mut message = |name: &str| {
            let text = self.xml.attribute_in(at, Space::JavaRosa, name);
            text.map(|text| self.message(text, &self.place(path, at).column(name)))
        };
        let constraint_message = message("constraintMsg");
        let required_message = message("requiredMsg");
        let plan = &mut self.form.nodes[index];
        plan.relevant = relevant.or(plan.relevant.take());
        plan.required = required.or(plan.required.take());
        plan.readonly = readonly.or(plan.readonly.take());
        plan.constraint = constraint.or(plan.constraint.take());
        plan.calculation = calculation.or(plan.calculation.take());
        if let Some(message) = constraint_message {
            plan.constraint_message = message;
        }
        if let Some(message) = required_message {
            plan.required_message = message;
        }
    }

    fn kind(&mut self, path: &str, at: At, index: usize) {
        let Some(name) = self.xml.attribute(at, "type") else {
            return;
        };
        let known = data_type(name);
        if known.is_none() {
            let message = message!(
                "the type \"{}\" is not known; the value is taken as a text",
                name
            );
            let place = self.place(path, at).column("type");
            self.findings.warn(&place, "unknown-type", message);
        }
        let plan = &mut self.form.nodes[index];
        plan.data_type = known.unwrap_or_default();
        if local(name) == "barcode" {
            plan.attributes
                .push(("bind::type".to_owned(), "barcode".to_owned()));
        }
    }

    fn preload(&mut self, path: &str, at: At, index: usize) {
        let of = |name| self.xml.attribute_in(at, Space::JavaRosa, name);
        let Some(preload) = of("preload") else {
            return;
        };
        let which = of("preloadParams").unwrap_or_default();
        let which = which.strip_prefix("uri:").unwrap_or(which);
        let known = match (preload, which) {
            ("uid", _) => Preload::Uid,
            ("timestamp", "start") => Preload::Start,
            ("timestamp", "end") => Preload::End,
            ("date", "today") => Preload::Today,
            ("property", "deviceid") => Preload::DeviceId,
            ("property", "username") => Preload::Username,
            ("property", "email") => Preload::Email,
            ("property", "phonenumber") => Preload::PhoneNumber,
            _ => {
                let message = message!("\"{}\" \"{}\" is not filled in here", preload, which);
                let place = self.place(path, at).column("jr:preload");
                self.findings.warn(&place, "unknown-preload", message);
                return;
            }
        };
        self.form.nodes[index].preload = Some(known);
    }

    /// Everything else that a bind can say is kept for the control.
    fn more(&mut self, at: At, index: usize) {
        for attribute in self.xml.attributes(at) {
            let plan = &mut self.form.nodes[index];
            let value = attribute.value.to_string();
            match (attribute.space, attribute.local) {
                (Space::OpenRosa, "max-pixels") => {
                    plan.parameters.push(("max-pixels".to_owned(), value));
                }
                (Space::Odk, "quality") => plan.parameters.push(("quality".to_owned(), value)),
                (Space::Odk | Space::OpenRosa | Space::Other, _) => {
                    plan.attributes
                        .push((format!("bind::{}", attribute.name), value));
                }
                _ => {}
            }
        }
    }
}

/// `int` of `xsd:int`.
pub(super) fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

fn data_type(name: &str) -> Option<DataType> {
    Some(match local(name.trim()) {
        "" | "string" | "barcode" | "intent" | "select1" | "select" | "odk:rank" | "rank"
        | "text" | "anyURI" | "normalizedString" | "token" => DataType::Text,
        "int" | "integer" | "long" | "short" | "nonNegativeInteger" | "positiveInteger" => {
            DataType::Integer
        }
        "decimal" | "double" | "float" | "number" => DataType::Decimal,
        "boolean" => DataType::Boolean,
        "date" => DataType::Date,
        "time" => DataType::Time,
        "dateTime" => DataType::DateTime,
        "geopoint" => DataType::GeoPoint,
        "geotrace" => DataType::GeoTrace,
        "geoshape" => DataType::GeoShape,
        "binary" | "base64Binary" | "hexBinary" => DataType::Binary,
        _ => return None,
    })
}
