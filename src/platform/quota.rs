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

/// Below this many bytes, and below this share of what may be used, room is scarce.
const SCARCE_BYTES: f64 = 300e6;
const SCARCE_SHARE: f64 = 0.2;

impl StorageState {
    /// The bytes that are left, if they are few.
    pub fn scarce(self) -> Option<f64> {
        let (used, quota) = (self.used?, self.quota?);
        let left = (quota - used).max(0.0);
        (left < SCARCE_BYTES && left < quota * SCARCE_SHARE).then_some(left)
    }
}

/// What the browser says about the storage, once it has been asked.
pub type StorageSign = RwSignal<Option<StorageState>>;

/// Asks the browser to keep the storage, and how it stands.
pub async fn ask_to_persist() -> StorageState {
    let persisted = match call("persisted").await.and_then(|kept| kept.as_bool()) {
        Some(false) => call("persist").await.and_then(|kept| kept.as_bool()),
        kept => kept,
    };
    look_again(StorageState {
        persisted,
        ..StorageState::default()
    })
    .await
}

/// How much room there is now; the promise stands as it was.
pub async fn look_again(state: StorageState) -> StorageState {
    let estimate = call("estimate").await;
    let figure = |name: &str| {
        Reflect::get(estimate.as_ref()?, &name.into())
            .ok()?
            .as_f64()
    };
    StorageState {
        used: figure("usage"),
        quota: figure("quota"),
        ..state
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_scarce_when_little_is_left_in_bytes_and_in_share() {
        let left = |used, quota| {
            let state = StorageState {
                persisted: None,
                used: Some(used),
                quota: Some(quota),
            };
            state.scarce()
        };
        assert_eq!(left(900e6, 1e9), Some(100e6));
        assert_eq!(left(1e9, 1e9), Some(0.0));
        assert_eq!(left(2e9, 1e9), Some(0.0));
        assert_eq!(left(50e9, 60e9), None, "ten gigabytes are enough");
        assert_eq!(left(1e6, 200e6), None, "nothing is used yet");
        assert_eq!(StorageState::default().scarce(), None);
    }
}
