//! Questionnaires: numbered, versioned quality records, each with its workbook.

use std::collections::BTreeSet;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ledger::{Change, Digest, Fields, FileRef, Record, RecordId, State, Touch};

use crate::{Lang, Localised, language::localised};

/// What a questionnaire is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// A survey form (調查表), counted as a survey.
    Survey,
    /// An interview record (訪談記錄表), counted as an interview.
    Interview,
}

/// What publishing a workbook would mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publication {
    /// There is no questionnaire of this number and version.
    New,
    /// It is published already, with the same content.
    Same(RecordId),
    /// Another workbook was published under this number and version. A published version never
    /// changes, so this one needs another version.
    Taken(RecordId),
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

    /// The name of the workbook's file. Its ending says how it is to be read.
    pub fn file_name(self) -> String {
        let given = self.record.text("file").filter(|name| !name.is_empty());
        given.map_or_else(|| format!("{}.xlsx", self.number()), str::to_owned)
    }

    /// When and by whom it was published.
    pub fn published(self) -> &'a Touch {
        self.record.created()
    }

    /// What publishing a workbook under this number and version would mean.
    pub fn publication(
        state: &'a State,
        (number, version): (&str, &str),
        workbook: &[u8],
        files: &BTreeSet<(String, Digest)>,
    ) -> Publication {
        let all = Self::all(state);
        let mut known = all
            .iter()
            .filter(|form| form.number() == number && form.version() == version)
            .peekable();
        let Some(first) = known.peek().map(|form| form.id) else {
            return Publication::New;
        };
        let same = |form: &&Self| {
            let theirs = form.files().map(|file| (file.name, file.sha256));
            form.workbook().as_deref() == Some(workbook)
                && theirs.collect::<BTreeSet<_>>() == *files
        };
        known
            .find(same)
            .map_or(Publication::Taken(first), |form| Publication::Same(form.id))
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

    /// A version of a questionnaire with the name of its workbook's file.
    pub fn with_file_name(mut change: Change, name: &str) -> Change {
        change.set.insert("file".to_owned(), name.into());
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
