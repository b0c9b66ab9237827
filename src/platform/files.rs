//! Files that go out and come in.

use js_sys::{Array, Uint8Array};
use leptos::{
    prelude::event_target,
    wasm_bindgen::{JsCast, JsValue},
};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Event, File, HtmlAnchorElement, HtmlInputElement, Url};

use super::timer::Timer;

/// How long a browser may take to start a download before its address is given back.
const DOWNLOAD_STARTS_MS: i32 = 60_000;

/// Hands bytes to the person, as a download.
pub fn save(name: &str, content: &[u8], media_type: &str) -> Result<(), JsValue> {
    let parts = Array::of1(&Uint8Array::from(content));
    save_parts(
        name,
        &[Blob::new_with_u8_array_sequence(&parts)?],
        media_type,
    )
}

/// Hands a file to the person, as a download. The parts are its content, in order.
pub fn save_parts(name: &str, parts: &[Blob], media_type: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts: Array = parts.iter().collect();
    let blob = Blob::new_with_blob_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.ok_or(JsValue::UNDEFINED)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    let mut give_back = Timer::default();
    give_back.set(DOWNLOAD_STARTS_MS, move || {
        drop(Url::revoke_object_url(&url));
    });
    // Dropping the timer would stop it.
    std::mem::forget(give_back);
    Ok(())
}

/// Text, put away where the browser likes: on the disk, if it is much.
pub fn text_part(text: &str) -> Result<Blob, JsValue> {
    Blob::new_with_str_sequence(&Array::of1(&text.into()))
}

/// The file that was just chosen in a field. The field is empty again, so that the same file,
/// changed meanwhile, can be chosen once more.
pub fn chosen(event: &Event) -> Option<File> {
    let input: HtmlInputElement = event_target(event);
    let file = input.files().and_then(|files| files.get(0));
    input.set_value("");
    file
}

/// Reads a file that a person chose or dropped.
pub async fn read(file: &File) -> Result<Vec<u8>, JsValue> {
    let buffer = JsFuture::from(file.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// The media type of a file by its ending, as far as a form can need it.
pub fn media_type(name: &str) -> &'static str {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase());
    match ending.as_deref() {
        Some("csv") => "text/csv",
        Some("geojson") => "application/geo+json",
        Some("xml") => "application/xml",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("mp3") => "audio/mpeg",
        Some("m4a") => "audio/mp4",
        Some("ogg" | "oga") => "audio/ogg",
        Some("wav") => "audio/wav",
        Some("mp4") => "video/mp4",
        Some("webm") => "video/webm",
        _ => "application/octet-stream",
    }
}
