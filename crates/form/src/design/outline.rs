//! The survey sheet as a tree of questions, groups and repeats.

use std::ops::Range;

use super::grid::Grid;
use super::{Design, RowId, TypeCell};

/// A question, group or repeat, in the order of the form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Line {
    /// Its row.
    pub row: RowId,
    /// How many groups and repeats are around it.
    pub depth: usize,
    /// Its type, taken apart.
    pub kind: TypeCell,
    /// How many of the lines that follow are inside it.
    pub inside: usize,
}

impl Design {
    /// The form as lines; rows that end a group are no lines of their own, unless they have none
    /// to end, and neither are empty rows.
    #[must_use]
    pub fn outline(&self) -> Vec<Line> {
        let Some((survey, column)) = self.types() else {
            return Vec::new();
        };
        let mut lines: Vec<Line> = Vec::with_capacity(survey.rows.len());
        let mut open: Vec<usize> = Vec::new();
        for row in &survey.rows {
            let kind = TypeCell::of(row.get(column));
            let closed = if kind.ends() { open.pop() } else { None };
            if let Some(begin) = closed {
                lines[begin].inside = lines.len() - begin - 1;
                continue;
            }
            if row.cells.iter().all(|text| text.trim().is_empty()) {
                continue;
            }
            let begins = kind.begins();
            lines.push(Line {
                row: row.id,
                depth: open.len(),
                kind,
                inside: 0,
            });
            if begins {
                open.push(lines.len() - 1);
            }
        }
        for begin in open {
            lines[begin].inside = lines.len() - begin - 1;
        }
        lines
    }

    /// The type of a row of the survey.
    #[must_use]
    pub fn kind(&self, row: RowId) -> TypeCell {
        TypeCell::of(self.cell(row, "type", ""))
    }

    /// The first question, group or repeat of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<RowId> {
        let survey = self.survey()?;
        let column = survey.column("name", "")?;
        let found = survey.rows.iter().find(|line| line.get(column) == name)?;
        Some(found.id)
    }

    pub(super) fn types(&self) -> Option<(&Grid, usize)> {
        let survey = self.survey()?;
        Some((survey, survey.column("type", "")?))
    }

    /// The rows that go with a row: itself, and up to its end if it begins a group.
    pub(super) fn span(&self, row: RowId) -> Option<Range<usize>> {
        let (survey, column) = self.types()?;
        let first = survey.position(row)?;
        let kind = |at: usize| survey.rows.get(at).map(|row| TypeCell::of(row.get(column)));
        if !kind(first)?.begins() {
            return Some(first..first + 1);
        }
        let mut depth = 0_usize;
        for at in first..survey.rows.len() {
            let kind = kind(at)?;
            if kind.begins() {
                depth += 1;
            } else if kind.ends() {
                depth -= 1;
                if depth == 0 {
                    return Some(first..at + 1);
                }
            }
        }
        Some(first..survey.rows.len())
    }
}
