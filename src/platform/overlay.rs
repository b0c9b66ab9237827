//! What happens when the app panics: WebAssembly cannot go on, so the boot script takes the screen.

use std::panic::PanicHookInfo;

use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit};

/// The event that `public/boot.js` waits for; its detail is a line of text for the support.
const EVENT: &str = "doorstep-panic";

/// Makes each panic show the overlay, which says that the answers are saved and offers a reload.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        let line = describe(info);
        web_sys::console::error_1(&JsValue::from_str(&line));
        if cfg!(debug_assertions) {
            web_sys::console::error_1(&JsValue::from_str(&info.to_string()));
        }
        show(&line);
    }));
}

/// Where it happened, and the message if it stands like that in the source. A message that was put
/// together may hold an answer or a name, so it is left out.
fn describe(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(
        || "unknown place".to_owned(),
        |location| {
            format!(
                "{}:{}:{}",
                location.file(),
                location.line(),
                location.column()
            )
        },
    );
    match info.payload().downcast_ref::<&'static str>() {
        Some(message) => format!("{place} ({message})"),
        None => place,
    }
}

/// Nothing here may fail loudly: it runs while the app is going down.
fn show(line: &str) {
    let init = CustomEventInit::new();
    init.set_detail(&JsValue::from_str(line));
    let event = CustomEvent::new_with_event_init_dict(EVENT, &init);
    if let (Some(window), Ok(event)) = (web_sys::window(), event) {
        drop(window.dispatch_event(&event));
    }
}
