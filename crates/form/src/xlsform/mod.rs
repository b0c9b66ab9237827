//! The back half of reading: sheets of an XLSForm to a [`Blueprint`].

mod choices;
mod columns;
mod derived;
mod entities;
mod entity_nodes;
mod entity_place;
mod external;
mod geometry;
mod header;
mod instances;
mod kinds;
mod loops;
mod parameters;
mod plan;
mod range;
mod recorded;
mod references;
pub(crate) mod search;
mod select;
mod settings;
mod spelling;
mod survey;
mod table;
mod triggers;

use crate::attachment::Attachments;
use crate::blueprint::Blueprint;
use crate::diagnostic::{Findings, Place};
use crate::form::Language;
use crate::workbook::{Sheet, Workbook};
use columns::Tongues;
use table::Table;

pub(crate) use derived::LAST_SAVED;
pub(crate) use header::{Header, snake};
#[cfg(test)]
pub(crate) use kinds::TYPES;
pub(crate) use kinds::{Kind, Section, Select, kind};
pub(crate) use references::{is_foreign, unknown};
pub use survey::is_name;

/// The sheets that say something about the form; others are the author's own.
pub(crate) fn is_form_sheet(lower: &str) -> bool {
    matches!(
        lower,
        "survey" | "choices" | "settings" | "entities" | "external_choices"
    )
}

/// Puts a form together from its sheets; what is wrong goes to `findings`. `own_name` is its id if
/// it states none.
pub(crate) fn blueprint(
    book: &Workbook,
    own_name: &str,
    files: &Attachments,
    findings: &mut Findings,
) -> Blueprint {
    let nowhere = Place::default();
    let named = |name: &str| -> Option<&Sheet> {
        book.sheets
            .iter()
            .find(|sheet| sheet.name.trim().eq_ignore_ascii_case(name))
    };
    let mut form = Blueprint {
        root: "data".to_owned(),
        ..Blueprint::default()
    };
    // A sheet that stands alone is the survey, whatever it is called.
    let alone = match book.sheets.as_slice() {
        [only] if !is_form_sheet(&only.name.trim().to_ascii_lowercase()) => Some(only),
        _ => None,
    };
    let Some(survey) = named("survey").or(alone) else {
        let message = message!("the workbook has no sheet called \"survey\"");
        findings.error(&nowhere, "no-survey", message);
        return form;
    };
    if let Some(sheet) = named("entities") {
        entities::read(&Table::of(sheet, findings), &mut form, findings);
    }
    let mut tongues = Tongues::default();
    if let Some(sheet) = named("settings") {
        settings::read(
            &Table::of(sheet, findings),
            &mut form,
            &mut tongues,
            findings,
        );
    }
    // The survey's columns say first which languages there are.
    let survey = Table::of(survey, findings);
    let survey_columns = columns::survey(&survey, &mut tongues, findings);
    for name in ["choices", "external_choices"] {
        let Some(sheet) = named(name) else { continue };
        choices::read(
            &Table::of(sheet, findings),
            name == "external_choices",
            &mut form,
            &mut tongues,
            findings,
        );
    }
    survey::read(&survey, &survey_columns, files, &mut form, findings);
    finish_languages(&mut form, tongues, findings);
    if form.id.is_empty() {
        own_name.clone_into(&mut form.id);
    }
    if form.title.is_empty() {
        form.title.clone_from(&form.id);
    }
    form
}

fn finish_languages(form: &mut Blueprint, tongues: Tongues, findings: &mut Findings) {
    let wanted = tongues.default;
    form.languages = tongues
        .names
        .iter()
        .map(|name| Language::named(name))
        .collect();
    if form.languages.is_empty() {
        form.languages.push(Language {
            name: "default".to_owned(),
            code: None,
        });
    }
    if let Some((name, place)) = wanted {
        match tongues.names.iter().position(|known| *known == name) {
            Some(at) => form.default_language = at,
            None => findings.warn(
                &place,
                "unknown-language",
                message!("no column is in the default language \"{}\"", name),
            ),
        }
    }
}
