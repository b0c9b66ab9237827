//! Rows: where they lie and how their bytes are wrapped.
//!
//! The first byte of a row says how the rest is wrapped, so that sealed rows stand beside plain
//! ones. 0: as it is. 1: sealed ([`Seal`]), bound to where the row lies.

use js_sys::Uint8Array;
use leptos::wasm_bindgen::{JsCast, JsValue};
use vault::{RowKey, row_context};

use super::StoreError;
use crate::platform::seal::{SEALED, Seal, SealError};

/// A part of the storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Who this device is and how far it has synced.
    Meta,
    /// The ledger, in the order of arrival.
    Entries,
    /// Rows of the ledger that the server has too, packed together.
    Segments,
    /// What is being filled in.
    Drafts,
    /// What is known of each file: its name, its hash, whose it is.
    Files,
    /// Forms that are being designed here.
    Designs,
    /// The lines of interviews under way: the draft's id, a slash, and the line's key.
    Notes,
    /// The bytes of files, in parts: the file's key, a slash, and where the part begins.
    Parts,
}

impl Area {
    /// All parts, for making them.
    pub const ALL: [Self; 8] = [
        Self::Meta,
        Self::Entries,
        Self::Segments,
        Self::Drafts,
        Self::Files,
        Self::Designs,
        Self::Notes,
        Self::Parts,
    ];

    /// The object store's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Entries => "entries",
            Self::Segments => "segments",
            Self::Drafts => "drafts",
            Self::Files => "files",
            Self::Designs => "designs",
            Self::Notes => "notes",
            Self::Parts => "parts",
        }
    }
}

/// Where a row lies in its area. Keys are readable by anyone who has the device: they tell nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A running number.
    Number(u32),
    /// A random id, or a fixed word.
    Text(String),
}

impl From<u32> for Key {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

impl From<String> for Key {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// One step of a commit.
#[derive(Clone, Debug)]
pub enum Write {
    /// A new row; [`StoreError::Taken`] if there is one.
    Add(Area, Key, Vec<u8>),
    /// A row, new or in place of the old one.
    Put(Area, Key, Vec<u8>),
    /// No row.
    Delete(Area, Key),
    /// No rows with a text key that begins so.
    DeleteUnder(Area, String),
    /// Nothing of the commit, and [`StoreError::Taken`], if there is a row from this number on.
    NoneFrom(Area, u32),
}

impl Write {
    /// Where it writes.
    pub fn area(&self) -> Area {
        match self {
            Self::Add(area, ..)
            | Self::Put(area, ..)
            | Self::Delete(area, _)
            | Self::DeleteUnder(area, _)
            | Self::NoneFrom(area, _) => *area,
        }
    }
}

const PLAIN: u8 = 0;

/// The place that a sealed row is bound to.
pub(super) fn place(database: &str, area: Area, key: &Key) -> String {
    let key = match key {
        Key::Number(number) => RowKey::Number(*number),
        Key::Text(text) => RowKey::Text(text),
    };
    row_context(database, area.name(), key)
}

/// The row that holds `content` as it is.
pub(super) fn plain(content: &[u8]) -> Uint8Array {
    #[expect(clippy::cast_possible_truncation, reason = "wasm has 32-bit lengths")]
    let row = Uint8Array::new_with_length(content.len() as u32 + 1);
    row.set_index(0, PLAIN);
    row.subarray(1, row.length()).copy_from(content);
    row
}

/// Whether a stored value is a row that is not sealed.
pub(super) fn is_plain(value: &JsValue) -> bool {
    let row = value.dyn_ref::<Uint8Array>();
    row.is_some_and(|row| row.length() > 0 && row.get_index(0) == PLAIN)
}

/// What rows hold, in their order. One that can't be read takes nothing from the others.
pub(super) async fn unwrap_all(
    seal: Option<&Seal>,
    rows: Vec<(String, JsValue)>,
) -> Vec<Result<Vec<u8>, StoreError>> {
    let mut contents = Vec::with_capacity(rows.len());
    let mut sealed = Vec::new();
    for (place, value) in rows {
        let Some(row) = value.dyn_ref::<Uint8Array>() else {
            contents.push(Err(StoreError::Corrupt(
                "a row that is not bytes".to_owned(),
            )));
            continue;
        };
        let wrapping = (row.length() > 0).then(|| row.get_index(0));
        contents.push(match wrapping {
            Some(PLAIN) => Ok(row.subarray(1, row.length()).to_vec()),
            Some(SEALED) => {
                sealed.push((contents.len(), (place, row.clone())));
                Err(StoreError::Sealed)
            }
            Some(_) => Err(StoreError::NewerSchema),
            None => Err(StoreError::Corrupt("an empty row".to_owned())),
        });
    }
    if let Some(seal) = seal {
        let (places, rows): (Vec<usize>, Vec<_>) = sealed.into_iter().unzip();
        for (place, content) in places.into_iter().zip(seal.open_all(&rows).await) {
            contents[place] = content.map_err(StoreError::from);
        }
    }
    contents
}

impl From<SealError> for StoreError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Broken => Self::Corrupt("a sealed row that does not open".to_owned()),
            SealError::Refused => Self::Other("the browser's cipher refused".to_owned()),
        }
    }
}
