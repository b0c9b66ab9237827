//! Responses: a questionnaire as one household answered it.

use std::collections::BTreeMap;

use ledger::{Change, Fields, FileRef, Record, RecordId, State, Touch};
use serde_json::Value;

use crate::{Act, Person};

/// A finished survey or interview record.
#[derive(Clone, Copy, Debug)]
pub struct Response<'a> {
    /// The record's id.
    pub id: RecordId,
    record: &'a Record,
}

const ANSWER: &str = "answer:";

impl<'a> Response<'a> {
    /// The kind of its record.
    pub const KIND: &'static str = "response";
    /// The field that says that consent was refused.
    pub(crate) const REFUSED: &'static str = "refused";

    /// All responses, newest first.
    pub fn all(state: &'a State) -> Vec<Self> {
        let mut all: Vec<_> = Self::each(state).collect();
        all.sort_unstable_by_key(|response| {
            std::cmp::Reverse((response.record.created().time, response.id))
        });
        all
    }

    /// All responses, in no particular order.
    pub fn each(state: &'a State) -> impl Iterator<Item = Self> {
        let all = state.records(Self::KIND);
        all.map(|(id, record)| Self { id, record })
    }

    /// One response.
    pub fn find(state: &'a State, id: RecordId) -> Option<Self> {
        state
            .record(Self::KIND, id)
            .map(|record| Self { id, record })
    }

    /// The questionnaire it answers.
    pub fn form(self) -> Option<RecordId> {
        self.record.link("form")
    }

    /// The unit it is about.
    pub fn unit(self) -> Option<RecordId> {
        self.record.link("unit")
    }

    /// The campaign it counts for.
    pub fn campaign(self) -> Option<RecordId> {
        self.record.link("campaign")
    }

    /// Who answered, where that was noted.
    pub fn resident(self) -> Option<RecordId> {
        self.record.link("resident")
    }

    /// Whether its first question, for consent, was answered with no: nobody was surveyed.
    pub fn refused(self) -> bool {
        self.record
            .get(Self::REFUSED)
            .is_some_and(|refused| *refused == true)
    }

    /// The language it was filled in.
    pub fn language(self) -> Option<&'a str> {
        self.record.text("language")
    }

    /// When it was begun, by the device's clock (RFC 3339).
    pub fn started(self) -> Option<&'a str> {
        self.record.text("started")
    }

    /// Who finished it, where and when.
    pub fn finished(self) -> &'a Touch {
        self.record.created()
    }

    /// Whether a person may read it: it is their own, or their role reads everything.
    pub fn readable_by(self, person: Person<'_>) -> bool {
        person.role().may(Act::ReadAll) || self.record.created().actor == person.id
    }

    /// The answers by path, as [`form::Answers`](https://getodk.github.io/xforms-spec/) has them:
    /// values are the texts of an XForms instance.
    pub fn answers(self) -> BTreeMap<String, String> {
        self.record
            .members(ANSWER)
            .filter_map(|(path, value)| Some((path.to_owned(), value.as_str()?.to_owned())))
            .collect()
    }

    /// Its photos, signatures, recordings and other files. An answer holds the name of one.
    pub fn files(self) -> impl Iterator<Item = FileRef> + 'a {
        FileRef::all_of(self.record)
    }

    /// A response with who answered.
    pub fn by(mut change: Change, resident: Option<RecordId>) -> Change {
        let resident = resident.map(|id| ("resident".to_owned(), id.to_string().into()));
        change.set.extend(resident);
        change
    }

    /// A response in which consent was refused.
    pub fn refusing(mut change: Change) -> Change {
        change.set.insert(Self::REFUSED.to_owned(), true.into());
        change
    }

    /// Writes a finished response. Each answer is a field of its own, so that a later correction
    /// holds only what changed.
    pub fn change(
        id: RecordId,
        form: RecordId,
        unit: RecordId,
        campaign: Option<RecordId>,
        (language, started): (&str, Option<&str>),
        answers: BTreeMap<String, String>,
    ) -> Change {
        let link = |id: RecordId| Value::from(id.to_string());
        let mut set = Fields::from([
            ("form".to_owned(), link(form)),
            ("unit".to_owned(), link(unit)),
            ("language".to_owned(), language.into()),
        ]);
        set.extend(campaign.map(|campaign| ("campaign".to_owned(), link(campaign))));
        set.extend(started.map(|started| ("started".to_owned(), started.into())));
        let answers = answers
            .into_iter()
            .map(|(path, value)| (ANSWER.to_owned() + &path, value));
        set.extend(answers.map(|(field, value)| (field, Value::from(value))));
        Change {
            kind: Self::KIND.to_owned(),
            id,
            set,
        }
    }
}
