//! Sound from the moment at which a line was written.

use std::{collections::BTreeMap, sync::Arc};

use ledger::{FileRef, RecordId};
use leptos::{html, prelude::*, task::spawn_local};
use web_sys::HtmlAudioElement;

use super::{line::mark_of, mark, with};
use crate::{
    components::file_error::file_error_text,
    desk::{Desk, FileError},
    locales::{NotebookTexts, OfficeTexts, fill},
    platform::object_url::ObjectUrl,
};

const MS: f64 = 1_000.0;
const TEN_S: f64 = 10.0;
/// Behind the end of any recording: what the recorder wrote does not say how long it is, and a
/// browser finds that out by going there.
const END_S: f64 = 1e7;

/// What is heard.
#[derive(Clone, PartialEq)]
struct Playing {
    line: String,
    file: FileRef,
    offset_ms: i64,
    /// Another one at each tap.
    tap: u32,
}

/// The player of an interview. A handle: copies are the same.
#[derive(Clone, Copy)]
pub struct Player {
    desk: Desk,
    id: RecordId,
    /// Whether recordings may be heard.
    allowed: bool,
    playing: RwSignal<Option<Playing>>,
    urls: StoredValue<BTreeMap<String, Arc<ObjectUrl>>, LocalStorage>,
}

impl Player {
    pub fn new(desk: Desk, id: RecordId, allowed: bool) -> Self {
        Self {
            desk,
            id,
            allowed,
            playing: RwSignal::new(None),
            urls: StoredValue::new_local(BTreeMap::new()),
        }
    }

    /// The recording and where in it a moment is heard.
    fn heard(self, at: i64) -> Option<(FileRef, i64)> {
        untrack(|| {
            with(self.desk, self.id, |_, one| {
                let (recorded, offset) = one.heard(at)?;
                let mut files = one.files().into_iter();
                let file = files.find(|file| file.name == recorded.file)?;
                Some((file, offset))
            })
        })
    }

    /// The mark of a line: it plays, where something was recorded then.
    pub fn moment(self, line: &str, at: i64) -> AnyView {
        let t = NotebookTexts::now();
        let Some((file, offset_ms)) = self.heard(at).filter(|_| self.allowed) else {
            return mark_of(at);
        };
        let line = line.to_owned();
        let play = move |_| {
            let tap = self
                .playing
                .with_untracked(|now| now.as_ref().map_or(0, |now| now.tap + 1));
            self.playing.set(Some(Playing {
                line: line.clone(),
                file: file.clone(),
                offset_ms,
                tap,
            }));
        };
        view! {
            <button
                type="button"
                class="note-at"
                data-play=offset_ms
                aria-label=fill(t.play_from, &[&mark(at)])
                on:click=play
            >
                {mark(at)}
            </button>
        }
        .into_any()
    }

    /// What is heard from a line, under it.
    pub fn under(self, line: &str) -> AnyView {
        let line = line.to_owned();
        let here = Memo::new(move |_| {
            let playing = self.playing.get();
            playing.filter(|playing| playing.line == line)
        });
        (move || here.get().map(|playing| self.sound(playing))).into_any()
    }

    fn sound(self, playing: Playing) -> AnyView {
        let t = NotebookTexts::now();
        let url = RwSignal::new(None::<Result<Arc<ObjectUrl>, FileError>>);
        let known = self
            .urls
            .with_value(|urls| urls.get(&playing.file.name).cloned());
        let file = playing.file;
        match known {
            Some(known) => url.set(Some(Ok(known))),
            None => spawn_local(async move {
                let found = self.desk.files().object_url(&file).await.map(Arc::new);
                if let Ok(found) = &found {
                    let _ = self
                        .urls
                        .try_update_value(|urls| urls.insert(file.name.clone(), Arc::clone(found)));
                }
                let _ = url.try_set(Some(found));
            }),
        }
        let from_s = seconds(playing.offset_ms);
        (move || match url.get() {
            None => view! { <p class="hint" role="status">{OfficeTexts::now().file_loading}</p> }
                .into_any(),
            Some(Err(error)) => {
                view! { <p class="notice" data-kind="warning" role="alert">{file_error_text(&error)}</p> }
                    .into_any()
            }
            Some(Ok(url)) => audio(&url, from_s, t),
        })
        .into_any()
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of a talk are far below 2⁵³"
)]
fn seconds(ms: i64) -> f64 {
    ms as f64 / MS
}

fn audio(url: &Arc<ObjectUrl>, from_s: f64, t: &'static NotebookTexts) -> AnyView {
    let element = NodeRef::<html::Audio>::new();
    let sought = RwSignal::new(false);
    // Where it is to begin, as soon as the browser knows how long it is.
    let seek = move |_| {
        let Some(audio) = element.get_untracked() else {
            return;
        };
        if sought.get_untracked() {
            return;
        }
        if audio.duration().is_finite() {
            sought.set(true);
            audio.set_current_time(from_s.min(audio.duration()));
            play(&audio);
        } else {
            audio.set_current_time(END_S);
        }
    };
    let back = move |_| {
        if let Some(audio) = element.get_untracked() {
            audio.set_current_time((audio.current_time() - TEN_S).max(0.0));
            play(&audio);
        }
    };
    let src = url.href().to_owned();
    // The address is given back when nothing plays from it any more.
    let held = Arc::clone(url);
    on_cleanup(move || drop(held));
    view! {
        <div class="note-player no-print">
            <audio
                node_ref=element
                controls
                src=src
                data-from=from_s.to_string()
                on:loadedmetadata=seek
                on:durationchange=seek
            ></audio>
            <button type="button" class="button quiet" on:click=back>{t.ten_back}</button>
        </div>
    }
    .into_any()
}

fn play(audio: &HtmlAudioElement) {
    // A browser that wants another tap shows its own button.
    let _ = audio.play();
}
