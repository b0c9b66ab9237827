//! Choices that are nodes, and choices in a random order.

use super::{Choice, ItemId, Session};
use crate::form::{Itemset, NodeDef};
use crate::xpath::{Evaluator, Field, Focus, Node, Tree, Value, random_seed, shuffle};

impl Session {
    /// The nodes that an itemset finds now, each with what it stores and shows.
    pub(super) fn found_choices(&self, itemset: &Itemset, item: ItemId) -> Vec<Choice> {
        let Ok(Value::Nodes(nodes)) = self.value_of(itemset.nodes, item) else {
            return Vec::new();
        };
        let own = &self.arena.slot(item).value;
        let evaluator = Evaluator::new(self, self, item.as_node(), own);
        let size = nodes.len();
        let text = |node: Node, at: usize, expr| {
            let position = at + 1;
            let focus = Focus {
                node,
                position,
                size,
            };
            let value = evaluator.eval(expr, focus).ok()?;
            Some(value.into_text(self).into_owned())
        };
        let choice = |(at, node): (usize, &Node)| {
            let name = text(*node, at, &itemset.value).filter(|name| !name.is_empty())?;
            let label = text(*node, at, &itemset.label).filter(|label| !label.is_empty());
            Some(Choice {
                label: label.unwrap_or_else(|| name.clone()),
                name,
                ..Choice::default()
            })
        };
        nodes.iter().enumerate().filter_map(choice).collect()
    }

    /// How a choice reads that an itemset offers.
    pub(super) fn found_label(
        &self,
        itemset: &Itemset,
        name: &str,
        item: ItemId,
    ) -> Option<String> {
        let mut choices = self.found_choices(itemset, item).into_iter();
        choices
            .find(|choice| choice.name == name)
            .map(|choice| choice.label)
    }

    /// The order in which choices are shown: that of the list, or a random one that stays the same
    /// for the question as long as the seed does.
    pub(super) fn in_shown_order(&self, node: &NodeDef, item: ItemId, choices: &mut [Choice]) {
        let Some(shuffled) = &node.shuffle else {
            return;
        };
        let seed = match shuffled.seed {
            Some(cell) => self
                .value_of(cell, item)
                .map(|value| random_seed(&value, self)),
            None => Ok(self.own_seed(item)),
        };
        if let Ok(seed) = seed {
            shuffle(choices, seed);
        }
    }

    fn own_seed(&self, item: ItemId) -> i64 {
        let mut random = crate::random::Random::new(self.context.seed ^ u64::from(item.0));
        i64::from(u32::try_from(random.next() >> 33).unwrap_or(1))
    }

    /// The instance of a question that is meant from `from`.
    pub(super) fn instance_of(&self, question: Field, from: ItemId) -> Option<ItemId> {
        let mut found = Vec::new();
        self.field(question, from.as_node(), &mut found);
        found.first().map(|node| ItemId(node.index))
    }
}
