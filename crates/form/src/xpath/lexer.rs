//! Text to tokens (XPath 1.0, section 3.7), with XLSForm's `${name}` beside them.

use super::SyntaxError;
use crate::diagnostic::Message;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Literal(Box<str>),
    /// A name test, function name, axis name or node type: `prefix:local`, `local` or `prefix:*`.
    Name(Box<str>),
    /// `and`, `or`, `div`, `mod`, where the grammar wants an operator.
    Word(Word),
    /// `*` as a name test.
    Any,
    /// `${name}`.
    Reference(Box<str>),
    /// `$name`.
    Variable(Box<str>),
    Sign(&'static str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    And,
    Or,
    Div,
    Mod,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spanned {
    pub(super) token: Token,
    /// Byte offset into the expression.
    pub(super) at: usize,
}

/// Longest first, so that `//` is not read as two `/`.
const SIGNS: [&str; 22] = [
    "::", "//", "!=", "<=", ">=", "..", "(", ")", "[", "]", ".", "@", ",", "/", "|", "+", "-", "=",
    "<", ">", "*", ":",
];

pub(super) fn tokens(text: &str) -> Result<Vec<Spanned>, SyntaxError> {
    let mut found: Vec<Spanned> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        // Excel brings non-breaking spaces and zero-width marks along.
        if first.is_whitespace() || first == '\u{feff}' || first == '\u{200b}' {
            at += first.len_utf8();
            continue;
        }
        let operator_wanted = found.last().is_some_and(|last| ends_operand(&last.token));
        let (token, length) = one(&text[at..], first, operator_wanted)
            .map_err(|message| SyntaxError { at, message })?;
        found.push(Spanned { token, at });
        at += length;
    }
    Ok(found)
}

/// After these a `*` multiplies and an `and` is an operator.
fn ends_operand(token: &Token) -> bool {
    match token {
        Token::Word(_) => false,
        Token::Sign(sign) => matches!(*sign, ")" | "]" | "." | ".."),
        _ => true,
    }
}

fn one(rest: &str, first: char, operator_wanted: bool) -> Result<(Token, usize), Message> {
    if let Some(closers) = closing_quotes(first) {
        let body = &rest[first.len_utf8()..];
        let Some(end) = body.find(closers) else {
            return Err(message!("a quoted text is not closed"));
        };
        let close = body[end..].chars().next().map_or(1, char::len_utf8);
        return Ok((
            Token::Literal(body[..end].into()),
            first.len_utf8() + end + close,
        ));
    }
    if first.is_ascii_digit() || starts_fraction(rest) {
        return number(rest);
    }
    if let Some(inner) = rest.strip_prefix("${") {
        let Some(end) = inner.find('}') else {
            return Err(message!("${ is not closed by }"));
        };
        return Ok((Token::Reference(inner[..end].trim().into()), end + 3));
    }
    if let Some(inner) = rest.strip_prefix('$') {
        let length = name_length(inner);
        if length == 0 {
            return Err(message!("a name must follow $"));
        }
        return Ok((Token::Variable(inner[..length].into()), length + 1));
    }
    if starts_name(first) {
        return Ok(name(rest, operator_wanted));
    }
    for sign in SIGNS {
        if rest.starts_with(sign) {
            let test = sign == "*" && !operator_wanted;
            return Ok((
                if test { Token::Any } else { Token::Sign(sign) },
                sign.len(),
            ));
        }
    }
    Err(message!("\"{}\" has no place in an expression", first))
}

/// Straight quotes close with themselves; those that word processors make, with any of their kind.
fn closing_quotes(first: char) -> Option<&'static [char]> {
    match first {
        '"' => Some(&['"']),
        '\'' => Some(&['\'']),
        '\u{201c}' | '\u{201d}' | '\u{201e}' => Some(&['\u{201c}', '\u{201d}']),
        '\u{2018}' | '\u{2019}' | '\u{201a}' => Some(&['\u{2018}', '\u{2019}']),
        _ => None,
    }
}

fn starts_fraction(rest: &str) -> bool {
    let mut bytes = rest.bytes();
    bytes.next() == Some(b'.') && bytes.next().is_some_and(|b| b.is_ascii_digit())
}

fn number(rest: &str) -> Result<(Token, usize), Message> {
    let digits = |from: usize| rest[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut length = digits(0);
    if rest[length..].starts_with('.') {
        length += 1 + digits(length + 1);
    }
    // An exponent is not in the grammar, but engines in use take it.
    if let Some(exponent) = rest[length..].strip_prefix(['e', 'E']) {
        let sign = usize::from(exponent.starts_with(['-', '+']));
        let count = digits(length + 1 + sign);
        if count > 0 {
            length += 1 + sign + count;
        }
    }
    let value = rest[..length]
        .parse()
        .map_err(|_| message!("this is not a number"))?;
    Ok((Token::Number(value), length))
}

pub(super) fn starts_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn continues_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{b7}')
}

fn name_length(text: &str) -> usize {
    if !text.starts_with(starts_name) {
        return 0;
    }
    text.find(|c| !continues_name(c)).unwrap_or(text.len())
}

fn name(rest: &str, operator_wanted: bool) -> (Token, usize) {
    let mut length = name_length(rest);
    if operator_wanted {
        // An operator needs no space after it: `1 div-2` is legal.
        let letters = rest
            .find(|c: char| !c.is_ascii_lowercase())
            .unwrap_or(rest.len());
        for (word, text) in [
            (Word::And, "and"),
            (Word::Or, "or"),
            (Word::Div, "div"),
            (Word::Mod, "mod"),
        ] {
            if &rest[..letters.min(length)] == text {
                return (Token::Word(word), text.len());
            }
        }
    }
    if let Some(after) = rest[length..].strip_prefix(':')
        && !after.starts_with(':')
    {
        if after.starts_with('*') {
            length += 2;
        } else if after.starts_with(starts_name) {
            length += 1 + name_length(after);
        }
    }
    (Token::Name(rest[..length].into()), length)
}
