//! The `type` column: its many spellings.

use crate::blueprint::{Preload, Shape};
use crate::form::Control;

/// What a row's type asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Begin(Shape),
    /// `true` for a repeat.
    End(bool),
    Row(Shape),
    /// A question over a list; with `true`, an "other" answer and a text for it.
    Select(Control, String, bool),
    /// A question over the rows of a file.
    SelectFromFile(Control, String),
    /// A file that expressions can look into: its ending.
    External(&'static str),
    Calculate,
    /// A value that another app records by itself; here it stays empty.
    Unrecorded,
    /// A question of another app, asked as a text here.
    Foreign,
    Unknown,
}

pub(crate) fn kind(text: &str) -> Kind {
    let words: Vec<&str> = text.split_whitespace().collect();
    let joined = words.join(" ").to_ascii_lowercase().replace('_', " ");
    if let Some(kind) = structure(&joined) {
        return kind;
    }
    if let Some(kind) = select(&words) {
        return kind;
    }
    if let Some(control) = control(&joined) {
        return Kind::Row(Shape::Question(control));
    }
    if let Some(preload) = preload(&joined) {
        return Kind::Row(Shape::Preload(preload));
    }
    match joined.as_str() {
        "note" => Kind::Row(Shape::Note),
        "calculate" | "calculate here" => Kind::Calculate,
        "hidden" => Kind::Row(Shape::Hidden),
        "csv-external" => Kind::External("csv"),
        "xml-external" => Kind::External("xml"),
        other if is_unrecorded(other) => Kind::Unrecorded,
        other if other.starts_with("db:") || other.starts_with("osm") => Kind::Foreign,
        _ => Kind::Unknown,
    }
}

/// What ODK, SurveyCTO and Kobo record behind the questions.
fn is_unrecorded(joined: &str) -> bool {
    const PARTS: [&str; 12] = [
        "audit",
        "background-audio",
        "background audio",
        "start-geopoint",
        "start geopoint",
        "background-geopoint",
        "background geopoint",
        "subscriber",
        "simserial",
        "sim ",
        "speed violations",
        "sensor ",
    ];
    matches!(
        joined,
        "caseid" | "comments" | "text audit" | "audio audit" | "get subscriber id"
    ) || PARTS.iter().any(|part| joined.starts_with(part))
}

fn structure(joined: &str) -> Option<Kind> {
    Some(match joined {
        "begin group" | "begin lgroup" => Kind::Begin(Shape::Group),
        "end group" | "end lgroup" => Kind::End(false),
        "begin repeat" | "begin loop" => Kind::Begin(Shape::Repeat),
        "end repeat" | "end loop" => Kind::End(true),
        _ => return None,
    })
}

/// `select_one list`, `select one from list`, `select_multiple list or_other`, `rank list`.
fn select(words: &[&str]) -> Option<Kind> {
    let lower: Vec<String> = words.iter().map(|word| word.to_ascii_lowercase()).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    let (control, taken) = match lower.as_slice() {
        ["select_one" | "select1" | "select_one_external", ..] => (Control::SelectOne, 1),
        ["select_multiple", ..] => (Control::SelectMultiple, 1),
        ["rank" | "odk:rank", ..] => (Control::Rank, 1),
        ["select_one_from_file", ..] => {
            return from_file(Control::SelectOne, words, 1);
        }
        ["select_multiple_from_file", ..] => {
            return from_file(Control::SelectMultiple, words, 1);
        }
        ["select", "one", "from", "file", ..] => {
            return from_file(Control::SelectOne, words, 4);
        }
        ["select", "multiple", "from", "file", ..] => {
            return from_file(Control::SelectMultiple, words, 4);
        }
        ["select", "one", "from", ..] => (Control::SelectOne, 3),
        ["select", "one", ..] => (Control::SelectOne, 2),
        ["select", "multiple", "from", ..] => (Control::SelectMultiple, 3),
        ["select", "multiple", ..] => (Control::SelectMultiple, 2),
        ["select", "all", "that", "apply", "from", ..] => (Control::SelectMultiple, 5),
        ["select", "all", "that", "apply", ..] => (Control::SelectMultiple, 4),
        _ => return None,
    };
    let mut rest = words.get(taken..).unwrap_or_default();
    let tail = lower.get(taken..).unwrap_or_default();
    let other = match tail {
        [.., "or_other"] => 1,
        [.., "or", "specify", "other"] => 3,
        [.., "or", "other"] => 2,
        _ => 0,
    };
    rest = rest
        .get(..rest.len().saturating_sub(other))
        .unwrap_or_default();
    Some(Kind::Select(control, rest.join(" "), other > 0))
}

fn from_file(control: Control, words: &[&str], taken: usize) -> Option<Kind> {
    Some(Kind::SelectFromFile(control, words.get(taken..)?.join(" ")))
}

fn control(joined: &str) -> Option<Control> {
    Some(match joined {
        "text" | "string" | "q string" | "add text prompt" => Control::Text,
        "integer" | "int" | "q int" | "add integer prompt" => Control::Integer,
        "decimal" | "q decimal" | "add decimal prompt" | "percentage" => Control::Decimal,
        "date" | "q date" | "add date prompt" => Control::Date,
        "time" | "q time" | "add time prompt" => Control::Time,
        "datetime" | "date time" | "date and time" | "q datetime" | "add date time prompt" => {
            Control::DateTime
        }
        "acknowledge" | "trigger" | "q acknowledge" | "add acknowledge prompt" => {
            Control::Acknowledge
        }
        "range" => Control::Range,
        "geopoint" | "gps" | "location" | "q geopoint" | "q location" => Control::GeoPoint,
        "geotrace" => Control::GeoTrace,
        "geoshape" => Control::GeoShape,
        "image" | "photo" | "q image" | "q picture" | "add image prompt" => Control::Image,
        "audio" | "q audio" | "add audio prompt" => Control::Audio,
        "video" | "q video" | "add video prompt" => Control::Video,
        "file" | "add file prompt" => Control::File,
        "barcode" | "q barcode" | "add barcode prompt" => Control::Barcode,
        _ => return None,
    })
}

fn preload(joined: &str) -> Option<Preload> {
    Some(match joined.strip_prefix("uri:").unwrap_or(joined) {
        "start" | "start time" | "get start time" => Preload::Start,
        "end" | "end time" | "get end time" => Preload::End,
        "today" | "get today" => Preload::Today,
        "deviceid" | "device id" | "imei" | "get device id" => Preload::DeviceId,
        "username" => Preload::Username,
        "email" => Preload::Email,
        "phonenumber" | "phone number" | "get phone number" => Preload::PhoneNumber,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_type() {
        for text in [
            "select_one yn",
            "select one yn",
            "Select one from yn",
            "select1 yn",
        ] {
            assert_eq!(
                kind(text),
                Kind::Select(Control::SelectOne, "yn".into(), false),
                "{text}"
            );
        }
        let other = Kind::Select(Control::SelectMultiple, "a".into(), true);
        assert_eq!(kind("select_multiple a or_other"), other);
        assert_eq!(kind("begin_group"), kind("begin  group"));
        assert_eq!(kind("get today"), Kind::Row(Shape::Preload(Preload::Today)));
        assert_eq!(
            kind("date_time"),
            Kind::Row(Shape::Question(Control::DateTime))
        );
        assert_eq!(kind("db:person"), Kind::Foreign);
        assert_eq!(kind("integr"), Kind::Unknown);
    }
}
