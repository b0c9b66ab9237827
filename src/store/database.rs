//! IndexedDB: one database a site, and one that says which.
//!
//! Written on `web-sys` and not on one of the wrapper crates: they hide the durability of a
//! transaction, the reason of an abort or the loss of a connection, and these are what matters
//! here.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use leptos::wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbVersionChangeEvent,
};

use super::{
    Area, Key, StoreError, Write,
    row::{unwrap, wrap},
};

/// Raised when an area is added. Upgrades only ever add.
const SCHEMA: u32 = 2;
/// Rows read at a time, so that a long ledger does not have to fit twice.
const PAGE: u32 = 2_000;

/// A storage on this device.
#[derive(Clone)]
pub struct Database {
    name: Rc<str>,
    connection: Rc<RefCell<Option<IdbDatabase>>>,
}

impl Database {
    /// Opens a storage by its name, made anew if there is none.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        let database = Self {
            name: name.into(),
            connection: Rc::default(),
        };
        database.connect().await?;
        Ok(database)
    }

    async fn connect(&self) -> Result<IdbDatabase, StoreError> {
        let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten());
        let factory = factory.ok_or(StoreError::Unavailable)?;
        let request = factory
            .open_with_u32(&self.name, SCHEMA)
            .map_err(|error| StoreError::from_js(&error))?;
        let upgrade = Closure::once_into_js(|event: IdbVersionChangeEvent| add_areas(&event));
        request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
        let connection: IdbDatabase = opened(&request).await?.unchecked_into();
        self.watch(&connection);
        *self.connection.borrow_mut() = Some(connection.clone());
        Ok(connection)
    }

    /// Lets go when a later version of the app wants to upgrade, and notices when the browser
    /// closes the connection of itself (iOS does when memory is short): the next use opens it
    /// again.
    fn watch(&self, connection: &IdbDatabase) {
        let slot = Rc::downgrade(&self.connection);
        let forget = Closure::<dyn Fn()>::new(move || {
            let connection = slot.upgrade().and_then(|slot| slot.borrow_mut().take());
            if let Some(connection) = connection {
                connection.close();
            }
        });
        connection.set_onclose(Some(forget.as_ref().unchecked_ref()));
        connection.set_onversionchange(Some(forget.as_ref().unchecked_ref()));
        // It lives as long as the connection, which lives as long as the page.
        forget.forget();
    }

    /// A transaction on these areas; opens the connection again if it was lost.
    async fn transaction(&self, areas: &[Area], mode: &str) -> Result<IdbTransaction, StoreError> {
        let connection = self.connection.borrow().clone();
        if let Some(connection) = connection {
            match begin(&connection, areas, mode) {
                Err(StoreError::Lost) => {}
                begun => return begun,
            }
        }
        begin(&self.connect().await?, areas, mode)
    }

    /// The row under `key`, if there is one.
    pub async fn get(&self, area: Area, key: &Key) -> Result<Option<Vec<u8>>, StoreError> {
        let transaction = self.transaction(&[area], "readonly").await?;
        let request = store(&transaction, area)?.get(&js_key(key));
        let value = succeeded(&request.map_err(|error| StoreError::from_js(&error))?).await?;
        if value.is_undefined() {
            Ok(None)
        } else {
            row(&value).map(Some)
        }
    }

    /// The rows of an area with a number above `after`, in order.
    pub async fn read_numbered(
        &self,
        area: Area,
        after: u32,
    ) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
        let mut rows = Vec::new();
        let mut last = after;
        loop {
            let transaction = self.transaction(&[area], "readonly").await?;
            let range = IdbKeyRange::lower_bound_with_open(&last.into(), true)
                .map_err(|error| StoreError::from_js(&error))?;
            let store = store(&transaction, area)?;
            let (keys, values) = page(&store, &range).await?;
            for (key, value) in keys.iter().zip(values.iter()) {
                last = number(&key)?;
                rows.push((last, row(&value)?));
            }
            if values.length() < PAGE {
                return Ok(rows);
            }
        }
    }

    /// All rows of an area that is keyed by text, in the order of the keys.
    pub async fn read_all(&self, area: Area) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let mut rows: Vec<(String, Vec<u8>)> = Vec::new();
        loop {
            let after = rows.last().map_or("", |(key, _)| key);
            let range = IdbKeyRange::lower_bound_with_open(&after.into(), true)
                .map_err(|error| StoreError::from_js(&error))?;
            let transaction = self.transaction(&[area], "readonly").await?;
            let (keys, values) = page(&store(&transaction, area)?, &range).await?;
            for (key, value) in keys.iter().zip(values.iter()) {
                rows.push((key.as_string().unwrap_or_default(), row(&value)?));
            }
            if values.length() < PAGE {
                return Ok(rows);
            }
        }
    }

    /// The text keys of an area that begin with `prefix`, in order.
    pub async fn keys_under(&self, area: Area, prefix: &str) -> Result<Vec<String>, StoreError> {
        let transaction = self.transaction(&[area], "readonly").await?;
        let keys = store(&transaction, area)?
            .get_all_keys_with_key(&under(prefix)?)
            .map_err(|error| StoreError::from_js(&error))?;
        let keys: Array = succeeded(&keys).await?.unchecked_into();
        Ok(keys.iter().filter_map(|key| key.as_string()).collect())
    }

    /// Writes all of it or nothing; done when it is on the disk.
    pub async fn commit(&self, writes: &[Write]) -> Result<(), StoreError> {
        // Only what is written to is locked: a long recording must not hold up an answer.
        let written = |area: &Area| writes.iter().any(|write| write.area() == *area);
        let areas: Vec<Area> = Area::ALL.into_iter().filter(written).collect();
        if areas.is_empty() {
            return Ok(());
        }
        let transaction = self.transaction(&areas, "readwrite").await?;
        for write in writes {
            let request = match write {
                Write::Add(area, key, content) => {
                    store(&transaction, *area)?.add_with_key(&bytes(content), &js_key(key))
                }
                Write::Put(area, key, content) => {
                    store(&transaction, *area)?.put_with_key(&bytes(content), &js_key(key))
                }
                Write::Delete(area, key) => store(&transaction, *area)?.delete(&js_key(key)),
                Write::DeleteUnder(area, prefix) => {
                    store(&transaction, *area)?.delete(&under(prefix)?)
                }
            };
            if let Err(error) = request {
                let _ = transaction.abort();
                return Err(StoreError::from_js(&error));
            }
        }
        completed(&transaction).await
    }
}

