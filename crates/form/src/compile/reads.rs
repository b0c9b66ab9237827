//! Which nodes an expression reads: a walk over the definition instead of the answers.

use std::collections::BTreeSet;

use super::home;
use crate::form::{Form, FrameId, NodeId, NodeKind, Role};
use crate::xpath::{Axis, Expr, Function, Operator, Path, Start, Step, Test};

/// What one expression depends on.
#[derive(Debug, Default)]
pub(super) struct Reads {
    /// A node, and the frame within whose instance it is looked for.
    pub(super) nodes: BTreeSet<(NodeId, FrameId)>,
    /// A node of the cell's own repeat, read in the instance that is so many further on.
    pub(super) neighbours: BTreeSet<(NodeId, i32)>,
    /// Repeats whose instances' positions are asked for.
    pub(super) positions: BTreeSet<FrameId>,
    /// Whether the language matters.
    pub(super) language: bool,
}

pub(super) fn reads(form: &Form, node: NodeId, role: Role, expr: &Expr) -> Reads {
    let mut walk = Walk {
        form,
        node,
        found: Reads::default(),
    };
    let start = if role == Role::ChoiceFilter {
        Set::elsewhere()
    } else {
        walk.itself()
    };
    match role {
        // Only whether there is a node.
        Role::Relevant | Role::Required | Role::ReadOnly | Role::Constraint | Role::Itemset => {
            walk.expr(expr, &start);
        }
        _ => walk.value(expr, &start),
    }
    walk.found
}

/// What is read at the nodes that `nodes` finds.
pub(super) fn at_items(form: &Form, node: NodeId, nodes: &Expr, within: [&Expr; 2]) -> Reads {
    let mut walk = Walk {
        form,
        node,
        found: Reads::default(),
    };
    let start = walk.itself();
    let items = walk.expr(nodes, &start);
    for expr in within {
        walk.expr(expr, &items);
    }
    walk.found
}

/// Nodes that an expression may stand at.
#[derive(Debug, Clone)]
struct Set {
    nodes: BTreeSet<NodeId>,
    /// Includes the root of the answers, the parent of the root element.
    root: bool,
    /// The innermost frame of which the nodes' instances are within the asking node's own
    /// instance.
    anchor: FrameId,
}

