//! The languages of the app, and texts that records hold in several of them.

use ledger::{Fields, Record};
use serde_json::Value;

/// A language of the app.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// 繁體中文
    #[default]
    ZhHant,
    /// 简体中文
    ZhHans,
    /// English
    En,
}

impl Lang {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::ZhHant, Self::ZhHans, Self::En];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhHant => "zh-Hant",
            Self::ZhHans => "zh-Hans",
            Self::En => "en",
        }
    }

    /// The language that fits a BCP 47 tag, such as a browser's `zh-TW` or `en-GB`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let mut parts = tag.split(['-', '_']);
        match parts.next()? {
            "en" => Some(Self::En),
            "zh" if parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo")) => {
                Some(Self::ZhHant)
            }
            "zh" => Some(Self::ZhHans),
            _ => None,
        }
    }

    /// What to read when a text is missing in this language.
    const fn instead(self) -> [Self; 2] {
        match self {
            Self::ZhHant => [Self::ZhHans, Self::En],
            Self::ZhHans => [Self::ZhHant, Self::En],
            Self::En => [Self::ZhHant, Self::ZhHans],
        }
    }
}

/// One text in each of the three languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Localised<'a> {
    /// 繁體中文
    pub zh_hant: &'a str,
    /// 简体中文
    pub zh_hans: &'a str,
    /// English
    pub en: &'a str,
}

impl<'a> Localised<'a> {
    /// The text in this language.
    pub const fn get(self, lang: Lang) -> &'a str {
        match lang {
            Lang::ZhHant => self.zh_hant,
            Lang::ZhHans => self.zh_hans,
            Lang::En => self.en,
        }
    }

    /// Sets `field:zh-Hant`, `field:zh-Hans` and `field:en`.
    pub fn put(self, field: &str, set: &mut Fields) {
        for (lang, text) in Lang::ALL
            .into_iter()
            .zip([self.zh_hant, self.zh_hans, self.en])
        {
            set.insert(format!("{field}:{}", lang.tag()), Value::from(text));
        }
    }
}

/// The text of `field` in `lang`, or in another language where it has none.
pub(crate) fn localised<'a>(record: &'a Record, field: &str, lang: Lang) -> &'a str {
    [lang]
        .into_iter()
        .chain(lang.instead())
        .find_map(|lang| record.text(&format!("{field}:{}", lang.tag())))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_tags_find_their_language() {
        for (tag, lang) in [
            ("zh-TW", Some(Lang::ZhHant)),
            ("zh-Hant-HK", Some(Lang::ZhHant)),
            ("zh_HK", Some(Lang::ZhHant)),
            ("zh", Some(Lang::ZhHans)),
            ("zh-CN", Some(Lang::ZhHans)),
            ("en-GB", Some(Lang::En)),
            ("fr", None),
            ("", None),
        ] {
            assert_eq!(Lang::from_tag(tag), lang, "{tag}");
        }
        for lang in Lang::ALL {
            assert_eq!(Lang::from_tag(lang.tag()), Some(lang));
        }
    }
}
