//! Interviews: what was said, line by line, with the moment of each line, who was there, what of
//! the guide was covered, and recordings that can be played from a line.
//!
//! An interview under way has the same fields as a finished one ([`Interview::of_draft`]), so that
//! finishing it means to write what is there. A line, a person, a covered question is a field of
//! its own: a later correction holds only what changed, and history keeps what was there before.

pub mod guide;
pub mod key;
mod line;
mod recording;
#[cfg(test)]
mod tests;

use std::{collections::BTreeSet, ops::Bound};

use chrono::DateTime;
use ledger::{Change, Fields, FileRef, Record, RecordId, State, Touch};
use serde_json::Value;

pub use line::{Line, LineNote, Present, PresentAs};
pub use recording::Recorded;

use crate::{
    Act, Person,
    consent::{Lost, Scope, Withdrawals},
};

const LINE: &str = "line:";
const PRESENT: &str = "present:";
const GUIDE: &str = "guide:";
const RECORDING: &str = "recording:";
const ATTACH: &str = "attach:";
const CONSENT: &str = "consent:";

/// An interview, finished or under way.
#[derive(Clone, Copy, Debug)]
pub struct Interview<'a> {
    /// The record's id.
    pub id: RecordId,
    fields: Source<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Source<'a> {
    Record(&'a Record),
    Draft(&'a Fields),
}

/// What an interview is about, as it is when it begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// The unit; `None` for a focus group.
    pub unit: Option<RecordId>,
    /// The campaign it counts for.
    pub campaign: Option<RecordId>,
    /// The questionnaire that gives the guide.
    pub form: Option<RecordId>,
    /// Whether several people who don't live together talk.
    pub group: bool,
    /// What a focus group is about.
    pub title: String,
    /// Where it takes place, where that is not the unit.
    pub place: String,
    /// When it begins (RFC 3339).
    pub started: String,
}

impl<'a> Interview<'a> {
    /// The kind of its record.
    pub const KIND: &'static str = "interview";

    /// All finished interviews, newest first.
    pub fn all(state: &'a State) -> Vec<Self> {
        let mut all: Vec<_> = state
            .records(Self::KIND)
            .map(|(id, record)| (std::cmp::Reverse((record.created().time, id)), record))
            .collect();
        all.sort_unstable_by_key(|(order, _)| *order);
        all.into_iter()
            .map(|(order, record)| Self::of_record(order.0.1, record))
            .collect()
    }

    /// One finished interview.
    pub fn find(state: &'a State, id: RecordId) -> Option<Self> {
        let record = state.record(Self::KIND, id)?;
        Some(Self::of_record(id, record))
    }

    /// A finished interview, from its record.
    pub fn of_record(id: RecordId, record: &'a Record) -> Self {
        Self {
            id,
            fields: Source::Record(record),
        }
    }

    /// An interview under way, from the fields that it has so far.
    pub fn of_draft(id: RecordId, fields: &'a Fields) -> Self {
        Self {
            id,
            fields: Source::Draft(fields),
        }
    }

