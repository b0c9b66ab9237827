//! A form under design: the tables of a workbook, and every way to change them.
//!
//! The tables are the document. What a column means is looked up when it is needed, and whatever
//! is not known here, columns and sheets, stays as it came. Rows are shared between states, so a
//! state is kept for each step and any step can be undone.

mod columns;
mod edit;
mod grid;
mod languages;
mod lists;
mod naming;
mod options;
mod outline;
mod rule;
mod settings;
mod word;

use std::sync::Arc;

use crate::attachment::Attachments;
use crate::diagnostic::{Diagnostic, Message};
use crate::reading::{NAMELESS, Reading, read_tables, read_workbook};
use crate::workbook::{self, Sheet, Workbook};

pub use edit::Place;
use grid::Grid;
pub use grid::RowId;
pub use naming::{NameTrouble, is_name, next_version};
pub use outline::Line;
pub use rule::{Operand, Operator, Rule, Subject, Test};
pub use word::TypeCell;

/// Steps that can be undone.
const STEPS: usize = 200;
/// The sheets that are edited here, in the order in which they are made.
const EDITED: [&str; 4] = ["survey", "choices", "settings", "entities"];

/// A form under design.
#[derive(Debug, Clone)]
pub struct Design {
    now: Document,
    past: Vec<Document>,
    future: Vec<Document>,
    /// What the last step changed: more of the same, such as typing on, is no step of its own.
    last: Option<(RowId, String)>,
    next_id: u32,
}

/// The tables at one moment. Cheap to copy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Document {
    grids: Vec<Grid>,
    /// Sheets that are none of ours, each with the number of ours that stand before it.
    kept: Vec<(usize, Arc<Sheet>)>,
}

impl Design {
    /// An empty form in one language.
    #[must_use]
    pub fn new(id: &str, title: &str, language: &str) -> Self {
        let mut design = Self::of(&Workbook::default());
        design.now.grid_mut("survey");
        if !language.is_empty() {
            design.add_language(language);
            design.set_setting("default_language", language);
        }
        for (name, text) in [("form_title", title), ("form_id", id), ("version", "1")] {
            design.set_setting(name, text);
        }
        design.forget_steps();
        design
    }

    /// The form in a workbook: `.xlsx`, `.xls`, or tables in CSV or Markdown; the name's ending
    /// counts where the content does not tell. What is wrong in the form does not matter here; the
    /// error is a sentence.
    pub fn open(name: &str, bytes: &[u8]) -> Result<Self, Message> {
        let book = read_tables(name, bytes)?;
        let mut design = Self::of(&book);
        design.now.grid_mut("survey");
        Ok(design)
    }

    fn of(book: &Workbook) -> Self {
        let mut next_id = 0;
        let mut now = Document::default();
        for sheet in &book.sheets {
            let name = sheet.name.trim().to_ascii_lowercase();
            if EDITED.contains(&name.as_str()) && now.grid(&name).is_none() {
                now.grids.push(Grid::of(sheet, &mut next_id));
            } else {
                now.kept.push((now.grids.len(), Arc::new(sheet.clone())));
            }
        }
        Self {
            now,
            past: Vec::new(),
            future: Vec::new(),
            last: None,
            next_id,
        }
    }

    /// The workbook as an `.xlsx`.
    #[must_use]
    pub fn to_xlsx(&self) -> Vec<u8> {
        workbook::write_xlsx(&self.workbook())
    }

    fn workbook(&self) -> Workbook {
        let mut sheets: Vec<Sheet> = self.now.grids.iter().map(Grid::sheet).collect();
        for (before, sheet) in self.now.kept.iter().rev() {
            sheets.insert(*before, Sheet::clone(sheet));
        }
        Workbook { sheets }
    }

    /// Reads the form as it would be read from its workbook.
    #[must_use]
    pub fn read(&self) -> Reading {
        self.read_with(&Attachments::new())
    }

    /// Reads the form together with the tables that it refers to.
    #[must_use]
    pub fn read_with(&self, files: &Attachments) -> Reading {
        read_workbook(&self.workbook(), NAMELESS, files)
    }

