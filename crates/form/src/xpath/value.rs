//! Values and their conversions (XPath 1.0, sections 3.4, 4.2, 4.3 and 4.4).

use std::borrow::Cow;

use super::ast::Operator;
use super::date::date_number;
use super::number::{number_text, text_number};
use super::tree::{Node, Tree};
use crate::zone::Clock;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    /// Distinct nodes in document order.
    Nodes(Vec<Node>),
    Number(f64),
    Text(Cow<'a, str>),
    Boolean(bool),
    /// What `date()` makes of something that is no date: false, not a number, and as text
    /// "Invalid Date", as in Enketo.
    NoDate,
}

impl<'a> Value<'a> {
    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn into_text(self, tree: &'a dyn Tree) -> Cow<'a, str> {
        match self {
            Self::Nodes(nodes) => nodes
                .first()
                .map_or(Cow::Borrowed(""), |node| tree.text(*node)),
            Self::Number(number) => Cow::Owned(number_text(number)),
            Self::Text(text) => text,
            Self::NoDate => Cow::Borrowed("Invalid Date"),
            Self::Boolean(boolean) => Cow::Borrowed(if boolean { "true" } else { "false" }),
        }
    }

    pub(crate) fn number(&self, tree: &dyn Tree) -> f64 {
        match self {
            Self::Nodes(nodes) => nodes
                .first()
                .map_or(f64::NAN, |node| number_of(&tree.text(*node), tree.clock())),
            Self::Number(number) => *number,
            Self::Text(text) => number_of(text, tree.clock()),
            Self::NoDate => f64::NAN,
            Self::Boolean(boolean) => f64::from(u8::from(*boolean)),
        }
    }

    pub(crate) fn boolean(&self) -> bool {
        match self {
            Self::Nodes(nodes) => !nodes.is_empty(),
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Text(text) => !text.is_empty(),
            Self::NoDate => false,
            Self::Boolean(boolean) => *boolean,
        }
    }
}

/// Text as a number; a date counts as days since 1970-01-01 UTC (ODK XForms, "Dates").
pub(crate) fn number_of(text: &str, clock: Clock<'_>) -> f64 {
    let number = text_number(text);
    if number.is_nan() {
        date_number(text, clock).unwrap_or(f64::NAN)
    } else {
        number
    }
}

/// `=`, `!=`, `<`, `<=`, `>`, `>=` (XPath 1.0, section 3.4).
pub(super) fn compare(
    tree: &dyn Tree,
    operator: Operator,
    left: &Value<'_>,
    right: &Value<'_>,
) -> bool {
    match (left, right) {
        (Value::Boolean(_), _) | (_, Value::Boolean(_)) if is_equality(operator) => {
            (left.boolean() == right.boolean()) == (operator == Operator::Equal)
        }
        (Value::Nodes(lefts), Value::Nodes(rights)) => {
            let rights: Vec<Cow<'_, str>> = rights.iter().map(|node| tree.text(*node)).collect();
            lefts.iter().any(|node| {
                let text = tree.text(*node);
                rights
                    .iter()
                    .any(|other| texts(tree, operator, &text, other))
            })
        }
        (Value::Nodes(nodes), other) => nodes
            .iter()
            .any(|node| single(tree, operator, &Value::Text(tree.text(*node)), other)),
        (other, Value::Nodes(nodes)) => nodes
            .iter()
            .any(|node| single(tree, operator, other, &Value::Text(tree.text(*node)))),
        _ => single(tree, operator, left, right),
    }
}

fn single(tree: &dyn Tree, operator: Operator, left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => texts(tree, operator, left, right),
        _ => ordered(operator, left.number(tree), right.number(tree)),
    }
}

fn is_equality(operator: Operator) -> bool {
    matches!(operator, Operator::Equal | Operator::NotEqual)
}

fn texts(tree: &dyn Tree, operator: Operator, left: &str, right: &str) -> bool {
    let clock = tree.clock();
    if !is_equality(operator) {
        return ordered(operator, number_of(left, clock), number_of(right, clock));
    }
    let moments = || Some((date_number(left, clock)?, date_number(right, clock)?));
    // The same moment can be written in many ways.
    let equal = left == right || moments().is_some_and(|(left, right)| same(left, right));
    equal == (operator == Operator::Equal)
}

/// To the millisecond, which is what dates are precise to.
fn same(left: f64, right: f64) -> bool {
    (left - right).abs() < 1e-9
}

#[expect(clippy::float_cmp, reason = "XPath compares numbers exactly")]
fn ordered(operator: Operator, left: f64, right: f64) -> bool {
    match operator {
        Operator::Equal => left == right,
        Operator::NotEqual => left != right,
        Operator::Less => left < right,
        Operator::LessEqual => left <= right,
        Operator::Greater => left > right,
        Operator::GreaterEqual => left >= right,
        _ => false,
    }
}
