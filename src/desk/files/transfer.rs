//! What is to be sent and fetched, and what becomes of it.

use std::{collections::BTreeMap, ops::Range};

use ledger::{
    Digest, FileRef, RecordId, gather,
    transfer::{Wanted, Work},
};
use leptos::prelude::*;
use needs::Questionnaire;

use super::{
    FileError, Files,
    index::{FileRow, FileState, Gone, part_key, part_start, parts_of, put_row},
};
use crate::{
    desk::image::Inner,
    platform::random,
    store::{Area, Write},
};

/// Files and the bytes in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// How many files.
    pub files: usize,
    /// How many bytes.
    pub bytes: u64,
}

impl Amount {
    pub(super) fn of(sizes: impl Iterator<Item = u64>) -> Self {
        sizes.fold(Self::default(), |sum, size| Self {
            files: sum.files + 1,
            bytes: sum.bytes + size,
        })
    }
}

impl Inner {
    /// The whole files here that a record names, with the epoch in which the server last said that
    /// it has them.
    fn named_files(&self) -> impl Iterator<Item = (Digest, u64, Option<&str>)> {
        let state = self.image.ledger.state();
        self.files.rows.values().filter_map(move |row| {
            let FileState::Whole { sha256, size, sent } = &row.state else {
                return None;
            };
            let named = needs::files_of(state, row.owner);
            let named = named.iter().any(|file| file.sha256 == *sha256);
            named.then_some((*sha256, *size, sent.as_deref()))
        })
    }

    /// What questionnaires need and is not here, each file once.
    fn wanted_files(&self) -> BTreeMap<Digest, (RecordId, FileRef)> {
        let forms = Questionnaire::all(self.image.ledger.state()).into_iter();
        gather(
            forms
                .flat_map(|form| form.files().map(move |file| (form.id, file)))
                .filter(|(_, file)| self.files.holding(&file.sha256).is_none())
                .map(|(form, file)| (file.sha256, (form, file))),
        )
    }
}

impl Files {
    /// What there is to send and to fetch; `free` says whether the line is.
    pub fn work(self, free: bool) -> Work {
        self.desk.inner.with_value(|inner| {
            let here = inner.named_files().map(|(file, size, _)| (file, size));
            let wanted = inner.wanted_files().into_iter().map(|(sha256, (_, file))| {
                let fetched = inner.files.fetching(&sha256);
                Wanted {
                    file: sha256,
                    size: file.size,
                    have: fetched.map_or(0, |(_, have)| have),
                }
            });
            Work {
                free,
                epoch: inner.checkpoint.cursor.epoch.clone(),
                here: here.collect(),
                wanted: wanted.collect(),
            }
        })
    }

    /// The files of records that the server is not known to have. Whoever calls this in a view
    /// follows changes.
    pub fn unsent(self) -> Amount {
        self.desk.files_revision.track();
        let epoch = self.desk.checkpoint().cursor.epoch;
        self.desk.read(|_| ());
        self.desk.inner.with_value(|inner| {
            let unsent = inner.named_files();
            let unsent = unsent.filter(|(_, _, sent)| *sent != Some(epoch.as_str()));
            Amount::of(unsent.map(|(_, size, _)| size))
        })
    }

    /// The files of questionnaires that are still to come. Whoever calls this in a view follows
    /// changes.
    pub fn coming(self) -> Amount {
        self.desk.files_revision.track();
        self.desk.read(|_| ());
        self.desk.inner.with_value(|inner| {
            let wanted = inner.wanted_files().into_values();
            Amount::of(wanted.map(|(_, file)| file.size))
        })
    }

    /// A range of a file that is here.
    pub async fn range(self, file: &Digest, wanted: Range<u64>) -> Result<Vec<u8>, FileError> {
        let key = self
            .desk
            .inner
            .with_value(|inner| inner.files.holding(file));
        let key = key.ok_or(FileError::Missing)?;
        let parts = self
            .database()
            .keys_under(Area::Parts, &parts_of(key))
            .await?;
        let starts: Vec<u64> = parts.iter().filter_map(|key| part_start(key)).collect();
        let mut bytes = Vec::new();
        for (index, (at, start)) in parts.iter().zip(&starts).enumerate() {
            let next = starts.get(index + 1).copied().unwrap_or(u64::MAX);
            if *start >= wanted.end || next <= wanted.start {
                continue;
            }
            let part = self.part(at).await?;
            let cut = |at: u64| {
                let at = usize::try_from(at.saturating_sub(*start)).unwrap_or(usize::MAX);
                at.min(part.len())
            };
            bytes.extend_from_slice(&part[cut(wanted.start)..cut(wanted.end)]);
        }
        if bytes.len() as u64 == wanted.end - wanted.start {
            Ok(bytes)
        } else {
            Err(FileError::Damaged)
        }
    }