    /// The row that a finding of [`Self::read`] is about.
    #[must_use]
    pub fn row_of(&self, finding: &Diagnostic) -> Option<RowId> {
        let grid = self.now.grid(&finding.sheet)?;
        let index = usize::try_from(finding.row?).ok()?.checked_sub(2)?;
        grid.rows.get(index).map(|row| row.id)
    }

    /// Goes back by one step; `false` if there is none.
    pub fn undo(&mut self) -> bool {
        let Some(before) = self.past.pop() else {
            return false;
        };
        self.future.push(std::mem::replace(&mut self.now, before));
        self.last = None;
        true
    }

    /// Takes back what was undone last; `false` if there is nothing.
    pub fn redo(&mut self) -> bool {
        let Some(after) = self.future.pop() else {
            return false;
        };
        self.past.push(std::mem::replace(&mut self.now, after));
        self.last = None;
        true
    }

    /// Whether there is a step to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is a step to do again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Begins a step.
    fn step(&mut self) {
        self.past.push(self.now.clone());
        if self.past.len() > STEPS {
            self.past.remove(0);
        }
        self.future.clear();
        self.last = None;
    }

    /// Begins a step, unless it goes on with the last one.
    fn step_in(&mut self, row: RowId, what: &str) {
        let goes_on = |(known, part): &(RowId, String)| *known == row && part == what;
        if !self.last.as_ref().is_some_and(goes_on) {
            self.step();
            self.last = Some((row, what.to_owned()));
        }
    }

    fn forget_steps(&mut self) {
        self.past.clear();
        self.last = None;
    }

    fn new_id(&mut self) -> RowId {
        self.next_id += 1;
        RowId(self.next_id)
    }

    fn survey(&self) -> Option<&Grid> {
        self.now.grid("survey")
    }
}

impl Document {
    fn grid(&self, name: &str) -> Option<&Grid> {
        self.grids.iter().find(|grid| grid.is(name))
    }

    /// The sheet of this name, made if there is none.
    fn grid_mut(&mut self, name: &str) -> &mut Grid {
        let known = self.grids.iter().position(|grid| grid.is(name));
        let at = known.unwrap_or_else(|| {
            let order = |name: &str| EDITED.iter().position(|known| *known == name);
            let before = |grid: &&Grid| order(&grid.name.trim().to_ascii_lowercase()) < order(name);
            let at = self.grids.iter().take_while(before).count();
            for (behind, _) in &mut self.kept {
                *behind += usize::from(*behind >= at);
            }
            self.grids.insert(at, Grid::new(name));
            at
        });
        &mut self.grids[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::{Placed, read_xlsx, write_xlsx};

    fn cell(row: u32, column: u32, text: &str) -> Placed {
        (row, column, text.to_owned())
    }

    #[test]
    fn sheets_of_others_stay_where_they_are() {
        let survey = vec![
            cell(0, 0, "type"),
            cell(0, 1, "name"),
            // A column without a header, and empty rows between others.
            cell(1, 3, "a remark"),
            cell(4, 0, "text"),
            cell(4, 1, "who"),
        ];
        let book = Workbook {
            sheets: vec![
                Sheet::of("Read me", vec![cell(6, 2, "made by hand")]),
                Sheet::of("Survey ", survey),
                Sheet::of("external_choices", vec![cell(0, 0, "list_name")]),
                Sheet::of("prices", vec![cell(2, 9, "1.50")]),
            ],
        };
        let mut design = Design::open("x.xlsx", &write_xlsx(&book)).unwrap();
        assert_eq!(design.workbook(), book, "opening changes nothing");
        design.add_choice("pets");
        design.set_setting("form_id", "x");
        let after = read_xlsx(&design.to_xlsx(), |_| true).unwrap();
        let names: Vec<_> = after
            .sheets
            .iter()
            .map(|sheet| sheet.name.as_str())
            .collect();
        let order = [
            "Read me",
            "Survey ",
            "choices",
            "settings",
            "external_choices",
            "prices",
        ];
        assert_eq!(names, order);
        assert_eq!(after.sheets[0], book.sheets[0]);
        assert_eq!(after.sheets[1], book.sheets[1]);
        assert_eq!(after.sheets[5], book.sheets[3]);
    }
}
