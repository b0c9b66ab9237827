//! Which tables a site has.

use form::{Attachments, read_form};
use ledger::{RecordId, State};

use super::{Kind, Missing, Wanted};
use crate::{Interview, Lang, Need, Passage, Questionnaire, Response};

/// A table that a site has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub table: &'static str,
    /// Of `responses`: number, version and id of the questionnaire.
    pub form: Option<(String, String, RecordId)>,
    /// Of `responses`: the path of the repeat whose instances are the rows.
    pub repeat: Option<String>,
    /// Of `records`: their kind.
    pub kind: Option<String>,
    /// The title of the questionnaire, in the language that was asked for.
    pub title: Option<String>,
}

impl Listed {
    fn named(table: &'static str) -> Self {
        Self {
            table,
            form: None,
            repeat: None,
            kind: None,
            title: None,
        }
    }
}

/// Kinds that have a table of their own, or that are no table at all.
const NO_RECORDS: [&str; 8] = [
    Response::KIND,
    crate::Unit::KIND,
    crate::Person::KIND,
    crate::Campaign::KIND,
    Questionnaire::KIND,
    Interview::KIND,
    Passage::KIND,
    Need::KIND,
];

/// All tables of a site whose records are of `kinds`.
pub fn all<'k>(state: &State, kinds: impl IntoIterator<Item = &'k str>, lang: Lang) -> Vec<Listed> {
    let mut tables: Vec<Listed> = ["units", "people", "campaigns"].map(Listed::named).into();
    for form in Questionnaire::all(state) {
        let of = |repeat| Listed {
            form: Some((form.number().to_owned(), form.version().to_owned(), form.id)),
            repeat,
            title: Some(form.title(lang).to_owned()),
            ..Listed::named("responses")
        };
        let Some(read) = read(form) else { continue };
        tables.push(of(None));
        tables.extend(read.repeats().map(|repeat| of(Some(repeat))));
    }
    let kinds: Vec<&str> = kinds.into_iter().collect();
    let talks = Kind::ALL.into_iter();
    let talks = talks.filter(|talk| kinds.contains(&talk.record()));
    tables.extend(talks.map(|talk| Listed::named(talk.name())));
    let others = kinds.into_iter().filter(|kind| !NO_RECORDS.contains(kind));
    tables.extend(others.map(|kind| Listed {
        kind: Some(kind.to_owned()),
        ..Listed::named("records")
    }));
    tables
}

/// The questionnaire that is asked for.
pub(super) fn chosen<'a>(state: &'a State, wanted: &Wanted) -> Result<Questionnaire<'a>, Missing> {
    let named = wanted.form.as_deref().ok_or(Missing::Form)?;
    if let Ok(id) = named.parse::<RecordId>() {
        return Questionnaire::find(state, id).ok_or(Missing::Form);
    }
    let mut known = Questionnaire::all(state);
    known.retain(|form| form.number() == named);
    if known.is_empty() {
        return Err(Missing::Form);
    }
    let versions = known.iter().map(|form| form.version().to_owned()).collect();
    if let Some(version) = &wanted.version {
        known.retain(|form| form.version() == version);
    }
    match known[..] {
        [form] => Ok(form),
        _ => Err(Missing::Version(versions)),
    }
}

/// The form of a questionnaire. Its look-up tables are not needed for a table of answers.
pub(super) fn read(form: Questionnaire<'_>) -> Option<std::sync::Arc<form::Form>> {
    let workbook = form.workbook()?;
    read_form(&form.file_name(), &workbook, &Attachments::new()).form
}
