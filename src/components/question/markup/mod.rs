//! Labels of a form with their style. They become nodes, never HTML, so that a label can do no
//! harm.

mod parse;

use leptos::prelude::*;

use parse::{Line, Look, Node, lines};

/// The nodes for a label.
pub fn markup(text: &str) -> impl IntoView + use<> {
    let lines = lines(text);
    // A block of its own needs no line break around it.
    let breaks: Vec<bool> = lines
        .windows(2)
        .map(|pair| pair.iter().all(|(kind, _)| *kind == Line::Text))
        .collect();
    let breaks = std::iter::once(false).chain(breaks);
    lines
        .into_iter()
        .zip(breaks)
        .map(|((kind, nodes), broken)| {
            let nodes = view_of(nodes);
            let line = match kind {
                Line::Text => nodes,
                Line::Heading(level) => view! {
                    <strong class="text-heading" data-level=level.to_string()>{nodes}</strong>
                }
                .into_any(),
                Line::Bullet => view! { <span class="text-item">"• " {nodes}</span> }.into_any(),
                Line::Number(number) => {
                    view! { <span class="text-item">{number} ". " {nodes}</span> }.into_any()
                }
            };
            (broken.then(|| view! { <br/> }), line)
        })
        .collect_view()
}

fn view_of(nodes: Vec<Node>) -> AnyView {
    let one = |node| match node {
        Node::Text(text) => text.into_any(),
        Node::Looking(look, inner) => {
            let inner = view_of(inner);
            match look {
                Look::Bold => view! { <strong>{inner}</strong> }.into_any(),
                Look::Italic => view! { <em>{inner}</em> }.into_any(),
                Look::Underlined => view! { <u>{inner}</u> }.into_any(),
                Look::Colour(colour) => {
                    view! { <span style:color=colour>{inner}</span> }.into_any()
                }
                Look::Link(to) => view! {
                    <a href=to target="_blank" rel="noopener noreferrer">{inner}</a>
                }
                .into_any(),
                Look::Plain => inner,
            }
        }
    };
    nodes.into_iter().map(one).collect_view().into_any()
}

/// The label without its marks, for places that hold plain text.
pub fn plain(text: &str) -> String {
    if !text.contains(['*', '_', '[', '<', '\\', '#', '\n']) {
        return text.to_owned();
    }
    let lines = lines(text);
    let lines: Vec<_> = lines.iter().map(|(_, nodes)| text_of(nodes)).collect();
    lines.join(" ")
}

fn text_of(nodes: &[Node]) -> String {
    let one = |node: &Node| match node {
        Node::Text(text) => text.clone(),
        Node::Looking(_, inner) => text_of(inner),
    };
    nodes.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn plain_text_has_neither_marks_nor_breaks() {
        assert_eq!(plain("**第一**項\n第二項"), "第一項 第二項");
        assert_eq!(plain("# Part\n<b>a</b>"), "Part a");
    }
}
