//! What a value of each type looks like (ODK XForms, "Data types").

use std::borrow::Cow;

use crate::form::{Control, DataType, NodeDef, NodeKind};
use crate::xpath::{date_text, parse_date, parse_date_time, parse_time, text_number};
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

/// Whether a number is between the bounds of a range; other questions have none.
pub(super) fn in_range(node: &NodeDef, value: &str) -> bool {
    if node.kind != NodeKind::Question(Control::Range) {
        return true;
    }
    let bound = |name: &str| {
        let found = node.parameters.iter().find(|(known, _)| known == name);
        found
            .map(|(_, text)| text_number(text))
            .filter(|number| number.is_finite())
    };
    match (bound("start"), bound("end")) {
        (Some(start), Some(end)) => (start.min(end)..=start.max(end)).contains(&text_number(value)),
        _ => true,
    }
}

/// What an expression gives, as the node stores it: a whole number has no fraction, a date no time.
pub(super) fn stored(node: &NodeDef, value: Cow<'_, str>) -> String {
    match type_of(node) {
        DataType::Integer if !is_integer(&value) => {
            let number = text_number(&value);
            if number.is_finite() {
                number.trunc().to_string()
            } else {
                value.into_owned()
            }
        }
        DataType::Date => match value.split_once('T') {
            Some((date, _)) if parse_date(date).is_some() => date.to_owned(),
            _ => value.into_owned(),
        },
        _ => value.into_owned(),
    }
}

/// What a form's instance holds, as the node stores it: what is not of a node's type is nothing.
pub(super) fn loaded(node: &NodeDef, value: &str) -> String {
    match type_of(node) {
        // A default that was written by hand may be anything: it is kept for the person to see.
        DataType::Text | DataType::Binary | DataType::Boolean => value.to_owned(),
        _ => stored(node, Cow::Borrowed(value.trim())),
    }
}

/// The type of a node's value; a question's own type says more than that of its binding.
fn type_of(node: &NodeDef) -> DataType {
    match node.kind {
        NodeKind::Question(Control::Integer) => DataType::Integer,
        NodeKind::Question(Control::Decimal) => DataType::Decimal,
        NodeKind::Question(Control::Date) => DataType::Date,
        NodeKind::Question(Control::Time) => DataType::Time,
        NodeKind::Question(Control::DateTime) => DataType::DateTime,
        NodeKind::Question(Control::GeoPoint) => DataType::GeoPoint,
        NodeKind::Question(Control::GeoTrace) => DataType::GeoTrace,
        NodeKind::Question(Control::GeoShape) => DataType::GeoShape,
        _ => node.data_type,
    }
}

/// A text in the spelling that an XForms instance has for the node's type; `None` if it is not of
/// the type.
pub(super) fn canonical(node: &NodeDef, value: &str) -> Option<String> {
    let text = value.trim();
    if !in_range(node, text) {
        return None;
    }
    match type_of(node) {
        DataType::Integer => whole(text),
        DataType::Decimal => decimal(text),
        DataType::Date => parse_date(text).map(date_text),
        DataType::Time => is_time(text).then(|| text.to_owned()),
        DataType::DateTime => {
            let (date, time) = text.split_once('T')?;
            (parse_date(date).is_some() && is_time(time)).then(|| text.to_owned())
        }
        DataType::GeoPoint => point(text),
        DataType::GeoTrace | DataType::GeoShape => {
            let points: Option<Vec<String>> = text
                .trim_end_matches([';', ' '])
                .split(';')
                .map(point)
                .collect();
            points.map(|points| points.join(";"))
        }
        _ => Some(value.to_owned()),
    }
}

/// A whole number of 32 bits, as in JavaRosa; a fraction is cut off.
fn whole(text: &str) -> Option<String> {
    let number = text_number(text).trunc();
    let fits = (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&number);
    // Adding zero makes a negative zero positive.
    fits.then(|| (number + 0.0).to_string())
}

/// With a decimal point, as numbers of type decimal are written.
fn decimal(text: &str) -> Option<String> {
    let number = text_number(text);
    number.is_finite().then(|| {
        let plain = (number + 0.0).to_string();
        if plain.contains('.') {
            plain
        } else {
            plain + ".0"
        }
    })
}

/// Hours, minutes and seconds; an offset has a colon.
fn is_time(text: &str) -> bool {
    let zone = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (clock, offset) = text.split_at(zone);
    clock.split(':').count() == 3
        && (offset.is_empty() || offset == "Z" || offset.contains(':'))
        && parse_time(text).is_some()
}

fn point(text: &str) -> Option<String> {
    let text = text.trim();
    let numbers: Option<Vec<String>> = text.split_ascii_whitespace().map(decimal).collect();
    numbers
        .filter(|_| is_point(text))
        .map(|numbers| numbers.join(" "))
}
