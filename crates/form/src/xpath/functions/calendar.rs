//! Reckoning with dates, as CHT has it: whole days, weeks, months and years.

use chrono::{DateTime, Datelike as _, FixedOffset, Months, NaiveDate, TimeDelta};

use super::{Call, Function};
use crate::xpath::date::{local, moment_text, parse_date_time};
use crate::xpath::eval::Evaluated;
use crate::xpath::value::Value;

pub(super) fn call<'a>(call: &Call<'_, 'a>, function: Function) -> Evaluated<Value<'a>> {
    if function == Function::AddDate {
        let moved = added(call)?;
        return Ok(moved.map_or(Value::NoDate, |moment| Value::text(moment_text(&moment))));
    }
    let (Some(from), Some(to)) = (moment(call, 0)?, moment(call, 1)?) else {
        return Ok(Value::Number(f64::NAN));
    };
    let (from, to) = (from.date_naive(), to.date_naive());
    let days = (to - from).num_days();
    let difference = match function {
        Function::DifferenceInDays => days,
        Function::DifferenceInWeeks => days / 7,
        Function::DifferenceInYears => months(from, to) / 12,
        _ => months(from, to),
    };
    // No calendar has more days than 32 bits count.
    Ok(Value::Number(
        i32::try_from(difference).map_or(f64::NAN, f64::from),
    ))
}

fn moment(call: &Call<'_, '_>, at: usize) -> Evaluated<Option<DateTime<FixedOffset>>> {
    let clock = call.clock();
    Ok(parse_date_time(&call.text(at)?, clock).map(|moment| local(moment, clock)))
}

/// Whole months from one date to another.
fn months(from: NaiveDate, to: NaiveDate) -> i64 {
    let count = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month());
    count(to) - count(from) - i64::from(to.day() < from.day())
}

/// `add-date(date, years, months, days, hours, minutes)`: what is left out is 0. A day that the
/// month does not have becomes its last.
fn added(call: &Call<'_, '_>) -> Evaluated<Option<DateTime<FixedOffset>>> {
    let mut amounts = [0_i64; 5];
    for (at, amount) in amounts.iter_mut().enumerate() {
        if call.given(at + 1) {
            let Some(number) = whole(call.number(at + 1)?) else {
                return Ok(None);
            };
            *amount = number;
        }
    }
    let [years, months, days, hours, minutes] = amounts;
    let later = |moment: DateTime<FixedOffset>| {
        let months = years * 12 + months;
        let by = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
        let moved = if months < 0 {
            moment.checked_sub_months(by)?
        } else {
            moment.checked_add_months(by)?
        };
        let minutes = (days * 24 + hours) * 60 + minutes;
        moved.checked_add_signed(TimeDelta::try_minutes(minutes)?)
    };
    Ok(moment(call, 0)?.and_then(later))
}

/// Amounts beyond a million have no place in a calendar.
#[expect(clippy::cast_possible_truncation, reason = "checked to be in range")]
fn whole(number: f64) -> Option<i64> {
    (number.abs() <= 1e6).then_some(number as i64)
}
