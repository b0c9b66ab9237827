//! A form as its author wrote it: everything is text, nothing is looked up yet.
//!
//! Both readers, of workbooks and of XForms, end here; [`crate::compile`] goes on from here.

use std::sync::Arc;

use crate::diagnostic::Place;
use crate::form::{Control, DataType, Entity, Language, Media, Settings};
use crate::xpath::Document;

/// A piece of the author's text that is still to be read, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) text: String,
    pub(crate) place: Place,
}

/// The same text in several languages: index of the language, text.
pub(crate) type Wordings = Vec<(usize, Source)>;

/// Names of files, by what they are.
pub(crate) type PlannedMedia = Vec<(Media, Wordings)>;

/// Between these an expression stands within a text of an XForm. No XML can hold it.
pub(crate) const OUTPUT: char = '\0';

/// How values are written into texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Syntax {
    /// `Hello ${name}`.
    #[default]
    Workbook,
    /// An expression between two [`OUTPUT`]s.
    XForms,
}

#[derive(Debug, Default)]
pub(crate) struct Blueprint {
    pub(crate) syntax: Syntax,
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) style: String,
    pub(crate) settings: Settings,
    /// The form says that no list may hold a name twice.
    pub(crate) refuses_duplicates: bool,
    pub(crate) entities: Vec<PlannedEntity>,
    /// The name of the root element in paths.
    pub(crate) root: String,
    pub(crate) languages: Vec<Language>,
    pub(crate) default_language: usize,
    pub(crate) instance_name: Option<Source>,
    /// In document order; a parent stands before its children.
    pub(crate) nodes: Vec<Plan>,
    pub(crate) lists: Vec<PlannedList>,
    /// Documents that expressions reach by `instance('name')`.
    pub(crate) instances: Vec<PlannedInstance>,
    /// Values that a new response has beside the defaults, by path, as in a draft: what several
    /// instances of a repeat begin with.
    pub(crate) initial: Vec<(String, String)>,
    /// Attributes of the root element that a submission has as they are.
    pub(crate) written: Vec<(String, String)>,
    /// Namespaces of the prefixes in names: prefix, address.
    pub(crate) namespaces: Vec<(String, String)>,
    /// Parameters of the log, if the form wants one.
    pub(crate) audit: Option<Vec<(String, String)>>,
    /// Texts that an expression reaches by `jr:itext('id')`.
    pub(crate) texts: Vec<(String, Wordings)>,
}

#[derive(Debug)]
pub(crate) struct PlannedInstance {
    pub(crate) name: String,
    pub(crate) document: Arc<Document>,
}

/// What a row of the survey asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    Group,
    Repeat,
    Question(Control),
    Note,
    /// Holds a value that nobody is asked for.
    Hidden,
    /// A hidden value that the session fills in by itself.
    Preload(Preload),
}

/// Values that come from the context (ODK XForms, "Preloaders").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Preload {
    Start,
    End,
    Today,
    DeviceId,
    Username,
    Email,
    PhoneNumber,
    /// A new `uuid:…`.
    Uid,
}

/// When a value is set (ODK XForms, "Events").
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// When a new response begins.
    FirstLoad,
    /// Whenever a response is opened to be filled in.
    Load,
    /// When the answer of a node, by its index, has changed.
    ValueChanged(usize),
    /// When an instance of a repeat, by its index, is added.
    NewRepeat(usize),
}

/// What is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    Literal(String),
    Expression(Source),
    /// Where the device is.
    GeoPoint,
}

/// An action that sets the value of the node that it hangs on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlannedAction {
    pub(crate) events: Vec<Event>,
    pub(crate) effect: Effect,
    pub(crate) place: Place,
}

/// Choices that are nodes, found anew whenever they are offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlannedItemset {
    pub(crate) nodes: Source,
    /// Read at each node: what is stored and what is shown.
    pub(crate) value: Source,
    pub(crate) label: Source,
}

/// Choices are offered in a random order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Shuffle {
    /// A number: the same seed always gives the same order.
    pub(crate) seed: Option<Source>,
}

