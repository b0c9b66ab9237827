//! Evaluation: what an answer sets in motion, in order, until nothing changes.

use std::collections::HashMap;
use std::sync::Arc;

use super::arena::flag;
use super::{Aspects, Changes, ItemId, Mode, ProblemKind, Session};
use crate::form::{Cell, CellId, Edge, Form, FrameId, NodeKind, Role, Stage};
use crate::xpath::{EvalError, Evaluator, Value};

/// How often an expression that never comes to rest is evaluated once that shows.
const MOST_AGAIN: u8 = 4;

impl Session {
    pub(super) fn enqueue(&mut self, cell: CellId, item: ItemId) {
        let rank = self.form.cell(cell).rank;
        self.queue.insert((rank, item, cell));
    }

    /// Evaluates all that is due, and hands out what the operation has changed.
    pub(super) fn settle(&mut self) -> Changes {
        // Each item is evaluated about once. Only expressions that read other instances of their
        // own repeat can need more; those that never come to rest are left where they are.
        let mut done = 0_usize;
        let mut tired = HashMap::new();
        let form = Arc::clone(&self.form);
        while let Some((cell, item)) = self.due() {
            done += 1;
            if done > self.arena.len().saturating_mul(16) + 20_000 {
                let times = tired.entry((cell, item)).or_insert(0_u8);
                *times = times.saturating_add(1);
                if *times > MOST_AGAIN {
                    continue;
                }
            }
            if self.arena.is_live(item) {
                self.run(&form, form.cell(cell), cell, item);
            }
        }
        for item in std::mem::take(&mut self.touched) {
            if self.arena.is_live(item) {
                let problem = self.judge(item);
                let slot = self.arena.slot_mut(item);
                if std::mem::replace(&mut slot.problem, problem) != problem {
                    self.changes.add(item, Aspects::VALIDITY);
                }
            }
        }
        std::mem::take(&mut self.changes)
    }

    /// Actions come after all that is calculated, in their own order (XForms 1.1, section 4.4).
    fn due(&mut self) -> Option<(CellId, ItemId)> {
        if let Some((_, item, cell)) = self.queue.pop_first() {
            return Some((cell, item));
        }
        self.actions.pop_front()
    }

    /// Lets an action happen to each item of its node within the same instance of `anchor`.
    pub(super) fn act(&mut self, form: &Form, item: ItemId, anchor: FrameId, cell: CellId) {
        let definition = form.cell(cell);
        let targets = self.arena.targets(form, item, anchor, definition);
        self.actions
            .extend(targets.into_iter().map(|target| (cell, target)));
    }

    fn run(&mut self, form: &Form, cell: &Cell, id: CellId, item: ItemId) {
        let relevant = self.arena.slot(item).is_relevant();
        match cell.role {
            Role::Relevant => {
                // A question whose relevance can't be told is asked.
                let on = self.truth(id, item).unwrap_or(true);
                if self.arena.slot_mut(item).put(flag::OWN_RELEVANT, on) {
                    self.spread_relevance(form, item);
                }
            }
            Role::Required => self.switch(id, item, flag::REQUIRED, Aspects::REQUIRED),
            Role::ReadOnly => {
                self.switch(id, item, flag::READONLY, Aspects::READONLY);
                self.spread_readonly(form, item);
            }
            // The others are evaluated when the item becomes relevant.
            _ if !relevant
                && !matches!(
                    cell.role,
                    Role::DynamicDefault | Role::Triggered | Role::SetValue
                ) => {}
            Role::SetValue if self.awaits_place(form, id, item) => {}
            Role::Calculation | Role::Triggered | Role::SetValue => {
                if self.mode == Mode::Fill {
                    self.picked.remove(&item);
                    let value = self.computed(id, item);
                    self.put_value(form, item, value);
                }
            }
            Role::DynamicDefault => {
                if self.mode == Mode::Fill && self.arena.slot(item).value.is_empty() {
                    let value = self.computed(id, item);
                    self.put_value(form, item, value);
                }
            }
            // Not while the repeat is irrelevant: its members would be lost.
            Role::RepeatCount => self.follow_count(form, id, item),
            Role::Seed => self.changes.add(item, Aspects::CHOICES),
            Role::ChoiceFilter | Role::Itemset => {
                self.changes.add(item, Aspects::CHOICES);
                self.follow_choices(form, item);
            }
            Role::Constraint => {
                // An answer whose constraint can't be told stands.
                let empty = self.arena.slot(item).value.is_empty();
                let broken = !empty && self.truth(id, item) == Some(false);
                self.arena
                    .slot_mut(item)
                    .put(flag::CONSTRAINT_BROKEN, broken);
                self.touched.insert(item);
            }
            Role::Text(_) | Role::InstanceName => {}
        }
    }

    fn truth(&self, cell: CellId, item: ItemId) -> Option<bool> {
        self.value_of(cell, item).ok().map(|value| value.boolean())
    }

    fn switch(&mut self, cell: CellId, item: ItemId, flag: u8, aspect: Aspects) {
        let on = self.truth(cell, item).unwrap_or(false);
        if self.arena.slot_mut(item).put(flag, on) {
            self.changes.add(item, aspect);
            self.touched.insert(item);
        }
    }

    /// A calculation's result as its node stores it. A failure gives nothing.
    fn computed(&self, cell: CellId, item: ItemId) -> String {
        let node = self.form.node(self.arena.node(item));
        match self.value_of(cell, item) {
            Ok(Value::Number(number)) if number.is_nan() => String::new(),
            Ok(Value::NoDate) | Err(_) => String::new(),
            Ok(value) => super::value_type::stored(node, value.into_text(self)),
        }
    }

