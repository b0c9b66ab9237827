//! An XML document as an expression walks it when there is no form.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::cmp::Ordering;
use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};

use super::address;
use crate::context::Context;
use crate::random::Random;
use crate::xpath::{Document, Host, Name, Node, NodeKind, Pattern, Patterns, Tree};
use crate::zone::Clock;

pub(super) struct Plain<'a> {
    document: &'a Document,
    context: &'a Context,
    random: Cell<Random>,
    patterns: Patterns,
    /// Elements called `instance`, by their id.
    instances: OnceCell<HashMap<String, u32>>,
    /// Each node's number among its siblings.
    numbers: OnceCell<Vec<u32>>,
}

impl<'a> Plain<'a> {
    pub(super) fn new(document: &'a Document, context: &'a Context) -> Self {
        Self {
            document,
            context,
            random: Cell::new(Random::new(context.seed)),
            patterns: Patterns::default(),
            instances: OnceCell::new(),
            numbers: OnceCell::new(),
        }
    }
}

pub(super) fn node(index: u32) -> Node {
    Node { document: 0, index }
}

/// Elements stand in document order, so of several with one id the first is the outermost.
fn instances(document: &Document) -> HashMap<String, u32> {
    let mut found = HashMap::new();
    for index in 0..document.len() {
        if document.kind(index) != NodeKind::Element || document.name(index).local != "instance" {
            continue;
        }
        let id = document
            .attributes(index)
            .find(|attribute| document.name(*attribute).local == "id");
        if let Some(id) = id {
            found.entry(document.text(id).into_owned()).or_insert(index);
        }
    }
    found
}

impl Tree for Plain<'_> {
    fn kind(&self, node: Node) -> NodeKind {
        self.document.kind(node.index)
    }

    fn name(&self, node: Node) -> Name<'_> {
        self.document.name(node.index)
    }

    fn parent(&self, of: Node) -> Option<Node> {
        self.document.parent(of.index).map(node)
    }

    fn children(&self, of: Node, found: &mut Vec<Node>) {
        found.extend(self.document.children(of.index).map(node));
    }

    fn attributes(&self, of: Node, found: &mut Vec<Node>) {
        found.extend(self.document.attributes(of.index).map(node));
    }

    fn text(&self, node: Node) -> Cow<'_, str> {
        self.document.text(node.index)
    }

    fn root(&self, _: Node) -> Node {
        node(0)
    }

    fn order(&self, a: Node, b: Node) -> Ordering {
        a.cmp(&b)
    }

    fn instance(&self, id: &str) -> Option<Node> {
        let instances = self.instances.get_or_init(|| instances(self.document));
        instances.get(id).copied().map(node)
    }

    fn position(&self, node: Node) -> usize {
        let numbers = self.numbers.get_or_init(|| address::numbers(self.document));
        numbers
            .get(node.index as usize)
            .map_or(1, |number| *number as usize)
    }

    fn clock(&self) -> Clock<'_> {
        self.context.clock()
    }

    fn namespace(&self, prefix: &str) -> Option<&str> {
        match prefix {
            // XPath 1.0, section 2.3: a name without prefix is in no namespace.
            "" => Some(""),
            "xhtml" | "h" => Some("http://www.w3.org/1999/xhtml"),
            "xml" => Some("http://www.w3.org/XML/1998/namespace"),
            _ => None,
        }
    }
}

impl Host for Plain<'_> {
    fn now(&self) -> DateTime<FixedOffset> {
        self.context.now
    }

    fn random(&self) -> u64 {
        let mut random = self.random.get();
        let bits = random.next();
        self.random.set(random);
        bits
    }

    fn pattern(&self, pattern: &str) -> Option<Pattern> {
        self.patterns.get(pattern)
    }

    fn property(&self, name: &str) -> Option<String> {
        self.context.property(name).map(str::to_owned)
    }
}
