//! Files of records: photos and recordings of a response or an interview, tables and pictures of
//! a questionnaire.

use std::collections::BTreeSet;

use ledger::{Change, FileRef, RecordId, State};

use crate::{Interview, Questionnaire, Response, consent::Consent};

/// The kinds of records that name files.
const WITH_FILES: [&str; 4] = [
    Response::KIND,
    Questionnaire::KIND,
    Interview::KIND,
    Consent::KIND,
];

/// The files that a record names.
pub fn files_of(state: &State, id: RecordId) -> Vec<FileRef> {
    let record = WITH_FILES.iter().find_map(|kind| state.record(kind, id));
    record.into_iter().flat_map(FileRef::all_of).collect()
}

/// All files that records name, with the record that does.
pub fn all_files(state: &State) -> impl Iterator<Item = (RecordId, FileRef)> {
    let records = WITH_FILES.iter().flat_map(|kind| state.records(kind));
    records.flat_map(|(id, record)| FileRef::all_of(record).map(move |file| (id, file)))
}

/// `change` with those of `files` that an answer of it names: a photo that was replaced, or whose
/// question no longer applies, is not part of the response.
pub fn with_answered_files(mut change: Change, files: &[FileRef]) -> Change {
    let answered: BTreeSet<&str> = change
        .set
        .values()
        .filter_map(|value| value.as_str())
        .collect();
    let named: Vec<_> = files
        .iter()
        .filter(|file| answered.contains(file.name.as_str()))
        .map(FileRef::field)
        .collect();
    change.set.extend(named);
    change
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use ledger::{Digest, uuid_v7};

    use super::*;

    fn file(name: &str) -> FileRef {
        FileRef {
            name: name.to_owned(),
            sha256: Digest([7; 32]),
            size: 3,
            media_type: "image/jpeg".to_owned(),
        }
    }

    #[test]
    fn a_response_names_the_files_that_its_answers_name() {
        let id = RecordId(uuid_v7(1, [1; 10]));
        let answers = BTreeMap::from([("/photo".to_owned(), "1-a.jpg".to_owned())]);
        let change = Response::change(id, id, id, None, ("en", None), answers);
        let change = with_answered_files(change, &[file("1-a.jpg"), file("0-replaced.jpg")]);
        assert_eq!(
            change.set.get("file:1-a.jpg"),
            Some(&file("1-a.jpg").field().1)
        );
        assert!(!change.set.contains_key("file:0-replaced.jpg"));
    }
}
