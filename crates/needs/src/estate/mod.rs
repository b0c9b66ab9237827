//! The estate: site, buildings, the units behind whose doors residents live, and the residents.
//!
//! Facts about a record (`UnitFacts` and its like) say only what is to be written; what they leave
//! open stays as it is. An update holds only what differs, so that writing the same twice is
//! nothing.

mod building;
mod past;
mod resident;
mod unit;

use ledger::{Change, Fields, Record, RecordId, SiteId, State};
use serde_json::Value;

pub use building::{Building, BuildingFacts, BuildingName};
pub use past::{Facts, population_at};
pub use resident::{Contact, Relation, Resident, ResidentFacts};
pub use unit::{Area, Tenure, Unit, UnitFacts, Usage};

use crate::{Lang, Localised, language::localised};

/// A text as a field: an empty one takes the field away.
fn text_or_nothing(text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() {
        Value::Null
    } else {
        text.into()
    }
}

/// Adds a field where there is something to say about it.
fn put(set: &mut Fields, field: &str, value: Option<Value>) {
    set.extend(value.map(|value| (field.to_owned(), value)));
}

/// Drops the fields whose values the record has already; `None` where nothing is left to write.
fn only_new(kind: &str, id: RecordId, record: &Record, mut set: Fields) -> Option<Change> {
    set.retain(|field, value| record.get(field).unwrap_or(&Value::Null) != value);
    (!set.is_empty()).then(|| Change {
        kind: kind.to_owned(),
        id,
        set,
    })
}

/// A housing estate or service centre.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    record: &'a Record,
}

impl<'a> Site<'a> {
    /// The kind of its record, whose id is the site's own.
    pub const KIND: &'static str = "site";

    /// The site's own record.
    pub fn find(state: &'a State, site: SiteId) -> Option<Self> {
        state
            .record(Self::KIND, RecordId(site.0))
            .map(|record| Self { record })
    }

    /// Its name.
    pub fn name(self, lang: Lang) -> &'a str {
        localised(self.record, "name", lang)
    }

    /// Whether it was made to try things out.
    pub fn is_demo(self) -> bool {
        self.record.get("demo").is_some_and(|demo| demo == true)
    }

    /// Writes a site's record.
    pub fn change(site: SiteId, name: Localised<'_>, demo: bool) -> Change {
        let mut set = Fields::from([("demo".to_owned(), demo.into())]);
        name.put("name", &mut set);
        Change {
            kind: Self::KIND.to_owned(),
            id: RecordId(site.0),
            set,
        }
    }
}
