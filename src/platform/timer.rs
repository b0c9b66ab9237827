//! One thing to do later, and waiting.

use std::future::Future;

use js_sys::{Array, Promise};
use leptos::wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// A timer that is stopped when it is dropped or set anew.
#[derive(Debug, Default)]
pub struct Timer {
    running: Option<i32>,
}

impl Timer {
    /// Runs `action` in `delay_ms`, in place of what was to run.
    pub fn set(&mut self, delay_ms: i32, action: impl FnOnce() + 'static) {
        self.stop();
        let action = Closure::once_into_js(action);
        self.running = web_sys::window().and_then(|window| {
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(
                    action.unchecked_ref(),
                    delay_ms,
                )
                .ok()
        });
    }

    fn stop(&mut self) {
        if let (Some(handle), Some(window)) = (self.running.take(), web_sys::window()) {
            window.clear_timeout_with_handle(handle);
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Waits, so that the page can do what a person asks for.
pub async fn pause(ms: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// Waits for something, but not longer than this. It goes on though nobody waits for it.
pub async fn at_most(ms: i32, work: impl Future<Output = ()> + 'static) {
    let done = future_to_promise(async move {
        work.await;
        Ok(JsValue::UNDEFINED)
    });
    let late = future_to_promise(async move {
        pause(ms).await;
        Ok(JsValue::UNDEFINED)
    });
    let _ = JsFuture::from(Promise::race(&Array::of2(&done, &late))).await;
}
