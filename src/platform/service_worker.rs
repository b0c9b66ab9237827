//! Registers the service worker and leads a new version of the app from found to taken.
//!
//! The worker (`public/sw.js`) fetches a version whole or not at all. This side watches it, asks
//! for newer ones, and lets one take over only while nobody is in the middle of a form, in any tab:
//! an open draft holds the Web Lock [`DRAFT_OPEN`], shared, and taking over needs it exclusively.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    EventTarget, MessageEvent, RegistrationOptions, ServiceWorker, ServiceWorkerContainer,
    ServiceWorkerRegistration, ServiceWorkerState, ServiceWorkerUpdateViaCache, VisibilityState,
};

use super::locks::{DRAFT_OPEN, try_lock};

/// Where the built app has its worker: at the root, so that it serves every screen.
const SCRIPT: &str = "/sw.js";

const HOUR_MS: i32 = 60 * 60 * 1000;
const RETRY_RELOAD_MS: i32 = 1000;
/// How long a new version may take from the word to the change of hands.
const TAKE_OVER_MS: i32 = 10_000;

/// How far a newer version of the app is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Update {
    /// No newer version is known.
    #[default]
    None,
    /// It is being fetched. Both figures are bytes; `total` is never 0.
    Downloading {
        /// Bytes that are here.
        done: u64,
        /// Bytes of the whole version.
        total: u64,
    },
    /// It is here, whole and checked; [`take_over`] starts it.
    Ready,
    /// It could not be fetched whole. This version goes on, and the next check tries again.
    Failed,
}

/// The new version must wait: somebody is in the middle of a form, in this tab or another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditingElsewhere;

type Watcher = Rc<dyn Fn(Update)>;

thread_local! {
    static STATE: Cell<Update> = const { Cell::new(Update::None) };
    static WATCHERS: RefCell<Vec<Watcher>> = const { RefCell::new(Vec::new()) };
    static FOLLOWED: RefCell<Option<ServiceWorkerRegistration>> = const { RefCell::new(None) };
    /// Whether a worker served this page; the first one to claim it brings nothing new.
    static SERVED: Cell<bool> = const { Cell::new(false) };
    static REGISTERED: Cell<bool> = const { Cell::new(false) };
    static TAKING_OVER: Cell<bool> = const { Cell::new(false) };
}

/// Registers the worker and starts to look for newer versions: now, each hour, when the network
/// comes back and when the person comes back. Call it after the first screen shows; again does
/// nothing.
pub fn register() {
    if REGISTERED.replace(true) {
        return;
    }
    let (Some(container), Some(window)) = (container(), web_sys::window()) else {
        return;
    };
    SERVED.set(container.controller().is_some());
    on(&container, "controllerchange", |_| controller_changed());
    on(&container, "message", |event| {
        progress(event.unchecked_ref());
    });
    on(&window, "online", |_| check_now());
    if let Some(document) = window.document() {
        let page = document.clone();
        on(&document, "visibilitychange", move |_| {
            if page.visibility_state() == VisibilityState::Visible {
                check_now();
            }
        });
    }
    spawn_local(async {
        loop {
            check().await;
            pause(HOUR_MS).await;
        }
    });
}

/// Calls back with how far a newer version is: now, at each change, and when the app has become
/// ready for offline use.
pub fn watch(watcher: impl Fn(Update) + 'static) {
    watcher(STATE.get());
    WATCHERS.with_borrow_mut(|watchers| watchers.push(Rc::new(watcher)));
}

/// Looks for a newer version. Says nothing when there is no network.
pub fn check_now() {
    spawn_local(check());
}

/// Whether a worker serves this page: then a whole version is on the device.
pub fn serves() -> bool {
    container().is_some_and(|container| container.controller().is_some())
}

/// Whether the app would open now without a network: a worker serves this page, and has it.
pub async fn offline_ready() -> bool {
    let served = serves();
    let caches = web_sys::window().and_then(|window| window.caches().ok());
    let (true, Some(caches)) = (served, caches) else {
        return false;
    };
    let page = JsFuture::from(caches.match_with_str("/index.html")).await;
    page.is_ok_and(|page| !page.is_undefined())
}

/// Starts the version that is [`Update::Ready`]: this tab and all others reload. Refused while a
/// draft is open anywhere; until the change is done, no draft can be opened either.
pub async fn take_over() -> Result<(), EditingElsewhere> {
    let followed = FOLLOWED.with_borrow(Clone::clone);
    let Some(waiting) = followed.and_then(|registration| registration.waiting()) else {
        return Ok(());
    };
    let Some(no_drafts) = try_lock(DRAFT_OPEN, false).await else {
        return Err(EditingElsewhere);
    };
    TAKING_OVER.set(true);
    let message = Object::new();
    // Setting a property of a plain object cannot fail.
    drop(Reflect::set(&message, &"type".into(), &"take-over".into()));
    drop(waiting.post_message(&message));
    pause(TAKE_OVER_MS).await;
    // Usually the page is gone by now. If not, life goes on with the version that runs.
    TAKING_OVER.set(false);
    drop(no_drafts);
    Ok(())
}

