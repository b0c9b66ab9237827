//! Locking: everything of the site leaves the memory, because the page is loaded anew.
//!
//! For a short number to suffice afterwards, the key outlives the page for the moment of loading:
//! the service worker holds it, gives it back once, and forgets it.

use js_sys::Array;
use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, MessageChannel, MessageEvent, ServiceWorker};

use super::{
    Opened, Profile, ProfileId, leaving,
    relay::{self, Word, key_of, member, message, profile_of},
};
use crate::{
    platform::timer,
    store::{StoreError, registry},
};

/// Set in this tab's session while it loads anew: only it asks for the parcel.
const SOFTLY: &str = "doorstep.locked-softly";
const ANSWER_MS: i32 = 1_000;

/// What a short number opens.
#[derive(Clone)]
pub struct Parcel {
    /// Whose it is.
    pub profile: ProfileId,
    /// Their key.
    pub key: CryptoKey,
    /// Their number; `None` where the page only loads anew, without locking.
    pub pin: Option<String>,
}

/// Locks every tab of the profile. `softly`: a short number suffices for coming back, if there is
/// one.
pub async fn lock(opened: Opened, softly: bool) {
    leaving::settle().await;
    relay::fall_silent();
    let (profile, key) = untrack(|| (opened.profile().id, opened.key()));
    if let (true, Some(key), Some(pin)) = (softly, key, untrack(|| opened.pin())) {
        let pin = Some(pin);
        hold(&Parcel { profile, key, pin });
    }
    relay::tell(&Word::Locked(profile));
    reload();
}

/// Locks this tab only: another one has locked.
pub async fn follow() {
    leaving::settle().await;
    relay::fall_silent();
    reload();
}

/// Loads the page anew and stays open, for instance to work for another site. Where the browser
/// can't hand the key over, the passphrase is asked for.
pub async fn reload_unlocked(profile: ProfileId, key: Option<CryptoKey>) {
    leaving::settle().await;
    reload_with(profile, key);
}

/// The same, where nothing is left to be put on the disk.
pub(super) fn reload_with(profile: ProfileId, key: Option<CryptoKey>) {
    if let Some(key) = key {
        let pin = None;
        hold(&Parcel { profile, key, pin });
    }
    reload();
}

/// Loads the page anew; all that it had in memory is gone.
pub fn reload() {
    // What was shown is covered at once; loading takes a moment.
    if let Some(body) = document().body() {
        body.set_hidden(true);
    }
    let _ = window().location().reload();
}

fn worker() -> Option<ServiceWorker> {
    // Outside of a secure context there is none.
    let container = window().navigator().service_worker();
    if container.is_undefined() {
        return None;
    }
    container.controller()
}

fn hold(parcel: &Parcel) {
    let (Some(worker), Ok(Some(session))) = (worker(), window().session_storage()) else {
        return;
    };
    let parcel = message(&[
        ("type", &"hold".into()),
        ("profile", &parcel.profile.to_string().into()),
        ("key", &parcel.key),
        ("pin", &parcel.pin.clone().into()),
    ]);
    // A browser that can't send keys asks for the passphrase.
    if worker.post_message(&parcel).is_ok() {
        let _ = session.set_item(SOFTLY, "yes");
    }
}

/// What this tab gave away before it was loaded anew.
pub async fn take_parcel() -> Option<Parcel> {
    let session = window().session_storage().ok().flatten()?;
    session.get_item(SOFTLY).ok().flatten()?;
    let _ = session.remove_item(SOFTLY);
    let worker = worker()?;
    let channel = MessageChannel::new().ok()?;
    let answer = js_sys::Promise::new(&mut |resolve, _| {
        let hear = Closure::once_into_js(move |event: MessageEvent| {
            let _ = resolve.call1(&JsValue::UNDEFINED, &event.data());
        });
        channel.port1().set_onmessage(Some(hear.unchecked_ref()));
    });
    let request = message(&[("type", &"take".into())]);
    worker
        .post_message_with_transferable(&request, &Array::of1(&channel.port2()))
        .ok()?;
    let found = std::rc::Rc::new(std::cell::RefCell::new(None));
    let filled = std::rc::Rc::clone(&found);
    timer::at_most(ANSWER_MS, async move {
        *filled.borrow_mut() = JsFuture::from(answer).await.ok();
    })
    .await;
    let parcel = found.take()?;
    Some(Parcel {
        profile: profile_of(&parcel)?,
        key: key_of(&parcel)?,
        pin: member(&parcel, "pin").as_string(),
    })
}

/// Removes a profile with all its databases, in every tab, and loads the page anew.
pub async fn wipe(profile: &Profile) -> Result<(), StoreError> {
    let known = registry::read().await?;
    registry::remove(&known, profile).await?;
    relay::fall_silent();
    // The other tabs let go of what is about to be deleted.
    relay::tell(&Word::Locked(profile.id));
    registry::read().await?.finish_removals().await;
    reload();
    Ok(())
}

/// Gives an open profile a passphrase. Its rows are sealed in the background from the next opening
/// on, which comes at once: the page is loaded anew.
pub async fn protect(
    opened: Opened,
    label: String,
    header: String,
    key: CryptoKey,
) -> Result<(), StoreError> {
    leaving::settle().await;
    let mut profile = untrack(|| opened.profile());
    profile.label = label;
    profile.vault = Some(header);
    profile.shown.clear();
    // The header first: what is sealed without it could never be opened.
    opened.keep_profile(profile.clone()).await?;
    let id = profile.id;
    let sealed = Opened::open(profile, Some(key.clone())).await?;
    sealed.keep_contents().await?;
    relay::tell(&Word::Locked(id));
    reload_unlocked(id, Some(key)).await;
    Ok(())
}
