//! A QR code, read by the camera or out of a picture. The browser's own reader is used where there
//! is one; elsewhere ours comes in a part of its own.

use js_sys::{Array, Function, Promise, Reflect};
use leptos::{
    ev,
    prelude::*,
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue},
};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlVideoElement;

use super::{
    camera::Camera,
    icon::Icon,
    notice::{Kind, notice},
};
use crate::{
    locales::{CodeTexts, ShellTexts},
    parts::scan::{self, Decode},
    platform::{camera::Facing, files, picture},
};

/// The longer side of what is looked through: a code that fills a third of it has dots of several
/// pixels.
const MOST_PIXELS: u32 = 1_000;

/// The browser's own reader of codes, if it has one.
pub fn detector() -> Option<JsValue> {
    let class = Reflect::get(&window(), &"BarcodeDetector".into()).ok()?;
    let class: Function = class.dyn_into().ok()?;
    Reflect::construct(&class, &Array::new()).ok()
}

/// The first code that the browser's reader sees in an image, a video or a canvas.
pub async fn find(detector: &JsValue, seen: &JsValue) -> Option<String> {
    let detect = Reflect::get(detector, &"detect".into()).ok()?;
    let detect: Function = detect.dyn_into().ok()?;
    let promise: Promise = detect.call1(detector, seen).ok()?.dyn_into().ok()?;
    let codes = JsFuture::from(promise).await.ok()?;
    let first = Array::from(&codes).get(0);
    let value = Reflect::get(&first, &"rawValue".into()).ok()?;
    value.as_string().filter(|code| !code.is_empty())
}

/// What reads codes here.
#[derive(Clone)]
enum Eye {
    Browser(JsValue),
    Own(Decode),
}

impl Eye {
    async fn open() -> Option<Self> {
        match detector() {
            Some(detector) => Some(Self::Browser(detector)),
            None => scan::decoder().await.ok().map(Self::Own),
        }
    }

    async fn in_video(&self, video: &HtmlVideoElement) -> Option<String> {
        let decode = match self {
            Self::Browser(detector) => return find(detector, video).await,
            Self::Own(decode) => decode,
        };
        let size = (video.video_width(), video.video_height());
        if size.0 == 0 {
            return None;
        }
        let (width, height) = picture::within(size.0, size.1, Some(MOST_PIXELS));
        let (_, pen) = picture::canvas(width, height).ok()?;
        let (dw, dh) = (f64::from(width), f64::from(height));
        pen.draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, dw, dh)
            .ok()?;
        read(*decode, &pen, width, height)
    }

    async fn in_file(&self, file: &web_sys::File) -> Option<String> {
        let bitmap = picture::read(file).await.ok()?;
        let decode = match self {
            Self::Browser(detector) => return find(detector, &bitmap).await,
            Self::Own(decode) => decode,
        };
        // A photo of a sheet of paper has a small code; one from a screen is all code.
        for most in [MOST_PIXELS, 2 * MOST_PIXELS, MOST_PIXELS / 2] {
            let (width, height) = picture::within(bitmap.width(), bitmap.height(), Some(most));
            let (_, pen) = picture::canvas(width, height).ok()?;
            let (dw, dh) = (f64::from(width), f64::from(height));
            pen.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, dw, dh)
                .ok()?;
            if let Some(code) = read(*decode, &pen, width, height) {
                return Some(code);
            }
        }
        None
    }
}

fn read(decode: Decode, pen: &picture::Pen, width: u32, height: u32) -> Option<String> {
    let (dw, dh) = (f64::from(width), f64::from(height));
    let pixels = pen.get_image_data(0.0, 0.0, dw, dh).ok()?.data();
    decode(width as usize, height as usize, &pixels)
}

/// Two ways to a code: the camera, and a picture of it.
#[component]
pub fn CodeReader(
    /// What the code says.
    found: Callback<String>,
) -> impl IntoView {
    let t = CodeTexts::now();
    let problem = RwSignal::new(None::<&'static str>);
    let failed = Callback::new(move |()| problem.set(Some(t.no_camera)));
    let camera = Camera::new(Facing::Back, failed);
    let eye = StoredValue::new_local(None::<Eye>);
    let look = move |video: HtmlVideoElement| async move {
        eye.try_get_value().flatten()?.in_video(&video).await
    };
    camera.look_for(look, move |code| found.run(code));
    let scan = move |_| {
        problem.set(None);
        spawn_local(async move {
            match Eye::open().await {
                Some(open) => {
                    let _ = eye.try_set_value(Some(open));
                    let _ = camera.open.try_set(true);
                }
                None => drop(problem.try_set(Some(ShellTexts::now().part_missing))),
            }
        });
    };
    let choose = move |event: ev::Event| {
        let Some(file) = files::chosen(&event) else {
            return;
        };
        problem.set(None);
        spawn_local(async move {
            let Some(eye) = Eye::open().await else {
                let _ = problem.try_set(Some(ShellTexts::now().part_missing));
                return;
            };
            match eye.in_file(&file).await {
                Some(code) => found.run(code),
                None => drop(problem.try_set(Some(t.none_in_picture))),
            }
        });
    };
    view! {
        <p class="button-row">
            <button type="button" class="button" data-action="scan" on:click=scan>
                <Icon name="scan"/>
                {t.scan}
            </button>
            <label class="button file-button">
                <Icon name="in"/>
                <span>{t.picture}</span>
                <input
                    type="file"
                    id="code-picture"
                    accept="image/*"
                    class="visually-hidden"
                    on:change=choose
                />
            </label>
        </p>
        {move || problem.get().map(|why| notice(Kind::Warning, why, None))}
        {camera.sheet(("code-camera".to_owned(), t.hold), true, None)}
    }
}
