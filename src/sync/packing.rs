//! Packing of what is sent, by the browser itself.

use js_sys::{Array, Function, Reflect, Uint8Array};
use leptos::wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// Below this size packing gains nothing: a packet carries it either way.
const WORTH_BYTES: usize = 1_024;

/// The gzip of a text; `None` where it is short or the browser can't (Safari before 16.4).
pub(super) async fn gzip(text: &str) -> Option<Uint8Array> {
    if text.len() < WORTH_BYTES {
        return None;
    }
    // The bindings don't have it yet.
    let class = Reflect::get(&js_sys::global(), &"CompressionStream".into()).ok()?;
    let class: Function = class.dyn_into().ok()?;
    let packing = Reflect::construct(&class, &Array::of1(&"gzip".into())).ok()?;
    let plain = Response::new_with_opt_str(Some(text)).ok()?.body()?;
    let packed = plain.pipe_through(packing.unchecked_ref());
    let packed = Response::new_with_opt_readable_stream(Some(&packed)).ok()?;
    let bytes = JsFuture::from(packed.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&bytes))
}
