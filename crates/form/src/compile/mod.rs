//! A blueprint to a form: expressions are parsed, names looked up, dependencies put in order.

mod actions;
mod cells;
mod itemset;
mod lists;
mod order;
mod outline;
mod reads;
mod resolve;
mod screen;
mod wording;

use crate::diagnostic::Message;
use std::collections::{BTreeSet, HashMap};

use crate::audit::Auditing;
use crate::blueprint::{Blueprint, PlannedEntity, Source};
use crate::diagnostic::{Findings, Place};
use crate::form::{
    Cell, CellId, Edge, Entity, Form, FrameId, LanguageId, NodeId, NodeKind, Role, Stage,
};
use crate::limits;
use crate::xpath::{Expr, parse};
use reads::Reads;
use resolve::Resolver;

/// Compiles a form; whether it is usable is for `findings` to say.
pub(crate) fn compile(blueprint: &Blueprint, findings: &mut Findings) -> Form {
    let (nodes, frames) = outline::outline(blueprint);
    let form = Form {
        id: blueprint.id.clone(),
        title: blueprint.title.clone(),
        version: blueprint.version.clone(),
        style: blueprint.style.clone(),
        settings: blueprint.settings.clone(),
        entities: blueprint.entities.iter().map(entity).collect(),
        languages: blueprint.languages.clone(),
        default_language: LanguageId(u16::try_from(blueprint.default_language).unwrap_or(0)),
        readers: nodes.iter().map(|_| Vec::new()).collect(),
        nodes,
        frames,
        cells: Vec::new(),
        lists: Vec::new(),
        instances: Vec::new(),
        instance_name: None,
        by_language: Vec::new(),
        first_load: Vec::new(),
        load: Vec::new(),
        places: Vec::new(),
        initial: blueprint.initial.clone(),
        written: blueprint.written.clone(),
        audit: blueprint.audit.as_deref().map(Auditing::of),
        namespaces: blueprint.namespaces.clone(),
        texts: HashMap::new(),
    };
    let mut names: HashMap<String, Vec<NodeId>> = HashMap::new();
    for (at, node) in form.nodes.iter().enumerate().skip(1) {
        if blueprint.nodes[at - 1].derived {
            continue;
        }
        names
            .entry(local_name(&node.name))
            .or_default()
            .push(NodeId::of(at));
    }
    let mut compiler = Compiler {
        blueprint,
        form,
        names,
        findings,
        reads: Vec::new(),
        bytes_left: limits::EXPRESSIONS_BYTES,
        dependencies_left: limits::DEPENDENCIES,
    };
    compiler.cells();
    compiler.actions();
    compiler.lists();
    compiler.itemsets();
    compiler.texts();
    compiler.connect();
    order::order(&mut compiler.form, &compiler.reads, compiler.findings);
    compiler.form
}

struct Compiler<'a> {
    blueprint: &'a Blueprint,
    form: Form,
    names: HashMap<String, Vec<NodeId>>,
    findings: &'a mut Findings,
    /// What each cell reads.
    reads: Vec<Reads>,
    /// Bytes of expressions, and dependencies, that may still come.
    bytes_left: usize,
    dependencies_left: usize,
}

impl Compiler<'_> {
    /// Reads an expression and gives it a cell. `None` if it can't be read, which is then reported.
    fn cell(&mut self, node: NodeId, role: Role, source: &Source) -> Option<CellId> {
        let expr = self.expression(node, role, &source.text, &source.place)?;
        Some(self.add_cell(node, role, expr, source.place.clone()))
    }

    fn expression(&mut self, node: NodeId, role: Role, text: &str, place: &Place) -> Option<Expr> {
        let left = self.bytes_left.checked_sub(text.len());
        self.bytes_left = left.unwrap_or(0);
        if left.is_none() || self.dependencies_left == 0 {
            let message =
                message!("all expressions together are too much; the form is not read on");
            self.findings.error(place, "too-many-expressions", message);
            return None;
        }
        match parse(text) {
            Ok(expr) => {
                let resolver = Resolver {
                    form: &self.form,
                    names: &self.names,
                    node,
                    place,
                    findings: self.findings,
                };
                resolver.resolve(expr, role)
            }
            Err(error) => {
                let code = if error.message.template.starts_with("there is no function") {
                    "unknown-function"
                } else {
                    "bad-expression"
                };
                let around = excerpt(text, error.at);
                let message = message!("the expression can't be read: {}{}", error.message, around);
                self.findings.error(place, code, message);
                None
            }
        }
    }

    fn add_cell(&mut self, node: NodeId, role: Role, expr: Expr, place: Place) -> CellId {
        let reads = reads::reads(&self.form, node, role, &expr);
        self.dependencies_left = self.dependencies_left.saturating_sub(reads.nodes.len());
        let id = CellId::of(self.form.cells.len());
        if reads.language {
            self.form.by_language.push(id);
        }
        self.reads.push(reads);
        self.form.cells.push(Cell {
            node,
            role,
            expr,
            rank: 0,
            place,
        });
        id
    }

    /// Turns "reads" around: for each node, who reads it; for each repeat, who reads it from
    /// outside.
    fn connect(&mut self) {
        let form = &mut self.form;
        let mut outer: Vec<BTreeSet<Edge>> = form.frames.iter().map(|_| BTreeSet::new()).collect();
        for (at, reads) in self.reads.iter().enumerate() {
            let cell = CellId::of(at);
            let role = form.cells[at].role;
            if form.cells[at].stage() == Stage::Birth
                || matches!(role, Role::Triggered | Role::SetValue)
            {
                continue;
            }
            for (node, anchor) in &reads.nodes {
                let edge = Edge {
                    cell,
                    anchor: *anchor,
                };
                form.readers[node.at()].push(edge);
                // Every repeat around the node, up to the anchor, can gain and lose instances.
                let mut frame = match form.nodes[node.at()].kind {
                    NodeKind::Repeat(inside) => inside,
                    _ => form.nodes[node.at()].frame,
                };
                while frame != *anchor {
                    let Some(parent) = form.frames[frame.at()].parent else {
                        break;
                    };
                    outer[frame.at()].insert(edge);
                    frame = parent;
                }
            }
            let home = home(form, form.cells[at].node);
            for (node, shift) in &reads.neighbours {
                form.nodes[node.at()].neighbours.push((cell, *shift));
                form.frames[home.at()].neighbours.push((cell, *shift));
            }
            for frame in &reads.positions {
                form.frames[frame.at()].positional.push(cell);
            }
        }
        for (frame, edges) in form.frames.iter_mut().zip(outer) {
            frame.outer_readers = edges.into_iter().collect();
        }
    }
}

/// A node's name without its prefix; an attribute keeps its `@`.
fn local_name(name: &str) -> String {
    match name.strip_prefix('@') {
        Some(attribute) => format!("@{}", crate::form::local(attribute)),
        None => crate::form::local(name).to_owned(),
    }
}

fn entity(planned: &PlannedEntity) -> Entity {
    let saved = planned.saved.iter();
    Entity {
        properties: saved
            .map(|saved| (saved.property.clone(), saved.question.clone()))
            .collect(),
        ..planned.entity.clone()
    }
}

/// The text from where reading stopped, if that is within it.
fn excerpt(text: &str, at: usize) -> Message {
    let rest: String = text.get(at..).unwrap_or("").chars().take(20).collect();
    if rest.is_empty() || at == 0 {
        Message::NONE
    } else {
        message!(", at \"{}\"", rest)
    }
}

/// The frame in which a node's cells are evaluated.
fn home(form: &Form, node: NodeId) -> FrameId {
    form.node(node).frame
}
