//! What stands in one place of a table.

use std::borrow::Cow;

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    #[default]
    Empty,
    /// A text, whatever it looks like.
    Text(Cow<'a, str>),
    /// A number in decimal, as JSON writes it and a double holds it.
    Number(Cow<'a, str>),
}

/// A double keeps so many digits as they were written.
const DIGITS: usize = 15;

impl<'a> Cell<'a> {
    /// A text; nothing where it is empty.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    /// A number; a text where it is none, or where a spreadsheet would change it: `007`, twenty
    /// digits.
    pub fn number(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if is_number(&text) {
            Self::Number(text)
        } else {
            Self::text(text)
        }
    }

    /// A text where there is one.
    pub fn maybe(text: Option<impl Into<Cow<'a, str>>>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }
}

/// JSON's numbers (RFC 8259, section 6) without an exponent, of at most [`DIGITS`] digits.
fn is_number(text: &str) -> bool {
    let bare = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = bare.split_once('.').unwrap_or((bare, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && digits(part)
        && (whole == "0" || !whole.starts_with('0'))
        && whole.len() + part.len() <= DIGITS
}

#[cfg(test)]
mod tests {
    use super::Cell;

    #[test]
    fn a_number_is_what_every_program_reads_the_same() {
        for number in ["0", "-1", "12.50", "0.001", "123456789012"] {
            assert_eq!(
                Cell::number(number),
                Cell::Number(number.into()),
                "{number}"
            );
        }
        for text in [
            "007",
            "1e5",
            "+1",
            ".5",
            "5.",
            "-",
            "1,5",
            "１",
            "1234567890123456",
            "=1",
        ] {
            assert_eq!(Cell::number(text), Cell::Text(text.into()), "{text}");
        }
        assert_eq!(Cell::number(""), Cell::Empty);
    }
}