    fn get(self, field: &str) -> Option<&'a Value> {
        match self.fields {
            Source::Record(record) => record.get(field),
            Source::Draft(fields) => fields.get(field).filter(|value| !value.is_null()),
        }
    }

    fn text(self, field: &str) -> Option<&'a str> {
        let text = self.get(field)?.as_str()?;
        Some(text).filter(|text| !text.is_empty())
    }

    fn link(self, field: &str) -> Option<RecordId> {
        self.text(field)?.parse().ok()
    }

    fn members(self, prefix: &'static str) -> Vec<(&'a str, &'a Value)> {
        match self.fields {
            Source::Record(record) => record.members(prefix).collect(),
            Source::Draft(fields) => fields
                .range::<str, _>((Bound::Included(prefix), Bound::Unbounded))
                .map_while(|(name, value)| Some((name.strip_prefix(prefix)?, value)))
                .filter(|(_, value)| !value.is_null())
                .collect(),
        }
    }

    /// The unit; `None` for a focus group.
    pub fn unit(self) -> Option<RecordId> {
        self.link("unit")
    }

    /// The campaign it counts for.
    pub fn campaign(self) -> Option<RecordId> {
        self.link("campaign")
    }

    /// The questionnaire that gave the guide.
    pub fn form(self) -> Option<RecordId> {
        self.link("form")
    }

    /// Whether it is a focus group.
    pub fn is_group(self) -> bool {
        self.get("group").is_some_and(|group| group == true)
    }

    /// What a focus group is about.
    pub fn title(self) -> Option<&'a str> {
        self.text("title")
    }

    /// Where it takes place, where that is not the unit.
    pub fn place(self) -> Option<&'a str> {
        self.text("place")
    }

    /// When it began, by the device's clock (RFC 3339).
    pub fn started(self) -> Option<&'a str> {
        self.text("started")
    }

    /// When it ended, by the device's clock (RFC 3339); `None` while it is under way.
    pub fn finished(self) -> Option<&'a str> {
        self.text("finished")
    }

    /// How long it took, in seconds; nothing where the clock was set back meanwhile.
    pub fn seconds(self) -> Option<u32> {
        let begun = DateTime::parse_from_rfc3339(self.started()?).ok()?;
        let ended = DateTime::parse_from_rfc3339(self.finished()?).ok()?;
        u32::try_from((ended - begun).num_seconds()).ok()
    }

    /// The same in minutes.
    pub fn minutes(self) -> Option<u32> {
        Some((self.seconds()? + 30) / 60)
    }

    /// Who wrote it, where and when; `None` while it is under way.
    pub fn written(self) -> Option<&'a Touch> {
        match self.fields {
            Source::Record(record) => Some(record.created()),
            Source::Draft(_) => None,
        }
    }

    /// Whether a person may read it: it is their own, or their role reads everything.
    pub fn readable_by(self, person: Person<'_>) -> bool {
        let own = |touch: &Touch| touch.actor == person.id;
        person.role().may(Act::ReadAll) || self.written().is_none_or(own)
    }

    /// What was noted, in reading order.
    pub fn lines(self) -> Vec<Line<'a>> {
        let members = self.members(LINE).into_iter();
        members
            .filter_map(|(key, value)| Line::read(key, value))
            .collect()
    }

    /// One line.
    pub fn line(self, key: &str) -> Option<Line<'a>> {
        // The key that is borrowed is the record's own.
        let members = self.members(LINE).into_iter();
        let mut found = members.filter(|(known, _)| *known == key);
        found.next().and_then(|(key, value)| Line::read(key, value))
    }

    /// What stood in a line before, from the first text to the one before the last, with who wrote
    /// it and when; nothing while the interview is under way.
    pub fn earlier(self, key: &str) -> Vec<(&'a str, &'a Touch)> {
        let Source::Record(record) = self.fields else {
            return Vec::new();
        };
        let field = format!("{LINE}{key}");
        let versions = record.versions(&field);
        let texts = versions.map(|cell| (line::text_of(&cell.value), cell.touch()));
        let mut texts: Vec<_> = texts.collect();
        texts.pop();
        texts
    }

    /// Who was there, in the order in which they were added. In a focus group these are the
    /// speakers that lines name.
    pub fn present(self) -> Vec<Present<'a>> {
        let members = self.members(PRESENT).into_iter();
        members
            .filter_map(|(key, value)| Present::read(key, value))
            .collect()
    }

    /// The paths of those questions of the guide that were covered.
    pub fn covered(self) -> BTreeSet<&'a str> {
        let members = self.members(GUIDE).into_iter();
        members
            .filter(|(_, on)| **on == true)
            .map(|(path, _)| path)
            .collect()
    }

    /// What was recorded, from the first on.
    pub fn recordings(self) -> Vec<Recorded<'a>> {
        let members = self.members(RECORDING).into_iter();
        let mut all: Vec<_> = members
            .filter_map(|(number, value)| Recorded::read(number, value))
            .collect();
        all.sort_by_key(|recorded| recorded.number);
        all
    }

    /// The recording in which a moment can be heard, and how far into it, in milliseconds.
    /// `at` is in milliseconds since the interview began.
    pub fn heard(self, at: i64) -> Option<(Recorded<'a>, i64)> {
        let mut recordings = self.recordings();
        // Of two that seem to hold it, the one that began last does: a kill leaves no length.
        recordings.reverse();
        recordings
            .into_iter()
            .find_map(|recorded| Some((recorded, recorded.offset(at)?)))
    }

    /// Photos, sketches and other files: the name of each, and the key of the line that it stands
    /// at; empty where it stands at none.
    pub fn attachments(self) -> Vec<(&'a str, &'a str)> {
        let members = self.members(ATTACH).into_iter();
        members
            .filter_map(|(name, line)| Some((name, line.as_str()?)))
            .collect()
    }

    /// The decisions about consent that were made for it: scope and record.
    pub fn consents(self) -> Vec<(&'a str, RecordId)> {
        let members = self.members(CONSENT).into_iter();
        members
            .filter_map(|(scope, id)| Some((scope, id.as_str()?.parse().ok()?)))
            .collect()
    }

    /// What is to be treated as never given, since consent to it was withdrawn; nothing while it is
    /// under way.
    pub fn lost(self, withdrawals: &Withdrawals) -> Lost {
        match self.fields {
            Source::Record(record) => withdrawals.lost(record, Scope::Interview),
            Source::Draft(_) => Lost::default(),
        }
    }

    /// The files that its record names; none while it is under way.
    pub fn files(self) -> Vec<FileRef> {
        match self.fields {
            Source::Record(record) => FileRef::all_of(record).collect(),
            Source::Draft(_) => Vec::new(),
        }
    }

    /// The fields of an interview that begins.
    pub fn begin(opening: &Opening) -> Fields {
        let link = |id: &RecordId| Value::from(id.to_string());
        let mut set = Fields::from([("started".to_owned(), opening.started.as_str().into())]);
        let links = [
            ("unit", &opening.unit),
            ("campaign", &opening.campaign),
            ("form", &opening.form),
        ];
        for (field, id) in links {
            set.extend(id.as_ref().map(|id| (field.to_owned(), link(id))));
        }
        if opening.group {
            set.insert("group".to_owned(), true.into());
        }
        for (field, text) in [("title", &opening.title), ("place", &opening.place)] {
            if !text.is_empty() {
                set.insert(field.to_owned(), text.as_str().into());
            }
        }
        set
    }

    /// Writes a finished interview out of the fields of one under way, with those of `files` that
    /// it names. Empty lines are left out, and so are fields that were taken back.
    pub fn finish(id: RecordId, fields: Fields, finished: &str, files: &[FileRef]) -> Change {
        let mut set = fields;
        set.retain(|field, value| {
            let blank = field.starts_with(LINE) && line::text_of(value).trim().is_empty();
            !value.is_null() && !blank
        });
        let draft = Interview::of_draft(id, &set);
        let recordings = draft.recordings().into_iter().map(|recorded| recorded.file);
        let attached = draft.attachments().into_iter().map(|(name, _)| name);
        let named: BTreeSet<&str> = recordings.chain(attached).collect();
        let files = files
            .iter()
            .filter(|file| named.contains(file.name.as_str()));
        let files: Vec<_> = files.map(FileRef::field).collect();
        set.extend(files);
        set.insert("finished".to_owned(), finished.into());
        Self::set(id, set)
    }

    /// Changes fields of a finished interview: see the functions that make a field.
    pub fn change(id: RecordId, fields: impl IntoIterator<Item = (String, Value)>) -> Change {
        Self::set(id, ledger::gather(fields))
    }

    fn set(id: RecordId, set: Fields) -> Change {
        Change {
            kind: Self::KIND.to_owned(),
            id,
            set,
        }
    }
}

