//! How much room the browser gives, and whether it promises to keep it.

use js_sys::{Function, Promise, Reflect};
use leptos::{
    prelude::RwSignal,
    wasm_bindgen::{JsCast, JsValue},
};
use wasm_bindgen_futures::JsFuture;

/// What the browser says about the storage of this app. WebKit says less than others.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StorageState {
    /// Whether it will not be cleared to make room; `None` where the browser doesn't say.
    pub persisted: Option<bool>,
    /// Bytes in use.
    pub used: Option<f64>,
    /// Bytes that may be used.
    pub quota: Option<f64>,
}

/// What the browser says about the storage, once it has been asked.
pub type StorageSign = RwSignal<Option<StorageState>>;

/// Asks the browser to keep the storage, and how it stands.
pub async fn ask_to_persist() -> StorageState {
    let persisted = match call("persisted").await.and_then(|kept| kept.as_bool()) {
        Some(false) => call("persist").await.and_then(|kept| kept.as_bool()),
        kept => kept,
    };
    let estimate = call("estimate").await;
    let figure = |name: &str| {
        Reflect::get(estimate.as_ref()?, &name.into())
            .ok()?
            .as_f64()
    };
    StorageState {
        persisted,
        used: figure("usage"),
        quota: figure("quota"),
    }
}

/// Calls a method of `navigator.storage` that may not be there.
async fn call(method: &str) -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    let storage = Reflect::get(&navigator, &"storage".into()).ok()?;
    let method: Function = Reflect::get(&storage, &method.into())
        .ok()?
        .dyn_into()
        .ok()?;
    let promise: Promise = method.call0(&storage).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
