//! Web Locks: what one tab tells the others about what it is doing.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Object, Promise, Reflect};
use leptos::wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use super::timer;

/// Held, shared, by every tab in which a draft is open: no new version of the app is taken then.
pub const DRAFT_OPEN: &str = "doorstep-draft";

/// A lock that this tab itself has just let go may take a moment to be free.
const TRIES: usize = 5;
const PAUSE_MS: i32 = 80;

/// A lock that is let go when this is dropped, or when the tab dies.
#[derive(Debug)]
pub struct Held {
    release: Option<Function>,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Takes a lock if it is free; `None` if another tab has it. Where the browser has no locks,
/// everyone gets one: the storage itself refuses a second writer.
pub async fn try_lock(name: &str, shared: bool) -> Option<Held> {
    let mode = if shared { "shared" } else { "exclusive" };
    request(name, &[("mode", mode.into()), ("ifAvailable", true.into())]).await
}

/// Takes a draft for this tab, and keeps the app from being updated while it is open; `None` if
/// another tab has it.
pub async fn open_draft(draft: &str) -> Option<(Held, Held)> {
    let name = format!("{DRAFT_OPEN}-{draft}");
    for tried in 0.. {
        // The update holds the shared one alone, for a moment; then the page loads again anyway.
        let shared = try_lock(DRAFT_OPEN, true).await;
        if let Some(shared) = shared
            && let Some(own) = try_lock(&name, false).await
        {
            return Some((shared, own));
        }
        if tried == TRIES {
            break;
        }
        timer::pause(PAUSE_MS).await;
    }
    None
}

/// Takes a lock, after those who asked before; `None` if the page is about to go.
pub async fn lock(name: &str) -> Option<Held> {
    request(name, &[]).await
}

async fn request(name: &str, wishes: &[(&str, JsValue)]) -> Option<Held> {
    let Some((manager, request)) = lock_manager() else {
        return Some(Held { release: None });
    };
    let release: Rc<RefCell<Option<Function>>> = Rc::default();
    let outcome = Promise::new(&mut |granted, _| {
        let release = Rc::clone(&release);
        let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            let _ = granted.call1(&JsValue::UNDEFINED, &(!lock.is_null()).into());
            if lock.is_null() {
                return JsValue::UNDEFINED;
            }
            // The lock is held until this promise is settled.
            Promise::new(&mut |resolve, _| *release.borrow_mut() = Some(resolve)).into()
        });
        let options = Object::new();
        for (wish, value) in wishes {
            let _ = Reflect::set(&options, &(*wish).into(), value);
        }
        let _ = request.call3(&manager, &name.into(), &options, &callback);
    });
    let granted = JsFuture::from(outcome).await.ok()?.as_bool()?;
    granted.then(|| Held {
        release: release.borrow_mut().take(),
    })
}

fn lock_manager() -> Option<(JsValue, Function)> {
    let navigator = web_sys::window()?.navigator();
    let manager = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request = Reflect::get(&manager, &"request".into())
        .ok()?
        .dyn_into()
        .ok()?;
    Some((manager, request))
}
