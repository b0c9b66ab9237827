//! What tells that there may be something new: the server, the network, a tab that is looked at again.

use std::rc::Rc;

use ledger::SiteId;
use leptos::wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, EventTarget, VisibilityState};

use crate::platform::timer::Timer;

/// After a broken line, how long to wait before asking what is the matter.
const AFTER_BREAK_MS: i32 = 500;

/// The line on which the server gives notice.
#[derive(Default)]
pub(super) struct Notices {
    source: Option<Line>,
}

struct Line {
    source: EventSource,
    _on_head: Closure<dyn Fn()>,
    _on_error: Closure<dyn FnMut()>,
}

impl Drop for Line {
    fn drop(&mut self) {
        self.source.close();
    }
}

impl Notices {
    /// Runs `nudge` at each notice, and once after the line broke. Nothing changes if it is open.
    pub(super) fn listen(&mut self, site: SiteId, nudge: impl Fn() + 'static) {
        let open = |line: &Line| line.source.ready_state() != EventSource::CLOSED;
        if self.source.as_ref().is_some_and(open) {
            return;
        }
        let Ok(source) = EventSource::new(&format!("/api/v1/sites/{site}/events")) else { return };
        let nudge = Rc::new(nudge);
        let on_head = {
            let nudge = Rc::clone(&nudge);
            Closure::<dyn Fn()>::new(move || nudge())
        };
        let on_error = {
            let (source, mut timer) = (source.clone(), Timer::default());
            Closure::<dyn FnMut()>::new(move || {
                source.close();
                let nudge = Rc::clone(&nudge);
                timer.set(AFTER_BREAK_MS, move || nudge());
            })
        };
        let _ = source
            .add_event_listener_with_callback("head", on_head.as_ref().unchecked_ref());
        source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        self.source = Some(Line { source, _on_head: on_head, _on_error: on_error });
    }
}

/// Runs `back` when the network comes back or the page is looked at again, `gone` when it goes.
pub(super) fn watch_network(back: impl Fn() + Clone + 'static, gone: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else { return };
    on(&window, "online", back.clone());
    on(&window, "offline", gone);
    if let Some(document) = window.document() {
        let page = document.clone();
        on(&document, "visibilitychange", move || {
            if page.visibility_state() == VisibilityState::Visible {
                back();
            }
        });
    }
}

fn on(target: &EventTarget, event: &str, action: impl Fn() + 'static) {
    let action = Closure::<dyn Fn()>::new(action);
    let _ = target.add_event_listener_with_callback(event, action.as_ref().unchecked_ref());
    // It lives as long as the page.
    action.forget();
}
