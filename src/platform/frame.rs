//! The browser's frames.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Waits until what has been put on the page so far is painted: before work that blocks it.
pub async fn painted() {
    let done = js_sys::Promise::new(&mut |resolve, _| {
        request_animation_frame(move || {
            set_timeout(
                move || drop(resolve.call0(&wasm_bindgen::JsValue::UNDEFINED)),
                Duration::ZERO,
            );
        });
    });
    let _ = JsFuture::from(done).await;
}
