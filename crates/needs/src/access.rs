//! Who may write and read what, on a site that asks who is there.
//!
//! The server asks these rules about every entry that comes in and every body that goes out; the
//! app asks them for what it offers. They know a person's role and what an entry is about, nothing
//! of tokens. `docs/ACCESS.md` shows them as tables, made from this code.

mod deeds;
mod table;
#[cfg(test)]
mod tests;

use std::fmt;

use ledger::{EntryV1, Fields, RecordId, ruling};

pub use deeds::Deed;
pub use table::document;

use crate::{
    Assignments, Building, Campaign, Interview, Need, Passage, Person, Questionnaire, Resident,
    Response, Role, Site, Theme, Unit,
    consent::{Consent, Wording},
    sample,
    visit::Visit,
};

/// Who writes or reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The person.
    pub person: RecordId,
    /// Their role at this site.
    pub role: Role,
}

/// Why an entry may not stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
    /// The device that wrote it has not joined this site, or was told to leave before.
    UnknownDevice,
    /// It names another person than the one who uses that device.
    OtherPerson,
    /// The role does not write records of this kind.
    Kind,
    /// The role writes such records, but not this field.
    Field,
    /// The record is another person's.
    OthersRecord,
    /// Only the server writes this.
    ServerOnly,
}

impl Breach {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::UnknownDevice,
        Self::OtherPerson,
        Self::Kind,
        Self::Field,
        Self::OthersRecord,
        Self::ServerOnly,
    ];

    /// Its name in a ruling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnknownDevice => "unknown-device",
            Self::OtherPerson => "other-person",
            Self::Kind => "kind",
            Self::Field => "field",
            Self::OthersRecord => "others-record",
            Self::ServerOnly => "server-only",
        }
    }

    /// The reason of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|breach| breach.name() == name)
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownDevice => "the device has not joined this site",
            Self::OtherPerson => "it was written in another person's name",
            Self::Kind => "the writer's role does not write records of this kind",
            Self::Field => "the writer's role does not write this field",
            Self::OthersRecord => "the record is another person's",
            Self::ServerOnly => "only the server writes this",
        })
    }
}

/// Who may write records of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writers {
    /// Only the server.
    Server,
    /// These roles.
    Roles(&'static [Role]),
    /// These roles; an assistant only about records that nobody else began.
    OwnOrRoles(&'static [Role]),
}

/// Who reads the bodies of entries about records of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Everyone who has joined the site.
    All,
    /// Whoever reads everything; an assistant what they wrote or began.
    OwnOrOffice,
    /// Whoever reads everything.
    Office,
}

/// The rules about one kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The kind; `None` for every kind that has no rule of its own.
    pub kind: Option<&'static str>,
    /// Who may write.
    pub writers: Writers,
    /// Who reads bodies.
    pub readers: Readers,
}

use Role::{Assistant, Auditor, Manager, Supervisor};

const COLLECTORS: &[Role] = &[Assistant, Supervisor, Manager];
const OFFICE: &[Role] = &[Supervisor, Manager];
const MANAGER: &[Role] = &[Manager];
/// Whoever may take data out, and so has to say that they did.
const EXPORTERS: &[Role] = Deed::Export.roles();
/// A note is what an auditor writes of their own: about what they checked (S0 6.1).
const NOTERS: &[Role] = &[Assistant, Supervisor, Manager, Auditor];

const fn rule(kind: &'static str, writers: Writers, readers: Readers) -> Rule {
    Rule {
        kind: Some(kind),
        writers,
        readers,
    }
}

