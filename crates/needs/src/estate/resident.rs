//! Residents: who lives in a unit or owns it, and how they want to be met.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ledger::{Change, Fields, Record, RecordId, State};
use serde_json::Value;

use super::{only_new, put, text_or_nothing};

/// What somebody is to their unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// 業主
    Owner,
    /// 租戶
    Tenant,
    /// One of the household.
    Family,
    /// Anybody else, and whoever is not known.
    #[default]
    Other,
}

impl Relation {
    /// Every relation, as they are offered.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Tenant, Self::Family, Self::Other];

    /// Its name in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Tenant => "tenant",
            Self::Family => "family",
            Self::Other => "other",
        }
    }

    /// The relation of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// How somebody wants to be met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Contact {
    /// However it comes.
    #[default]
    Any,
    /// By phone first.
    Phone,
    /// At the door.
    Visit,
    /// Not at all.
    Never,
}

impl Contact {
    /// Every wish, as they are offered.
    pub const ALL: [Self; 4] = [Self::Any, Self::Phone, Self::Visit, Self::Never];

    /// Its name in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Phone => "phone",
            Self::Visit => "visit",
            Self::Never => "none",
        }
    }

    /// The wish of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// Somebody who lives in a unit or owns it.
#[derive(Clone, Copy, Debug)]
pub struct Resident<'a> {
    /// The record's id.
    pub id: RecordId,
    record: &'a Record,
}

/// What is to be written about a resident. What is left open stays as it is; an empty text takes a
/// field away.
#[derive(Clone, Copy, Debug, Default)]
pub struct ResidentFacts<'a> {
    /// The unit.
    pub unit: Option<RecordId>,
    /// Their name.
    pub name: Option<&'a str>,
    /// What they are to the unit.
    pub relation: Option<Relation>,
    /// Their phone.
    pub phone: Option<&'a str>,
    /// Whether they are to be looked after more often.
    pub key_customer: Option<bool>,
    /// How they want to be met.
    pub contact: Option<Contact>,
    /// When they can be met, in their words.
    pub hours: Option<&'a str>,
    /// Languages (BCP 47) that they speak, `true`, or don't.
    pub languages: &'a [(&'a str, bool)],
    /// When they moved out; `Some(None)` takes it back.
    pub left: Option<Option<NaiveDate>>,
    /// What else is to be known.
    pub note: Option<&'a str>,
    /// What the office's own list calls them.
    pub key: Option<&'a str>,
}

const LANGUAGE: &str = "lang:";

/// A flag is there or it isn't.
fn flag(on: bool) -> Value {
    if on { true.into() } else { Value::Null }
}

impl ResidentFacts<'_> {
    fn fields(self) -> Fields {
        let mut set = Fields::new();
        let unit = self.unit.map(|unit| unit.to_string().into());
        put(&mut set, "unit", unit);
        put(&mut set, "name", self.name.map(text_or_nothing));
        let relation = self.relation.map(|relation| relation.name().into());
        put(&mut set, "relation", relation);
        put(&mut set, "phone", self.phone.map(text_or_nothing));
        put(&mut set, "key_customer", self.key_customer.map(flag));
        let contact = self.contact.map(|contact| contact.name().into());
        put(&mut set, "contact", contact);
        put(&mut set, "hours", self.hours.map(text_or_nothing));
        for (tag, speaks) in self.languages {
            set.insert(format!("{LANGUAGE}{tag}"), flag(*speaks));
        }
        let left = self
            .left
            .map(|left| left.map_or(Value::Null, |day| day.to_string().into()));
        put(&mut set, "left", left);
        put(&mut set, "note", self.note.map(text_or_nothing));
        put(&mut set, "key", self.key.map(text_or_nothing));
        set
    }
}

impl<'a> Resident<'a> {
    /// The kind of their record.
    pub const KIND: &'static str = "resident";

    /// Everybody who is known, also who moved out, in no particular order.
    pub fn all(state: &'a State) -> impl Iterator<Item = Self> {
        state
            .records(Self::KIND)
            .map(|(id, record)| Self { id, record })
    }

    /// One resident.
    pub fn find(state: &'a State, id: RecordId) -> Option<Self> {
        state
            .record(Self::KIND, id)
            .map(|record| Self { id, record })
    }

    /// Everybody of a unit: who is there before who moved out, owners first, then by name.
    pub fn of(state: &'a State, unit: RecordId) -> Vec<Self> {
        let of_unit = |resident: &Self| resident.unit() == Some(unit);
        sorted(Self::all(state).filter(of_unit).collect())
    }

    /// Everybody who is known, by unit; in a unit as [`Self::of`] has them.
    pub fn by_unit(state: &'a State) -> BTreeMap<RecordId, Vec<Self>> {
        let mut units: BTreeMap<RecordId, Vec<Self>> = BTreeMap::new();
        for resident in Self::all(state) {
            if let Some(unit) = resident.unit() {
                units.entry(unit).or_default().push(resident);
            }
        }
        for residents in units.values_mut() {
            *residents = sorted(std::mem::take(residents));
        }
        units
    }

    /// The unit.
    pub fn unit(self) -> Option<RecordId> {
        self.record.link("unit")
    }

    /// Their name.
    pub fn name(self) -> &'a str {
        self.record.text("name").unwrap_or_default()
    }

    /// What they are to the unit.
    pub fn relation(self) -> Relation {
        let relation = self.record.text("relation");
        relation.and_then(Relation::named).unwrap_or_default()
    }

    /// Their phone.
    pub fn phone(self) -> &'a str {
        self.record.text("phone").unwrap_or_default()
    }

    /// Whether they are to be looked after more often.
    pub fn is_key_customer(self) -> bool {
        let key = self.record.get("key_customer");
        key.is_some_and(|key| *key == true)
    }

    /// How they want to be met.
    pub fn contact(self) -> Contact {
        let contact = self.record.text("contact");
        contact.and_then(Contact::named).unwrap_or_default()
    }

    /// When they can be met, in their words.
    pub fn hours(self) -> &'a str {
        self.record.text("hours").unwrap_or_default()
    }

    /// The languages that they speak (BCP 47).
    pub fn languages(self) -> impl Iterator<Item = &'a str> {
        let members = self.record.members(LANGUAGE);
        members
            .filter(|(_, speaks)| **speaks == true)
            .map(|(tag, _)| tag)
    }

    /// When they moved out.
    pub fn left(self) -> Option<NaiveDate> {
        crate::campaign::day(self.record.text("left")?)
    }

    /// Whether they live there, as far as is known.
    pub fn is_here(self) -> bool {
        self.record.text("left").is_none()
    }

    /// What else is to be known.
    pub fn note(self) -> &'a str {
        self.record.text("note").unwrap_or_default()
    }

    /// What the office's own list calls them.
    pub fn key(self) -> &'a str {
        self.record.text("key").unwrap_or_default()
    }

    /// Writes facts about a resident, new or not.
    pub fn set(id: RecordId, facts: ResidentFacts<'_>) -> Change {
        Change {
            kind: Self::KIND.to_owned(),
            id,
            set: facts.fields(),
        }
    }

    /// What of these facts is new; `None` where nothing is.
    pub fn update(self, facts: ResidentFacts<'_>) -> Option<Change> {
        only_new(Self::KIND, self.id, self.record, facts.fields())
    }
}

fn sorted(mut residents: Vec<Resident<'_>>) -> Vec<Resident<'_>> {
    residents.sort_by_key(|one| (!one.is_here(), one.relation(), one.name(), one.id));
    residents
}
