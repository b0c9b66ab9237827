//! Functions on dates and times.

use chrono::{DateTime, FixedOffset, NaiveTime, Timelike};

use super::{Call, Function};
use crate::xpath::date::{
    date_text, date_time_text, days, formatted, from_days, local, moment_text, parse_date_time,
    parse_time,
};
use crate::xpath::eval::Evaluated;
use crate::xpath::value::Value;

pub(super) fn call<'a>(call: &Call<'_, 'a>, function: Function) -> Evaluated<Value<'a>> {
    Ok(match function {
        Function::Today => Value::text(date_text(call.eval.host.now().date_naive())),
        Function::Now => Value::text(date_time_text(&call.eval.host.now())),
        Function::Date | Function::DateTime => match moment(call)? {
            Some(moment) => Value::text(moment_text(&moment)),
            None if call.text(0)?.trim().is_empty() => Value::text(""),
            None => Value::NoDate,
        },
        Function::DecimalDateTime => {
            Value::Number(moment(call)?.map_or(f64::NAN, |moment| days(&moment)))
        }
        Function::DecimalTime => decimal_time(call)?,
        _ => {
            let pattern = call.text(1)?;
            match moment(call)? {
                Some(moment) => call.eval.checked(formatted(&moment, &pattern))?,
                None => Value::text(""),
            }
        }
    })
}

/// The first argument as a moment on the local clock: a date, a date with time, or days since 1970.
fn moment(call: &Call<'_, '_>) -> Evaluated<Option<DateTime<FixedOffset>>> {
    let clock = call.clock();
    let value = call.value(0)?;
    if let Value::Number(number) = value {
        return Ok(from_days(number, clock));
    }
    let text = call.eval.text_value(value)?;
    let parsed = parse_date_time(&text, clock).map(|moment| local(moment, clock));
    let number = crate::xpath::text_number(&text);
    Ok(parsed.or_else(|| from_days(number, clock)))
}

/// The time of day as a fraction of a day.
fn decimal_time<'a>(call: &Call<'_, 'a>) -> Evaluated<Value<'a>> {
    let text = call.text(0)?;
    if let Some(moment) = parse_date_time(&text, call.clock()) {
        return Ok(Value::Number(fraction(
            local(moment, call.clock()).time(),
            0,
        )));
    }
    let Some((time, zone)) = parse_time(&text) else {
        return Ok(Value::Number(f64::NAN));
    };
    // A time without a date is one of today.
    let today = call.clock().offset_at(call.eval.host.now().timestamp());
    Ok(Value::Number(fraction(
        time,
        zone.map_or(0, |zone| today - zone),
    )))
}

fn fraction(time: NaiveTime, shift: i32) -> f64 {
    let seconds = f64::from(time.num_seconds_from_midnight()) + f64::from(shift);
    ((seconds + f64::from(time.nanosecond()) / 1e9) / 86_400.0).rem_euclid(1.0)
}
