//! The people of the company and what each role may do.

use ledger::{Change, Fields, Record, RecordId, State};

use crate::{Lang, Localised, language::localised};

/// What a person is in the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// 客服助理: carries the tablet.
    Assistant,
    /// 客戶服務部主任: organises the campaign and reviews what comes in.
    Supervisor,
    /// 服務中心經理: plans and decides.
    Manager,
    /// 公司領導: reads and approves.
    Executive,
    /// 監督小組: reads everything, changes nothing.
    Auditor,
}

/// Something a role may or may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Fill in a survey or an interview record.
    Collect,
    /// Read what everyone has brought in.
    ReadAll,
    /// Publish questionnaires, and say which of them a campaign uses.
    Publish,
    /// Lay out the estate: buildings and units.
    Estate,
    /// Accept what came in, send it back, correct it with a reason (S2 4.4.1).
    Review,
    /// Erase what a person asks to be forgotten.
    Erase,
}

impl Role {
    /// Every role, from the door to the desk.
    pub const ALL: [Self; 5] = [
        Self::Assistant,
        Self::Supervisor,
        Self::Manager,
        Self::Executive,
        Self::Auditor,
    ];

    /// The role of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Its name in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Assistant => "assistant",
            Self::Supervisor => "supervisor",
            Self::Manager => "manager",
            Self::Executive => "executive",
            Self::Auditor => "auditor",
        }
    }

    /// Whether the role may do this: work instruction 3.0 and the role table of the process.
    pub const fn may(self, act: Act) -> bool {
        match act {
            Act::Collect => matches!(self, Self::Assistant | Self::Supervisor | Self::Manager),
            Act::ReadAll => !matches!(self, Self::Assistant),
            Act::Erase => matches!(self, Self::Manager),
            Act::Publish | Act::Review | Act::Estate => {
                matches!(self, Self::Supervisor | Self::Manager)
            }
        }
    }
}

/// Someone who works with the app.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    /// The record's id, which entries name as their actor.
    pub id: RecordId,
    record: &'a Record,
}

impl<'a> Person<'a> {
    /// The kind of their record.
    pub const KIND: &'static str = "person";

    /// Everyone, assistants first, then by name.
    pub fn all(state: &'a State) -> Vec<Self> {
        let mut all: Vec<_> = state
            .records(Self::KIND)
            .map(|(id, record)| Self { id, record })
            .collect();
        all.sort_unstable_by_key(|person| {
            let rank = Role::ALL.iter().position(|role| *role == person.role());
            (rank, person.name(Lang::En), person.id)
        });
        all
    }

    /// One person.
    pub fn find(state: &'a State, id: RecordId) -> Option<Self> {
        state
            .record(Self::KIND, id)
            .map(|record| Self { id, record })
    }

    /// Their name.
    pub fn name(self, lang: Lang) -> &'a str {
        localised(self.record, "name", lang)
    }

    /// Their role. A role that this version doesn't know may do the least: an auditor's.
    pub fn role(self) -> Role {
        let name = self.record.text("role").unwrap_or_default();
        Role::named(name).unwrap_or(Role::Auditor)
    }

    /// Their role by name, and the entry that gave it: another one, also where it gives the same
    /// role again, may mean that something was withheld in between.
    pub fn role_given(self) -> String {
        let place = self.record.cell("role").map(ledger::Cell::place);
        let place = place.map_or_else(String::new, |at| format!(" {}.{}", at.device, at.seq));
        format!("{}{place}", self.role().name())
    }

    /// Writes a person.
    pub fn change(id: RecordId, name: Localised<'_>, role: Role) -> Change {
        let mut set = Fields::from([("role".to_owned(), role.name().into())]);
        name.put("name", &mut set);
        Change {
            kind: Self::KIND.to_owned(),
            id,
            set,
        }
    }
}
