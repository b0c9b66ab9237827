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
        let whole = format!("^(?:{pattern})$");
        // The engine says no more than whether a size is enough.
        let fits = |bytes: usize| {
            let regex = RegexBuilder::new(&whole).size_limit(bytes).build().ok()?;
            let weight = bytes / STATE_BYTES;
            Some(Self { regex, weight })
        };
        let sizes = [1 << 12, 1 << 14, 1 << 16, 1 << 18, limits::PATTERN_BYTES];
        sizes.into_iter().find_map(fits)
    }

    pub(crate) fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
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
