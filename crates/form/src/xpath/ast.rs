//! Expressions as trees.

use super::functions::Function;

/// A question, group or repeat of a form, as an index into the form's nodes.
///
/// Expressions over plain XML have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Field(pub(crate) u32);

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expr {
    Number(f64),
    Text(Box<str>),
    /// Operators of one precedence, left to right. Flat, so that a chain of a thousand `or` is one
    /// level deep.
    Chain(Box<Expr>, Vec<(Operator, Expr)>),
    Negate(Box<Expr>),
    Call(Function, Vec<Expr>),
    Path(Box<Path>),
    /// A call of a function that only another app has: an empty text.
    Unavailable(Box<str>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Union,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Path {
    pub(crate) start: Start,
    pub(crate) steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Start {
    /// The context node.
    Context,
    /// The root of the document that holds the context node.
    Root,
    /// `${name}`, before names are resolved.
    Reference(Box<str>),
    /// A node of the form, whose instance is looked up from the node that the expression is for.
    Field(Field),
    /// The instance of a repeat that the node itself is in.
    Own(Field),
    /// Any other expression, with the predicates that follow it.
    Filter(Expr, Vec<Expr>),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    pub(crate) axis: Axis,
    pub(crate) test: Test,
    pub(crate) predicates: Vec<Expr>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Axis {
    Ancestor,
    AncestorOrSelf,
    Attribute,
    Child,
    Descendant,
    DescendantOrSelf,
    Following,
    FollowingSibling,
    Namespace,
    Parent,
    Preceding,
    PrecedingSibling,
    ItSelf,
}

impl Axis {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "ancestor" => Self::Ancestor,
            "ancestor-or-self" => Self::AncestorOrSelf,
            "attribute" => Self::Attribute,
            "child" => Self::Child,
            "descendant" => Self::Descendant,
            "descendant-or-self" => Self::DescendantOrSelf,
            "following" => Self::Following,
            "following-sibling" => Self::FollowingSibling,
            "namespace" => Self::Namespace,
            "parent" => Self::Parent,
            "preceding" => Self::Preceding,
            "preceding-sibling" => Self::PrecedingSibling,
            "self" => Self::ItSelf,
            _ => return None,
        })
    }

    /// Whether positions count against document order (XPath 1.0, section 2.4).
    pub(crate) fn reverse(self) -> bool {
        matches!(
            self,
            Self::Ancestor | Self::AncestorOrSelf | Self::Preceding | Self::PrecedingSibling
        )
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Test {
    /// `*`: any element (or attribute, on that axis).
    Any,
    /// `prefix:*`.
    Prefix(Box<str>),
    Name {
        prefix: Option<Box<str>>,
        local: Box<str>,
    },
    Node,
    Text,
    Comment,
    Instruction(Option<Box<str>>),
}

impl Step {
    /// `.` without a predicate.
    pub(crate) fn is_self(&self) -> bool {
        self.axis == Axis::ItSelf && self.test == Test::Node && self.predicates.is_empty()
    }
}

impl Expr {
    /// The field that this expression is, if it is nothing else.
    pub(crate) fn as_field(&self) -> Option<Field> {
        match self {
            Self::Path(path) => match path.start {
                Start::Field(field) if path.steps.iter().all(Step::is_self) => Some(field),
                _ => None,
            },
            _ => None,
        }
    }
}
