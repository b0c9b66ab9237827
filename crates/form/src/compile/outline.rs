//! The skeleton of a form: nodes, and the frames that hold them.

use super::screen;
use crate::blueprint::{Blueprint, Plan, Shape};
use crate::form::{DataType, Frame, FrameId, NodeDef, NodeId, NodeKind, Text};

pub(super) fn outline(blueprint: &Blueprint) -> (Vec<NodeDef>, Vec<Frame>) {
    let mut nodes = vec![node(blueprint.root.clone(), NodeKind::Group, None)];
    let mut frames = vec![frame(NodeId::ROOT, None, 0)];
    for plan in &blueprint.nodes {
        // Node 0 is the root, so plan n becomes node n + 1.
        let parent = NodeId::of(plan.parent.map_or(0, |parent| parent + 1));
        add(&mut nodes, &mut frames, plan, parent);
    }
    screen::arrange(blueprint, &mut nodes);
    (nodes, frames)
}

fn add(nodes: &mut Vec<NodeDef>, frames: &mut Vec<Frame>, plan: &Plan, parent: NodeId) {
    let id = NodeId::of(nodes.len());
    let around = match nodes[parent.at()].kind {
        NodeKind::Repeat(inside) => inside,
        _ => nodes[parent.at()].frame,
    };
    let kind = match plan.shape {
        Shape::Group => NodeKind::Group,
        Shape::Repeat => {
            let inside = FrameId::of(frames.len());
            let depth = frames[around.at()].depth + 1;
            frames.push(frame(id, Some(around), depth));
            NodeKind::Repeat(inside)
        }
        Shape::Question(control) => NodeKind::Question(control),
        Shape::Note => NodeKind::Note,
        Shape::Hidden | Shape::Preload(_) => NodeKind::Hidden,
    };
    let mut made = node(plan.name.clone(), kind, Some(parent));
    made.depth = nodes[parent.at()].depth + 1;
    made.frame = around;
    made.offset = u32::try_from(frames[around.at()].nodes.len()).unwrap_or(u32::MAX);
    made.appearance.clone_from(&plan.appearance);
    made.parameters.clone_from(&plan.parameters);
    made.attributes.clone_from(&plan.attributes);
    made.written.clone_from(&plan.written);
    made.data_type = plan.data_type;
    made.initial = plan.initial;
    made.fixed = plan.fixed;
    made.preload = match plan.shape {
        Shape::Preload(preload) => Some(preload),
        _ => plan.preload,
    };
    frames[around.at()].nodes.push(id);
    nodes[parent.at()].children.push(id);
    nodes.push(made);
}

fn frame(node: NodeId, parent: Option<FrameId>, depth: u32) -> Frame {
    Frame {
        node,
        parent,
        depth,
        nodes: vec![node],
        outer_readers: Vec::new(),
        positional: Vec::new(),
        neighbours: Vec::new(),
        newborn: Vec::new(),
    }
}

fn node(name: String, kind: NodeKind, parent: Option<NodeId>) -> NodeDef {
    NodeDef {
        name,
        kind,
        parent,
        children: Vec::new(),
        depth: 0,
        frame: FrameId::ROOT,
        offset: 0,
        preload: None,
        default: None,
        list: None,
        label: Text::default(),
        hint: Text::default(),
        guidance_hint: Text::default(),
        required_message: Text::default(),
        constraint_message: Text::default(),
        media: Vec::new(),
        appearance: String::new(),
        parameters: Vec::new(),
        attributes: Vec::new(),
        relevant: None,
        required: None,
        readonly: None,
        constraint: None,
        calculation: None,
        dynamic_default: None,
        repeat_count: None,
        choice_filter: None,
        choice_indexes: Vec::new(),
        triggered: None,
        triggers: Vec::new(),
        neighbours: Vec::new(),
        itemset: None,
        shuffle: None,
        data_type: DataType::default(),
        initial: 1,
        fixed: false,
        written: Vec::new(),
        screen: None,
        shown_in: None,
    }
}
