//! A response as XML, as OpenRosa servers take it (OpenRosa 1.0, "Form Submission"; ODK XForms,
//! "Metadata").

use super::{ItemId, Session};
use crate::form::NodeKind;

const OPENROSA: &str = "http://openrosa.org/xforms";

impl Session {
    /// What is sent, as XML: relevant nodes in document order, with a block `meta`.
    ///
    /// `instance_id` (`uuid:…`) is the response's id for forms that make none of their own, which
    /// are those read from workbooks. Every response needs one, always the same when it is sent
    /// again.
    #[must_use]
    pub fn submission_xml(&self, instance_id: &str) -> String {
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let form = &self.form;
        let name = form.root_name();
        xml.push('<');
        xml.push_str(name);
        if form.written.is_empty() {
            attribute(&mut xml, "id", &form.id);
            if !form.version.is_empty() {
                attribute(&mut xml, "version", &form.version);
            }
        }
        for (name, value) in &form.written {
            // A bind may compute it.
            let bound = self.find(&format!("/@{name}"));
            let value = bound.map_or(value, |item| &self.arena.slot(item).value);
            attribute(&mut xml, name, value);
        }
        let own_meta = self.find("/meta").is_some();
        for (prefix, address) in &form.namespaces {
            if self.is_used(prefix) {
                attribute(&mut xml, &format!("xmlns:{prefix}"), address);
            }
        }
        let mut inside = String::new();
        self.write_inside(self.root(), instance_id, &mut xml, &mut inside);
        xml.push('>');
        xml.push_str(&inside);
        if !own_meta {
            self.write_meta(&mut xml, instance_id);
        }
        end(&mut xml, name);
        xml.push('\n');
        xml
    }

    fn is_used(&self, prefix: &str) -> bool {
        let uses = |name: &str| {
            let name = name.trim_start_matches('@');
            name.split_once(':')
                .is_some_and(|(known, _)| known == prefix)
        };
        let written = self.form.written.iter().any(|(name, _)| uses(name));
        written || self.form.nodes.iter().any(|node| uses(&node.name))
    }

    fn write(&self, item: ItemId, instance_id: &str, xml: &mut String) {
        let slot = self.arena.slot(item);
        let node = self.form.node(slot.node);
        let range = matches!(node.kind, NodeKind::Repeat(_)) && !self.arena.is_instance(item);
        if range {
            for instance in self.arena.instances(item) {
                self.write(instance, instance_id, xml);
            }
            return;
        }
        if !slot.is_relevant() || node.is_heading() {
            return;
        }
        xml.push('<');
        xml.push_str(&node.name);
        for (name, value) in &node.written {
            attribute(xml, name, value);
        }
        let mut inside = String::new();
        self.write_inside(item, instance_id, xml, &mut inside);
        // A form that notes something else of its responses may leave out which they are.
        if crate::form::local(&node.name) == "meta"
            && self.find("/meta") == Some(item)
            && self.find("/meta/instanceID").is_none()
        {
            self.write_facts(&mut inside, instance_id);
        }
        if inside.is_empty() {
            xml.push_str("/>");
        } else {
            xml.push('>');
            xml.push_str(&inside);
            end(xml, &node.name);
        }
    }

    /// Writes attributes into the tag that is open, everything else into `inside`.
    fn write_inside(&self, item: ItemId, instance_id: &str, tag: &mut String, inside: &mut String) {
        escape(self.arena.slot(item).value.as_ref(), inside);
        for child in self.arena.children(&self.form, item) {
            let slot = self.arena.slot(child);
            let node = self.form.node(slot.node);
            if !node.is_attribute() {
                self.write(child, instance_id, inside);
            } else if slot.is_relevant() {
                let name = node.name.trim_start_matches('@');
                let rewritten = self.form.written.iter().any(|(known, _)| known == name);
                // Attributes of the root are written already.
                if !(item == self.root() && rewritten) {
                    attribute(tag, name, &slot.value);
                }
            }
        }
    }

    fn write_meta(&self, xml: &mut String, instance_id: &str) {
        xml.push_str("<meta");
        attribute(xml, "xmlns", OPENROSA);
        xml.push('>');
        self.write_facts(xml, instance_id);
        end(xml, "meta");
    }

    fn write_facts(&self, xml: &mut String, instance_id: &str) {
        element(xml, "instanceID", instance_id);
        let name = self.instance_name();
        if let Some(name) = name.filter(|_| self.find("/meta/instanceName").is_none()) {
            element(xml, "instanceName", &name);
        }
    }
}

fn element(xml: &mut String, name: &str, text: &str) {
    xml.push('<');
    xml.push_str(name);
    xml.push('>');
    escape(text, xml);
    end(xml, name);
}

fn end(xml: &mut String, name: &str) {
    xml.push_str("</");
    xml.push_str(name);
    xml.push('>');
}

fn attribute(xml: &mut String, name: &str, value: &str) {
    xml.push(' ');
    xml.push_str(name);
    xml.push_str("=\"");
    escape(value, xml);
    xml.push('"');
}

/// Writes a text so that it reads the same within an element or an attribute. Characters that no
/// XML can hold are left out.
fn escape(text: &str, xml: &mut String) {
    for c in text.chars() {
        match c {
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '&' => xml.push_str("&amp;"),
            '"' => xml.push_str("&quot;"),
            // A reader would make a line feed of it.
            '\r' => xml.push_str("&#13;"),
            '\n' | '\t' => xml.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => xml.push(c),
        }
    }
}
