//! Which kinds of records are searched, and which of their fields are text.

use ledger::{Record, State};
use serde_json::Value;

use crate::{
    Act, Building, Campaign, Interview, Need, Passage, Person, Questionnaire, Resident, Response,
    Theme, Unit, visit::Visit,
};

/// A kind of record that is searched.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) kind: &'static str,
    /// Its fields that hold text; one that ends in `:` stands for all that begin so.
    fields: &'static [&'static str],
    /// Whether an assistant reads only what they wrote.
    own: bool,
    /// Whether the records that were made last come first.
    pub(super) newest_first: bool,
}

const fn source(
    kind: &'static str,
    fields: &'static [&'static str],
    own: bool,
    newest_first: bool,
) -> Source {
    Source {
        kind,
        fields,
        own,
        newest_first,
    }
}

/// What is searched, in the order in which it is shown.
pub(super) const SOURCES: &[Source] = &[
    source(Building::KIND, &["name:", "key"], false, false),
    source(Unit::KIND, &["label", "key", "note"], false, false),
    source(
        Resident::KIND,
        &["name", "phone", "hours", "note", "key"],
        false,
        false,
    ),
    source(
        Interview::KIND,
        &["title", "place", "line:", "present:", "remark:"],
        true,
        true,
    ),
    source(Passage::KIND, &["quote", "note"], true, true),
    source(Need::KIND, &["content"], true, true),
    source(Response::KIND, &["answer:", "remark:"], true, true),
    source(Visit::KIND, &["note"], false, true),
    source(Theme::KIND, &["name", "name:"], false, false),
    source(Campaign::KIND, &["name:", "note"], false, true),
    source(Questionnaire::KIND, &["number", "title:"], false, true),
    source(Person::KIND, &["name:"], false, false),
];

impl Source {
    /// Whether somebody may read a record of this kind, as far as it is on the device at all.
    pub(super) fn may_read(&self, record: &Record, me: Option<Person<'_>>) -> bool {
        if !self.own {
            return true;
        }
        me.is_some_and(|me| {
            me.role().may(Act::ReadAll)
                || [record.created(), record.changed()]
                    .iter()
                    .any(|touch| touch.actor == me.id)
        })
    }
}

/// The texts of a record with the fields that hold them. A door is searched with the name of its
/// building.
pub(super) fn texts<'a>(
    state: &'a State,
    source: &Source,
    record: &'a Record,
) -> Vec<(&'static str, &'a str)> {
    let mut texts = Vec::new();
    for field in source.fields {
        if field.ends_with(':') {
            let members = record.members(field);
            texts.extend(members.filter_map(|(_, value)| Some((*field, text_of(value)?))));
        } else {
            texts.extend(record.text(field).map(|text| (*field, text)));
        }
    }
    if source.kind == Unit::KIND
        && let Some(building) = record.link("building")
        && let Some(building) = state.record(Building::KIND, building)
    {
        let names = building.members("name:");
        texts.extend(names.filter_map(|(_, name)| Some(("building", name.as_str()?))));
    }
    texts
}

/// A value that is text, or an object that has one: a line of an interview, a person who was there.
fn text_of(value: &Value) -> Option<&str> {
    let named = |name| value.get(name).and_then(Value::as_str);
    value
        .as_str()
        .or_else(|| named("text"))
        .or_else(|| named("name"))
}
