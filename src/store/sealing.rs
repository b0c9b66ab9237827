//! Sealing what an earlier version, or a profile without a passphrase, has left plain.
//!
//! A few rows at a time, each few in a transaction of their own: it can be cut off anywhere and
//! goes on at the next start. A row that was changed meanwhile is sealed already.

use js_sys::Uint8Array;
use leptos::wasm_bindgen::{JsCast, JsValue};

use super::{
    Area, Database, Key, StoreError, Write,
    request::{completed, js_key, key_of, store, succeeded},
    row::{is_plain, place},
};
use crate::platform::timer;

/// The row of [`Area::Meta`] that says that all rows are sealed.
const ALL_SEALED: &str = "sealed";
/// Rows looked at in one step; those of [`Area::Parts`] are half a megabyte each.
const STEP: u32 = 100;
const STEP_OF_PARTS: u32 = 4;
/// Time between two steps, for what a person does.
const BREATH_MS: i32 = 30;

/// A row that is plain, and how it will be.
struct Sealing {
    key: Key,
    plain: Uint8Array,
    sealed: Uint8Array,
}

impl Database {
    /// Seals every plain row; done when none is left. Without a seal there is nothing to do.
    pub async fn seal_plain_rows(&self) -> Result<(), StoreError> {
        let done = Key::Text(ALL_SEALED.to_owned());
        if self.seal.is_none() || self.get(Area::Meta, &done).await?.is_some() {
            return Ok(());
        }
        for area in Area::ALL {
            let step = if area == Area::Parts {
                STEP_OF_PARTS
            } else {
                STEP
            };
            // Before every number and every text (Indexed Database API 3.0, section 2.4).
            let mut last = JsValue::from_f64(f64::NEG_INFINITY);
            loop {
                let (keys, values) = self.values(area, &last, step).await?;
                if keys.length() == 0 {
                    break;
                }
                last = keys.get(keys.length() - 1);
                let rows = keys.iter().zip(values.iter());
                let plain = rows.filter(|(_, value)| is_plain(value));
                let plain = plain.filter_map(|(key, value)| Some((key_of(&key)?, value)));
                self.seal_rows(area, plain.collect()).await?;
                timer::pause(BREATH_MS).await;
            }
        }
        self.commit(&[Write::Put(Area::Meta, done, Vec::new())])
            .await
    }

    async fn seal_rows(&self, area: Area, rows: Vec<(Key, JsValue)>) -> Result<(), StoreError> {
        let Some(seal) = &self.seal else {
            return Ok(());
        };
        let mut sealings = Vec::with_capacity(rows.len());
        for (key, value) in rows {
            let plain: Uint8Array = value.unchecked_into();
            let content = plain.subarray(1, plain.length()).to_vec();
            let sealed = seal.seal(&place(&self.name, area, &key), &content).await?;
            sealings.push(Sealing { key, plain, sealed });
        }
        if sealings.is_empty() {
            return Ok(());
        }
        let error = |error: JsValue| StoreError::from_js(&error);
        let transaction = self.transaction(&[area], "readwrite").await?;
        let store = store(&transaction, area)?;
        for sealing in &sealings {
            let now = succeeded(&store.get(&js_key(&sealing.key)).map_err(error)?).await?;
            let unchanged = now.dyn_ref::<Uint8Array>();
            if unchanged.is_some_and(|now| now.to_vec() == sealing.plain.to_vec()) {
                store
                    .put_with_key(&sealing.sealed, &js_key(&sealing.key))
                    .map_err(error)?;
            }
        }
        completed(&transaction).await
    }
}
