//! How rows of choices are laid out, after the form's appearance.

use form::Choice;
use leptos::prelude::*;

use super::Select;

/// As many choices as this go in two columns, if none is wider than [`SHORT`] Latin letters.
const MANY: usize = 6;
const SHORT: usize = 24;
/// The style sheet has rules for as many columns as this.
const COLUMNS: usize = 10;

/// The layout that an appearance asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// What the style sheet calls it; `None` leaves it to the labels.
    pub(super) name: Option<&'static str>,
    /// How many columns, where the form says so.
    pub(super) columns: Option<usize>,
    /// Whether a box or a ring stands beside each label.
    pub(super) buttons: bool,
}

/// Reads the words of the column `appearance`. `compact` and `horizontal` are old spellings.
pub(super) fn asked<'a>(appearance: impl Iterator<Item = &'a str>) -> Layout {
    let mut layout = Layout {
        name: None,
        columns: None,
        buttons: true,
    };
    for word in appearance {
        let numbered = ["columns-", "compact-", "quickcompact-"]
            .iter()
            .find_map(|start| word.strip_prefix(start)?.parse::<usize>().ok())
            .filter(|columns| (1..=COLUMNS).contains(columns));
        if numbered.is_some() {
            layout.columns = numbered;
        }
        if word.starts_with("compact") || word.starts_with("quickcompact") || word == "no-buttons" {
            layout.buttons = false;
        }
        layout.name = match word {
            "likert" => Some("likert"),
            "columns-pack" | "horizontal-compact" => Some("pack"),
            "columns" | "horizontal" | "compact" | "quickcompact" => Some("columns"),
            _ if numbered.is_some() => Some("numbered"),
            _ => layout.name,
        };
    }
    layout
}

/// The layout of a question. Without an appearance, many short choices go in two columns where
/// there is room.
pub(super) fn of(select: Select) -> (Layout, Memo<&'static str>) {
    let item = select.field.item;
    let layout = select
        .field
        .interview
        .peek(|session| Some(asked(session.item(item).appearance())));
    let layout = layout.unwrap_or(asked(std::iter::empty()));
    let name = Memo::new(move |_| {
        layout
            .name
            .unwrap_or_else(|| select.choices.with(|choices| by_labels(choices)))
    });
    (layout, name)
}

fn by_labels(choices: &[Choice]) -> &'static str {
    let short = choices.iter().all(|choice| width(&choice.label) <= SHORT);
    if short && choices.len() >= MANY {
        "short"
    } else {
        "rows"
    }
}

/// How wide a text is, in Latin letters.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::asked;

    #[test]
    fn appearances_old_and_new_give_a_layout() {
        for (words, name, columns, buttons) in [
            ("", None, None, true),
            ("columns", Some("columns"), None, true),
            ("columns-3 no-buttons", Some("numbered"), Some(3), false),
            ("compact-2", Some("numbered"), Some(2), false),
            ("quickcompact", Some("columns"), None, false),
            ("horizontal", Some("columns"), None, true),
            ("horizontal-compact", Some("pack"), None, true),
            ("columns-pack quick", Some("pack"), None, true),
            ("columns-99", None, None, true),
            ("likert", Some("likert"), None, true),
        ] {
            let layout = asked(words.split_whitespace());
            let got = (layout.name, layout.columns, layout.buttons);
            assert_eq!(got, (name, columns, buttons), "{words}");
        }
    }
}
