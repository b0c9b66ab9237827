//! The order of evaluation, and cycles.
//!
//! Each node has two vertices, its value and its relevance; each cell has one. An edge leads from
//! what depends to what it depends on, so that strongly connected components come out with the
//! dependencies first (Tarjan 1972).

use super::{home, reads::Reads};
use crate::diagnostic::Findings;
use crate::form::{CellId, Form, NodeId, NodeKind, Role};

pub(super) fn order(form: &mut Form, reads: &[Reads], findings: &mut Findings) {
    let graph = Graph { form, reads };
    let hard = graph.edges(false);
    let components = components(&hard);
    report_cycles(&graph, &hard, &components, findings);
    // What is left of circles here has to be evaluated again until nothing changes.
    let ranks = self::components(&graph.edges(true));
    let first_cell = graph.first_cell();
    for (cell, rank) in form
        .cells
        .iter_mut()
        .zip(ranks.into_iter().skip(first_cell))
    {
        cell.rank = rank;
    }
}

struct Graph<'a> {
    form: &'a Form,
    reads: &'a [Reads],
}

impl Graph<'_> {
    fn value(node: NodeId) -> usize {
        node.at() * 2
    }

    fn relevance(node: NodeId) -> usize {
        node.at() * 2 + 1
    }

    fn first_cell(&self) -> usize {
        self.form.nodes.len() * 2
    }

    fn cell(&self, cell: CellId) -> usize {
        self.first_cell() + cell.at()
    }

    /// For each vertex, what it depends on.
    ///
    /// With `all`, also what makes no cycle: two questions can ask for each other to be relevant
    /// (as in JavaRosa), a question can look at other instances of its own repeat, and a repeat can
    /// grow by what its members say.
    fn edges(&self, all: bool) -> Vec<Vec<usize>> {
        let form = self.form;
        let mut edges = Vec::with_capacity(self.first_cell() + form.cells.len());
        for (at, node) in form.nodes.iter().enumerate() {
            let id = NodeId::of(at);
            let steady = [node.calculation];
            // These set a value now and then, or only take from it: no circle goes on through them.
            let rare = [node.dynamic_default, node.triggered, node.choice_filter];
            let rare = rare.into_iter().filter(|_| all);
            let value = steady.into_iter().chain(rare).flatten();
            let mut to: Vec<usize> = value.map(|cell| self.cell(cell)).collect();
            to.extend(all.then_some(Self::relevance(id)));
            edges.push(to);
            let around = node
                .parent
                .and_then(|parent| form.node(parent).repeat_count);
            let relevance = [node.relevant, around.filter(|_| all)];
            let mut to: Vec<usize> = relevance
                .into_iter()
                .flatten()
                .map(|c| self.cell(c))
                .collect();
            to.extend(node.parent.map(Self::relevance));
            edges.push(to);
        }
        for (cell, reads) in form.cells.iter().zip(self.reads) {
            let mut to = Vec::new();
            if all && cell.role == Role::Relevant {
                to.extend(form.node(cell.node).parent.map(Self::relevance));
            } else if all {
                to.push(Self::relevance(cell.node));
            }
            let home = home(form, cell.node);
            for (node, anchor) in &reads.nodes {
                let common = form.common_frame(home, form.node(*node).frame);
                if !all && form.frame(*anchor).depth < form.frame(common).depth {
                    continue;
                }
                to.push(match form.node(*node).kind {
                    NodeKind::Group | NodeKind::Repeat(_) => Self::relevance(*node),
                    _ => Self::value(*node),
                });
                to.extend(
                    form.node(*node)
                        .repeat_count
                        .filter(|_| all)
                        .map(|count| self.cell(count)),
                );
            }
            // Only another instance is meant, so this makes no circle.
            let neighbours = reads.neighbours.iter().filter(|_| all);
            to.extend(neighbours.map(|(node, _)| Self::value(*node)));
            edges.push(to);
        }
        edges
    }
}

/// The component of each vertex, numbered so that what is depended on has the smaller number.
fn components(edges: &[Vec<usize>]) -> Vec<u32> {
    const UNSEEN: u32 = u32::MAX;
    let mut index = vec![UNSEEN; edges.len()];
    let mut low = vec![0_u32; edges.len()];
    let mut component = vec![UNSEEN; edges.len()];
    let mut open = Vec::new();
    let (mut next_index, mut next_component) = (0_u32, 0_u32);
    for start in 0..edges.len() {
        if index[start] != UNSEEN {
            continue;
        }
        // The call stack of the recursive formulation: vertex and next edge.
        let mut calls = vec![(start, 0_usize)];
        while let Some((vertex, edge)) = calls.last_mut() {
            let vertex = *vertex;
            if *edge == 0 {
                index[vertex] = next_index;
                low[vertex] = next_index;
                next_index += 1;
                open.push(vertex);
            }
            if let Some(to) = edges[vertex].get(*edge).copied() {
                *edge += 1;
                if index[to] == UNSEEN {
                    calls.push((to, 0));
                } else if component[to] == UNSEEN {
                    low[vertex] = low[vertex].min(index[to]);
                }
                continue;
            }
            calls.pop();
            if let Some((parent, _)) = calls.last() {
                low[*parent] = low[*parent].min(low[vertex]);
            }
            if low[vertex] == index[vertex] {
                while let Some(member) = open.pop() {
                    component[member] = next_component;
                    if member == vertex {
                        break;
                    }
                }
                next_component += 1;
            }
        }
    }
    component
}

fn report_cycles(
    graph: &Graph<'_>,
    edges: &[Vec<usize>],
    components: &[u32],
    findings: &mut Findings,
) {
    let mut reported = std::collections::BTreeSet::new();
    for (at, cell) in graph.form.cells.iter().enumerate() {
        let start = graph.cell(CellId::of(at));
        // One message for each circle, and one search: a component can be as large as the form.
        if reported.contains(&components[start]) {
            continue;
        }
        let Some(path) = cycle(edges, components, start) else {
            continue;
        };
        reported.insert(components[start]);
        let mut names: Vec<&str> = Vec::new();
        for vertex in path {
            let node = match vertex.checked_sub(graph.first_cell()) {
                Some(cell) => graph.form.cells[cell].node,
                None => NodeId::of(vertex / 2),
            };
            let name = graph.form.node(node).name.as_str();
            if names.last() != Some(&name) {
                names.push(name);
            }
        }
        if names.len() == 1 {
            names.push(names[0]);
        }
        let message = message!("this depends on itself: {}", names.join(" needs "));
        findings.error(&cell.place, "cycle", message);
    }
}

/// A shortest way from `start` back to itself.
fn cycle(edges: &[Vec<usize>], components: &[u32], start: usize) -> Option<Vec<usize>> {
    let mut came_from = std::collections::HashMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(vertex) = queue.pop_front() {
        for to in &edges[vertex] {
            if *to == start {
                let mut back = vec![start];
                let mut at = vertex;
                while at != start {
                    back.push(at);
                    at = *came_from.get(&at)?;
                }
                back.push(start);
                back.reverse();
                return Some(back);
            }
            if components[*to] == components[start] && !came_from.contains_key(to) {
                came_from.insert(*to, vertex);
                queue.push_back(*to);
            }
        }
    }
    None
}
