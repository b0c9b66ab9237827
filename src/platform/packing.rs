//! Packing by the browser itself, beside the page where it can.

use js_sys::{Array, Function, Reflect, Uint8Array};
use leptos::wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// How bytes are packed: the names that browsers have for it.
#[derive(Clone, Copy, Debug)]
pub enum Format {
    /// For requests (RFC 1952).
    Gzip,
    /// For what is kept here (RFC 1950).
    Zlib,
}

/// The bytes packed; `None` where the browser can't (Safari before 16.4).
pub async fn packed(plain: &Uint8Array, format: Format) -> Option<Uint8Array> {
    // The bindings don't have it yet.
    let class = Reflect::get(&js_sys::global(), &"CompressionStream".into()).ok()?;
    let class: Function = class.dyn_into().ok()?;
    let name = match format {
        Format::Gzip => "gzip",
        Format::Zlib => "deflate",
    };
    let packing = Reflect::construct(&class, &Array::of1(&name.into())).ok()?;
    let plain = Response::new_with_opt_buffer_source(Some(plain))
        .ok()?
        .body()?;
    let packed = plain.pipe_through(packing.unchecked_ref());
    let packed = Response::new_with_opt_readable_stream(Some(&packed)).ok()?;
    let bytes = JsFuture::from(packed.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&bytes))
}
