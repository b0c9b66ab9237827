//! The themes as a tree, whatever several people have made of it at once.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Change, Fields, RecordId, State, gather};

use super::{STEP, Theme, change};
use crate::Lang;

/// A theme at its place.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    /// The theme.
    pub theme: Theme<'a>,
    /// How many themes it lies below.
    pub depth: usize,
    /// The theme right above it.
    pub parent: Option<RecordId>,
}

/// All themes but those that were merged into another one.
///
/// Any records make a tree: where two people have put two themes below each other, the one with
/// the smaller id stands at the top; where they have merged them into each other, it is the one
/// that stays.
#[derive(Clone, Debug)]
pub struct Tree<'a> {
    /// In reading order: a theme, what lies below it, its next sibling.
    nodes: Vec<Node<'a>>,
    at: BTreeMap<RecordId, usize>,
    /// For each theme the one that what is marked with it counts for.
    counts_for: BTreeMap<RecordId, RecordId>,
}

impl<'a> Tree<'a> {
    /// The tree as it stands.
    pub fn of(state: &'a State) -> Self {
        let all: BTreeMap<RecordId, Theme<'a>> =
            gather(Theme::all(state).map(|theme| (theme.id, theme)));
        let into = |id: RecordId| {
            let into = all.get(&id)?.merged()?;
            all.contains_key(&into).then_some(into)
        };
        let counts_for: BTreeMap<_, _> = gather(all.keys().map(|id| (*id, end(*id, into))));
        let stays = |theme: &&Theme<'a>| counts_for.get(&theme.id) == Some(&theme.id);
        // A theme may still hang below one that was merged: then it hangs below what that became.
        let above = |id: RecordId| {
            let parent = counts_for.get(&all.get(&id)?.parent()?)?;
            (*parent != id).then_some(*parent)
        };
        let mut below: BTreeMap<Option<RecordId>, Vec<Theme<'a>>> = BTreeMap::new();
        for theme in all.values().filter(stays) {
            let top = end(theme.id, above) == theme.id;
            let parent = above(theme.id).filter(|_| !top);
            below.entry(parent).or_default().push(*theme);
        }
        for siblings in below.values_mut() {
            siblings.sort_by_key(|theme| (theme.order(), theme.id));
        }
        let mut nodes = Vec::with_capacity(all.len());
        hang(&mut nodes, &mut below, None, 0);
        let at = gather(
            nodes
                .iter()
                .enumerate()
                .map(|(at, node)| (node.theme.id, at)),
        );
        Self {
            nodes,
            at,
            counts_for,
        }
    }

    /// The themes in reading order.
    pub fn nodes(&self) -> &[Node<'a>] {
        &self.nodes
    }

