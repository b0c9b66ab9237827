//! The choices sheet: lists, and the choices in them.

use std::sync::Arc;

use super::grid::{Grid, Line};
use super::{Design, RowId, TypeCell};

impl Design {
    /// The lists in the workbook, in the order in which they first stand there.
    #[must_use]
    pub fn lists(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for (_, list) in self.choice_rows() {
            if !list.is_empty() && !found.iter().any(|known| known == list) {
                found.push(list.to_owned());
            }
        }
        found
    }

    /// The choices of a list.
    #[must_use]
    pub fn choices(&self, list: &str) -> Vec<RowId> {
        let of_list = self.choice_rows().filter(|(_, known)| *known == list);
        of_list.map(|(row, _)| row).collect()
    }

    /// The list that a row of the choices sheet belongs to.
    #[must_use]
    pub fn list_of(&self, row: RowId) -> Option<&str> {
        self.choice_rows()
            .find(|(known, _)| *known == row)
            .map(|(_, list)| list)
    }

    fn choice_rows(&self) -> impl Iterator<Item = (RowId, &str)> {
        let grid = self.now.grid("choices");
        let column = grid.and_then(|grid| grid.column("list_name", ""));
        let rows = grid.map_or(&[][..], |grid| &grid.rows);
        rows.iter()
            .filter_map(move |line| Some((line.id, line.get(column?))))
    }

    /// The questions that choose from a list.
    #[must_use]
    pub fn users_of(&self, list: &str) -> Vec<RowId> {
        let lines = self.outline().into_iter();
        let users = lines.filter(|line| line.kind.chooses() && line.kind.list == list);
        users.map(|line| line.row).collect()
    }

    /// A name for a list that no other has: `wanted`, else with a number.
    #[must_use]
    pub fn free_list(&self, wanted: &str) -> String {
        let lists = self.lists();
        let mut names = std::iter::once(wanted.to_owned())
            .chain((2_u32..).map(|number| format!("{wanted}_{number}")));
        names.find(|name| !lists.contains(name)).unwrap_or_default()
    }

    /// Adds a choice at the end of a list; the list comes to be with its first one.
    pub fn add_choice(&mut self, list: &str) -> RowId {
        self.step();
        let taken: Vec<String> = self
            .choices(list)
            .into_iter()
            .map(|row| self.cell(row, "name", "").to_owned())
            .collect();
        let free = |name: &String| !taken.contains(name);
        let mut numbers = (1_u32..).map(|number| number.to_string());
        let name = numbers.find(free).unwrap_or_default();
        let last = self.choices(list).last().copied();
        let id = self.new_id();
        let grid = self.now.grid_mut("choices");
        let mut line = Line {
            id,
            cells: Vec::new(),
            named_by_label: false,
        };
        line.set(grid.column_or_new("list_name", ""), list);
        line.set(grid.column_or_new("name", ""), &name);
        let at = last.and_then(|last| grid.position(last));
        let at = at.map_or(grid.rows.len(), |at| at + 1);
        grid.rows.insert(at, Arc::new(line));
        id
    }

    /// Takes a choice out of its list.
    pub fn delete_choice(&mut self, row: RowId) {
        self.step();
        self.now
            .grid_mut("choices")
            .rows
            .retain(|line| line.id != row);
    }

    /// Moves a choice by one within its list.
    pub fn shift_choice(&mut self, row: RowId, down: bool) -> bool {
        let Some(list) = self.list_of(row).map(str::to_owned) else {
            return false;
        };
        let choices = self.choices(&list);
        let Some(own) = choices.iter().position(|known| *known == row) else {
            return false;
        };
        let other = if down {
            own.checked_add(1)
        } else {
            own.checked_sub(1)
        };
        let Some(other) = other.and_then(|other| choices.get(other)).copied() else {
            return false;
        };
        self.step_in(row, "shift");
        let grid = self.now.grid_mut("choices");
        let places = |grid: &Grid| Some((grid.position(row)?, grid.position(other)?));
        if let Some((one, two)) = places(grid) {
            grid.rows.swap(one, two);
        }
        true
    }

    /// Calls a list something else, with the questions and expressions that use it.
    pub fn rename_list(&mut self, old: &str, new: &str) {
        if new.is_empty() || new.contains(char::is_whitespace) || old == new {
            return;
        }
        if self.lists().iter().any(|known| known == new) {
            return;
        }
        self.step();
        let users = self.users_of(old);
        for row in users {
            let kind = TypeCell {
                list: new.to_owned(),
                ..self.kind(row)
            };
            let survey = self.now.grid_mut("survey");
            let column = survey.column_or_new("type", "");
            if let Some(line) = survey.line_mut(row) {
                line.set(column, &kind.text());
            }
        }
        let rows = self.choices(old);
        let grid = self.now.grid_mut("choices");
        let column = grid.column_or_new("list_name", "");
        for row in rows {
            if let Some(line) = grid.line_mut(row) {
                line.set(column, new);
            }
        }
        for quote in ['\'', '"'] {
            let (from, to) = (
                format!("instance({quote}{old}{quote})"),
                format!("instance({quote}{new}{quote})"),
            );
            self.now
                .grid_mut("survey")
                .replace(&|text| text.contains(&from).then(|| text.replace(&from, &to)));
        }
    }
}
