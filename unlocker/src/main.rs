//! What a passphrase costs is spent in a worker of its own, with this module, so that the page goes
//! on answering. `public/unlock.js` calls it; the worker ends after each answer, and with it goes
//! all that was in its memory.

use std::cell::RefCell;

use vault::{Header, Kdf, Key, OpenError, RecoveryCode, Secret};
use wasm_bindgen::prelude::*;

fn main() {}

thread_local! {
    static KEY: RefCell<Option<Key>> = const { RefCell::new(None) };
    static CODE: RefCell<Option<RecoveryCode>> = const { RefCell::new(None) };
}

/// Derives a key at the least cost, for whoever holds the clock.
#[wasm_bindgen]
pub fn measure() {
    let _ = Kdf::FLOOR.derive(b"how fast is this device?", &[0; 16]);
}

/// Makes a vault on a device on which [`measure`] took `floor_ms`; its header. The key and the code
/// are then fetched. `random` holds at least 256 random bytes.
#[wasm_bindgen]
pub fn create(passphrase: &str, floor_ms: f64, random: Vec<u8>) -> Result<String, String> {
    let made = Header::create(passphrase, Kdf::calibrated(floor_ms), &mut drawn(random));
    let (header, key, code) = made.map_err(name)?;
    CODE.set(Some(code));
    KEY.set(Some(key));
    Ok(header.to_json())
}

/// Opens a vault by its passphrase, or by its recovery code where `by_code`. The key is then
/// fetched.
#[wasm_bindgen]
pub fn open(header: &str, secret: &str, by_code: bool) -> Result<(), String> {
    let header = Header::from_json(header).map_err(name)?;
    KEY.set(Some(opened(&header, secret, by_code)?));
    Ok(())
}

/// Opens a vault and wraps its key under another passphrase; the header.
#[wasm_bindgen]
pub fn change(
    header: &str,
    secret: &str,
    by_code: bool,
    passphrase: &str,
    floor_ms: f64,
    random: Vec<u8>,
) -> Result<String, String> {
    let mut header = Header::from_json(header).map_err(name)?;
    let key = opened(&header, secret, by_code)?;
    let (new, kdf) = (Secret::Passphrase(passphrase), Kdf::calibrated(floor_ms));
    let wrapped = header.wrap(&key, new, kdf, &mut drawn(random));
    wrapped.map_err(name)?;
    KEY.set(Some(key));
    Ok(header.to_json())
}

/// Opens a vault by its passphrase and wraps its key under another recovery code; the header. The
/// code is then fetched.
#[wasm_bindgen]
pub fn recode(header: &str, passphrase: &str, random: Vec<u8>) -> Result<String, String> {
    let mut header = Header::from_json(header).map_err(name)?;
    let key = opened(&header, passphrase, false)?;
    let mut random = drawn(random);
    let code = RecoveryCode::random(&mut random);
    let wrapped = header.wrap(&key, Secret::Recovery(&code), Kdf::FLOOR, &mut random);
    wrapped.map_err(name)?;
    CODE.set(Some(code));
    KEY.set(Some(key));
    Ok(header.to_json())
}

/// The key of the vault that was opened last, once.
#[wasm_bindgen]
pub fn key() -> Option<Vec<u8>> {
    KEY.take().map(|key| key.bytes().to_vec())
}

/// The recovery code that was made last, once.
#[wasm_bindgen]
pub fn code() -> Option<String> {
    CODE.take().map(|code| code.reveal())
}

fn opened(header: &Header, secret: &str, by_code: bool) -> Result<Key, String> {
    if !by_code {
        return header.open(Secret::Passphrase(secret)).map_err(name);
    }
    // A code that can't be one opens nothing; the page has looked before.
    let code: RecoveryCode = secret.parse().map_err(|_| name(OpenError::WrongSecret))?;
    header.open(Secret::Recovery(&code)).map_err(name)
}

/// Gives out random bytes, each once.
fn drawn(mut random: Vec<u8>) -> impl FnMut(&mut [u8]) {
    move |bytes| {
        let rest = random.len().saturating_sub(bytes.len());
        bytes.copy_from_slice(&random.split_off(rest));
    }
}

/// The word for an error by which the page knows it.
fn name(error: OpenError) -> String {
    let name = match error {
        OpenError::WrongSecret => "wrong",
        OpenError::Damaged => "damaged",
        OpenError::Newer => "newer",
        OpenError::Kdf(_) => "bounds",
    };
    name.to_owned()
}
