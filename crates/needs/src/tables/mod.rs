//! What a site has in tables: for a spreadsheet, for other programs, for reports.
//!
//! [`all`] lists the tables, [`Layout::of`] says what one looks like, and [`Layout::rows`] makes
//! the rows of one record. Whoever writes a file goes from record to record in the order of their
//! ids, with no more of the site in memory than a record needs ([`Layout::links`]); so the app and
//! the server write the same files.

mod answers;
mod audit;
mod list;
mod meta;
mod plain;
mod talks;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use ledger::{Record, RecordId, State};
use report::{Cell, Column};

pub use answers::Responses;
pub use audit::Exported;
pub use list::{Listed, all};
pub use plain::columns_of;
pub use talks::{Kind, Talks, Themes, passage_columns, passage_row};

use crate::{
    Building, Campaign, Lang, Need, Passage, Person, Questionnaire, Response, Unit,
    consent::Withdrawals,
};

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The table: `units`, `people`, `campaigns`, `responses`, `interviews`, `interview_lines`,
    /// `passages`, `needs`, `records`.
    pub table: String,
    /// Of `responses`: the number of the questionnaire, or the id of its record.
    pub form: Option<String>,
    /// Of `responses`: the questionnaire's version.
    pub version: Option<String>,
    /// Of `responses`: the path of a repeat, whose instances are the rows then.
    pub repeat: Option<String>,
    /// Of `records`: their kind.
    pub kind: Option<String>,
    /// Only records that were made on this day (`2026-11-22`) or later.
    pub from: Option<String>,
    /// Only records that were made on this day or earlier.
    pub to: Option<String>,
    /// Titles of columns in this language, in a second row.
    pub labels: Option<Lang>,
    /// The language of names of people, buildings and campaigns.
    pub names: Lang,
    /// Whether a question with several answers gets a column for each choice too.
    pub split: bool,
}

/// Why there is no such table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No table has this name.
    Table,
    /// `responses` needs a form, and there is none of this number or id; or `records` a kind.
    Form,
    /// There are several versions; these. One must be chosen.
    Version(Vec<String>),
    /// The form has no such repeat.
    Repeat,
    /// The form's workbook is missing or can't be read.
    Unreadable,
    /// A day is not written `2026-11-22`.
    Day,
}

/// What a table looks like, and how a record becomes rows of it.
#[derive(Debug)]
pub struct Layout {
    /// The columns.
    pub columns: Vec<Column>,
    /// What a file of it may be called, without an ending: Latin letters, digits, `-`, `_`, `.`.
    pub file_name: String,
    kind: String,
    from: Option<String>,
    to: Option<String>,
    names: Lang,
    rows: Rows,
    /// What was given under a consent that was taken back is in no table.
    withdrawn: Withdrawals,
}

#[derive(Debug)]
enum Rows {
    Units,
    People,
    Campaigns,
    Records(Vec<String>),
    Responses(Box<Responses>),
    Talks(Kind, Box<Talks>),
}

/// Kinds whose records every table may refer to, and of which a site has few.
pub const FEW: [&str; 4] = [
    Building::KIND,
    Person::KIND,
    Campaign::KIND,
    Questionnaire::KIND,
];

/// Kinds of which all records have to be there, beside [`FEW`] and those of
/// [`consent`](crate::consent), when the layout of a table is made.
pub fn told(table: &str) -> &'static [&'static str] {
    Kind::named(table).map_or(&[], Kind::told)
}

