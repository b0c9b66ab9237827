//! Sound and film: recorded with pause and level, kept while it is recorded; or chosen.

use std::time::Duration;

use leptos::{html, prelude::*, task::spawn_local};

use super::{audio_level, keeper::Keeper};
use crate::{
    components::{
        file_error::file_error_text,
        icon::Icon,
        question::{
            field::{Field, GroupFrame},
            media::playing,
        },
    },
    desk::Recording,
    locales::{ControlTexts, fill},
    platform::{
        camera::{Facing, Stream, Wanted},
        recorder::{self, Recorder},
    },
};

const SECOND: Duration = Duration::from_secs(1);

/// A question for sound or film. A handle: copies are the same.
#[derive(Clone, Copy)]
struct Taking {
    keeper: Keeper,
    film: bool,
    front: bool,
    /// Bits of sound in a second (`quality`).
    bits: Option<u32>,
    running: RwSignal<bool>,
    held: RwSignal<bool>,
    seconds: RwSignal<u32>,
    recorder: StoredValue<Option<Recorder>, LocalStorage>,
}

pub(super) fn recording(field: Field, film: bool) -> AnyView {
    let quality = field.parameter("quality");
    let taking = Taking {
        keeper: Keeper::new(field),
        film,
        front: field.has_appearance("new-front"),
        bits: match quality.as_deref() {
            Some("voice-only") => Some(24_000),
            Some("low") => Some(32_000),
            _ => Some(64_000),
        },
        running: RwSignal::new(false),
        held: RwSignal::new(false),
        seconds: RwSignal::new(0),
        recorder: StoredValue::new_local(None),
    };
    if let Ok(clock) = set_interval_with_handle(move || taking.tick(), SECOND) {
        on_cleanup(move || clock.clear());
    }
    // What is recorded when the question goes is finished all the same.
    on_cleanup(move || taking.stop());
    let outside = quality.as_deref() == Some("external");
    let fresh = field.has_any(&["new", "new-front"]);
    view! {
        <GroupFrame field role=None>
            <Show
                when=move || taking.running.get()
                fallback=move || taking.resting(outside, fresh)
            >
                {taking.progress()}
            </Show>
            {taking.keeper.status()}
        </GroupFrame>
    }
    .into_any()
}

impl Taking {
    fn tick(self) {
        if self.running.try_get_untracked() == Some(true)
            && self.held.try_get_untracked() == Some(false)
        {
            self.seconds.update(|seconds| *seconds += 1);
        }
    }

    fn resting(self, outside: bool, fresh: bool) -> AnyView {
        let t = ControlTexts::now();
        let (_, url) = self.keeper.file(false);
        let film = self.film;
        let player = move || url.get().map(|url| playing(&url, film, false));
        let remover = move || self.keeper.answered().then(|| self.keeper.remover());
        let (icon, begin) = if film {
            ("video", t.record_video)
        } else {
            ("microphone", t.record)
        };
        let text = move || {
            if self.keeper.answered() {
                t.record_again
            } else {
                begin
            }
        };
        let record = (!outside).then(|| {
            view! {
                <button
                    type="button"
                    class="button"
                    data-action="record"
                    on:click=move |_| self.start()
                >
                    <Icon name=icon/>
                    {text}
                </button>
            }
        });
        let choose = if film {
            (("upload", t.choose_video), "video/*")
        } else {
            (("upload", t.choose_audio), "audio/*")
        };
        let facing = if self.front { "user" } else { "environment" };
        let capture = (fresh || outside).then_some(facing);
        let chooser = self
            .keeper
            .chooser(choose.0, choose.1, capture, move |file| {
                self.keeper.keep(file.clone().into(), file.name());
            });
        view! {
            {player}
            <div class="button-row">{record} {chooser} {remover}</div>
        }
        .into_any()
    }

