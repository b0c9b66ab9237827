//! The expressions of each node.

use super::Compiler;
use crate::blueprint::{Plan, Source, Syntax};
use crate::form::{CellId, NodeId, NodeKind, Role};
use crate::xpath::{Expr, Start, parse};

impl Compiler<'_> {
    pub(super) fn cells(&mut self) {
        let blueprint = self.blueprint;
        for (at, plan) in blueprint.nodes.iter().enumerate() {
            self.node_cells(NodeId::of(at + 1), plan);
        }
        if let Some(source) = &blueprint.instance_name {
            self.form.instance_name = self.cell(NodeId::ROOT, Role::InstanceName, source);
        }
    }

    fn node_cells(&mut self, id: NodeId, plan: &Plan) {
        let relevant = self.optional(id, Role::Relevant, plan.relevant.as_ref());
        let required = self.optional(id, Role::Required, plan.required.as_ref());
        let readonly = self.optional(id, Role::ReadOnly, plan.readonly.as_ref());
        let constraint = self.optional(id, Role::Constraint, plan.constraint.as_ref());
        let repeat_count = self.optional(id, Role::RepeatCount, plan.repeat_count.as_ref());
        let holds_value = !matches!(
            self.form.node(id).kind,
            NodeKind::Group | NodeKind::Repeat(_)
        );
        let role = if plan.trigger.is_some() {
            Role::Triggered
        } else {
            Role::Calculation
        };
        let source = plan.calculation.as_ref().filter(|_| holds_value);
        let calculation = self.optional(id, role, source);
        let (fixed, dynamic) = self.default(id, plan.default.as_ref().filter(|_| holds_value));
        let node = &mut self.form.nodes[id.at()];
        node.relevant = relevant;
        node.required = required;
        node.readonly = readonly;
        node.constraint = constraint;
        node.default = fixed;
        node.dynamic_default = dynamic;
        if matches!(node.kind, NodeKind::Repeat(_)) {
            node.repeat_count = repeat_count;
        }
        match &plan.trigger {
            Some(trigger) => {
                node.triggered = calculation;
                self.trigger(id, trigger);
            }
            None => node.calculation = calculation,
        }
    }

    fn optional(&mut self, id: NodeId, role: Role, source: Option<&Source>) -> Option<CellId> {
        self.cell(id, role, source?)
    }

    /// A default is an expression if it refers to a question or calls a function; otherwise it is
    /// the answer itself.
    fn default(&mut self, id: NodeId, source: Option<&Source>) -> (Option<String>, Option<CellId>) {
        let Some(source) = source else {
            return (None, None);
        };
        if self.blueprint.syntax == Syntax::XForms {
            return (Some(source.text.clone()), None);
        }
        let spaced = ["+", "*", " - ", " div ", " mod "];
        let sum = spaced.iter().any(|part| source.text.contains(part));
        let worked_out = |expr: Expr| calls(&expr) || (sum && counts(&expr));
        if source.text.contains("${") || parse(&source.text).is_ok_and(worked_out) {
            return (None, self.cell(id, Role::DynamicDefault, source));
        }
        (Some(source.text.clone()), None)
    }

    /// The questions whose change evaluates the calculation: `${a}`, or several.
    fn trigger(&mut self, id: NodeId, source: &Source) {
        let Some(cell) = self.form.node(id).triggered else {
            return;
        };
        let mut parts = source
            .text
            .split("${")
            .skip(1)
            .filter_map(|part| part.split_once('}'));
        for (name, _) in parts.by_ref() {
            let reference = format!("${{{name}}}");
            let found = self.expression(id, Role::Triggered, &reference, &source.place);
            if let Some(field) = found.and_then(|expr| expr.as_field()) {
                self.form.nodes[NodeId::from(field).at()]
                    .triggers
                    .push(cell);
            }
        }
    }
}

/// Whether it is made of numbers alone: `1 + 1`, but not `a + b`, which is as good a text.
fn counts(expr: &Expr) -> bool {
    match expr {
        Expr::Number(_) => true,
        Expr::Negate(inner) => counts(inner),
        Expr::Chain(first, rest) => counts(first) && rest.iter().all(|(_, expr)| counts(expr)),
        _ => false,
    }
}

fn calls(expr: &Expr) -> bool {
    match expr {
        Expr::Call(..) | Expr::Unavailable(_) => true,
        Expr::Negate(inner) => calls(inner),
        Expr::Chain(first, rest) => calls(first) || rest.iter().any(|(_, expr)| calls(expr)),
        Expr::Path(path) => matches!(&path.start, Start::Filter(inner, _) if calls(inner)),
        Expr::Number(_) | Expr::Text(_) => false,
    }
}
