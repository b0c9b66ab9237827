//! What is wrong with a list, by row; and what several rows say of one thing.

use super::Column;

/// Something about a row that a person should know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Issue {
    /// The row, as the spreadsheet numbers it.
    pub row: u32,
    /// The column, where it is about one.
    pub column: Option<Column>,
    /// What is wrong.
    pub trouble: Trouble,
    /// Whether nothing of the row is taken over. Else only the cell is left out.
    pub skipped: bool,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// The row does not say which building.
    NoBuilding,
    /// The row does not say which door.
    NoLabel,
    /// The text is longer than any name or number is.
    TooLong,
    /// What it says is not understood: this.
    NotUnderstood(String),
    /// Another row says otherwise of the same door or person: this one.
    Conflict(u32),
    /// Another row says the same: this one.
    Duplicate(u32),
    /// Another row has the same key for another door: this one.
    KeyTwice(u32),
    /// The estate has this key at another door, with this label.
    KeyElsewhere(String),
    /// So many rows are about the same door that the column can hardly be the right one.
    TooMany,
    /// It is about a person, and the row names none.
    NoPerson,
}

/// What rows say of one thing.
#[derive(Debug)]
pub(super) struct Said<T>(Vec<(u32, T)>);

impl<T> Default for Said<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: PartialEq> Said<T> {
    pub(super) fn add(&mut self, row: u32, value: Option<T>) {
        self.0.extend(value.map(|value| (row, value)));
    }

    /// What all rows agree on. Where they don't, nothing is taken over and each of them is told.
    pub(super) fn agreed(self, column: Column, issues: &mut Vec<Issue>) -> Option<T> {
        let mut values = self.0;
        let (first_row, first) = values.first()?;
        let other = values.iter().find(|(_, value)| value != first);
        if let Some((other_row, _)) = other {
            let (first_row, other_row) = (*first_row, *other_row);
            issues.extend(values.iter().map(|(row, value)| Issue {
                row: *row,
                column: Some(column),
                trouble: Trouble::Conflict(if value == first { other_row } else { first_row }),
                skipped: false,
            }));
            return None;
        }
        Some(values.swap_remove(0).1)
    }
}
