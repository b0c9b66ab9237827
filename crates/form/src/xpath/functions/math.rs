//! Functions on numbers.

use super::{Call, Function};
use crate::xpath::eval::Evaluated;
use crate::xpath::number::{round, round_to};
use crate::xpath::total::Total;
use crate::xpath::tree::Sought;
use crate::xpath::value::{Value, number_of};

pub(super) fn call<'a>(call: &Call<'_, 'a>, function: Function) -> Evaluated<Value<'a>> {
    let number = match function {
        Function::Pi => std::f64::consts::PI,
        Function::Random => unit(call.eval.host.random()),
        Function::Sum => match call.tally(Sought::Sum) {
            Some(sum) => sum,
            None => Total::of(&numbers(call)?),
        },
        Function::Min => match call.tally(Sought::Least) {
            Some(least) => least,
            None => extreme(&numbers(call)?, f64::min),
        },
        Function::Max => match call.tally(Sought::Most) {
            Some(most) => most,
            None => extreme(&numbers(call)?, f64::max),
        },
        Function::Number if !call.given(0) => {
            number_of(&call.eval.node_text(call.focus.node)?, call.clock())
        }
        Function::Pow => call.number(0)?.powf(call.number(1)?),
        Function::Atan2 => call.number(0)?.atan2(call.number(1)?),
        Function::Round if call.given(1) => round_to(call.number(0)?, call.number(1)?),
        _ => of_one(function, call.number(0)?),
    };
    Ok(Value::Number(number))
}

fn of_one(function: Function, number: f64) -> f64 {
    match function {
        Function::Int => number.trunc() + 0.0,
        Function::Round => round(number),
        Function::Floor => number.floor(),
        Function::Ceiling => number.ceil(),
        Function::Abs => number.abs(),
        Function::Exp => number.exp(),
        Function::Exp10 => 10_f64.powf(number),
        Function::Log => number.ln(),
        Function::Log10 => number.log10(),
        Function::Sqrt => number.sqrt(),
        Function::Sin => number.sin(),
        Function::Cos => number.cos(),
        Function::Tan => number.tan(),
        Function::Asin => number.asin(),
        Function::Acos => number.acos(),
        Function::Atan => number.atan(),
        _ => number,
    }
}

/// From 0 up to, but not including, 1.
#[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

/// All arguments as numbers; a reference gives one for each node.
fn numbers(call: &Call<'_, '_>) -> Evaluated<Vec<f64>> {
    let mut found = Vec::new();
    for at in 0..call.arguments.len() {
        match call.value(at)? {
            Value::Nodes(nodes) => {
                call.eval.spend(nodes.len())?;
                for node in nodes {
                    found.push(number_of(&call.eval.node_text(node)?, call.clock()));
                }
            }
            value => found.push(value.number(call.eval.tree)),
        }
    }
    Ok(found)
}

/// NaN if there is nothing to choose from, or something that is not a number.
fn extreme(numbers: &[f64], better: fn(f64, f64) -> f64) -> f64 {
    let nan = numbers.iter().any(|number| number.is_nan());
    let best = numbers.iter().copied().reduce(better);
    if nan {
        f64::NAN
    } else {
        best.unwrap_or(f64::NAN)
    }
}
