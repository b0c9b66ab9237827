//! The kinds of questions by the names that people give them.

use crate::locales::{DesignTexts, fill};

/// The kinds to choose from, by what they are for.
pub const COMMON: [&str; 8] = [
    "text",
    "integer",
    "select_one",
    "select_multiple",
    "date",
    "note",
    "image",
    "geopoint",
];
pub const CHOICE: [&str; 5] = [
    "range",
    "rank",
    "acknowledge",
    "select_one_from_file",
    "select_multiple_from_file",
];
pub const MORE: [&str; 9] = [
    "decimal", "time", "dateTime", "barcode", "audio", "video", "file", "geotrace", "geoshape",
];
pub const STRUCTURE: [&str; 2] = ["begin_group", "begin_repeat"];
pub const HIDDEN: [&str; 9] = [
    "calculate",
    "hidden",
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "email",
    "phonenumber",
];

/// What a kind is called; `raw` is the type cell of one that is not known here.
pub fn kind_name(word: &str, raw: &str) -> String {
    let t = DesignTexts::now();
    let name = match word {
        "text" => t.kind_text,
        "integer" => t.kind_integer,
        "decimal" => t.kind_decimal,
        "range" => t.kind_range,
        "select_one" => t.kind_select_one,
        "select_multiple" => t.kind_select_multiple,
        "rank" => t.kind_rank,
        "select_one_from_file" => t.kind_select_one_from_file,
        "select_multiple_from_file" => t.kind_select_multiple_from_file,
        "note" => t.kind_note,
        "acknowledge" => t.kind_acknowledge,
        "date" => t.kind_date,
        "time" => t.kind_time,
        "dateTime" => t.kind_datetime,
        "geopoint" => t.kind_geopoint,
        "geotrace" => t.kind_geotrace,
        "geoshape" => t.kind_geoshape,
        "image" => t.kind_image,
        "audio" => t.kind_audio,
        "video" => t.kind_video,
        "file" => t.kind_file,
        "barcode" => t.kind_barcode,
        "calculate" => t.kind_calculate,
        "hidden" => t.kind_hidden,
        "start" => t.kind_start,
        "end" => t.kind_end,
        "today" => t.kind_today,
        "deviceid" => t.kind_deviceid,
        "username" => t.kind_username,
        "email" => t.kind_email,
        "phonenumber" => t.kind_phonenumber,
        "begin_group" => t.kind_group,
        "begin_repeat" => t.kind_repeat,
        _ => return fill(t.kind_other, &[&raw]),
    };
    name.to_owned()
}

pub fn kind_icon(word: &str) -> &'static str {
    match word {
        "text" => "edit",
        "integer" | "decimal" => "number",
        "range" => "settings",
        "select_one" | "select_one_from_file" => "check-circle",
        "select_multiple" | "select_multiple_from_file" => "several",
        "rank" => "list",
        "note" => "info",
        "acknowledge" => "check",
        "date" | "dateTime" | "today" => "calendar",
        "time" | "start" | "end" => "waiting",
        "geopoint" | "geotrace" | "geoshape" => "pin",
        "image" => "picture",
        "audio" => "sound",
        "video" => "video",
        "barcode" => "barcode",
        "calculate" | "hidden" => "calculation",
        "username" | "email" | "phonenumber" => "person",
        "begin_group" => "group",
        "begin_repeat" => "repeat",
        _ => "document",
    }
}

/// The kinds that a row can become without losing what is inside it.
pub fn alternatives(word: &str) -> Vec<&'static str> {
    if matches!(word, "begin_group" | "begin_repeat") {
        return STRUCTURE.to_vec();
    }
    [&COMMON[..], &CHOICE, &MORE, &HIDDEN].concat()
}

/// Whether a person sees the row and answers it or reads it.
pub fn is_shown(word: &str) -> bool {
    !HIDDEN.contains(&word)
}

/// Whether a person answers it.
pub fn is_asked(word: &str) -> bool {
    is_shown(word) && !matches!(word, "note" | "begin_group" | "begin_repeat")
}
