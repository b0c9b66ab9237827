//! The list that a property office has, taken over into the estate.
//!
//! ```text
//! cells ─► Layout (which column means what, corrected by a person) ─► doors and people ─► Plan
//!                                                     what is known (State) ─┘             │
//!                                                                    changes to be written ◄┘
//! ```
//!
//! A plan says what a list would create, change and leave as it is, what is wrong with which row,
//! and which units and residents of the estate the list no longer has; these are only offered.
//! Nothing is ever deleted. Once a plan is written, the same list plans nothing any more, and a
//! changed list changes only what it says otherwise: a door is known again by its key or by its
//! place, a resident by their key, name or phone within the unit.
//!
//! The order of the rows means nothing, unless empty cells are to repeat the row above.

mod column;
mod doors;
mod header;
mod known;
mod pattern;
mod people;
mod plan;
mod said;
mod value;
mod words;
mod write;

pub use column::Column;
pub use header::Layout;
pub use known::label_in_use;
pub use pattern::{LabelStyle, Pattern, spread};
pub use plan::{Counts, Plan, plan};
pub use said::{Issue, Trouble};
pub use value::{natural, same_place};
pub use write::Accepted;

/// A row of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// As the spreadsheet numbers it, from 1.
    pub number: u32,
    /// Its cells from the first column on.
    pub cells: Vec<String>,
}

impl Row {
    fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}