fn add_areas(event: &IdbVersionChangeEvent) {
    let target = event
        .target()
        .map(JsCast::unchecked_into::<IdbOpenDbRequest>);
    let Some(Ok(database)) = target.map(|request| request.result()) else {
        return;
    };
    let database: IdbDatabase = database.unchecked_into();
    let there = database.object_store_names();
    for area in Area::ALL {
        if !there.contains(area.name()) {
            // A failure here aborts the upgrade, and opening reports it.
            let _ = database.create_object_store(area.name());
        }
    }
}

/// `transaction()` with its third argument, which the bindings don't have.
fn begin(
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

fn store(transaction: &IdbTransaction, area: Area) -> Result<IdbObjectStore, StoreError> {
    transaction
        .object_store(area.name())
        .map_err(|error| StoreError::from_js(&error))
}

async fn page(store: &IdbObjectStore, range: &JsValue) -> Result<(Array, Array), StoreError> {
    let error = |error: JsValue| StoreError::from_js(&error);
    let keys = store
        .get_all_keys_with_key_and_limit(range, PAGE)
        .map_err(error)?;
    let values = store
        .get_all_with_key_and_limit(range, PAGE)
        .map_err(error)?;
    let keys = succeeded(&keys).await?.unchecked_into();
    Ok((keys, succeeded(&values).await?.unchecked_into()))
}

/// The text keys that begin with `prefix`.
fn under(prefix: &str) -> Result<JsValue, StoreError> {
    let last = format!("{prefix}\u{ffff}");
    IdbKeyRange::bound(&prefix.into(), &last.into())
        .map(JsValue::from)
        .map_err(|error| StoreError::from_js(&error))
}

fn js_key(key: &Key) -> JsValue {
    match key {
        Key::Number(number) => (*number).into(),
        Key::Text(text) => text.into(),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked just before"
)]
fn number(key: &JsValue) -> Result<u32, StoreError> {
    match key.as_f64() {
        Some(number) if (0.0..=f64::from(u32::MAX)).contains(&number) => Ok(number as u32),
        _ => Err(StoreError::Corrupt("a key that is not a number".to_owned())),
    }
}

fn bytes(content: &[u8]) -> JsValue {
    Uint8Array::from(wrap(content).as_slice()).into()
}

fn row(value: &JsValue) -> Result<Vec<u8>, StoreError> {
    match value.dyn_ref::<Uint8Array>() {
        Some(bytes) => unwrap(bytes.to_vec()),
        None => Err(StoreError::Corrupt("a row that is not bytes".to_owned())),
    }
}

/// Waits for a request's result.
async fn succeeded(request: &IdbRequest) -> Result<JsValue, StoreError> {
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

/// Waits for a database to open. `blocked` comes when another tab keeps an older version open.
async fn opened(request: &IdbOpenDbRequest) -> Result<JsValue, StoreError> {
    let blocked = Rc::new(RefCell::new(false));
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
        let (blocked, reject) = (Rc::clone(&blocked), reject.clone());
        let on_blocked = Closure::once_into_js(move || {
            *blocked.borrow_mut() = true;
            let _ = reject.call0(&JsValue::UNDEFINED);
        });
        request.set_onblocked(Some(on_blocked.unchecked_ref()));
    });
    match JsFuture::from(promise).await {
        Ok(_) => request
            .result()
            .map_err(|error| StoreError::from_js(&error)),
        Err(_) if *blocked.borrow() => Err(StoreError::Blocked),
        Err(_) => Err(failure(request.error().ok().flatten())),
    }
}

/// Waits until a transaction is on the disk.
async fn completed(transaction: &IdbTransaction) -> Result<(), StoreError> {
    let promise = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(_) => Err(failure(transaction.error())),
    }
}

fn failure(error: Option<web_sys::DomException>) -> StoreError {
    error.map_or(StoreError::Lost, |error| StoreError::from_js(&error.into()))
}
