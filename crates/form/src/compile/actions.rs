//! Values that events set.

use super::Compiler;
use crate::blueprint::{Effect, Event, PlannedAction};
use crate::form::{CellId, NodeId, NodeKind, Role};
use crate::xpath::Expr;

impl Compiler<'_> {
    pub(super) fn actions(&mut self) {
        let blueprint = self.blueprint;
        let mut all: Vec<(u32, NodeId, &PlannedAction)> = Vec::new();
        for (at, plan) in blueprint.nodes.iter().enumerate() {
            let on_node = plan.actions.iter();
            all.extend(
                on_node.map(|action| (action.place.row.unwrap_or(0), NodeId::of(at + 1), action)),
            );
        }
        // What happens at the same event happens in the order of the document.
        all.sort_by_key(|(row, ..)| *row);
        for (_, node, action) in all {
            self.action(node, action);
        }
    }

    fn action(&mut self, node: NodeId, action: &PlannedAction) {
        let Some(cell) = self.effect(node, action) else {
            return;
        };
        for event in &action.events {
            match event {
                Event::FirstLoad => self.form.first_load.push(cell),
                Event::Load => self.form.load.push(cell),
                Event::ValueChanged(source) => {
                    if let Some(source) = self.form.nodes.get_mut(source + 1) {
                        source.triggers.push(cell);
                    }
                }
                Event::NewRepeat(repeat) => {
                    let repeat = self.form.nodes.get(repeat + 1);
                    if let Some(NodeKind::Repeat(frame)) = repeat.map(|node| node.kind) {
                        self.form.frames[frame.at()].newborn.push(cell);
                    }
                }
            }
        }
    }

    fn effect(&mut self, node: NodeId, action: &PlannedAction) -> Option<CellId> {
        let role = Role::SetValue;
        let literal = |text: &str| Expr::Text(text.into());
        match &action.effect {
            Effect::Expression(source) => self.cell(node, role, source),
            Effect::Literal(text) => {
                Some(self.add_cell(node, role, literal(text), action.place.clone()))
            }
            Effect::GeoPoint => {
                let text = "property('geopoint')";
                let expr = self.expression(node, role, text, &action.place)?;
                let cell = self.add_cell(node, role, expr, action.place.clone());
                self.form.places.push(cell);
                Some(cell)
            }
        }
    }
}