/// The rules, one a kind. What is not here falls under [`OTHER`].
pub const RULES: &[Rule] = &[
    rule(Site::KIND, Writers::Roles(MANAGER), Readers::All),
    rule(Person::KIND, Writers::Roles(MANAGER), Readers::All),
    rule(Building::KIND, Writers::Roles(OFFICE), Readers::All),
    rule(Unit::KIND, Writers::Roles(OFFICE), Readers::All),
    // Whoever stands at the door learns who lives there, also of those whom a colleague noted.
    rule(Resident::KIND, Writers::Roles(COLLECTORS), Readers::All),
    rule(Campaign::KIND, Writers::Roles(OFFICE), Readers::All),
    rule(sample::KIND, Writers::Roles(OFFICE), Readers::All),
    // A round is handed over at the door, from one assistant to another.
    rule(Assignments::KIND, Writers::Roles(COLLECTORS), Readers::All),
    rule(Questionnaire::KIND, Writers::Roles(OFFICE), Readers::All),
    rule(
        Response::KIND,
        Writers::OwnOrRoles(COLLECTORS),
        Readers::OwnOrOffice,
    ),
    // Whoever walks a round has to know where a colleague has been.
    rule(Visit::KIND, Writers::OwnOrRoles(COLLECTORS), Readers::All),
    // Who has agreed to what is asked at the door, also by a colleague who comes later.
    rule(Consent::KIND, Writers::Roles(COLLECTORS), Readers::All),
    rule(Wording::KIND, Writers::Roles(OFFICE), Readers::All),
    rule(
        Interview::KIND,
        Writers::OwnOrRoles(COLLECTORS),
        Readers::OwnOrOffice,
    ),
    rule("note", Writers::OwnOrRoles(NOTERS), Readers::OwnOrOffice),
    // The tree of themes is the team's: whoever collects makes it grow.
    rule(Theme::KIND, Writers::Roles(COLLECTORS), Readers::All),
    rule(
        Passage::KIND,
        Writers::OwnOrRoles(COLLECTORS),
        Readers::OwnOrOffice,
    ),
    rule(
        Need::KIND,
        Writers::OwnOrRoles(COLLECTORS),
        Readers::OwnOrOffice,
    ),
    rule("erase", Writers::Roles(MANAGER), Readers::All),
    rule(ruling::KIND, Writers::Roles(MANAGER), Readers::All),
    rule("device", Writers::Server, Readers::All),
    // What a server hands out it writes itself; a tablet that makes a file offline writes it too.
    rule("export", Writers::Roles(EXPORTERS), Readers::Office),
    rule("access", Writers::Server, Readers::Office),
];

/// The rule for kinds that this version does not know: an action, a report of a later one.
pub const OTHER: Rule = Rule {
    kind: None,
    writers: Writers::Roles(OFFICE),
    readers: Readers::OwnOrOffice,
};

/// A field that fewer roles write than the rest of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldRule {
    /// The kind of the record.
    pub kind: &'static str,
    /// The field; with a colon at its end, every field that begins so.
    pub field: &'static str,
    /// Who writes it, of those who write such records at all.
    pub roles: &'static [Role],
}

impl FieldRule {
    fn is_about(&self, kind: &str, field: &str) -> bool {
        let named = if self.field.ends_with(':') {
            field.starts_with(self.field)
        } else {
            field == self.field
        };
        self.kind == kind && named
    }
}

const fn field(kind: &'static str, field: &'static str, roles: &'static [Role]) -> FieldRule {
    FieldRule { kind, field, roles }
}

/// The rules about single fields. A field that is not here is written like its record.
pub const FIELDS: &[FieldRule] = &[
    // The supervisor drafts a campaign; approving, starting, stopping and closing it is the
    // manager's (work instruction 4.1).
    field(Campaign::KIND, "state", MANAGER),
    field(Campaign::KIND, "step:approved", MANAGER),
    field(Campaign::KIND, "step:running", MANAGER),
    field(Campaign::KIND, "step:closed", MANAGER),
    field(Campaign::KIND, "final", MANAGER),
    // Verdicts, remarks and reasons are the reviewer's (S2 4.4.1), never the writer's own.
    field(Response::KIND, "review", OFFICE),
    field(Response::KIND, "remark:", OFFICE),
    field(Response::KIND, "reason:", OFFICE),
    field(Interview::KIND, "review", OFFICE),
    field(Interview::KIND, "remark:", OFFICE),
    field(Interview::KIND, "reason:", OFFICE),
];

