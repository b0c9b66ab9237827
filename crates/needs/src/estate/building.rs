//! Buildings of a site.

use ledger::{Change, Fields, Record, RecordId, State};

use super::{only_new, put, text_or_nothing};
use crate::{Lang, Localised, Walk, language::localised};

/// A building of a site.
#[derive(Clone, Copy, Debug)]
pub struct Building<'a> {
    /// The record's id.
    pub id: RecordId,
    record: &'a Record,
}

/// What is to be written about a building. What is left open stays as it is; an empty text takes a
/// field away.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuildingFacts<'a> {
    /// Its name, in all languages that are given.
    pub name: Option<Localised<'a>>,
    /// Its place in the walking order.
    pub order: Option<i64>,
    /// What the office's own list calls it.
    pub key: Option<&'a str>,
    /// How many entrances it has, or their names.
    pub entrances: Option<&'a str>,
}

impl BuildingFacts<'_> {
    fn fields(self) -> Fields {
        let mut set = Fields::new();
        if let Some(name) = self.name {
            name.put("name", &mut set);
        }
        put(&mut set, "order", self.order.map(Into::into));
        put(&mut set, "key", self.key.map(text_or_nothing));
        put(&mut set, "entrances", self.entrances.map(text_or_nothing));
        set
    }
}

impl<'a> Building<'a> {
    /// The kind of its record.
    pub const KIND: &'static str = "building";

    /// All buildings, in the order in which they are walked.
    pub fn all(state: &'a State) -> Vec<Self> {
        let mut all: Vec<_> = state
            .records(Self::KIND)
            .map(|(id, record)| Self { id, record })
            .collect();
        all.sort_unstable_by_key(|building| (building.order(), building.id));
        all
    }

    /// One building.
    pub fn find(state: &'a State, id: RecordId) -> Option<Self> {
        state
            .record(Self::KIND, id)
            .map(|record| Self { id, record })
    }

    /// Its name.
    pub fn name(self, lang: Lang) -> &'a str {
        localised(self.record, "name", lang)
    }

    /// Its place in the walking order.
    pub fn order(self) -> i64 {
        self.record.integer("order").unwrap_or(i64::MAX)
    }

    /// What the office's own list calls it; empty where no list was imported.
    pub fn key(self) -> &'a str {
        self.record.text("key").unwrap_or_default()
    }

    /// How it is walked.
    pub fn walk(self) -> Walk {
        Walk::named(self.record.text("walk"))
    }

    /// How many entrances it has, or their names, as somebody wrote it.
    pub fn entrances(self) -> &'a str {
        self.record.text("entrances").unwrap_or_default()
    }

    /// Writes a building.
    pub fn change(id: RecordId, name: Localised<'_>, order: i64) -> Change {
        Self::set(
            id,
            BuildingFacts {
                name: Some(name),
                order: Some(order),
                ..BuildingFacts::default()
            },
        )
    }

    /// Writes facts about a building, new or not.
    pub fn set(id: RecordId, facts: BuildingFacts<'_>) -> Change {
        Change {
            kind: Self::KIND.to_owned(),
            id,
            set: facts.fields(),
        }
    }

    /// What of these facts is new; `None` where nothing is.
    pub fn update(self, facts: BuildingFacts<'_>) -> Option<Change> {
        only_new(Self::KIND, self.id, self.record, facts.fields())
    }
}

/// The name of a building in all languages, made of what a list or a person calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildingName {
    zh: String,
    en: String,
}

impl BuildingName {
    /// A number or a letter becomes 第 3 座, A 座 and Block 3; any other name stays as it is.
    pub fn of(name: &str) -> Self {
        let name = name.trim();
        let short = name.chars().count() <= 3 && name.chars().all(|c| c.is_ascii_alphanumeric());
        let number = name.chars().all(|c| c.is_ascii_digit());
        let zh = match (short, number) {
            _ if name.is_empty() => String::new(),
            (true, true) => format!("第 {name} 座"),
            (true, false) => format!("{name} 座"),
            _ => name.to_owned(),
        };
        let en = if short && !name.is_empty() {
            format!("Block {name}")
        } else {
            name.to_owned()
        };
        Self { zh, en }
    }

    /// As a record holds it.
    pub fn texts(&self) -> Localised<'_> {
        Localised {
            zh_hant: &self.zh,
            zh_hans: &self.zh,
            en: &self.en,
        }
    }
}
