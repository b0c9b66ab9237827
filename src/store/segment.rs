//! Segments: rows of the ledger packed together, so that a long ledger is read at once.
//!
//! Content: `1`, then in zlib (RFC 1950, whose checksum finds a damaged one even where it is not
//! sealed), for each row: its number (u32, little-endian), the hash of its entry (32 bytes), when
//! the server received it (its length as u8, then RFC 3339; nothing for what was written here), and
//! the entry in JSON (its length as u32, then the bytes).

use ledger::Digest;
use miniz_oxide::{deflate::compress_to_vec_zlib, inflate::decompress_to_vec_zlib_with_limit};

use super::StoreError;

const ZLIB: u8 = 1;
/// Deflate's quick level: a twentieth more bytes than the usual one, in a third of the time.
const LEVEL: u8 = 1;
/// What a segment may hold at most; a damaged one must not fill the memory.
const MOST_BYTES: usize = 64 << 20;
const HASH: usize = 32;

/// A row in a segment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kept<'a> {
    /// The row's number.
    pub number: u32,
    /// The hash of its entry.
    pub hash: Digest,
    /// When the server received it; empty for what was written here.
    pub received: &'a str,
    /// The entry in JSON.
    pub entry: &'a [u8],
}

/// A segment that is being put together.
#[derive(Default)]
pub struct Packer {
    bytes: Vec<u8>,
    last: u32,
}

impl Packer {
    /// Adds a row.
    pub fn add(&mut self, row: &Kept) -> Result<(), StoreError> {
        let too_long = |_| StoreError::Corrupt("a row that is too long".to_owned());
        let received = u8::try_from(row.received.len())
            .map_err(|_| StoreError::Corrupt("a time that is too long".to_owned()))?;
        let length = u32::try_from(row.entry.len()).map_err(too_long)?;
        self.bytes.extend_from_slice(&row.number.to_le_bytes());
        self.bytes.extend_from_slice(&row.hash.0);
        self.bytes.push(received);
        self.bytes.extend_from_slice(row.received.as_bytes());
        self.bytes.extend_from_slice(&length.to_le_bytes());
        self.bytes.extend_from_slice(row.entry);
        self.last = self.last.max(row.number);
        Ok(())
    }

    /// The number under which the segment is kept: the highest of its rows.
    pub fn key(&self) -> u32 {
        self.last
    }

    /// Bytes so far, before they are compressed.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The segment's content.
    pub fn finish(&self) -> Vec<u8> {
        let mut content = vec![ZLIB];
        content.extend(compress_to_vec_zlib(&self.bytes, LEVEL));
        content
    }
}

/// A segment in memory.
#[derive(Debug)]
pub struct Segment {
    bytes: Vec<u8>,
}

impl Segment {
    /// Unpacks a segment's content; all of its rows are read once, so that [`Self::rows`] gives
    /// all or there is no segment.
    pub fn unpack(content: &[u8]) -> Result<Self, StoreError> {
        let damaged = || StoreError::Corrupt("a segment".to_owned());
        let packed = match content.split_first() {
            Some((&ZLIB, packed)) => packed,
            Some(_) => return Err(StoreError::NewerSchema),
            None => return Err(damaged()),
        };
        let bytes = decompress_to_vec_zlib_with_limit(packed, MOST_BYTES).map_err(|_| damaged())?;
        let segment = Self { bytes };
        let read: usize = segment.rows().map(|row| row.size()).sum();
        if read == segment.bytes.len() {
            Ok(segment)
        } else {
            Err(damaged())
        }
    }

    /// The rows, in their order.
    pub fn rows(&self) -> impl Iterator<Item = Kept<'_>> {
        let mut rest = self.bytes.as_slice();
        std::iter::from_fn(move || {
            let (row, after) = Kept::read(rest)?;
            rest = after;
            Some(row)
        })
    }
}

impl<'a> Kept<'a> {
    fn size(&self) -> usize {
        4 + HASH + 1 + self.received.len() + 4 + self.entry.len()
    }

    fn read(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (number, bytes) = bytes.split_first_chunk()?;
        let (hash, bytes) = bytes.split_first_chunk::<HASH>()?;
        let (received, bytes) = bytes.split_first()?;
        let (received, bytes) = bytes.split_at_checked(usize::from(*received))?;
        let (length, bytes) = bytes.split_first_chunk()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (entry, rest) = bytes.split_at_checked(length)?;
        let row = Self {
            number: u32::from_le_bytes(*number),
            hash: Digest(*hash),
            received: str::from_utf8(received).ok()?,
            entry,
        };
        Some((row, rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u32, entry: &str) -> Kept<'_> {
        Kept {
            number,
            hash: Digest([number.to_le_bytes()[0]; 32]),
            received: if number.is_multiple_of(2) {
                ""
            } else {
                "2026-11-22T16:00:00.000Z"
            },
            entry: entry.as_bytes(),
        }
    }

    fn packed(rows: &[Kept]) -> Vec<u8> {
        let mut packer = Packer::default();
        for row in rows {
            packer.add(row).unwrap();
        }
        packer.finish()
    }

    #[test]
    fn rows_come_out_as_they_went_in() {
        let rows = [row(3, "{\"a\":1}"), row(4, ""), row(9, "王")];
        let segment = Segment::unpack(&packed(&rows)).unwrap();
        assert_eq!(segment.rows().collect::<Vec<_>>(), rows);
        let mut packer = Packer::default();
        packer.add(&rows[2]).unwrap();
        packer.add(&rows[0]).unwrap();
        assert_eq!(packer.key(), 9);
        let empty = Segment::unpack(&packed(&[])).unwrap();
        assert_eq!(empty.rows().count(), 0);
    }

    #[test]
    fn a_damaged_segment_is_no_segment() {
        let text = "x".repeat(300);
        let whole = packed(&[row(1, &text), row(2, "{\"b\":\"door 12\"}")]);
        for cut in 0..whole.len() {
            assert!(Segment::unpack(&whole[..cut]).is_err(), "cut at {cut}");
        }
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut other = whole.clone();
                other[at] ^= 1 << bit;
                let Ok(segment) = Segment::unpack(&other) else {
                    continue;
                };
                // A flag that says nothing of the content may differ.
                let same = Segment::unpack(&whole).unwrap();
                assert!(segment.rows().eq(same.rows()), "bit {bit} at {at}");
            }
        }
    }
}
