//! Background Sync, where the browser has it (Chromium): it knows better than the page when the
//! network is back, and wakes a page that it had put to sleep. The service worker only nudges; what
//! is to be sent never leaves the page.

use js_sys::{Function, Promise, Reflect};
use leptos::{
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, ServiceWorkerContainer};

/// What is asked for, by the name that the service worker knows.
const TAG: &str = "send";

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    // Missing where the page was not served securely.
    let container = Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    container.dyn_into().ok()
}

/// Asks for a nudge when the network is back. Asking twice is asking once.
pub fn ask() {
    spawn_local(async { drop(register().await) });
}

async fn register() -> Option<JsValue> {
    let ready = container()?.ready().ok()?;
    let registration = JsFuture::from(ready).await.ok()?;
    let sync = Reflect::get(&registration, &"sync".into()).ok()?;
    let register: Function = Reflect::get(&sync, &"register".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let asked: Promise = register.call1(&sync, &TAG.into()).ok()?.dyn_into().ok()?;
    // A browser may refuse; then the page's own timers do.
    JsFuture::from(asked).await.ok()
}

/// Runs `nudge` when the service worker says so.
pub fn on_nudge(nudge: impl Fn() + 'static) {
    let Some(container) = container() else { return };
    let action = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let kind = Reflect::get(&event.data(), &"type".into()).ok();
        if kind.and_then(|kind| kind.as_string()).as_deref() == Some("nudge") {
            nudge();
        }
    });
    let listener = action.as_ref().unchecked_ref();
    let _ = container.add_event_listener_with_callback("message", listener);
    // It lives as long as the page.
    action.forget();
}
