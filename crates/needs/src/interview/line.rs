//! A line of an interview, and somebody who was there.

use ledger::RecordId;
use serde_json::{Map, Value, json};

/// A line as it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Its key in the record. Keys sort in reading order.
    pub key: &'a str,
    /// What was noted.
    pub text: &'a str,
    /// When it was begun, in milliseconds since the interview began.
    pub at: i64,
    /// The key of the person who said it, where that was noted.
    pub speaker: Option<&'a str>,
    /// The path of the question of the guide under which it was written.
    pub guide: Option<&'a str>,
}

/// A line as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineNote {
    /// What is noted.
    pub text: String,
    /// When it was begun, in milliseconds since the interview began.
    pub at: i64,
    /// The key of the person who says it.
    pub speaker: Option<String>,
    /// The path of the question of the guide under which it is written.
    pub guide: Option<String>,
}

pub(super) fn text_of(value: &Value) -> &str {
    value
        .get("text")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn member<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    let text = value.get(name)?.as_str()?;
    Some(text).filter(|text| !text.is_empty())
}

impl<'a> Line<'a> {
    pub(super) fn read(key: &'a str, value: &'a Value) -> Option<Self> {
        value.is_object().then(|| Self {
            key,
            text: text_of(value),
            at: value.get("at").and_then(Value::as_i64).unwrap_or(0),
            speaker: member(value, "speaker"),
            guide: member(value, "guide"),
        })
    }

    /// Whether nothing stands in it.
    pub fn is_blank(self) -> bool {
        self.text.trim().is_empty()
    }

    /// The line, to be changed and written again.
    pub fn note(self) -> LineNote {
        LineNote {
            text: self.text.to_owned(),
            at: self.at,
            speaker: self.speaker.map(str::to_owned),
            guide: self.guide.map(str::to_owned),
        }
    }
}

impl LineNote {
    /// The value of its field.
    pub fn value(&self) -> Value {
        let mut value = Map::new();
        value.insert("text".to_owned(), self.text.as_str().into());
        value.insert("at".to_owned(), self.at.into());
        for (name, text) in [("speaker", &self.speaker), ("guide", &self.guide)] {
            value.extend(
                text.as_ref()
                    .map(|text| (name.to_owned(), text.as_str().into())),
            );
        }
        Value::Object(value)
    }
}

/// Somebody who was there, as it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Present<'a> {
    /// Their key in the record, which lines name.
    pub key: &'a str,
    /// Their name, or who they are.
    pub name: &'a str,
    /// `resident`, `staff`, or whatever else was chosen.
    pub role: &'a str,
    /// The record of the resident or the member of staff.
    pub resident: Option<RecordId>,
}

/// Somebody who is there, as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PresentAs {
    /// Their name, or who they are.
    pub name: String,
    /// `resident`, `staff` or `other`.
    pub role: String,
    /// The record of the resident or the member of staff.
    pub resident: Option<RecordId>,
}

impl<'a> Present<'a> {
    pub(super) fn read(key: &'a str, value: &'a Value) -> Option<Self> {
        Some(Self {
            key,
            name: value.get("name")?.as_str()?,
            role: member(value, "role").unwrap_or("other"),
            resident: member(value, "resident").and_then(|id| id.parse().ok()),
        })
    }
}

impl PresentAs {
    /// The value of their field.
    pub fn value(&self) -> Value {
        let mut value = json!({"name": self.name, "role": self.role});
        if let Some(id) = self.resident {
            value["resident"] = id.to_string().into();
        }
        value
    }
}
