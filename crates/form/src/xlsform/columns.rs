//! What each column of a sheet holds.

use super::header::{Header, media, snake};
use super::table::Table;
use crate::diagnostic::{Findings, Place};
use crate::form::Media;

/// The languages met so far, in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Tongues {
    pub(super) names: Vec<String>,
    /// What the settings say, and where.
    pub(super) default: Option<(String, Place)>,
}

impl Tongues {
    fn index(&mut self, name: &str) -> usize {
        if let Some(at) = self.names.iter().position(|known| known == name) {
            return at;
        }
        self.names.push(name.to_owned());
        self.names.len() - 1
    }

    /// Where the text of a column without a language goes: to the default language if there is
    /// one, else to a language called "default".
    fn unnamed(&mut self) -> usize {
        let name = self
            .default
            .as_ref()
            .map_or("default", |(name, _)| name)
            .to_owned();
        self.index(&name)
    }

    fn of(&mut self, language: Option<&str>) -> usize {
        match language {
            Some(name) => self.index(name),
            None => self.unnamed(),
        }
    }
}

/// What a column of the survey holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Field {
    Type,
    Name,
    Label,
    Hint,
    GuidanceHint,
    Media(Media),
    Required,
    RequiredMessage,
    Relevant,
    Constraint,
    ConstraintMessage,
    Calculation,
    Default,
    ReadOnly,
    Appearance,
    Parameters,
    ChoiceFilter,
    RepeatCount,
    Trigger,
    SaveTo,
    Disabled,
    /// Something for the control, the binding or the instance alone.
    Attribute(String),
    /// Known, and without effect here.
    Unused,
    /// The author's own notes.
    Notes,
}

impl Field {
    /// Whether a column can hold it in one of several languages.
    fn is_text(&self) -> bool {
        matches!(
            self,
            Self::Label
                | Self::Hint
                | Self::GuidanceHint
                | Self::RequiredMessage
                | Self::ConstraintMessage
                | Self::Media(_)
        )
    }
}

/// A column of the survey.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) at: u32,
    pub(super) header: String,
    pub(super) field: Field,
    pub(super) language: usize,
}

/// The meaning of each column of the survey sheet.
pub(super) fn survey(
    table: &Table<'_>,
    tongues: &mut Tongues,
    findings: &mut Findings,
) -> Vec<Column> {
    let mut found: Vec<Column> = Vec::new();
    let place = table.header_place();
    for (at, text) in &table.header {
        let header = Header::of(text);
        let Some((field, used)) = field(&header) else {
            let message = message!("the column \"{}\" is not known and not used", text);
            if text.to_ascii_lowercase().starts_with("media:") {
                findings.error(&place.column(text), "unknown-column", message);
            } else {
                findings.warn(&place.column(text), "unknown-column", message);
            }
            continue;
        };
        if field == Field::Unused {
            let message = message!("the column \"{}\" has no effect here", text);
            findings.warn(&place.column(text), "unused-column", message);
        }
        if header.old {
            let message = message!("write \"{}\" with two colons", text.replace(':', "::"));
            findings.warn(&place.column(text), "old-header", message);
        }
        let named = header.part(used);
        let language = if field.is_text() {
            tongues.of(named)
        } else {
            0
        };
        let twice = |known: &Column| {
            known.field == field
                && known.language == language
                && !matches!(field, Field::Unused | Field::Notes)
        };
        if let Some(at_known) = found.iter().position(twice) {
            let known = found[at_known].header.clone();
            let message = message!("the columns \"{}\" and \"{}\" mean the same", known, text);
            // One without a language and one that names the default language may be both there.
            let unnamed = Header::of(&known);
            let unnamed =
                self::field(&unnamed).is_some_and(|(_, used)| unnamed.part(used).is_none());
            if !field.is_text() || (named.is_none() && unnamed) {
                findings.error(&place.column(text), "duplicate-column", message);
                continue;
            }
            // A column without a language gives way to the one that names the default language.
            findings.warn(&place.column(text), "duplicate-column", message);
            if named.is_none() {
                continue;
            }
            found.remove(at_known);
        }
        found.push(Column {
            at: *at,
            header: text.clone(),
            field,
            language,
        });
    }
    if !found.iter().any(|column| column.field == Field::Type) {
        let message = message!("the sheet has no column \"type\"");
        findings.error(&place, "missing-column", message);
    }
    found
}

