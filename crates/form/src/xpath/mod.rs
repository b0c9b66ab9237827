//! XPath 1.0 with the function library of the ODK XForms specification.
//!
//! One parser, one evaluator. What is walked is behind [`Tree`]: the answers of a session, a list
//! of choices, or any XML. What an expression may know of the world is behind [`Host`].

mod ast;
mod axes;
mod compare;
mod date;
mod document;
mod eval;
mod functions;
mod lexer;
mod number;
mod parser;
mod pattern;
mod total;
mod tree;
mod value;

use crate::diagnostic::Message;
pub(crate) use ast::{Axis, Expr, Field, Operator, Path, Start, Step, Test};
pub(crate) use date::{date_text, date_time_text, parse_date, parse_date_time, parse_time};
pub(crate) use document::{Document, DocumentBuilder};
pub(crate) use eval::{Evaluator, Focus};
pub(crate) use functions::{Function, random_seed, shuffle};
pub(crate) use number::{number_text, text_number};
pub(crate) use parser::{parse, parse_lazily};
pub(crate) use pattern::{Pattern, Patterns};
pub(crate) use total::Total;
pub(crate) use tree::{Host, Name, Node, NodeKind, Sought, Tree};
pub(crate) use value::{Value, number_of};

/// Why a text is not an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// Byte offset into the expression.
    pub(crate) at: usize,
    pub(crate) message: Message,
}

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EvalError {
    /// It takes more steps or makes more text than [`crate::limits`] allow.
    TooMuch,
    /// A function got something that it can not work with.
    Argument(String),
}

impl std::fmt::Display for EvalError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooMuch => f.write_str("the expression takes too much time or memory"),
            Self::Argument(message) => f.write_str(message),
        }
    }
}

/// The names of all functions.
#[cfg(test)]
pub(crate) fn functions() -> impl Iterator<Item = &'static str> {
    functions::names()
}