/// The field of a line; `None` takes the line away.
pub fn line_field(key: &str, line: Option<&LineNote>) -> (String, Value) {
    let value = line.map_or(Value::Null, LineNote::value);
    (format!("{LINE}{key}"), value)
}

/// The field of somebody who is present; `None` takes them out again.
pub fn present_field(key: &str, present: Option<&PresentAs>) -> (String, Value) {
    let value = present.map_or(Value::Null, PresentAs::value);
    (format!("{PRESENT}{key}"), value)
}

/// The field that says whether a question of the guide was covered.
pub fn guide_field(path: &str, covered: bool) -> (String, Value) {
    let value = if covered { true.into() } else { Value::Null };
    (format!("{GUIDE}{path}"), value)
}

/// The field of a recording.
pub fn recording_field(recorded: Recorded<'_>) -> (String, Value) {
    (format!("{RECORDING}{}", recorded.number), recorded.value())
}

/// The field of a file that is attached: to a line, to none (`""`), or (`None`) no more.
pub fn attach_field(name: &str, line: Option<&str>) -> (String, Value) {
    (
        format!("{ATTACH}{name}"),
        line.map_or(Value::Null, Value::from),
    )
}

/// The field that names a decision about consent.
pub fn consent_field(scope: &str, decision: RecordId) -> (String, Value) {
    (format!("{CONSENT}{scope}"), decision.to_string().into())
}
