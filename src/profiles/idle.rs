//! Locks when nobody has touched the tablet for a while.

use std::cell::Cell;

use js_sys::Date;
use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_bindgen::{JsCast, closure::Closure},
};

use super::{
    Opened, lock,
    relay::{self, Word},
};
use crate::platform::recorder;

const LOOK_MS: i32 = 5_000;
/// Other tabs are told no more often than this.
const TELL_MS: f64 = 10_000.0;
const MINUTE_MS: f64 = 60_000.0;

thread_local! {
    static SEEN_MS: Cell<f64> = const { Cell::new(0.0) };
    static TOLD_MS: Cell<f64> = const { Cell::new(0.0) };
    static LOCKING: Cell<bool> = const { Cell::new(false) };
}

/// Watches for a person.
pub struct Idle;

impl Idle {
    /// Begins to watch over an open profile. By the device's clock: a tablet that slept has been
    /// idle, and one whose clock was put forward locks early, which harms nobody.
    pub fn watch(opened: Opened) {
        Self::someone_is_here();
        let profile = untrack(|| opened.profile().id);
        let touched = Closure::<dyn Fn()>::new(move || {
            // Whoever comes back too late must not unlock it by the touch that wakes the screen.
            look(opened);
            Self::someone_is_here();
            let now = Date::now();
            if now - TOLD_MS.get() >= TELL_MS {
                TOLD_MS.set(now);
                relay::tell(&Word::Active(profile));
            }
        });
        for event in ["pointerdown", "keydown", "wheel", "touchmove"] {
            let touched = touched.as_ref().unchecked_ref();
            let _ = window().add_event_listener_with_callback_and_bool(event, touched, true);
        }
        touched.forget();
        let watching = Closure::<dyn Fn()>::new(move || look(opened));
        let callback = watching.as_ref().unchecked_ref();
        let _ = document().add_event_listener_with_callback("visibilitychange", callback);
        let _ = window().set_interval_with_callback_and_timeout_and_arguments_0(callback, LOOK_MS);
        watching.forget();
    }

    /// Someone touched this tab, or another of the same profile.
    pub fn someone_is_here() {
        if !LOCKING.get() {
            SEEN_MS.set(Date::now());
        }
    }
}

fn look(opened: Opened) {
    let minutes = untrack(|| opened.lock_after_min());
    if minutes == 0 || LOCKING.get() {
        return;
    }
    if recorder::running() {
        // A talk of an hour needs no hand on the tablet.
        Idle::someone_is_here();
        return;
    }
    if Date::now() - SEEN_MS.get() >= f64::from(minutes) * MINUTE_MS {
        LOCKING.set(true);
        spawn_local(lock(opened, true));
    }
}
