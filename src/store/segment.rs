//! Segments: rows of the ledger packed together, so that a long ledger is read at once.
//!
//! Content: `2`, the length of the first stream (u32, little-endian), and two streams in zlib
//! (RFC 1950, whose checksum finds a damaged one even where it is not sealed): the noise and the
//! text of [`ledger::lean`]. For each row its number, its entry, and as a word when the server
//! received it (RFC 3339; nothing for what was written here).
//!
//! The first version, `1`, has one stream in zlib: for each row its number (u32, little-endian),
//! the hash of its entry (32 bytes), when it was received (its length as u8, then the text), and
//! the entry in JSON (its length as u32, then the bytes). It is still read.

use std::sync::Arc;

use ledger::{
    Digest, Entry, Ledger,
    lean::{Reader, Row, Writer},
};
use miniz_oxide::{
    deflate::{CompressionLevel, compress_to_vec_zlib},
    inflate::decompress_to_vec_zlib_with_limit,
};

use super::StoreError;

const JSON: u8 = 1;
const LEAN: u8 = 2;
/// Deflate's quick level: a twentieth more bytes than the usual one, in a third of the time.
const LEVEL: u8 = CompressionLevel::BestSpeed as u8;
/// Noise is only given a checksum.
const AS_IT_IS: u8 = CompressionLevel::NoCompression as u8;
/// What a stream may hold at most; a damaged one must not fill the memory.
const MOST_BYTES: usize = 64 << 20;
const HASH: usize = 32;

/// A row in a segment.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The row's number.
    pub number: u32,
    /// The hash of its entry.
    pub hash: Digest,
    /// When the server received it; empty for what was written here.
    pub received: Arc<str>,
    /// The entry.
    pub entry: Entry,
}

/// A segment that is being put together.
#[derive(Default)]
pub struct Packer {
    rows: Writer,
    last: u32,
}

impl Packer {
    /// Adds a row.
    pub fn add(&mut self, row: &Kept) {
        self.add_entry(row.number, &row.entry, row.hash, &row.received);
    }

    /// Adds a row by its parts.
    pub fn add_entry(&mut self, number: u32, entry: &Entry, hash: Digest, received: &str) {
        self.rows.number(u64::from(number));
        self.rows.entry(entry, hash);
        self.rows.word(received);
        self.last = self.last.max(number);
    }

    /// The number under which the segment is kept: the highest of its rows.
    pub fn key(&self) -> u32 {
        self.last
    }

    /// Bytes so far, before they are compressed.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is nothing yet.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What is worth packing of it.
    pub fn text(&self) -> &[u8] {
        self.rows.streams().0
    }

    /// The segment's content.
    pub fn finish(&self) -> Result<Vec<u8>, StoreError> {
        self.finish_with(&compress_to_vec_zlib(self.text(), LEVEL))
    }

    /// The segment's content, with [`Self::text`] packed in zlib by someone else.
    pub fn finish_with(&self, text: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (_, noise) = self.rows.streams();
        let noise = compress_to_vec_zlib(noise, AS_IT_IS);
        let length = u32::try_from(noise.len());
        let length = length.map_err(|_| StoreError::Corrupt("a segment too long".to_owned()))?;
        let mut content = vec![LEAN];
        content.extend(length.to_le_bytes());
        content.extend(noise);
        content.extend(text);
        Ok(content)
    }
}

/// A segment in memory. What reads it is not in the first download, since a first visit has none:
/// it is reached through what [`unpack`] made, never by its name.
pub type Segment = Box<dyn Packed>;

/// Opens a segment's content.
pub type Unpack = fn(&[u8]) -> Result<Segment, StoreError>;

/// What a segment is to those who read it.
pub trait Packed {
    /// The rows, in their order.
    fn rows(&self) -> Box<dyn Rows + '_>;

    /// The rows with their entries: all of them, or it is damaged.
    fn kept(&self) -> Result<Vec<Kept>, StoreError>;
}

/// Reads rows one after the other.
pub trait Rows {
    /// The next row, with the names that `ledger` has; `None` at the end, or where nothing more can
    /// be read.
    fn next(&mut self, ledger: Option<&mut Ledger>) -> Option<Read>;

    /// Whether all has been read, to the last byte.
    fn is_at_end(&self) -> bool;
}

enum Streams {
    Json(Vec<u8>),
    Lean { text: Vec<u8>, noise: Vec<u8> },
}

/// A row on its way into the ledger.
pub struct Read {
    /// The row's number.
    pub number: u32,
    /// When the server received it; empty for what was written here.
    pub received: Arc<str>,
    /// The entry, or why it can't be read.
    pub row: Result<Row, String>,
}

fn damaged() -> StoreError {
    StoreError::Corrupt("a segment".to_owned())
}

fn unzip(bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    decompress_to_vec_zlib_with_limit(bytes, MOST_BYTES).map_err(|_| damaged())
}

/// Unpacks a segment's content.
pub fn unpack(content: &[u8]) -> Result<Segment, StoreError> {
    let (version, packed) = content.split_first().ok_or_else(damaged)?;
    let streams = match *version {
        JSON => Streams::Json(unzip(packed)?),
        LEAN => {
            let (length, packed) = packed.split_first_chunk().ok_or_else(damaged)?;
            let length = usize::try_from(u32::from_le_bytes(*length));
            let length = length.map_err(|_| damaged())?;
            let (noise, text) = packed.split_at_checked(length).ok_or_else(damaged)?;
            Streams::Lean {
                text: unzip(text)?,
                noise: unzip(noise)?,
            }
        }
        _ => return Err(StoreError::NewerSchema),
    };
    Ok(Box::new(streams))
}