impl Set {
    /// Not among the answers: a choice list, or no nodes at all.
    fn elsewhere() -> Self {
        Self {
            nodes: BTreeSet::new(),
            root: false,
            anchor: FrameId::ROOT,
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be small")]
fn whole(number: f64) -> Option<i32> {
    (number.fract() == 0.0 && number.abs() < 1e6).then_some(number as i32)
}

struct Walk<'a> {
    form: &'a Form,
    node: NodeId,
    found: Reads,
}

impl Walk<'_> {
    fn itself(&self) -> Set {
        let nodes = BTreeSet::from([self.node]);
        Set {
            nodes,
            root: false,
            anchor: home(self.form, self.node),
        }
    }

    /// An expression whose value matters: that of a group is what is in it.
    fn value(&mut self, expr: &Expr, at: &Set) {
        let set = self.expr(expr, at);
        let children = |node: NodeId| {
            let children = self.form.node(node).children.iter().copied();
            children.filter(|child| *child != self.node)
        };
        let mut inside: Vec<NodeId> = set.nodes.iter().copied().flat_map(children).collect();
        let mut read = Vec::new();
        while let Some(node) = inside.pop() {
            inside.extend(children(node));
            read.push((node, set.anchor));
        }
        self.found.nodes.extend(read);
    }

    fn expr(&mut self, expr: &Expr, at: &Set) -> Set {
        match expr {
            Expr::Number(_) | Expr::Text(_) | Expr::Unavailable(_) => {}
            Expr::Negate(inner) => self.value(inner, at),
            Expr::Chain(first, rest) => {
                use Operator::{And, Or, Union};
                let apart = |operator: &Operator| matches!(operator, And | Or | Union);
                if !rest.iter().any(|(operator, _)| apart(operator)) {
                    self.value(first, at);
                    for (_, expr) in rest {
                        self.value(expr, at);
                    }
                    return Set::elsewhere();
                }
                let mut sets = self.expr(first, at);
                for (_, expr) in rest {
                    let other = self.expr(expr, at);
                    // Only a union has nodes on both sides; for others the result is not looked at.
                    sets.nodes.extend(other.nodes);
                    sets.anchor = self.form.common_frame(sets.anchor, other.anchor);
                }
                return sets;
            }
            Expr::Call(function, arguments) => return self.call(*function, arguments, at),
            Expr::Path(path) => {
                let set = self.path(path, at);
                self.found
                    .nodes
                    .extend(set.nodes.iter().map(|node| (*node, set.anchor)));
                return set;
            }
        }
        Set::elsewhere()
    }

    fn call(&mut self, function: Function, arguments: &[Expr], at: &Set) -> Set {
        match (function, arguments) {
            (Function::Position, [Expr::Path(path)]) => {
                for node in self.path(path, at).nodes {
                    if let NodeKind::Repeat(frame) = self.form.node(node).kind {
                        self.found.positions.insert(frame);
                    }
                }
                return Set::elsewhere();
            }
            (Function::Current, _) => return self.itself(),
            (Function::Index, _) => {
                let frame = home(self.form, self.node);
                if frame != FrameId::ROOT {
                    self.found.positions.insert(frame);
                }
            }
            (Function::IndexedRepeat, _) => return self.indexed(arguments, at),
            (Function::Randomize, [first, ..]) => {
                arguments
                    .iter()
                    .skip(1)
                    .for_each(|expr| drop(self.expr(expr, at)));
                return self.expr(first, at);
            }
            (Function::ChoiceLabel, [_, value]) | (Function::ChoiceName, [value, _]) => {
                self.found.language = true;
                self.expr(value, at);
            }
            // Whether there are nodes, or how many.
            (Function::Count | Function::Not | Function::Boolean, _) => {
                for expr in arguments {
                    self.expr(expr, at);
                }
            }
            _ => arguments.iter().for_each(|expr| self.value(expr, at)),
        }
        Set::elsewhere()
    }

    /// Any instance of the question may be meant, unless it is a neighbour of the cell's own.
    fn indexed(&mut self, arguments: &[Expr], at: &Set) -> Set {
        let mut set = Set::elsewhere();
        if let Some((node, shift)) = self.neighbour(arguments) {
            self.found.neighbours.insert((node, shift));
            self.expr(&arguments[2], at);
            set.nodes.insert(node);
            return set;
        }
        for (index, expr) in arguments.iter().enumerate() {
            if index % 2 == 0 && index > 0 {
                self.expr(expr, at);
            } else if let Some(field) = expr.as_field() {
                let anchor = FrameId::ROOT;
                self.found.nodes.insert((NodeId::from(field), anchor));
                if index == 0 {
                    set = Set {
                        nodes: BTreeSet::from([field.into()]),
                        root: false,
                        anchor,
                    };
                }
            }
        }
        set
    }

    /// `indexed-repeat(${question}, ${repeat}, position(..) - 1)` within that repeat: a running
    /// total, for instance, whose members would otherwise all depend on each other.
    fn neighbour(&self, arguments: &[Expr]) -> Option<(NodeId, i32)> {
        let [question, repeat, index] = arguments else {
            return None;
        };
        let (question, repeat) = (question.as_field()?, repeat.as_field()?);
        let node = self.form.node(question.into());
        let NodeKind::Repeat(inside) = self.form.node(repeat.into()).kind else {
            return None;
        };
        let at_home = home(self.form, self.node) == inside && node.frame == inside;
        let shift = self.distance(index)?;
        at_home.then_some((question.into(), shift))
    }

    /// How far an index is from the number of the cell's own instance.
    fn distance(&self, index: &Expr) -> Option<i32> {
        match index {
            Expr::Chain(first, rest) => {
                let [(operator, Expr::Number(number))] = rest.as_slice() else {
                    return None;
                };
                let by = whole(*number)?;
                let by = match operator {
                    Operator::Add => by,
                    Operator::Subtract => -by,
                    _ => return None,
                };
                Some(self.distance(first)? + by)
            }
            Expr::Call(Function::Index, _) => Some(0),
            Expr::Call(Function::Position, arguments) => {
                let [Expr::Path(path)] = arguments.as_slice() else {
                    return None;
                };
                let Start::Own(repeat) = path.start else {
                    return None;
                };
                let own = self.form.node(repeat.into()).kind
                    == NodeKind::Repeat(home(self.form, self.node));
                (own && path.steps.is_empty()).then_some(0)
            }
            _ => None,
        }
    }

    fn path(&mut self, path: &Path, at: &Set) -> Set {
        let mut set = match &path.start {
            Start::Context => at.clone(),
            Start::Root => Set {
                root: true,
                ..Set::elsewhere()
            },
            Start::Reference(_) => Set::elsewhere(),
            Start::Field(field) => {
                let node = NodeId::from(*field);
                let home = home(self.form, self.node);
                let anchor = self.form.common_frame(home, self.form.node(node).frame);
                Set {
                    nodes: BTreeSet::from([node]),
                    root: false,
                    anchor,
                }
            }
            Start::Own(field) => {
                let node = NodeId::from(*field);
                let anchor = match self.form.node(node).kind {
                    NodeKind::Repeat(inside) if node != self.node => inside,
                    _ => self.form.node(node).frame,
                };
                Set {
                    nodes: BTreeSet::from([node]),
                    root: false,
                    anchor,
                }
            }
            Start::Filter(inner, predicates) => {
                let set = self.expr(inner, at);
                for predicate in predicates {
                    self.expr(predicate, &set);
                }
                set
            }
        };
        for step in &path.steps {
            set = self.step(&set, step);
            for predicate in &step.predicates {
                self.expr(predicate, &set);
            }
        }
        set
    }

    fn step(&self, from: &Set, step: &Step) -> Set {
        let mut to = Set {
            nodes: BTreeSet::new(),
            root: false,
            anchor: from.anchor,
        };
        match step.axis {
            Axis::ItSelf => return from.clone(),
            Axis::Namespace => {}
            Axis::Child | Axis::Attribute => self.children(from, step, &mut to),
            Axis::Parent => self.parents(from, &mut to),
            Axis::Descendant | Axis::DescendantOrSelf => self.descendants(from, step, &mut to),
            // Rare in forms: taken to reach everything.
            _ => {
                let all = Set {
                    root: true,
                    ..Set::elsewhere()
                };
                to.anchor = FrameId::ROOT;
                self.descendants(&all, step, &mut to);
            }
        }
        to
    }

    fn children(&self, from: &Set, step: &Step, to: &mut Set) {
        if from.root && step.axis == Axis::Child {
            to.nodes.insert(NodeId::ROOT);
        }
        for node in &from.nodes {
            let children = self.form.node(*node).children.iter();
            to.nodes
                .extend(children.filter(|child| self.passes(**child, step)));
            // `text()` is the node's own value.
            if step.test == Test::Text {
                to.nodes.insert(*node);
            }
        }
    }

    fn parents(&self, from: &Set, to: &mut Set) {
        for node in &from.nodes {
            let Some(parent) = self.form.node(*node).parent else {
                to.root = true;
                continue;
            };
            let inside = match self.form.node(parent).kind {
                NodeKind::Repeat(inside) => inside,
                _ => self.form.node(parent).frame,
            };
            to.anchor = self.form.common_frame(to.anchor, inside);
            to.nodes.insert(parent);
        }
    }

    fn descendants(&self, from: &Set, step: &Step, to: &mut Set) {
        let mut stack: Vec<NodeId> = from.nodes.iter().copied().collect();
        if from.root {
            stack.push(NodeId::ROOT);
            to.root = step.axis == Axis::DescendantOrSelf;
        }
        let mut seen = BTreeSet::new();
        while let Some(node) = stack.pop() {
            if seen.insert(node) {
                if self.passes(node, step) {
                    to.nodes.insert(node);
                }
                stack.extend(&self.form.node(node).children);
            }
        }
    }

    fn passes(&self, node: NodeId, step: &Step) -> bool {
        match &step.test {
            Test::Name { local, .. } => {
                let attribute = step.axis == Axis::Attribute;
                self.form.node(node).is_called(local, attribute)
            }
            Test::Comment | Test::Instruction(_) => false,
            _ => true,
        }
    }
}
