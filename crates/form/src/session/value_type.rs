//! What a value of each type looks like (ODK XForms, "Data types").

use std::borrow::Cow;

use crate::form::{Control, NodeKind};
use crate::xpath::{parse_date, parse_date_time, parse_time, text_number};
use crate::zone::Clock;

/// Whether a text that is not empty is a value of the type. Choices are for the list to say.
pub(super) fn fits(control: Control, value: &str) -> bool {
    match control {
        Control::Integer => is_integer(value),
        Control::Decimal | Control::Range => text_number(value).is_finite(),
        Control::Date => {
            parse_date(value).is_some() || parse_date_time(value, Clock::UTC).is_some()
        }
        Control::Time => parse_time(value).is_some(),
        Control::DateTime => parse_date_time(value, Clock::UTC).is_some(),
        Control::GeoPoint => is_point(value),
        Control::GeoTrace | Control::GeoShape => {
            value.trim().trim_end_matches(';').split(';').all(is_point)
        }
        _ => true,
    }
}

/// Eighteen digits fit 64 bits, and no count of anything is longer.
fn is_integer(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    (1..=18).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Latitude and longitude in degrees, then altitude and accuracy in metres.
fn is_point(value: &str) -> bool {
    let numbers: Vec<f64> = value.split_ascii_whitespace().map(text_number).collect();
    let all = numbers.iter().all(|number| number.is_finite());
    let in_range = matches!(numbers.as_slice(), [latitude, longitude, ..]
        if latitude.abs() <= 90.0 && longitude.abs() <= 180.0);
    all && in_range && numbers.len() <= 4
}

/// What a person has typed, as it is stored: lists of names with one space between, no name twice.
pub(super) fn entered(control: Control, value: &str) -> String {
    match control {
        Control::SelectMultiple | Control::Rank => {
            let mut names: Vec<&str> = Vec::new();
            for name in value.split_whitespace() {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            names.join(" ")
        }
        Control::Text => value.to_owned(),
        _ => value.trim().to_owned(),
    }
}

/// What an expression gives, as the node stores it: a whole number has no fraction, a date no time.
pub(super) fn stored(kind: NodeKind, value: Cow<'_, str>) -> String {
    match kind {
        NodeKind::Question(Control::Integer) if !is_integer(&value) => {
            let number = text_number(&value);
            if number.is_finite() {
                number.trunc().to_string()
            } else {
                value.into_owned()
            }
        }
        NodeKind::Question(Control::Date) => match value.split_once('T') {
            Some((date, _)) if parse_date(date).is_some() => date.to_owned(),
            _ => value.into_owned(),
        },
        _ => value.into_owned(),
    }
}
