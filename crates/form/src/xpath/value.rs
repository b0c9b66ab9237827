//! Values and their conversions (XPath 1.0, sections 3.4, 4.2, 4.3 and 4.4).

use std::borrow::Cow;

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
