//! Functions that make or look into texts.

use super::{Call, Function};
use crate::xpath::EvalError;
use crate::xpath::eval::Evaluated;
use crate::xpath::number::round;
use crate::xpath::value::Value;

#[expect(clippy::cast_precision_loss, reason = "lengths are small")]
pub(super) fn call<'a>(call: &Call<'_, 'a>, function: Function) -> Evaluated<Value<'a>> {
    match function {
        Function::String => Ok(Value::Text(call.text_or_context()?)),
        Function::Concat => call.eval.joined(&call.texts(0)?, ""),
        Function::Join => {
            let separator = call.text(0)?;
            call.eval.joined(&call.texts(1)?, &separator)
        }
        Function::Substr => substr(call),
        Function::Substring => substring(call),
        Function::SubstringBefore => {
            let (text, mark) = (call.text(0)?, call.text(1)?);
            Ok(Value::text(
                text.split_once(&*mark)
                    .map_or("", |(before, _)| before)
                    .to_owned(),
            ))
        }
        Function::SubstringAfter => {
            let (text, mark) = (call.text(0)?, call.text(1)?);
            Ok(Value::text(
                text.split_once(&*mark)
                    .map_or("", |(_, after)| after)
                    .to_owned(),
            ))
        }
        Function::Translate => translate(call),
        Function::StringLength => Ok(Value::Number(call.text_or_context()?.chars().count() as f64)),
        Function::NormalizeSpace => {
            let text = call.text_or_context()?;
            let words: Vec<&str> = words(&text).collect();
            Ok(Value::text(words.join(" ")))
        }
        Function::Contains => Ok(Value::Boolean(call.text(0)?.contains(&*call.text(1)?))),
        Function::StartsWith => Ok(Value::Boolean(call.text(0)?.starts_with(&*call.text(1)?))),
        Function::EndsWith => Ok(Value::Boolean(call.text(0)?.ends_with(&*call.text(1)?))),
        Function::Uuid => uuid(call),
        _ => regex(call),
    }
}

/// What stands between white space, which to XML is spaces, tabs and line ends, but no form feed.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\r', '\n'])
        .filter(|word| !word.is_empty())
}

/// Characters from a 0-based start to an end that is not included; negative ones count from the
/// end (ODK XForms, `substr`).
fn substr<'a>(call: &Call<'_, 'a>) -> Evaluated<Value<'a>> {
    let text = call.text(0)?;
    let length = text.chars().count();
    let at = |number: f64| bound(number, length);
    let start = at(call.number(1)?);
    let end = if call.given(2) {
        at(call.number(2)?)
    } else {
        length
    };
    Ok(Value::text(
        text.chars()
            .skip(start)
            .take(end.saturating_sub(start))
            .collect::<String>(),
    ))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "clamped to the text's length"
)]
fn bound(number: f64, length: usize) -> usize {
    let number = number.trunc();
    let from_start = if number < 0.0 {
        number + length as f64
    } else {
        number
    };
    from_start.clamp(0.0, length as f64) as usize
}

/// Characters whose 1-based position is within the rounded bounds (XPath 1.0, section 4.2).
#[expect(clippy::cast_precision_loss, reason = "lengths are small")]
fn substring<'a>(call: &Call<'_, 'a>) -> Evaluated<Value<'a>> {
    let text = call.text(0)?;
    let start = round(call.number(1)?);
    let end = if call.given(2) {
        start + round(call.number(2)?)
    } else {
        f64::INFINITY
    };
    let inside = |at: usize| {
        let position = (at + 1) as f64;
        position >= start && position < end
    };
    let kept = text
        .chars()
        .enumerate()
        .filter(|(at, _)| inside(*at))
        .map(|(_, c)| c);
    Ok(Value::text(kept.collect::<String>()))
}

fn translate<'a>(call: &Call<'_, 'a>) -> Evaluated<Value<'a>> {
    let (text, from, to) = (call.text(0)?, call.text(1)?, call.text(2)?);
    let to: Vec<char> = to.chars().collect();
    let mut map = std::collections::HashMap::new();
    for (at, c) in from.chars().enumerate() {
        map.entry(c).or_insert_with(|| to.get(at).copied());
    }
    let swapped = text
        .chars()
        .filter_map(|c| map.get(&c).copied().unwrap_or(Some(c)));
    Ok(Value::text(swapped.collect::<String>()))
}

/// A random UUID (RFC 9562, version 4), or as many random letters and digits as asked for.
fn uuid<'a>(call: &Call<'_, 'a>) -> Evaluated<Value<'a>> {
    const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    if call.given(0) {
        let length = call.number(0)?;
        if length.is_nan() {
            return Err(EvalError::Argument(
                "uuid() needs a number of characters".to_owned(),
            ));
        }
        let length = bound(length.max(0.0), 4096);
        let letters = (0..length).map(|_| {
            let at = usize::try_from(call.eval.host.random() % 62).unwrap_or(0);
            char::from(LETTERS[at])
        });
        return Ok(Value::text(letters.collect::<String>()));
    }
    let (high, low) = (call.eval.host.random(), call.eval.host.random());
    Ok(Value::Text(crate::random::uuid(high, low).into()))
}

/// Whether the whole text matches (ODK documentation: "an exact and complete match").
fn regex<'a>(call: &Call<'_, 'a>) -> Evaluated<Value<'a>> {
    let (text, pattern) = (call.text(0)?, call.text(1)?);
    call.eval.spend(pattern.len())?;
    let regex = call
        .eval
        .host
        .pattern(&pattern)
        .ok_or_else(|| EvalError::Argument(format!("\"{pattern}\" is not a pattern")))?;
    call.eval
        .spend((text.len() + 8).saturating_mul(regex.weight) / 8)?;
    Ok(Value::Boolean(regex.matches(&text)))
}
