//! Cells of a repeat that read another instance, so many before or after their own: what they read
//! sets in motion them alone, and not the whole repeat.
//!
//! Only relevant instances are counted: an instance has a rank among them.

use super::{ItemId, Session};
use crate::form::{CellId, Form, NodeKind};
use crate::xpath::Sought;

impl Session {
    /// After an item has changed.
    pub(super) fn notify_neighbours(&mut self, form: &Form, item: ItemId) {
        let node = form.node(self.arena.node(item));
        if let NodeKind::Repeat(inside) = node.kind
            && self.arena.is_instance(item)
        {
            // Those behind it have another rank now.
            return self.move_neighbours(form, item, &form.frame(inside).neighbours);
        }
        if node.neighbours.is_empty() {
            return;
        }
        let Some(instance) = self.arena.own(form, item, node.frame) else {
            return;
        };
        for (cell, shift) in &node.neighbours {
            let number = self.rank(form, instance) - i64::from(*shift);
            self.reach_in(form, *cell, instance, number);
        }
    }

    /// After an instance has come, gone, or changed its relevance.
    pub(super) fn move_neighbours(
        &mut self,
        form: &Form,
        instance: ItemId,
        cells: &[(CellId, i32)],
    ) {
        if cells.is_empty() {
            return;
        }
        let rank = self.rank(form, instance);
        let count = self
            .arena
            .range(form, instance)
            .map_or(0, |range| self.arena.instance_count(range));
        let count = i64::try_from(count).unwrap_or(0);
        for (cell, shift) in cells {
            for number in (rank - i64::from(*shift)).max(1)..=count {
                self.reach_in(form, *cell, instance, number);
            }
        }
    }

    /// Sets a cell in motion in the instance with that number, of the repeat of which `instance` is one.
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

    /// How many relevant instances there are before this one, and one.
    fn rank(&self, form: &Form, instance: ItemId) -> i64 {
        let position = self.arena.position(instance).into();
        let Some(range) = self.arena.range(form, instance) else {
            return position;
        };
        let field = self.arena.node(range).field();
        let relevant = self.tally_of(field, range, Sought::Count);
        let all = u32::try_from(self.arena.instance_count(range)).unwrap_or(u32::MAX);
        if relevant == Some(f64::from(all)) {
            return position;
        }
        let before = self
            .arena
            .instances(range)
            .take_while(|other| *other != instance);
        let relevant = before.filter(|other| self.arena.slot(*other).is_relevant());
        i64::try_from(relevant.count() + 1).unwrap_or(position)
    }
}
