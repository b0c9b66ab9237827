//! What can go wrong with the tablet's storage, by what a person can do about it.

use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

use crate::parts::NotLoaded;

/// Why something could not be stored or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The browser offers no storage here: a private window, or switched off by its settings.
    Unavailable,
    /// The disk, or the browser's share of it, is full.
    Full,
    /// The connection to the storage was closed and could not be opened again.
    Lost,
    /// Another tab with an older version of the app holds the storage.
    Blocked,
    /// The storage was written by a later version of the app.
    NewerSchema,
    /// What is stored could not be read.
    Corrupt(String),
    /// It is sealed, and opened without its key.
    Sealed,
    /// The key is taken: another tab wrote first. Read on and try again.
    Taken,
    /// Something else, in the browser's own words.
    Other(String),
}

impl From<NotLoaded> for StoreError {
    fn from(_: NotLoaded) -> Self {
        Self::Other("a part of the app is not here".to_owned())
    }
}

impl StoreError {
    /// Reads the name of a browser's exception (Indexed Database API 3.0, section 3).
    pub fn from_js(error: &JsValue) -> Self {
        let Some(exception) = error.dyn_ref::<DomException>() else {
            return Self::Other(format!("{error:?}"));
        };
        match exception.name().as_str() {
            "QuotaExceededError" => Self::Full,
            "InvalidStateError" | "AbortError" | "TransactionInactiveError" => Self::Lost,
            // WebKit, when the process that keeps the storage was ended.
            "UnknownError" if exception.message().contains("lost") => Self::Lost,
            "VersionError" => Self::NewerSchema,
            "ConstraintError" => Self::Taken,
            "SecurityError" | "NotAllowedError" => Self::Unavailable,
            "DataError" | "DataCloneError" | "NotReadableError" => {
                Self::Corrupt(exception.message())
            }
            name => Self::Other(format!("{name}: {}", exception.message())),
        }
    }
}
