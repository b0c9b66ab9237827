//! The `type` column: its many spellings.

use crate::blueprint::{Preload, Shape};
use crate::form::Control;

/// What a row's type asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Begin(Shape),
    /// A group for each choice of a list, each with the rows up to the end.
    BeginLoop(String),
    End(Section),
    Row(Shape),
    Select(Select),
    /// A question over the rows of a file.
    SelectFromFile(Control, String),
    /// A file that expressions can look into: its ending.
    External(&'static str),
    Calculate,
    /// The log of the filling.
    Audit,
    BackgroundAudio,
    /// A place that is taken by itself: when the form opens, or when another answer changes.
    StartGeopoint,
    BackgroundGeopoint,
    /// A setting that an old form has among its questions: the name of the setting.
    Setting(&'static str),
    /// A value that another app records by itself; here it stays empty.
    Unrecorded,
    /// A question of another app, asked as a text here.
    Foreign,
    Unknown,
}

/// A question over a list of choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Select {
    pub(crate) control: Control,
    pub(crate) list: String,
    /// With an "other" answer, and a text for it.
    pub(crate) other: bool,
    /// Over a list of the sheet "external_choices".
    pub(crate) external: bool,
}

/// What a row can begin and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Group,
    Repeat,
    Loop,
}

impl Section {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Repeat => "repeat",
            Self::Loop => "loop",
        }
    }
}

/// The usual spelling of each type, for who mistypes one.
pub(crate) const TYPES: &[&str] = &[
    "text",
    "integer",
    "decimal",
    "range",
    "note",
    "calculate",
    "hidden",
    "acknowledge",
    "select_one",
    "select_multiple",
    "select_one_from_file",
    "select_multiple_from_file",
    "select_one_external",
    "rank",
    "geopoint",
    "geotrace",
    "geoshape",
    "start-geopoint",
    "background-geopoint",
    "date",
    "time",
    "dateTime",
    "image",
    "audio",
    "background-audio",
    "video",
    "file",
    "barcode",
    "csv-external",
    "xml-external",
    "osm",
    "begin_group",
    "end_group",
    "begin_repeat",
    "end_repeat",
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "email",
    "phonenumber",
    "audit",
];

