//! What a session answers to those who use it.

use std::collections::BTreeMap;
use std::fmt;

use super::ItemId;
use crate::form::Media;

/// Values by path, as a draft or a finished response stores them.
///
/// A path starts below the form's root: `/services/housekeeping`. An instance of a repeat carries
/// its number, from 1: `/household[2]/age`. A value is the text that an XForms instance would hold.
pub type Answers = BTreeMap<String, String>;

/// Why an item keeps a form from being finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// An answer must be given and is not.
    Required,
    /// The answer breaks the rule that the form states for it.
    Constraint,
    /// The answer is not what its type asks for: not a number, not a date, not one of the choices.
    Type,
}

/// What is wrong with one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The question.
    pub item: ItemId,
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// The form's own words for it, in the session's language, where the form has some.
    pub message: Option<String>,
}

/// Why an answer or a change of a repeat was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rejection {
    /// There is no such item, or it was removed.
    NotFound,
    /// The item takes no answer: a group, a note, a calculated value.
    NoAnswer,
    /// The form, or the session, says that this may only be read.
    ReadOnly,
    /// The text names something that is not among the choices now offered.
    NotAChoice,
    /// The answer is longer than [`crate::limits::ANSWER_BYTES`].
    TooLong,
    /// The session can not hold more repeat instances.
    TooMany,
    /// The form itself decides how many instances this repeat has.
    Counted,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFound => "there is no such item",
            Self::NoAnswer => "this item takes no answer",
            Self::ReadOnly => "this answer may only be read",
            Self::NotAChoice => "this is not one of the choices",
            Self::TooLong => "the answer is too long",
            Self::TooMany => "there are too many entries",
            Self::Counted => "the form decides how many entries there are",
        })
    }
}

impl std::error::Error for Rejection {}

/// How far an interview is: relevant questions that a person can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Those with an answer.
    pub answered: usize,
    /// All of them.
    pub total: usize,
}

/// A finished response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The form's id.
    pub form_id: String,
    /// The form's version, empty if it states none.
    pub form_version: String,
    /// Relevant values that are not empty.
    pub answers: Answers,
    /// The form's own name for this response.
    pub instance_name: Option<String>,
    /// The value of the form's `start` question, if it has one.
    pub started: Option<String>,
    /// The moment of finishing, as an XForms dateTime.
    pub ended: String,
}

/// One answer that can be picked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// What is stored.
    pub name: String,
    /// What is shown, in the session's language.
    pub label: String,
    /// Names of files that go with the label, in the session's language.
    pub media: Vec<(Media, String)>,
    /// Where it is, from the column `geometry`: a geopoint, or points separated by `;`.
    pub geometry: Option<String>,
}

impl Choice {
    /// The name of the file of that kind.
    #[must_use]
    pub fn media(&self, media: Media) -> Option<&str> {
        let mut all = self.media.iter();
        let (_, file) = all.find(|(known, _)| *known == media)?;
        Some(file)
    }
}
