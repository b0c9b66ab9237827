//! The answers, and the lists of choices, as trees for expressions.
//!
//! What is not relevant is not there (ODK XForms, "Relevance"): it has no value and is in no set.
//! A repeat is its instances; the item that stands for the repeat as a whole is passed over.

use std::borrow::Cow;
use std::cmp::Ordering;

use chrono::{DateTime, FixedOffset};

use super::{ItemId, Session};
use crate::form::{NodeId, NodeKind as FormKind};
use crate::xpath::{Document, Field, Host, Name, Node, NodeKind, Pattern, Sought, Tree};
use crate::zone::Clock;

/// The document of the answers; after it come the choice lists, then the other instances.
const ANSWERS: u32 = 0;
/// The parent of the root element.
const TOP: u32 = u32::MAX;
/// Marks the text within an item that has a value.
const TEXT: u32 = 1 << 31;

impl ItemId {
    pub(super) fn as_node(self) -> Node {
        Node {
            document: ANSWERS,
            index: self.0,
        }
    }
}

/// What a node of the answers is.
enum Place {
    Top,
    Item(ItemId),
    Text(ItemId),
}

fn place(node: Node) -> Place {
    match node.index {
        TOP => Place::Top,
        index if index & TEXT != 0 => Place::Text(ItemId(index & !TEXT)),
        index => Place::Item(ItemId(index)),
    }
}

impl Session {
    fn other_document(&self, node: Node) -> Option<&Document> {
        let at = node.document.checked_sub(1)? as usize;
        let form = &self.form;
        match form.lists.get(at) {
            Some(list) => Some(&list.document),
            None => form
                .instances
                .get(at - form.lists.len())
                .map(|instance| &*instance.document),
        }
    }

    fn item_children(&self, item: ItemId, found: &mut Vec<Node>) {
        let slot = self.arena.slot(item);
        if !slot.value.is_empty() && slot.is_relevant() {
            found.push(Node {
                document: ANSWERS,
                index: item.0 | TEXT,
            });
        }
        for child in self.arena.children(&self.form, item) {
            let node = self.form.node(self.arena.node(child));
            if node.is_attribute() || node.is_heading() {
                continue;
            }
            let repeat = matches!(node.kind, FormKind::Repeat(_));
            let members: Vec<ItemId> = if repeat && !self.arena.is_instance(child) {
                self.arena.instances(child).collect()
            } else {
                vec![child]
            };
            let relevant = |item: &ItemId| self.arena.slot(*item).is_relevant();
            found.extend(members.into_iter().filter(relevant).map(ItemId::as_node));
        }
    }

    fn is_attribute(&self, item: ItemId) -> bool {
        self.form.node(self.arena.node(item)).is_attribute()
    }

    /// The way from the root, as numbers that sort in document order.
    fn way(&self, item: ItemId) -> Vec<u32> {
        let mut way = Vec::new();
        let mut at = Some(item);
        while let Some(item) = at {
            way.push(self.arena.position(item));
            way.push(self.arena.node(item).0);
            at = self.arena.parent(&self.form, item);
        }
        way.reverse();
        way
    }
}

impl Tree for Session {
    fn kind(&self, node: Node) -> NodeKind {
        match (self.other_document(node), place(node)) {
            (Some(document), _) => document.kind(node.index),
            (None, Place::Top) => NodeKind::Root,
            (None, Place::Item(item)) if self.is_attribute(item) => NodeKind::Attribute,
            (None, Place::Item(_)) => NodeKind::Element,
            (None, Place::Text(_)) => NodeKind::Text,
        }
    }

