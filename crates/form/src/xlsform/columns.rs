//! Column headers: their many spellings, and `label::Language (code)`.

use crate::diagnostic::{Findings, Place};

use super::table::Table;

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
}

/// What a column of the survey holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Type,
    Name,
    Label,
    Hint,
    GuidanceHint,
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
    Disabled,
    /// Known, and without effect here.
    Unused,
    /// The author's own notes.
    Notes,
}

/// A column of the survey.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) at: u32,
    pub(super) header: String,
    pub(super) field: Field,
    pub(super) language: usize,
}

/// A header in one form: lower case, `_` for spaces, `::` between parts.
pub(super) struct Header {
    pub(super) name: String,
    pub(super) language: Option<String>,
}

impl Header {
    pub(super) fn of(text: &str) -> Self {
        let mut parts: Vec<&str> = if text.contains("::") {
            text.split("::").map(str::trim).collect()
        } else {
            // One colon is an old spelling, for columns that can be translated.
            match text.split_once(':') {
                Some((name, language)) if translatable(&plain(name)) => {
                    vec![name.trim(), language.trim()]
                }
                _ => vec![text.trim()],
            }
        };
        if parts.len() > 1
            && matches!(
                plain(parts[0]).as_str(),
                "bind" | "media" | "control" | "body"
            )
        {
            parts.remove(0);
        }
        let name = plain(parts.first().unwrap_or(&""));
        let language = parts.get(1).filter(|language| !language.is_empty());
        Self {
            name,
            language: language.map(|language| (*language).to_owned()),
        }
    }
}

fn plain(text: &str) -> String {
    text.trim().to_ascii_lowercase().replace([' ', '-'], "_")
}

fn translatable(name: &str) -> bool {
    matches!(
        name,
        "label"
            | "caption"
            | "hint"
            | "guidance_hint"
            | "constraint_message"
            | "required_message"
            | "image"
            | "big_image"
            | "audio"
            | "video"
            | "jr:constraintmsg"
            | "jr:requiredmsg"
    )
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
        let Some(field) = field(&header.name) else {
            let message = format!("the column \"{text}\" is not known and not used");
            findings.warn(&place.column(text), "unknown-column", message);
            continue;
        };
        if field == Field::Unused {
            let message = format!("the column \"{text}\" has no effect here");
            findings.warn(&place.column(text), "unused-column", message);
        }
        let language = match &header.language {
            Some(name) if translatable(&header.name) => tongues.index(name),
            _ if translatable(&header.name) && field != Field::Unused => tongues.unnamed(),
            _ => 0,
        };
        let twice = |known: &&Column| {
            known.field == field
                && known.language == language
                && !matches!(field, Field::Unused | Field::Notes)
        };
        if let Some(at_known) = found.iter().position(|known| twice(&known)) {
            let known = found[at_known].header.clone();
            let message = format!("the columns \"{known}\" and \"{text}\" mean the same");
            if !translatable(&header.name) {
                findings.error(&place.column(text), "duplicate-column", message);
                continue;
            }
            // A column without a language gives way to the one that names the default language.
            findings.warn(&place.column(text), "duplicate-column", message);
            if header.language.is_none() {
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
        let message = "the sheet has no column \"type\"";
        findings.error(&place, "missing-column", message);
    }
    found
}

fn field(name: &str) -> Option<Field> {
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
        "constraint_message" | "constraintmsg" | "jr:constraintmsg" => Field::ConstraintMessage,
        "calculation" | "calculate" => Field::Calculation,
        "default" => Field::Default,
        "read_only" | "readonly" => Field::ReadOnly,
        "appearance" => Field::Appearance,
        "parameters" => Field::Parameters,
        "choice_filter" => Field::ChoiceFilter,
        "repeat_count" | "count" | "jr:count" => Field::RepeatCount,
        "trigger" => Field::Trigger,
        "disabled" => Field::Disabled,
        "note" | "notes" | "comment" | "comments" => Field::Notes,
        "image" | "big_image" | "audio" | "video" | "autoplay" | "rows" | "save_to"
        | "instance" | "query" | "accuracythreshold" => Field::Unused,
        _ => return None,
    })
}

/// The columns of the choices sheet.
#[derive(Debug, Default)]
pub(super) struct ChoiceColumns {
    pub(super) list: Option<u32>,
    pub(super) name: Option<u32>,
    /// Column and language.
    pub(super) labels: Vec<(u32, String, usize)>,
    /// Column and the name by which filters call it.
    pub(super) extra: Vec<(u32, String)>,
}

/// The meaning of each column of the choices sheet: what is not known is data for filters.
pub(super) fn choices(table: &Table<'_>, tongues: &mut Tongues) -> ChoiceColumns {
    let mut found = ChoiceColumns::default();
    for (at, text) in &table.header {
        let header = Header::of(text);
        match header.name.as_str() {
            "list_name" | "listname" | "list" => found.list = Some(*at),
            "name" | "value" => found.name = Some(*at),
            "label" | "caption" => {
                let language = match &header.language {
                    Some(name) => tongues.index(name),
                    None => tongues.unnamed(),
                };
                found.labels.push((*at, text.clone(), language));
            }
            "image" | "big_image" | "audio" | "video" => {}
            _ => found.extra.push((*at, text.clone())),
        }
    }
    found
}