pub(crate) fn kind(text: &str) -> Kind {
    let words: Vec<&str> = text.split_whitespace().collect();
    let joined = words.join(" ").to_ascii_lowercase().replace('_', " ");
    if let Some(kind) = structure(&words, &joined) {
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
        "note" | "q note" | "add note prompt" => Kind::Row(Shape::Note),
        "calculate" | "calculate here" | "q calculate" | "add calculate prompt" => Kind::Calculate,
        "audit" => Kind::Audit,
        "background-audio" | "background audio" => Kind::BackgroundAudio,
        "start-geopoint" | "start geopoint" => Kind::StartGeopoint,
        "background-geopoint" | "background geopoint" => Kind::BackgroundGeopoint,
        "form title" | "set form title" => Kind::Setting("form_title"),
        "form id" | "set form id" => Kind::Setting("form_id"),
        "prefix" => Kind::Setting("prefix"),
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
    const PARTS: [&str; 5] = [
        "subscriber",
        "simserial",
        "sim id",
        "speed violations",
        "sensor ",
    ];
    matches!(
        joined,
        "caseid"
            | "comments"
            | "text audit"
            | "audio audit"
            | "get subscriber id"
            | "get sim id"
            | "uri:subscriberid"
            | "uri:simserial"
    ) || PARTS.iter().any(|part| joined.starts_with(part))
}

/// `begin group`, `end repeat`, `begin loop over list`; an "lgroup" is a repeat.
fn structure(words: &[&str], joined: &str) -> Option<Kind> {
    Some(match joined {
        "begin group" => Kind::Begin(Shape::Group),
        "begin repeat" | "begin lgroup" | "begin looped group" => Kind::Begin(Shape::Repeat),
        "end group" => Kind::End(Section::Group),
        "end repeat" | "end lgroup" | "end looped group" => Kind::End(Section::Repeat),
        "end loop" => Kind::End(Section::Loop),
        "begin loop" => Kind::BeginLoop(String::new()),
        _ if joined.starts_with("begin loop over ") => Kind::BeginLoop((*words.last()?).to_owned()),
        _ => return None,
    })
}

/// `select_one list`, `select one from list`, `select_multiple list or_other`, `rank list`.
fn select(words: &[&str]) -> Option<Kind> {
    let lower: Vec<String> = words.iter().map(|word| word.to_ascii_lowercase()).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    let (control, taken) = match lower.as_slice() {
        ["select_one" | "select1" | "select_one_external", ..] => (Control::SelectOne, 1),
        ["select", "one" | "multiple", "using", ..] => {
            let control = if lower[1] == "one" {
                Control::SelectOne
            } else {
                Control::SelectMultiple
            };
            (control, 3)
        }
        ["add", "select", "one", "prompt", "using", ..] => (Control::SelectOne, 5),
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
        ["select", "one", ..] | ["q", "select1", ..] => (Control::SelectOne, 2),
        ["select", "multiple", "from", ..] => (Control::SelectMultiple, 3),
        ["select", "multiple", ..] | ["q", "select", ..] => (Control::SelectMultiple, 2),
        ["select", "all", "that", "apply", "from", ..]
        | ["add", "select", "multiple", "prompt", "using", ..] => (Control::SelectMultiple, 5),
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
    Some(Kind::Select(Select {
        control,
        list: rest.join(" "),
        other: other > 0,
        external: lower[0] == "select_one_external",
    }))
}

fn from_file(control: Control, words: &[&str], taken: usize) -> Option<Kind> {
    Some(Kind::SelectFromFile(control, words.get(taken..)?.join(" ")))
}

fn control(joined: &str) -> Option<Control> {
    Some(match joined {
        "text" | "string" | "q string" | "add text prompt" | "phone number" => Control::Text,
        "integer"
        | "int"
        | "q int"
        | "add integer prompt"
        | "percentage"
        | "number of days in last month"
        | "number of days in last six months"
        | "number of days in last year" => Control::Integer,
        "decimal" | "q decimal" | "add decimal prompt" => Control::Decimal,
        "date" | "q date" | "add date prompt" => Control::Date,
        "time" | "q time" | "add time prompt" => Control::Time,
        "datetime"
        | "date time"
        | "date and time"
        | "q datetime"
        | "q date time"
        | "add date time prompt"
        | "add datetime prompt" => Control::DateTime,
        "acknowledge" | "trigger" | "q acknowledge" | "add acknowledge prompt" => {
            Control::Acknowledge
        }
        "range" => Control::Range,
        "geopoint" | "gps" | "location" | "q geopoint" | "q location" | "add location prompt" => {
            Control::GeoPoint
        }
        "geotrace" | "q geotrace" => Control::GeoTrace,
        "geoshape" | "q geoshape" => Control::GeoShape,
        "image" | "photo" | "q image" | "q picture" | "add image prompt" | "add photo prompt" => {
            Control::Image
        }
        "audio" | "q audio" | "add audio prompt" => Control::Audio,
        "video" | "q video" | "add video prompt" => Control::Video,
        "file" | "add file prompt" => Control::File,
        "barcode" | "q barcode" | "add barcode prompt" => Control::Barcode,
        _ => return None,
    })
}

/// What an old type asks for beyond its control: a constraint, as an expression.
pub(super) fn usual_constraint(text: &str) -> Option<&'static str> {
    Some(match text.trim() {
        "percentage" => "0 <= . and . <= 100",
        "number of days in last month" => "0 <= . and . <= 31",
        "number of days in last six months" => "0 <= . and . <= 183",
        "number of days in last year" => "0 <= . and . <= 365",
        "phone number" => "regex(., '^\\d*$')",
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
        "phonenumber" | "get phone number" => Preload::PhoneNumber,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn select(control: Control, list: &str, other: bool) -> Kind {
        Kind::Select(Select {
            control,
            list: list.to_owned(),
            other,
            external: false,
        })
    }

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
                select(Control::SelectOne, "yn", false),
                "{text}"
            );
        }
        let other = select(Control::SelectMultiple, "a", true);
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
