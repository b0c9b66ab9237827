//! IndexedDB: one database a site, and one that says which.
//!
//! Written on `web-sys` and not on one of the wrapper crates: they hide the durability of a
//! transaction, the reason of an abort or the loss of a connection, and these are what matters
//! here.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use futures_util::future::join_all;
use js_sys::{Array, Uint8Array};
use leptos::wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{IdbDatabase, IdbKeyRange, IdbOpenDbRequest, IdbTransaction, IdbVersionChangeEvent};

use super::{
    Area, Key, StoreError, Write,
    request::{after, begin, completed, js_key, key_of, opened, page, store, succeeded, under},
    row::{place, plain, unwrap_all},
    turns::Turns,
};
use crate::platform::seal::Seal;

/// Raised when an area is added. Upgrades only ever add.
const SCHEMA: u32 = 4;
/// Rows read at a time, so that a long ledger does not have to fit twice.
const PAGE: u32 = 2_000;

/// What a row holds, or why it can't be read.
pub type Content = Result<Vec<u8>, StoreError>;

/// A storage on this device.
#[derive(Clone)]
pub struct Database {
    pub(super) name: Rc<str>,
    pub(super) seal: Option<Seal>,
    connection: Rc<RefCell<Option<IdbDatabase>>>,
    pub(super) turns: Turns,
    /// How many commits have been asked for.
    commits: Rc<Cell<u64>>,
}