/// The fields with which a manager lifts a ruling. A ruling itself, which says why, is the
/// server's.
const LIFT: [&str; 3] = [ruling::DEVICE, ruling::SEQ, ruling::LIFTED];

/// The rule for a kind.
pub fn rule_for(kind: &str) -> &'static Rule {
    RULES
        .iter()
        .find(|rule| rule.kind == Some(kind))
        .unwrap_or(&OTHER)
}

/// What the rules need to know of an entry.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The kind of the record; `None` where the entry is of a later version of the format.
    pub kind: Option<&'a str>,
    /// The fields that are set; `None` where the body is erased or withheld.
    pub set: Option<&'a Fields>,
    /// The person it names.
    pub actor: Option<RecordId>,
}

impl<'a> Subject<'a> {
    /// What an entry is about.
    pub fn of(entry: &'a EntryV1) -> Self {
        Self {
            kind: Some(&entry.kind),
            set: entry.set.as_ref(),
            actor: Some(entry.actor),
        }
    }

    /// An entry of a later version: it is carried and kept, and its writer must be of the office.
    pub const NEWER: Subject<'static> = Subject {
        kind: None,
        set: None,
        actor: None,
    };
}

impl Caller {
    /// Whether an entry that this person's device wrote may stand. `first` is who wrote first about
    /// the record, where anyone did before.
    pub fn check(self, subject: Subject<'_>, first: Option<RecordId>) -> Result<(), Breach> {
        if subject.actor.is_some_and(|actor| actor != self.person) {
            return Err(Breach::OtherPerson);
        }
        let Some(kind) = subject.kind else {
            // What it says can't be judged here; a later version parks or judges it.
            return Ok(());
        };
        let rule = rule_for(kind);
        if kind == ruling::KIND && self.role == Manager {
            let only_lifts = |set: &Fields| set.keys().all(|field| LIFT.contains(&field.as_str()));
            return if subject.set.is_none_or(only_lifts) {
                Ok(())
            } else {
                Err(Breach::Field)
            };
        }
        match rule.writers {
            Writers::Server => Err(Breach::ServerOnly),
            Writers::Roles(roles) | Writers::OwnOrRoles(roles) if !roles.contains(&self.role) => {
                Err(Breach::Kind)
            }
            Writers::OwnOrRoles(_)
                if !self.corrects_others() && first.is_some_and(|first| first != self.person) =>
            {
                Err(Breach::OthersRecord)
            }
            Writers::Roles(_) | Writers::OwnOrRoles(_) => {
                let mut fields = subject.set.into_iter().flat_map(Fields::keys);
                let barred = fields.any(|field| {
                    let mut rules = FIELDS.iter().filter(|rule| rule.is_about(kind, field));
                    rules.any(|rule| !rule.roles.contains(&self.role))
                });
                if barred { Err(Breach::Field) } else { Ok(()) }
            }
        }
    }

    /// Whether this person may change what another one began: the office reviews, an assistant
    /// and an auditor keep to their own.
    pub const fn corrects_others(self) -> bool {
        matches!(self.role, Supervisor | Manager)
    }

    /// Whether this person is given the body of an entry. `own` says that they wrote about the
    /// same record.
    pub fn sees(self, kind: Option<&str>, own: bool) -> bool {
        let readers = kind.map_or(OTHER, |kind| *rule_for(kind)).readers;
        match readers {
            Readers::All => true,
            Readers::OwnOrOffice => own || self.reads_everything(),
            Readers::Office => self.reads_everything(),
        }
    }

    /// Whether nothing is withheld from this person.
    pub const fn reads_everything(self) -> bool {
        self.role.may(crate::Act::ReadAll)
    }
}
