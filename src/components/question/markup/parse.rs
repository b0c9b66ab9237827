//! Reads what labels of a form may hold: Markdown as XLSForm has it (headings, lists, bold,
//! italics, links, line breaks) and the few tags that forms use for style. Whatever else looks like
//! a tag is text.

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Text,
    /// `# ` to `###### `.
    Heading(u8),
    /// `- ` or `* `.
    Bullet,
    /// `1. `: its number.
    Number(u32),
}

/// How a stretch of text looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Bold,
    Italic,
    Underlined,
    /// A colour that CSS knows.
    Colour(String),
    /// Where it leads.
    Link(String),
    /// A tag without a meaning here.
    Plain,
}

/// A stretch of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Text(String),
    Looking(Look, Vec<Node>),
}

/// Marks inside each other: deeper ones are text.
const DEPTH: usize = 8;

/// The lines of a text.
pub(super) fn lines(text: &str) -> Vec<(Line, Vec<Node>)> {
    let text = text
        .replace("<br>", "\n")
        .replace("<br/>", "\n")
        .replace("<br />", "\n");
    text.lines()
        .map(|line| {
            let (kind, rest) = kind_of(line);
            (kind, nodes(rest, DEPTH))
        })
        .collect()
}

fn kind_of(line: &str) -> (Line, &str) {
    let trimmed = line.trim_start();
    let marks = trimmed.len() - trimmed.trim_start_matches('#').len();
    if let (1..=6, Some(rest)) = (
        marks,
        trimmed.get(marks..).and_then(|r| r.strip_prefix(' ')),
    ) {
        return (Line::Heading(u8::try_from(marks).unwrap_or(6)), rest.trim());
    }
    for mark in ["- ", "* ", "+ "] {
        if let Some(rest) = trimmed
            .strip_prefix(mark)
            .filter(|rest| !rest.trim().is_empty())
        {
            return (Line::Bullet, rest);
        }
    }
    if let Some((number, rest)) = trimmed.split_once(". ")
        && number.len() <= 3
        && let Ok(number) = number.parse()
    {
        return (Line::Number(number), rest);
    }
    (Line::Text, line)
}

/// The stretches of a line. A mark that is not closed is an ordinary character, and so is one with
/// a space on its inner side (`2 * 3 * 4`) or an underscore within a word.
fn nodes(line: &str, depth: usize) -> Vec<Node> {
    let mut found = Vec::new();
    let (mut text, mut at) = (String::new(), 0);
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let before = line.get(..at).unwrap_or_default();
        if let Some(escaped) = rest.strip_prefix('\\').and_then(|rest| rest.chars().next())
            && escaped.is_ascii_punctuation()
        {
            text.push(escaped);
            at += 2;
        } else if depth > 0
            && let Some((look, inner, length)) = marked(before, rest)
        {
            if !text.is_empty() {
                found.push(Node::Text(std::mem::take(&mut text)));
            }
            found.push(Node::Looking(look, nodes(inner, depth - 1)));
            at += length;
        } else {
            let next = rest.chars().next().unwrap_or_default();
            text.push(next);
            at += next.len_utf8();
        }
    }
    if !text.is_empty() {
        found.push(Node::Text(text));
    }
    found
}

/// The marked stretch at the start of `rest`: its look, what is inside, and its whole length.
fn marked<'a>(before: &str, rest: &'a str) -> Option<(Look, &'a str, usize)> {
    match rest.chars().next()? {
        '*' | '_' => emphasis(before, rest),
        '[' => link(rest),
        '<' => tag(rest),
        _ => None,
    }
}

fn emphasis<'a>(before: &str, rest: &'a str) -> Option<(Look, &'a str, usize)> {
    let marks = [
        ("**", Look::Bold),
        ("__", Look::Bold),
        ("*", Look::Italic),
        ("_", Look::Italic),
    ];
    marks.into_iter().find_map(|(mark, look)| {
        let inner = rest.strip_prefix(mark)?;
        let end = inner.find(mark)?;
        let (inner, after) = inner.split_at_checked(end)?;
        let open = !inner.is_empty() && inner.trim() == inner;
        let in_word = mark.starts_with('_')
            && (before.ends_with(char::is_alphanumeric)
                || after
                    .trim_start_matches('_')
                    .starts_with(char::is_alphanumeric));
        (open && !in_word).then_some((look, inner, inner.len() + 2 * mark.len()))
    })
}

/// `[text](address)`, where the address is one that may be opened.
fn link(rest: &str) -> Option<(Look, &str, usize)> {
    let (text, after) = rest.strip_prefix('[')?.split_once("](")?;
    let (address, _) = after.split_once(')')?;
    let known = ["https://", "http://", "mailto:", "tel:"];
    let safe = known.iter().any(|begin| address.starts_with(begin))
        && !address.contains(char::is_whitespace);
    let length = text.len() + address.len() + 4;
    safe.then(|| (Look::Link(address.to_owned()), text, length))
}

