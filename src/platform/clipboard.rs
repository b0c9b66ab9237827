//! The clipboard.

use wasm_bindgen_futures::JsFuture;

/// Puts a text on the clipboard; whether the browser did it.
pub async fn write(text: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    // An insecure origin has no clipboard at all.
    if !window.is_secure_context() {
        return false;
    }
    let written = window.navigator().clipboard().write_text(text);
    JsFuture::from(written).await.is_ok()
}
