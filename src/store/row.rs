//! Rows: where they lie and how their bytes are wrapped.

use super::StoreError;

/// A part of the storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Who this device is and how far it has synced.
    Meta,
    /// The ledger, in the order of arrival.
    Entries,
    /// What is being filled in.
    Drafts,
    /// What is known of each file: its name, its hash, whose it is.
    Files,
    /// Forms that are being designed here.
    Designs,
    /// The bytes of files, in parts: the file's key, a slash, and where the part begins.
    Parts,
}

impl Area {
    /// All parts, for making them.
    pub const ALL: [Self; 6] = [
        Self::Meta,
        Self::Entries,
        Self::Drafts,
        Self::Files,
        Self::Designs,
        Self::Parts,
    ];

    /// The object store's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Entries => "entries",
            Self::Drafts => "drafts",
            Self::Files => "files",
            Self::Designs => "designs",
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
}

impl Write {
    /// Where it writes.
    pub fn area(&self) -> Area {
        match self {
            Self::Add(area, ..)
            | Self::Put(area, ..)
            | Self::Delete(area, _)
            | Self::DeleteUnder(area, _) => *area,
        }
    }
}

/// The first byte of a row says how the rest is wrapped, so that sealed rows can stand beside plain
/// ones. 0: as it is. 1 is kept for a 12-byte nonce and AES-256-GCM over the rest, with area and
/// key as associated data.
const PLAIN: u8 = 0;

/// The bytes of a row that holds `content`.
pub(super) fn wrap(content: &[u8]) -> Vec<u8> {
    let mut row = Vec::with_capacity(content.len() + 1);
    row.push(PLAIN);
    row.extend_from_slice(content);
    row
}

/// What a row holds.
pub(super) fn unwrap(mut row: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    match row.first() {
        Some(&PLAIN) => {
            row.remove(0);
            Ok(row)
        }
        Some(_) => Err(StoreError::NewerSchema),
        None => Err(StoreError::Corrupt("an empty row".to_owned())),
    }
}
