//! Sealing of rows: AES-256-GCM with the browser's own cipher, under a key that never leaves it.
//!
//! A sealed row is `1`, a nonce of 12 random bytes, and the ciphertext with its tag of 16 bytes
//! (NIST SP 800-38D). Where the row lies is authenticated with it, so that a row which was moved or
//! swapped does not open. A nonce is drawn for each row: with 2³² rows under one key the chance of
//! a repetition is still below 2⁻³² (section 8.3).

use js_sys::{Array, Promise, Reflect, Uint8Array};
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesGcmParams, CryptoKey, SubtleCrypto};

use super::random;

/// The first byte of a sealed row.
pub const SEALED: u8 = 1;
const NONCE: usize = 12;
/// Bytes before the ciphertext.
const HEAD: u32 = 13;
const TAG: u32 = 16;

/// Why a row could not be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealError {
    /// It was sealed under another key or for another place, or its bytes have changed.
    Broken,
    /// The browser refused.
    Refused,
}

/// A key to seal and open rows with. Copies are the same key.
#[derive(Clone, Debug)]
pub struct Seal {
    subtle: SubtleCrypto,
    key: CryptoKey,
}

impl Seal {
    /// Seals with an AES-GCM key that the browser holds, for `encrypt` and `decrypt`; `None`
    /// outside of a secure context, where there are no such keys.
    pub fn new(key: CryptoKey) -> Option<Self> {
        subtle().map(|subtle| Self { subtle, key })
    }

    /// Seals with these bytes as key. The browser gets a copy that can't be read back.
    pub async fn from_raw(key: &[u8; 32]) -> Option<Self> {
        let subtle = subtle()?;
        let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
        let key = subtle.import_key_with_str(
            "raw",
            &Uint8Array::from(&key[..]),
            "AES-GCM",
            false,
            &usages,
        );
        let key = JsFuture::from(key.ok()?).await.ok()?;
        Some(Self {
            subtle,
            key: key.unchecked_into(),
        })
    }

    /// The row that holds `content`, bound to `place`.
    pub async fn seal(&self, place: &str, content: &[u8]) -> Result<Uint8Array, SealError> {
        let nonce: [u8; NONCE] = random::bytes().ok_or(SealError::Refused)?;
        let sealed = self
            .subtle
            .encrypt_with_object_and_js_u8_array(
                &params(&nonce, place),
                &self.key,
                &Uint8Array::from(content),
            )
            .map_err(|_| SealError::Refused)?;
        let sealed = JsFuture::from(sealed)
            .await
            .map_err(|_| SealError::Refused)?;
        let sealed = Uint8Array::new(&sealed);
        let row = Uint8Array::new_with_length(HEAD + sealed.length());
        row.set_index(0, SEALED);
        row.set(&Uint8Array::from(&nonce[..]), 1);
        row.set(&sealed, HEAD);
        Ok(row)
    }

    /// What a sealed row holds.
    pub async fn open(&self, place: &str, row: &Uint8Array) -> Result<Vec<u8>, SealError> {
        let content = JsFuture::from(self.begin_open(place, row)?).await;
        let content = content.map_err(|_| SealError::Broken)?;
        Ok(Uint8Array::new(&content).to_vec())
    }

    /// What sealed rows hold, each with the place that it is bound to. All are handed to the
    /// browser before the first is waited for: it opens them beside the page.
    pub async fn open_all(&self, rows: &[(String, Uint8Array)]) -> Vec<Result<Vec<u8>, SealError>> {
        let begun = rows
            .iter()
            .map(|(place, row)| match self.begin_open(place, row) {
                Ok(promise) => promise,
                Err(_) => Promise::reject(&JsValue::UNDEFINED),
            });
        let begun: Array = begun.collect();
        let Ok(settled) = JsFuture::from(Promise::all_settled(&begun)).await else {
            return rows.iter().map(|_| Err(SealError::Refused)).collect();
        };
        let value = JsValue::from_str("value");
        let settled: Array = settled.unchecked_into();
        let contents = settled
            .iter()
            .map(|outcome| match Reflect::get(&outcome, &value) {
                Ok(content) if !content.is_undefined() => Ok(Uint8Array::new(&content).to_vec()),
                _ => Err(SealError::Broken),
            });
        contents.collect()
    }

    fn begin_open(&self, place: &str, row: &Uint8Array) -> Result<Promise, SealError> {
        if row.length() < HEAD + TAG || row.get_index(0) != SEALED {
            return Err(SealError::Broken);
        }
        let nonce = row.subarray(1, HEAD).to_vec();
        let sealed = row.subarray(HEAD, row.length());
        self.subtle
            .decrypt_with_object_and_js_u8_array(&params(&nonce, place), &self.key, &sealed)
            .map_err(|_| SealError::Refused)
    }
}

fn params(nonce: &[u8], place: &str) -> AesGcmParams {
    let params = AesGcmParams::new_with_u8_array("AES-GCM", &Uint8Array::from(nonce));
    params.set_additional_data_u8_array(&Uint8Array::from(place.as_bytes()));
    params
}

/// The browser's ciphers. Outside of a secure context the property is not there.
fn subtle() -> Option<SubtleCrypto> {
    let crypto = web_sys::window()?.crypto().ok()?;
    let subtle = Reflect::get(&crypto, &"subtle".into()).ok()?;
    subtle.dyn_into().ok()
}
