//! Which choices are offered, and how they read.

use std::sync::Arc;

use super::{Choice, ItemId, Session};
use crate::form::{ChoiceList, Control, ListId, Media, NodeDef, NodeKind, Piece, Text};
use crate::xpath::{Evaluator, Focus, Node, parse_date_time};
use crate::zone::Clock;

impl Session {
    /// A text in the session's language, with its values filled in.
    pub(super) fn wording(&self, text: &Text, item: ItemId) -> Option<String> {
        let pieces = text.in_language(self.language.at(), self.form.default_language.at())?;
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Plain(plain) => out.push_str(plain),
                Piece::Value(cell) => {
                    if let Ok(value) = self.value_of(*cell, item) {
                        out.push_str(&value.into_text(self));
                    }
                }
            }
        }
        Some(out)
    }

    fn list(&self, node: &NodeDef) -> Option<(ListId, &ChoiceList)> {
        let id = node.list?;
        self.form.lists.get(id.at()).map(|list| (id, list))
    }

    /// How the choice with that name reads.
    pub(super) fn label_of(&self, list: ListId, name: &str, item: ItemId) -> Option<String> {
        let list = self.form.lists.get(list.at())?;
        let at = *list.by_name.get(name)?.first()?;
        Some(self.choice_label_at(list, at, item))
    }

    /// How a choice of a question reads.
    pub(super) fn choice_label_of(
        &self,
        node: &NodeDef,
        name: &str,
        item: ItemId,
    ) -> Option<String> {
        match &node.itemset {
            Some(itemset) => self.found_label(itemset, name, item),
            None => self.label_of(node.list?, name, item),
        }
    }

    fn choice_label_at(&self, list: &ChoiceList, at: u32, item: ItemId) -> String {
        let text = list.labels.get(at as usize);
        let label = text.and_then(|text| self.wording(text, item));
        label
            .or_else(|| list.names.get(at as usize).cloned())
            .unwrap_or_default()
    }

    fn choice_media_at(&self, list: &ChoiceList, at: u32, item: ItemId) -> Vec<(Media, String)> {
        let of_choice = list.media.get(&at).map_or(&[][..], Vec::as_slice);
        let shown = |(media, text): &(Media, Text)| Some((*media, self.wording(text, item)?));
        of_choice.iter().filter_map(shown).collect()
    }

    pub(super) fn tick_labels(&self, item: ItemId) -> Vec<Choice> {
        let node = self.form.node(self.arena.node(item));
        let mut given = node.parameters.iter();
        let Some((_, name)) = given.find(|(known, _)| known == "tick_labelset") else {
            return Vec::new();
        };
        let Some(list) = self.form.lists.iter().find(|list| list.name == *name) else {
            return Vec::new();
        };
        let label = |(at, name): (u32, &String)| Choice {
            name: name.clone(),
            label: self.choice_label_at(list, at, item),
            media: self.choice_media_at(list, at, item),
            geometry: None,
        };
        (0..).zip(&list.names).map(label).collect()
    }

    pub(super) fn column_of(&self, item: ItemId, name: &str, column: &str) -> Option<String> {
        let (_, list) = self.list(self.form.node(self.arena.node(item)))?;
        list.column(*list.by_name.get(name)?.first()?, column)
    }

    /// The choices that are offered for a question now.
    pub(super) fn offered(&self, item: ItemId) -> Vec<Choice> {
        let node = self.form.node(self.arena.node(item));
        let mut choices = match &node.itemset {
            Some(itemset) => self.found_choices(itemset, item),
            None => self.listed_choices(node, item),
        };
        self.in_shown_order(node, item, &mut choices);
        choices
    }

    fn listed_choices(&self, node: &NodeDef, item: ItemId) -> Vec<Choice> {
        let Some((id, list)) = self.list(node) else {
            return Vec::new();
        };
        let choice = |at: u32| {
            Some(Choice {
                name: list.names.get(at as usize)?.clone(),
                label: self.choice_label_at(list, at, item),
                media: self.choice_media_at(list, at, item),
                geometry: list.on_map.then(|| list.column(at, "geometry")).flatten(),
            })
        };
        let all = || (0..).zip(&list.names).map(|(at, _)| at).collect();
        let candidates = self.candidates(node, item).unwrap_or_else(all);
        let shown = self.filtered(node, id, item, candidates);
        shown.into_iter().filter_map(choice).collect()
    }

    /// The choices that an index says may pass the filter; `None` if there is no index for it.
    fn candidates(&self, node: &NodeDef, item: ItemId) -> Option<Vec<u32>> {
        let own = &self.arena.slot(item).value;
        let mut found: Option<&[u32]> = None;
        for index in &node.choice_indexes {
            let evaluator = Evaluator::new(self, self, item.as_node(), own);
            let Ok(key) = evaluator.value(&index.key) else {
                continue;
            };
            let key = key.into_text(self);
            // A date equals other ways to write it, and an empty key may mean that there is no
            // node.
            if key.is_empty() || parse_date_time(&key, Clock::UTC).is_some() {
                continue;
            }
            let rows = index.rows.get(&*key).map_or(&[][..], Vec::as_slice);
            // The filter looks at each of these, so the shortest serves best.
            if found.is_none_or(|found| rows.len() < found.len()) {
                found = Some(rows);
            }
        }
        found.map(<[u32]>::to_vec)
    }

    fn filtered(&self, node: &NodeDef, id: ListId, item: ItemId, from: Vec<u32>) -> Vec<u32> {
        let (Some(filter), Some(list)) = (node.choice_filter, self.form.lists.get(id.at())) else {
            return from;
        };
        let filter = &self.form.cell(filter).expr;
        let own = &self.arena.slot(item).value;
        let evaluator = Evaluator::new(self, self, item.as_node(), own);
        let passes = |at: &u32| {
            let Some(index) = list.items.get(*at as usize).copied() else {
                return false;
            };
            let node = Node {
                document: id.0 + 1,
                index,
            };
            let focus = Focus {
                node,
                position: *at as usize + 1,
                size: list.items.len(),
            };
            evaluator
                .eval(filter, focus)
                .is_ok_and(|value| value.boolean())
        };
        from.into_iter().filter(passes).collect()
    }

    /// Whether a name is among the choices offered now.
    pub(super) fn is_offered(&self, item: ItemId, name: &str) -> bool {
        let node = self.form.node(self.arena.node(item));
        if let Some(itemset) = &node.itemset {
            return self.found_label(itemset, name, item).is_some();
        }
        let Some((id, list)) = self.list(node) else {
            return true;
        };
        let Some(with_name) = list.by_name.get(name) else {
            return false;
        };
        !self.filtered(node, id, item, with_name.clone()).is_empty()
    }

    /// Whether a value is of its question's type.
    pub(super) fn fits_type(&self, item: ItemId) -> bool {
        let slot = self.arena.slot(item);
        let node = self.form.node(slot.node);
        let NodeKind::Question(control) = node.kind else {
            return true;
        };
        let Some((_, list)) = self.list(node) else {
            return super::value_type::fits(control, &slot.value)
                && super::value_type::in_range(node, &slot.value);
        };
        if control == Control::SelectOne {
            return list.by_name.contains_key(&slot.value);
        }
        slot.value
            .split_ascii_whitespace()
            .all(|name| list.by_name.contains_key(name))
    }

    /// A value as people read it: the labels of choices, other values as they are.
    pub(super) fn displayed(&self, item: ItemId) -> String {
        let slot = self.arena.slot(item);
        let form = Arc::clone(&self.form);
        let node = form.node(slot.node);
        if node.list.is_none() && node.itemset.is_none() {
            return slot.value.clone();
        }
        let label = |name: &str| {
            self.choice_label_of(node, name, item)
                .unwrap_or_else(|| name.to_owned())
        };
        if node.kind == NodeKind::Question(Control::SelectOne) {
            return if slot.value.is_empty() {
                String::new()
            } else {
                label(&slot.value)
            };
        }
        let code = self.form.languages()[self.language.at()].code.as_deref();
        let chinese = code.is_some_and(|code| code.starts_with("zh"));
        slot.value
            .split_ascii_whitespace()
            .map(label)
            .collect::<Vec<_>>()
            .join(if chinese { "、" } else { ", " })
    }
}
