//! Column headers in their many spellings: `Label :: French (fr)`, `bind::relevant`, `media:image`.

use crate::form::Media;

/// A header as parts: what it is about, then a language or the name of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    /// The first part in one spelling: lower case, `_` between words.
    pub(crate) name: String,
    /// The parts that follow, as written.
    pub(crate) rest: Vec<String>,
    /// Whether the parts are joined by one colon, which only old forms do.
    pub(super) old: bool,
}

impl Header {
    pub(crate) fn of(text: &str) -> Self {
        let mut old = false;
        let mut parts: Vec<String> = if text.contains("::") {
            text.split("::")
                .map(|part| part.trim().to_owned())
                .collect()
        } else {
            let parts = single_colons(text);
            old = parts.len() > 1;
            parts
        };
        let name = snake(&parts.remove(0));
        parts.retain(|part| !part.is_empty());
        Self {
            name,
            rest: parts,
            old,
        }
    }

    pub(super) fn part(&self, at: usize) -> Option<&str> {
        self.rest.get(at).map(String::as_str)
    }
}

/// Splits at single colons, but for the prefix of a name such as `jr:count`; only where that gives
/// a header with a meaning.
fn single_colons(text: &str) -> Vec<String> {
    let whole = || vec![text.trim().to_owned()];
    let Some((first, rest)) = text.split_once(':') else {
        return whole();
    };
    let known = matches!(
        snake(first).as_str(),
        "label"
            | "caption"
            | "hint"
            | "guidance_hint"
            | "constraint_message"
            | "constraining_message"
            | "required_message"
            | "image"
            | "big_image"
            | "audio"
            | "video"
            | "media"
            | "bind"
            | "control"
            | "body"
            | "instance"
    );
    if !known {
        return whole();
    }
    let mut parts = vec![first.trim().to_owned()];
    let mut rest = rest.split(':').peekable();
    while let Some(part) = rest.next() {
        let part = part.trim();
        if part == "jr" && rest.peek().is_some() {
            parts.push(format!("jr:{}", rest.next().unwrap_or_default().trim()));
        } else {
            parts.push(part.to_owned());
        }
    }
    parts
}

/// Lower case, with `_` for spaces and hyphens.
pub(crate) fn snake(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join("_").to_ascii_lowercase().replace('-', "_")
}

pub(super) fn media(name: &str) -> Option<Media> {
    Some(match name {
        "image" => Media::Image,
        "big_image" => Media::BigImage,
        "audio" => Media::Audio,
        "video" => Media::Video,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_header() {
        let of = |text: &str| {
            let Header { name, rest, .. } = Header::of(text);
            (name, rest.join("|"))
        };
        let is = |name: &str, rest: &str| (name.to_owned(), rest.to_owned());
        assert_eq!(of("Label :: French (fr)"), is("label", "French (fr)"));
        assert_eq!(of("media::big-image::en"), is("media", "big-image|en"));
        assert_eq!(of("label:French"), is("label", "French"));
        assert_eq!(of("bind:jr:constraintMsg"), is("bind", "jr:constraintMsg"));
        assert_eq!(of("jr:count"), is("jr:count", ""));
        assert_eq!(of("constraint message"), is("constraint_message", ""));
        assert_eq!(of("label::"), is("label", ""));
        assert!(Header::of("hint:en").old && !Header::of("hint::en").old);
    }
}
