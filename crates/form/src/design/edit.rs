//! Changes of the survey sheet: cells, and rows with what is inside them.

use std::sync::Arc;

use super::columns::Column;
use super::grid::Line;
use super::naming::replaced;
use super::{Design, RowId, TypeCell};

/// Where a row goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Before this row.
    Before(RowId),
    /// Behind this row and all that is inside it.
    Behind(RowId),
    /// Into this group or repeat, as the last in it.
    Into(RowId),
    /// Behind everything.
    Last,
}

impl Design {
    /// The text of a cell of any sheet, by the column's plain name (`label`, `relevant`) and
    /// language; "" where there is none.
    #[must_use]
    pub fn cell(&self, row: RowId, field: &str, language: &str) -> &str {
        let found = self.now.grids.iter().find_map(|grid| {
            let line = grid.line(row)?;
            Some(line.get(grid.column(field, language)?))
        });
        found.unwrap_or_default()
    }

    /// Every column of the row's sheet with what stands in it, as they are written.
    #[must_use]
    pub fn columns(&self, row: RowId) -> Vec<(String, String)> {
        let found = self.now.grids.iter().find_map(|grid| {
            let line = grid.line(row)?;
            let named = grid.header.iter().enumerate();
            let named = named.filter(|(_, column)| !column.text.is_empty());
            let cells = named.map(|(at, column)| (column.text.clone(), line.get(at).to_owned()));
            Some(cells.collect())
        });
        found.unwrap_or_default()
    }

    /// Writes a cell; the column is made if there is none.
    pub fn set(&mut self, row: RowId, field: &str, language: &str, text: &str) {
        if self.cell(row, field, language) == text {
            return;
        }
        self.step_in(row, &format!("{field}::{language}"));
        if let Some(grid) = self
            .now
            .grids
            .iter_mut()
            .find(|grid| grid.line(row).is_some())
        {
            let column = grid.column_or_new(field, language);
            if let Some(line) = grid.line_mut(row) {
                line.set(column, text);
            }
        }
        if field == "label" {
            self.name_by_label(row);
        }
    }

    /// Writes a cell of a column that is called exactly this; made if there is none.
    pub fn set_column(&mut self, row: RowId, header: &str, text: &str) {
        self.step_in(row, header);
        let Some(grid) = self
            .now
            .grids
            .iter_mut()
            .find(|grid| grid.line(row).is_some())
        else {
            return;
        };
        let known = grid.header.iter().rposition(|known| known.text == header);
        let column = known.unwrap_or_else(|| {
            Arc::make_mut(&mut grid.header).push(Column::of(header));
            grid.header.len() - 1
        });
        if let Some(line) = grid.line_mut(row) {
            line.set(column, text);
        }
    }

    /// Adds a question, group or repeat; a group brings its end along.
    pub fn add(&mut self, kind: &TypeCell, place: Place) -> RowId {
        self.step();
        let name = self.free_name("q1");
        let row = self.new_id();
        let begin = self.line(row, &kind.text(), &name);
        let mut lines = vec![begin];
        if let Some(end) = kind.text().strip_prefix("begin_") {
            let id = self.new_id();
            lines.push(self.line(id, &format!("end_{end}"), ""));
        }
        self.insert(lines, place);
        row
    }

    fn line(&mut self, id: RowId, kind: &str, name: &str) -> Arc<Line> {
        let survey = self.now.grid_mut("survey");
        let (type_at, name_at) = (
            survey.column_or_new("type", ""),
            survey.column_or_new("name", ""),
        );
        let mut line = Line {
            id,
            cells: Vec::new(),
            named_by_label: true,
        };
        line.set(type_at, kind);
        line.set(name_at, name);
        Arc::new(line)
    }

    fn insert(&mut self, lines: Vec<Arc<Line>>, place: Place) {
        let (survey_end, span) = (
            self.survey().map_or(0, |survey| survey.rows.len()),
            match place {
                Place::Before(row) | Place::Behind(row) | Place::Into(row) => self.span(row),
                Place::Last => None,
            },
        );
        let at = match (place, span) {
            (Place::Before(_), Some(span)) => span.start,
            (Place::Into(_), Some(span)) if span.len() > 1 && self.closed(span.end - 1) => {
                span.end - 1
            }
            (_, Some(span)) => span.end,
            (_, None) => survey_end,
        };
        self.now.grid_mut("survey").rows.splice(at..at, lines);
    }

