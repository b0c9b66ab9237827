//! A meter that shows that something is heard.

use std::time::Duration;

use leptos::prelude::*;

use crate::{
    locales::ControlTexts,
    platform::{camera::Stream, level::Level},
};

const EVERY: Duration = Duration::from_millis(120);

/// The meter of a stream, as long as it is in the page.
pub fn meter(stream: &Stream) -> AnyView {
    let t = ControlTexts::now();
    let Some(level) = Level::of(stream) else {
        return ().into_any();
    };
    let level = StoredValue::new_local(level);
    let shown = RwSignal::new(0.0);
    let look = move || {
        if let Some(now) = level.try_with_value(Level::now) {
            let _ = shown.try_set(now);
        }
    };
    if let Ok(timer) = set_interval_with_handle(look, EVERY) {
        on_cleanup(move || timer.clear());
    }
    view! {
        <meter
            class="level"
            min="0"
            max="1"
            aria-label=t.level
            prop:value=move || shown.get()
        ></meter>
    }
    .into_any()
}
