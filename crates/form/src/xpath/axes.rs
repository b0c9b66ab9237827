//! Location steps (XPath 1.0, sections 2.1 to 2.3).

use super::ast::{Axis, Step, Test};
use super::tree::{Node, NodeKind, Tree};

/// Appends the nodes on `axis` from `node` that pass the step's test, nearest first. Returns how
/// many were looked at.
pub(super) fn select(tree: &dyn Tree, node: Node, step: &Step, found: &mut Vec<Node>) -> usize {
    let from = found.len();
    let mut extra = 0;
    match step.axis {
        Axis::ItSelf => found.push(node),
        Axis::Parent => found.extend(tree.parent(node)),
        Axis::Child => tree.children(node, found),
        Axis::Attribute => tree.attributes(node, found),
        Axis::Namespace => {}
        Axis::Ancestor => ancestors(tree, node, found),
        Axis::AncestorOrSelf => {
            found.push(node);
            ancestors(tree, node, found);
        }
        Axis::Descendant => descendants(tree, node, found),
        Axis::DescendantOrSelf => {
            found.push(node);
            descendants(tree, node, found);
        }
        Axis::FollowingSibling | Axis::PrecedingSibling => {
            let (before, after) = siblings(tree, node);
            // All of them had to be looked at to find the node itself.
            extra = before.len().max(after.len());
            if step.axis == Axis::FollowingSibling {
                found.extend(after);
            } else {
                found.extend(before.into_iter().rev());
            }
        }
        Axis::Following => following(tree, node, found),
        Axis::Preceding => preceding(tree, node, found),
    }
    let seen = found.len() - from + extra;
    let mut keep = from;
    for at in from..found.len() {
        if passes(tree, found[at], step) {
            found[keep] = found[at];
            keep += 1;
        }
    }
    found.truncate(keep);
    seen
}

fn passes(tree: &dyn Tree, node: Node, step: &Step) -> bool {
    let kind = tree.kind(node);
    let principal = match step.axis {
        Axis::Attribute => NodeKind::Attribute,
        _ => NodeKind::Element,
    };
    match &step.test {
        Test::Node => true,
        Test::Text => kind.is_text(),
        Test::Comment => kind == NodeKind::Comment,
        Test::Instruction(target) => {
            kind == NodeKind::Instruction
                && target
                    .as_ref()
                    .is_none_or(|target| tree.name(node).local == &**target)
        }
        Test::Any => kind == principal,
        Test::Prefix(prefix) => kind == principal && in_namespace(tree, node, prefix),
        Test::Name { prefix, local } => {
            let name = tree.name(node);
            kind == principal
                && name.local == &**local
                && match prefix {
                    None => in_namespace(tree, node, ""),
                    Some(prefix) => in_namespace(tree, node, prefix),
                }
        }
    }
}

fn in_namespace(tree: &dyn Tree, node: Node, prefix: &str) -> bool {
    let name = tree.name(node);
    match tree.namespace(prefix) {
        Some(namespace) => name.namespace == namespace,
        None => name.prefix == prefix,
    }
}

fn ancestors(tree: &dyn Tree, node: Node, found: &mut Vec<Node>) {
    found.extend(std::iter::successors(tree.parent(node), |node| {
        tree.parent(*node)
    }));
}

fn descendants(tree: &dyn Tree, node: Node, found: &mut Vec<Node>) {
    let mut stack = Vec::new();
    tree.children(node, &mut stack);
    stack.reverse();
    while let Some(next) = stack.pop() {
        found.push(next);
        let from = stack.len();
        tree.children(next, &mut stack);
        stack[from..].reverse();
    }
}

/// The siblings before and after `node`, in document order. An attribute has none.
fn siblings(tree: &dyn Tree, node: Node) -> (Vec<Node>, Vec<Node>) {
    let mut before = Vec::new();
    let Some(parent) = tree.parent(node) else {
        return (before, Vec::new());
    };
    tree.children(parent, &mut before);
    match before.iter().position(|sibling| *sibling == node) {
        Some(at) => {
            let after = before.split_off(at + 1);
            before.pop();
            (before, after)
        }
        None => (Vec::new(), Vec::new()),
    }
}

fn following(tree: &dyn Tree, node: Node, found: &mut Vec<Node>) {
    if tree.kind(node) == NodeKind::Attribute
        && let Some(parent) = tree.parent(node)
    {
        descendants(tree, parent, found);
    }
    let mut at = Some(node);
    while let Some(node) = at {
        for sibling in siblings(tree, node).1 {
            found.push(sibling);
            descendants(tree, sibling, found);
        }
        at = tree.parent(node);
    }
}

fn preceding(tree: &dyn Tree, node: Node, found: &mut Vec<Node>) {
    let mut at = Some(node);
    while let Some(node) = at {
        for sibling in siblings(tree, node).0.into_iter().rev() {
            let from = found.len();
            found.push(sibling);
            descendants(tree, sibling, found);
            found[from..].reverse();
        }
        at = tree.parent(node);
    }
}