/// The field, and how many of the further parts of the header belong to it.
fn field(header: &Header) -> Option<(Field, usize)> {
    let second = header.part(0).unwrap_or_default();
    Some(match header.name.as_str() {
        "bind" => (bind(second), 1),
        "control" | "body" => (control(second), 1),
        "media" => (Field::Media(media(&snake(second))?), 1),
        "instance" if !second.is_empty() => (Field::Attribute(format!("instance::{second}")), 1),
        name => (plain(name)?, 0),
    })
}

fn bind(name: &str) -> Field {
    match name.to_ascii_lowercase().as_str() {
        "relevant" => Field::Relevant,
        "required" => Field::Required,
        "constraint" => Field::Constraint,
        "calculate" => Field::Calculation,
        "readonly" => Field::ReadOnly,
        "jr:constraintmsg" => Field::ConstraintMessage,
        "jr:requiredmsg" => Field::RequiredMessage,
        "entities:saveto" => Field::SaveTo,
        _ => Field::Attribute(format!("bind::{name}")),
    }
}

fn control(name: &str) -> Field {
    match name.to_ascii_lowercase().as_str() {
        "appearance" => Field::Appearance,
        "jr:count" => Field::RepeatCount,
        _ => Field::Attribute(name.to_owned()),
    }
}

fn plain(name: &str) -> Option<Field> {
    if let Some(media) = media(name) {
        return Some(Field::Media(media));
    }
    Some(match name {
        "type" | "command" => Field::Type,
        "name" | "tag" | "value" => Field::Name,
        "label" | "caption" => Field::Label,
        "hint" => Field::Hint,
        "guidance_hint" => Field::GuidanceHint,
        "required" => Field::Required,
        "required_message" | "requiredmsg" | "jr:requiredmsg" => Field::RequiredMessage,
        "relevant" | "relevance" => Field::Relevant,
        "constraint" => Field::Constraint,
        "constraint_message" | "constraining_message" | "constraintmsg" | "jr:constraintmsg" => {
            Field::ConstraintMessage
        }
        "calculation" | "calculate" => Field::Calculation,
        "default" => Field::Default,
        "read_only" | "readonly" => Field::ReadOnly,
        "appearance" => Field::Appearance,
        "parameters" => Field::Parameters,
        "choice_filter" => Field::ChoiceFilter,
        "repeat_count" | "count" | "jr:count" => Field::RepeatCount,
        "trigger" => Field::Trigger,
        "save_to" => Field::SaveTo,
        "disabled" => Field::Disabled,
        "autoplay" | "rows" => Field::Attribute(name.to_owned()),
        "accuracythreshold" => Field::Attribute("accuracyThreshold".to_owned()),
        "note" | "notes" | "comment" | "comments" => Field::Notes,
        "noapperrorstring" | "no_app_error_string" => {
            Field::Attribute("bind::jr:noAppErrorString".to_owned())
        }
        "compact_tag" => Field::Attribute("instance::odk:tag".to_owned()),
        "query" => Field::Unused,
        _ => return None,
    })
}

/// The columns of the choices sheet.
#[derive(Debug, Default)]
pub(super) struct ChoiceColumns {
    pub(super) list: Option<u32>,
    pub(super) name: Option<u32>,
    /// Labels and media: column, header, what it is (`None` for the label), language.
    pub(super) texts: Vec<(u32, String, Option<Media>, usize)>,
    /// Column and the name by which filters call it.
    pub(super) extra: Vec<(u32, String)>,
}

/// The meaning of each column of the choices sheet: what is not known is data for filters.
pub(super) fn choices(
    table: &Table<'_>,
    tongues: &mut Tongues,
    findings: &mut Findings,
) -> ChoiceColumns {
    let mut found = ChoiceColumns::default();
    let lists = |name: &str| matches!(name, "list_name" | "listname");
    let named = |(_, text): &(u32, String)| lists(&Header::of(text).name);
    // "list" alone is what some call it; beside the right name it is a column of the author's.
    let listed = table.header.iter().any(named);
    for (at, text) in &table.header {
        let header = Header::of(text);
        let (name, used) = match header.name.as_str() {
            "media" => (snake(header.part(0).unwrap_or_default()), 1),
            name => (name.to_owned(), 0),
        };
        match name.as_str() {
            "list" if listed => found.extra.push((*at, text.clone())),
            "list_name" | "listname" | "list" => {
                table.only(found.list.replace(*at), text, findings);
            }
            "name" | "value" => table.only(found.name.replace(*at), text, findings),
            "label" | "caption" => {
                let language = tongues.of(header.part(used));
                found.texts.push((*at, text.clone(), None, language));
            }
            name if media(name).is_some() => {
                let language = tongues.of(header.part(used));
                found.texts.push((*at, text.clone(), media(name), language));
            }
            _ => found.extra.push((*at, text.clone())),
        }
    }
    found
}
