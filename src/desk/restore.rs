//! A sealed backup, read: looked through to its end before anything is changed, then taken in. What
//! is here already stays as it is, so twice is as good as once.

use std::collections::BTreeSet;

use js_sys::Uint8Array;
use ledger::{
    BundleError, Entry, Ledger, RecordId,
    backup::{
        About, BEGINNING_BYTES, BackupError, Counted, FRAME_BYTES, Item, Kind, Trial, place,
        read_beginning, read_frame, unpack,
    },
};
use leptos::prelude::*;
use needs::Person;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::{Desk, FileError, StoreError, backup::draft_id};
use crate::{
    platform::seal::{Seal, SealError},
    store::{Area, Key, Write},
};

/// Why a backup was not restored. Unless it is [`RestoreError::Store`], nothing was changed.
#[derive(Clone, Debug, PartialEq)]
pub enum RestoreError {
    /// The file.
    Backup(BackupError),
    /// What it holds does not fit to what is here.
    Bundle(BundleError),
    /// The browser can't read it: it was moved or deleted meanwhile.
    Unreadable,
    /// It could not be written; what was written before stays, and restoring again goes on.
    Store(FileError),
}

impl From<BackupError> for RestoreError {
    fn from(error: BackupError) -> Self {
        Self::Backup(error)
    }
}

impl From<StoreError> for RestoreError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

/// A backup that is open. Copies are the same file.
#[derive(Clone)]
pub struct BackupFile {
    file: File,
    seal: Seal,
    start: u64,
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no file has 2⁵³ bytes"
)]
mod bytes {
    use super::{File, JsFuture, RestoreError, Uint8Array};

    pub(super) fn size(file: &File) -> u64 {
        file.size() as u64
    }

    pub(super) async fn read(file: &File, from: u64, to: u64) -> Result<Uint8Array, RestoreError> {
        let slice = file.slice_with_f64_and_f64(from as f64, to as f64);
        let slice = slice.map_err(|_| RestoreError::Unreadable)?;
        let buffer = JsFuture::from(slice.array_buffer()).await;
        let buffer = buffer.map_err(|_| RestoreError::Unreadable)?;
        Ok(Uint8Array::new(&buffer))
    }
}

/// The header of a file, and where its chunks begin.
pub async fn read_header(file: &File) -> Result<(String, u64), RestoreError> {
    let beginning = bytes::read(file, 0, BEGINNING_BYTES as u64).await?;
    Ok(read_beginning(&beginning.to_vec())?)
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// What is new here.
    pub new: Counted,
    /// Drafts that stayed out: they are here, or were finished since.
    pub left: u64,
}

impl BackupFile {
    /// A file whose chunks begin at `start` and open with this key.
    pub fn new(file: File, seal: Seal, start: u64) -> Self {
        Self { file, seal, start }
    }

    /// Runs `take` with the items of each chunk, in order.
    async fn each(
        &self,
        mut take: impl AsyncFnMut(Vec<Item>) -> Result<(), RestoreError>,
    ) -> Result<(), RestoreError> {
        const FRAME: u64 = FRAME_BYTES as u64;
        let size = bytes::size(&self.file);
        let cut_off = BackupError::CutOff { at: size };
        let (mut at, mut number, mut ended) = (self.start, 0, false);
        while at < size {
            let altered = BackupError::Altered { at };
            if ended {
                return Err(altered.into());
            }
            if size - at < FRAME {
                return Err(cut_off.into());
            }
            let mut frame = [0; FRAME_BYTES];
            let begin = at + FRAME;
            bytes::read(&self.file, at, begin)
                .await?
                .copy_to(&mut frame);
            let length = u64::from(read_frame(frame).ok_or_else(|| altered.clone())?);
            if size - begin < length {
                return Err(cut_off.into());
            }
            let row = bytes::read(&self.file, begin, begin + length).await?;
            let content = match self.seal.open(&place(number), &row).await {
                Ok(content) => content,
                Err(SealError::Broken) => return Err(altered.into()),
                Err(error) => return Err(StoreError::from(error).into()),
            };
            let items = unpack(&content).ok_or(altered)??;
            ended = items.last().is_some_and(|item| item.kind == Kind::End);
            take(items).await?;
            at = begin + length;
            number += 1;
        }
        if ended { Ok(()) } else { Err(cut_off.into()) }
    }

    /// Looks through all of it: every chunk opens, every entry connects to what is here (`None`:
    /// nothing yet). Says what it is about and what it holds.
    pub async fn examine(&self, desk: Option<Desk>) -> Result<(About, Counted), RestoreError> {
        let mut about = None::<(About, Ledger)>;
        let (mut trial, mut counted) = (Trial::default(), Counted::default());
        let altered = || RestoreError::Backup(BackupError::Altered { at: self.start });
        self.each(async |items| {
            for item in items {
                let Some((_, empty)) = &about else {
                    let read: About = serde_json::from_slice(&item.value).map_err(|_| altered())?;
                    if desk.is_some_and(|desk| desk.site() != read.site) {
                        let site = read.site;
                        return Err(RestoreError::Bundle(BundleError::OtherSite { site }));
                    }
                    let empty = Ledger::new(read.site);
                    about = Some((read, empty));
                    continue;
                };
                match item.kind {
                    Kind::Entry => {
                        let entry = match desk {
                            Some(desk) => desk.peek(|ledger| trial.entry(ledger, &item.value)),
                            None => trial.entry(empty, &item.value),
                        };
                        entry.map_err(RestoreError::Bundle)?;
                        counted.entries += 1;
                    }
                    Kind::Draft | Kind::Design => counted.drafts += 1,
                    Kind::File => counted.files += 1,
                    _ => {}
                }
            }
            Ok(())
        })
        .await?;
        about.map(|(about, _)| (about, counted)).ok_or_else(altered)
    }
}

