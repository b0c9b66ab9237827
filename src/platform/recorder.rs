//! Recording sound and film, part by part.

use std::cell::Cell;

use ledger::RecordId;
use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
};
use web_sys::{Blob, BlobEvent, MediaRecorder, MediaRecorderOptions};

use super::camera::Stream;

/// Half a second at the most is lost when the device dies.
const PART_MS: i32 = 500;
/// The formats in the order of preference; browsers know different ones.
const SOUND: [&str; 3] = [
    "audio/webm;codecs=opus",
    "audio/mp4",
    "audio/ogg;codecs=opus",
];
const FILM: [&str; 3] = ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"];

thread_local! {
    static RUNNING: Cell<u32> = const { Cell::new(0) };
    static SHOWN: ArcRwSignal<Option<RecordId>> = ArcRwSignal::new(None);
}

/// The interview for which sound is recorded while other screens may be looked at; followed.
pub fn shown() -> Option<RecordId> {
    SHOWN.with(Get::get)
}

/// Says so, on every screen.
pub fn show(interview: Option<RecordId>) {
    SHOWN.with(|shown| shown.set(interview));
}

/// Whether anything is being recorded in this tab.
pub fn running() -> bool {
    RUNNING.get() > 0
}

/// Counts a recording as long as it lives.
struct Counted;

impl Counted {
    fn new() -> Self {
        RUNNING.set(RUNNING.get() + 1);
        Self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        RUNNING.set(RUNNING.get().saturating_sub(1));
    }
}

/// A recording that runs until it is stopped.
pub struct Recorder {
    _counted: Counted,
    device: MediaRecorder,
    stream: Stream,
    _part: Closure<dyn FnMut(BlobEvent)>,
    _stopped: Closure<dyn FnMut()>,
}

/// The format that this browser records, without its details for a file's type.
pub fn format(film: bool) -> Option<&'static str> {
    let known = if film { FILM } else { SOUND };
    known
        .into_iter()
        .find(|format| MediaRecorder::is_type_supported(format))
}

impl Recorder {
    /// Begins. Each part is handed over as it comes, the last one before `stopped` is called.
    pub fn start(
        stream: Stream,
        format: &str,
        bits_per_second: Option<u32>,
        part: impl Fn(Blob) + 'static,
        stopped: impl Fn() + 'static,
    ) -> Result<Self, JsValue> {
        let options = MediaRecorderOptions::new();
        options.set_mime_type(format);
        if let Some(bits) = bits_per_second {
            options.set_audio_bits_per_second(bits);
        }
        let recorder = MediaRecorder::new_with_media_stream_and_media_recorder_options(
            stream.stream(),
            &options,
        )?;
        let part = Closure::<dyn FnMut(_)>::new(move |event: BlobEvent| {
            if let Some(blob) = event.data() {
                part(blob);
            }
        });
        let stopped = Closure::<dyn FnMut()>::new(stopped);
        recorder.set_ondataavailable(Some(part.as_ref().unchecked_ref()));
        recorder.set_onstop(Some(stopped.as_ref().unchecked_ref()));
        recorder.start_with_time_slice(PART_MS)?;
        Ok(Self {
            _counted: Counted::new(),
            device: recorder,
            stream,
            _part: part,
            _stopped: stopped,
        })
    }

    /// What is being taken in, to be shown.
    pub fn stream(&self) -> &Stream {
        &self.stream
    }

    /// Holds it, or goes on.
    pub fn hold(&self, held: bool) {
        // It fails only when the recorder has stopped, and then there is nothing to hold.
        let _ = if held {
            self.device.pause()
        } else {
            self.device.resume()
        };
    }

    /// Ends it; `stopped` is called after the last part.
    pub fn stop(&self) {
        let _ = self.device.stop();
    }
}
