//! Functions on references.

use std::collections::HashSet;

use super::random::randomize;
use super::{Call, Function};
use crate::xpath::eval::Evaluated;
use crate::xpath::tree::{Node, NodeKind, Sought};
use crate::xpath::value::Value;

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
pub(super) fn call<'a>(call: &Call<'_, 'a>, function: Function) -> Evaluated<Value<'a>> {
    let tree = call.eval.tree;
    Ok(match function {
        Function::Count => match call.tally(Sought::Count) {
            Some(count) => Value::Number(count),
            None => Value::Number(call.nodes(0)?.len() as f64),
        },
        Function::CountNonEmpty => {
            if let Some(filled) = call.tally(Sought::Filled) {
                return Ok(Value::Number(filled));
            }
            let nodes = call.nodes(0)?;
            let mut filled = 0_u32;
            for node in nodes {
                filled += u32::from(!call.eval.node_text(node)?.is_empty());
            }
            Value::Number(f64::from(filled))
        }
        Function::Position if call.given(0) => match call.nodes(0)?.first() {
            Some(node) => Value::Number(tree.position(*node) as f64),
            None => Value::Number(f64::NAN),
        },
        Function::Position => Value::Number(call.focus.position as f64),
        Function::Last => Value::Number(call.focus.size as f64),
        Function::Current => Value::Nodes(vec![call.eval.current]),
        Function::Instance => Value::Nodes(tree.instance(&call.text(0)?).into_iter().collect()),
        Function::IndexedRepeat => Value::Nodes(indexed_repeat(call)?),
        Function::Randomize => Value::Nodes(randomize(call)?),
        Function::PullData => pull_data(call)?,
        Function::LocalName => Value::text(named(call)?.map_or("", |node| tree.name(node).local)),
        Function::NamespaceUri => {
            Value::text(named(call)?.map_or("", |node| tree.name(node).namespace))
        }
        Function::Name => Value::text(named(call)?.map_or_else(String::new, |node| {
            let name = tree.name(node);
            if name.prefix.is_empty() {
                name.local.to_owned()
            } else {
                format!("{}:{}", name.prefix, name.local)
            }
        })),
        Function::Id => Value::Nodes(by_id(call)?),
        _ => Value::Boolean(in_language(call)?),
    })
}

/// The node whose name is asked for.
fn named(call: &Call<'_, '_>) -> Evaluated<Option<Node>> {
    if call.given(0) {
        Ok(call.nodes(0)?.first().copied())
    } else {
        Ok(Some(call.focus.node))
    }
}

/// `indexed-repeat(question, repeat, index, …)`: the question's answer in the instance of that
/// number, from 1, of each repeat from the outside in.
fn indexed_repeat(call: &Call<'_, '_>) -> Evaluated<Vec<Node>> {
    let mut from = None;
    let mut repeats: Vec<usize> = (1..call.arguments.len()).step_by(2).collect();
    // Outer repeats come first, in whichever order they are given.
    repeats.sort_by_key(|at| call.expr(*at).ok().and_then(crate::xpath::Expr::as_field));
    for at in repeats {
        let wanted = index_of(call.number(at + 1)?);
        let instance = match wanted {
            Some(index) => instance_at(call, at, from, index)?,
            None => None,
        };
        let Some(instance) = instance else {
            return Ok(Vec::new());
        };
        from = Some(instance);
    }
    let Some(within) = from else {
        return Ok(Vec::new());
    };
    if let Some(question) = call.expr(0)?.as_field() {
        let mut found = Vec::new();
        call.eval.tree.field(question, within, &mut found);
        return Ok(found);
    }
    inside(call, call.nodes(0)?, within)
}

/// The instance of that index, from 0, of the repeat that argument `at` names.
fn instance_at(
    call: &Call<'_, '_>,
    at: usize,
    within: Option<Node>,
    index: usize,
) -> Evaluated<Option<Node>> {
    call.eval.spend(1)?;
    let tree = call.eval.tree;
    if let Some(repeat) = call.expr(at)?.as_field() {
        return Ok(tree.nth(repeat, within.unwrap_or(call.eval.current), index));
    }
    let mut instances = call.nodes(at)?;
    if let Some(within) = within {
        instances = inside(call, instances, within)?;
    }
    Ok(instances.get(index).copied())
}