/// A tag that only changes the look, with its end.
fn tag(rest: &str) -> Option<(Look, &str, usize)> {
    let (head, after) = rest.strip_prefix('<')?.split_once('>')?;
    let name: String = head
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let look = match name.to_ascii_lowercase().as_str() {
        "b" | "strong" => Look::Bold,
        "i" | "em" => Look::Italic,
        "u" => Look::Underlined,
        "span" | "font" | "p" | "big" | "small" => colour(head).map_or(Look::Plain, Look::Colour),
        _ => return None,
    };
    let end = format!("</{name}>");
    let inner = after.get(..matching_end(after, &name)?)?;
    Some((look, inner, head.len() + 2 + inner.len() + end.len()))
}

/// Where the end of a tag stands, past those of the same name inside it.
fn matching_end(text: &str, name: &str) -> Option<usize> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        let rest = text.get(at..)?;
        let end = rest.find(&close)?;
        match rest.find(&open).filter(|begin| *begin < end) {
            Some(begin) => {
                depth += 1;
                at += begin + open.len();
            }
            None if depth == 0 => return Some(at + end),
            None => {
                depth -= 1;
                at += end + close.len();
            }
        }
    }
}

/// The colour in `style="color: red"` or `color="red"`.
fn colour(head: &str) -> Option<String> {
    let lower = head.to_ascii_lowercase();
    let mut values = lower.match_indices("color").filter_map(|(at, word)| {
        // Not `background-color`.
        let alone = !lower.get(..at)?.ends_with('-');
        let value = lower.get(at + word.len()..)?.trim_start();
        let value = value.strip_prefix([':', '='])?.trim_start();
        let value = value.trim_start_matches(['"', '\'']);
        let value = value.split([';', '"', '\'', '>']).next()?.trim();
        let plain = |c: char| c.is_ascii_alphanumeric() || "#(),.% ".contains(c);
        (alone && !value.is_empty() && value.len() < 40 && value.chars().all(plain))
            .then(|| value.to_owned())
    });
    values.next().filter(|value| !value.contains("url"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(nodes: &[Node]) -> String {
        let one = |node: &Node| match node {
            Node::Text(text) => text.clone(),
            Node::Looking(look, inner) => {
                let inner = shown(inner);
                match look {
                    Look::Bold => format!("<b>{inner}</b>"),
                    Look::Italic => format!("<i>{inner}</i>"),
                    Look::Underlined => format!("<u>{inner}</u>"),
                    Look::Colour(colour) => format!("<{colour}>{inner}</>"),
                    Look::Link(to) => format!("<{to}>{inner}</a>"),
                    Look::Plain => inner,
                }
            }
        };
        nodes.iter().map(one).collect()
    }

    #[track_caller]
    fn check(line: &str, expected: &str) {
        let all = lines(line);
        let text: Vec<_> = all.iter().map(|(_, nodes)| shown(nodes)).collect();
        assert_eq!(text.join("|"), expected);
    }

    #[test]
    fn bold_and_italic() {
        check(
            "**請注意**：*只問成人*。",
            "<b>請注意</b>：<i>只問成人</i>。",
        );
        check("__a__ and _b_", "<b>a</b> and <i>b</i>");
        check("**a *b* c**", "<b>a <i>b</i> c</b>");
    }

    #[test]
    fn what_is_no_mark_stays() {
        for line in [
            "2 * 3 * 4",
            "**open",
            "a_b_c",
            "*",
            "****",
            "到戶 * ",
            "a < b > c",
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[text](javascript:alert(1))",
            "1.5 m",
        ] {
            check(line, line);
        }
        check(r"\*no\* \# mark", "*no* # mark");
    }

    #[test]
    fn tags_give_a_look_and_nothing_else() {
        check("<b>x</b> <u>y</u>", "<b>x</b> <u>y</u>");
        check(r#"<span style="color: red">x</span>"#, "<red>x</>");
        check(r##"<font color="#f00">x</font>"##, "<#f00>x</>");
        check(
            r#"<span style="color:red">a <span style="color:blue">b</span></span>"#,
            "<red>a <blue>b</></>",
        );
        check(
            r#"<span onclick="x()" style="background-color: url(x)">y</span>"#,
            "y",
        );
        check("<b>open", "<b>open");
    }

    #[test]
    fn links_lead_to_addresses_only() {
        check(
            "see [this](https://example.org/a)",
            "see <https://example.org/a>this</a>",
        );
    }

    #[test]
    fn lines_are_headings_items_or_text() {
        let kinds: Vec<_> = lines("## Part\n- one\n2. two\nthree<br>four\n#five")
            .into_iter()
            .map(|(kind, _)| kind)
            .collect();
        assert_eq!(
            kinds,
            [
                Line::Heading(2),
                Line::Bullet,
                Line::Number(2),
                Line::Text,
                Line::Text,
                Line::Text
            ]
        );
    }
}