#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) name: String,
    /// Index of the group or repeat around it; `None` for what stands at the top.
    pub(crate) parent: Option<usize>,
    pub(crate) shape: Shape,
    pub(crate) place: Place,
    pub(crate) relevant: Option<Source>,
    pub(crate) required: Option<Source>,
    pub(crate) readonly: Option<Source>,
    pub(crate) constraint: Option<Source>,
    pub(crate) calculation: Option<Source>,
    pub(crate) default: Option<Source>,
    pub(crate) repeat_count: Option<Source>,
    pub(crate) choice_filter: Option<Source>,
    /// Questions whose change sets this value; then `calculation` is evaluated only at that
    /// moment.
    pub(crate) trigger: Option<Source>,
    pub(crate) label: Wordings,
    pub(crate) hint: Wordings,
    pub(crate) guidance_hint: Wordings,
    pub(crate) required_message: Wordings,
    pub(crate) constraint_message: Wordings,
    pub(crate) media: PlannedMedia,
    pub(crate) appearance: String,
    pub(crate) parameters: Vec<(String, String)>,
    /// Further attributes of the control: `rows`, `autoplay`, `body::*`, `bind::*`, `instance::*`.
    pub(crate) attributes: Vec<(String, String)>,
    /// Index into [`Blueprint::lists`].
    pub(crate) list: Option<usize>,
    /// Choices that are in no list.
    pub(crate) itemset: Option<PlannedItemset>,
    pub(crate) shuffle: Option<Shuffle>,
    /// What kind of value a calculation makes here.
    pub(crate) data_type: DataType,
    /// For nodes whose shape is not [`Shape::Preload`].
    pub(crate) preload: Option<Preload>,
    pub(crate) actions: Vec<PlannedAction>,
    /// How many instances a repeat begins with.
    pub(crate) initial: usize,
    /// Instances of this repeat are neither added nor removed by a person.
    pub(crate) fixed: bool,
    /// Attributes that a submission has as they are: name, value.
    pub(crate) written: Vec<(String, String)>,
    /// The reader made it: no `${name}` means it.
    pub(crate) derived: bool,
    /// Where the body of an XForm shows it; nodes of a workbook are shown as they stand.
    pub(crate) shown: Option<Shown>,
}

/// A place in the body of an XForm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shown {
    /// Counted through the whole body.
    pub(crate) rank: u32,
    /// Index of the group or repeat around it there; `None` for the form itself.
    pub(crate) around: Option<usize>,
}

impl Plan {
    pub(crate) fn new(name: String, parent: Option<usize>, shape: Shape, place: Place) -> Self {
        Self {
            name,
            parent,
            shape,
            place,
            relevant: None,
            required: None,
            readonly: None,
            constraint: None,
            calculation: None,
            default: None,
            repeat_count: None,
            choice_filter: None,
            trigger: None,
            label: Vec::new(),
            hint: Vec::new(),
            guidance_hint: Vec::new(),
            required_message: Vec::new(),
            constraint_message: Vec::new(),
            media: Vec::new(),
            appearance: String::new(),
            parameters: Vec::new(),
            attributes: Vec::new(),
            list: None,
            itemset: None,
            shuffle: None,
            data_type: DataType::default(),
            preload: None,
            actions: Vec::new(),
            initial: 1,
            fixed: false,
            written: Vec::new(),
            derived: false,
            shown: None,
        }
    }
}

/// A list of entities, and what its expressions refer to.
#[derive(Debug, Default)]
pub(crate) struct PlannedEntity {
    pub(crate) entity: Entity,
    pub(crate) place: Place,
    pub(crate) saved: Vec<SavedProperty>,
    /// The names in its expressions.
    pub(crate) reads: Vec<Source>,
}

/// An answer that becomes a property of an entity.
#[derive(Debug)]
pub(crate) struct SavedProperty {
    pub(crate) property: String,
    pub(crate) question: String,
    pub(crate) place: Place,
    /// The group or repeat around the question.
    pub(crate) parent: Option<usize>,
}

#[derive(Debug, Default)]
pub(crate) struct PlannedList {
    pub(crate) name: String,
    /// From the sheet "external_choices".
    pub(crate) external: bool,
    /// Its choices stand for the columns of a table, by `search()`.
    pub(crate) searched: bool,
    pub(crate) choices: Vec<PlannedChoice>,
    /// Where the choices are instead, if they are the rows of a table.
    pub(crate) table: Option<PlannedTable>,
    /// The elements that `choices` were made of, if they stand in an instance.
    pub(crate) rows: Option<PlannedRows>,
}

/// Where choices stand.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PlannedRows {
    /// Index into [`Blueprint::instances`].
    pub(crate) instance: usize,
    /// An element of its document for each choice.
    pub(crate) items: Vec<u32>,
}

/// Rows of an instance as choices.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PlannedTable {
    /// Index into [`Blueprint::instances`].
    pub(crate) instance: usize,
    /// The columns that hold what is stored and what is shown.
    pub(crate) value: String,
    pub(crate) label: String,
}

#[derive(Debug, Default)]
pub(crate) struct PlannedChoice {
    pub(crate) name: String,
    pub(crate) label: Wordings,
    pub(crate) media: PlannedMedia,
    /// Columns that filters and look-ups can use.
    pub(crate) extra: Vec<(String, String)>,
}
