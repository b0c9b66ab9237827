//! Word between the tabs of one browser: who has the key, that it was locked, that someone is here.
//!
//! A key goes from tab to tab as the browser's own object, which no script can read. A browser that
//! can't send it leaves the second tab asking for the passphrase.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Object, Promise, Reflect};
use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, CryptoKey, MessageEvent};

use super::{Opened, ProfileId};
use crate::platform::{locks::try_lock, timer};

const CHANNEL: &str = "doorstep-profiles";
/// Held, shared, by every tab that has a key: without one there is nobody to ask.
const UNLOCKED: &str = "doorstep-unlocked";
/// How long another tab may take to answer: browsers slow down those that nobody sees.
const ANSWER_MS: i32 = 1_500;

/// What one tab tells the others.
pub(super) enum Word {
    /// Who has a key?
    Ask,
    /// This profile was opened: its key may be asked for.
    Opened,
    /// This profile was locked; every tab of it is to lock.
    Locked(ProfileId),
    /// Someone uses this profile in one of its tabs.
    Active(ProfileId),
}

thread_local! {
    static JOINED: RefCell<Option<BroadcastChannel>> = const { RefCell::new(None) };
    /// A tab that locks has no key to give any more.
    static SILENT: Cell<bool> = const { Cell::new(false) };
}

fn channel() -> Option<BroadcastChannel> {
    JOINED.with_borrow_mut(|joined| {
        if joined.is_none() {
            *joined = BroadcastChannel::new(CHANNEL).ok();
        }
        joined.clone()
    })
}

/// An object for the other side, which may have been written by another version of the app.
pub(super) fn message(members: &[(&str, &JsValue)]) -> Object {
    let message = Object::new();
    for (name, value) in members {
        let _ = Reflect::set(&message, &(*name).into(), value);
    }
    message
}

pub(super) fn member(message: &JsValue, name: &str) -> JsValue {
    Reflect::get(message, &name.into()).unwrap_or_default()
}

pub(super) fn profile_of(message: &JsValue) -> Option<ProfileId> {
    let text = member(message, "profile").as_string()?;
    serde_json::from_value(text.into()).ok()
}

pub(super) fn key_of(message: &JsValue) -> Option<CryptoKey> {
    member(message, "key").dyn_into().ok()
}

/// Tells the other tabs.
pub(super) fn tell(word: &Word) {
    let (name, profile) = match word {
        Word::Ask => ("ask", None),
        Word::Opened => ("opened", None),
        Word::Locked(profile) => ("locked", Some(profile.to_string())),
        Word::Active(profile) => ("active", Some(profile.to_string())),
    };
    let word = message(&[("word", &name.into()), ("profile", &profile.into())]);
    if let Some(channel) = channel() {
        // A closed channel means that the page is going away.
        let _ = channel.post_message(&word);
    }
}

/// No key is given to other tabs any more.
pub(super) fn fall_silent() {
    SILENT.set(true);
}

/// Runs `hear` with each message and its word.
fn listen(hear: impl Fn(&str, &JsValue) + 'static) {
    let Some(channel) = channel() else { return };
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let message = event.data();
        if let Some(word) = member(&message, "word").as_string() {
            hear(&word, &message);
        }
    });
    channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    // It lives as long as the channel, or until another takes its place.
    hear.forget();
}

/// The tab of an open profile: it gives its key to others, and does what they say.
pub struct Relay;

impl Relay {
    /// Begins to listen. `locked` and `active` are run when another tab says so of this profile.
    pub fn serve(opened: Opened, locked: impl Fn() + 'static, active: impl Fn() + 'static) {
        let profile = untrack(|| opened.profile().id);
        spawn_local(async move {
            if opened.key().is_some() {
                // Until the page goes.
                std::mem::forget(try_lock(UNLOCKED, true).await);
            }
            tell(&Word::Opened);
        });
        listen(move |word, message| match word {
            "ask" if !SILENT.get() => {
                let (Some(key), Some(channel)) = (opened.key(), channel()) else {
                    return;
                };
                let id = profile.to_string().into();
                let answer =
                    self::message(&[("word", &"key".into()), ("profile", &id), ("key", &key)]);
                // A browser that can't send keys says so here.
                let _ = channel.post_message(&answer);
            }
            "locked" if profile_of(message) == Some(profile) => locked(),
            "active" if profile_of(message) == Some(profile) => active(),
            _ => {}
        });
    }

    /// The lock screen: runs `opened` when another tab has opened a profile.
    pub fn wait(opened: impl Fn() + 'static) {
        listen(move |word, _| {
            if word == "opened" {
                opened();
            }
        });
    }
}

/// Asks the other tabs for a key.
pub async fn ask() -> Option<(ProfileId, CryptoKey)> {
    channel()?;
    if try_lock(UNLOCKED, false).await.is_some() {
        return None;
    }
    let answer: Rc<RefCell<Option<(ProfileId, CryptoKey)>>> = Rc::default();
    let answered = {
        let answer = Rc::clone(&answer);
        Promise::new(&mut move |resolve, _| {
            let answer = Rc::clone(&answer);
            listen(move |word, message| {
                if word == "key" {
                    *answer.borrow_mut() = profile_of(message).zip(key_of(message));
                    let _ = resolve.call0(&JsValue::UNDEFINED);
                }
            });
        })
    };
    tell(&Word::Ask);
    timer::at_most(ANSWER_MS, async {
        let _ = JsFuture::from(answered).await;
    })
    .await;
    answer.take()
}
