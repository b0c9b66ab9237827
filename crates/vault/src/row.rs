//! Sealed rows, in the format that the app writes with the browser's own AES.
//!
//! `1 | nonce (12) | AES-256-GCM of the content and its tag (16)`, bound to the place where the row
//! lies: a row that was copied to another place, or to another database, does not open.

use std::fmt;

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInPlace};

use crate::Key;

/// The first byte of a sealed row.
const SEALED: u8 = 1;
const NONCE: usize = 12;
const TAG: usize = 16;

/// The key of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKey<'a> {
    /// A running number.
    Number(u32),
    /// A random id, or a fixed word.
    Text(&'a str),
}

/// Why a row does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowError {
    /// It is not sealed, or in a way of a later version.
    NotSealed,
    /// Another key, another place, or other bytes than were written.
    Damaged,
}

impl fmt::Display for RowError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotSealed => "the row is not sealed",
            Self::Damaged => "the row is damaged, or lies in the wrong place",
        })
    }
}

impl std::error::Error for RowError {}

/// Where a row lies, as the text that is sealed with it. Each part stands on a line of its own; a
/// number is told from a text by a sign that no text key begins with.
pub fn row_context(database: &str, area: &str, key: RowKey<'_>) -> String {
    let key = match key {
        RowKey::Number(number) => format!("#{number}"),
        RowKey::Text(text) => text.to_owned(),
    };
    format!("doorstep-row\n1\n{database}\n{area}\n{key}")
}

/// Seals a row. The nonce must be fresh: never the same twice under one key.
pub fn seal_row(
    key: &Key,
    context: &str,
    nonce: [u8; NONCE],
    content: &[u8],
) -> Result<Vec<u8>, RowError> {
    let mut row = Vec::with_capacity(1 + NONCE + content.len() + TAG);
    row.push(SEALED);
    row.extend_from_slice(&nonce);
    row.extend_from_slice(content);
    let tag = Aes256Gcm::new(key.bytes().into())
        .encrypt_in_place_detached(&nonce.into(), context.as_bytes(), &mut row[1 + NONCE..])
        .map_err(|_| RowError::Damaged)?;
    row.extend_from_slice(&tag);
    Ok(row)
}

/// Opens a row that was sealed in the same place.
pub fn open_row(key: &Key, context: &str, row: &[u8]) -> Result<Vec<u8>, RowError> {
    let Some((&SEALED, rest)) = row.split_first() else {
        return Err(RowError::NotSealed);
    };
    let (nonce, rest) = rest.split_first_chunk::<NONCE>().ok_or(RowError::Damaged)?;
    let (content, tag) = rest.split_last_chunk::<TAG>().ok_or(RowError::Damaged)?;
    let mut content = content.to_vec();
    Aes256Gcm::new(key.bytes().into())
        .decrypt_in_place_detached(nonce.into(), context.as_bytes(), &mut content, tag.into())
        .map_err(|_| RowError::Damaged)?;
    Ok(content)
}