    fn progress(self) -> AnyView {
        let t = ControlTexts::now();
        let said = move || {
            let text = match (self.held.get(), self.film) {
                (true, _) => t.recording_paused,
                (false, true) => t.recording_video,
                (false, false) => t.recording,
            };
            fill(text, &[&clock_text(self.seconds.get())])
        };
        let hold = move |_| {
            let held = !self.held.get_untracked();
            self.held.set(held);
            self.recorder.with_value(|recorder| {
                if let Some(recorder) = recorder {
                    recorder.hold(held);
                }
            });
        };
        let seen = self.film.then(|| self.viewfinder());
        let level = self
            .recorder
            .with_value(|recorder| Some(audio_level::meter(recorder.as_ref()?.stream())));
        view! {
            <div class="recording" data-busy="">
                {seen}
                <p class="recording-time" role="timer">
                    <span
                        class="recording-light"
                        data-held=move || self.held.get().then_some("")
                    ></span>
                    {said}
                </p>
                {level}
                <div class="button-row">
                    <button
                        type="button"
                        class="button primary"
                        data-action="stop"
                        on:click=move |_| self.stop()
                    >
                        <Icon name="stop"/>
                        {t.stop}
                    </button>
                    <button type="button" class="button" data-action="pause" on:click=hold>
                        <Icon name="pause"/>
                        {move || if self.held.get() { t.record_resume } else { t.record_pause }}
                    </button>
                </div>
            </div>
        }
        .into_any()
    }

    /// What the camera sees while it films.
    fn viewfinder(self) -> AnyView {
        let video = NodeRef::<html::Video>::new();
        Effect::new(move |_| {
            if let Some(video) = video.get() {
                // Else the person hears themselves.
                video.set_muted(true);
                self.recorder.with_value(|recorder| {
                    if let Some(recorder) = recorder {
                        video.set_src_object(Some(recorder.stream().stream()));
                    }
                });
            }
        });
        view! { <video node_ref=video class="viewfinder" autoplay playsinline></video> }.into_any()
    }

    fn start(self) {
        let t = ControlTexts::now();
        self.keeper.begin();
        let refused = if self.film {
            t.camera_failed
        } else {
            t.microphone_failed
        };
        let wanted = match (self.film, self.front) {
            (false, _) => Wanted::Sound,
            (true, false) => Wanted::Film(Facing::Back),
            (true, true) => Wanted::Film(Facing::Front),
        };
        let Some(format) = recorder::format(self.film) else {
            return self.keeper.fail(refused.to_owned());
        };
        let Some(shelf) = self.keeper.shelf else {
            return self.keeper.fail(t.not_kept.to_owned());
        };
        spawn_local(async move {
            let Ok(stream) = Stream::open(wanted).await else {
                return self.keeper.fail(refused.to_owned());
            };
            let media_type = format.split(';').next().unwrap_or(format);
            match shelf
                .files
                .record(shelf.owner.response, "", media_type)
                .await
            {
                Ok(recording) => self.run(stream, format, recording),
                Err(error) => self.keeper.fail(file_error_text(&error)),
            }
        });
    }

    /// The answer is there from the first moment: what is recorded survives the app.
    fn run(self, stream: Stream, format: &str, recording: Recording) {
        let (parts, ended) = (recording.clone(), recording.clone());
        let started = Recorder::start(
            stream,
            format,
            self.bits,
            move |part| {
                parts.append(part);
                if let Some(error) = untrack(|| parts.failure()) {
                    self.keeper.fail(file_error_text(&error));
                    self.stop();
                }
            },
            move || self.finish(ended.clone()),
        );
        if let Ok(recorder) = started {
            self.keeper.replace(recording.name());
            let _ = self.recorder.try_set_value(Some(recorder));
            let _ = self.seconds.try_set(0);
            let _ = self.held.try_set(false);
            let _ = self.running.try_set(true);
        } else {
            let t = ControlTexts::now();
            self.keeper.fail(t.microphone_failed.to_owned());
            spawn_local(recording.discard());
        }
    }

    fn stop(self) {
        let _ = self.recorder.try_with_value(|recorder| {
            if let Some(recorder) = recorder {
                recorder.stop();
            }
        });
    }

    fn finish(self, recording: Recording) {
        let recorder = self.recorder;
        spawn_local(async move {
            let finished = recording.finish().await;
            // Camera and microphone go off.
            let _ = recorder.try_set_value(None);
            let _ = self.running.try_set(false);
            if let Err(error) = finished {
                self.keeper.fail(file_error_text(&error));
            }
        });
    }
}

/// Minutes and seconds.
fn clock_text(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::clock_text;

    #[test]
    fn time_is_minutes_and_seconds() {
        assert_eq!(clock_text(5), "0:05");
        assert_eq!(clock_text(3725), "62:05");
    }
}
