//! Functions of SurveyCTO and CHT that forms in use call.

use super::{Call, Function};
use crate::xpath::EvalError;
use crate::xpath::ast::Expr;
use crate::xpath::eval::Evaluated;
use crate::xpath::number::number_text;
use crate::xpath::total::Total;
use crate::xpath::tree::Node;
use crate::xpath::value::{Value, number_of};

pub(super) fn call<'a>(call: &Call<'_, 'a>, function: Function) -> Evaluated<Value<'a>> {
    let property = |name| Value::text(call.eval.host.property(name).unwrap_or_default());
    Ok(match function {
        Function::Index => Value::Number(index(call.eval.tree.index(call.eval.current))),
        Function::Version => property("version"),
        Function::Username => property("username"),
        Function::ChoiceLabel => {
            let question = call.expr(0)?.as_field().ok_or_else(|| {
                EvalError::Argument("choice-label() needs the name of a question".to_owned())
            })?;
            let (from, name) = (call.eval.current, call.text(1)?);
            Value::text(
                call.eval
                    .host
                    .choice_label(question, from, &name)
                    .unwrap_or_default(),
            )
        }
        Function::CountIf => Value::Number(index(kept(call, 0)?.len())),
        Function::SumIf => Value::Number(Total::of(&numbers(call)?)),
        Function::MinIf => Value::Number(numbers(call)?.into_iter().fold(f64::NAN, f64::min)),
        Function::MaxIf => Value::Number(numbers(call)?.into_iter().fold(f64::NAN, f64::max)),
        Function::ItemAt
        | Function::ItemIndex
        | Function::ItemPresent
        | Function::CountItems
        | Function::DeDuplicate => items(call, function)?,
        Function::JoinIf => {
            let separator = call.text(0)?;
            let texts = kept(call, 1)?
                .into_iter()
                .map(|node| call.eval.node_text(node));
            call.eval
                .joined(&texts.collect::<Evaluated<Vec<_>>>()?, &separator)?
        }
        Function::Empty => Value::Boolean(call.text(0)?.is_empty()),
        Function::LineBreak => Value::text("\n"),
        _ => Value::text(grouped(&number_text(call.number(0)?))),
    })
}

/// A number with commas between its thousands.
fn grouped(number: &str) -> String {
    let end = number.find('.').unwrap_or(number.len());
    let mut out = String::new();
    for (at, c) in number.char_indices() {
        let follows_digit = out.ends_with(|c: char| c.is_ascii_digit());
        if at < end && (end - at).is_multiple_of(3) && follows_digit && c.is_ascii_digit() {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Functions on lists: texts with a separator between the items.
#[expect(clippy::float_cmp, reason = "indices are small")]
fn items<'a>(call: &Call<'_, 'a>, function: Function) -> Evaluated<Value<'a>> {
    let (separator, list) = (call.text(0)?, call.text(1)?);
    let items: Vec<&str> = if list.is_empty() {
        Vec::new()
    } else {
        split(&list, &separator)
    };
    call.eval.spend(items.len())?;
    Ok(match function {
        Function::CountItems => Value::Number(index(items.len())),
        Function::ItemAt => {
            let wanted = call.number(2)?;
            let found = items
                .iter()
                .enumerate()
                .find(|(at, _)| index(*at) == wanted);
            Value::text(found.map_or("", |(_, item)| *item).to_owned())
        }
        Function::DeDuplicate => {
            let mut seen = std::collections::BTreeSet::new();
            let first: Vec<&str> = items
                .into_iter()
                .filter(|item| seen.insert(*item))
                .collect();
            call.eval.joined(&first, &separator)?
        }
        _ => {
            let wanted = call.text(2)?;
            let at = items.iter().position(|item| *item == wanted);
            if function == Function::ItemPresent {
                Value::Boolean(at.is_some())
            } else {
                Value::Number(at.map_or(-1.0, index))
            }
        }
    })
}

fn split<'t>(list: &'t str, separator: &str) -> Vec<&'t str> {
    if separator.is_empty() {
        vec![list]
    } else {
        list.split(separator).collect()
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn index(number: usize) -> f64 {
    number as f64
}

/// The nodes of argument `at` for whose instance the argument after it is true.
fn kept(call: &Call<'_, '_>, at: usize) -> Evaluated<Vec<Node>> {
    let condition: &Expr = call.expr(at + 1)?;
    let mut kept = Vec::new();
    for node in call.nodes(at)? {
        // Names in the condition are looked up from each member, as if it stood there.
        if call.eval.value_at(condition, node)?.boolean() {
            kept.push(node);
        }
    }
    Ok(kept)
}

fn numbers(call: &Call<'_, '_>) -> Evaluated<Vec<f64>> {
    let number = |node| number_of(&call.eval.tree.text(node), call.clock());
    Ok(kept(call, 0)?.into_iter().map(number).collect())
}
