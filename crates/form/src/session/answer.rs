//! Taking an answer.

use std::sync::Arc;

use super::arena::flag;
use super::{Changes, ItemId, Mode, Rejection, Session, value_type};
use crate::form::{Control, NodeKind};
use crate::limits;

impl Session {
    /// Sets the answer of a question; an empty text clears it.
    ///
    /// A text that is not of the question's type is kept, and shows as a
    /// [`Problem`](super::Problem): nothing that was typed is lost.
    ///
    /// # Errors
    ///
    /// See [`Rejection`]; then nothing has changed.
    pub fn set(&mut self, item: ItemId, value: &str) -> Result<Changes, Rejection> {
        if !self.arena.is_live(item) {
            return Err(Rejection::NotFound);
        }
        let form = Arc::clone(&self.form);
        let NodeKind::Question(control) = form.node(self.arena.node(item)).kind else {
            return Err(Rejection::NoAnswer);
        };
        if self.is_readonly(item) {
            return Err(Rejection::ReadOnly);
        }
        if value.len() > limits::ANSWER_BYTES {
            return Err(Rejection::TooLong);
        }
        let value = value_type::entered(control, value);
        if control.is_select() && !self.all_offered(item, control, &value) {
            return Err(Rejection::NotAChoice);
        }
        let value = self.arranged(item, control, value);
        self.picked.remove(&item);
        self.put_value(&form, item, value);
        Ok(self.settle())
    }

    /// A text in the spelling that an XForms instance has for the item's type: `23.0` for a decimal
    /// number. `None` if it is not of the type.
    #[must_use]
    pub fn canonical(&self, item: ItemId, value: &str) -> Option<String> {
        if !self.arena.is_live(item) || value.is_empty() {
            return Some(value.to_owned());
        }
        value_type::canonical(self.form.node(self.arena.node(item)), value)
    }

    fn all_offered(&self, item: ItemId, control: Control, value: &str) -> bool {
        if control == Control::SelectOne {
            return value.is_empty() || self.is_offered(item, value);
        }
        value
            .split_ascii_whitespace()
            .all(|name| self.is_offered(item, name))
    }

    /// Read-only by itself or by a group around it.
    pub(super) fn is_readonly(&self, item: ItemId) -> bool {
        let mut up = std::iter::successors(Some(item), |item| self.arena.parent(&self.form, *item));
        self.mode == Mode::View || up.any(|item| self.arena.slot(item).has(flag::READONLY))
    }
}
