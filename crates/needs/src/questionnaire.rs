//! Questionnaires: numbered, versioned quality records, each with its workbook.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ledger::{Change, Fields, FileRef, Record, RecordId, State};

use crate::{Lang, Localised, language::localised};

/// What a questionnaire is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// A survey form (調查表), counted as a survey.
    Survey,
    /// An interview record (訪談記錄表), counted as an interview.
    Interview,
}

/// One version of a questionnaire. A new version is a new record; old responses keep theirs.
#[derive(Clone, Copy, Debug)]
pub struct Questionnaire<'a> {
    /// The record's id.
    pub id: RecordId,
    record: &'a Record,
}

impl<'a> Questionnaire<'a> {
    /// The kind of its record.
    pub const KIND: &'static str = "form";

    /// All questionnaires: surveys first, then by number and version.
    pub fn all(state: &'a State) -> Vec<Self> {
        let mut all: Vec<_> = state
            .records(Self::KIND)
            .map(|(id, record)| Self { id, record })
            .collect();
        all.sort_unstable_by_key(|form| (form.purpose(), form.number(), form.version(), form.id));
        all
    }

    /// One questionnaire.
    pub fn find(state: &'a State, id: RecordId) -> Option<Self> {
        state
            .record(Self::KIND, id)
            .map(|record| Self { id, record })
    }

    /// Its number as a quality record: `QP-08-16-F001`.
    pub fn number(self) -> &'a str {
        self.record.text("number").unwrap_or_default()
    }

    /// Its version, as the workbook says.
    pub fn version(self) -> &'a str {
        self.record.text("version").unwrap_or_default()
    }

    /// Its title.
    pub fn title(self, lang: Lang) -> &'a str {
        localised(self.record, "title", lang)
    }

    /// What it is for.
    pub fn purpose(self) -> Purpose {
        match self.record.text("purpose") {
            Some("interview") => Purpose::Interview,
            _ => Purpose::Survey,
        }
    }

    /// The XLSForm workbook (`.xlsx`); `None` where it is missing or damaged.
    pub fn workbook(self) -> Option<Vec<u8>> {
        STANDARD.decode(self.record.text("workbook")?).ok()
    }

    /// What it needs besides the workbook: look-up tables, pictures, sounds. Its workbook has their
    /// names.
    pub fn files(self) -> impl Iterator<Item = FileRef> + 'a {
        FileRef::all_of(self.record)
    }

    /// A version of a questionnaire with the files that it needs.
    pub fn with_files(mut change: Change, files: &[FileRef]) -> Change {
        change.set.extend(files.iter().map(FileRef::field));
        change
    }

    /// Writes a version of a questionnaire.
    pub fn change(
        id: RecordId,
        (number, version): (&str, &str),
        title: Localised<'_>,
        purpose: Purpose,
        workbook: &[u8],
    ) -> Change {
        let purpose = match purpose {
            Purpose::Survey => "survey",
            Purpose::Interview => "interview",
        };
        let mut set = Fields::from([
            ("number".to_owned(), number.into()),
            ("version".to_owned(), version.into()),
            ("purpose".to_owned(), purpose.into()),
            ("workbook".to_owned(), STANDARD.encode(workbook).into()),
        ]);
        title.put("title", &mut set);
        Change {
            kind: Self::KIND.to_owned(),
            id,
            set,
        }
    }
}
