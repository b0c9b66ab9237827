//! The worker that derives keys: one request, one answer, and it is ended.

use std::cell::RefCell;

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use leptos::wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, MessageEvent, Worker, WorkerOptions, WorkerType};

/// What is asked of it. Passphrases as they were typed.
pub enum Work<'a> {
    /// A new vault.
    Create {
        /// What will open it.
        passphrase: &'a str,
    },
    /// The key of a vault.
    Open {
        /// Its header.
        header: &'a str,
        /// What opens it.
        secret: &'a str,
        /// Whether that is the recovery code.
        by_code: bool,
    },
    /// Another passphrase.
    Change {
        /// The vault's header.
        header: &'a str,
        /// What opens it now.
        secret: &'a str,
        /// Whether that is the recovery code.
        by_code: bool,
        /// What will open it.
        passphrase: &'a str,
    },
    /// Another recovery code.
    Recode {
        /// The vault's header.
        header: &'a str,
        /// Its passphrase.
        secret: &'a str,
    },
}

/// What it answers.
pub struct Unlocked {
    /// The vault's key, which no script can read.
    pub key: CryptoKey,
    /// The header, where it is new.
    pub header: Option<String>,
    /// The recovery code, where it is new.
    pub code: Option<String>,
}

/// Why it does not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnlockError {
    /// Not this passphrase, or not this code.
    Wrong,
    /// The vault's header is damaged.
    Damaged,
    /// The vault was made by a later version.
    Newer,
    /// The browser can't, in its own words.
    Unsuited(String),
}

thread_local! {
    static READY: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

/// Starts the worker while the person still types, so that its module is compiled by then.
pub fn prepare() {
    READY.with_borrow_mut(|ready| {
        if ready.is_none() {
            *ready = start();
        }
    });
}

fn start() -> Option<Worker> {
    let document = web_sys::window()?.document()?;
    let meta = document.query_selector("meta[name=unlocker]").ok()??;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&meta.get_attribute("content")?, &options).ok()
}

/// Has the work done, off the main thread.
pub async fn run(work: Work<'_>) -> Result<Unlocked, UnlockError> {
    let worker = READY.take().or_else(start);
    let worker = worker.ok_or_else(|| UnlockError::Unsuited("no worker".to_owned()))?;
    let answer = answer(&worker, &request(&work)).await;
    // Its memory held what opens the vault.
    worker.terminate();
    read(&answer?).await
}

fn request(work: &Work<'_>) -> Object {
    let set = |request: &Object, name: &str, value: &JsValue| {
        let _ = Reflect::set(request, &name.into(), value);
    };
    let request = Object::new();
    let name = match work {
        Work::Create { passphrase } => {
            set(&request, "passphrase", &(*passphrase).into());
            "create"
        }
        Work::Open {
            header,
            secret,
            by_code,
        } => {
            set(&request, "header", &(*header).into());
            set(&request, "secret", &(*secret).into());
            set(&request, "byCode", &(*by_code).into());
            "open"
        }
        Work::Change {
            header,
            secret,
            by_code,
            passphrase,
        } => {
            set(&request, "header", &(*header).into());
            set(&request, "secret", &(*secret).into());
            set(&request, "byCode", &(*by_code).into());
            set(&request, "passphrase", &(*passphrase).into());
            "change"
        }
        Work::Recode { header, secret } => {
            set(&request, "header", &(*header).into());
            set(&request, "secret", &(*secret).into());
            "recode"
        }
    };
    set(&request, "work", &name.into());
    request
}

async fn answer(worker: &Worker, request: &Object) -> Result<JsValue, UnlockError> {
    let answered = Promise::new(&mut |resolve, reject| {
        let hear = Closure::once_into_js(move |event: MessageEvent| {
            let _ = resolve.call1(&JsValue::UNDEFINED, &event.data());
        });
        worker.set_onmessage(Some(hear.unchecked_ref()));
        worker.set_onerror(Some(&reject));
    });
    let unsuited = |_| UnlockError::Unsuited("the worker did not start".to_owned());
    worker.post_message(request).map_err(unsuited)?;
    JsFuture::from(answered).await.map_err(unsuited)
}

async fn read(answer: &JsValue) -> Result<Unlocked, UnlockError> {
    let text = |name: &str| {
        let value = Reflect::get(answer, &name.into()).ok()?;
        value.as_string()
    };
    if let Some(error) = text("error") {
        return Err(match error.as_str() {
            "wrong" => UnlockError::Wrong,
            "damaged" | "bounds" => UnlockError::Damaged,
            "newer" => UnlockError::Newer,
            _ => UnlockError::Unsuited(error),
        });
    }
    let unsuited = || UnlockError::Unsuited("no key".to_owned());
    let key = Reflect::get(answer, &"key".into()).unwrap_or_default();
    let key = match key.dyn_into::<CryptoKey>() {
        Ok(key) => key,
        Err(_) => imported(answer).await.ok_or_else(unsuited)?,
    };
    Ok(Unlocked {
        key,
        header: text("header"),
        code: text("code"),
    })
}

/// The key out of its bytes, where the browser can't send keys between threads. The bytes are
/// overwritten at once.
async fn imported(answer: &JsValue) -> Option<CryptoKey> {
    let bytes = Reflect::get(answer, &"bytes".into()).ok()?;
    let bytes: Uint8Array = bytes.dyn_into().ok()?;
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
    let imported = subtle.import_key_with_str("raw", &bytes, "AES-GCM", false, &usages);
    let key = JsFuture::from(imported.ok()?).await;
    bytes.fill(0, 0, bytes.length());
    key.ok()?.dyn_into().ok()
}