    fn name(&self, node: Node) -> Name<'_> {
        match (self.other_document(node), place(node)) {
            (Some(document), _) => document.name(node.index),
            (None, Place::Item(item)) => {
                let name = &self.form.node(self.arena.node(item)).name;
                let name = name.strip_prefix('@').unwrap_or(name);
                let (prefix, local) = name.split_once(':').unwrap_or(("", name));
                let namespace = self.form.namespace(prefix).unwrap_or_default();
                Name {
                    prefix,
                    local,
                    namespace,
                }
            }
            _ => Name::default(),
        }
    }

    fn parent(&self, node: Node) -> Option<Node> {
        if let Some(document) = self.other_document(node) {
            return document
                .parent(node.index)
                .map(|index| Node { index, ..node });
        }
        match place(node) {
            Place::Top => None,
            Place::Text(item) => Some(item.as_node()),
            Place::Item(item) => {
                let above = self.arena.range(&self.form, item).unwrap_or(item);
                let parent = self.arena.parent(&self.form, above);
                Some(parent.map_or(Node { index: TOP, ..node }, ItemId::as_node))
            }
        }
    }

    fn children(&self, node: Node, found: &mut Vec<Node>) {
        if let Some(document) = self.other_document(node) {
            found.extend(
                document
                    .children(node.index)
                    .map(|index| Node { index, ..node }),
            );
            return;
        }
        match place(node) {
            Place::Top => found.push(self.root().as_node()),
            Place::Item(item) => self.item_children(item, found),
            Place::Text(_) => {}
        }
    }

    fn attributes(&self, node: Node, found: &mut Vec<Node>) {
        if let Some(document) = self.other_document(node) {
            found.extend(
                document
                    .attributes(node.index)
                    .map(|index| Node { index, ..node }),
            );
        } else if let Place::Item(item) = place(node) {
            let children = self.arena.children(&self.form, item).into_iter();
            found.extend(
                children
                    .filter(|child| self.is_attribute(*child))
                    .map(ItemId::as_node),
            );
        }
    }

    fn text(&self, node: Node) -> Cow<'_, str> {
        if let Some(document) = self.other_document(node) {
            return document.text(node.index);
        }
        let item = match place(node) {
            Place::Top => self.root(),
            Place::Item(item) | Place::Text(item) => item,
        };
        let slot = self.arena.slot(item);
        if !slot.is_relevant() {
            return Cow::Borrowed("");
        }
        match self.form.node(slot.node).kind {
            FormKind::Group | FormKind::Repeat(_) => {
                let mut inner = Vec::new();
                self.item_children(item, &mut inner);
                Cow::Owned(inner.into_iter().map(|child| self.text(child)).collect())
            }
            _ => Cow::Borrowed(&slot.value),
        }
    }

    fn root(&self, node: Node) -> Node {
        Node {
            index: if node.document == ANSWERS { TOP } else { 0 },
            ..node
        }
    }

    fn order(&self, a: Node, b: Node) -> Ordering {
        if a.document != ANSWERS || b.document != ANSWERS {
            return a.cmp(&b);
        }
        let way = |node: Node| match place(node) {
            Place::Top => (Vec::new(), false),
            Place::Item(item) => (self.way(item), false),
            Place::Text(item) => (self.way(item), true),
        };
        way(a).cmp(&way(b))
    }

    fn instance(&self, id: &str) -> Option<Node> {
        // A list that is a table goes by the table's name, so both lead to the same rows.
        let lists = self.form.lists.iter().map(|list| &list.name);
        let instances = self.form.instances.iter().map(|instance| &instance.name);
        let at = lists.chain(instances).position(|name| name == id)?;
        Some(Node {
            document: u32::try_from(at + 1).ok()?,
            index: 0,
        })
    }

    fn field(&self, field: Field, from: Node, found: &mut Vec<Node>) {
        let Place::Item(from) = place(from) else {
            return;
        };
        let node = NodeId::from(field);
        let home = self.arena.frame(from);
        let anchor = self.form.common_frame(home, self.form.node(node).frame);
        let repeat = matches!(self.form.node(node).kind, FormKind::Repeat(_));
        // One question is always there, though empty while it is irrelevant; a set of members has
        // only those that are relevant (as in JavaRosa).
        let single = !repeat && anchor == self.form.node(node).frame;
        let mut keep = |item: ItemId| {
            if single || self.arena.slot(item).is_relevant() {
                found.push(item.as_node());
            }
        };
        self.arena
            .within(&self.form, from, anchor, node, &mut |item| {
                if repeat {
                    self.arena.instances(item).for_each(&mut keep);
                } else {
                    keep(item);
                }
            });
    }

    fn tally(&self, field: Field, from: Node, sought: Sought) -> Option<f64> {
        match place(from) {
            Place::Item(from) => self.tally_of(field, from, sought),
            _ => None,
        }
    }

    fn nth(&self, field: Field, from: Node, index: usize) -> Option<Node> {
        let Place::Item(item) = place(from) else {
            return None;
        };
        let definition = self.form.node(field.into());
        let one_repeat = matches!(definition.kind, FormKind::Repeat(_))
            && self
                .form
                .common_frame(self.arena.frame(item), definition.frame)
                == definition.frame;
        let range = one_repeat.then(|| self.arena.own(&self.form, item, definition.frame));
        if let Some(base) = range.flatten() {
            let range = ItemId(base.0 + definition.offset);
            // The number counts all instances, as position() does; one that is irrelevant has
            // nothing to say (as in JavaRosa).
            let instance = self.arena.instance(range, index + 1);
            let instance = instance.filter(|it| self.arena.slot(*it).is_relevant());
            return instance.map(ItemId::as_node);
        }
        let mut found = Vec::new();
        self.field(field, from, &mut found);
        found.get(index).copied()
    }

    fn own(&self, field: Field, from: Node) -> Option<Node> {
        let Place::Item(from) = place(from) else {
            return None;
        };
        let node = NodeId::from(field);
        // A repeat's own relevance and count are asked for at the repeat as a whole.
        if self.arena.node(from) == node {
            return Some(from.as_node());
        }
        let FormKind::Repeat(frame) = self.form.node(node).kind else {
            return None;
        };
        self.arena.own(&self.form, from, frame).map(ItemId::as_node)
    }

    fn position(&self, node: Node) -> usize {
        match (node.document, place(node)) {
            (ANSWERS, Place::Item(item)) if self.arena.is_instance(item) => {
                self.arena.position(item) as usize
            }
            _ => 1,
        }
    }

    fn index(&self, node: Node) -> usize {
        match (node.document, place(node)) {
            (ANSWERS, Place::Item(item)) => self.arena.position(item) as usize,
            _ => 1,
        }
    }

    fn namespace(&self, prefix: &str) -> Option<&str> {
        self.form.namespace(prefix)
    }

    fn clock(&self) -> Clock<'_> {
        self.context.clock()
    }
}

impl Host for Session {
    fn now(&self) -> DateTime<FixedOffset> {
        self.context.now
    }

    fn random(&self) -> u64 {
        let mut random = self.random.get();
        let bits = random.next();
        self.random.set(random);
        bits
    }

    fn itext(&self, id: &str) -> Option<String> {
        self.wording(self.form.texts.get(id)?, self.root())
    }

    fn choice_label(&self, question: Field, from: Node, name: &str) -> Option<String> {
        let Place::Item(from) = place(from) else {
            return None;
        };
        let node = self.form.node(question.into());
        let asked = node
            .itemset
            .as_ref()
            .and_then(|_| self.instance_of(question, from));
        self.choice_label_of(node, name, asked.unwrap_or(from))
    }

    fn pattern(&self, pattern: &str) -> Option<Pattern> {
        self.patterns.get(pattern)
    }

    fn property(&self, name: &str) -> Option<String> {
        match name {
            "version" => Some(self.form.version.clone()),
            name => self.context.property(name).map(str::to_owned),
        }
    }
}
