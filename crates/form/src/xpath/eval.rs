//! The evaluator.

use std::borrow::Cow;
use std::cell::Cell;

use super::EvalError;
use super::ast::{Expr, Operator, Path, Start, Step};
use super::axes::select;
use super::functions;
use super::tree::{Host, Node, Tree};
use super::value::{Value, number_of};
use crate::limits;

/// Evaluates expressions for one node.
pub(crate) struct Evaluator<'a> {
    pub(super) tree: &'a dyn Tree,
    pub(super) host: &'a dyn Host,
    /// The node that the expression belongs to: `current()`, and where fields are looked up from.
    pub(super) current: Node,
    /// What that node holds, for `once()`.
    pub(super) own: &'a str,
    steps: Cell<u64>,
}

/// Where in the tree an expression is evaluated (XPath 1.0, section 1).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Focus {
    pub(crate) node: Node,
    /// From 1.
    pub(crate) position: usize,
    pub(crate) size: usize,
}

pub(super) type Evaluated<T> = Result<T, EvalError>;

impl<'a> Evaluator<'a> {
    pub(crate) fn new(tree: &'a dyn Tree, host: &'a dyn Host, current: Node, own: &'a str) -> Self {
        Self {
            tree,
            host,
            current,
            own,
            steps: Cell::new(limits::STEPS),
        }
    }

