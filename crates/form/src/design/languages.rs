//! The languages of a form: the columns that carry them.

use super::Design;
use super::columns::{Column, header};
use super::grid::Grid;
use std::sync::Arc;

impl Design {
    /// The languages in the order of the columns, named as in the headers. A form whose columns
    /// name none has one that is called "".
    #[must_use]
    pub fn languages(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for grid in &self.now.grids {
            for column in grid.header.iter().filter(|column| column.is_translated()) {
                if !found.contains(&column.language) {
                    found.push(column.language.clone());
                }
            }
        }
        // Pictures and sounds may stand without a language beside labels that have one.
        if found.len() > 1 && !self.has_unnamed_label() {
            found.retain(|language| !language.is_empty());
        }
        if found.is_empty() {
            found.push(String::new());
        }
        found
    }

    fn has_unnamed_label(&self) -> bool {
        self.now
            .grids
            .iter()
            .any(|grid| grid.column("label", "").is_some())
    }

    /// Adds a language: a column for labels in the survey, and one in the choices if there are
    /// any.
    pub fn add_language(&mut self, name: &str) {
        if name.is_empty() || self.languages().iter().any(|known| known == name) {
            return;
        }
        self.step();
        let unnamed = self.has_unnamed_label();
        for grid in &mut self.now.grids {
            if grid.is("survey") || grid.is("choices") {
                grid.column_or_new("label", name);
            }
        }
        // The language that had no name keeps its columns and stays the form's own.
        if unnamed && self.setting("default_language").is_empty() {
            self.last = None;
        }
    }

    /// Calls a language something else, in every header and in the settings.
    pub fn rename_language(&mut self, old: &str, new: &str) {
        if new.is_empty() || self.languages().iter().any(|known| known == new) {
            return;
        }
        self.step();
        for grid in &mut self.now.grids {
            let names = language_columns(grid, old);
            for (at, field) in names {
                if let Some(column) = Arc::make_mut(&mut grid.header).get_mut(at) {
                    *column = Column::of(&header(&field, new));
                }
            }
        }
        if self.setting("default_language") == old {
            self.put_setting("default_language", new);
        }
    }

    /// Takes a language out, with all its texts. The last one stays.
    pub fn remove_language(&mut self, name: &str) {
        if self.languages().len() < 2 {
            return;
        }
        self.step();
        for grid in &mut self.now.grids {
            for (at, _) in language_columns(grid, name).into_iter().rev() {
                grid.remove_column(at);
            }
        }
        if self.setting("default_language") == name {
            let first = self.languages().into_iter().next().unwrap_or_default();
            self.put_setting("default_language", &first);
        }
    }
}

/// The columns of a language, from left to right, and what each is for.
fn language_columns(grid: &Grid, language: &str) -> Vec<(usize, String)> {
    let found = grid
        .header
        .iter()
        .enumerate()
        .filter(|(_, column)| column.is_translated() && column.language == language);
    found
        .map(|(at, column)| (at, column.field.clone()))
        .collect()
}
