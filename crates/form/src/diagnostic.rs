//! What is wrong, or doubtful, in a form definition, and where.

use std::fmt;

/// How much a [`Diagnostic`] matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The form can be used; something in it was ignored or guessed.
    Warning,
    /// The form can not be used until this is mended.
    Error,
}

/// What a finding says: an English sentence with gaps, and what stands in them. So a reader can say
/// it in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The sentence; each `{}` is a gap.
    pub template: &'static str,
    /// What fills the gaps, in their order.
    pub parts: Vec<Part>,
}

/// What stands in a gap of a [`Message`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A name, a number, or whatever else is the same in every language.
    Text(String),
    /// Words.
    Words(Message),
}

impl Message {
    /// No words at all, for a gap that may stay empty.
    pub(crate) const NONE: Self = Self {
        template: "",
        parts: Vec::new(),
    };

    /// Puts the parts into the gaps of a sentence; `say` gives the words of a part.
    pub fn fill(&self, template: &str, say: impl Fn(&Part) -> String) -> String {
        let mut filled = String::new();
        let mut rest = template;
        for part in &self.parts {
            let Some((before, after)) = rest.split_once("{}") else {
                break;
            };
            filled.push_str(before);
            filled.push_str(&say(part));
            rest = after;
        }
        filled + rest
    }
}

impl fmt::Display for Message {
    /// The sentence in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Words(words) => words.to_string(),
        };
        f.write_str(&self.fill(self.template, say))
    }
}

/// What can stand in a gap.
pub(crate) trait AsPart {
    fn as_part(&self) -> Part;
}

impl AsPart for Message {
    fn as_part(&self) -> Part {
        Part::Words(self.clone())
    }
}

/// Texts and numbers.
macro_rules! plain_parts {
    ($($kind:ty),+) => {
        $(impl AsPart for $kind {
            fn as_part(&self) -> Part {
                Part::Text(self.to_string())
            }
        })+
    };
}

plain_parts!(str, String, char, u32, usize);

/// Makes a [`Message`] of a sentence and what stands in its gaps. The sentences stand in the source
/// as they are, so that a test finds each that has no translation.
macro_rules! message {
    ($template:literal $(, $part:expr)* $(,)?) => {
        $crate::diagnostic::Message {
            template: $template,
            parts: vec![$({ use $crate::diagnostic::AsPart as _; $part.as_part() }),*],
        }
    };
}

/// One finding in a form definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether the form is still usable.
    pub severity: Severity,
    /// The sheet's name as written in the workbook, or the path of the node in a form in XML;
    /// empty for the file as a whole.
    pub sheet: String,
    /// The row as a spreadsheet numbers it, where the header is usually row 1; the line in XML.
    pub row: Option<u32>,
    /// The column's header as written in the sheet; the attribute in XML.
    pub column: Option<String>,
    /// A stable, machine-readable name of the kind of finding, in kebab case.
    pub code: &'static str,
    /// One plain sentence that says what is wrong and what would help.
    pub message: Message,
}

impl fmt::Display for Diagnostic {
    /// `error: survey row 12, relevant: there is no question named "age"`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.severity {
            Severity::Warning => "warning: ",
            Severity::Error => "error: ",
        })?;
        if !self.sheet.is_empty() {
            f.write_str(&self.sheet)?;
            if let Some(row) = self.row {
                let word = if self.sheet.starts_with('/') {
                    "line"
                } else {
                    "row"
                };
                write!(f, " {word} {row}")?;
            }
            if let Some(column) = &self.column {
                write!(f, ", {column}")?;
            }
            f.write_str(": ")?;
        }
        self.message.fmt(f)
    }
}

/// A place in a workbook that a finding can point to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Place {
    pub(crate) sheet: String,
    pub(crate) row: Option<u32>,
    pub(crate) column: Option<String>,
}

impl Place {
    /// The same row, another column.
    pub(crate) fn column(&self, column: &str) -> Self {
        Self {
            column: Some(column.to_owned()),
            ..self.clone()
        }
    }
}

/// Collects findings while a form is read, so that all are reported at once.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    list: Vec<Diagnostic>,
    errors: usize,
}

impl Findings {
    /// More findings than anyone will read: the rest is cut off.
    const MOST: usize = 500;

    pub(crate) fn error_count(&self) -> usize {
        self.errors
    }

    pub(crate) fn error(&mut self, place: &Place, code: &'static str, message: Message) {
        self.errors += 1;
        self.push(Severity::Error, place, code, message);
    }

    pub(crate) fn warn(&mut self, place: &Place, code: &'static str, message: Message) {
        self.push(Severity::Warning, place, code, message);
    }

    fn push(&mut self, severity: Severity, place: &Place, code: &'static str, message: Message) {
        let full = self.is_full();
        // The first error is kept even behind a wall of warnings.
        if full && !(severity == Severity::Error && self.errors == 1) {
            return;
        }
        let Place { sheet, row, column } = place.clone();
        let found = Diagnostic {
            severity,
            sheet,
            row,
            column,
            code,
            message,
        };
        // A name can be looked up more than once; it is told once.
        if !self.list.contains(&found) {
            self.list.push(found);
        }
    }

    /// Whether further findings are cut off.
    pub(crate) fn is_full(&self) -> bool {
        self.list.len() >= Self::MOST
    }

    pub(crate) fn count_errors(&self) -> usize {
        self.errors
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.errors > 0
    }

    pub(crate) fn into_list(self) -> Vec<Diagnostic> {
        self.list
    }
}