    /// Keeps a fetched part after what is here of its file.
    pub async fn keep_part(self, file: Digest, from: u64, bytes: Vec<u8>) -> Result<(), FileError> {
        let length = bytes.len() as u64;
        let inner = self.desk.inner;
        let known = inner.with_value(|inner| inner.files.fetching(&file));
        let (key, begun) = match known {
            Some((key, have)) if have == from => (key, None),
            None if from == 0 => {
                let wanted = inner.with_value(|inner| inner.wanted_files().remove(&file));
                let (owner, wanted) = wanted.ok_or(FileError::Missing)?;
                let row = FileRow {
                    owner,
                    name: wanted.name,
                    media_type: wanted.media_type,
                    state: FileState::Fetching {
                        sha256: file,
                        size: wanted.size,
                    },
                };
                (random::record_id(), Some(row))
            }
            _ => return Err(FileError::Damaged),
        };
        let mut writes = vec![Write::Put(Area::Parts, part_key(key, from), bytes)];
        if let Some(row) = &begun {
            writes.push(put_row(key, row)?);
        }
        self.database().commit(&writes).await?;
        inner.update_value(|inner| {
            inner.files.fetched.insert(key, from + length);
            if let Some(row) = begun {
                inner.files.rows.insert(key, row);
            }
        });
        Ok(())
    }

    /// Makes a whole file of what was fetched; `false` if it is another one, and then nothing of
    /// it is left.
    pub async fn finish_fetch(self, file: Digest) -> Result<bool, FileError> {
        let inner = self.desk.inner;
        let fetching = inner.with_value(|inner| {
            let (key, _) = inner.files.fetching(&file)?;
            Some((key, inner.files.rows.get(&key)?.clone()))
        });
        let (key, mut row) = fetching.ok_or(FileError::Missing)?;
        let (sha256, size) = self.measure(key).await?;
        if sha256 != file {
            self.delete(&Gone(vec![key])).await?;
            return Ok(false);
        }
        // It came from there: the server has it.
        let sent = Some(self.desk.checkpoint().cursor.epoch);
        row.state = FileState::Whole { sha256, size, sent };
        self.keep_row(key, row).await?;
        self.load_tables().await?;
        Ok(true)
    }

    /// Writes down that the server has these files, so that the sign tells it after a start
    /// without a connection too.
    pub async fn note_sent(self, epoch: &str, files: &[Digest]) -> Result<(), FileError> {
        let rows: Vec<(RecordId, FileRow)> = self.desk.inner.with_value(|inner| {
            let rows = inner.files.rows.iter();
            rows.filter_map(|(key, row)| match &row.state {
                FileState::Whole { sha256, size, sent }
                    if files.contains(sha256) && sent.as_deref() != Some(epoch) =>
                {
                    let state = FileState::Whole {
                        sha256: *sha256,
                        size: *size,
                        sent: Some(epoch.to_owned()),
                    };
                    Some((
                        *key,
                        FileRow {
                            state,
                            ..row.clone()
                        },
                    ))
                }
                _ => None,
            })
            .collect()
        });
        if rows.is_empty() {
            return Ok(());
        }
        let writes: Result<Vec<_>, _> = rows.iter().map(|(key, row)| put_row(*key, row)).collect();
        self.database().commit(&writes?).await?;
        self.desk
            .inner
            .update_value(|inner| inner.files.rows.extend(rows));
        self.changed();
        Ok(())
    }

    /// Finds out how far each file was fetched by an earlier life of the app.
    pub(in crate::desk) async fn resume_fetching(self) -> Result<(), FileError> {
        let fetching: Vec<RecordId> = self.desk.inner.with_value(|inner| {
            let rows = inner.files.rows.iter();
            rows.filter(|(_, row)| matches!(row.state, FileState::Fetching { .. }))
                .map(|(key, _)| *key)
                .collect()
        });
        for key in fetching {
            let parts = self
                .database()
                .keys_under(Area::Parts, &parts_of(key))
                .await?;
            let have = match parts.last() {
                Some(last) => part_start(last).unwrap_or(0) + self.part(last).await?.len() as u64,
                None => 0,
            };
            self.desk.inner.update_value(|inner| {
                inner.files.fetched.insert(key, have);
            });
        }
        Ok(())
    }
}
