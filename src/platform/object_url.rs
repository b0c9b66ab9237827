//! Addresses of bytes in memory, for `<img>`, `<audio>` and `<video>`.

use js_sys::{Array, Uint8Array};
use ledger::safe_type;
use leptos::wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, Url};

/// An address that holds bytes in memory until it is dropped: keep it as long as it is shown.
#[derive(Debug)]
pub struct ObjectUrl(String);

impl ObjectUrl {
    /// An address of `bytes`. A type that could run as a page of this app is replaced.
    pub fn new(bytes: &[u8], media_type: &str) -> Result<Self, JsValue> {
        Self::of_type(bytes, safe_type(media_type))
    }

    /// An address for `<img>` and nothing else: there a drawing (SVG) is shown too, and what it
    /// would run is not run.
    pub fn of_picture(bytes: &[u8], media_type: &str) -> Result<Self, JsValue> {
        const DRAWING: &str = "image/svg+xml";
        let drawing = media_type.split(';').next() == Some(DRAWING);
        Self::of_type(
            bytes,
            if drawing {
                DRAWING
            } else {
                safe_type(media_type)
            },
        )
    }

    fn of_type(bytes: &[u8], media_type: &str) -> Result<Self, JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        let parts = Array::of1(&Uint8Array::from(bytes));
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
        Url::create_object_url_with_blob(&blob).map(Self)
    }

    /// The address.
    pub fn href(&self) -> &str {
        &self.0
    }
}

impl Drop for ObjectUrl {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.0);
    }
}
