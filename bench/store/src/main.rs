//! The app's storage in a page without screens, to be measured: what the page's script calls.

use std::cell::RefCell;

use doorstep::measures::Storage;
use wasm_bindgen::{JsError, prelude::wasm_bindgen};

thread_local! {
    static OPEN: RefCell<Option<Storage>> = const { RefCell::new(None) };
}

fn main() {
    // Where a screen is, Leptos does this.
    let _ = any_spawner::Executor::init_wasm_bindgen();
}

fn open_storage() -> Result<Storage, JsError> {
    let open = OPEN.with_borrow(Clone::clone);
    open.ok_or_else(|| JsError::new("nothing is open"))
}

fn outcome<T>(outcome: Result<T, String>) -> Result<T, JsError> {
    outcome.map_err(|error| JsError::new(&error))
}

/// Opens a storage, sealed or not; gives how many entries it holds.
#[wasm_bindgen]
pub async fn open(name: String, sealed: bool) -> Result<u32, JsError> {
    let storage = outcome(Storage::open(&name, sealed).await)?;
    let entries = storage.entries();
    OPEN.with_borrow_mut(|open| *open = Some(storage));
    Ok(entries)
}

/// Opens a sealed storage of a site of the server's; gives how many entries it holds.
#[wasm_bindgen]
pub async fn open_at(site: String, name: String) -> Result<u32, JsError> {
    let storage = outcome(Storage::open_at(&site, &name).await)?;
    let entries = storage.entries();
    OPEN.with_borrow_mut(|open| *open = Some(storage));
    Ok(entries)
}

/// Writes documents of 2 KB.
#[wasm_bindgen]
pub async fn write(from: u32, documents: u32) -> Result<(), JsError> {
    outcome(open_storage()?.write(from, documents).await)
}

/// Exchanges with the server until nothing is left; gives how many entries there are then.
#[wasm_bindgen]
pub async fn settle() -> Result<u32, JsError> {
    let storage = open_storage()?;
    storage.settle().await;
    Ok(storage.entries())
}

/// Lets go of what is open.
#[wasm_bindgen]
pub fn close() {
    OPEN.with_borrow_mut(|open| drop(open.take()));
}

/// Takes in responses of other devices as the server would send them.
#[wasm_bindgen]
pub async fn fill(entries: u32) -> Result<(), JsError> {
    outcome(open_storage()?.fill(entries).await)
}

/// Packs what can be packed.
#[wasm_bindgen]
pub async fn pack() -> Result<(), JsError> {
    outcome(open_storage()?.pack().await)
}

/// Keeps a draft with so many answers; done when it is on the disk.
#[wasm_bindgen]
pub async fn save(answers: u32, turn: u32) -> Result<(), JsError> {
    outcome(open_storage()?.save(answers, turn).await)
}

/// Commits a document of so many bytes in a transaction of its own; done when it is on the disk.
#[wasm_bindgen]
pub async fn commit(number: u32, bytes: u32) -> Result<(), JsError> {
    outcome(open_storage()?.commit(number, bytes).await)
}