    pub(super) fn value_of(&self, cell: CellId, item: ItemId) -> Result<Value<'_>, EvalError> {
        let own = &self.arena.slot(item).value;
        Evaluator::new(self, self, item.as_node(), own).value(&self.form.cell(cell).expr)
    }

    /// Stores a value and sets in motion what depends on it.
    pub(super) fn put_value(&mut self, form: &Form, item: ItemId, value: String) {
        let slot = self.arena.slot_mut(item);
        if slot.value == value {
            return;
        }
        let before = std::mem::replace(&mut slot.value, value);
        let node = slot.node;
        if slot.is_relevant() {
            self.tally_value(form, item, &before);
        }
        self.changes.add(item, Aspects::VALUE);
        self.touched.insert(item);
        self.notify(form, item);
        if !self.opening {
            for cell in &form.node(node).triggers {
                let target = form.node(form.cell(*cell).node).frame;
                let anchor = form.common_frame(form.node(node).frame, target);
                self.act(form, item, anchor, *cell);
            }
        }
    }

    /// Sets in motion whatever reads this item.
    pub(super) fn notify(&mut self, form: &Form, item: ItemId) {
        for edge in &form.readers[self.arena.node(item).at()] {
            self.follow(form, *edge, item);
        }
        self.notify_neighbours(form, item);
    }

    pub(super) fn follow(&mut self, form: &Form, edge: Edge, item: ItemId) {
        let cell = form.cell(edge.cell);
        for target in self.arena.targets(form, item, edge.anchor, cell) {
            self.reach(form, edge.cell, target);
        }
    }

    /// Something that a cell reads has changed.
    pub(super) fn reach(&mut self, form: &Form, id: CellId, target: ItemId) {
        let cell = form.cell(id);
        match cell.role {
            Role::Text(role) => self.reword(form, role, target),
            _ if cell.stage() == Stage::Always => self.enqueue(id, target),
            _ => {}
        }
    }

    fn reword(&mut self, form: &Form, role: crate::form::TextRole, target: ItemId) {
        if role == crate::form::TextRole::Own {
            self.changes.add(target, Aspects::LABEL);
            if self.arena.slot(target).problem.is_some() {
                self.changes.add(target, Aspects::VALIDITY);
            }
            return;
        }
        // The choice is offered by every question with that list.
        let list = form.node(self.arena.node(target)).list;
        for item in self.arena.live() {
            if form.node(self.arena.node(item)).list == list {
                self.changes.add(item, Aspects::CHOICES);
            }
        }
    }

    /// Carries a change of relevance down, as far as it makes a difference.
    pub(super) fn spread_relevance(&mut self, form: &Form, from: ItemId) {
        let mut stack = vec![from];
        while let Some(item) = stack.pop() {
            // An instance answers for itself: the relevance of its repeat may ask for its position.
            let range = self.arena.range(form, item).unwrap_or(item);
            let around = self.arena.parent(form, range);
            let around = around.is_none_or(|parent| self.arena.slot(parent).is_relevant());
            let slot = self.arena.slot_mut(item);
            let relevant = around && slot.has(flag::OWN_RELEVANT);
            if !slot.put(flag::RELEVANT, relevant) {
                // Its instances may still depend on what is around.
                if matches!(form.node(slot.node).kind, NodeKind::Repeat(_)) {
                    stack.extend(self.arena.instances(item));
                }
                continue;
            }
            self.tally_relevance(form, item);
            self.changes.add(item, Aspects::RELEVANCE);
            self.touched.insert(item);
            self.notify(form, item);
            if relevant {
                self.enqueue_all(form, item);
            }
            stack.extend(self.arena.children(form, item));
        }
    }

    /// What is evaluated only while the item is relevant.
    pub(super) fn enqueue_all(&mut self, form: &Form, item: ItemId) {
        let node = form.node(self.arena.node(item));
        let instance = self.arena.is_instance(item);
        let count = node.repeat_count.filter(|_| !instance);
        let itemset = node.itemset.as_ref().map(|itemset| itemset.nodes);
        let choices = node.choice_filter.or(itemset);
        let cells = [count, node.calculation, choices, node.constraint];
        for cell in cells.into_iter().flatten() {
            self.enqueue(cell, item);
        }
    }

    fn spread_readonly(&mut self, form: &Form, from: ItemId) {
        let group = matches!(
            form.node(self.arena.node(from)).kind,
            NodeKind::Group | NodeKind::Repeat(_)
        );
        let mut stack = if group {
            self.arena.children(form, from)
        } else {
            Vec::new()
        };
        while let Some(item) = stack.pop() {
            self.changes.add(item, Aspects::READONLY);
            stack.extend(self.arena.children(form, item));
        }
    }

    /// What is wrong with an item now.
    fn judge(&self, item: ItemId) -> Option<ProblemKind> {
        let slot = self.arena.slot(item);
        let NodeKind::Question(_) = self.form.node(slot.node).kind else {
            return None;
        };
        if !slot.is_relevant() || self.mode == Mode::View {
            None
        } else if slot.value.is_empty() {
            slot.has(flag::REQUIRED).then_some(ProblemKind::Required)
        } else if !self.fits_type(item) {
            Some(ProblemKind::Type)
        } else {
            slot.has(flag::CONSTRAINT_BROKEN)
                .then_some(ProblemKind::Constraint)
        }
    }
}
