//! What tells that there may be something new: the server, the network, a tab that is looked at
//! again.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use js_sys::{Reflect, Uint8Array};
use ledger::SiteId;
use leptos::{
    task::spawn_local,
    wasm_bindgen::{JsCast, closure::Closure},
};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, EventTarget, Headers, ReadableStreamDefaultReader, RequestInit,
    Response, VisibilityState,
};

use super::credentials;
use crate::platform::{random, timer::Timer};

/// How soon a broken line is tried again while someone looks: an office must hear within two
/// seconds of a server that is back. The other half is spread at random.
const AGAIN_MS: i32 = 600;
/// How soon while nobody looks.
const AGAIN_HIDDEN_MS: i32 = 30_000;

/// How soon a device that was turned away asks again: it may have been let in by then.
const STRANGER_MS: i32 = 30_000;

/// A line that says nothing for so long is opened anew. The server says something every 15 s, if
/// only that it is there.
const SILENCE_MS: i32 = 40_000;
/// How long a line may take to open: one that hangs there would never be missed otherwise.
const OPENING_MS: i32 = 10_000;

/// The line on which the server gives notice. It is read by `fetch`, so that the token goes along,
/// and because an `EventSource` does not tell of a line that has gone silent.
#[derive(Default)]
pub(super) struct Notices {
    line: Rc<RefCell<Option<Line>>>,
}

/// An open line; dropping it ends it.
struct Line {
    abort: AbortController,
    /// Ends a line that hangs.
    watchdog: Timer,
    again: Timer,
}

impl Drop for Line {
    fn drop(&mut self) {
        self.abort.abort();
    }
}

type Slot = Rc<RefCell<Option<Line>>>;

impl Notices {
    /// Runs `nudge` at each notice. The server gives one as soon as a line is open, so that nothing
    /// is missed while it was broken. Listening twice is listening once.
    pub(super) fn listen(&self, site: SiteId, nudge: impl Fn() + 'static) {
        if self.line.borrow().is_none() {
            let url = format!("/api/v1/sites/{site}/events");
            connect(&self.line, url.into(), Rc::new(nudge));
        }
    }
}

fn connect(slot: &Slot, url: Rc<str>, nudge: Rc<dyn Fn()>) {
    let Ok(abort) = AbortController::new() else {
        return;
    };
    let signal = abort.signal();
    let line = Line {
        abort,
        watchdog: Timer::default(),
        again: Timer::default(),
    };
    *slot.borrow_mut() = Some(line);
    expect_sign(slot, OPENING_MS);
    let slot = Rc::downgrade(slot);
    spawn_local(async move {
        let turned_away = follow(&slot, &url, &signal, &nudge).await == Some(TurnedAway);
        let pause = if turned_away { STRANGER_MS } else { again_ms() };
        // Whatever ended it, it is opened again, in place of the one that ended.
        let Some(slot) = slot.upgrade() else { return };
        let again = Rc::clone(&slot);
        if let Some(line) = slot.borrow_mut().as_mut() {
            line.again.set(pause, move || connect(&again, url, nudge));
        }
    });
}

/// Ends the line if nothing comes for so long.
fn expect_sign(slot: &Slot, within_ms: i32) {
    if let Some(line) = slot.borrow_mut().as_mut() {
        let abort = line.abort.clone();
        line.watchdog.set(within_ms, move || abort.abort());
    }
}

/// The server does not know this device, or no longer.
#[derive(PartialEq)]
struct TurnedAway;

/// Reads a line to its end. Where the server turns the device away, the next exchange says so to
/// the person, and it is set off at once.
async fn follow(
    slot: &Weak<RefCell<Option<Line>>>,
    url: &str,
    signal: &AbortSignal,
    nudge: &Rc<dyn Fn()>,
) -> Option<TurnedAway> {
    let (init, headers) = (RequestInit::new(), Headers::new().ok()?);
    credentials::sign(&headers)?;
    headers.set("Accept", "text/event-stream").ok()?;
    init.set_headers(&headers);
    init.set_signal(Some(signal));
    let response = web_sys::window()?.fetch_with_str_and_init(url, &init);
    let response: Response = JsFuture::from(response).await.ok()?.dyn_into().ok()?;
    if response.status() == 401 {
        nudge();
        return Some(TurnedAway);
    }
    let reader = response.ok().then(|| response.body())??.get_reader();
    let reader: ReadableStreamDefaultReader = reader.dyn_into().ok()?;
    // An event may come in two parts: what is left of the last line is kept.
    let mut rest = String::new();
    loop {
        expect_sign(&slot.upgrade()?, SILENCE_MS);
        let read = JsFuture::from(reader.read()).await.ok()?;
        let bytes = Reflect::get(&read, &"value".into()).ok()?;
        let bytes: Uint8Array = bytes.dyn_into().ok()?;
        rest += &String::from_utf8_lossy(&bytes.to_vec());
        let (lines, last) = rest.rsplit_once('\n').unwrap_or(("", &rest));
        if lines.lines().any(|line| line.trim_end() == "event: head") {
            nudge();
        }
        rest = last.to_owned();
    }
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
