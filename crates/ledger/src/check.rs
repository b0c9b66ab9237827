//! What can be checked on an entry alone, and what is said when it fails.

use std::fmt;

use serde_json::Value;

use crate::{Fields, Place, limits};

/// Why something is not an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// The member or field at fault.
    pub at: String,
    /// What is wrong with it.
    pub why: String,
}

impl Invalid {
    pub(crate) fn new(at: impl Into<String>, why: impl fmt::Display) -> Self {
        Self {
            at: at.into(),
            why: why.to_string(),
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.why)
    }
}

impl std::error::Error for Invalid {}

pub(crate) fn check_seq(seq: u64) -> Result<(), Invalid> {
    match i64::try_from(seq) {
        Ok(1..=limits::INTEGER) => Ok(()),
        _ => Err(Invalid::new("seq", "a number from 1")),
    }
}

pub(crate) fn check_fields(set: &Fields) -> Result<(), Invalid> {
    if set.len() > limits::FIELDS {
        return Err(Invalid::new(
            "set",
            format_args!("more than {} fields", limits::FIELDS),
        ));
    }
    for (name, value) in set {
        if name.is_empty() || name.chars().count() > limits::FIELD_NAME {
            let most = limits::FIELD_NAME;
            return Err(Invalid::new(
                "set",
                format_args!("a field name of 1 to {most} characters"),
            ));
        }
        check_value(value, limits::DEPTH)
            .map_err(|why| Invalid::new(format!("set.{name}"), why))?;
    }
    Ok(())
}

/// What an entry says that it replaces is about fields that it sets.
pub(crate) fn check_over<'a>(
    mut over: impl Iterator<Item = (&'a String, &'a Vec<Place>)>,
    set: &Fields,
) -> Result<(), Invalid> {
    over.try_for_each(|(name, places)| {
        if !set.contains_key(name) {
            return Err(Invalid::new("over", "names a field that is not set"));
        }
        let mut seqs = places.iter().map(|place| place.seq);
        seqs.try_for_each(check_seq)
            .map_err(|invalid| Invalid::new("over", invalid))
    })
}

pub(crate) fn check_value(value: &Value, depth: usize) -> Result<(), &'static str> {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
        Value::Number(number) => match number.as_i64() {
            Some(n) if n.abs() <= limits::INTEGER => Ok(()),
            _ => Err("a number must be an integer within ±(2^53 - 1); write others as text"),
        },
        Value::Array(_) | Value::Object(_) if depth == 0 => Err("nested too deeply"),
        Value::Array(items) => items
            .iter()
            .try_for_each(|item| check_value(item, depth - 1)),
        Value::Object(members) => members.values().try_for_each(|m| check_value(m, depth - 1)),
    }
}