    pub(crate) fn value(&self, expr: &'a Expr) -> Evaluated<Value<'a>> {
        self.eval(
            expr,
            Focus {
                node: self.current,
                position: 1,
                size: 1,
            },
        )
    }

    pub(crate) fn eval(&self, expr: &'a Expr, focus: Focus) -> Evaluated<Value<'a>> {
        self.spend(1)?;
        match expr {
            Expr::Number(number) => Ok(Value::Number(*number)),
            Expr::Text(text) => Ok(Value::Text(Cow::Borrowed(text))),
            Expr::Negate(inner) => Ok(Value::Number(-self.number(inner, focus)?)),
            Expr::Chain(first, rest) => self.chain(first, rest, focus),
            Expr::Call(function, arguments) => functions::call(self, *function, arguments, focus),
            Expr::Path(path) => self.path(path, focus),
            Expr::Unavailable(_) => Ok(Value::text("")),
        }
    }

    pub(super) fn number(&self, expr: &'a Expr, focus: Focus) -> Evaluated<f64> {
        let value = self.eval(expr, focus)?;
        self.number_value(&value)
    }

    pub(super) fn text(&self, expr: &'a Expr, focus: Focus) -> Evaluated<Cow<'a, str>> {
        let value = self.eval(expr, focus)?;
        self.text_value(value)
    }

    /// A value as text. Reading it counts as work, and so does what is later done with it.
    pub(super) fn text_value(&self, value: Value<'a>) -> Evaluated<Cow<'a, str>> {
        match value {
            Value::Nodes(nodes) => match nodes.first() {
                Some(node) => self.node_text(*node),
                None => Ok(Cow::Borrowed("")),
            },
            value => {
                let text = value.into_text(self.tree);
                self.spend(text.len() / 8)?;
                Ok(text)
            }
        }
    }

    pub(super) fn number_value(&self, value: &Value<'a>) -> Evaluated<f64> {
        match value {
            Value::Nodes(nodes) => match nodes.first() {
                Some(node) => Ok(number_of(&self.node_text(*node)?, self.tree.clock())),
                None => Ok(f64::NAN),
            },
            value => Ok(value.number(self.tree)),
        }
    }

    pub(super) fn node_text(&self, node: Node) -> Evaluated<Cow<'a, str>> {
        let text = self.tree.text(node);
        self.spend(text.len() / 8)?;
        Ok(text)
    }

    /// Evaluates for another node, with what is left of the steps.
    pub(super) fn value_at(&self, expr: &'a Expr, node: Node) -> Evaluated<Value<'a>> {
        let inner = Self {
            tree: self.tree,
            host: self.host,
            current: node,
            own: "",
            steps: Cell::new(self.steps.get()),
        };
        let value = inner.value(expr);
        self.steps.set(inner.steps.get());
        value
    }

    pub(super) fn boolean(&self, expr: &'a Expr, focus: Focus) -> Evaluated<bool> {
        Ok(self.eval(expr, focus)?.boolean())
    }

    pub(super) fn nodes(&self, expr: &'a Expr, focus: Focus) -> Evaluated<Vec<Node>> {
        match self.eval(expr, focus)? {
            Value::Nodes(nodes) => Ok(nodes),
            _ => Err(EvalError::Argument(
                "a reference to questions is needed here".to_owned(),
            )),
        }
    }

    /// Counts work, so that no expression can run without end.
    pub(super) fn spend(&self, steps: usize) -> Evaluated<()> {
        let left = self
            .steps
            .get()
            .checked_sub(steps as u64)
            .ok_or(EvalError::TooMuch)?;
        self.steps.set(left);
        Ok(())
    }

    /// Refuses texts beyond all reason.
    pub(super) fn checked(&self, text: String) -> Evaluated<Value<'a>> {
        self.spend(text.len() / 64)?;
        if text.len() > limits::TEXT_BYTES {
            return Err(EvalError::TooMuch);
        }
        Ok(Value::Text(Cow::Owned(text)))
    }

    /// Texts one after the other. Refused before it is made if it would be too long.
    pub(super) fn joined<T: AsRef<str>>(
        &self,
        texts: &[T],
        separator: &str,
    ) -> Evaluated<Value<'a>> {
        let gaps = texts
            .len()
            .saturating_sub(1)
            .saturating_mul(separator.len());
        let length = texts
            .iter()
            .map(|text| text.as_ref().len())
            .fold(gaps, usize::saturating_add);
        if length > limits::TEXT_BYTES {
            return Err(EvalError::TooMuch);
        }
        let mut out = String::with_capacity(length);
        for (at, text) in texts.iter().enumerate() {
            if at > 0 {
                out.push_str(separator);
            }
            out.push_str(text.as_ref());
        }
        self.checked(out)
    }

    fn chain(
        &self,
        first: &'a Expr,
        rest: &'a [(Operator, Expr)],
        focus: Focus,
    ) -> Evaluated<Value<'a>> {
        let mut value = self.eval(first, focus)?;
        for (operator, right) in rest {
            value = match operator {
                Operator::Or => Value::Boolean(value.boolean() || self.boolean(right, focus)?),
                Operator::And => Value::Boolean(value.boolean() && self.boolean(right, focus)?),
                Operator::Union => self.union(value, self.eval(right, focus)?)?,
                Operator::Add
                | Operator::Subtract
                | Operator::Multiply
                | Operator::Divide
                | Operator::Remainder => {
                    let left = self.number_value(&value)?;
                    let right = self.number(right, focus)?;
                    Value::Number(arithmetic(*operator, left, right))
                }
                _ => {
                    let right = self.eval(right, focus)?;
                    Value::Boolean(self.compare(*operator, &value, &right)?)
                }
            };
        }
        Ok(value)
    }

    fn union(&self, left: Value<'a>, right: Value<'a>) -> Evaluated<Value<'a>> {
        match (left, right) {
            (Value::Nodes(mut left), Value::Nodes(right)) => {
                left.extend(right);
                self.in_order(&mut left)?;
                Ok(Value::Nodes(left))
            }
            _ => Err(EvalError::Argument(
                "\"|\" needs references on both sides".to_owned(),
            )),
        }
    }

    fn in_order(&self, nodes: &mut Vec<Node>) -> Evaluated<()> {
        self.spend(nodes.len())?;
        nodes.sort_by(|a, b| self.tree.order(*a, *b));
        nodes.dedup();
        Ok(())
    }

