//! Recordings: kept while they are made. What was appended is on the disk within moments, and is a
//! whole file at the next start though the app dies in the middle.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use js_sys::{Function, Promise};
use ledger::{FileRef, RecordId};
use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::{
    FileError, Files,
    index::{FileState, Gone},
    names::name_for,
    read_blob,
    writing::Writing,
};
use crate::platform::locks::{self, Held};

thread_local! {
    /// The recordings of this tab, with the record that each belongs to.
    static UNDER_WAY: RefCell<Vec<(RecordId, Recording)>> = RefCell::default();
}

/// A recording under way. A handle: copies are the same recording.
#[derive(Clone)]
pub struct Recording {
    name: Rc<str>,
    failure: ArcRwSignal<Option<FileError>>,
    state: Rc<RefCell<State>>,
}

struct State {
    place: Place,
    waiting: VecDeque<Blob>,
    idle: Vec<Function>,
    /// Tells other tabs that this recording is not a leftover.
    _held: Option<Held>,
}

/// Where what has been written is.
enum Place {
    Here(Box<Writing>),
    /// Something is being appended.
    Out,
    /// The recording is over.
    Gone,
}

impl Files {
    /// Begins a recording for a record. Ask the recorder for a part every second or faster
    /// (`MediaRecorder.start(1000)`), append each, and finish when it stops.
    ///
    /// Set the question's answer to [`Recording::name`] at once: if the app dies, the next start
    /// makes a whole file of that name out of what is there.
    pub async fn record(
        self,
        owner: RecordId,
        wish: &str,
        media_type: &str,
    ) -> Result<Recording, FileError> {
        let name = name_for(wish, media_type);
        let to = (owner, name.clone());
        let writing = Writing::begin(self, to, media_type, FileState::Recording).await?;
        let held = locks::try_lock(&lock_name(writing.key()), false).await;
        let recording = Recording {
            name: name.into(),
            failure: ArcRwSignal::new(None),
            state: Rc::new(RefCell::new(State {
                place: Place::Here(Box::new(writing)),
                waiting: VecDeque::new(),
                idle: Vec::new(),
                _held: held,
            })),
        };
        UNDER_WAY.with_borrow_mut(|all| all.push((owner, recording.clone())));
        Ok(recording)
    }

    /// Makes whole files of what is being recorded for a record that is about to be finished.
    pub(in crate::desk) async fn finish_recordings(self, owner: RecordId) -> Result<(), FileError> {
        for recording in of(owner) {
            recording.finish().await?;
        }
        Ok(())
    }

    /// Ends what is being recorded for a draft that is thrown away.
    pub(in crate::desk) async fn discard_recordings(self, owner: RecordId) {
        for recording in of(owner) {
            recording.discard().await;
        }
    }

    /// Makes whole files of the recordings that an earlier life of the app left behind.
    pub(in crate::desk) async fn recover(self) -> Result<(), FileError> {
        let left: Vec<_> = self.desk.inner.with_value(|inner| {
            let rows = inner.files.rows.iter();
            rows.filter(|(_, row)| row.state == FileState::Recording)
                .map(|(key, row)| (*key, row.clone()))
                .collect()
        });
        for (key, mut row) in left {
            // Another tab may be recording right now.
            let Some(_held) = locks::try_lock(&lock_name(key), false).await else {
                continue;
            };
            let (sha256, size) = self.measure(key).await?;
            if size == 0 {
                self.delete(&Gone(vec![key])).await?;
                continue;
            }
            row.state = FileState::Whole {
                sha256,
                size,
                sent: None,
            };
            self.keep_row(key, row).await?;
        }
        Ok(())
    }
}

/// The recordings that have not ended for a record.
fn of(owner: RecordId) -> Vec<Recording> {
    UNDER_WAY.with_borrow_mut(|all| {
        all.retain(|(_, recording)| !matches!(recording.state.borrow().place, Place::Gone));
        let of = all.iter().filter(|(of, _)| *of == owner);
        of.map(|(_, recording)| recording.clone()).collect()
    })
}

fn lock_name(key: RecordId) -> String {
    format!("doorstep-recording-{key}")
}

impl Recording {
    /// The answer of the question: the name of the file that it becomes.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Why the last part could not be kept. Stop then, and say so; what came before is kept.
    pub fn failure(&self) -> Option<FileError> {
        self.failure.get()
    }

    /// Adds a part. Parts are written in the order in which they are handed over.
    pub fn append(&self, part: Blob) {
        self.state.borrow_mut().waiting.push_back(part);
        if let Some(writing) = self.take() {
            let recording = self.clone();
            spawn_local(async move { recording.drain(writing).await });
        }
    }

    fn take(&self) -> Option<Box<Writing>> {
        let mut state = self.state.borrow_mut();
        match std::mem::replace(&mut state.place, Place::Out) {
            Place::Here(writing) => Some(writing),
            other => {
                state.place = other;
                None
            }
        }
    }

    async fn drain(&self, mut writing: Box<Writing>) {
        loop {
            let next = self.state.borrow_mut().waiting.pop_front();
            let Some(part) = next else { break };
            let written = match read_blob(&part).await {
                Ok(bytes) if bytes.is_empty() => Ok(()),
                Ok(bytes) => writing.append(&bytes).await,
                Err(error) => Err(error),
            };
            if let Err(error) = written {
                // A recording with a hole can't be played on: nothing after it is kept.
                self.state.borrow_mut().waiting.clear();
                self.failure.set(Some(error));
                break;
            }
        }
        let idle = {
            let mut state = self.state.borrow_mut();
            state.place = Place::Here(writing);
            std::mem::take(&mut state.idle)
        };
        for resolve in idle {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    }

    /// The file, once all parts are on the disk. After a failure, as far as it goes;
    /// [`FileError::Missing`] if the recording has ended already.
    pub async fn finish(self) -> Result<FileRef, FileError> {
        let writing = self.settled().await.ok_or(FileError::Missing)?;
        writing.finish().await
    }

    /// Throws the recording away.
    pub async fn discard(self) {
        if let Some(writing) = self.settled().await {
            writing.give_up().await;
        }
    }

    /// What has been written, when nothing is being written any more; `None` if the recording is
    /// over already.
    async fn settled(&self) -> Option<Writing> {
        loop {
            if let Some(writing) = self.take() {
                self.state.borrow_mut().place = Place::Gone;
                return Some(*writing);
            }
            if matches!(self.state.borrow().place, Place::Gone) {
                return None;
            }
            let idle = Promise::new(&mut |resolve, _| self.state.borrow_mut().idle.push(resolve));
            let _ = JsFuture::from(idle).await;
        }
    }
}
