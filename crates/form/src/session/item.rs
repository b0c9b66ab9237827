//! An item as a screen sees it.

use super::arena::flag;
use super::{Choice, ItemId, Problem, Session};
use crate::form::{Control, Media, NodeDef, NodeKind};

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// Questions that belong together; the root is one.
    Group,
    /// A group that can be there any number of times; its children are its instances.
    Repeat,
    /// One of those times.
    RepeatInstance,
    /// Something that is asked.
    Question(Control),
    /// A text to be read.
    Note,
    /// A value that nobody is asked for.
    Hidden,
}

/// One item of a session, with its state of the moment.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    session: &'a Session,
    id: ItemId,
}

impl<'a> Item<'a> {
    pub(super) fn new(session: &'a Session, id: ItemId) -> Self {
        Self { session, id }
    }

    fn node(&self) -> &'a NodeDef {
        self.session.form.node(self.session.arena.node(self.id))
    }

    /// The item's id.
    #[must_use]
    pub fn id(&self) -> ItemId {
        self.id
    }

    /// What the item is.
    #[must_use]
    pub fn kind(&self) -> ItemKind {
        match self.node().kind {
            NodeKind::Group => ItemKind::Group,
            NodeKind::Repeat(_) if self.session.arena.is_instance(self.id) => {
                ItemKind::RepeatInstance
            }
            NodeKind::Repeat(_) => ItemKind::Repeat,
            NodeKind::Question(control) => ItemKind::Question(control),
            NodeKind::Note => ItemKind::Note,
            NodeKind::Hidden => ItemKind::Hidden,
        }
    }

    /// Its name in the form's definition.
    #[must_use]
    pub fn name(&self) -> &'a str {
        &self.node().name
    }

    /// Where it stands: `/household[2]/age`.
    #[must_use]
    pub fn path(&self) -> String {
        self.session.path(self.id)
    }

    /// How many groups and repeats are around it; 0 for the root.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.node().depth as usize
    }

    /// The number of an instance within its repeat, from 1; 1 for what is in no repeat.
    #[must_use]
    pub fn position(&self) -> usize {
        self.session.arena.position(self.id) as usize
    }

    /// Whether it is part of the interview now.
    #[must_use]
    pub fn relevant(&self) -> bool {
        let arena = &self.session.arena;
        let is_relevant = |item: ItemId| arena.slot(item).is_relevant();
        // A repeat is there as soon as one of its instances is.
        is_relevant(self.id) || arena.instances(self.id).any(is_relevant)
    }

    /// Whether an answer must be given.
    #[must_use]
    pub fn required(&self) -> bool {
        self.session.arena.slot(self.id).has(flag::REQUIRED)
    }

    /// Whether the answer can only be read: by itself, by a group around it, or because the session
    /// shows a finished response.
    #[must_use]
    pub fn readonly(&self) -> bool {
        self.node().kind == NodeKind::Note || self.session.is_readonly(self.id)
    }

    /// Whether a person can add and remove instances of this repeat.
    #[must_use]
    pub fn growable(&self) -> bool {
        let node = self.node();
        let free = node.repeat_count.is_none() && !node.fixed;
        self.kind() == ItemKind::Repeat && free && !self.readonly()
    }

    /// The answer as it is stored; empty if there is none.
    #[must_use]
    pub fn value(&self) -> &'a str {
        &self.session.arena.slot(self.id).value
    }

    /// The answer as people read it: the labels of choices, other values as they are.
    #[must_use]
    pub fn display_value(&self) -> String {
        self.session.displayed(self.id)
    }

    /// The label in the session's language, else in the default one, else in any.
    #[must_use]
    pub fn label(&self) -> Option<String> {
        self.session.wording(&self.node().label, self.id)
    }

    /// The hint, in the same way.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        self.session.wording(&self.node().hint, self.id)
    }

    /// A longer explanation for the interviewer, in the same way.
    #[must_use]
    pub fn guidance_hint(&self) -> Option<String> {
        self.session.wording(&self.node().guidance_hint, self.id)
    }

    /// What the form says when the answer breaks its rule, in the same way.
    #[must_use]
    pub fn constraint_message(&self) -> Option<String> {
        let text = &self.node().constraint_message;
        self.session.wording(text, self.id)
    }

    /// What the form says when the answer is missing, in the same way.
    #[must_use]
    pub fn required_message(&self) -> Option<String> {
        let text = &self.node().required_message;
        self.session.wording(text, self.id)
    }

    /// The name of the file that goes with the label, in the same way.
    #[must_use]
    pub fn media(&self, media: Media) -> Option<String> {
        let mut all = self.node().media.iter();
        let (_, text) = all.find(|(known, _)| *known == media)?;
        self.session.wording(text, self.id)
    }

    /// Whether that file plays by itself: the sound or the film.
    #[must_use]
    pub fn autoplay(&self) -> Option<Media> {
        match self.attribute("autoplay")? {
            "audio" => Some(Media::Audio),
            "video" => Some(Media::Video),
            _ => None,
        }
    }

    /// A further attribute of the control, by the name without `body::`: `rows`,
    /// `accuracyThreshold`; those of `bind::` and `instance::` keep that prefix.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut all = self.node().attributes.iter();
        let (_, value) = all.find(|(known, _)| known == name)?;
        Some(value)
    }

    /// The words of the column `appearance`.
    pub fn appearance(&self) -> impl Iterator<Item = &'a str> + 'a {
        self.node().appearance.split_whitespace()
    }

    /// Whether one of those words is `word`.
    #[must_use]
    pub fn has_appearance(&self, word: &str) -> bool {
        self.appearance().any(|known| known == word)
    }

    /// A value of the column `parameters`: `start=1 end=10`.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'a str> {
        let found = self
            .node()
            .parameters
            .iter()
            .find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// What is wrong with the answer.
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        self.session.problem(self.id)
    }

    /// What a column of the choices says of the choice called `name`.
    #[must_use]
    pub fn choice_column(&self, name: &str, column: &str) -> Option<String> {
        self.session.column_of(self.id, name, column)
    }

    /// The labels of a range's ticks (the parameter `tick_labelset`), each named by its number.
    #[must_use]
    pub fn tick_labels(&self) -> Vec<Choice> {
        self.session.tick_labels(self.id)
    }

    /// The choices that are offered now, in the order of the list.
    #[must_use]
    pub fn choices(&self) -> Vec<Choice> {
        self.session.offered(self.id)
    }
}
