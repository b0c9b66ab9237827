//! One expression over plain XML, for trying things out and for conformance tests.

use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Ordering;

use chrono::{DateTime, FixedOffset};

use crate::context::Context;
use crate::random::Random;
use crate::xml::read_xml;
use crate::xpath::{Document, Evaluator, Focus, Host, Name, Node, NodeKind, Tree, Value, parse};

/// What an expression is worth.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A number, NaN and infinities included.
    Number(f64),
    /// A text.
    Text(String),
    /// True or false.
    Boolean(bool),
    /// Paths of nodes in document order, such as `/data[1]/person[2]/@id`.
    Nodes(Vec<String>),
}

/// The type that an outcome is converted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Whatever the expression gives.
    Any,
    /// As `number()` would.
    Number,
    /// As `string()` would.
    Text,
    /// As `boolean()` would.
    Boolean,
    /// Nodes; anything else is an error.
    Nodes,
}

/// Evaluates an XPath expression, with the function library of ODK XForms, over an XML document.
///
/// `at` is a path to the context node; without one it is the root. `instance('x')` finds
/// the element `instance` with that id, as in an XForm.
///
/// # Errors
///
/// A sentence in English that says what is wrong with the XML, the path or the expression.
pub fn evaluate(
    expression: &str,
    xml: &str,
    at: Option<&str>,
    wanted: Wanted,
    context: &Context,
) -> Result<Outcome, String> {
    let document = read_xml(xml)?;
    let plain = Plain {
        document: &document,
        context,
        random: Cell::new(Random::new(context.seed)),
    };
    let root = Node {
        document: 0,
        index: 0,
    };
    let node = match at {
        None => root,
        Some(path) => plain.find(path, root)?,
    };
    let expr = parse(expression).map_err(|error| error.message)?;
    let own = plain.text(node);
    let evaluator = Evaluator::new(&plain, &plain, node, &own);
    let focus = Focus {
        node,
        position: 1,
        size: 1,
    };
    let value = evaluator
        .eval(&expr, focus)
        .map_err(|error| error.to_string())?;
    Ok(match (wanted, value) {
        (Wanted::Any | Wanted::Nodes, Value::Nodes(nodes)) => {
            Outcome::Nodes(nodes.iter().map(|node| plain.path(*node)).collect())
        }
        (Wanted::Nodes, _) => return Err("the expression gives no nodes".to_owned()),
        (Wanted::Number, value) | (Wanted::Any, value @ Value::Number(_)) => {
            Outcome::Number(value.number(&plain))
        }
        (Wanted::Boolean, value) | (Wanted::Any, value @ Value::Boolean(_)) => {
            Outcome::Boolean(value.boolean())
        }
        (Wanted::Text | Wanted::Any, value) => Outcome::Text(value.into_text(&plain).into_owned()),
    })
}

struct Plain<'a> {
    document: &'a Document,
    context: &'a Context,
    random: Cell<Random>,
}

impl Plain<'_> {
    fn find(&self, path: &str, root: Node) -> Result<Node, String> {
        let expr = parse(path).map_err(|error| error.message)?;
        let found = Evaluator::new(self, self, root, "").value(&expr);
        match found.map_err(|error| error.to_string())? {
            Value::Nodes(nodes) => nodes
                .first()
                .copied()
                .ok_or_else(|| format!("there is no node {path}")),
            _ => Err(format!("{path} is not a path")),
        }
    }

    fn path(&self, node: Node) -> String {
        let mut parts = Vec::new();
        let mut at = Some(node);
        while let Some(node) = at {
            let name = self.name(node);
            let full = if name.prefix.is_empty() {
                name.local.to_owned()
            } else {
                format!("{}:{}", name.prefix, name.local)
            };
            let number = self.number_among_siblings(node);
            parts.push(match self.kind(node) {
                NodeKind::Root => String::new(),
                NodeKind::Attribute => format!("@{full}"),
                NodeKind::Element => format!("{full}[{number}]"),
                NodeKind::Text => format!("text()[{number}]"),
                NodeKind::Comment => format!("comment()[{number}]"),
                NodeKind::Instruction => format!("processing-instruction()[{number}]"),
            });
            at = self.parent(node);
        }
        parts.reverse();
        if parts.len() == 1 {
            "/".to_owned()
        } else {
            parts.join("/")
        }
    }

    fn number_among_siblings(&self, node: Node) -> usize {
        let alike = |other: &u32| {
            self.document.kind(*other) == self.kind(node)
                && (self.kind(node) != NodeKind::Element
                    || self.document.name(*other) == self.name(node))
        };
        let Some(parent) = self.document.parent(node.index) else {
            return 1;
        };
        self.document
            .children(parent)
            .take_while(|other| *other <= node.index)
            .filter(alike)
            .count()
    }
}

fn here(index: u32) -> Node {
    Node { document: 0, index }
}

impl Tree for Plain<'_> {
    fn kind(&self, node: Node) -> NodeKind {
        self.document.kind(node.index)
    }

    fn name(&self, node: Node) -> Name<'_> {
        self.document.name(node.index)
    }

    fn parent(&self, node: Node) -> Option<Node> {
        self.document.parent(node.index).map(here)
    }

    fn children(&self, node: Node, found: &mut Vec<Node>) {
        found.extend(self.document.children(node.index).map(here));
    }

    fn attributes(&self, node: Node, found: &mut Vec<Node>) {
        found.extend(self.document.attributes(node.index).map(here));
    }

    fn text(&self, node: Node) -> Cow<'_, str> {
        self.document.text(node.index)
    }

    fn root(&self, _: Node) -> Node {
        here(0)
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
        (0..self.document.len()).find(named).map(here)
    }

    fn offset_seconds(&self) -> i32 {
        self.context.now.offset().local_minus_utc()
    }

    fn namespace(&self, prefix: &str) -> Option<&str> {
        match prefix {
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
}
