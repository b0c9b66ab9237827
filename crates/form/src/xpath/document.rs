//! A document in memory: choices, secondary instances, any XML.

use std::borrow::Cow;
use std::collections::HashMap;

use super::tree::{Name, NodeKind};

const NONE: u32 = u32::MAX;

#[derive(Debug, Clone)]
struct Entry {
    kind: NodeKind,
    name: u32,
    parent: u32,
    first_child: u32,
    first_attribute: u32,
    next: u32,
    text: Box<str>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
struct OwnedName {
    prefix: Box<str>,
    local: Box<str>,
    namespace: Box<str>,
}

/// Nodes in document order; node 0 is the root, the parent of the document element.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    entries: Vec<Entry>,
    names: Vec<OwnedName>,
}

impl Document {
    fn entry(&self, index: u32) -> Option<&Entry> {
        self.entries.get(index as usize)
    }

    pub(crate) fn kind(&self, index: u32) -> NodeKind {
        self.entry(index).map_or(NodeKind::Root, |entry| entry.kind)
    }

    pub(crate) fn name(&self, index: u32) -> Name<'_> {
        let name = self
            .entry(index)
            .and_then(|entry| self.names.get(entry.name as usize));
        name.map_or_else(Name::default, |name| Name {
            prefix: &name.prefix,
            local: &name.local,
            namespace: &name.namespace,
        })
    }

    pub(crate) fn parent(&self, index: u32) -> Option<u32> {
        self.entry(index)
            .map(|entry| entry.parent)
            .filter(|parent| *parent != NONE)
    }

    pub(crate) fn children(&self, index: u32) -> impl Iterator<Item = u32> + '_ {
        self.chain(self.entry(index).map_or(NONE, |entry| entry.first_child))
    }

    pub(crate) fn attributes(&self, index: u32) -> impl Iterator<Item = u32> + '_ {
        self.chain(
            self.entry(index)
                .map_or(NONE, |entry| entry.first_attribute),
        )
    }

    fn chain(&self, first: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(Some(first), |index| {
            self.entry(*index).map(|entry| entry.next)
        })
        .take_while(|index| *index != NONE)
    }

    /// How many nodes there are; indices run up to it.
    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(NONE)
    }

    /// The document element.
    pub(crate) fn element(&self) -> Option<u32> {
        self.children(0)
            .find(|index| self.kind(*index) == NodeKind::Element)
    }

    /// The child element called `name`.
    pub(crate) fn child(&self, index: u32, name: &str) -> Option<u32> {
        self.children(index)
            .find(|child| self.kind(*child) == NodeKind::Element && self.name(*child).local == name)
    }

    /// The string-value (XPath 1.0, section 5).
    pub(crate) fn text(&self, index: u32) -> Cow<'_, str> {
        let Some(entry) = self.entry(index) else {
            return Cow::Borrowed("");
        };
        if !matches!(entry.kind, NodeKind::Element | NodeKind::Root) {
            return Cow::Borrowed(&entry.text);
        }
        let mut inner = self.children(index);
        match (inner.next(), inner.next()) {
            (None, _) => Cow::Borrowed(""),
            (Some(only), None) if self.kind(only).is_text() => self
                .entry(only)
                .map_or(Cow::Borrowed(""), |entry| Cow::Borrowed(&entry.text)),
            _ => Cow::Owned(self.all_text(index)),
        }
    }

    fn all_text(&self, index: u32) -> String {
        // Entries stand in document order, so the descendants follow until the subtree ends.
        let mut out = String::new();
        let mut at = index + 1;
        while let Some(entry) = self.entry(at) {
            if entry.parent < index || entry.parent == NONE {
                break;
            }
            if entry.kind.is_text() {
                out.push_str(&entry.text);
            }
            at += 1;
        }
        out
    }
}

