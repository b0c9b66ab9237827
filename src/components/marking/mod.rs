//! Marking passages in a text: select, then a theme, a need or a note. What is marked is underlaid,
//! with the names of its themes beside it.
//!
//! A screen begins with [`Marking::begin`], shows each line by [`marked_line`] within an element
//! that [`Marking::frame`] knows, and puts [`MarkingTools`] behind its text.

mod act;
mod line;
mod need;
mod note;
mod passage;
mod pick;
mod tools;

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use ledger::{RecordId, gather};
use leptos::{html, prelude::*};
use leptos_router::hooks::use_location;
use needs::{
    Act, Need, Passage, Tree,
    passage::{Line, Origin, Source, Standing},
};

pub use act::begin_tree;
pub use line::marked_line;
pub use tools::MarkingTools;

use crate::{desk::Desk, locales::language, platform::selection::Selected};

/// A text that can be marked, by the record that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// The notes of an interview: a passage may go over several lines.
    Interview(RecordId),
    /// The answers of a response, one line each.
    Answers(RecordId),
}

impl Text {
    const fn record(self) -> RecordId {
        match self {
            Self::Interview(id) | Self::Answers(id) => id,
        }
    }

    fn source(self, line: &str) -> Source<'_> {
        match self {
            Self::Interview(id) => Source::Interview(id),
            Self::Answers(id) => Source::Answer(id, line),
        }
    }
}

/// The lines of a text: name and text, in reading order.
pub type Lines = Vec<(String, String)>;

/// A marked passage, as it is shown.
#[derive(Clone, Debug, PartialEq)]
struct Mark {
    id: RecordId,
    themes: Vec<(RecordId, String)>,
    note: Option<String>,
    needs: Vec<RecordId>,
    quote: String,
    changed: bool,
    /// The line where its names stand.
    first: Option<String>,
}

/// What is to be marked, or is marked already.
#[derive(Clone, Debug, PartialEq)]
enum Chosen {
    Text(Selected, String),
    Passage(RecordId),
}

/// What lies open over the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Theme,
    Need,
    Note,
    Passage,
}

/// What was done last, in words, and what takes it back.
#[derive(Clone)]
struct Done {
    text: String,
    undo: Vec<ledger::Change>,
}

/// The marks of each line: which passage covers which characters.
type ByLine = BTreeMap<String, Vec<(RecordId, Range<usize>)>>;

/// A handle: copies are the same.
#[derive(Clone, Copy)]
pub struct Marking {
    desk: Desk,
    text: Text,
    lines: Memo<Arc<Lines>>,
    marks: Memo<Arc<BTreeMap<RecordId, Mark>>>,
    by_line: Memo<Arc<ByLine>>,
    /// Whether this person may mark here.
    may: Memo<bool>,
    chosen: RwSignal<Option<Chosen>>,
    sheet: RwSignal<bool>,
    open: RwSignal<Open>,
    done: RwSignal<Option<Done>>,
    error: RwSignal<Option<String>>,
    /// The element with the lines in it.
    pub frame: NodeRef<html::Div>,
    /// The passage that the address asks for.
    sought: Memo<Option<RecordId>>,
}

impl Marking {
    /// Begins with a text, whose lines may change while it is shown.
    pub fn begin(desk: Desk, text: Text, lines: Memo<Arc<Lines>>) -> Self {
        let found = Memo::new(move |_| {
            let lines = lines.get();
            desk.read(|state| Arc::new(find(state, text, &lines)))
        });
        let marks = Memo::new(move |_| Arc::new(found.read().0.clone()));
        let by_line = Memo::new(move |_| Arc::new(found.read().1.clone()));
        let may = Memo::new(move |_| {
            let may = desk.with_person(|state, person| {
                let writer = Origin::of(state, &text.source("")).map(|origin| origin.by);
                let own = writer == Some(person.id) || person.role().may(Act::ReadAll);
                own && person.role().may(Act::Collect)
            });
            may.unwrap_or(false)
        });
        let query = use_location().query;
        let sought = Memo::new(move |_| query.read().get("passage")?.parse().ok());
        Self {
            desk,
            text,
            lines,
            marks,
            by_line,
            may,
            chosen: RwSignal::new(None),
            sheet: RwSignal::new(false),
            open: RwSignal::new(Open::Theme),
            done: RwSignal::new(None),
            error: RwSignal::new(None),
            frame: NodeRef::new(),
            sought,
        }
    }

    fn show(self, open: Open) {
        self.open.set(open);
        self.sheet.set(true);
    }

    fn show_passage(self, id: RecordId) {
        self.chosen.set(Some(Chosen::Passage(id)));
        self.show(Open::Passage);
    }

    /// The passage that is chosen, once it is marked.
    fn chosen_mark(self) -> Option<Mark> {
        match self.chosen.get()? {
            Chosen::Passage(id) => self.marks.read().get(&id).cloned(),
            Chosen::Text(..) => None,
        }
    }

    /// The words that are chosen.
    fn chosen_words(self) -> Option<String> {
        match self.chosen.get()? {
            Chosen::Passage(id) => self.marks.read().get(&id).map(|mark| mark.quote.clone()),
            Chosen::Text(_, quote) => Some(quote),
        }
    }
}

/// All marks of a text, and where they lie. One pass over passages and needs.
fn find(state: &ledger::State, text: Text, lines: &Lines) -> (BTreeMap<RecordId, Mark>, ByLine) {
    let lang = language();
    let tree = Tree::of(state);
    let passages = Passage::of(state, text.record());
    let mut needs: BTreeMap<RecordId, Vec<RecordId>> = BTreeMap::new();
    if !passages.is_empty() {
        for need in Need::all(state) {
            if let Some(passage) = need.passage() {
                needs.entry(passage).or_default().push(need.id);
            }
        }
    }
    let lines: Vec<Line<'_>> = gather(lines.iter().map(|(key, text)| Line { key, text }));
    let (mut marks, mut by_line) = (BTreeMap::new(), ByLine::new());
    for passage in passages {
        let place = passage.place(&lines);
        let mut themes: Vec<_> = passage
            .themes()
            .filter_map(|theme| tree.node(tree.counts_for(theme)?))
            .map(|node| (node.theme.id, node.theme.name(lang).to_owned()))
            .collect();
        themes.dedup();
        let mark = Mark {
            id: passage.id,
            themes,
            note: passage.note().map(str::to_owned),
            needs: needs.remove(&passage.id).unwrap_or_default(),
            quote: passage.quote().to_owned(),
            changed: place.is_none_or(|place| place.standing == Standing::Changed),
            first: place.map(|place| lines[place.from.0].key.to_owned()),
        };
        marks.insert(passage.id, mark);
        let Some(place) = place else { continue };
        let covered = lines.iter().enumerate().take(place.to.0 + 1);
        for (number, line) in covered.skip(place.from.0) {
            let Line { key, text } = *line;
            if let Some(range) = place.within(number, text) {
                let here = by_line.entry(key.to_owned()).or_default();
                here.push((passage.id, range));
            }
        }
    }
    (marks, by_line)
}
