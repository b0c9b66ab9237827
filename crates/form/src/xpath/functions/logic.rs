//! Functions that decide.

use super::{Call, Function};
use crate::xpath::EvalError;
use crate::xpath::eval::Evaluated;
use crate::xpath::value::Value;

pub(super) fn call<'a>(call: &Call<'_, 'a>, function: Function) -> Evaluated<Value<'a>> {
    match function {
        Function::If => call.value(if call.boolean(0)? { 1 } else { 2 }),
        Function::Coalesce => coalesce(call),
        Function::Once => {
            if call.eval.own.is_empty() {
                call.value(0)
            } else {
                Ok(Value::text(call.eval.own))
            }
        }
        Function::True => Ok(Value::Boolean(true)),
        Function::False => Ok(Value::Boolean(false)),
        Function::Not => Ok(Value::Boolean(!call.boolean(0)?)),
        Function::Boolean => Ok(Value::Boolean(call.boolean(0)?)),
        Function::BooleanFromString => Ok(Value::Boolean(from_string(call)?)),
        Function::Checklist => checklist(call, false),
        Function::WeightedChecklist => checklist(call, true),
        Function::Wrong => Err(EvalError::Argument(call.text(0)?.into_owned())),
        _ => call.value(0),
    }
}

/// Whether a text says that something is true; a whole number does if there is any of it, as in
/// Enketo.
fn from_string(call: &Call<'_, '_>) -> Evaluated<bool> {
    Ok(match call.value(0)? {
        Value::Number(number) => number > 0.0 && number.fract() == 0.0,
        value => matches!(&*call.eval.text_value(value)?, "true" | "1"),
    })
}

/// The first value that is not empty.
fn coalesce<'a>(call: &Call<'_, 'a>) -> Evaluated<Value<'a>> {
    let mut last = Value::text("");
    for at in 0..call.arguments.len() {
        last = call.value(at)?;
        if !call.eval.text_value(last.clone())?.is_empty() {
            break;
        }
    }
    Ok(last)
}

/// Whether the number, or the weight, of the true values is within bounds; a negative number is no
/// bound.
fn checklist<'a>(call: &Call<'_, 'a>, weighted: bool) -> Evaluated<Value<'a>> {
    let (least, most) = (call.number(0)?, call.number(1)?);
    let mut values = Vec::new();
    let mut weights = Vec::new();
    for (at, expr) in call.arguments.iter().enumerate().skip(2) {
        let into = if weighted && at % 2 == 1 {
            &mut weights
        } else {
            &mut values
        };
        into.extend(members(call, expr)?);
    }
    let mut sum = 0.0;
    for (at, value) in values.iter().enumerate() {
        if value.boolean() {
            let weight = weights
                .get(at)
                .map_or(0.0, |weight: &Value<'_>| weight.number(call.eval.tree));
            sum += if weighted { weight } else { 1.0 };
        }
    }
    Ok(Value::Boolean(
        (least < 0.0 || sum >= least) && (most < 0.0 || sum <= most),
    ))
}

/// A reference stands for all its nodes.
fn members<'a>(call: &Call<'_, 'a>, expr: &'a crate::xpath::Expr) -> Evaluated<Vec<Value<'a>>> {
    Ok(match call.eval.eval(expr, call.focus)? {
        Value::Nodes(nodes) => nodes
            .iter()
            .map(|node| call.eval.node_text(*node).map(Value::Text))
            .collect::<Evaluated<_>>()?,
        value => vec![value],
    })
}
