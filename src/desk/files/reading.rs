//! Bytes back from the disk, or from the server where they are not here.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Digest, FileRef, RecordId};
use leptos::prelude::*;
use sha2::{Digest as _, Sha256};

use super::{
    FileError, Files,
    index::{FileRow, parts_of},
    transfer::Amount,
};
use crate::{
    desk::image::{decode, encode},
    platform::object_url::ObjectUrl,
    store::{Area, Key, StoreError},
    sync,
};

impl Files {
    /// A file's bytes, checked against its hash: from this device, or from the server if they are
    /// not here.
    pub async fn bytes(self, file: &FileRef) -> Result<Vec<u8>, FileError> {
        let bytes = match self.local_bytes(file).await? {
            Some(bytes) => bytes,
            None => sync::fetch_file(self.desk.site(), file)
                .await
                .ok_or(FileError::Missing)?,
        };
        if Digest(Sha256::digest(&bytes).into()) == file.sha256 {
            Ok(bytes)
        } else {
            Err(FileError::Damaged)
        }
    }

    /// A file's bytes as they lie here; `None` if they don't.
    async fn local_bytes(self, file: &FileRef) -> Result<Option<Vec<u8>>, FileError> {
        let holding = |hash| {
            self.desk
                .inner
                .with_value(|inner| inner.files.holding(hash))
        };
        let Some(key) = holding(&file.sha256) else {
            return Ok(None);
        };
        let mut bytes = Vec::with_capacity(usize::try_from(file.size).unwrap_or(0));
        let at = self
            .database()
            .keys_under(Area::Parts, &parts_of(key))
            .await?;
        for at in at {
            bytes.extend(self.part(&at).await?);
        }
        Ok(Some(bytes))
    }

    /// An address of a file for `<audio>`, `<video>`, `<img>` and downloads. Keep it as long as it
    /// is used; dropped, it gives the memory back.
    pub async fn object_url(self, file: &FileRef) -> Result<ObjectUrl, FileError> {
        let bytes = self.bytes(file).await?;
        ObjectUrl::new(&bytes, &file.media_type).map_err(|_| FileError::Unreadable)
    }

    /// As [`Self::object_url`], for `<img>` alone: drawings (SVG) too.
    pub async fn picture_url(self, file: &FileRef) -> Result<ObjectUrl, FileError> {
        let bytes = self.bytes(file).await?;
        ObjectUrl::of_picture(&bytes, &file.media_type).map_err(|_| FileError::Unreadable)
    }

    /// Whether a file's bytes are on this device. Whoever calls this in a view follows changes.
    pub fn is_here(self, file: &FileRef) -> bool {
        self.desk.files_revision.track();
        let inner = self.desk.inner;
        inner.with_value(|inner| inner.files.holding(&file.sha256).is_some())
    }

    /// The names of the look-up tables of a questionnaire that are here. Whoever calls this in a
    /// view follows changes.
    pub fn table_names(self, form: RecordId) -> Vec<String> {
        let files = self.of(form).into_iter();
        self.desk.inner.with_value(|inner| {
            let here = files.filter(|file| inner.files.tables.contains_key(&file.sha256));
            here.map(|file| file.name).collect()
        })
    }

    /// Those tables by name, as [`form::Attachments`] wants them. Whoever calls this in a view
    /// follows changes.
    pub fn tables(self, form: RecordId) -> form::Attachments {
        let files = self.of(form);
        self.desk.inner.with_value(|inner| {
            let tables = files.into_iter().filter_map(|file| {
                let bytes = inner.files.tables.get(&file.sha256)?;
                Some((file.name, bytes.clone()))
            });
            tables.collect::<BTreeMap<_, _>>()
        })
    }

    /// Reads those look-up tables into memory that are here and not there yet.
    pub(in crate::desk) async fn load_tables(self) -> Result<(), FileError> {
        let wanted: Vec<FileRef> = self.desk.inner.with_value(|inner| {
            let forms = needs::Questionnaire::all(inner.image.ledger.state());
            let files = forms.into_iter().flat_map(needs::Questionnaire::files);
            files
                .filter(|file| is_table(&file.name))
                .filter(|file| !inner.files.tables.contains_key(&file.sha256))
                .filter(|file| inner.files.holding(&file.sha256).is_some())
                .collect()
        });
        for file in wanted {
            let bytes = self.bytes(&file).await?;
            self.desk
                .inner
                .update_value(|inner| drop(inner.files.tables.insert(file.sha256, bytes)));
            self.desk.files_revision.update(|revision| *revision += 1);
        }
        Ok(())
    }

    /// The part under a key.
    pub(in crate::desk) async fn part(self, at: &str) -> Result<Vec<u8>, StoreError> {
        let key = Key::Text(at.to_owned());
        let part = self.database().get(Area::Parts, &key).await?;
        part.ok_or_else(|| StoreError::Corrupt("a part of a file is missing".to_owned()))
    }

    /// The rows of all files that are whole, for a backup: key and content.
    pub(in crate::desk) fn whole_rows(self) -> Vec<(String, Vec<u8>)> {
        self.desk.inner.with_value(|inner| {
            let rows = inner.files.rows.iter();
            let whole = rows.filter(|(_, row)| row.file().is_some());
            whole
                .filter_map(|(key, row)| Some((key.to_string(), encode(row).ok()?)))
                .collect()
        })
    }

    /// Whether a file of a backup is wanted here: it is not here yet, and a record names it or one
    /// of `drafts` has it.
    pub(in crate::desk) fn lacks(self, key: &str, row: &[u8], drafts: &BTreeSet<RecordId>) -> bool {
        let (Ok(key), Ok(row)) = (key.parse::<RecordId>(), decode::<FileRow>(row)) else {
            return false;
        };
        let Some(file) = row.file() else { return false };
        self.desk.inner.with_value(|inner| {
            let here = inner.files.rows.contains_key(&key)
                || inner.files.of(row.owner).any(|known| known == file);
            let state = inner.image.ledger.state();
            let named = needs::files_of(state, row.owner);
            let wanted = drafts.contains(&row.owner) || named.contains(&file);
            !here && wanted
        })
    }

    /// The files that are here whole. Whoever calls this in a view follows changes.
    pub fn kept(self) -> Amount {
        self.desk.files_revision.track();
        self.desk.inner.with_value(|inner| {
            let rows = inner.files.rows.values();
            Amount::of(rows.filter_map(|row| Some(row.file()?.size)))
        })
    }
}

/// Whether a form looks things up in a file with this name (ODK XForms, secondary instances).
pub(super) fn is_table(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["csv", "geojson", "xml"]
        .iter()
        .any(|table| table.eq_ignore_ascii_case(extension))
}
