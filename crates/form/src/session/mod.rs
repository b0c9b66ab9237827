//! One person's way through a form.

mod answer;
mod arena;
mod change;
mod choices;
mod item;
mod itemset;
mod neighbour;
mod open;
mod openrosa;
mod outcome;
mod place;
mod repeat;
mod report;
mod selection;
mod tally;
mod value_type;
mod walk;
mod wave;

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

pub use change::{Aspects, Changes};
pub use item::{Item, ItemKind};
pub use outcome::{Answers, Choice, Problem, ProblemKind, Progress, Rejection, Submission};

use crate::context::Context;
use crate::form::{CellId, Form, LanguageId};
use crate::random::Random;
use crate::xpath::Patterns;
use arena::Arena;
use tally::Tallies;

/// One place in a session: a group, a question, an instance of a repeat.
///
/// Ids are dense, and never used again within a session after their item is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub(crate) u32);

impl ItemId {
    pub(crate) fn at(self) -> usize {
        self.0 as usize
    }
}

/// What a session is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// To be filled in.
    Fill,
    /// To be looked at: values stay as they are.
    View,
}

/// A form being filled in, or a response being looked at.
///
/// Setting an answer evaluates only what depends on it, and reports what changed.
#[derive(Debug, Clone)]
pub struct Session {
    form: Arc<Form>,
    context: Context,
    language: LanguageId,
    mode: Mode,
    arena: Arena,
    random: Cell<Random>,
    tallies: Tallies,
    patterns: Patterns,
    leftover: Answers,
    /// What is still to be evaluated: rank, item, cell.
    queue: BTreeSet<(u32, ItemId, CellId)>,
    /// Values that events are about to set: cell, item.
    actions: VecDeque<(CellId, ItemId)>,
    /// Items that are to hold where the device is, and could not be told yet.
    unplaced: Vec<ItemId>,
    /// Selections of which not all is offered now, as they were picked.
    picked: HashMap<ItemId, String>,
    /// What the operation under way has changed so far.
    changes: Changes,
    /// Items whose problem may be another one now.
    touched: BTreeSet<ItemId>,
    /// While a session opens nothing counts as changed by a person.
    opening: bool,
    /// While a draft is put back there are no defaults and no first instances.
    restoring: bool,
}

impl Session {
    /// The form that is filled in.
    #[must_use]
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// Saved values that have no place in this form, kept as they were.
    #[must_use]
    pub fn leftover(&self) -> &Answers {
        &self.leftover
    }

    /// Moves the clock that `now()` and `today()` read. Nothing is evaluated anew for that alone.
    pub fn touch_now(&mut self, now: DateTime<FixedOffset>) {
        // A date's number depends on the offset.
        if now.offset() != self.context.now.offset() {
            self.tallies.clear();
        }
        self.context.now = now;
    }

    /// The language of labels, hints and messages.
    #[must_use]
    pub fn language(&self) -> LanguageId {
        self.language
    }

    /// Changes the language. All labels change; values that quote a label are evaluated anew.
    pub fn set_language(&mut self, language: LanguageId) -> Changes {
        if language == self.language || language.at() >= self.form.languages.len() {
            return Changes::default();
        }
        self.language = language;
        let form = Arc::clone(&self.form);
        for cell in &form.by_language {
            for item in self.arena.everywhere(&form, form.cell(*cell)) {
                self.enqueue(*cell, item);
            }
        }
        for item in self.arena.live() {
            let node = form.node(self.arena.node(item));
            let mut aspects = Aspects::NONE;
            if !(node.label.is_empty() && node.hint.is_empty() && node.guidance_hint.is_empty()) {
                aspects |= Aspects::LABEL;
            }
            if node.list.is_some() {
                aspects |= Aspects::CHOICES;
            }
            if !aspects.is_empty() {
                self.changes.add(item, aspects);
            }
            if self.arena.slot(item).problem.is_some() {
                self.changes.add(item, Aspects::VALIDITY);
            }
        }
        self.settle()
    }

    /// The form itself, as an item.
    #[must_use]
    pub fn root(&self) -> ItemId {
        Arena::ROOT
    }

    /// What stands directly in a group, a repeat (its instances) or an instance, in the order in
    /// which a screen shows it.
    pub fn children(&self, item: ItemId) -> impl Iterator<Item = ItemId> + '_ {
        self.arena.shown(&self.form, item).into_iter()
    }

    /// Every item that has a place in the response, in document order, the root first.
    pub fn items(&self) -> impl Iterator<Item = ItemId> + '_ {
        let mut stack = vec![self.root()];
        std::iter::from_fn(move || {
            let next = stack.pop()?;
            let from = stack.len();
            let children = self.arena.children(&self.form, next).into_iter();
            let heading = |item: &ItemId| self.form.node(self.arena.node(*item)).is_heading();
            stack.extend(children.filter(|child| !heading(child)));
            stack[from..].reverse();
            Some(next)
        })
    }

    /// Every item in the order in which a screen shows it, the root first.
    fn on_screen(&self) -> impl Iterator<Item = ItemId> + '_ {
        let mut stack = vec![self.root()];
        std::iter::from_fn(move || {
            let next = stack.pop()?;
            let from = stack.len();
            stack.extend(self.children(next));
            stack[from..].reverse();
            Some(next)
        })
    }

    /// The group, repeat or instance that an item stands in on the screen; `None` for the root.
    #[must_use]
    pub fn parent(&self, item: ItemId) -> Option<ItemId> {
        self.arena.shown_in(&self.form, item)
    }

    /// An item with all that a screen shows of it.
    ///
    /// An id that this session does not know stands for the root.
    #[must_use]
    pub fn item(&self, id: ItemId) -> Item<'_> {
        Item::new(
            self,
            if self.arena.is_live(id) {
                id
            } else {
                self.root()
            },
        )
    }
}
