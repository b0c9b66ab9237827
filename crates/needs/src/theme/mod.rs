//! Themes (A6): the tree by which a team sorts what residents say. It begins with the categories of
//! the work instruction, and grows as people meet something that has no name yet.

mod first;
mod tally;
mod tree;

use ledger::{Change, Fields, Record, RecordId, State};

pub use first::first_tree;
pub use tally::{Tally, tallies};
pub use tree::{Node, Tree};

use crate::{Lang, language::localised};

/// A theme.
#[derive(Clone, Copy, Debug)]
pub struct Theme<'a> {
    /// The record's id.
    pub id: RecordId,
    record: &'a Record,
}

/// How far apart places among siblings are, so that one fits between two.
const STEP: i64 = 1024;

impl<'a> Theme<'a> {
    /// The kind of its record.
    pub const KIND: &'static str = "theme";

    /// All themes, in no particular order, also merged and retired ones.
    pub fn all(state: &'a State) -> impl Iterator<Item = Self> {
        let records = state.records(Self::KIND);
        records.map(|(id, record)| Self { id, record })
    }

    /// One theme.
    pub fn find(state: &'a State, id: RecordId) -> Option<Self> {
        let record = state.record(Self::KIND, id)?;
        Some(Self { id, record })
    }

    /// Its name; in another language where nobody has given it one in this.
    pub fn name(self, lang: Lang) -> &'a str {
        localised(self.record, "name", lang)
    }

    /// Its name in this very language.
    pub fn own_name(self, lang: Lang) -> Option<&'a str> {
        self.record.text(&field(lang))
    }

    /// The theme it belongs to, as it was written; [`Tree`] knows where it stands.
    pub fn parent(self) -> Option<RecordId> {
        self.record.link("parent")
    }

    /// Its place among its siblings.
    pub fn order(self) -> i64 {
        self.record.integer("order").unwrap_or(i64::MAX)
    }

    /// Whether it is retired: not offered any more, while what was marked with it stays.
    pub fn gone(self) -> bool {
        self.record.get("gone").is_some_and(|gone| gone == true)
    }

    /// The theme that it was merged into. What is marked with this one counts for that one; taken
    /// back, nothing is lost.
    pub fn merged(self) -> Option<RecordId> {
        self.record.link("into")
    }

    /// Writes a new theme, as it was typed. `order` as [`Tree::place_below`] gives it.
    pub fn add(
        id: RecordId,
        (lang, name): (Lang, &str),
        parent: Option<RecordId>,
        order: i64,
    ) -> Change {
        let mut set = Fields::from([
            (field(lang), name.trim().into()),
            ("order".to_owned(), order.into()),
        ]);
        set.extend(parent.map(|parent| ("parent".to_owned(), parent.to_string().into())));
        change(id, set)
    }

    /// Gives it names; an empty one is taken away.
    pub fn rename(id: RecordId, names: &[(Lang, &str)]) -> Change {
        let names = names.iter().map(|(lang, name)| {
            let name = name.trim();
            let value = (!name.is_empty()).then_some(name);
            (field(*lang), value.into())
        });
        change(id, names.collect())
    }

    /// Retires it, or takes it back into use.
    pub fn retire(id: RecordId, gone: bool) -> Change {
        change(id, Fields::from([("gone".to_owned(), gone.into())]))
    }

    /// Takes a merge back.
    pub fn unmerge(id: RecordId) -> Change {
        let set = Fields::from([("into".to_owned(), serde_json::Value::Null)]);
        change(id, set)
    }
}

fn field(lang: Lang) -> String {
    format!("name:{}", lang.tag())
}

fn change(id: RecordId, set: Fields) -> Change {
    Change {
        kind: Theme::KIND.to_owned(),
        id,
        set,
    }
}
