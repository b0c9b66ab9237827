//! Measurements on the browser's own timeline, where its tools and the scenarios find them.

use js_sys::{Function, Object, Reflect};
use leptos::{prelude::window, wasm_bindgen::JsCast};

/// The browser's clock for measurements, in milliseconds.
pub fn now_ms() -> f64 {
    window()
        .performance()
        .map_or(0.0, |performance| performance.now())
}

/// Puts a measurement from `start_ms` to now on the timeline (User Timing Level 3).
pub fn measure(name: &str, start_ms: f64) {
    let Some(performance) = window().performance() else {
        return;
    };
    let span = Object::new();
    let _ = Reflect::set(&span, &"start".into(), &start_ms.into());
    let _ = Reflect::set(&span, &"end".into(), &performance.now().into());
    let measure = Reflect::get(&performance, &"measure".into());
    let measure = measure.and_then(JsCast::dyn_into::<Function>);
    let _ = measure.and_then(|measure| measure.call2(&performance, &name.into(), &span));
}
