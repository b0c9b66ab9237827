//! Recording: begun, held, stopped, kept part by part while notes are taken. It goes on though
//! other screens are looked at.

use std::cell::{Cell, RefCell};

use leptos::{prelude::*, task::spawn_local};
use needs::interview::{Recorded, recording_field};

use super::book::Book;
use crate::{
    desk::{FileError, Recording},
    platform::{
        camera::{Stream, Wanted},
        recorder::{self, Recorder},
    },
};

/// Speech is well understood at this rate; an hour takes 14 MB.
const BITS: u32 = 32_000;

/// What the recorder does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Doing {
    /// Nothing.
    #[default]
    Off,
    /// It is being made ready.
    Starting,
    /// It records.
    On,
    /// It is held.
    Held,
}

/// Why nothing is recorded.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// The microphone was refused, or there is none.
    Microphone,
    /// It could not be kept.
    Kept(FileError),
}

/// The recorder of an interview.
#[derive(Default)]
pub struct Sound {
    doing: ArcRwSignal<Doing>,
    trouble: ArcRwSignal<Option<Trouble>>,
    recorder: RefCell<Option<Recorder>>,
    recording: RefCell<Option<Recording>>,
    number: Cell<u32>,
}

impl Sound {
    /// What it does; followed.
    pub fn doing(&self) -> Doing {
        self.doing.get()
    }

    /// What went wrong; followed.
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble.get()
    }

    /// Whether sound is recorded, or will be in a moment.
    pub fn is_on(&self) -> bool {
        self.doing.get_untracked() != Doing::Off
    }

    /// Does something with what is taken in.
    pub fn stream<T>(&self, see: impl FnOnce(&Stream) -> T) -> Option<T> {
        self.recorder
            .borrow()
            .as_ref()
            .map(|recorder| see(recorder.stream()))
    }
}

impl Book {
    /// Begins to record.
    pub fn start_sound(&self) {
        if self.sound().is_on() {
            return;
        }
        self.sound().doing.set(Doing::Starting);
        self.sound().trouble.set(None);
        let book = self.clone();
        spawn_local(async move {
            if let Err(trouble) = book.begin_sound().await {
                book.sound().trouble.set(Some(trouble));
                book.sound().doing.set(Doing::Off);
                book.rest();
            }
        });
    }

    async fn begin_sound(&self) -> Result<(), Trouble> {
        let format = recorder::format(false).ok_or(Trouble::Microphone)?;
        let stream = Stream::open(Wanted::Sound).await;
        let stream = stream.map_err(|_| Trouble::Microphone)?;
        let media_type = format.split(';').next().unwrap_or(format);
        let files = self.desk().files();
        let recording = files.record(self.id(), "", media_type).await;
        let recording = recording.map_err(Trouble::Kept)?;
        let (parts, keeps, ends) = (recording.clone(), self.clone(), self.clone());
        let started = Recorder::start(
            stream,
            format,
            Some(BITS),
            move |part| {
                parts.append(part);
                if let Some(error) = untrack(|| parts.failure()) {
                    keeps.sound().trouble.set(Some(Trouble::Kept(error)));
                    keeps.end_sound();
                }
            },
            move || ends.sound_ended(),
        );
        let started = started.ok().filter(|_| !self.is_closing());
        let Some(recorder) = started else {
            recording.discard().await;
            return Err(Trouble::Microphone);
        };
        let number = untrack(|| self.head(|head| head.recordings().last().map(|last| last.number)));
        let number = number.unwrap_or(0) + 1;
        let sound = self.sound();
        sound.number.set(number);
        // The record names it from the first moment: what is recorded survives the app.
        let begun = Recorded::beginning(number, recording.name(), self.now());
        self.set([recording_field(begun)]);
        *sound.recorder.borrow_mut() = Some(recorder);
        *sound.recording.borrow_mut() = Some(recording);
        sound.doing.set(Doing::On);
        recorder::show(Some(self.id()));
        Ok(())
    }

    /// Holds it, or goes on.
    pub fn hold_sound(&self) {
        let sound = self.sound();
        let held = match sound.doing.get_untracked() {
            Doing::On => true,
            Doing::Held => false,
            Doing::Off | Doing::Starting => return,
        };
        if let Some(recorder) = &*sound.recorder.borrow() {
            recorder.hold(held);
        }
        let at = self.now();
        self.note_sound(|recorded| recorded.held(held, at));
        sound.doing.set(if held { Doing::Held } else { Doing::On });
    }

    /// Writes into the record what became of the recording under way.
    fn note_sound(&self, change: impl FnOnce(Recorded<'_>) -> serde_json::Value) {
        let number = self.sound().number.get();
        let value = untrack(|| {
            self.head(|head| {
                let recordings = head.recordings();
                let recorded = recordings.into_iter().find(|one| one.number == number)?;
                Some((recording_field(recorded).0, change(recorded)))
            })
        });
        self.set(value);
    }

    /// Ends it. What was recorded is a whole file a moment later.
    pub fn end_sound(&self) {
        if let Some(recorder) = &*self.sound().recorder.borrow() {
            recorder.stop();
        }
    }

    /// Ends it, and waits for the last part.
    pub async fn stop_sound(&self) {
        // What waits for the person to allow the microphone is given up when that comes.
        while matches!(self.sound().doing.get_untracked(), Doing::On | Doing::Held) {
            self.end_sound();
            crate::platform::timer::pause(20).await;
        }
    }

    fn sound_ended(&self) {
        let at = self.now();
        self.note_sound(|recorded| recorded.stopped(at));
        let book = self.clone();
        spawn_local(async move {
            let sound = book.sound();
            let recording = sound.recording.borrow_mut().take();
            if let Some(recording) = recording
                && let Err(error) = recording.finish().await
            {
                sound.trouble.set(Some(Trouble::Kept(error)));
            }
            // The microphone goes off.
            drop(sound.recorder.borrow_mut().take());
            sound.doing.set(Doing::Off);
            recorder::show(None);
            book.rest();
        });
    }
}
