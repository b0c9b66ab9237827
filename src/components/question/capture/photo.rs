//! A photo: by the camera of the device, or a picture that is chosen; with `annotate` it can be
//! marked.

use leptos::{prelude::*, task::spawn_local};
use web_sys::Blob;

use super::{drawing, keeper::Keeper};
use crate::{
    components::{
        camera::Camera,
        icon::Icon,
        question::field::{Field, GroupFrame},
    },
    locales::ControlTexts,
    platform::{camera::Facing, picture},
};

/// A photo. Copies are the same.
#[derive(Clone, Copy)]
struct Photo {
    keeper: Keeper,
    camera: Camera,
    max_pixels: Option<u32>,
    /// `new`: it has to be taken now.
    fresh: bool,
    front: bool,
    /// Being marked.
    marking: RwSignal<bool>,
}

pub(super) fn photo(field: Field) -> AnyView {
    let t = ControlTexts::now();
    let keeper = Keeper::new(field);
    let front = field.has_appearance("new-front");
    let facing = if front { Facing::Front } else { Facing::Back };
    let failed = Callback::new(move |()| keeper.fail(t.camera_failed.to_owned()));
    let max_pixels = field.parameter("max-pixels");
    let photo = Photo {
        keeper,
        camera: Camera::new(facing, failed),
        max_pixels: max_pixels
            .and_then(|pixels| pixels.parse().ok())
            .filter(|most| *most > 0),
        fresh: front || field.has_appearance("new"),
        front,
        marking: RwSignal::new(false),
    };
    let annotate = field.has_appearance("annotate");
    view! {
        <GroupFrame field role=None>
            {photo.answer(annotate)}
            {photo.buttons()}
            {keeper.status()}
            {photo.finder()}
        </GroupFrame>
    }
    .into_any()
}

impl Photo {
    /// Keeps a picture in the size that the form wants.
    fn take(self, blob: Blob, wish: String) {
        let t = ControlTexts::now();
        spawn_local(async move {
            match picture::photo(&blob, self.max_pixels).await {
                Ok(photo) => self.keeper.keep(photo, wish),
                Err(_) => self.keeper.fail(t.not_picture.to_owned()),
            }
        });
    }

    fn answer(self, annotate: bool) -> AnyView {
        let t = ControlTexts::now();
        let (_, url) = self.keeper.file(true);
        let marker = move || {
            view! {
                <button
                    type="button"
                    class="button"
                    data-action="annotate"
                    on:click=move |_| self.marking.set(true)
                >
                    <Icon name="pen"/>
                    {t.annotate}
                </button>
            }
        };
        let shown = move || {
            // The marked picture is kept meanwhile: the canvas must not be built anew by that.
            if self.marking.get() {
                let done = Callback::new(move |()| self.marking.set(false));
                return Some(drawing::over(&self.keeper, done));
            }
            let url = url.get()?;
            Some(
                view! {
                    <img class="kept-picture" src=url.href().to_owned() alt=t.picture_of/>
                    <div class="button-row">
                        {annotate.then(marker)}
                        {self.keeper.remover()}
                    </div>
                }
                .into_any(),
            )
        };
        view! { {shown} }.into_any()
    }

    fn buttons(self) -> AnyView {
        let t = ControlTexts::now();
        let open = move |_| {
            self.keeper.begin();
            self.camera.open.set(true);
        };
        let text = move || {
            if self.keeper.answered() {
                t.take_again
            } else {
                t.take_picture
            }
        };
        let capture = if self.front { "user" } else { "environment" };
        // Where `new` is asked for, the device's own camera app is the only other way.
        let capture = self.fresh.then_some(capture);
        view! {
            <div class="button-row" hidden=move || self.marking.get()>
                <button type="button" class="button" data-action="camera" on:click=open>
                    <Icon name="camera"/>
                    {text}
                </button>
                {self.keeper.chooser(("upload", t.choose_picture), "image/*", capture, move |file| {
                    self.take(file.clone().into(), file.name());
                })}
            </div>
        }
        .into_any()
    }

    fn finder(self) -> AnyView {
        let t = ControlTexts::now();
        let shoot = Callback::new(move |()| {
            let Some(video) = self.camera.seen() else {
                return;
            };
            spawn_local(async move {
                let still = picture::still(&video, self.max_pixels).await;
                let _ = self.camera.open.try_set(false);
                match still {
                    Ok(photo) => self.keeper.keep(photo, String::new()),
                    Err(_) => self.keeper.fail(t.camera_failed.to_owned()),
                }
            });
        });
        let id = self.keeper.field.part("camera");
        self.camera
            .sheet((id, t.take_picture), !self.front, Some(shoot))
    }
}