/// Builds a [`Document`] from the outside in.
#[derive(Debug)]
pub(crate) struct DocumentBuilder {
    entries: Vec<Entry>,
    names: Vec<OwnedName>,
    known: HashMap<OwnedName, u32>,
    /// Open elements, each with its last child and last attribute.
    open: Vec<(u32, u32, u32)>,
    /// The text node that may still grow, and what it holds.
    growing: (u32, String),
}

impl DocumentBuilder {
    pub(crate) fn new() -> Self {
        let root = Entry {
            kind: NodeKind::Root,
            name: NONE,
            parent: NONE,
            first_child: NONE,
            first_attribute: NONE,
            next: NONE,
            text: Box::default(),
        };
        Self {
            entries: vec![root],
            names: Vec::new(),
            known: HashMap::new(),
            open: vec![(0, NONE, NONE)],
            growing: (NONE, String::new()),
        }
    }

    pub(crate) fn start(&mut self, name: Name<'_>) {
        let name = self.intern(name);
        let index = self.push(NodeKind::Element, name, "");
        self.open.push((index, NONE, NONE));
    }

    pub(crate) fn end(&mut self) {
        if self.open.len() > 1 {
            self.open.pop();
        }
    }

    pub(crate) fn attribute(&mut self, name: Name<'_>, value: &str) {
        let name = self.intern(name);
        self.push(NodeKind::Attribute, name, value);
    }

    pub(crate) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let last = self.open.last().map_or(NONE, |(_, child, _)| *child);
        if self.growing.0 == NONE || self.growing.0 != last {
            self.growing.0 = self.push(NodeKind::Text, NONE, "");
        }
        self.growing.1.push_str(text);
    }

    fn settle_text(&mut self) {
        let (index, text) = std::mem::replace(&mut self.growing, (NONE, String::new()));
        if let Some(entry) = self.entries.get_mut(index as usize) {
            entry.text = text.into();
        }
    }

    /// Text that stands apart from the text around it.
    pub(crate) fn cdata(&mut self, text: &str) {
        self.push(NodeKind::CData, NONE, text);
    }

    pub(crate) fn comment(&mut self, text: &str) {
        self.push(NodeKind::Comment, NONE, text);
    }

    pub(crate) fn instruction(&mut self, target: &str, text: &str) {
        let name = self.intern(Name {
            local: target,
            ..Name::default()
        });
        self.push(NodeKind::Instruction, name, text);
    }

    /// An element that holds only text.
    pub(crate) fn leaf(&mut self, name: &str, text: &str) {
        self.start(Name {
            local: name,
            ..Name::default()
        });
        self.text(text);
        self.end();
    }

    pub(crate) fn finish(mut self) -> Document {
        self.settle_text();
        Document {
            entries: self.entries,
            names: self.names,
        }
    }

    fn intern(&mut self, name: Name<'_>) -> u32 {
        let owned = OwnedName {
            prefix: name.prefix.into(),
            local: name.local.into(),
            namespace: name.namespace.into(),
        };
        if let Some(known) = self.known.get(&owned) {
            return *known;
        }
        let index = u32::try_from(self.names.len()).unwrap_or(NONE);
        self.names.push(owned.clone());
        self.known.insert(owned, index);
        index
    }

    fn push(&mut self, kind: NodeKind, name: u32, text: &str) -> u32 {
        self.settle_text();
        let index = u32::try_from(self.entries.len()).unwrap_or(NONE);
        let attribute = kind == NodeKind::Attribute;
        let (parent, last) = match self.open.last_mut() {
            Some((parent, child, last)) => {
                let slot = if attribute { last } else { child };
                (*parent, std::mem::replace(slot, index))
            }
            None => (NONE, NONE),
        };
        if let Some(previous) = self.entries.get_mut(last as usize) {
            previous.next = index;
        } else if let Some(parent) = self.entries.get_mut(parent as usize) {
            if attribute {
                parent.first_attribute = index;
            } else {
                parent.first_child = index;
            }
        }
        self.entries.push(Entry {
            kind,
            name,
            parent,
            first_child: NONE,
            first_attribute: NONE,
            next: NONE,
            text: text.into(),
        });
        index
    }
}