impl Layout {
    /// What a table looks like. `state` has to hold the records of [`FEW`] and of [`told`], and all
    /// decisions of [`consent`](crate::consent); for the table `records`, `fields` has those of any
    /// such record.
    pub fn of(state: &State, wanted: &Wanted, fields: &BTreeSet<String>) -> Result<Self, Missing> {
        let day = |day: &Option<String>| day.as_deref().is_none_or(is_day);
        if !day(&wanted.from) || !day(&wanted.to) {
            return Err(Missing::Day);
        }
        let withdrawn = Withdrawals::of(state);
        let (kind, rows, mut columns) = match wanted.table.as_str() {
            "units" => (Unit::KIND, Rows::Units, plain::unit_columns()),
            "people" => (Person::KIND, Rows::People, plain::people_columns()),
            "campaigns" => (Campaign::KIND, Rows::Campaigns, plain::campaign_columns()),
            "records" => {
                let kind = wanted.kind.as_deref().ok_or(Missing::Form)?;
                let fields = plain::shown_fields(fields);
                let columns = plain::record_columns(&fields);
                (kind, Rows::Records(fields), columns)
            }
            "responses" => {
                let form = list::chosen(state, wanted)?;
                let responses = Responses::of(form, wanted)?;
                let columns = responses.columns(wanted);
                (
                    Response::KIND,
                    Rows::Responses(Box::new(responses)),
                    columns,
                )
            }
            table => {
                let kind = Kind::named(table).ok_or(Missing::Table)?;
                let talks = Talks::of(state, kind, &withdrawn, wanted.names);
                (
                    kind.record(),
                    Rows::Talks(kind, Box::new(talks)),
                    kind.columns(),
                )
            }
        };
        meta::title(&mut columns, wanted.labels);
        let own = match &rows {
            Rows::Responses(responses) => responses.file_name(),
            Rows::Records(_) => file_name(kind),
            Rows::Units | Rows::People | Rows::Campaigns | Rows::Talks(..) => wanted.table.clone(),
        };
        Ok(Self {
            columns,
            file_name: own,
            kind: kind.to_owned(),
            from: wanted.from.clone(),
            to: wanted.to.clone(),
            names: wanted.names,
            rows,
            withdrawn,
        })
    }

    /// Of the table `responses`: which answers fill its columns.
    pub fn responses(&self) -> Option<&Responses> {
        match &self.rows {
            Rows::Responses(responses) => Some(responses),
            _ => None,
        }
    }

    /// The kind of the records that the rows are made of.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Kinds, other than [`FEW`], of the records that the rows of a record refer to.
    pub fn linked(&self) -> &'static [&'static str] {
        match &self.rows {
            Rows::Responses(_) => &[Unit::KIND],
            Rows::Talks(kind, _) => kind.linked(),
            // What was taken back is in no table, so what these come from is looked at.
            Rows::Records(_) if [Passage::KIND, Need::KIND].contains(&self.kind.as_str()) => {
                Kind::Needs.linked()
            }
            _ => &[],
        }
    }

    /// The records of those kinds that a record refers to. What one refers to may refer to others
    /// again: a passage to an interview, that to a door.
    pub fn links(&self, record: &Record) -> Vec<RecordId> {
        if self.linked().is_empty() {
            return Vec::new();
        }
        talks::links(record)
    }

    /// Whether the record is one of those that are asked for.
    fn takes(&self, record: &Record) -> bool {
        // The day by the clock of the device that made it.
        let day = meta::wall(record).get(..10).unwrap_or_default();
        self.from.as_deref().is_none_or(|from| from <= day)
            && self.to.as_deref().is_none_or(|to| day <= to)
    }

    /// Hands out the rows of a record: none, one, or one for each instance of a repeat.
    pub fn rows(&self, state: &State, id: RecordId, mut add: impl FnMut(Vec<Cell<'_>>)) {
        let Some(record) = state.record(&self.kind, id) else {
            return;
        };
        let lost = self.withdrawn.lost_any(state, &self.kind, record);
        if !self.takes(record) || lost.content {
            return;
        }
        let lang = self.names;
        match &self.rows {
            Rows::Units => add(plain::unit(state, id, record, lang)),
            Rows::People => add(plain::person(id, record)),
            Rows::Campaigns => add(plain::campaign(id, record)),
            Rows::Records(fields) => {
                let shown = (&fields[..], !lost.recordings);
                add(plain::record(state, id, record, shown, lang));
            }
            Rows::Responses(responses) => {
                responses.rows(state, (id, record), lost, lang, &mut add);
            }
            Rows::Talks(kind, talks) => {
                talks.rows(*kind, state, (id, record), lost, lang, &mut add);
            }
        }
    }
}

/// A day as it is compared and written: `2026-11-22`.
fn is_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// A name that any system takes for a file, and that says nothing to a shell.
fn file_name(text: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') {
            c
        } else {
            '_'
        }
    };
    let name: String = text.chars().map(plain).take(80).collect();
    let name = name.trim_matches('_');
    if name.is_empty() {
        "table".to_owned()
    } else {
        name.to_owned()
    }
}
