//! Controls: how a node is asked for.

use super::Reader;
use super::actions::Origin;
use super::body::Around;
use super::source::{At, Space};
use crate::blueprint::Shape;
use crate::form::{Control, DataType};

impl Reader<'_> {
    pub(super) fn control(&mut self, at: At, within: &Around) {
        let around = within.path.as_str();
        let name = self.xml.local(at);
        if !is_control(name) {
            let place = self.place(around, at);
            let message = message!("<{}> is not known here and is passed over", name);
            self.findings.warn(&place, "unknown-element", message);
            return;
        }
        let Some(path) = self.target(around, at) else {
            let place = self.place(around, at);
            let message = message!("this <{}> does not say which node it asks for", name);
            self.findings.error(&place, "no-ref", message);
            return;
        };
        let Some(index) = self.paths.get(&path).copied() else {
            let place = self.place(&path, at);
            let message =
                message!("there is no such node in the primary instance; it is not asked for");
            self.findings.warn(&place, "unknown-node", message);
            return;
        };
        if matches!(self.form.nodes[index].shape, Shape::Group | Shape::Repeat) {
            let place = self.place(&path, at);
            let message = message!("a node with other nodes in it can't hold an answer");
            self.findings.error(&place, "not-a-question", message);
            return;
        }
        let asked = matches!(self.form.nodes[index].shape, Shape::Question(_));
        if asked {
            let place = self.place(&path, at);
            let message = message!("this node is asked for twice; the first control is used");
            self.findings.warn(&place, "asked-twice", message);
        } else {
            self.note_shown(index, within);
            let control = self.kind_of(at, index);
            self.form.nodes[index].shape = Shape::Question(control);
            self.captions(at, index, &path);
            self.appearance(at, index);
            self.details(at, index);
            if control.is_select() {
                self.choices(at, index, &path);
            }
        }
        let origin = Origin {
            control: Some(index),
            repeat: within.repeat,
        };
        for child in self.xml.children(at) {
            self.action(child, &path, origin);
        }
    }

    fn kind_of(&self, at: At, index: usize) -> Control {
        let plan = &self.form.nodes[index];
        let barcode = plan
            .attributes
            .iter()
            .any(|(name, value)| name == "bind::type" && value == "barcode");
        match self.xml.local(at) {
            "select1" => Control::SelectOne,
            "select" => Control::SelectMultiple,
            "rank" => Control::Rank,
            "trigger" => Control::Acknowledge,
            "range" => Control::Range,
            "upload" => {
                let media = self.xml.attribute(at, "mediatype").unwrap_or_default();
                match media.split('/').next() {
                    Some("image") => Control::Image,
                    Some("audio") => Control::Audio,
                    Some("video") => Control::Video,
                    _ => Control::File,
                }
            }
            _ if barcode => Control::Barcode,
            _ => match plan.data_type {
                DataType::Text | DataType::Boolean => Control::Text,
                DataType::Integer => Control::Integer,
                DataType::Decimal => Control::Decimal,
                DataType::Date => Control::Date,
                DataType::Time => Control::Time,
                DataType::DateTime => Control::DateTime,
                DataType::GeoPoint => Control::GeoPoint,
                DataType::GeoTrace => Control::GeoTrace,
                DataType::GeoShape => Control::GeoShape,
                DataType::Binary => Control::File,
            },
        }
    }

    /// Attributes that say more about the control.
    fn details(&mut self, at: At, index: usize) {
        let range = self.xml.is(at, "range");
        for attribute in self.xml.attributes(at) {
            let plan = &mut self.form.nodes[index];
            let value = attribute.value.trim().to_owned();
            match (attribute.space, attribute.local) {
                (Space::Declaration, _)
                | (_, "ref" | "nodeset" | "bind" | "appearance" | "class") => {}
                (Space::None, "start" | "end" | "step") => {
                    plan.parameters.push((attribute.local.to_owned(), value));
                }
                (Space::Odk, name) if range => {
                    plan.parameters.push((name.replace('-', "_"), value));
                }
                (Space::None, "accuracyThreshold") => {
                    plan.parameters.push(("capture-accuracy".to_owned(), value));
                }
                (Space::None, "unacceptableAccuracyThreshold") => {
                    plan.parameters.push(("warning-accuracy".to_owned(), value));
                }
                _ => {
                    if attribute.name == "rows" {
                        plan.parameters.push(("rows".to_owned(), value.clone()));
                    }
                    plan.attributes.push((attribute.name.to_owned(), value));
                }
            }
        }
        if self.xml.is(at, "secret") {
            self.form.nodes[index].appearance.push_str(" masked");
        }
    }
}

fn is_control(name: &str) -> bool {
    matches!(
        name,
        "input"
            | "secret"
            | "textarea"
            | "select1"
            | "select"
            | "rank"
            | "trigger"
            | "range"
            | "upload"
    )
}
