//! Regular expressions, and what they may cost.
//!
//! The engine behind takes time in proportion to the text times the pattern's states, whatever the
//! pattern. So it is enough to know how many states there are about.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use regex_lite::{Regex, RegexBuilder};

use crate::limits;

/// A pattern that has to match a whole text (ODK documentation: "an exact and complete match").
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    regex: Regex,
    /// What has to fit, or must not fit, from the beginning of the text.
    ahead: Vec<(Regex, bool)>,
    /// Roughly the states of the machine.
    pub(crate) weight: usize,
}

/// About the bytes of one state.
const STATE_BYTES: usize = 32;

impl Pattern {
    pub(crate) fn new(pattern: &str) -> Option<Self> {
        if pattern.len() > limits::EXPRESSION_BYTES {
            return None;
        }
        let (looks, rest) = looks_ahead(pattern)?;
        let (regex, mut weight) = built(&format!("^(?:{rest})$"))?;
        let mut ahead = Vec::new();
        for (inner, wanted) in looks {
            let (regex, more) = built(&format!("^(?:{inner})"))?;
            weight += more;
            ahead.push((regex, wanted));
        }
        Some(Self {
            regex,
            ahead,
            weight,
        })
    }

    pub(crate) fn matches(&self, text: &str) -> bool {
        let fits = |(regex, wanted): &(Regex, bool)| regex.is_match(text) == *wanted;
        self.ahead.iter().all(fits) && self.regex.is_match(text)
    }
}

/// The machine and its weight. The engine says no more than whether a size is enough.
fn built(pattern: &str) -> Option<(Regex, usize)> {
    let fits = |bytes: usize| {
        let regex = RegexBuilder::new(pattern).size_limit(bytes).build().ok()?;
        Some((regex, bytes / STATE_BYTES))
    };
    let sizes = [1 << 12, 1 << 14, 1 << 16, 1 << 18, limits::PATTERN_BYTES];
    sizes.into_iter().find_map(fits)
}

/// Takes `(?=…)` and `(?!…)` off the beginning of a pattern. The engine has no look-ahead; there,
/// where forms use it, it is no more than a second pattern for the same text.
fn looks_ahead(pattern: &str) -> Option<(Vec<(&str, bool)>, &str)> {
    let mut looks = Vec::new();
    let mut rest = pattern.strip_prefix('^').unwrap_or(pattern);
    while let Some(inner) = rest.strip_prefix("(?") {
        let wanted = match inner.bytes().next() {
            Some(b'=') => true,
            Some(b'!') => false,
            _ => break,
        };
        let end = outermost(&inner[1..], b')')?;
        looks.push((&inner[1..=end], wanted));
        rest = &inner[end + 2..];
    }
    if looks.is_empty() {
        return Some((looks, pattern));
    }
    // Before an alternative, a look-ahead is about that one alone.
    outermost(rest, b'|').is_none().then_some((looks, rest))
}

/// Where a byte stands outside of brackets, classes and escapes.
fn outermost(pattern: &str, wanted: u8) -> Option<usize> {
    let (mut depth, mut class, mut escaped) = (0_usize, false, false);
    for (at, byte) in pattern.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b']' => class = false,
            _ if class => {}
            b'[' => class = true,
            _ if byte == wanted && depth == 0 => return Some(at),
            b'(' => depth += 1,
            b')' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

/// Patterns that have been read. Those made from answers could be many; those in forms are few.
#[derive(Debug, Clone, Default)]
pub(crate) struct Patterns {
    known: RefCell<HashMap<String, Option<Pattern>>>,
    weight: Cell<usize>,
}

impl Patterns {
    const MOST: usize = 1_000;
    const HEAVIEST: usize = 8 * limits::PATTERN_BYTES / STATE_BYTES;

    /// `None` if the text is not a pattern.
    pub(crate) fn get(&self, text: &str) -> Option<Pattern> {
        let mut known = self.known.borrow_mut();
        if let Some(pattern) = known.get(text) {
            return pattern.clone();
        }
        let pattern = Pattern::new(text);
        let weight = pattern.as_ref().map_or(0, |pattern| pattern.weight);
        if known.len() >= Self::MOST || self.weight.get() + weight > Self::HEAVIEST {
            known.clear();
            self.weight.set(0);
        }
        self.weight.set(self.weight.get() + weight);
        known.insert(text.to_owned(), pattern.clone());
        pattern
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_all_of_a_text_or_nothing() {
        let pattern = Pattern::new("[0-9]{2}|x").unwrap();
        assert!(pattern.matches("12") && pattern.matches("x"));
        assert!(!pattern.matches("123") && !pattern.matches("xy"));
    }

    #[test]
    fn a_look_ahead_at_the_beginning_is_a_second_pattern() {
        let strong = Pattern::new(r"^(?=.*[A-Z)])(?=.*\d)(?!.*\s).{6,}$").unwrap();
        for (text, fits) in [
            ("Abcde1", true),
            ("abcde1", false),
            ("Abcdef", false),
            ("Abc de1", false),
            ("A1", false),
        ] {
            assert_eq!(strong.matches(text), fits, "{text}");
        }
        assert!(Pattern::new("(?!0+$)[0-9]+").unwrap().matches("10"));
        assert!(!Pattern::new("(?!0+$)[0-9]+").unwrap().matches("00"));
        // Anywhere else it is not understood, and that is said.
        for pattern in ["a(?=b)", "(?=a)b|c", "(?=a", "(?<=a)b"] {
            assert!(Pattern::new(pattern).is_none(), "{pattern}");
        }
    }

    #[test]
    fn what_would_take_too_much_is_no_pattern() {
        assert!(Pattern::new("((a{1000}){1000}){1000}").is_none());
        assert!(Pattern::new(&"a".repeat(1 << 20)).is_none());
        assert!(Pattern::new("(").is_none());
        assert!(Pattern::new("a{1000}").unwrap().weight > Pattern::new("a").unwrap().weight);
    }

    #[test]
    fn patterns_made_from_answers_are_not_kept_for_ever() {
        let patterns = Patterns::default();
        for number in 0..1_200 {
            assert!(patterns.get(&number.to_string()).is_some());
        }
        for number in 1..12 {
            assert!(patterns.get(&format!("a{{{number}000}}")).is_some());
        }
        assert!(patterns.known.borrow().len() <= Patterns::MOST);
        assert!(patterns.weight.get() <= Patterns::HEAVIEST);
    }
}
