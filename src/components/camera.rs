//! The camera in a sheet: what it sees, and buttons for what is to be done with it.

use std::time::Duration;

use leptos::{html, prelude::*, task::spawn_local};
use web_sys::HtmlVideoElement;

use crate::{
    components::{icon::Icon, sheet::Sheet},
    locales::{ControlTexts, SurveyTexts},
    platform::camera::{Facing, Stream, Wanted},
};

/// How often `Camera::look_for` looks.
const EVERY: Duration = Duration::from_millis(250);

/// A camera. A handle: copies are the same.
#[derive(Clone, Copy)]
pub struct Camera {
    /// Whether its sheet is open.
    pub open: RwSignal<bool>,
    facing: RwSignal<Facing>,
    video: NodeRef<html::Video>,
    stream: StoredValue<Option<Stream>, LocalStorage>,
    ready: RwSignal<bool>,
}

impl Camera {
    /// A camera that is not open yet. `failed` is called when it can't be.
    pub fn new(facing: Facing, failed: Callback<()>) -> Self {
        let camera = Self {
            open: RwSignal::new(false),
            facing: RwSignal::new(facing),
            video: NodeRef::new(),
            stream: StoredValue::new_local(None),
            ready: RwSignal::new(false),
        };
        Effect::new(move |_| {
            camera.ready.set(false);
            camera.stream.set_value(None);
            if !camera.open.get() {
                return;
            }
            let facing = camera.facing.get();
            spawn_local(async move {
                if let Ok(stream) = Stream::open(Wanted::Picture(facing)).await {
                    camera.show(stream, facing);
                } else {
                    let _ = camera.open.try_set(false);
                    failed.run(());
                }
            });
        });
        camera
    }

    fn show(self, stream: Stream, facing: Facing) {
        // It may have been closed or turned meanwhile.
        let wanted = self.open.try_get_untracked() == Some(true)
            && self.facing.try_get_untracked() == Some(facing);
        if let Some(video) = self.seen().filter(|_| wanted) {
            video.set_src_object(Some(stream.stream()));
            let _ = video.play();
            let _ = self.stream.try_set_value(Some(stream));
        }
    }

    /// What shows the picture of the camera.
    pub fn seen(self) -> Option<HtmlVideoElement> {
        self.video.try_get_untracked().flatten()
    }

    /// Looks for something while the camera is open, one look at a time. What is found first closes
    /// the camera and is handed to `found`.
    pub fn look_for<Look>(
        self,
        look: impl Fn(HtmlVideoElement) -> Look + 'static,
        found: impl Fn(String) + Copy + 'static,
    ) where
        Look: Future<Output = Option<String>> + 'static,
    {
        let looking = StoredValue::new(false);
        let is_open = move || self.open.try_get_untracked() == Some(true);
        let once = move || {
            let idle = is_open() && looking.try_get_value() == Some(false);
            let Some(video) = self.seen().filter(|_| idle) else {
                return;
            };
            looking.set_value(true);
            let looked = look(video);
            spawn_local(async move {
                let code = looked.await;
                let _ = looking.try_set_value(false);
                if let Some(code) = code.filter(|_| is_open()) {
                    let _ = self.open.try_set(false);
                    found(code);
                }
            });
        };
        if let Ok(timer) = set_interval_with_handle(once, EVERY) {
            on_cleanup(move || timer.clear());
        }
    }

    /// The sheet. Without `action` there is nothing to press: it sees by itself.
    pub fn sheet(
        self,
        title: (String, &'static str),
        turnable: bool,
        action: Option<Callback<()>>,
    ) -> AnyView {
        let (t, s) = (ControlTexts::now(), SurveyTexts::now());
        let (id, text) = title;
        let heading = id.clone();
        let turn = move |_| {
            self.facing.update(|facing| {
                *facing = match facing {
                    Facing::Back => Facing::Front,
                    Facing::Front => Facing::Back,
                };
            });
        };
        let body = move || {
            let shoot = action.map(|action| {
                view! {
                    <button
                        type="button"
                        class="button primary"
                        data-action="shoot"
                        aria-disabled=move || (!self.ready.get()).then_some("true")
                        on:click=move |_| if self.ready.get_untracked() { action.run(()) }
                    >
                        <Icon name="camera"/>
                        {t.shoot}
                    </button>
                }
            });
            let turner = turnable.then(|| {
                view! {
                    <button type="button" class="button" on:click=turn>
                        <Icon name="turn"/>
                        {t.turn_camera}
                    </button>
                }
            });
            view! {
                <div class="sheet-head">
                    <h2 id=heading.clone()>{text}</h2>
                    <button
                        type="button"
                        class="button quiet"
                        on:click=move |_| self.open.set(false)
                    >
                        <Icon name="close"/>
                        {s.close}
                    </button>
                </div>
                <video
                    node_ref=self.video
                    class="viewfinder"
                    data-busy=""
                    autoplay
                    playsinline
                    muted
                    on:loadeddata=move |_| self.ready.set(true)
                ></video>
                <div class="button-row">{shoot} {turner}</div>
            }
        };
        view! { <Sheet open=self.open labelled_by=id>{body()}</Sheet> }.into_any()
    }
}
