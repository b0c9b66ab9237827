//! A recording of an interview: when it ran, so that a moment of the talk is found in it.

use serde_json::{Value, json};

/// A recording. Moments are in milliseconds since the interview began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded<'a> {
    /// Which it is, from 1 on.
    pub number: u32,
    /// The name of its file.
    pub file: &'a str,
    /// When it began.
    pub at: i64,
    /// When it ended; `None` while it runs, or where the device died in the middle.
    pub until: Option<i64>,
    /// The stretches in which it was held: from, until.
    holds: &'a [Value],
}

impl<'a> Recorded<'a> {
    /// A recording that begins.
    pub const fn beginning(number: u32, file: &'a str, at: i64) -> Self {
        Self {
            number,
            file,
            at,
            until: None,
            holds: &[],
        }
    }

    pub(super) fn read(number: &str, value: &'a Value) -> Option<Self> {
        Some(Self {
            number: number.parse().ok()?,
            file: value.get("file")?.as_str()?,
            at: value.get("at")?.as_i64()?,
            until: value.get("until").and_then(Value::as_i64),
            holds: value
                .get("held")
                .and_then(Value::as_array)
                .map_or(&[], Vec::as_slice),
        })
    }

    fn holds(self) -> impl Iterator<Item = (i64, i64)> + 'a {
        self.holds.iter().filter_map(move |hold| {
            let from = hold.get(0)?.as_i64()?;
            let until = hold.get(1).and_then(Value::as_i64).or(self.until);
            Some((from, until.unwrap_or(i64::MAX)))
        })
    }

    /// How far into the recording a moment is, in milliseconds; `None` where it did not run then.
    /// A moment at which it was held is where it was held.
    pub fn offset(self, at: i64) -> Option<i64> {
        if at < self.at || self.until.is_some_and(|until| until < at) {
            return None;
        }
        let held: i64 = self
            .holds()
            .map(|(from, until)| (until.min(at) - from).max(0))
            .sum();
        Some(at - self.at - held)
    }

    /// How long it is, in milliseconds; `None` where that is not known.
    pub fn length(self) -> Option<i64> {
        self.offset(self.until?)
    }

    /// Its value with the recorder held at a moment, or (`false`) let go on.
    pub fn held(self, hold: bool, at: i64) -> Value {
        let mut holds = self.holds.to_vec();
        let open = holds.last_mut().filter(|last| last.get(1).is_none());
        match (open, hold) {
            (Some(open), false) => {
                let from = open.get(0).cloned().unwrap_or_default();
                *open = json!([from, at]);
            }
            (None, true) => holds.push(json!([at])),
            _ => {}
        }
        Recorded {
            holds: &holds,
            ..self
        }
        .value()
    }

    /// Its value once it has ended.
    pub fn stopped(self, at: i64) -> Value {
        Recorded {
            until: Some(at),
            ..self
        }
        .value()
    }

    /// The value of its field.
    pub fn value(self) -> Value {
        let mut value = json!({"file": self.file, "at": self.at});
        if let Some(until) = self.until {
            value["until"] = until.into();
        }
        if !self.holds.is_empty() {
            value["held"] = self.holds.into();
        }
        value
    }
}