async fn check() {
    let online = web_sys::window().is_some_and(|window| window.navigator().on_line());
    let (true, Some(container)) = (online, container()) else {
        return;
    };
    let options = RegistrationOptions::new();
    options.set_scope("/");
    options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
    // Registering again gives the same registration, or a new one if its first version had failed.
    let registered = container.register_with_options(SCRIPT, &options);
    let Ok(registration) = JsFuture::from(registered).await else {
        return;
    };
    let registration: ServiceWorkerRegistration = registration.unchecked_into();
    follow(&registration);
    // Fails without a network, and then the next check is soon enough.
    if let Ok(update) = registration.update() {
        drop(JsFuture::from(update).await);
    }
}

fn follow(registration: &ServiceWorkerRegistration) {
    let known = FOLLOWED.replace(Some(registration.clone()));
    if known.as_ref() == Some(registration) {
        return;
    }
    if registration.waiting().is_some() && SERVED.get() {
        set(Update::Ready);
    }
    if let Some(worker) = registration.installing() {
        follow_worker(worker);
    }
    let found = registration.clone();
    on(registration, "updatefound", move |_| {
        if let Some(worker) = found.installing() {
            follow_worker(worker);
        }
    });
}

/// Watches a version from its first byte to its fate.
fn follow_worker(worker: ServiceWorker) {
    let last = Cell::new(worker.state());
    let target = worker.clone();
    on(&target, "statechange", move |_| {
        let state = worker.state();
        let installing = last.replace(state) == ServiceWorkerState::Installing;
        match state {
            ServiceWorkerState::Installed if SERVED.get() => set(Update::Ready),
            ServiceWorkerState::Activated => set(Update::None),
            ServiceWorkerState::Redundant if installing => set(Update::Failed),
            _ => {}
        }
    });
}

/// A message of a worker that is fetching its version.
fn progress(event: &MessageEvent) {
    let data = event.data();
    let field = |name: &str| Reflect::get(&data, &name.into()).ok();
    let kind = field("type").and_then(|kind| kind.as_string());
    // The last message may come after the word that the version is whole, or is not.
    let installing = FOLLOWED.with_borrow(|followed| {
        followed
            .as_ref()
            .is_some_and(|registration| registration.installing().is_some())
    });
    // The very first version is no update.
    if kind.as_deref() != Some("update-progress") || !installing || !SERVED.get() {
        return;
    }
    if let (Some(done), Some(total @ 1..)) = (count(field("done")), count(field("total"))) {
        set(Update::Downloading { done, total });
    }
}

/// A whole number of JavaScript, which counts in doubles.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range"
)]
fn count(value: Option<JsValue>) -> Option<u64> {
    value
        .and_then(|value| value.as_f64())
        .map(|number| number.clamp(0.0, 9e15) as u64)
}

/// Another version serves the pages from now on. This one still runs from memory, whole, so there
/// is no hurry: it makes way as soon as no draft is open.
fn controller_changed() {
    if !SERVED.replace(true) {
        set(STATE.get()); // The first visit: now the app opens without a network.
        return;
    }
    spawn_local(async {
        let mut no_drafts = None;
        while !TAKING_OVER.get() && no_drafts.is_none() {
            no_drafts = try_lock(DRAFT_OPEN, false).await;
            if no_drafts.is_none() {
                pause(RETRY_RELOAD_MS).await;
            }
        }
        if let Some(window) = web_sys::window() {
            drop(window.location().reload());
        }
        pause(TAKE_OVER_MS).await; // No draft may open while the page goes.
        drop(no_drafts);
    });
}

fn set(update: Update) {
    STATE.set(update);
    // A watcher may add another; so none is called while the list is borrowed.
    for watcher in WATCHERS.with_borrow(Clone::clone) {
        watcher(update);
    }
}

/// The browser's service workers; absent outside of a secure context and in some private windows.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let container = Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    container.is_object().then(|| container.unchecked_into())
}

/// Listens for as long as the page lives.
fn on(target: &EventTarget, event: &str, listener: impl Fn(web_sys::Event) + 'static) {
    let listener = Closure::<dyn Fn(web_sys::Event)>::new(listener);
    drop(target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref()));
    listener.forget();
}

async fn pause(ms: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            drop(window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms));
        }
    });
    drop(JsFuture::from(promise).await);
}
