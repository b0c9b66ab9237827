//! Interviews, their lines, passages and needs as rows: the record of talks (QP-08-16-F002) and
//! what was made of it.
//!
//! A row of one record needs to know things of others that no link leads to: which passages lie in
//! an interview, what a theme is called. [`Talks`] gathers that in one pass, and keeps little of
//! it.

mod interviews;
mod lines;
mod needs;
mod passages;

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Record, RecordId, State};
use report::{Cell, Column};

use super::{list, meta};
use crate::{
    Building, Interview, Lang, Need, Passage, Purpose, Questionnaire, Response, Tenure, Theme,
    Tree, Unit,
    consent::{Consent, Lost, Withdrawals, origin},
    interview::guide,
    passage::Source,
};

pub use passages::{passage_columns, passage_row};

/// A table of talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An interview is a row.
    Interviews,
    /// A line of an interview is a row.
    Lines,
    /// A marked passage is a row, whether of an interview or of an answer.
    Passages,
    /// A need is a row.
    Needs,
}

impl Kind {
    /// Every table of talks.
    pub const ALL: [Self; 4] = [Self::Interviews, Self::Lines, Self::Passages, Self::Needs];

    /// The table's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Interviews => "interviews",
            Self::Lines => "interview_lines",
            Self::Passages => "passages",
            Self::Needs => "needs",
        }
    }

    /// The table of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind of the records that its rows are made of.
    pub const fn record(self) -> &'static str {
        match self {
            Self::Interviews | Self::Lines => Interview::KIND,
            Self::Passages => Passage::KIND,
            Self::Needs => Need::KIND,
        }
    }

    /// Kinds of which all records have to be there when its layout is made.
    pub(super) const fn told(self) -> &'static [&'static str] {
        match self {
            Self::Interviews | Self::Lines => &[Theme::KIND, Passage::KIND, Need::KIND],
            Self::Passages | Self::Needs => &[Theme::KIND],
        }
    }

    /// Kinds of the records that a row refers to.
    pub(super) const fn linked(self) -> &'static [&'static str] {
        match self {
            Self::Interviews | Self::Lines => &[Unit::KIND],
            Self::Passages => &[Unit::KIND, Interview::KIND, Response::KIND],
            Self::Needs => &[Unit::KIND, Interview::KIND, Response::KIND, Passage::KIND],
        }
    }

    /// Its columns.
    pub fn columns(self) -> Vec<Column> {
        let names: &[&str] = match self {
            Self::Interviews => &interviews::COLUMNS,
            Self::Lines => &lines::COLUMNS,
            Self::Passages => &passages::COLUMNS,
            Self::Needs => &needs::COLUMNS,
        };
        names.iter().map(|name| Column::new(*name)).collect()
    }
}

/// A passage of an interview: the lines from which to which it goes, and its themes.
#[derive(Clone, Debug)]
struct Mark {
    from: String,
    to: String,
    themes: Vec<RecordId>,
}

/// What was made of an interview.
#[derive(Clone, Debug, Default)]
struct Made {
    marks: Vec<Mark>,
    needs: usize,
}

/// What the rows of talks have to know of other records.
#[derive(Clone, Debug, Default)]
pub struct Talks {
    themes: Themes,
    made: BTreeMap<RecordId, Made>,
    /// What was decided, by the record of the decision.
    decided: BTreeMap<RecordId, &'static str>,
    /// Number and version of each questionnaire.
    forms: BTreeMap<RecordId, (String, String)>,
    /// Path and label of each point of the guide that a questionnaire gives.
    guides: BTreeMap<RecordId, Vec<(String, String)>>,
}