impl Packed for Streams {
    fn rows(&self) -> Box<dyn Rows + '_> {
        Box::new(match self {
            Self::Json(bytes) => Cursor::Json(bytes),
            Self::Lean { text, noise } => Cursor::Lean(Reader::new(text, noise)),
        })
    }

    fn kept(&self) -> Result<Vec<Kept>, StoreError> {
        let (mut rows, mut kept) = (self.rows(), Vec::new());
        while let Some(Read {
            number,
            received,
            row,
        }) = rows.next(None)
        {
            let row = row.map_err(StoreError::Corrupt)?;
            kept.push(Kept {
                number,
                hash: row.hash(),
                received,
                entry: row.into_entry(),
            });
        }
        if rows.is_at_end() {
            Ok(kept)
        } else {
            Err(damaged())
        }
    }
}

/// How far a segment has been read.
enum Cursor<'a> {
    /// What is left of the first version.
    Json(&'a [u8]),
    /// As they are packed today.
    Lean(Reader<'a>),
}

impl Rows for Cursor<'_> {
    fn next(&mut self, ledger: Option<&mut Ledger>) -> Option<Read> {
        match self {
            Self::Json(bytes) => {
                let (read, rest) = read_json(bytes)?;
                *bytes = rest;
                Some(read)
            }
            Self::Lean(rows) => {
                let number = u32::try_from(rows.number()?).ok()?;
                let row = match ledger {
                    Some(ledger) => ledger.next_row(rows),
                    None => rows.row(),
                };
                Some(Read {
                    number,
                    row: Ok(row?),
                    received: rows.word()?,
                })
            }
        }
    }

    fn is_at_end(&self) -> bool {
        match self {
            Self::Json(bytes) => bytes.is_empty(),
            Self::Lean(rows) => rows.is_at_end(),
        }
    }
}

fn read_json(bytes: &[u8]) -> Option<(Read, &[u8])> {
    let (number, bytes) = bytes.split_first_chunk()?;
    let (hash, bytes) = bytes.split_first_chunk::<HASH>()?;
    let (received, bytes) = bytes.split_first()?;
    let (received, bytes) = bytes.split_at_checked(usize::from(*received))?;
    let (length, bytes) = bytes.split_first_chunk()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (entry, rest) = bytes.split_at_checked(length)?;
    let row = serde_json::from_slice(entry).map(|entry| Row::of(entry, Digest(*hash)));
    let read = Read {
        number: u32::from_le_bytes(*number),
        received: str::from_utf8(received).ok()?.into(),
        row: row.map_err(|error| error.to_string()),
    };
    Some((read, rest))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use ledger::{Author, Change, DeviceId, Fields, RecordId, Salt, SiteId, uuid_v7};

    use super::*;

    fn rows() -> Vec<Kept> {
        let mut ledger = Ledger::new(SiteId(uuid_v7(0, [9; 10])));
        let mut row = |number: u32, text: &str| {
            let id = RecordId(uuid_v7(1, [3; 10]));
            let author = Author {
                device: DeviceId(id.0),
                actor: id,
            };
            let now = DateTime::from_timestamp_millis(5).unwrap().fixed_offset();
            let change = Change {
                kind: "unit".to_owned(),
                id,
                set: Fields::from([("a".to_owned(), text.into())]),
            };
            let entry = ledger.write(author, now, Salt([7; 16]), change).unwrap();
            ledger.admit(&entry).unwrap();
            Kept {
                number,
                hash: entry.hash(),
                received: ["2026-11-22T16:00:00.000Z", ""][usize::from(number == 4)].into(),
                entry,
            }
        };
        vec![row(3, "x"), row(4, ""), row(9, "王")]
    }

    fn packed(rows: &[Kept]) -> Vec<u8> {
        let mut packer = Packer::default();
        for row in rows {
            packer.add(row);
        }
        assert_eq!(packer.key(), rows.last().map_or(0, |row| row.number));
        packer.finish().unwrap()
    }

    /// As the first version packed them.
    fn packed_as_json(rows: &[Kept]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for row in rows {
            let entry = serde_json::to_vec(&row.entry).unwrap();
            bytes.extend(row.number.to_le_bytes());
            bytes.extend(row.hash.0);
            bytes.push(u8::try_from(row.received.len()).unwrap());
            bytes.extend(row.received.as_bytes());
            bytes.extend(u32::try_from(entry.len()).unwrap().to_le_bytes());
            bytes.extend(entry);
        }
        let mut content = vec![JSON];
        content.extend(compress_to_vec_zlib(&bytes, LEVEL));
        content
    }

    #[test]
    fn rows_come_out_as_they_went_in() {
        for content in [packed(&rows()), packed_as_json(&rows())] {
            let segment = unpack(&content).unwrap();
            assert_eq!(segment.kept().unwrap(), rows());
        }
        let empty = unpack(&packed(&[])).unwrap();
        assert_eq!(empty.kept().unwrap(), []);
    }

    #[test]
    fn a_damaged_segment_is_no_segment() {
        for whole in [packed(&rows()), packed_as_json(&rows())] {
            let read = |content: &[u8]| unpack(content)?.kept();
            for cut in 0..whole.len() {
                assert!(read(&whole[..cut]).is_err(), "cut at {cut}");
            }
            for at in 0..whole.len() {
                for bit in 0..8 {
                    let mut other = whole.clone();
                    other[at] ^= 1 << bit;
                    // A flag that says nothing of the content may differ.
                    if let Ok(kept) = read(&other) {
                        assert_eq!(kept, rows(), "bit {bit} at {at}");
                    }
                }
            }
        }
    }
}
