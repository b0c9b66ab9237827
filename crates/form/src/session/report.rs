//! What a session has to hand out: answers, problems, progress.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::{Answers, ItemId, Problem, ProblemKind, Progress, Session, Submission};
use crate::blueprint::Preload;
use crate::form::NodeKind;
use crate::xpath::date_time_text;

impl Session {
    /// Everything that a draft has to keep, irrelevant answers included.
    ///
    /// An instance of a repeat has an entry of its own, with an empty value, so that one without
    /// answers is kept too.
    #[must_use]
    pub fn answers(&self) -> Answers {
        let mut found = Answers::new();
        for item in self.items() {
            let value = &self.arena.slot(item).value;
            if !value.is_empty() || self.arena.is_instance(item) {
                found.insert(self.path(item), value.clone());
            }
        }
        found
    }

    /// What is sent: relevant values that are not empty.
    #[must_use]
    pub fn submission(&self) -> Answers {
        let relevant = |item: &ItemId| {
            let slot = self.arena.slot(*item);
            slot.is_relevant() && !slot.value.is_empty()
        };
        let entry = |item| (self.path(item), self.arena.slot(item).value.clone());
        self.items().filter(relevant).map(entry).collect()
    }

    /// Everything that keeps the form from being finished, in the order of the screen.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        self.on_screen()
            .filter_map(|item| self.problem(item))
            .collect()
    }

    pub(super) fn problem(&self, item: ItemId) -> Option<Problem> {
        let slot = self.arena.slot(item);
        let kind = slot.problem?;
        let node = self.form.node(slot.node);
        let message = match kind {
            ProblemKind::Required => self.wording(&node.required_message, item),
            ProblemKind::Constraint => self.wording(&node.constraint_message, item),
            ProblemKind::Type => None,
        };
        Some(Problem {
            item,
            kind,
            message,
        })
    }

    /// Ends the interview: the `end` question gets its value, and the response is handed out.
    ///
    /// # Errors
    ///
    /// The problems that have to be solved first.
    pub fn finish(&mut self, now: DateTime<FixedOffset>) -> Result<Submission, Vec<Problem>> {
        let problems = self.problems();
        if !problems.is_empty() {
            return Err(problems);
        }
        self.touch_now(now);
        let form = Arc::clone(&self.form);
        let ended = date_time_text(&now);
        let preloaded = |session: &Self, wanted: Preload| -> Option<ItemId> {
            let mut items = session.arena.live().into_iter();
            items.find(|item| form.node(session.arena.node(*item)).preload == Some(wanted))
        };
        if let Some(end) = preloaded(self, Preload::End) {
            self.put_value(&form, end, ended.clone());
            self.settle();
        }
        let started = preloaded(self, Preload::Start);
        Ok(Submission {
            form_id: form.id.clone(),
            form_version: form.version.clone(),
            answers: self.submission(),
            instance_name: self.instance_name(),
            started: started.map(|item| self.arena.slot(item).value.clone()),
            ended,
        })
    }

    /// How many of the questions that can be answered now are.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let mut progress = Progress::default();
        for item in self.items() {
            let slot = self.arena.slot(item);
            let asked = matches!(self.form.node(slot.node).kind, NodeKind::Question(_));
            if asked && slot.is_relevant() && !self.is_readonly(item) {
                progress.total += 1;
                progress.answered += usize::from(!slot.value.is_empty());
            }
        }
        progress
    }

    /// The form's own name for this response, if it says how to make one.
    #[must_use]
    pub fn instance_name(&self) -> Option<String> {
        let value = self.value_of(self.form.instance_name?, self.root()).ok()?;
        Some(value.into_text(self).into_owned()).filter(|name| !name.is_empty())
    }

    /// Where an item stands: `/household[2]/age`; the root is `/`.
    pub(super) fn path(&self, item: ItemId) -> String {
        let mut parts = Vec::new();
        let mut at = item;
        while let Some(parent) = self.arena.parent(&self.form, at) {
            let name = &self.form.node(self.arena.node(at)).name;
            if self.arena.is_instance(at) {
                parts.push(format!("{name}[{}]", self.arena.position(at)));
                // The repeat as a whole has no part of its own.
                at = self.arena.parent(&self.form, parent).unwrap_or(parent);
            } else {
                parts.push(name.clone());
                at = parent;
            }
        }
        parts.reverse();
        format!("/{}", parts.join("/"))
    }
}