/// The nodes that are within another.
fn inside(call: &Call<'_, '_>, mut nodes: Vec<Node>, within: Node) -> Evaluated<Vec<Node>> {
    call.eval.spend(nodes.len())?;
    let up = |node: &Node| std::iter::successors(Some(*node), |node| call.eval.tree.parent(*node));
    nodes.retain(|node| up(node).any(|above| above == within));
    Ok(nodes)
}

/// The index, from 0, that a number from 1 stands for.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be a small whole number"
)]
fn index_of(wanted: f64) -> Option<usize> {
    let fits = wanted >= 1.0 && wanted <= f64::from(u32::MAX) && wanted.fract() == 0.0;
    fits.then(|| wanted as usize - 1)
}

/// `pulldata(table, column, key column, key)`.
fn pull_data<'a>(call: &Call<'_, 'a>) -> Evaluated<Value<'a>> {
    let tree = call.eval.tree;
    let (table, column) = (call.text(0)?, call.text(1)?);
    let (key_column, key) = (call.text(2)?, call.text(3)?);
    let Some(instance) = tree.instance(&table) else {
        return Ok(Value::text(""));
    };
    let mut roots = Vec::new();
    tree.children(instance, &mut roots);
    let mut rows = Vec::new();
    for root in roots {
        tree.children(root, &mut rows);
    }
    for row in rows {
        let mut cells = Vec::new();
        tree.children(row, &mut cells);
        // A column can be an attribute: `@code`.
        tree.attributes(row, &mut cells);
        call.eval.spend(cells.len() + 1)?;
        let cell = |name: &str| {
            let (kind, name) = match name.strip_prefix('@') {
                Some(name) => (NodeKind::Attribute, name),
                None => (NodeKind::Element, name),
            };
            let named = |cell: &&Node| tree.kind(**cell) == kind && tree.name(**cell).local == name;
            cells.iter().find(named)
        };
        if cell(&key_column).is_some_and(|cell| tree.text(*cell) == key) {
            let found = cell(&column).map(|cell| tree.text(*cell));
            return Ok(Value::Text(found.unwrap_or_default()));
        }
    }
    Ok(Value::text(""))
}

/// Elements by their `id` attribute: without a DTD that is what an id can be.
fn by_id(call: &Call<'_, '_>) -> Evaluated<Vec<Node>> {
    let texts = call.texts(0)?;
    let wanted: HashSet<&str> = texts
        .iter()
        .flat_map(|text| text.split_ascii_whitespace())
        .collect();
    let tree = call.eval.tree;
    let mut found = Vec::new();
    let mut stack = vec![tree.root(call.focus.node)];
    while let Some(node) = stack.pop() {
        call.eval.spend(1)?;
        if attribute(call, node, "", "id").is_some_and(|id| wanted.contains(&*id)) {
            found.push(node);
        }
        let from = stack.len();
        tree.children(node, &mut stack);
        stack[from..].reverse();
    }
    Ok(found)
}

fn attribute<'a>(
    call: &Call<'_, 'a>,
    node: Node,
    prefix: &str,
    local: &str,
) -> Option<std::borrow::Cow<'a, str>> {
    if call.eval.tree.kind(node) != NodeKind::Element {
        return None;
    }
    let mut attributes = Vec::new();
    call.eval.tree.attributes(node, &mut attributes);
    let named = |attribute: &&Node| {
        let name = call.eval.tree.name(**attribute);
        name.prefix == prefix && name.local == local
    };
    attributes
        .iter()
        .find(named)
        .map(|attribute| call.eval.tree.text(*attribute))
}

/// `lang()` (XPath 1.0, section 4.3).
fn in_language(call: &Call<'_, '_>) -> Evaluated<bool> {
    let wanted = call.text(0)?.to_ascii_lowercase();
    let tree = call.eval.tree;
    let mut up = std::iter::successors(Some(call.focus.node), |node| tree.parent(*node));
    let Some(language) = up.find_map(|node| attribute(call, node, "xml", "lang")) else {
        return Ok(false);
    };
    let language = language.to_ascii_lowercase();
    Ok(language
        .strip_prefix(&wanted)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-')))
}
