//! How much was said about each theme.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{RecordId, State};

use super::Tree;
use crate::Passage;

/// What is marked with a theme or with one below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many passages.
    pub passages: usize,
    /// The interviews and responses that they are from.
    pub sources: BTreeSet<RecordId>,
}

/// The tally of each theme that anything is marked with, in one pass over all passages that may
/// still be used.
pub fn tallies(state: &State, tree: &Tree<'_>) -> BTreeMap<RecordId, Tally> {
    let mut tallies: BTreeMap<RecordId, Tally> = BTreeMap::new();
    for passage in Passage::usable(state) {
        let Some(source) = passage.source() else {
            continue;
        };
        // A passage with two themes counts once for what lies above both.
        let mut themes = BTreeSet::new();
        for theme in passage.themes() {
            let Some(theme) = tree.counts_for(theme) else {
                continue;
            };
            themes.insert(theme);
            themes.extend(tree.above(theme).map(|node| node.theme.id));
        }
        for theme in themes {
            let tally = tallies.entry(theme).or_default();
            tally.passages += 1;
            tally.sources.insert(source.record());
        }
    }
    tallies
}
