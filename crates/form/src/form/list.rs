//! Lists of choices.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Media, Text};
use crate::xpath::{Document, Expr};

/// One of a form's lists of choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ListId(pub(crate) u32);

impl ListId {
    pub(crate) fn at(self) -> usize {
        self.0 as usize
    }
}

#[derive(Debug)]
pub(crate) struct ChoiceList {
    /// What `instance('…')` calls it.
    pub(crate) name: String,
    pub(crate) names: Vec<String>,
    pub(crate) labels: Vec<Text>,
    /// By choice; few lists have any.
    pub(crate) media: HashMap<u32, Vec<(Media, Text)>>,
    /// Whether choices have a place on a map, in the column `geometry`.
    pub(crate) on_map: bool,
    /// `root/item/*`, one item for each choice, one element for each column: what filters walk.
    pub(crate) document: Arc<Document>,
    /// The item element of each choice.
    pub(crate) items: Vec<u32>,
    /// Choices by name; a name can stand twice, for different answers to a filter.
    pub(crate) by_name: HashMap<String, Vec<u32>>,
}

impl ChoiceList {
    /// What a column says of a choice.
    pub(crate) fn column(&self, choice: u32, column: &str) -> Option<String> {
        let item = *self.items.get(choice as usize)?;
        let cell = self.document.child(item, column)?;
        Some(self.document.text(cell).into_owned())
    }
}

/// A document that expressions reach by `instance('name')`.
#[derive(Debug)]
pub(crate) struct Instance {
    pub(crate) name: String,
    pub(crate) document: Arc<Document>,
}

/// For filters like `column = ${question} and …`: which choices have which text in the column.
#[derive(Debug)]
pub(crate) struct ChoiceIndex {
    /// What the column is compared with.
    pub(crate) key: Expr,
    pub(crate) rows: HashMap<String, Vec<u32>>,
}
