//! How much of a workbook may still be kept.

use crate::limits;

/// What may still be stored: one long shared text can stand in millions of cells.
pub(super) struct Room {
    cells: usize,
    bytes: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            cells: limits::CELLS,
            bytes: limits::CELLS_BYTES,
        }
    }
}

impl Room {
    /// Counts a cell with a text of that many bytes; `None` if it is too much.
    pub(super) fn take(&mut self, bytes: usize) -> Option<()> {
        self.cells = self.cells.checked_sub(1)?;
        self.bytes = self.bytes.checked_sub(bytes)?;
        Some(())
    }
}
