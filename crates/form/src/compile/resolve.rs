//! Names and paths in expressions, looked up once.
//!
//! `${age}` and a path such as `../age` or `/data/person/age` become the node that they lead to. At
//! run time its instance is found from the instance that asks, without walking the tree. What can't
//! be told beforehand (predicates, wildcards, other axes) stays a path and is walked.

use std::collections::HashMap;

use crate::diagnostic::{Findings, Place};
use crate::form::{Form, FrameId, NodeId, NodeKind, Role};
use crate::xlsform::{LAST_SAVED, is_foreign, unknown};
use crate::xpath::{Axis, Expr, Function, Path, Pattern, Start, Step, Test};

pub(super) struct Resolver<'a> {
    pub(super) form: &'a Form,
    pub(super) names: &'a HashMap<String, Vec<NodeId>>,
    /// The node that the expression is for.
    pub(super) node: NodeId,
    pub(super) place: &'a Place,
    pub(super) findings: &'a mut Findings,
}

impl Resolver<'_> {
    /// `None` if a name is not known, which is then reported.
    pub(super) fn resolve(mut self, expr: Expr, role: Role) -> Option<Expr> {
        // A choice filter is evaluated at a choice, everything else at the node.
        let at_node = role != Role::ChoiceFilter;
        self.expr(expr, at_node)
    }

    /// `at_node` says whether the context node is the node that the expression is for.
    fn expr(&mut self, expr: Expr, at_node: bool) -> Option<Expr> {
        Some(match expr {
            Expr::Number(_) | Expr::Text(_) => expr,
            Expr::Unavailable(name) => {
                let message = message!("{}() is not available here and gives nothing", name);
                self.findings
                    .warn(self.place, "unavailable-function", message);
                Expr::Text("".into())
            }
            Expr::Negate(inner) => Expr::Negate(Box::new(self.expr(*inner, at_node)?)),
            Expr::Chain(first, rest) => {
                let first = self.expr(*first, at_node);
                let rest: Vec<_> = rest
                    .into_iter()
                    .map(|(operator, expr)| Some((operator, self.expr(expr, at_node)?)))
                    .collect();
                Expr::Chain(Box::new(first?), rest.into_iter().collect::<Option<_>>()?)
            }
            Expr::Call(function, arguments) => {
                if function == Function::Regex {
                    self.check_pattern(&arguments);
                }
                Expr::Call(function, self.all(arguments, at_node)?)
            }
            Expr::Path(path) => Expr::Path(Box::new(self.path(*path, at_node)?)),
        })
    }

    /// What can't be matched lets every answer pass: better told than found out.
    fn check_pattern(&mut self, arguments: &[Expr]) {
        if let Some(Expr::Text(pattern)) = arguments.get(1)
            && Pattern::new(pattern).is_none()
        {
            let message = message!(
                "the pattern \"{}\" can not be matched here; nothing is checked by it",
                pattern
            );
            self.findings.warn(self.place, "bad-pattern", message);
        }
    }

    /// Goes on after a failure, so that every unknown name is reported.
    fn all(&mut self, exprs: Vec<Expr>, at_node: bool) -> Option<Vec<Expr>> {
        let done: Vec<_> = exprs
            .into_iter()
            .map(|expr| self.expr(expr, at_node))
            .collect();
        done.into_iter().collect()
    }

    fn path(&mut self, path: Path, at_node: bool) -> Option<Path> {
        let Path { start, steps } = path;
        match start {
            Start::Reference(name) if self.is_foreign(&name) => {
                let message = message!("${{}} is not known here and is empty", name);
                self.findings.warn(self.place, "foreign-name", message);
                Some(Path {
                    start: Start::Filter(Expr::Text("".into()), Vec::new()),
                    steps: Vec::new(),
                })
            }
            Start::Reference(name) if name.trim().starts_with("last-saved#") => {
                let path = self.last_saved(name.trim().trim_start_matches("last-saved#"));
                let steps = self.steps(steps)?;
                path.map(|mut path| {
                    path.steps.extend(steps);
                    path
                })
            }
            Start::Reference(name) => {
                let node = self.named(&name);
                let steps = self.steps(steps)?;
                Some(Path {
                    start: Start::Field(node?.field()),
                    steps,
                })
            }
            Start::Root => match steps.first() {
                Some(first) if self.is_root(first) => {
                    let rest = steps.into_iter().skip(1).collect();
                    self.fold(NodeId::ROOT, rest, true)
                }
                _ => Some(Path {
                    start: Start::Root,
                    steps: self.steps(steps)?,
                }),
            },
            Start::Context if at_node => self.fold(self.node, steps, false),
            Start::Filter(Expr::Call(Function::Current, _), predicates)
                if predicates.is_empty() =>
            {
                self.fold(self.node, steps, false)
            }
            Start::Filter(inner, predicates) => {
                let inner = self.expr(inner, at_node);
                let predicates = self.all(predicates, false);
                let steps = self.steps(steps);
                Some(Path {
                    start: Start::Filter(inner?, predicates?),
                    steps: steps?,
                })
            }
            start => Some(Path {
                start,
                steps: self.steps(steps)?,
            }),
        }
    }

    fn steps(&mut self, steps: Vec<Step>) -> Option<Vec<Step>> {
        let done: Vec<_> = steps
            .into_iter()
            .map(
                |Step {
                     axis,
                     test,
                     predicates,
                 }| {
                    Some(Step {
                        axis,
                        test,
                        predicates: self.all(predicates, false)?,
                    })
                },
            )
            .collect();
        done.into_iter().collect()
    }

    fn is_root(&self, step: &Step) -> bool {
        let name = &self.form.node(NodeId::ROOT).name;
        let name = crate::form::local(name);
        matches!(&step.test, Test::Name { local, .. } if **local == *name || &**local == "data")
            && step.axis == Axis::Child
            && step.predicates.is_empty()
    }

    /// Follows plain steps from `from`, which is the node itself or one around it.
    ///
    /// In an absolute path a repeat that the node is in means the node's own instance, unless the
    /// path ends there (JavaRosa); in a relative one it means all, as XPath has it.
    fn fold(&mut self, from: NodeId, steps: Vec<Step>, absolute: bool) -> Option<Path> {
        let mut at = from;
        // Whether `at` stands for the one instance that the node is in.
        let mut own = true;
        let mut taken = 0;
        while let Some(step) = steps.get(taken) {
            if step.is_self() {
                taken += 1;
                continue;
            }
            if !step.predicates.is_empty() {
                break;
            }
            let next = match (step.axis, &step.test) {
                (Axis::Parent, Test::Node) if own => self.form.node(at).parent,
                (Axis::Child, Test::Name { local, .. }) => self.child(at, local),
                (Axis::Attribute, Test::Name { local, .. }) => self.child(at, &format!("@{local}")),
                _ => None,
            };
            let Some(next) = next else { break };
            if let (Axis::Child, NodeKind::Repeat(inside)) = (step.axis, self.form.node(next).kind)
            {
                let last = taken + 1 == steps.len();
                let around = self.is_inside(inside);
                if around && !last && !absolute {
                    break;
                }
                own = own && around && !last;
            }
            at = next;
            taken += 1;
        }
        let rest: Vec<Step> = steps.into_iter().skip(taken).collect();
        if let Some(Step {
            axis: Axis::Child,
            test: Test::Name { local, .. },
            ..
        }) = rest.first()
            && self.child(at, local).is_none()
            && &**local != "meta"
        {
            let message = message!(
                "there is no question \"{}\" in \"{}\"; the path leads nowhere",
                local,
                self.form.node(at).name
            );
            self.findings.warn(self.place, "unknown-path", message);
        }
        let repeat = matches!(self.form.node(at).kind, NodeKind::Repeat(_));
        let field = at.field();
        let start = if own && repeat {
            Start::Own(field)
        } else {
            Start::Field(field)
        };
        Some(Path {
            start,
            steps: self.steps(rest)?,
        })
    }

    fn child(&self, of: NodeId, name: &str) -> Option<NodeId> {
        // A lookup by name rather than a walk: a group can have thousands of children.
        let called = self.names.get(name)?;
        called
            .iter()
            .copied()
            .find(|child| self.form.node(*child).parent == Some(of))
    }

    /// Whether the node that the expression is for is within `frame`.
    fn is_inside(&self, frame: FrameId) -> bool {
        self.form
            .common_frame(self.form.node(self.node).frame, frame)
            == frame
    }

    fn is_foreign(&self, name: &str) -> bool {
        is_foreign(name) && !self.names.contains_key(name)
    }

    /// `${last-saved#name}`: the same question in what was saved last time.
    fn last_saved(&mut self, name: &str) -> Option<Path> {
        let mut names = Vec::new();
        let mut next = Some(self.named(name)?);
        while let Some(node) = next {
            names.push(self.form.node(node).name.as_str());
            next = self.form.node(node).parent;
        }
        let instance = Expr::Call(Function::Instance, vec![Expr::Text(LAST_SAVED.into())]);
        let step = |name: &str| Step {
            axis: Axis::Child,
            test: Test::Name {
                prefix: None,
                local: name.into(),
            },
            predicates: Vec::new(),
        };
        Some(Path {
            start: Start::Filter(instance, Vec::new()),
            steps: names.into_iter().rev().map(step).collect(),
        })
    }

    fn named(&mut self, name: &str) -> Option<NodeId> {
        let name = name.trim();
        match self.names.get(name).map(Vec::as_slice) {
            Some([only]) => Some(*only),
            Some([]) | None => {
                // Nobody reads so many findings that a near name is worth looking for then.
                let full = self.findings.is_full();
                let looked_at = if full { 0 } else { usize::MAX };
                let known = self
                    .form
                    .nodes
                    .iter()
                    .skip(1)
                    .map(|node| node.name.as_str());
                let message = unknown(name, known.take(looked_at));
                self.findings.error(self.place, "unknown-name", message);
                None
            }
            Some(several) => {
                if let Some(near) = self.nearest(several) {
                    return Some(near);
                }
                let message = message!("there are several questions named \"{}\"", name);
                self.findings.error(self.place, "ambiguous-name", message);
                None
            }
        }
    }

    /// Of the copies that a loop makes of a question, the one in the node's own copy of the group.
    fn nearest(&self, several: &[NodeId]) -> Option<NodeId> {
        let parent = |node: NodeId| self.form.node(node).parent;
        let own = parent(self.node)?;
        let names = |group: NodeId| {
            let children = self.form.node(group).children.iter();
            children.map(|child| self.form.node(*child).name.as_str())
        };
        let copied = several
            .iter()
            .filter_map(|other| parent(*other))
            .all(|group| {
                parent(group).is_some()
                    && parent(group) == parent(own)
                    && names(group).eq(names(own))
            });
        let mut near = several
            .iter()
            .copied()
            .filter(|other| parent(*other) == Some(own));
        near.next().filter(|_| copied && near.next().is_none())
    }
}
