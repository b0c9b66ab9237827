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
    /// One plain English sentence that says what is wrong and what would help.
    pub message: String,
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
        f.write_str(&self.message)
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

    pub(crate) fn error(&mut self, place: &Place, code: &'static str, message: impl Into<String>) {
        self.errors += 1;
        self.push(Severity::Error, place, code, message.into());
    }

    pub(crate) fn warn(&mut self, place: &Place, code: &'static str, message: impl Into<String>) {
        self.push(Severity::Warning, place, code, message.into());
    }

    fn push(&mut self, severity: Severity, place: &Place, code: &'static str, message: String) {
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
