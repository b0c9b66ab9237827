//! What an expression walks and what it may ask for.

use std::borrow::Cow;
use std::cmp::Ordering;

use chrono::{DateTime, FixedOffset};

use super::ast::Field;
use super::pattern::Pattern;
use crate::zone::Clock;

/// A node of one of the documents that a [`Tree`] holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Node {
    /// 0 is the answers of the form, or the only document.
    pub(crate) document: u32,
    pub(crate) index: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NodeKind {
    Root,
    Element,
    Attribute,
    Text,
    /// Text that was written as CDATA. XPath knows no such kind: it passes as text, but stands
    /// apart from its neighbours, as in a browser's document.
    CData,
    Comment,
    Instruction,
}

impl NodeKind {
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::CData)
    }
}

/// A node's name; all empty for nodes without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Name<'a> {
    pub(crate) prefix: &'a str,
    pub(crate) local: &'a str,
    pub(crate) namespace: &'a str,
}

/// What is asked of a set of questions as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sought {
    /// How many there are.
    Count,
    /// How many are answered.
    Filled,
    Sum,
    /// The least number.
    Least,
    /// The greatest number.
    Most,
}

/// Documents that an expression can walk.
pub(crate) trait Tree {
    fn kind(&self, node: Node) -> NodeKind;
    fn name(&self, node: Node) -> Name<'_>;
    fn parent(&self, node: Node) -> Option<Node>;
    /// Appends the children in document order.
    fn children(&self, node: Node, found: &mut Vec<Node>);
    /// Appends the attributes.
    fn attributes(&self, node: Node, found: &mut Vec<Node>);
    /// The string-value (XPath 1.0, section 5).
    fn text(&self, node: Node) -> Cow<'_, str>;
    /// The root of the document that holds `node`.
    fn root(&self, node: Node) -> Node;
    /// Document order.
    fn order(&self, a: Node, b: Node) -> Ordering;

    /// What `instance('id')` stands for: the node around the root element of a secondary instance.
    fn instance(&self, _id: &str) -> Option<Node> {
        None
    }

    /// Appends the instances of `field` that are meant from `from`, in document order.
    fn field(&self, _field: Field, _from: Node, _found: &mut Vec<Node>) {}

    /// What the nodes that [`Tree::field`] gives come to, where that is known without looking at
    /// each of them.
    fn tally(&self, _field: Field, _from: Node, _sought: Sought) -> Option<f64> {
        None
    }

    /// The one with that index, from 0, of the nodes that [`Tree::field`] gives.
    fn nth(&self, field: Field, from: Node, index: usize) -> Option<Node> {
        let mut found = Vec::new();
        self.field(field, from, &mut found);
        found.get(index).copied()
    }

    /// The instance of a repeat that `from` is in, or is.
    fn own(&self, _field: Field, _from: Node) -> Option<Node> {
        None
    }

    /// Which of its parent's children of the same name this is, from 1.
    fn position(&self, node: Node) -> usize {
        let Some(parent) = self.parent(node) else {
            return 1;
        };
        let mut siblings = Vec::new();
        self.children(parent, &mut siblings);
        let name = self.name(node);
        let before = siblings.iter().take_while(|sibling| **sibling != node);
        before
            .filter(|sibling| self.name(**sibling) == name)
            .count()
            + 1
    }

    /// The number of the instance of the innermost repeat that a node is in, from 1.
    fn index(&self, _node: Node) -> usize {
        1
    }

    /// The local clock, for dates and times that name no offset.
    fn clock(&self) -> Clock<'_> {
        Clock::UTC
    }

    /// The namespace that a prefix in an expression stands for.
    fn namespace(&self, _prefix: &str) -> Option<&str> {
        None
    }
}

/// What an expression may know besides the trees.
pub(crate) trait Host {
    fn now(&self) -> DateTime<FixedOffset>;

    /// The next random bits.
    fn random(&self) -> u64;

    /// The label of a choice of a select question, in the language of the moment.
    fn choice_label(&self, _question: Field, _from: Node, _name: &str) -> Option<String> {
        None
    }

    /// A pattern that has to match a whole text; `None` if it is not a pattern.
    fn pattern(&self, pattern: &str) -> Option<Pattern> {
        Pattern::new(pattern)
    }

    /// `jr:itext('id')`: a text of the form, in the language of the moment.
    fn itext(&self, _id: &str) -> Option<String> {
        None
    }

    /// `property('deviceid')` and its like.
    fn property(&self, _name: &str) -> Option<String> {
        None
    }
}
