//! Cells of a repeat that read another instance, so many before or after their own: what they read
//! sets in motion them alone, and not the whole repeat.

use super::{ItemId, Session};
use crate::form::{CellId, Form};

impl Session {
    /// After an item has changed.
    pub(super) fn notify_neighbours(&mut self, form: &Form, item: ItemId) {
        let node = form.node(self.arena.node(item));
        if node.neighbours.is_empty() {
            return;
        }
        let Some(instance) = self.arena.own(form, item, node.frame) else {
            return;
        };
        for (cell, shift) in &node.neighbours {
            let number = i64::from(self.arena.position(instance)) - i64::from(*shift);
            self.reach_in(form, *cell, instance, number);
        }
    }

    /// Before an instance goes: those behind it get other numbers.
    pub(super) fn move_neighbours(
        &mut self,
        form: &Form,
        instance: ItemId,
        cells: &[(CellId, i32)],
    ) {
        if cells.is_empty() {
            return;
        }
        let position = i64::from(self.arena.position(instance));
        let count = self
            .arena
            .range(form, instance)
            .map_or(0, |range| self.arena.instance_count(range));
        let count = i64::try_from(count).unwrap_or(0);
        for (cell, shift) in cells {
            for number in (position - i64::from(*shift)).max(1)..=count {
                self.reach_in(form, *cell, instance, number);
            }
        }
    }

    /// Sets a cell in motion in the instance with that number, of the repeat of which `instance` is
    /// one.
    fn reach_in(&mut self, form: &Form, cell: CellId, instance: ItemId, number: i64) {
        let range = self.arena.range(form, instance);
        let target = range.and_then(|range| {
            let instance = self.arena.instance(range, usize::try_from(number).ok()?)?;
            Some(ItemId(instance.0 + form.node(form.cell(cell).node).offset))
        });
        if let Some(target) = target {
            self.reach(form, cell, target);
        }
    }
}
