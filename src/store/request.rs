//! Waiting for IndexedDB: its requests, its opening and its transactions as futures.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest,
    IdbTransaction,
};

use super::{Area, Key, StoreError};

/// How long other tabs get to let go of an older version of the storage.
const PATIENCE_MS: i32 = 5_000;

/// `transaction()` with its third argument, which the bindings don't have.
pub(super) fn begin(
    connection: &IdbDatabase,
    areas: &[Area],
    mode: &str,
) -> Result<IdbTransaction, StoreError> {
    let names: Array = areas
        .iter()
        .map(|area| JsValue::from_str(area.name()))
        .collect();
    let options = Object::new();
    let result = Reflect::set(&options, &"durability".into(), &"strict".into()).and_then(|_| {
        let transaction: Function =
            Reflect::get(connection, &"transaction".into())?.unchecked_into();
        transaction.call3(connection, &names, &mode.into(), &options)
    });
    result
        .map(JsCast::unchecked_into)
        .map_err(|error| StoreError::from_js(&error))
}

pub(super) fn store(
    transaction: &IdbTransaction,
    area: Area,
) -> Result<IdbObjectStore, StoreError> {
    transaction
        .object_store(area.name())
        .map_err(|error| StoreError::from_js(&error))
}

/// The first `limit` keys of a range with their values.
pub(super) async fn page(
    store: &IdbObjectStore,
    range: &JsValue,
    limit: u32,
) -> Result<(Array, Array), StoreError> {
    let error = |error: JsValue| StoreError::from_js(&error);
    let keys = store
        .get_all_keys_with_key_and_limit(range, limit)
        .map_err(error)?;
    let values = store
        .get_all_with_key_and_limit(range, limit)
        .map_err(error)?;
    let keys = succeeded(&keys).await?.unchecked_into();
    Ok((keys, succeeded(&values).await?.unchecked_into()))
}

/// The keys after `key`.
pub(super) fn after(key: &JsValue) -> Result<JsValue, StoreError> {
    IdbKeyRange::lower_bound_with_open(key, true)
        .map(JsValue::from)
        .map_err(|error| StoreError::from_js(&error))
}

/// The text keys that begin with `prefix`.
pub(super) fn under(prefix: &str) -> Result<JsValue, StoreError> {
    let last = format!("{prefix}\u{ffff}");
    IdbKeyRange::bound(&prefix.into(), &last.into())
        .map(JsValue::from)
        .map_err(|error| StoreError::from_js(&error))
}

pub(super) fn js_key(key: &Key) -> JsValue {
    match key {
        Key::Number(number) => (*number).into(),
        Key::Text(text) => text.into(),
    }
}

/// A key as it lies in the storage; `None` for one that no version of this app writes.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked just before"
)]
pub(super) fn key_of(key: &JsValue) -> Option<Key> {
    if let Some(text) = key.as_string() {
        return Some(Key::Text(text));
    }
    match key.as_f64() {
        Some(number) if (0.0..=f64::from(u32::MAX)).contains(&number) => {
            Some(Key::Number(number as u32))
        }
        _ => None,
    }
}

/// Waits for a request's result.
pub(super) async fn succeeded(request: &IdbRequest) -> Result<JsValue, StoreError> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => request
            .result()
            .map_err(|error| StoreError::from_js(&error)),
        Err(_) => Err(failure(request.error().ok().flatten())),
    }
}

/// Waits for a database to open. `blocked` comes when another tab keeps an older version open; it
/// is asked to let go, and gets a while for it.
pub(super) async fn opened(request: &IdbOpenDbRequest) -> Result<JsValue, StoreError> {
    let blocked = Rc::new(RefCell::new(false));
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
        let (blocked, reject) = (Rc::clone(&blocked), reject.clone());
        let on_blocked = Closure::once_into_js(move || {
            *blocked.borrow_mut() = true;
            if let Some(window) = web_sys::window() {
                let _ = window
                    .set_timeout_with_callback_and_timeout_and_arguments_0(&reject, PATIENCE_MS);
            }
        });
        request.set_onblocked(Some(on_blocked.unchecked_ref()));
    });
    match JsFuture::from(promise).await {
        Ok(_) => request
            .result()
            .map_err(|error| StoreError::from_js(&error)),
        // A request that is still waiting has no error to tell.
        Err(_) => match request.error().ok().flatten() {
            None if *blocked.borrow() => Err(StoreError::Blocked),
            error => Err(failure(error)),
        },
    }
}

/// Waits until a transaction is on the disk.
pub(super) async fn completed(transaction: &IdbTransaction) -> Result<(), StoreError> {
    let promise = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(_) => Err(failure(transaction.error())),
    }
}

fn failure(error: Option<DomException>) -> StoreError {
    error.map_or(StoreError::Lost, |error| StoreError::from_js(&error.into()))
}
