//! An XML document as an expression walks it when there is no form.

use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Ordering;

use chrono::{DateTime, FixedOffset};

use crate::context::Context;
use crate::random::Random;
use crate::xpath::{Document, Host, Name, Node, NodeKind, Tree};
use crate::zone::Clock;

pub(super) struct Plain<'a> {
    document: &'a Document,
    context: &'a Context,
    random: Cell<Random>,
}

impl<'a> Plain<'a> {
    pub(super) fn new(document: &'a Document, context: &'a Context) -> Self {
        Self {
            document,
            context,
            random: Cell::new(Random::new(context.seed)),
        }
    }
}

pub(super) fn node(index: u32) -> Node {
    Node { document: 0, index }
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
        // Elements stand in document order, so the first is the outermost.
        let named = |index: &u32| {
            self.document.kind(*index) == NodeKind::Element
                && self.document.name(*index).local == "instance"
                && self.document.attributes(*index).any(|attribute| {
                    self.document.name(attribute).local == "id"
                        && self.document.text(attribute) == id
                })
        };
        (0..self.document.len()).find(named).map(node)
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

    fn property(&self, name: &str) -> Option<String> {
        self.context.property(name).map(str::to_owned)
    }
}