impl Database {
    /// Opens a storage by its name, made anew if there is none. With a seal all that is written is
    /// sealed, and plain rows can still be read; without one sealed rows are
    /// [`StoreError::Sealed`].
    pub async fn open(name: &str, seal: Option<Seal>) -> Result<Self, StoreError> {
        let database = Self {
            name: name.into(),
            seal,
            connection: Rc::default(),
            turns: Turns::default(),
            commits: Rc::default(),
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

    /// Its name: nothing but a random id, or the site's.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether what is written is sealed.
    pub fn is_sealed(&self) -> bool {
        self.seal.is_some()
    }

    /// Lets the storage go: the profile is locked.
    pub fn close(&self) {
        if let Some(connection) = self.connection.borrow_mut().take() {
            connection.close();
        }
    }

    /// A transaction on these areas; opens the connection again if it was lost.
    pub(super) async fn transaction(
        &self,
        areas: &[Area],
        mode: &str,
    ) -> Result<IdbTransaction, StoreError> {
        let connection = self.connection.borrow().clone();
        if let Some(connection) = connection {
            match begin(&connection, areas, mode) {
                Err(StoreError::Lost) => {}
                begun => return begun,
            }
        }
        begin(&self.connect().await?, areas, mode)
    }

    /// The stored value under `key`; undefined if there is none.
    async fn value(&self, area: Area, key: &Key) -> Result<JsValue, StoreError> {
        let transaction = self.transaction(&[area], "readonly").await?;
        let request = store(&transaction, area)?.get(&js_key(key));
        succeeded(&request.map_err(|error| StoreError::from_js(&error))?).await
    }

    /// The row under `key`, if there is one.
    pub async fn get(&self, area: Area, key: &Key) -> Result<Option<Vec<u8>>, StoreError> {
        let value = match self.value(area, key).await {
            // The connection broke on the way: once more on a new one.
            Err(StoreError::Lost) => self.value(area, key).await?,
            value => value?,
        };
        if value.is_undefined() {
            return Ok(None);
        }
        let row = (place(&self.name, area, key), value);
        let content = unwrap_all(self.seal.as_ref(), vec![row]).await.pop();
        content.transpose()
    }

    /// Up to `limit` stored values of an area with keys after `key`.
    pub(super) async fn values(
        &self,
        area: Area,
        key: &JsValue,
        limit: u32,
    ) -> Result<(Array, Array), StoreError> {
        let range = after(key)?;
        let read = async || {
            let transaction = self.transaction(&[area], "readonly").await?;
            page(&store(&transaction, area)?, &range, limit).await
        };
        match read().await {
            Err(StoreError::Lost) => read().await,
            values => values,
        }
    }

    /// Up to `limit` rows of an area after `key`, in the order of their keys.
    async fn rows(
        &self,
        area: Area,
        key: &JsValue,
        limit: u32,
    ) -> Result<Vec<(Key, Content)>, StoreError> {
        let (keys, values) = self.values(area, key, limit).await?;
        let mut known = Vec::new();
        let mut rows = Vec::new();
        for (key, value) in keys.iter().zip(values.iter()) {
            if let Some(key) = key_of(&key) {
                rows.push((place(&self.name, area, &key), value));
                known.push(key);
            }
        }
        let contents = unwrap_all(self.seal.as_ref(), rows).await;
        Ok(known.into_iter().zip(contents).collect())
    }

    /// The next rows of an area with a number above `after`, in order; none when there are no more.
    pub async fn read_page(
        &self,
        area: Area,
        after: u32,
        limit: u32,
    ) -> Result<Vec<(u32, Content)>, StoreError> {
        let rows = self.rows(area, &after.into(), limit).await?.into_iter();
        let numbered = rows.filter_map(|(key, content)| match key {
            Key::Number(number) => Some((number, content)),
            Key::Text(_) => None,
        });
        Ok(numbered.collect())
    }

    /// The numbers of all rows of an area, in order.
    pub async fn numbers(&self, area: Area) -> Result<Vec<u32>, StoreError> {
        let transaction = self.transaction(&[area], "readonly").await?;
        let keys = store(&transaction, area)?.get_all_keys();
        let keys = succeeded(&keys.map_err(|error| StoreError::from_js(&error))?).await?;
        let keys: Array = keys.unchecked_into();
        let numbers = keys.iter().filter_map(|key| match key_of(&key) {
            Some(Key::Number(number)) => Some(number),
            _ => None,
        });
        Ok(numbers.collect())
    }

    /// All rows of an area that is keyed by text, in the order of the keys.
    pub async fn read_all(&self, area: Area) -> Result<Vec<(String, Content)>, StoreError> {
        let mut rows: Vec<(String, Content)> = Vec::new();
        loop {
            let after = rows.last().map_or("", |(key, _)| key);
            let page = self.rows(area, &after.into(), PAGE).await?;
            if page.is_empty() {
                return Ok(rows);
            }
            rows.extend(page.into_iter().filter_map(|(key, content)| match key {
                Key::Text(text) => Some((text, content)),
                Key::Number(_) => None,
            }));
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

    /// The rows of an area whose text keys begin with `prefix`, in order, without it.
    pub async fn rows_under(
        &self,
        area: Area,
        prefix: &str,
    ) -> Result<Vec<(String, Content)>, StoreError> {
        let transaction = self.transaction(&[area], "readonly").await?;
        let (keys, values) = page(&store(&transaction, area)?, &under(prefix)?, u32::MAX).await?;
        let mut names = Vec::new();
        let mut rows = Vec::new();
        for (key, value) in keys.iter().zip(values.iter()) {
            if let Some(key) = key.as_string() {
                names.extend(key.strip_prefix(prefix).map(str::to_owned));
                rows.push((place(&self.name, area, &Key::Text(key)), value));
            }
        }
        let contents = unwrap_all(self.seal.as_ref(), rows).await;
        Ok(names.into_iter().zip(contents).collect())
    }

    /// Writes all of it or nothing; done when it is on the disk. Commits reach the storage in the
    /// order in which they were asked for.
    pub async fn commit(&self, writes: &[Write]) -> Result<(), StoreError> {
        // Only what is written to is locked: a long recording must not hold up an answer.
        let written = |area: &Area| writes.iter().any(|write| write.area() == *area);
        let areas: Vec<Area> = Area::ALL.into_iter().filter(written).collect();
        if areas.is_empty() {
            return Ok(());
        }
        let number = self.commits.get() + 1;
        self.commits.set(number);
        let turn = self.turns.take().await;
        // Sealing takes a while, and a transaction that waits commits itself: so it comes first.
        let rows = self.wrap(writes).await?;
        let asked = self.ask(&areas, writes, &rows).await?;
        drop(turn);
        match asked.settled().await {
            // Nothing of it was written, as far as we know. A commit that was asked for meanwhile
            // must not be overwritten by this one.
            Err(StoreError::Lost) if self.commits.get() == number => {
                if self.holds(writes, &rows).await? {
                    return Ok(());
                }
                self.ask(&areas, writes, &rows).await?.settled().await
            }
            outcome => outcome,
        }
    }

    /// Asks for a transaction and all its steps.
    async fn ask(
        &self,
        areas: &[Area],
        writes: &[Write],
        rows: &[Option<Uint8Array>],
    ) -> Result<Asked, StoreError> {
        let transaction = self.transaction(areas, "readwrite").await?;
        let taken = Rc::new(Cell::new(false));
        for (write, row) in writes.iter().zip(rows) {
            let store = store(&transaction, write.area())?;
            let row = row.as_ref().map_or(JsValue::UNDEFINED, JsValue::from);
            let request = match write {
                Write::Add(_, key, _) => store.add_with_key(&row, &js_key(key)),
                Write::Put(_, key, _) => store.put_with_key(&row, &js_key(key)),
                Write::Delete(_, key) => store.delete(&js_key(key)),
                Write::DeleteUnder(_, prefix) => store.delete(&under(prefix)?),
                Write::NoneFrom(_, number) => IdbKeyRange::lower_bound(&(*number).into())
                    .and_then(|range| store.get_key(&range))
                    .inspect(|request| abort_if_found(&transaction, request, &taken)),
            };
            if let Err(error) = request {
                let _ = transaction.abort();
                return Err(StoreError::from_js(&error));
            }
        }
        Ok(Asked { transaction, taken })
    }

    /// The rows of those writes that have one, sealed if this storage is. All are handed to the
    /// cipher before the first is waited for.
    async fn wrap(&self, writes: &[Write]) -> Result<Vec<Option<Uint8Array>>, StoreError> {
        let rows = writes.iter().map(async |write| {
            let (Write::Add(area, key, content) | Write::Put(area, key, content)) = write else {
                return Ok(None);
            };
            let row = match &self.seal {
                Some(seal) => seal.seal(&place(&self.name, *area, key), content).await?,
                None => plain(content),
            };
            Ok(Some(row))
        });
        join_all(rows).await.into_iter().collect()
    }

    /// Whether a commit whose end was not heard of is on the disk after all: one of its rows is
    /// there, byte for byte. No two sealed rows are the same.
    async fn holds(
        &self,
        writes: &[Write],
        rows: &[Option<Uint8Array>],
    ) -> Result<bool, StoreError> {
        for (write, row) in writes.iter().zip(rows) {
            if let (Write::Add(area, key, _) | Write::Put(area, key, _), Some(row)) = (write, row) {
                let there = self.value(*area, key).await?;
                let there = there.dyn_ref::<Uint8Array>();
                return Ok(there.is_some_and(|there| there.to_vec() == row.to_vec()));
            }
        }
        Ok(false)
    }
}

/// A transaction that is on its way to the disk.
struct Asked {
    transaction: IdbTransaction,
    /// A row was found where there should be none.
    taken: Rc<Cell<bool>>,
}

impl Asked {
    async fn settled(self) -> Result<(), StoreError> {
        let outcome = completed(&self.transaction).await;
        if self.taken.get() {
            return Err(StoreError::Taken);
        }
        outcome
    }
}

fn abort_if_found(
    transaction: &IdbTransaction,
    request: &web_sys::IdbRequest,
    taken: &Rc<Cell<bool>>,
) {
    let (transaction, taken, found) = (transaction.clone(), Rc::clone(taken), request.clone());
    let look = Closure::once_into_js(move || {
        if found.result().is_ok_and(|key| !key.is_undefined()) {
            taken.set(true);
            let _ = transaction.abort();
        }
    });
    request.set_onsuccess(Some(look.unchecked_ref()));
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
