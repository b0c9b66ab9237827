//! What stands where on the screen: the body of an XForm says it, the instance says only where the
//! answers are (ODK XForms, "Body Elements"). Both mostly agree; then nothing is noted.

use crate::blueprint::{Blueprint, Shown};
use crate::form::{FrameId, NodeDef, NodeId, NodeKind};

pub(super) fn arrange(blueprint: &Blueprint, nodes: &mut [NodeDef]) {
    let places = (1..).zip(&blueprint.nodes);
    let mut places: Vec<(Shown, usize)> = places
        .filter_map(|(at, plan)| Some((plan.shown?, at)))
        .collect();
    if places.is_empty() {
        return;
    }
    places.sort_unstable();
    let mut around: Vec<usize> = nodes
        .iter()
        .map(|node| node.parent.map_or(0, NodeId::at))
        .collect();
    for (shown, at) in &places {
        let wanted = shown.around.map_or(0, |plan| plan + 1);
        // A repeat is shown once for each instance: what is in it stays, all else stays out.
        if inside(&nodes[wanted]) == nodes[*at].frame && !is_within(&around, wanted, *at) {
            around[*at] = wanted;
        }
    }
    let ranked = places.iter().map(|(_, at)| *at);
    let others = (1..nodes.len()).filter(|at| blueprint.nodes[at - 1].shown.is_none());
    let mut within: Vec<Vec<NodeId>> = vec![Vec::new(); nodes.len()];
    for at in ranked.chain(others) {
        within[around[at]].push(NodeId::of(at));
    }
    for (at, list) in within.into_iter().enumerate() {
        let seen = |id: &&NodeId| nodes[id.at()].kind != NodeKind::Hidden;
        let same = list
            .iter()
            .filter(seen)
            .eq(nodes[at].children.iter().filter(seen));
        nodes[at].screen = (!same).then_some(list);
        let parent = nodes[at].parent.map_or(0, NodeId::at);
        nodes[at].shown_in = (around[at] != parent).then(|| NodeId::of(around[at]));
    }
}

/// The frame of what stands in a node.
fn inside(node: &NodeDef) -> FrameId {
    match node.kind {
        NodeKind::Repeat(inside) => inside,
        _ => node.frame,
    }
}

/// Whether `at` is `outer` or stands in it.
fn is_within(around: &[usize], mut at: usize, outer: usize) -> bool {
    while at != outer {
        if at == 0 {
            return false;
        }
        at = around[at];
    }
    true
}
