//! Camera and microphone.

use js_sys::{Object, Reflect};
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MediaStream, MediaStreamConstraints, MediaStreamTrack};

/// Which way a camera looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facing {
    /// Away from the person.
    Back,
    /// At the person.
    Front,
}

/// What is to be taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Pictures without sound.
    Picture(Facing),
    /// Sound alone.
    Sound,
    /// Both.
    Film(Facing),
}

/// Camera or microphone as long as this lives; then its light goes out.
pub struct Stream(MediaStream);

impl Stream {
    /// Opens it. The browser asks the person the first time; a refusal is an error like any other.
    pub async fn open(wanted: Wanted) -> Result<Self, JsValue> {
        let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
        let devices = window.navigator().media_devices()?;
        let constraints = MediaStreamConstraints::new();
        if let Wanted::Picture(facing) | Wanted::Film(facing) = wanted {
            constraints.set_video(&camera(facing));
        }
        if matches!(wanted, Wanted::Sound | Wanted::Film(_)) {
            constraints.set_audio(&JsValue::TRUE);
        }
        let stream = devices.get_user_media_with_constraints(&constraints)?;
        JsFuture::from(stream).await?.dyn_into().map(Self)
    }

    /// The browser's stream.
    pub fn stream(&self) -> &MediaStream {
        &self.0
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        for track in self.0.get_tracks().iter() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
    }
}

/// A device with one camera uses that one, whichever way it looks.
fn camera(facing: Facing) -> JsValue {
    let way = match facing {
        Facing::Back => "environment",
        Facing::Front => "user",
    };
    let camera = Object::new();
    for (name, value) in [
        ("facingMode", JsValue::from_str(way)),
        ("width", ideal(1920)),
        ("height", ideal(1440)),
    ] {
        // Setting a property of a plain object can't fail.
        let _ = Reflect::set(&camera, &name.into(), &value);
    }
    camera.into()
}

fn ideal(pixels: u32) -> JsValue {
    let wish = Object::new();
    let _ = Reflect::set(&wish, &"ideal".into(), &pixels.into());
    wish.into()
}
