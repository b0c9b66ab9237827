//! What a header means to the design, and how a new one is written.

use crate::xlsform::{Header, snake};

/// The parts of a question that are written once for each language.
const TRANSLATED: [&str; 9] = [
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
    "image",
    "big_image",
    "audio",
    "video",
];

/// A column: its header as written, and what that means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) text: String,
    /// The plain name: lower case, without aliases.
    pub(super) field: String,
    /// "" without one.
    pub(super) language: String,
}

impl Column {
    pub(super) fn of(text: &str) -> Self {
        let (field, language) = meaning(text);
        Self {
            text: text.to_owned(),
            field,
            language,
        }
    }

    pub(super) fn is_translated(&self) -> bool {
        TRANSLATED.contains(&self.field.as_str())
    }
}

/// A header's plain name and its language; "" without one.
fn meaning(text: &str) -> (String, String) {
    let header = Header::of(text);
    let mut parts = header.rest.into_iter();
    let wrapped = matches!(header.name.as_str(), "bind" | "control" | "body" | "media");
    let name = match parts.next() {
        Some(second) if wrapped => snake(&second),
        Some(second) if header.name == "instance" => format!("instance::{second}"),
        Some(language) => {
            parts = vec![language].into_iter();
            header.name
        }
        None => header.name,
    };
    let name = match name.as_str() {
        "command" => "type",
        "tag" | "value" => "name",
        "caption" => "label",
        "relevance" => "relevant",
        "calculate" => "calculation",
        "readonly" => "read_only",
        "requiredmsg" | "jr:requiredmsg" => "required_message",
        "constraintmsg" | "jr:constraintmsg" | "constraining_message" => "constraint_message",
        "count" | "jr:count" => "repeat_count",
        "list" | "listname" => "list_name",
        "title" => "form_title",
        "id_string" => "form_id",
        other => other,
    };
    let translated = TRANSLATED.contains(&name);
    let language = parts.next().filter(|_| translated).unwrap_or_default();
    (name.to_owned(), language)
}

pub(super) fn header(field: &str, language: &str) -> String {
    // The one column that is spelled with a hyphen.
    let field = if field == "big_image" {
        "big-image"
    } else {
        field
    };
    if language.is_empty() {
        field.to_owned()
    } else {
        format!("{field}::{language}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_in_their_many_spellings() {
        for (text, name, language) in [
            ("label", "label", ""),
            ("Label::French (fr)", "label", "French (fr)"),
            ("media::image::English", "image", "English"),
            ("bind::relevant", "relevant", ""),
            ("bind::jr:constraintMsg", "constraint_message", ""),
            ("jr:count", "repeat_count", ""),
            ("instance::tag", "instance::tag", ""),
            ("read only", "read_only", ""),
            ("vendor::x", "vendor", ""),
        ] {
            assert_eq!(meaning(text), (name.into(), language.into()), "{text}");
        }
    }
}