    /// Whether no theme is known.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Where a theme stands; a merged one stands nowhere.
    pub fn node(&self, id: RecordId) -> Option<Node<'a>> {
        self.nodes.get(*self.at.get(&id)?).copied()
    }

    /// The theme that a mark counts for: itself, or what it was merged into.
    pub fn counts_for(&self, id: RecordId) -> Option<RecordId> {
        self.counts_for.get(&id).copied()
    }

    /// The themes that were merged into this one.
    pub fn merged_into(&self, id: RecordId) -> impl Iterator<Item = RecordId> {
        let pairs = self.counts_for.iter();
        pairs
            .filter(move |(one, end)| **end == id && **one != id)
            .map(|(one, _)| *one)
    }

    /// The themes above one, the nearest first.
    pub fn above(&self, id: RecordId) -> impl Iterator<Item = Node<'a>> {
        let first = self.node(id).and_then(|node| self.node(node.parent?));
        std::iter::successors(first, |node| self.node(node.parent?))
    }

    /// A theme and all that lies below it.
    pub fn with_below(&self, id: RecordId) -> BTreeSet<RecordId> {
        let Some(first) = self.at.get(&id).copied() else {
            return BTreeSet::new();
        };
        let depth = self.nodes[first].depth;
        let below = self.nodes[first + 1..].iter();
        let below = below.take_while(|node| node.depth > depth);
        let mut all = BTreeSet::from([id]);
        all.extend(below.map(|node| node.theme.id));
        all
    }

    /// Its name behind those above it: `Management › Lifts`.
    pub fn path(&self, id: RecordId, lang: Lang) -> String {
        let mut names: Vec<_> = self.above(id).map(|node| node.theme.name(lang)).collect();
        names.reverse();
        names.extend(self.node(id).map(|node| node.theme.name(lang)));
        names.join(" › ")
    }

    /// What a theme below `parent` is ordered by when it comes last.
    pub fn place_below(&self, parent: Option<RecordId>) -> i64 {
        let last = self.siblings(parent).map(Theme::order);
        let last = last.filter(|order| *order != i64::MAX).max();
        last.unwrap_or_default().saturating_add(STEP)
    }

    fn siblings(&self, parent: Option<RecordId>) -> impl Iterator<Item = Theme<'a>> {
        let nodes = self.nodes.iter();
        nodes
            .filter(move |node| node.parent == parent)
            .map(|node| node.theme)
    }

    /// Hangs a theme below another one, or at the top, as the last. Nothing where it would lie
    /// below itself.
    pub fn hang_below(&self, id: RecordId, parent: Option<RecordId>) -> Option<Change> {
        let below = self.with_below(id);
        if below.is_empty() || parent.is_some_and(|parent| below.contains(&parent)) {
            return None;
        }
        let set = Fields::from([
            ("parent".to_owned(), parent.map(|id| id.to_string()).into()),
            ("order".to_owned(), self.place_below(parent).into()),
        ]);
        Some(change(id, set))
    }

    /// Moves a theme one place up or down among its siblings; no changes where there is no such
    /// place.
    pub fn shift(&self, id: RecordId, down: bool) -> Vec<Change> {
        let Some(node) = self.node(id) else {
            return Vec::new();
        };
        let mut siblings: Vec<_> = self.siblings(node.parent).collect();
        let Some(at) = siblings.iter().position(|theme| theme.id == id) else {
            return Vec::new();
        };
        let to = if down {
            Some(at + 1)
        } else {
            at.checked_sub(1)
        };
        let Some(to) = to.filter(|to| *to < siblings.len()) else {
            return Vec::new();
        };
        siblings.swap(at, to);
        let placed = (1..).map(|n: i64| n * STEP).zip(siblings);
        let moved = placed.filter(|(order, theme)| theme.order() != *order);
        moved
            .map(|(order, theme)| {
                let set = Fields::from([("order".to_owned(), order.into())]);
                change(theme.id, set)
            })
            .collect()
    }

    /// Merges a theme into another one: what is marked with it counts for that one, and what lies
    /// below it hangs there. [`Theme::unmerge`] takes it back.
    pub fn merge(&self, id: RecordId, into: RecordId) -> Vec<Change> {
        let (Some(node), Some(_)) = (self.node(id), self.node(into)) else {
            return Vec::new();
        };
        if id == into {
            return Vec::new();
        }
        let mut changes = Vec::new();
        // One that lies below takes the place of what it swallows.
        if self.with_below(id).contains(&into) {
            let set = Fields::from([
                (
                    "parent".to_owned(),
                    node.parent.map(|id| id.to_string()).into(),
                ),
                ("order".to_owned(), node.theme.order().into()),
            ]);
            changes.push(change(into, set));
        }
        let set = Fields::from([("into".to_owned(), into.to_string().into())]);
        changes.push(change(id, set));
        changes
    }

    /// The themes in use whose name, in any language, holds what was typed: those that begin with
    /// it first, then in reading order.
    pub fn search(&self, typed: &str) -> Vec<Node<'a>> {
        let typed = typed.trim().to_lowercase();
        let rank = |node: &Node<'a>| {
            let names = Lang::ALL
                .iter()
                .filter_map(|lang| node.theme.own_name(*lang));
            let found = names.filter_map(|name| name.to_lowercase().find(&typed));
            found.map(|at| at != 0).min()
        };
        let used = self.nodes.iter().filter(|node| !node.theme.gone());
        let mut found: Vec<_> = used.filter_map(|node| Some((rank(node)?, *node))).collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, node)| node).collect()
    }
}

/// A walk is no longer than this, so that no records make reading slow.
const LONGEST_WALK: usize = 64;

/// Where a walk from one theme to the next ends. A walk that runs in a ring ends at the ring's
/// smallest id, one that is too long where it began.
fn end(from: RecordId, next: impl Fn(RecordId) -> Option<RecordId>) -> RecordId {
    let mut walked = vec![from];
    let mut at = from;
    while let Some(to) = next(at) {
        if let Some(begin) = walked.iter().position(|one| *one == to) {
            return walked[begin..].iter().copied().min().unwrap_or(from);
        }
        if walked.len() == LONGEST_WALK {
            return from;
        }
        walked.push(to);
        at = to;
    }
    at
}

fn hang<'a>(
    nodes: &mut Vec<Node<'a>>,
    below: &mut BTreeMap<Option<RecordId>, Vec<Theme<'a>>>,
    parent: Option<RecordId>,
    depth: usize,
) {
    for theme in below.remove(&parent).unwrap_or_default() {
        nodes.push(Node {
            theme,
            depth,
            parent,
        });
        hang(nodes, below, Some(theme.id), depth + 1);
    }
}
