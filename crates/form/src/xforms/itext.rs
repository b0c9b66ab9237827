//! Translations: texts by id, in each language.

use std::collections::HashMap;

use super::Reader;
use super::source::{At, Xml};
use crate::form::Language;

/// The `text` elements of each id, with the index of their language.
#[derive(Debug, Default)]
pub(super) struct Itext<'a> {
    texts: HashMap<&'a str, Vec<(usize, At)>>,
}

impl Itext<'_> {
    pub(super) fn get(&self, id: &str) -> Option<&[(usize, At)]> {
        self.texts.get(id).map(Vec::as_slice)
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().copied()
    }
}

impl<'a> Reader<'a> {
    /// The languages, and where their texts stand.
    pub(super) fn languages(&mut self, model: At) {
        let xml: &'a Xml<'a> = self.xml;
        let itext = xml.child(model, "itext");
        let translations = itext.into_iter().flat_map(|itext| xml.children(itext));
        for translation in translations.filter(|at| xml.is(*at, "translation")) {
            let name = xml.attribute(translation, "lang").unwrap_or("default");
            let language = self.language(name);
            // Any value of the attribute counts but one that says no.
            let default = xml.attribute(translation, "default");
            if default.is_some_and(|text| !matches!(text.trim(), "false()" | "false")) {
                self.form.default_language = language;
            }
            for text in xml.children(translation).filter(|at| xml.is(*at, "text")) {
                if let Some(id) = xml.attribute(text, "id") {
                    self.itext
                        .texts
                        .entry(id)
                        .or_default()
                        .push((language, text));
                }
            }
        }
        if self.form.languages.is_empty() {
            self.form.languages.push(Language {
                name: "default".to_owned(),
                code: None,
            });
        }
    }

    fn language(&mut self, name: &str) -> usize {
        let languages = &mut self.form.languages;
        let known = languages.iter().position(|language| language.name == name);
        known.unwrap_or_else(|| {
            languages.push(Language::named(name));
            languages.len() - 1
        })
    }
}
