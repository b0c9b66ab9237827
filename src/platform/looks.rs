//! The style sheet of the screens that come in parts: `public/boot.js` fetches it.

use leptos::{
    prelude::window,
    wasm_bindgen::{JsCast, JsValue},
};
use wasm_bindgen_futures::{
    JsFuture,
    js_sys::{Function, Promise, Reflect},
};

use crate::parts::NotLoaded;

/// Asks for the sheet, at once; done when it is here. A page that has all its looks in one sheet
/// has nothing to wait for.
pub fn fetch() -> impl Future<Output = Result<(), NotLoaded>> {
    let asked = Reflect::get(&window(), &"doorstepLooks".into())
        .and_then(JsCast::dyn_into::<Function>)
        .and_then(|ask| ask.call0(&JsValue::UNDEFINED))
        .and_then(JsCast::dyn_into::<Promise>);
    async move {
        match asked {
            Ok(promise) => JsFuture::from(promise)
                .await
                .map_err(|_| NotLoaded)
                .map(drop),
            Err(_) => Ok(()),
        }
    }
}
