//! The parts of a form that expressions and sessions refer to, by dense ids.

use super::{ChoiceIndex, Control, DataType, ListId, Media, Text};
use crate::blueprint::Preload;
use crate::diagnostic::Place;
use crate::xpath::{Expr, Field};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name(pub(crate) u32);

        impl $name {
            pub(crate) fn at(self) -> usize {
                self.0 as usize
            }

            pub(crate) fn of(at: usize) -> Self {
                Self(u32::try_from(at).unwrap_or(u32::MAX))
            }
        }
    };
}

id! {
    /// A question, group or repeat of the definition.
    NodeId
}
id! {
    /// An expression with the node that it is for.
    CellId
}
id! {
    /// The root, or the inside of a repeat: what comes into being at once.
    FrameId
}

impl NodeId {
    pub(crate) const ROOT: Self = Self(0);

    pub(crate) fn field(self) -> Field {
        Field(self.0)
    }
}

impl From<Field> for NodeId {
    fn from(field: Field) -> Self {
        Self(field.0)
    }
}

impl FrameId {
    pub(crate) const ROOT: Self = Self(0);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NodeKind {
    Group,
    /// Its frame is what each instance holds.
    Repeat(FrameId),
    Question(Control),
    Note,
    Hidden,
}

#[derive(Debug)]
pub(crate) struct NodeDef {
    pub(crate) name: String,
    pub(crate) kind: NodeKind,
    pub(crate) parent: Option<NodeId>,
    pub(crate) children: Vec<NodeId>,
    pub(crate) depth: u32,
    /// The frame that holds this node's item, and the item's place in it.
    pub(crate) frame: FrameId,
    pub(crate) offset: u32,
    pub(crate) preload: Option<Preload>,
    /// A default that is not an expression.
    pub(crate) default: Option<String>,
    pub(crate) list: Option<ListId>,
    pub(crate) label: Text,
    pub(crate) hint: Text,
    pub(crate) guidance_hint: Text,
    pub(crate) required_message: Text,
    pub(crate) constraint_message: Text,
    pub(crate) media: Vec<(Media, Text)>,
    pub(crate) appearance: String,
    pub(crate) parameters: Vec<(String, String)>,
    /// Further attributes of the control: `rows`, `autoplay`, `body::*`, `bind::*`, `instance::*`.
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) relevant: Option<CellId>,
    pub(crate) required: Option<CellId>,
    pub(crate) readonly: Option<CellId>,
    pub(crate) constraint: Option<CellId>,
    pub(crate) calculation: Option<CellId>,
    pub(crate) dynamic_default: Option<CellId>,
    pub(crate) repeat_count: Option<CellId>,
    pub(crate) choice_filter: Option<CellId>,
    /// Makes the filter fast where its shape allows.
    pub(crate) choice_indexes: Vec<ChoiceIndex>,
    /// Evaluated when one of the questions that trigger it changes.
    pub(crate) triggered: Option<CellId>,
    /// Cells that a change of this node's answer evaluates.
    pub(crate) triggers: Vec<CellId>,
    /// Cells of the same repeat that read this node in the instance that is so many further on.
    pub(crate) neighbours: Vec<(CellId, i32)>,
    /// Choices that are nodes.
    pub(crate) itemset: Option<Itemset>,
    pub(crate) shuffle: Option<Shuffled>,
    pub(crate) data_type: DataType,
    /// How many instances a repeat begins with.
    pub(crate) initial: usize,
    /// Nobody adds or removes instances of this repeat.
    pub(crate) fixed: bool,
    /// Attributes that a submission has as they are.
    pub(crate) written: Vec<(String, String)>,
    /// What stands in it on the screen, in order, where that is not `children`; and the node that
    /// it stands in, where that is not `parent`.
    pub(crate) screen: Option<Vec<NodeId>>,
    pub(crate) shown_in: Option<NodeId>,
}

/// What the name of a group begins with that stands on the screen alone; no element's name does.
pub(crate) const HEADING: char = '#';

impl NodeDef {
    /// Whether this is an attribute of the node around it, rather than an element.
    pub(crate) fn is_attribute(&self) -> bool {
        self.name.starts_with('@')
    }

    /// Whether this is a group of the screen alone: no answer, path or expression knows it.
    pub(crate) fn is_heading(&self) -> bool {
        self.name.starts_with(HEADING)
    }

    /// Whether a name in a path can mean this node. Forms are not strict about prefixes: `meta` is
    /// in one namespace in the instance and in none, or under another prefix, in paths.
    pub(crate) fn is_called(&self, name: &str, attribute: bool) -> bool {
        self.is_attribute() == attribute && local(&self.name).trim_start_matches('@') == name
    }
}

/// `instanceID` of `orx:instanceID`.
pub(crate) fn local(name: &str) -> &str {
    match name.split_once(':') {
        Some((_, local)) => local,
        None => name,
    }
}

/// Choices that are found by an expression.
#[derive(Debug)]
pub(crate) struct Itemset {
    pub(crate) nodes: CellId,
    /// Read at each node: what is stored and what is shown.
    pub(crate) value: Expr,
    pub(crate) label: Expr,
}

/// Choices are offered in a random order, always the same for one seed.
#[derive(Debug)]
pub(crate) struct Shuffled {
    pub(crate) seed: Option<CellId>,
}

/// Nodes whose items stand side by side in a session: the first is the root or the repeat's own
/// instance.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) node: NodeId,
    pub(crate) parent: Option<FrameId>,
    pub(crate) depth: u32,
    /// Offset to node, in document order.
    pub(crate) nodes: Vec<NodeId>,
    /// Cells outside that read something inside, or the number of instances.
    pub(crate) outer_readers: Vec<Edge>,
    /// Cells inside, nested frames included, that ask for their position.
    pub(crate) positional: Vec<CellId>,
    /// Cells inside that read another instance, by how far on it is.
    pub(crate) neighbours: Vec<(CellId, i32)>,
    /// Cells that set a value when an instance is added.
    pub(crate) newborn: Vec<CellId>,
}

/// What an expression decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    Relevant,
    Calculation,
    DynamicDefault,
    Triggered,
    RepeatCount,
    ChoiceFilter,
    /// The nodes that are offered as choices.
    Itemset,
    /// What a random order starts from.
    Seed,
    /// Sets the node's value when an event says so.
    SetValue,
    Required,
    ReadOnly,
    Constraint,
    Text(TextRole),
    InstanceName,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum TextRole {
    /// The label, a hint or a message of the node.
    Own,
    /// The label of a choice, looked at from each question that offers it.
    Choice,
}

/// When a cell is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Whenever something that it reads changes.
    Always,
    /// When a session, or a repeat instance, begins.
    Birth,
    /// Never by itself: when someone wants to see it.
    OnDemand,
}

#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) node: NodeId,
    pub(crate) role: Role,
    pub(crate) expr: Expr,
    /// Cells are evaluated in the order of their ranks: what is read comes before who reads it.
    pub(crate) rank: u32,
    pub(crate) place: Place,
}

impl Cell {
    pub(crate) fn stage(&self) -> Stage {
        match self.role {
            Role::DynamicDefault => Stage::Birth,
            Role::Triggered | Role::SetValue | Role::Text(_) | Role::InstanceName => {
                Stage::OnDemand
            }
            _ => Stage::Always,
        }
    }
}

/// "When this node changes, that cell may."
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Edge {
    pub(crate) cell: CellId,
    /// The cell's instances that are meant are those within the same instance of this frame.
    pub(crate) anchor: FrameId,
}
