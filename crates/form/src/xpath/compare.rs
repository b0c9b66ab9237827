//! `=`, `!=`, `<`, `<=`, `>`, `>=` (XPath 1.0, section 3.4).

use std::borrow::Cow;

use super::ast::Operator;
use super::date::date_number;
use super::eval::{Evaluated, Evaluator};
use super::value::{Value, number_of};
use crate::zone::Clock;

impl<'a> Evaluator<'a> {
    pub(super) fn compare(
        &self,
        operator: Operator,
        left: &Value<'a>,
        right: &Value<'a>,
    ) -> Evaluated<bool> {
        match (left, right) {
            (Value::Boolean(_), _) | (_, Value::Boolean(_)) if is_equality(operator) => {
                Ok((left.boolean() == right.boolean()) == (operator == Operator::Equal))
            }
            (Value::Nodes(lefts), Value::Nodes(rights)) => {
                self.spend(lefts.len().saturating_mul(rights.len()))?;
                let rights: Vec<Cow<'_, str>> = rights
                    .iter()
                    .map(|node| self.node_text(*node))
                    .collect::<Evaluated<_>>()?;
                for node in lefts {
                    let text = self.node_text(*node)?;
                    if rights
                        .iter()
                        .any(|other| self.texts(operator, &text, other))
                    {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            (Value::Nodes(nodes), other) => {
                for node in nodes {
                    if self.single(operator, &Value::Text(self.node_text(*node)?), other) {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            (other, Value::Nodes(nodes)) => {
                for node in nodes {
                    if self.single(operator, other, &Value::Text(self.node_text(*node)?)) {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            _ => Ok(self.single(operator, left, right)),
        }
    }

    fn single(&self, operator: Operator, left: &Value<'_>, right: &Value<'_>) -> bool {
        match (left, right) {
            (Value::Text(left), Value::Text(right)) => self.texts(operator, left, right),
            _ => ordered(operator, left.number(self.tree), right.number(self.tree)),
        }
    }

    fn texts(&self, operator: Operator, left: &str, right: &str) -> bool {
        let clock = self.tree.clock();
        if !is_equality(operator) {
            return ordered(operator, number_of(left, clock), number_of(right, clock));
        }
        let equal = left == right || same_moment(left, right, clock);
        equal == (operator == Operator::Equal)
    }
}

fn is_equality(operator: Operator) -> bool {
    matches!(operator, Operator::Equal | Operator::NotEqual)
}

/// The same moment can be written in many ways; it is precise to the millisecond.
fn same_moment(left: &str, right: &str, clock: Clock<'_>) -> bool {
    match date_number(left, clock) {
        Some(left) => date_number(right, clock).is_some_and(|right| (left - right).abs() < 1e-9),
        None => false,
    }
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
