//! What is picked from choices, while the choices come and go.

use super::{ItemId, Mode, Session};
use crate::form::{Control, Form, NodeKind};

impl Session {
    /// After the choices have changed: what is no longer offered is not part of the answer, and
    /// comes back when it is offered again, unless something else was picked meanwhile.
    pub(super) fn follow_choices(&mut self, form: &Form, item: ItemId) {
        let slot = self.arena.slot(item);
        let NodeKind::Question(control) = form.node(slot.node).kind else {
            return;
        };
        let picked = self.picked.get(&item).unwrap_or(&slot.value).clone();
        if picked.is_empty() || self.mode == Mode::View {
            return;
        }
        let names: Vec<&str> = names(control, &picked);
        let mut kept = names.clone();
        kept.retain(|name| self.is_offered(item, name));
        let whole = kept.len() == names.len();
        let value = if control == Control::Rank {
            self.ranked(item, &kept)
        } else {
            kept.join(" ")
        };
        if whole {
            self.picked.remove(&item);
        } else {
            self.picked.insert(item, picked);
        }
        self.put_value(form, item, value);
    }

    /// Names as they are stored: of several that are picked, in the order of the list; of a
    /// ranking, all that are offered, those without a rank last.
    pub(super) fn arranged(&self, item: ItemId, control: Control, value: String) -> String {
        match control {
            Control::SelectMultiple if value.contains(' ') => {
                let place = self.places(item);
                let mut names = names(control, &value);
                names.sort_by_key(|name| place(name));
                names.join(" ")
            }
            Control::Rank if !value.is_empty() => self.ranked(item, &names(control, &value)),
            _ => value,
        }
    }

    fn ranked(&self, item: ItemId, first: &[&str]) -> String {
        let mut all: Vec<String> = first.iter().map(|name| (*name).to_owned()).collect();
        let node = self.form.node(self.arena.node(item));
        if node.list.is_some() || node.itemset.is_some() {
            for choice in self.offered(item) {
                if !all.contains(&choice.name) {
                    all.push(choice.name);
                }
            }
        }
        all.join(" ")
    }

    /// Where a name stands among the choices.
    fn places(&self, item: ItemId) -> impl Fn(&str) -> usize + '_ {
        let node = self.form.node(self.arena.node(item));
        let list = node.list.and_then(|id| self.form.lists.get(id.at()));
        let found = match &node.itemset {
            Some(itemset) => self.found_choices(itemset, item),
            None => Vec::new(),
        };
        move |name: &str| {
            let listed = list.and_then(|list| list.by_name.get(name)?.first().copied());
            listed
                .map_or_else(
                    || found.iter().position(|choice| choice.name == name),
                    |at| Some(at as usize),
                )
                .unwrap_or(usize::MAX)
        }
    }
}

fn names(control: Control, value: &str) -> Vec<&str> {
    if control == Control::SelectOne {
        vec![value]
    } else {
        value.split_ascii_whitespace().collect()
    }
}
