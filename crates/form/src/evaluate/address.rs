//! Paths that name one node: `/data[1]/person[2]/@id`.
//!
//! Each step is the node's name as the document writes it and its number, from 1, among the
//! siblings of that name. Nodes without a name go by their kind: `text()[1]`, `cdata()[1]`,
//! `comment()[1]`, `processing-instruction()[1]` (counted for each target apart). The root is `/`.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::limits;
use crate::xpath::{Document, NodeKind};

/// What siblings are counted by, and how the step begins.
#[derive(PartialEq, Eq, Hash)]
struct Step<'a> {
    shown: Cow<'a, str>,
    target: &'a str,
}

fn step(document: &Document, index: u32) -> Step<'_> {
    let name = document.name(index);
    let full = || match name.prefix {
        "" => Cow::Borrowed(name.local),
        prefix => Cow::Owned(format!("{prefix}:{}", name.local)),
    };
    let (shown, target) = match document.kind(index) {
        NodeKind::Root => ("".into(), ""),
        NodeKind::Element => (full(), ""),
        NodeKind::Attribute => (format!("@{}", full()).into(), ""),
        NodeKind::Text => ("text()".into(), ""),
        NodeKind::CData => ("cdata()".into(), ""),
        NodeKind::Comment => ("comment()".into(), ""),
        NodeKind::Instruction => ("processing-instruction()".into(), name.local),
    };
    Step { shown, target }
}

/// The paths of nodes; `None` if they are too long all together.
pub(super) fn paths(document: &Document, nodes: &[u32]) -> Option<Vec<String>> {
    let numbers = numbers(document);
    let mut left = limits::FILE_BYTES;
    let path = |index: &u32| {
        let path = path(document, &numbers, *index);
        left = left.checked_sub(path.len())?;
        Some(path)
    };
    nodes.iter().map(path).collect()
}

/// The number of every node among its siblings, counted in one go.
pub(super) fn numbers(document: &Document) -> Vec<u32> {
    let mut numbers = vec![1; document.len() as usize];
    for parent in 0..document.len() {
        let mut seen: HashMap<Step<'_>, u32> = HashMap::new();
        for child in document.children(parent) {
            let count = seen.entry(step(document, child)).or_default();
            *count += 1;
            if let Some(number) = numbers.get_mut(child as usize) {
                *number = *count;
            }
        }
    }
    numbers
}

fn path(document: &Document, numbers: &[u32], index: u32) -> String {
    let mut parts = Vec::new();
    let mut at = index;
    while let Some(parent) = document.parent(at) {
        let shown = step(document, at).shown;
        parts.push(match numbers.get(at as usize) {
            Some(number) if document.kind(at) != NodeKind::Attribute => {
                Cow::Owned(format!("{shown}[{number}]"))
            }
            _ => shown,
        });
        at = parent;
    }
    parts.reverse();
    format!("/{}", parts.join("/"))
}

/// The node that a path names. A number may be left out; then the first is meant.
pub(super) fn find(document: &Document, path: &str) -> Option<u32> {
    let mut at = 0;
    for part in path.strip_prefix('/')?.split('/') {
        if !part.is_empty() {
            at = child(document, at, part)?;
        } else if path != "/" {
            return None;
        }
    }
    Some(at)
}

fn child(document: &Document, parent: u32, part: &str) -> Option<u32> {
    if part.starts_with('@') {
        return document
            .attributes(parent)
            .find(|attribute| step(document, *attribute).shown == part);
    }
    let (name, number) = match part
        .strip_suffix(']')
        .and_then(|part| part.rsplit_once('['))
    {
        Some((name, number)) => (name, number.parse().ok()?),
        None => (part, 1_usize),
    };
    let mut seen: HashMap<Step<'_>, usize> = HashMap::new();
    document.children(parent).find(|sibling| {
        let step = step(document, *sibling);
        let named = step.shown == name;
        let count = seen.entry(step).or_default();
        *count += 1;
        named && *count == number
    })
}