    /// Whether the row at this index ends a group.
    fn closed(&self, index: usize) -> bool {
        self.types().is_some_and(|(survey, column)| {
            let line = survey.rows.get(index);
            line.is_some_and(|line| TypeCell::of(line.get(column)).ends())
        })
    }

    /// Takes a row with what is inside it to another place; not into itself.
    pub fn move_to(&mut self, row: RowId, place: Place) {
        let Some(span) = self.span(row) else { return };
        if let Place::Before(target) | Place::Behind(target) | Place::Into(target) = place {
            let inside = |at| span.contains(&at);
            let survey = self.survey();
            if survey
                .and_then(|survey| survey.position(target))
                .is_none_or(inside)
            {
                return;
            }
        }
        self.step();
        let lines = self.now.grid_mut("survey").rows.drain(span).collect();
        self.insert(lines, place);
    }

    /// Moves a row with what is inside it by one row, into a group or out of it where one begins or
    /// ends there; `false` if it is at the end of the form.
    pub fn shift(&mut self, row: RowId, down: bool) -> bool {
        let Some(span) = self.span(row) else {
            return false;
        };
        let Some(survey) = self.survey() else {
            return false;
        };
        let filled = |at: &usize| {
            let line = survey.rows.get(*at);
            line.is_some_and(|line| line.cells.iter().any(|text| !text.trim().is_empty()))
        };
        let other = if down {
            (span.end..survey.rows.len()).find(filled)
        } else {
            (0..span.start).rev().find(filled)
        };
        let Some(other) = other else { return false };
        self.step_in(row, "shift");
        let rows = &mut self.now.grid_mut("survey").rows;
        if down {
            rows[span.start..=other].rotate_left(span.len());
        } else {
            rows[other..span.end].rotate_right(span.len());
        }
        true
    }

    /// Writes a row once more behind itself, with all that is inside it. The copies have names of
    /// their own, and what refers to each other inside goes on doing so.
    pub fn duplicate(&mut self, row: RowId) -> Option<RowId> {
        let span = self.span(row)?;
        self.step();
        let lines = self.survey()?.rows.get(span.clone())?.to_vec();
        let name_at = self.now.grid_mut("survey").column_or_new("name", "");
        let mut names: Vec<(String, String)> = Vec::new();
        for line in lines.iter().filter(|line| !line.get(name_at).is_empty()) {
            let old = line.get(name_at).to_owned();
            let taken = |name: &str| names.iter().any(|(_, new)| new == name);
            let new = self.free_name_unless(&old, &taken);
            names.push((old, new));
        }
        let copies: Vec<Arc<Line>> = lines
            .iter()
            .map(|line| {
                let mut copy = Line {
                    id: self.new_id(),
                    ..Line::clone(line)
                };
                for (old, new) in &names {
                    for cell in &mut copy.cells {
                        if let Some(text) = replaced(cell, old, new) {
                            *cell = text;
                        }
                    }
                }
                let own = names.iter().find(|(old, _)| old == line.get(name_at));
                if let Some((_, new)) = own {
                    copy.set(name_at, new);
                }
                Arc::new(copy)
            })
            .collect();
        let first = copies.first().map(|line| line.id);
        let survey = self.now.grid_mut("survey");
        survey.rows.splice(span.end..span.end, copies);
        first
    }

    /// Takes a row out, with all that is inside it.
    pub fn delete(&mut self, row: RowId) {
        let Some(span) = self.span(row) else { return };
        self.step();
        self.now.grid_mut("survey").rows.drain(span);
    }

    /// Changes what a row asks for; a group's end follows.
    pub fn set_kind(&mut self, row: RowId, kind: &TypeCell) {
        let Some(span) = self.span(row) else { return };
        self.step();
        let survey = self.now.grid_mut("survey");
        let column = survey.column_or_new("type", "");
        if let Some(line) = survey.line_mut(row) {
            line.set(column, &kind.text());
        }
        if let (true, Some(end)) = (span.len() > 1, kind.text().strip_prefix("begin_"))
            && let Some(line) = survey.rows.get_mut(span.end - 1)
            && TypeCell::of(line.get(column)).ends()
        {
            Arc::make_mut(line).set(column, &format!("end_{end}"));
        }
    }
}