impl Talks {
    /// Gathers it from a state with the records of [`Kind::told`].
    pub(super) fn of(state: &State, kind: Kind, withdrawals: &Withdrawals, lang: Lang) -> Self {
        let mut talks = Self {
            themes: Themes::of(state, lang),
            ..Self::default()
        };
        if kind.record() != Interview::KIND {
            return talks;
        }
        for passage in Passage::all(state) {
            let Some(Source::Interview(interview)) = passage.source() else {
                continue;
            };
            let (from, to) = passage
                .span()
                .map_or(("", ""), |(from, to)| (from.line, to.line));
            talks.made.entry(interview).or_default().marks.push(Mark {
                from: from.to_owned(),
                to: to.to_owned(),
                themes: passage.themes().collect(),
            });
        }
        for need in Need::all(state) {
            if let Some(interview) = need.origin() {
                talks.made.entry(interview).or_default().needs += 1;
            }
        }
        for consent in Consent::all(state) {
            let said = match (consent.given(), withdrawals.takes(consent.id)) {
                (true, false) => "given",
                (true, true) => "withdrawn",
                (false, _) => "refused",
            };
            talks.decided.insert(consent.id, said);
        }
        for form in Questionnaire::all(state) {
            let named = (form.number().to_owned(), form.version().to_owned());
            talks.forms.insert(form.id, named);
            if form.purpose() == Purpose::Interview
                && kind == Kind::Interviews
                && let Some(read) = list::read(form)
            {
                talks.guides.insert(form.id, guide::points(read, lang));
            }
        }
        talks
    }

    /// The rows of a record.
    pub(super) fn rows(
        &self,
        kind: Kind,
        state: &State,
        (id, record): (RecordId, &Record),
        lost: Lost,
        lang: Lang,
        add: &mut impl FnMut(Vec<Cell<'_>>),
    ) {
        match kind {
            Kind::Interviews => add(self.interview(state, id, record, lost, lang)),
            Kind::Lines => self.lines(state, Interview::of_record(id, record), lang, add),
            Kind::Passages => {
                if let Some(row) = passage_row(state, &self.themes, id, lang) {
                    add(row);
                }
            }
            Kind::Needs => add(self.need(state, id, record, lang)),
        }
    }
}

/// Records that a record refers to, and that a row of it needs.
pub(super) fn links(record: &Record) -> Vec<RecordId> {
    let own = ["unit", "passage"].map(|field| record.link(field));
    let origin = origin(record).map(|(_, id)| id);
    own.into_iter().chain([origin]).flatten().collect()
}

/// The paths of all themes, merged ones as what they became.
#[derive(Clone, Debug, Default)]
pub struct Themes(BTreeMap<RecordId, String>);

impl Themes {
    /// Of a state with all themes.
    pub fn of(state: &State, lang: Lang) -> Self {
        let tree = Tree::of(state);
        let all = Theme::all(state).map(|theme| theme.id);
        let named = all.filter_map(|id| Some((id, tree.path(tree.counts_for(id)?, lang))));
        Self(named.collect())
    }

    /// The names of some themes, each once.
    fn named(&self, themes: impl Iterator<Item = RecordId>) -> String {
        let names = themes.filter_map(|id| self.0.get(&id));
        let names: BTreeSet<&str> = names.map(String::as_str).collect();
        names.into_iter().collect::<Vec<_>>().join("; ")
    }
}

fn text<'a>(text: impl Into<String>) -> Cell<'a> {
    Cell::text(text.into())
}

fn number<'a>(number: impl Copy + ToString) -> Cell<'a> {
    Cell::number(number.to_string())
}

/// Where somebody lives: unit, its id, building, floor, owner or tenant.
fn door(state: &State, unit: Option<RecordId>, lang: Lang) -> [Cell<'_>; 5] {
    let known = unit.and_then(|unit| Unit::find(state, unit));
    let building = known.and_then(Unit::building);
    let building = building.and_then(|id| Building::find(state, id));
    [
        Cell::maybe(known.map(Unit::label)),
        Cell::maybe(unit.map(|unit| unit.to_string())),
        Cell::maybe(building.map(|building| building.name(lang))),
        known.map_or(Cell::Empty, |unit| number(unit.floor())),
        Cell::maybe(known.and_then(Unit::tenure).map(|tenure| match tenure {
            Tenure::Owner => "owner",
            Tenure::Tenant => "tenant",
        })),
    ]
}

/// Who made a record: name, id, device.
fn maker<'a>(state: &'a State, record: &'a Record, lang: Lang) -> [Cell<'a>; 3] {
    let made = record.created();
    [
        meta::person(state, made.actor, lang),
        meta::id(made.actor),
        text(made.device.to_string()),
    ]
}

fn campaign<'a>(state: &'a State, record: &Record, lang: Lang) -> Cell<'a> {
    let campaign = record.link("campaign");
    let campaign = campaign.and_then(|id| crate::Campaign::find(state, id));
    Cell::maybe(campaign.map(|campaign| campaign.name(lang)))
}
