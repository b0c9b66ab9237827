//! Languages of a form's texts.

/// A language of a form, as its columns name it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Language {
    /// As written: `繁體中文 (zh-Hant)`; `default` for texts without a language.
    pub name: String,
    /// What stands in brackets at the end of the name: `zh-Hant`.
    pub code: Option<String>,
}

impl Language {
    pub(crate) fn named(name: &str) -> Self {
        let inner = name
            .strip_suffix(')')
            .and_then(|rest| rest.rsplit_once('('));
        let code = inner
            .map(|(_, code)| code.trim())
            .filter(|code| !code.is_empty());
        Self {
            name: name.to_owned(),
            code: code.map(str::to_owned),
        }
    }
}

/// One of a form's languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageId(pub(crate) u16);

impl LanguageId {
    pub(crate) fn at(self) -> usize {
        usize::from(self.0)
    }
}