    fn path(&self, path: &'a Path, focus: Focus) -> Evaluated<Value<'a>> {
        let mut nodes = Vec::new();
        match &path.start {
            Start::Context => nodes.push(focus.node),
            Start::Root => nodes.push(self.tree.root(focus.node)),
            Start::Field(field) => self.tree.field(*field, self.current, &mut nodes),
            Start::Own(field) => nodes.extend(self.tree.own(*field, self.current)),
            Start::Reference(name) => {
                return Err(EvalError::Argument(format!("there is no \"{name}\"")));
            }
            Start::Filter(inner, predicates) => {
                let value = self.eval(inner, focus)?;
                if predicates.is_empty() && path.steps.is_empty() {
                    return Ok(value);
                }
                let Value::Nodes(inner) = value else {
                    return Err(EvalError::Argument(
                        "only questions can be filtered".to_owned(),
                    ));
                };
                nodes = inner;
                for predicate in predicates {
                    nodes = self.filter(nodes, predicate)?;
                }
            }
        }
        self.spend(nodes.len())?;
        for step in &path.steps {
            nodes = self.step(&nodes, step)?;
        }
        Ok(Value::Nodes(nodes))
    }

    fn step(&self, from: &[Node], step: &'a Step) -> Evaluated<Vec<Node>> {
        let mut found = Vec::new();
        for node in from {
            let mut selected = Vec::new();
            let seen = select(self.tree, *node, step, &mut selected);
            self.spend(seen + 1)?;
            for predicate in &step.predicates {
                selected = self.filter(selected, predicate)?;
            }
            if step.axis.reverse() {
                selected.reverse();
            }
            found.extend(selected);
        }
        let downward = matches!(
            step.axis,
            super::ast::Axis::Child | super::ast::Axis::Attribute | super::ast::Axis::ItSelf
        );
        // From ordered, distinct nodes at one depth these axes lead to ordered, distinct nodes;
        // after `//` the depths differ and order has to be made.
        if from.len() > 1 && !(downward && self.same_depth(from)) {
            self.in_order(&mut found)?;
        }
        Ok(found)
    }

    fn same_depth(&self, nodes: &[Node]) -> bool {
        let depth =
            |node: Node| std::iter::successors(Some(node), |node| self.tree.parent(*node)).count();
        let mut parents = nodes.iter().map(|node| self.tree.parent(*node));
        let first = parents.next();
        // Siblings are the common case and need no counting.
        if parents.all(|parent| Some(parent) == first) {
            return true;
        }
        let mut depths = nodes.iter().map(|node| depth(*node));
        let first = depths.next();
        depths.all(|other| Some(other) == first)
    }

    pub(super) fn filter(&self, nodes: Vec<Node>, predicate: &'a Expr) -> Evaluated<Vec<Node>> {
        let size = nodes.len();
        // A number is a position: no need to look at the others.
        if let Expr::Number(number) = predicate {
            let wanted = nodes
                .into_iter()
                .enumerate()
                .find(|(at, _)| is_position(*number, at + 1));
            return Ok(wanted.map(|(_, node)| node).into_iter().collect());
        }
        let mut kept = Vec::new();
        for (at, node) in nodes.into_iter().enumerate() {
            let position = at + 1;
            let keep = match self.eval(
                predicate,
                Focus {
                    node,
                    position,
                    size,
                },
            )? {
                Value::Number(number) => is_position(number, position),
                value => value.boolean(),
            };
            if keep {
                kept.push(node);
            }
        }
        Ok(kept)
    }
}

#[expect(
    clippy::float_cmp,
    clippy::cast_precision_loss,
    reason = "positions are small"
)]
fn is_position(number: f64, position: usize) -> bool {
    number == position as f64
}

fn arithmetic(operator: Operator, left: f64, right: f64) -> f64 {
    match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        _ => left % right,
    }
}
