//! The settings sheet: a header and one row.

use std::sync::Arc;

use super::Design;
use super::grid::Line;

impl Design {
    /// A setting by its plain name, such as `form_title`; "" where there is none.
    #[must_use]
    pub fn setting(&self, name: &str) -> &str {
        let grid = self.now.grid("settings");
        let found = grid.and_then(|grid| {
            let line = grid.rows.iter().find(|line| !line.cells.is_empty())?;
            Some(line.get(grid.column(name, "")?))
        });
        found.unwrap_or_default()
    }

    /// Writes a setting.
    pub fn set_setting(&mut self, name: &str, text: &str) {
        if self.setting(name) == text {
            return;
        }
        // The settings are one row: any id that no row has.
        self.step_in(super::RowId(0), name);
        self.put_setting(name, text);
    }

    pub(super) fn put_setting(&mut self, name: &str, text: &str) {
        let id = self.new_id();
        let grid = self.now.grid_mut("settings");
        let column = grid.column_or_new(name, "");
        let filled = |line: &Arc<Line>| !line.cells.is_empty();
        let at = grid.rows.iter().position(filled).unwrap_or_else(|| {
            grid.rows.push(Arc::new(Line {
                id,
                cells: Vec::new(),
                named_by_label: false,
            }));
            grid.rows.len() - 1
        });
        if let Some(line) = grid.rows.get_mut(at) {
            Arc::make_mut(line).set(column, text);
        }
    }
}
