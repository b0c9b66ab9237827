//! The little Markdown that labels of an XLSForm may hold: line breaks, `**bold**` and `*italic*`.
//! It becomes nodes, never HTML, so that a label can do no harm.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Plain,
    Bold,
    Italic,
}

/// The nodes for a label.
pub fn markup(text: &str) -> impl IntoView + use<> {
    text.lines()
        .enumerate()
        .map(|(number, line)| {
            let spans = spans(line).into_iter().map(|(style, text)| {
                let text = text.to_owned();
                match style {
                    Style::Plain => text.into_any(),
                    Style::Bold => view! { <strong>{text}</strong> }.into_any(),
                    Style::Italic => view! { <em>{text}</em> }.into_any(),
                }
            });
            let break_before = (number > 0).then(|| view! { <br/> });
            (break_before, spans.collect_view())
        })
        .collect_view()
}

/// The label without its marks, for places that hold plain text.
pub fn plain(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| spans(line).into_iter().map(|(_, text)| text).collect());
    lines.collect::<Vec<String>>().join(" ")
}

/// A line in stretches of one style. A mark that is not closed is an ordinary character, and so is
/// one with a space on its inner side (`2 * 3 * 4`) or an underscore within a word.
fn spans(line: &str) -> Vec<(Style, &str)> {
    let mut spans = Vec::new();
    let (mut plain_from, mut at) = (0, 0);
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let before = line.get(..at).unwrap_or_default();
        if let Some((style, inner, length)) = marked(before, rest) {
            push(&mut spans, Style::Plain, line.get(plain_from..at));
            push(&mut spans, style, Some(inner));
            at += length;
            plain_from = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    push(&mut spans, Style::Plain, line.get(plain_from..));
    spans
}

fn push<'a>(spans: &mut Vec<(Style, &'a str)>, style: Style, text: Option<&'a str>) {
    spans.extend(
        text.filter(|text| !text.is_empty())
            .map(|text| (style, text)),
    );
}

/// The marked stretch at the start of `rest`: its style, what is inside, and its whole length.
fn marked<'a>(before: &str, rest: &'a str) -> Option<(Style, &'a str, usize)> {
    let marks = [
        ("**", Style::Bold),
        ("__", Style::Bold),
        ("*", Style::Italic),
        ("_", Style::Italic),
    ];
    marks.into_iter().find_map(|(mark, style)| {
        let inner = rest.strip_prefix(mark)?;
        let end = inner.find(mark)?;
        let (inner, after) = inner.split_at_checked(end)?;
        let open = !inner.is_empty() && inner.trim() == inner;
        let in_word = mark.starts_with('_')
            && (before.ends_with(char::is_alphanumeric)
                || after
                    .trim_start_matches('_')
                    .starts_with(char::is_alphanumeric));
        (open && !in_word).then_some((style, inner, inner.len() + 2 * mark.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &str) {
        let shown: String = spans(line)
            .into_iter()
            .map(|(style, text)| match style {
                Style::Plain => text.to_owned(),
                Style::Bold => format!("<b>{text}</b>"),
                Style::Italic => format!("<i>{text}</i>"),
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn bold_and_italic() {
        check(
            "**請注意**：*只問成人*。",
            "<b>請注意</b>：<i>只問成人</i>。",
        );
        check("__a__ and _b_", "<b>a</b> and <i>b</i>");
    }

    #[test]
    fn what_is_no_mark_stays() {
        for line in [
            "2 * 3 * 4",
            "**open",
            "a_b_c",
            "*",
            "****",
            "<b>x</b>",
            "到戶 * ",
        ] {
            check(line, line);
        }
    }

    #[test]
    fn plain_text_has_neither_marks_nor_breaks() {
        assert_eq!(plain("**第一**項\n第二項"), "第一項 第二項");
    }
}
