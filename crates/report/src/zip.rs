//! Just enough of ZIP (PKWARE APPNOTE 6.3) to put the parts of a workbook together as they come.
//!
//! How long a part is and its checksum stand behind it (APPNOTE 4.3.9) and in the directory at the
//! end, so nothing has to be held back. The same parts give the same bytes: every part is dated
//! 1 January 1980, the format's first day.

use std::fmt;

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params,
};

/// What is ready, the part that is being written, and the directory that goes behind it all.
#[derive(Default)]
pub(crate) struct Pack {
    out: Vec<u8>,
    /// Bytes handed out already.
    taken: usize,
    directory: Vec<u8>,
    parts: u16,
    open: Option<Open>,
}

/// The part that is being written.
struct Open {
    name: String,
    start: usize,
    packed: usize,
    plain: usize,
    checksum: u32,
    /// What was added and not yet compressed: doing it by the piece is slow.
    waiting: Vec<u8>,
    deflate: Box<CompressorOxide>,
}

impl fmt::Debug for Pack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pack")
            .field("parts", &self.parts)
            .finish_non_exhaustive()
    }
}

/// How hard to pack: the level that others use by default.
const LEVEL: i32 = 6;
/// Version 2.0 of the format: deflated parts.
const VERSION: u16 = 20;
/// The names are in UTF-8; sizes and checksum follow the part.
const FLAGS: u16 = 1 << 11 | 1 << 3;
const DEFLATED: u16 = 8;
/// 1 January 1980.
const DAY: u16 = 0x21;
/// Bytes that are compressed at once.
const PIECE: usize = 32 << 10;

impl Pack {
    /// Begins a part.
    pub(crate) fn begin(&mut self, name: &str) {
        self.end_part();
        let start = self.taken + self.out.len();
        self.out.extend(b"PK\x03\x04");
        self.out.extend(about(name, (0, 0, 0)));
        self.out.extend(name.as_bytes());
        let flags = create_comp_flags_from_zip_params(LEVEL, 0, 0);
        self.open = Some(Open {
            name: name.to_owned(),
            start,
            packed: 0,
            plain: 0,
            checksum: u32::MAX,
            waiting: Vec::with_capacity(PIECE),
            deflate: Box::new(CompressorOxide::new(flags)),
        });
    }

    /// Where the next text of the part goes. Call [`Self::settle`] now and then.
    pub(crate) fn text(&mut self) -> &mut Vec<u8> {
        match &mut self.open {
            Some(open) => &mut open.waiting,
            None => &mut self.out,
        }
    }

    /// Compresses what has come, once it is worth it.
    pub(crate) fn settle(&mut self) {
        if self
            .open
            .as_ref()
            .is_some_and(|open| open.waiting.len() >= PIECE)
        {
            self.compress(TDEFLFlush::None);
        }
    }

    fn compress(&mut self, flush: TDEFLFlush) {
        let Some(open) = &mut self.open else { return };
        open.checksum = checksum(open.checksum, &open.waiting);
        open.plain += open.waiting.len();
        let before = self.out.len();
        let out = &mut self.out;
        compress_to_output(&mut open.deflate, &open.waiting, flush, |bytes| {
            out.extend_from_slice(bytes);
            true
        });
        open.packed += self.out.len() - before;
        open.waiting.clear();
    }

    /// Ends the part that is open, if one is.
    pub(crate) fn end_part(&mut self) {
        self.compress(TDEFLFlush::Finish);
        let Some(open) = self.open.take() else { return };
        let known = (!open.checksum, open.packed, open.plain);
        self.out.extend(b"PK\x07\x08");
        self.out.extend(sizes(known));
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(about(&open.name, known));
        self.directory.extend([0; 10]);
        self.directory.extend(size(open.start));
        self.directory.extend(open.name.as_bytes());
        self.parts += 1;
    }

    /// A whole part.
    pub(crate) fn add(&mut self, name: &str, text: &str) {
        self.begin(name);
        self.text().extend_from_slice(text.as_bytes());
        self.end_part();
    }

    /// Ends the archive.
    pub(crate) fn end(&mut self) {
        self.end_part();
        let start = size(self.taken + self.out.len());
        let directory = std::mem::take(&mut self.directory);
        self.out.extend(&directory);
        self.out.extend(b"PK\x05\x06\0\0\0\0");
        self.out.extend(self.parts.to_le_bytes());
        self.out.extend(self.parts.to_le_bytes());
        self.out.extend(size(directory.len()));
        self.out.extend(start);
        self.out.extend([0, 0]);
    }

    /// The bytes that are ready.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        self.taken += self.out.len();
        std::mem::take(&mut self.out)
    }
}

/// What header and directory have in common: all but the name.
fn about(name: &str, known: (u32, usize, usize)) -> Vec<u8> {
    let mut entry = Vec::with_capacity(26);
    for short in [VERSION, FLAGS, DEFLATED, 0, DAY] {
        entry.extend(short.to_le_bytes());
    }
    entry.extend(sizes(known));
    entry.extend(u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
    entry.extend([0, 0]);
    entry
}

fn sizes((checksum, packed, plain): (u32, usize, usize)) -> Vec<u8> {
    [checksum.to_le_bytes(), size(packed), size(plain)].concat()
}

/// A worksheet holds a million rows; one of four gigabytes would hold four thousand characters in
/// each.
fn size(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes()
}

/// CRC-32 as ZIP wants it (APPNOTE 4.4.7), carried on from `crc`; begun with all ones, and turned
/// at the end.
fn checksum(crc: u32, bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = table();
    bytes.iter().fold(crc, |crc, byte| {
        let [low, ..] = crc.to_le_bytes();
        (crc >> 8) ^ TABLE[usize::from(low ^ byte)]
    })
}

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut at = 0_u32;
    while at < 256 {
        let (mut crc, mut bit) = (at, 0);
        while bit < 8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
            bit += 1;
        }
        table[at as usize] = crc;
        at += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_known_one_however_it_is_cut() {
        let (one, two) = b"123456789".split_at(4);
        assert_eq!(!checksum(checksum(u32::MAX, one), two), 0xcbf4_3926);
    }
}
