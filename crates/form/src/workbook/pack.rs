//! Just enough of ZIP (PKWARE APPNOTE 6.3) to put the parts of a workbook together.
//!
//! The same parts give the same bytes: every part is dated 1 January 1980, the format's first day.

/// What is written so far, and the directory that goes behind it.
#[derive(Default)]
pub(super) struct Pack {
    out: Vec<u8>,
    directory: Vec<u8>,
    parts: u16,
}

/// How hard to pack: the level that others use by default.
const LEVEL: u8 = 6;
/// Version 2.0 of the format: deflated parts.
const VERSION: u16 = 20;
/// The names are in UTF-8.
const FLAGS: u16 = 1 << 11;
const DEFLATED: u16 = 8;
/// 1 January 1980.
const DAY: u16 = 0x21;

impl Pack {
    pub(super) fn add(&mut self, name: &str, text: &str) {
        let packed = miniz_oxide::deflate::compress_to_vec(text.as_bytes(), LEVEL);
        let mut entry = Vec::with_capacity(26);
        for short in [VERSION, FLAGS, DEFLATED, 0, DAY] {
            entry.extend(short.to_le_bytes());
        }
        entry.extend(checksum(text.as_bytes()).to_le_bytes());
        entry.extend(size(packed.len()));
        entry.extend(size(text.len()));
        entry.extend(u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
        entry.extend([0, 0]);
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&entry);
        self.directory.extend([0; 10]);
        self.directory.extend(size(self.out.len()));
        self.directory.extend(name.as_bytes());
        self.out.extend(b"PK\x03\x04");
        self.out.extend(&entry);
        self.out.extend(name.as_bytes());
        self.out.extend(packed);
        self.parts += 1;
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        let start = size(self.out.len());
        self.out.extend(&self.directory);
        self.out.extend(b"PK\x05\x06\0\0\0\0");
        self.out.extend(self.parts.to_le_bytes());
        self.out.extend(self.parts.to_le_bytes());
        self.out.extend(size(self.directory.len()));
        self.out.extend(start);
        self.out.extend([0, 0]);
        self.out
    }
}

/// A workbook is far below 4 GB: see [`crate::limits`].
fn size(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes()
}

/// CRC-32 as ZIP wants it (APPNOTE 4.4.7).
fn checksum(bytes: &[u8]) -> u32 {
    let table: [u32; 256] = std::array::from_fn(|at| {
        let first = u32::try_from(at).unwrap_or_default();
        (0..8).fold(first, |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    });
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        let [low, ..] = crc.to_le_bytes();
        (crc >> 8) ^ table[usize::from(low ^ byte)]
    })
}

#[cfg(test)]
mod tests {
    use super::super::zip::Archive;
    use super::*;

    #[test]
    fn the_checksum_is_the_known_one() {
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn what_is_packed_comes_out_again() {
        let mut pack = Pack::default();
        pack.add("a/b.xml", "hello hello hello");
        pack.add("c", "");
        let bytes = pack.finish();
        let mut archive = Archive::open(&bytes, 100).unwrap();
        assert_eq!(archive.text("a/b.xml").as_deref(), Ok("hello hello hello"));
        assert_eq!(archive.text("c").as_deref(), Ok(""));
    }
}
