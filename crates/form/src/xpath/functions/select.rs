//! Functions on the answers of select questions: names separated by spaces.

use super::{Call, Function};
use crate::xpath::EvalError;
use crate::xpath::eval::Evaluated;
use crate::xpath::value::Value;

#[expect(
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "counts are small"
)]
pub(super) fn call<'a>(call: &Call<'_, 'a>, function: Function) -> Evaluated<Value<'a>> {
    let list = call.text(0)?;
    let mut names = list.split_ascii_whitespace();
    Ok(match function {
        Function::CountSelected => Value::Number(names.count() as f64),
        Function::SelectedAt => {
            let wanted = call.number(1)?.trunc();
            let found = names.enumerate().find(|(at, _)| wanted == *at as f64);
            Value::text(found.map_or("", |(_, name)| name).to_owned())
        }
        Function::ChoiceName => choice_name(call, &list)?,
        Function::IText => Value::text(call.eval.host.itext(&list).unwrap_or_default()),
        Function::Property => Value::text(call.eval.host.property(&list).unwrap_or_default()),
        _ => {
            let wanted = call.text(1)?;
            let wanted = wanted.trim();
            Value::Boolean(
                names.any(|name| name == wanted) || (wanted.is_empty() && list.is_empty()),
            )
        }
    })
}

/// `jr:choice-name(value, 'question')`: how the choice reads.
fn choice_name<'a>(call: &Call<'_, 'a>, name: &str) -> Evaluated<Value<'a>> {
    let question = call.expr(1)?.as_field().ok_or_else(|| {
        EvalError::Argument("jr:choice-name() needs the name of a question".to_owned())
    })?;
    let label = call
        .eval
        .host
        .choice_label(question, call.eval.current, name);
    Ok(Value::text(label.unwrap_or_default()))
}
