//! Publishing a questionnaire: as a record of the site, which never changes again.

use std::collections::BTreeMap;

use form::Form;
use ledger::{Digest, RecordId};
use leptos::prelude::untrack;
use needs::{Act, Localised, Publication, Purpose, Questionnaire};

use sha2::{Digest as _, Sha256};

use super::candidate::{Candidate, NamedBytes};
use crate::{
    components::{file_error::file_error_text, store_error::store_error_text},
    desk::{Desk, FileError, WriteError},
    locales::{FormsTexts, ShellTexts, fill},
    platform::{files, random},
};

/// Why a questionnaire was not published. Nothing of it was.
#[derive(Clone, Debug)]
pub enum PublishError {
    /// The role of the person does not publish.
    NotYours,
    /// The workbook cannot be used.
    Unusable,
    /// Another one was published under this number and version.
    Taken { number: String, version: String },
    /// A file that goes with it could not be kept.
    File(FileError),
    /// It could not be written.
    Write(WriteError),
}

/// What a person is told.
pub fn publish_error_text(error: &PublishError) -> String {
    let t = FormsTexts::now();
    match error {
        PublishError::NotYours => ShellTexts::now().not_yours.to_owned(),
        PublishError::Unusable => t.unusable.to_owned(),
        PublishError::Taken { number, version } => fill(t.taken, &[number, version]),
        PublishError::File(error) => file_error_text(error),
        PublishError::Write(error) => write_error_text(error),
    }
}

/// What a person is told when something here could not be written.
pub(super) fn write_error_text(error: &WriteError) -> String {
    match error {
        WriteError::NoActor => FormsTexts::now().no_actor.to_owned(),
        WriteError::Invalid(why) => fill(FormsTexts::now().not_written, &[why]),
        WriteError::Store(error) => store_error_text(error),
    }
}

/// Publishes a workbook with the files that go with it; the record's id. One that is published with
/// the same content already is not published again.
pub async fn publish(
    desk: Desk,
    workbook: NamedBytes,
    files: BTreeMap<String, Vec<u8>>,
    purpose: Purpose,
) -> Result<RecordId, PublishError> {
    publish_candidate(desk, &Candidate::read(workbook, files), purpose).await
}

/// Publishes a workbook that has been read.
pub(super) async fn publish_candidate(
    desk: Desk,
    candidate: &Candidate,
    purpose: Purpose,
) -> Result<RecordId, PublishError> {
    if !untrack(|| desk.may(Act::Publish)) {
        return Err(PublishError::NotYours);
    }
    let form = candidate.form.as_ref().ok_or(PublishError::Unusable)?;
    let (number, version) = (form.id().to_owned(), form.version().to_owned());
    match publication(desk, form, candidate) {
        Publication::Same(id) => return Ok(id),
        Publication::Taken(_) => return Err(PublishError::Taken { number, version }),
        Publication::New => {}
    }
    let id = random::record_id();
    let mut kept = Vec::new();
    for (name, bytes) in &candidate.files {
        let file = desk
            .files()
            .put_as(id, name, bytes, files::media_type(name))
            .await;
        kept.push(file.map_err(PublishError::File)?);
    }
    let title = Localised {
        zh_hant: form.title(),
        zh_hans: form.title(),
        en: form.title(),
    };
    let workbook = &candidate.workbook;
    let change = Questionnaire::change(id, (&number, &version), title, purpose, &workbook.bytes);
    let change = Questionnaire::with_file_name(change, &workbook.name);
    let change = Questionnaire::with_files(change, &kept);
    desk.record(change).await.map_err(PublishError::Write)?;
    Ok(id)
}

/// What publishing a workbook that has been read would mean.
pub(super) fn publication(desk: Desk, form: &Form, candidate: &Candidate) -> Publication {
    let files = candidate
        .files
        .iter()
        .map(|(name, bytes)| (name.clone(), Digest(Sha256::digest(bytes).into())))
        .collect();
    desk.peek(|ledger| {
        let name = (form.id(), form.version());
        Questionnaire::publication(ledger.state(), name, &candidate.workbook.bytes, &files)
    })
}
