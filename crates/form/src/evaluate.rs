//! One expression over plain XML, for trying things out and for conformance tests.

mod address;
mod plain;

use plain::{Plain, node};

use crate::context::Context;
use crate::xml::read_xml;
use crate::xpath::{
    Document, DocumentBuilder, EvalError, Evaluator, Focus, Node, Tree, Value, parse_lazily,
};

/// What an expression is worth.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A number, NaN and infinities included.
    Number(f64),
    /// A text.
    Text(String),
    /// True or false.
    Boolean(bool),
    /// Paths of nodes such as `/data[1]/person[2]/@id`: in document order, unless the expression
    /// shuffles.
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
/// `at` is the context node, as a path such as an [`Outcome`] shows them or as any expression,
/// whose first node counts; without it the root is. An empty `xml` is a document without elements.
/// `instance('x')` finds the element `instance` with that id, as in an XForm. An unknown function
/// is an error only if it is called: `false() and unknown()` is false.
///
/// ```
/// use form::{Context, Outcome, Wanted, evaluate};
///
/// let xml = "<data><age>40</age><age>2</age></data>";
/// let sum = evaluate("sum(age)", xml, Some("/data"), Wanted::Any, &Context::default());
/// assert_eq!(sum, Ok(Outcome::Number(42.0)));
/// ```
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
    let document = if xml.is_empty() {
        DocumentBuilder::new().finish()
    } else {
        read_xml(xml).map_err(|message| message.to_string())?
    };
    let plain = Plain::new(&document, context);
    let node = match at {
        None => node(0),
        Some(path) => context_node(&document, &plain, path)?,
    };
    let expr = parse_lazily(expression).map_err(|error| error.message.to_string())?;
    let own = plain.text(node);
    let focus = Focus {
        node,
        position: 1,
        size: 1,
    };
    let value = Evaluator::new(&plain, &plain, node, &own)
        .eval(&expr, focus)
        .map_err(|error| error.to_string())?;
    Ok(match (wanted, value) {
        (Wanted::Any | Wanted::Nodes, Value::Nodes(nodes)) => {
            let indices: Vec<u32> = nodes.iter().map(|node| node.index).collect();
            let paths = address::paths(&document, &indices);
            Outcome::Nodes(paths.ok_or_else(|| EvalError::TooMuch.to_string())?)
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

fn context_node(document: &Document, plain: &Plain<'_>, path: &str) -> Result<Node, String> {
    if let Some(index) = address::find(document, path) {
        return Ok(node(index));
    }
    let expr = parse_lazily(path).map_err(|error| format!("{path}: {}", error.message))?;
    let found = Evaluator::new(plain, plain, node(0), "").value(&expr);
    match found.map_err(|error| error.to_string())? {
        Value::Nodes(nodes) => nodes
            .first()
            .copied()
            .ok_or_else(|| format!("there is no node {path}")),
        _ => Err(format!("{path} is not a path")),
    }
}
