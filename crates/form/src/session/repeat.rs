//! Instances of repeats: added, removed, counted.

use std::sync::Arc;

use super::{Aspects, Changes, ItemId, Mode, Rejection, Session, value_type};
use crate::form::{CellId, Form, FrameId, NodeKind};
use crate::limits;

impl Session {
    /// Adds an instance at the end of a repeat.
    ///
    /// # Errors
    ///
    /// `Counted` if the form says how many there are; `NotFound` if this is no repeat; `TooMany`;
    /// `ReadOnly`.
    pub fn add_instance(&mut self, repeat: ItemId) -> Result<(ItemId, Changes), Rejection> {
        self.check_repeat(repeat)?;
        let form = Arc::clone(&self.form);
        let instance = self.grow(&form, repeat).ok_or(Rejection::TooMany)?;
        self.resized(&form, repeat);
        Ok((instance, self.settle()))
    }

    /// Removes an instance; the later ones move up by one.
    ///
    /// # Errors
    ///
    /// As for [`Session::add_instance`].
    pub fn remove_instance(&mut self, instance: ItemId) -> Result<Changes, Rejection> {
        if !self.arena.is_live(instance) {
            return Err(Rejection::NotFound);
        }
        let form = Arc::clone(&self.form);
        let range = self
            .arena
            .range(&form, instance)
            .ok_or(Rejection::NotFound)?;
        self.check_repeat(range)?;
        self.shrink(&form, range, instance);
        self.resized(&form, range);
        Ok(self.settle())
    }

    fn check_repeat(&self, repeat: ItemId) -> Result<(), Rejection> {
        if !self.arena.is_live(repeat) || self.arena.is_instance(repeat) {
            return Err(Rejection::NotFound);
        }
        let node = self.form.node(self.arena.node(repeat));
        if !matches!(node.kind, NodeKind::Repeat(_)) {
            return Err(Rejection::NotFound);
        }
        if node.repeat_count.is_some() || node.fixed {
            return Err(Rejection::Counted);
        }
        if self.is_readonly(repeat) {
            Err(Rejection::ReadOnly)
        } else {
            Ok(())
        }
    }

    /// Adds an instance with its defaults; `None` if there is no room.
    pub(super) fn grow(&mut self, form: &Form, range: ItemId) -> Option<ItemId> {
        let node = form.node(self.arena.node(range));
        let NodeKind::Repeat(frame) = node.kind else {
            return None;
        };
        let instance = self.birth(form, frame, Some(range))?;
        let newborn = form.frame(frame).newborn.as_slice();
        for cell in if self.restoring { &[] } else { newborn } {
            let target = form.node(form.cell(*cell).node).frame;
            let anchor = form.common_frame(frame, target);
            self.act(form, instance, anchor, *cell);
        }
        Some(instance)
    }

    /// Tells everyone who looks at a repeat from outside that it has another number of instances.
    pub(super) fn resized(&mut self, form: &Form, range: ItemId) {
        self.changes.add(range, Aspects::CHILDREN);
        if let NodeKind::Repeat(frame) = form.node(self.arena.node(range)).kind {
            for edge in &form.frame(frame).outer_readers {
                self.follow(form, *edge, range);
            }
        }
    }

    /// Makes an instance of a frame and sets in motion what begins with it.
    pub(super) fn birth(
        &mut self,
        form: &Form,
        frame: FrameId,
        range: Option<ItemId>,
    ) -> Option<ItemId> {
        let nodes = &form.frame(frame).nodes;
        if self.arena.len() + nodes.len() > limits::ITEMS {
            return None;
        }
        let instance = self.arena.add(form, frame, range);
        for (at, id) in (instance.0..).zip(nodes) {
            let item = ItemId(at);
            let node = form.node(*id);
            let default = node.dynamic_default.filter(|_| !self.restoring);
            let cells = [node.relevant, node.required, node.readonly, default];
            for cell in cells.into_iter().flatten() {
                self.enqueue(cell, item);
            }
            if let Some(default) = node.default.as_ref().filter(|_| !self.restoring) {
                self.arena.slot_mut(item).value = value_type::loaded(node, default);
            }
            let inner = match node.kind {
                NodeKind::Repeat(inner) if item != instance => inner,
                _ => continue,
            };
            // A repeat begins with one instance, unless the form counts or a draft says otherwise.
            if node.repeat_count.is_none() && !self.restoring {
                for _ in 0..node.initial {
                    self.birth(form, inner, Some(item));
                }
            }
        }
        self.spread_relevance(form, instance);
        Some(instance)
    }

    fn shrink(&mut self, form: &Form, range: ItemId, instance: ItemId) {
        let NodeKind::Repeat(frame) = form.node(self.arena.node(range)).kind else {
            return;
        };
        self.move_neighbours(form, instance, &form.frame(frame).neighbours);
        self.take_from_tallies(form, instance);
        let (gone, later) = self.arena.remove(range, instance);
        for item in gone {
            self.changes.remove(item);
        }
        for instance in later {
            for cell in &form.frame(frame).positional {
                let definition = form.cell(*cell);
                let anchor = form.common_frame(frame, form.node(definition.node).frame);
                // A repeat's own cells hang on the repeat; its instances ask for themselves.
                if form.node(definition.node).kind == NodeKind::Repeat(frame) {
                    self.enqueue(*cell, instance);
                    continue;
                }
                for target in self.arena.targets(form, instance, anchor, definition) {
                    self.enqueue(*cell, target);
                }
            }
        }
    }

    /// Gives a repeat as many instances as the form wants.
    pub(super) fn follow_count(&mut self, form: &Form, cell: CellId, range: ItemId) {
        if self.mode == Mode::View || self.arena.is_instance(range) {
            return;
        }
        let wanted = self
            .value_of(cell, range)
            .map_or(f64::NAN, |value| value.number(self));
        // A count that is not known yet takes nothing away: it may be typed anew.
        if !wanted.is_nan() {
            self.resize(form, range, whole(wanted));
        }
    }

    /// Adds or removes instances at the end until there are `wanted`.
    pub(super) fn resize(&mut self, form: &Form, range: ItemId, wanted: usize) {
        let before = self.arena.instance_count(range);
        while self.arena.instance_count(range) < wanted {
            let Some(instance) = self.grow(form, range) else {
                break;
            };
            if form.node(self.arena.node(range)).repeat_count.is_some() {
                self.begin_instance(form, instance);
            }
        }
        while self.arena.instance_count(range) > wanted {
            let count = self.arena.instance_count(range);
            let Some(last) = self.arena.instance(range, count) else {
                break;
            };
            self.shrink(form, range, last);
        }
        if self.arena.instance_count(range) != before {
            self.resized(form, range);
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "clamped to what a repeat can hold"
)]
fn whole(number: f64) -> usize {
    number.clamp(0.0, limits::REPEAT_COUNT as f64) as usize
}
