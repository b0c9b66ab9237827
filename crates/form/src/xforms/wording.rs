//! Labels, hints and messages: by reference to a translation, or written in place.

use std::borrow::Cow;

use super::Reader;
use super::source::{At, Inner};
use crate::blueprint::{OUTPUT, PlannedMedia, Source, Wordings};
use crate::diagnostic::Place;
use crate::form::Media;
use crate::xpath::{Expr, Function, parse};

/// All that stands under one label.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) text: Wordings,
    pub(super) guidance: Wordings,
    pub(super) media: PlannedMedia,
}

impl Reader<'_> {
    /// What a `label` or `hint` says.
    pub(super) fn words(&mut self, at: At, path: &str) -> Words {
        let place = self.place(path, at);
        if let Some(reference) = self.xml.attribute(at, "ref") {
            return match itext_id(reference) {
                Some(id) => self.translated(&id, &place),
                None => Words {
                    text: vec![(self.form.default_language, value(reference, &place))],
                    ..Words::default()
                },
            };
        }
        let text = self.text(at);
        if text.is_empty() {
            return Words::default();
        }
        Words {
            text: vec![(self.form.default_language, Source { text, place })],
            ..Words::default()
        }
    }

    /// A message: `jr:itext('id')`, or the text itself.
    pub(super) fn message(&mut self, text: &str, place: &Place) -> Wordings {
        if let Some(id) = itext_id(text) {
            return self.translated(&id, place).text;
        }
        let source = if text.trim_start().starts_with("jr:itext(") {
            self.note_texts(text);
            value(text, place)
        } else {
            Source {
                text: text.to_owned(),
                place: place.clone(),
            }
        };
        vec![(self.form.default_language, source)]
    }

    /// The text with that id, in each language that has it.
    pub(super) fn translated(&mut self, id: &str, place: &Place) -> Words {
        let mut words = Words::default();
        let Some(texts) = self.itext.get(id).map(<[_]>::to_vec) else {
            let message = message!("there is no translation with the id \"{}\"", id);
            self.findings.warn(place, "unknown-text", message);
            return words;
        };
        for (language, at) in texts {
            let mut short = None;
            let mut long = false;
            for form in self.xml.children(at) {
                if !self.xml.is(form, "value") {
                    continue;
                }
                let text = self.text(form);
                let source = |text: String| Source {
                    text,
                    place: place.clone(),
                };
                match self.xml.attribute(form, "form") {
                    None | Some("" | "long") => {
                        // Of the default and the long form the first is shown.
                        if !std::mem::replace(&mut long, true) {
                            words.text.push((language, source(text)));
                        }
                    }
                    Some("short") => short = Some(source(text)),
                    Some("guidance") => words.guidance.push((language, source(text))),
                    Some(kind) => {
                        if let Some(media) = media(kind) {
                            add(
                                &mut words.media,
                                media,
                                language,
                                source(file_name(&text).to_owned()),
                            );
                        }
                    }
                }
            }
            if let Some(short) = short.filter(|_| !long) {
                words.text.push((language, short));
            }
        }
        words.text.retain(|(_, source)| !source.text.is_empty());
        words
    }

    /// The text within an element, with its outputs as expressions.
    fn text(&self, at: At) -> String {
        let mut text = String::new();
        self.append(at, &mut text);
        if text.len() == text.trim().len() {
            text
        } else {
            text.trim().to_owned()
        }
    }

    fn append(&self, at: At, text: &mut String) {
        let xml = self.xml;
        for inner in xml.inner(at) {
            match inner {
                Inner::Text(piece) => text.push_str(piece),
                Inner::Element(child) if xml.is(child, "output") => {
                    let value = xml.attribute(child, "value");
                    let value = value.or_else(|| xml.attribute(child, "ref"));
                    if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
                        self.note_texts(value);
                        text.push(OUTPUT);
                        text.push_str(&unescaped(value));
                        text.push(OUTPUT);
                    }
                }
                // Markup within a label: its words count. The tree is no deeper than its limit.
                Inner::Element(child) => self.append(child, text),
            }
        }
    }
}

/// Some tools escape the expressions of outputs twice.
fn unescaped(value: &str) -> Cow<'_, str> {
    if value.contains("&lt;") || value.contains("&gt;") {
        let value = value.replace("&lt;", "<").replace("&gt;", ">");
        return Cow::Owned(value.replace("&quot;", "\"").replace("&amp;", "&"));
    }
    Cow::Borrowed(value)
}

/// A text that is the value of an expression.
fn value(expression: &str, place: &Place) -> Source {
    Source {
        text: format!("{OUTPUT}{expression}{OUTPUT}"),
        place: place.clone(),
    }
}

/// `id` of `jr:itext('id')`. An id that is put together of literals is one too.
pub(super) fn itext_id(text: &str) -> Option<Cow<'_, str>> {
    let inner = text
        .trim()
        .strip_prefix("jr:itext(")?
        .strip_suffix(')')?
        .trim();
    let bare = |quote: char| inner.strip_prefix(quote)?.strip_suffix(quote);
    let plain = bare('\'').or_else(|| bare('"'));
    if let Some(id) = plain.filter(|id| !id.contains(['\'', '"'])) {
        return Some(Cow::Borrowed(id));
    }
    let Ok(Expr::Call(Function::Concat, parts)) = parse(inner) else {
        return None;
    };
    let literal = |part: &Expr| match part {
        Expr::Text(text) => Some(text.to_string()),
        _ => None,
    };
    parts
        .iter()
        .map(literal)
        .collect::<Option<String>>()
        .map(Cow::Owned)
}

fn media(form: &str) -> Option<Media> {
    Some(match form {
        "image" => Media::Image,
        "big-image" => Media::BigImage,
        "audio" => Media::Audio,
        "video" => Media::Video,
        _ => return None,
    })
}

/// `a.png` of `jr://images/a.png`.
pub(super) fn file_name(address: &str) -> &str {
    let rest = address.strip_prefix("jr://");
    let name = rest.and_then(|rest| rest.split_once('/'));
    name.map_or(address, |(_, name)| name)
}

fn add(all: &mut PlannedMedia, media: Media, language: usize, source: Source) {
    match all.iter_mut().find(|(known, _)| *known == media) {
        Some((_, wordings)) => wordings.push((language, source)),
        None => all.push((media, vec![(language, source)])),
    }
}
