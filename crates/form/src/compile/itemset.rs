//! Choices that are nodes, and choices in a random order.

use super::{Compiler, reads};
use crate::blueprint::{Plan, PlannedItemset};
use crate::form::{Itemset, NodeId, Role, Shuffled};

impl Compiler<'_> {
    pub(super) fn itemsets(&mut self) {
        let blueprint = self.blueprint;
        for (at, plan) in blueprint.nodes.iter().enumerate() {
            self.choices_of(NodeId::of(at + 1), plan);
        }
    }

    fn choices_of(&mut self, id: NodeId, plan: &Plan) {
        if let Some(planned) = &plan.itemset {
            let itemset = self.itemset(id, planned);
            self.form.nodes[id.at()].itemset = itemset;
        }
        if let Some(shuffle) = &plan.shuffle {
            let seed = shuffle.seed.as_ref();
            let seed = seed.and_then(|source| self.cell(id, Role::Seed, source));
            self.form.nodes[id.at()].shuffle = Some(Shuffled { seed });
        }
    }

    fn itemset(&mut self, id: NodeId, planned: &PlannedItemset) -> Option<Itemset> {
        let nodes = self.cell(id, Role::Itemset, &planned.nodes)?;
        // Read at the nodes that were found, as a choice filter is at a choice.
        let role = Role::ChoiceFilter;
        let value = self.expression(id, role, &planned.value.text, &planned.value.place)?;
        let label = self.expression(id, role, &planned.label.text, &planned.label.place)?;
        let within = [&value, &label];
        let more = reads::at_items(&self.form, id, &self.form.cell(nodes).expr, within);
        let reads = &mut self.reads[nodes.at()];
        reads.nodes.extend(more.nodes);
        if more.language && !reads.language {
            reads.language = true;
            self.form.by_language.push(nodes);
        }
        Some(Itemset {
            nodes,
            value,
            label,
        })
    }
}
