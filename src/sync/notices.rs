//! What tells that there may be something new: the server, the network, a tab that is looked at
//! again.

use std::{cell::RefCell, rc::Rc};

use ledger::SiteId;
use leptos::wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, EventTarget, VisibilityState};

use crate::platform::{random, timer::Timer};

/// How soon a broken line is tried again while someone looks: an office must hear within two
/// seconds of a server that is back. The other half is spread at random.
const AGAIN_MS: i32 = 600;
/// How soon while nobody looks.
const AGAIN_HIDDEN_MS: i32 = 30_000;

/// The line on which the server gives notice.
#[derive(Default)]
pub(super) struct Notices {
    line: Rc<RefCell<Option<Line>>>,
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
    /// Runs `nudge` at each notice. The server gives one as soon as a line is open, so that nothing
    /// is missed while it was broken. Listening twice is listening once.
    pub(super) fn listen(&self, site: SiteId, nudge: impl Fn() + 'static) {
        if self.line.borrow().is_none() {
            connect(
                &self.line,
                format!("/api/v1/sites/{site}/events").into(),
                Rc::new(nudge),
            );
        }
    }
}

fn connect(slot: &Rc<RefCell<Option<Line>>>, url: Rc<str>, nudge: Rc<dyn Fn()>) {
    let Ok(source) = EventSource::new(&url) else {
        return;
    };
    let on_head = {
        let nudge = Rc::clone(&nudge);
        Closure::<dyn Fn()>::new(move || nudge())
    };
    let on_error = {
        let (slot, source, mut timer) = (Rc::clone(slot), source.clone(), Timer::default());
        Closure::<dyn FnMut()>::new(move || {
            // Some browsers try again by themselves and some give up: here all do the same.
            source.close();
            let (slot, url, nudge) = (Rc::clone(&slot), Rc::clone(&url), Rc::clone(&nudge));
            timer.set(again_ms(), move || connect(&slot, url, nudge));
        })
    };
    let _ = source.add_event_listener_with_callback("head", on_head.as_ref().unchecked_ref());
    source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    *slot.borrow_mut() = Some(Line {
        source,
        _on_head: on_head,
        _on_error: on_error,
    });
}

fn again_ms() -> i32 {
    let looked_at = web_sys::window()
        .and_then(|window| window.document())
        .is_some_and(|document| document.visibility_state() == VisibilityState::Visible);
    let base = if looked_at { AGAIN_MS } else { AGAIN_HIDDEN_MS };
    base + base * i32::from(random::jitter() >> 8) / 256
}

/// Runs `back` when the network comes back or the page is looked at again, `gone` when it goes.
pub(super) fn watch_network(back: impl Fn() + Clone + 'static, gone: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
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
