//! Just enough of ZIP (PKWARE APPNOTE 6.3) to take the parts of a workbook out of it.
//!
//! Everything a file claims about itself is checked against what is there, and the bytes that may
//! come out are counted: an archive that unpacks to gigabytes ends in an error.

use crate::diagnostic::Message;
use std::collections::BTreeMap;

/// The parts of an archive by name.
#[derive(Debug)]
pub(super) struct Archive<'a> {
    bytes: &'a [u8],
    parts: BTreeMap<String, Part>,
    /// Bytes that may still be unpacked.
    left: usize,
}

#[derive(Debug, Clone, Copy)]
struct Part {
    method: u16,
    encrypted: bool,
    packed: usize,
    /// Where the local header starts.
    header: usize,
}

const END: u32 = 0x0605_4b50;
const ENTRY: u32 = 0x0201_4b50;
const LOCAL: u32 = 0x0403_4b50;
/// An archive of a workbook has dozens of parts.
const MOST_PARTS: usize = 20_000;

impl<'a> Archive<'a> {
    /// Reads the list of parts; `unpacked` bounds the bytes of all that is read afterwards.
    pub(super) fn open(bytes: &'a [u8], unpacked: usize) -> Result<Self, Message> {
        let end = find_end(bytes)
            .ok_or_else(|| message!("the file is not a workbook (.xlsx), or it is cut off"))?;
        let count = usize::from(short(bytes, end + 10).unwrap_or(0));
        let mut at = long(bytes, end + 16).unwrap_or(0);
        let mut parts = BTreeMap::new();
        for _ in 0..count.min(MOST_PARTS) {
            let (name, part, next) =
                entry(bytes, at).ok_or_else(|| message!("the file is damaged"))?;
            parts.insert(name, part);
            at = next;
        }
        Ok(Self {
            bytes,
            parts,
            left: unpacked,
        })
    }

    /// Names are compared without regard to case, as the format wants it.
    pub(super) fn find(&self, name: &str) -> Option<String> {
        let name = name.trim_start_matches('/');
        if self.parts.contains_key(name) {
            return Some(name.to_owned());
        }
        self.parts
            .keys()
            .find(|known| known.eq_ignore_ascii_case(name))
            .cloned()
    }

    /// The unpacked text of a part.
    pub(super) fn text(&mut self, name: &str) -> Result<String, Message> {
        let text = String::from_utf8(self.unpack(name)?)
            .map_err(|_| message!("the part {} is not in UTF-8", name))?;
        match text.strip_prefix('\u{feff}') {
            Some(rest) => Ok(rest.to_owned()),
            None => Ok(text),
        }
    }

    fn unpack(&mut self, name: &str) -> Result<Vec<u8>, Message> {
        let part = *self
            .parts
            .get(name)
            .ok_or_else(|| message!("the part {} is missing", name))?;
        if part.encrypted {
            return Err(message!("the workbook is protected by a password"));
        }
        let packed = self
            .packed(&part)
            .ok_or_else(|| message!("the file is damaged"))?;
        let unpacked = match part.method {
            0 if packed.len() <= self.left => packed.to_vec(),
            8 => miniz_oxide::inflate::decompress_to_vec_with_limit(packed, self.left).map_err(
                |error| match error.status {
                    miniz_oxide::inflate::TINFLStatus::HasMoreOutput => too_large(),
                    _ => message!("the part {} is damaged", name),
                },
            )?,
            0 => return Err(too_large()),
            _ => {
                return Err(message!(
                    "the part {} is packed in a way that is not known",
                    name
                ));
            }
        };
        self.left = self.left.saturating_sub(unpacked.len());
        Ok(unpacked)
    }

    fn packed(&self, part: &Part) -> Option<&'a [u8]> {
        if long(self.bytes, part.header)? != LOCAL as usize {
            return None;
        }
        let name = usize::from(short(self.bytes, part.header + 26)?);
        let extra = usize::from(short(self.bytes, part.header + 28)?);
        let start = part.header.checked_add(30 + name + extra)?;
        self.bytes.get(start..start.checked_add(part.packed)?)
    }
}

fn too_large() -> Message {
    message!("the workbook is too large when unpacked")
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(pair.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_le_bytes(four.try_into().ok()?)).ok()
}

/// The end record stands last, before a comment of at most 65,535 bytes.
fn find_end(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(22)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    (first..=last)
        .rev()
        .find(|at| long(bytes, *at) == Some(END as usize))
}

/// One entry of the central directory and where the next one starts.
fn entry(bytes: &[u8], at: usize) -> Option<(String, Part, usize)> {
    if long(bytes, at)? != ENTRY as usize {
        return None;
    }
    let field = |offset| short(bytes, at + offset).map(usize::from);
    let name_end = at.checked_add(46 + field(28)?)?;
    let name = String::from_utf8_lossy(bytes.get(at + 46..name_end)?).replace('\\', "/");
    let part = Part {
        encrypted: field(8)? & 1 == 1,
        method: short(bytes, at + 10)?,
        packed: long(bytes, at + 20)?,
        header: long(bytes, at + 42)?,
    };
    Some((name, part, name_end + field(30)? + field(32)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An archive of one packed part called `a`.
    fn archive(unpacked: &[u8]) -> Vec<u8> {
        let packed = miniz_oxide::deflate::compress_to_vec(unpacked, 9);
        let size = u32::try_from(packed.len()).unwrap().to_le_bytes();
        let mut out = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0".to_vec();
        // The sizes of the local header are not to be trusted, nor needed.
        out.extend([0xff; 8]);
        out.extend([1, 0, 0, 0, b'a']);
        out.extend(&packed);
        let directory = u32::try_from(out.len()).unwrap().to_le_bytes();
        out.extend(b"PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0");
        out.extend([size, size].concat());
        out.extend([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, b'a']);
        out.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0\0\0\0\0");
        out.extend(directory);
        out.extend([0, 0]);
        out
    }

    #[test]
    fn a_part_is_unpacked() {
        let bytes = archive(b"\xef\xbb\xbfhello");
        assert_eq!(
            Archive::open(&bytes, 100).unwrap().text("a").as_deref(),
            Ok("hello")
        );
    }

    #[test]
    fn a_bomb_is_refused_before_it_goes_off() {
        let bytes = archive(&vec![b'x'; 10_000_000]);
        assert!(bytes.len() < 20_000);
        let mut archive = Archive::open(&bytes, 1_000_000).unwrap();
        assert!(
            archive
                .text("a")
                .unwrap_err()
                .to_string()
                .contains("too large")
        );
    }

    #[test]
    fn what_was_unpacked_counts_against_the_whole() {
        let bytes = archive(&vec![b'x'; 600_000]);
        let mut archive = Archive::open(&bytes, 1_000_000).unwrap();
        assert!(archive.text("a").is_ok());
        assert!(
            archive
                .text("a")
                .unwrap_err()
                .to_string()
                .contains("too large")
        );
    }
}
