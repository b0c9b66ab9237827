//! A form, ready to run: read once, never changed.

mod field;
mod kind;
mod language;
mod list;
mod media;
mod node;
mod settings;
mod text;

use std::collections::HashMap;
use std::fmt;

use crate::audit::Auditing;

pub use field::Field;
pub use kind::Control;
pub(crate) use kind::DataType;
pub use language::{Language, LanguageId};
pub(crate) use list::{ChoiceIndex, ChoiceList, Instance, ListId};
pub use media::Media;
pub(crate) use node::{
    Cell, CellId, Edge, Frame, FrameId, HEADING, Itemset, NodeDef, NodeId, NodeKind, Role,
    Shuffled, Stage, TextRole, local,
};
pub use settings::{Entity, Settings};
pub(crate) use text::{Piece, Text};

/// A questionnaire: what is asked, in which words, by which rules.
///
/// It is shared between sessions behind an `Arc`.
pub struct Form {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) style: String,
    pub(crate) settings: Settings,
    pub(crate) entities: Vec<Entity>,
    pub(crate) languages: Vec<Language>,
    pub(crate) default_language: LanguageId,
    /// In document order; the root is the first.
    pub(crate) nodes: Vec<NodeDef>,
    /// The root's, then one for each repeat.
    pub(crate) frames: Vec<Frame>,
    pub(crate) cells: Vec<Cell>,
    /// For each node, who reads it.
    pub(crate) readers: Vec<Vec<Edge>>,
    pub(crate) lists: Vec<ChoiceList>,
    pub(crate) instances: Vec<Instance>,
    pub(crate) instance_name: Option<CellId>,
    /// Cells whose value depends on the language.
    pub(crate) by_language: Vec<CellId>,
    /// Cells that set a value when a new response begins, and whenever one is opened.
    pub(crate) first_load: Vec<CellId>,
    pub(crate) load: Vec<CellId>,
    /// Those that record where the device is.
    pub(crate) places: Vec<CellId>,
    /// Values of a new response beside the defaults, by path.
    pub(crate) initial: Vec<(String, String)>,
    /// Attributes of the root element, and the namespaces of prefixes, as a submission has them.
    pub(crate) written: Vec<(String, String)>,
    pub(crate) audit: Option<Auditing>,
    pub(crate) namespaces: Vec<(String, String)>,
    /// Texts by id, for `jr:itext()`.
    pub(crate) texts: HashMap<String, Text>,
}

impl Form {
    /// The form's id, from its settings.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What the log of a response is to hold; `None` if the form wants no log.
    #[must_use]
    pub fn audit(&self) -> Option<&Auditing> {
        self.audit.as_ref()
    }

    /// The name of the form's root element, with which paths in expressions begin.
    #[must_use]
    pub fn root_name(&self) -> &str {
        &self.node(NodeId::ROOT).name
    }

    /// The form's version; empty if it states none.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The form's title; its id if it states none.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The setting `style`: `pages`, `theme-grid` and the like, separated by spaces.
    #[must_use]
    pub fn style(&self) -> &str {
        &self.style
    }

    /// What the settings say about sending, keys and the like.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The lists of entities that responses add to or change.
    #[must_use]
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// The languages of its texts, at least one.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// An id for each of [`Form::languages`], in the same order.
    pub fn language_ids(&self) -> impl Iterator<Item = LanguageId> + '_ {
        (0..).zip(&self.languages).map(|(at, _)| LanguageId(at))
    }

    /// The language to start with.
    #[must_use]
    pub fn default_language(&self) -> LanguageId {
        self.default_language
    }

    /// The language with a code (`zh-Hant`) or a full name (`繁體中文 (zh-Hant)`), without regard
    /// to case.
    #[must_use]
    pub fn language_for(&self, code: &str) -> Option<LanguageId> {
        let exact = |language: &Language| {
            language
                .code
                .as_deref()
                .is_some_and(|known| known.eq_ignore_ascii_case(code))
        };
        let named = |language: &Language| language.name.eq_ignore_ascii_case(code);
        let at = self.languages.iter().position(exact);
        let at = at.or_else(|| self.languages.iter().position(named))?;
        u16::try_from(at).ok().map(LanguageId)
    }

    /// How many questions a person can be asked; a question in a repeat counts once.
    #[must_use]
    pub fn question_count(&self) -> usize {
        self.nodes
            .iter()
            .filter(|node| matches!(node.kind, NodeKind::Question(_)))
            .count()
    }

    /// The namespace of a prefix that is not empty.
    pub(crate) fn namespace(&self, prefix: &str) -> Option<&str> {
        let mut all = self.namespaces.iter();
        let found = all.find(|(known, _)| !prefix.is_empty() && known == prefix);
        found.map(|(_, address)| address.as_str())
    }

    pub(crate) fn node(&self, id: NodeId) -> &NodeDef {
        &self.nodes[id.at()]
    }

    pub(crate) fn cell(&self, id: CellId) -> &Cell {
        &self.cells[id.at()]
    }

    pub(crate) fn frame(&self, id: FrameId) -> &Frame {
        &self.frames[id.at()]
    }

    /// The innermost frame that both are in.
    pub(crate) fn common_frame(&self, a: FrameId, b: FrameId) -> FrameId {
        let (mut a, mut b) = (a, b);
        while a != b {
            let (deeper, other) = if self.frame(a).depth >= self.frame(b).depth {
                (a, b)
            } else {
                (b, a)
            };
            match self.frame(deeper).parent {
                Some(parent) => (a, b) = (parent, other),
                None => return FrameId::ROOT,
            }
        }
        a
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form")
            .field("id", &self.id)
            .field("version", &self.version)
            .field("nodes", &self.nodes.len())
            .finish_non_exhaustive()
    }
}