impl Desk {
    /// Takes in what a backup holds that was looked through before.
    pub async fn restore(self, backup: &BackupFile) -> Result<Restored, RestoreError> {
        let mut taking = Taking::begin(self).await?;
        backup.each(async |items| taking.chunk(items).await).await?;
        self.read_kept().await?;
        let person = taking.person.filter(|_| untrack(|| self.actor()).is_none());
        if let Some(person) = person
            && self.peek(|ledger| Person::find(ledger.state(), person).is_some())
        {
            self.set_actor(person).await?;
        }
        self.inner.with_value(|inner| inner.tabs.tell());
        Ok(taking.restored)
    }
}

/// How far restoring has come.
struct Taking {
    desk: Desk,
    /// What was here before: keys of drafts, designs and files.
    here: [BTreeSet<String>; 2],
    /// Drafts that are taken in.
    drafts: BTreeSet<RecordId>,
    /// The file whose parts come now, and its row, which is written behind them.
    file: Option<(String, Vec<u8>)>,
    person: Option<RecordId>,
    restored: Restored,
}

impl Taking {
    async fn begin(desk: Desk) -> Result<Self, RestoreError> {
        let database = desk.inner.with_value(|inner| inner.database.clone());
        let mut here = [BTreeSet::new(), BTreeSet::new()];
        for (keys, area) in here.iter_mut().zip([Area::Drafts, Area::Designs]) {
            keys.extend(database.keys_under(area, "").await?);
        }
        Ok(Self {
            desk,
            here,
            drafts: BTreeSet::new(),
            file: None,
            person: None,
            restored: Restored::default(),
        })
    }

    async fn chunk(&mut self, items: Vec<Item>) -> Result<(), RestoreError> {
        let entries: Vec<Entry> = items
            .iter()
            .filter(|item| item.kind == Kind::Entry)
            .filter_map(|item| {
                let json = serde_json::from_slice(&item.value).ok()?;
                Entry::from_json(json).ok()
            })
            .collect();
        let desk = self.desk;
        if !entries.is_empty() {
            let before = desk.peek(Ledger::len);
            desk.import(entries).await?;
            self.restored.new.entries += (desk.peek(Ledger::len) - before) as u64;
        }
        let mut writes = Vec::new();
        for item in items {
            self.row(item, &mut writes);
        }
        let database = desk.inner.with_value(|inner| inner.database.clone());
        Ok(database.commit(&writes).await?)
    }

    /// The steps for one item.
    fn row(&mut self, item: Item, writes: &mut Vec<Write>) {
        let Item { kind, key, value } = item;
        match kind {
            Kind::About => {
                let about = serde_json::from_slice::<About>(&value).ok();
                self.person = about.and_then(|about| about.person);
            }
            Kind::Draft => {
                let Some((written, key)) = key.split_once('/') else {
                    return;
                };
                let id = draft_id(key).filter(|id| {
                    let same = written.parse() == Ok(self.desk.written_about(*id));
                    same && !self.here[0].contains(key)
                });
                let Some(id) = id else {
                    self.restored.left += 1;
                    return;
                };
                self.drafts.insert(id);
                self.restored.new.drafts += 1;
                writes.push(Write::Put(Area::Drafts, Key::Text(key.to_owned()), value));
            }
            Kind::Note => {
                let id = key.split_once('/').and_then(|(id, _)| id.parse().ok());
                if id.is_some_and(|id| self.drafts.contains(&id)) {
                    writes.push(Write::Put(Area::Notes, Key::Text(key), value));
                }
            }
            Kind::Design if self.here[1].contains(&key) => self.restored.left += 1,
            Kind::Design => {
                self.restored.new.drafts += 1;
                writes.push(Write::Put(Area::Designs, Key::Text(key), value));
            }
            Kind::File => {
                self.end_file(writes);
                if self.desk.files().lacks(&key, &value, &self.drafts) {
                    self.file = Some((key, value));
                }
            }
            Kind::Part => {
                let of = key.split_once('/').map(|(file, _)| file);
                let wanted = self.file.as_ref().map(|(file, _)| file.as_str());
                if wanted.is_some() && of == wanted {
                    writes.push(Write::Put(Area::Parts, Key::Text(key), value));
                }
            }
            Kind::End => self.end_file(writes),
            Kind::Entry => {}
        }
    }

    /// Its parts are there: the file counts.
    fn end_file(&mut self, writes: &mut Vec<Write>) {
        if let Some((key, row)) = self.file.take() {
            self.restored.new.files += 1;
            writes.push(Write::Put(Area::Files, Key::Text(key), row));
        }
    }
}
