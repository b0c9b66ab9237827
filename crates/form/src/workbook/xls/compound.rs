//! Just enough of compound files ([MS-CFB]) to take the stream of a workbook out of one.
//!
//! Sectors are followed as the file says, but never more of them than it has: a chain that bites
//! its own tail ends in an error.

use crate::diagnostic::Message;
pub(super) const SIGNATURE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const HEADER: usize = 512;
/// Bytes of a small sector.
const SMALL: usize = 64;
/// The largest number that is a sector and no mark.
const LAST: u32 = 0xffff_fffa;

fn damaged() -> Message {
    message!("the file is damaged or cut off")
}

/// The stream called `Workbook`.
pub(super) fn stream(bytes: &[u8]) -> Result<Vec<u8>, Message> {
    if !bytes.starts_with(&SIGNATURE) {
        return Err(message!("the file is not a workbook (.xls)"));
    }
    let file = Compound::open(bytes).ok_or_else(damaged)?;
    let entries = file.entries().ok_or_else(damaged)?;
    let named = |name: &str| entries.iter().find(|entry| entry.name == name);
    if named("encryptedpackage").is_some() {
        return Err(message!("the workbook is protected by a password"));
    }
    let Some(entry) = named("workbook") else {
        return Err(if named("book").is_some() {
            message!("this workbook is older than Excel 97; save it as .xlsx")
        } else {
            message!("the file holds no workbook")
        });
    };
    file.content(entry, &entries).ok_or_else(damaged)
}

struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// For each sector, the one that follows it.
    next: Vec<u32>,
    /// Streams shorter than this are in the small sectors of the root's stream.
    cutoff: usize,
}

struct Entry {
    /// In lower case.
    name: String,
    root: bool,
    start: u32,
    size: usize,
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

fn longs(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let four = |chunk: &[u8]| chunk.try_into().map_or(0, u32::from_le_bytes);
    bytes.chunks_exact(4).map(four)
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let shift = *bytes.get(0x1e)?;
        if !matches!(shift, 9 | 12) {
            return None;
        }
        let mut file = Self {
            bytes,
            sector: 1 << shift,
            next: Vec::new(),
            cutoff: long(bytes, 0x38)? as usize,
        };
        let most = file.count();
        let mut tables: Vec<u32> = longs(bytes.get(0x4c..HEADER)?).collect();
        let mut more = long(bytes, 0x44)?;
        while more <= LAST {
            if tables.len() > most + 109 {
                return None;
            }
            let (last, list) = file
                .at(more)?
                .split_last_chunk::<4>()
                .map(|(a, b)| (b, a))?;
            tables.extend(longs(list));
            more = u32::from_le_bytes(*last);
        }
        for table in tables.into_iter().filter(|table| *table <= LAST) {
            if file.next.len() > most + file.sector {
                return None;
            }
            let table = file.at(table)?;
            file.next.extend(longs(table));
        }
        Some(file)
    }

    /// How many sectors the file has room for.
    fn count(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    /// The last sector may be cut short, as some programs write it.
    fn at(&self, sector: u32) -> Option<&'a [u8]> {
        let start = (sector as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let mut sector = start;
        let mut left = self.count();
        while sector <= LAST {
            left = left.checked_sub(1)?;
            content.extend_from_slice(self.at(sector)?);
            sector = *self.next.get(sector as usize)?;
        }
        Some(content)
    }

    fn entries(&self) -> Option<Vec<Entry>> {
        let content = self.chain(long(self.bytes, 0x30)?)?;
        let entry = |bytes: &[u8]| {
            let length = usize::from(u16::from_le_bytes([*bytes.get(64)?, *bytes.get(65)?]));
            let letters = bytes.get(..length.saturating_sub(2).min(64))?;
            let pairs = letters.chunks_exact(2);
            let units: Vec<u16> = pairs
                .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
                .collect();
            let kind = *bytes.get(66)?;
            matches!(kind, 2 | 5).then_some(())?;
            Some(Entry {
                name: String::from_utf16_lossy(&units).to_lowercase(),
                root: kind == 5,
                start: long(bytes, 116)?,
                size: long(bytes, 120)? as usize,
            })
        };
        Some(content.chunks_exact(128).filter_map(entry).collect())
    }

    fn content(&self, entry: &Entry, all: &[Entry]) -> Option<Vec<u8>> {
        if entry.size >= self.cutoff {
            let mut content = self.chain(entry.start)?;
            content.truncate(entry.size);
            return Some(content);
        }
        let root = self.chain(all.iter().find(|entry| entry.root)?.start)?;
        let next: Vec<u32> = longs(&self.chain(long(self.bytes, 0x3c)?)?).collect();
        let mut content = Vec::new();
        let mut sector = entry.start;
        while sector <= LAST && content.len() < entry.size {
            let start = (sector as usize).checked_mul(SMALL)?;
            let end = start.checked_add(SMALL)?.min(root.len());
            content.extend_from_slice(root.get(start..end)?);
            sector = *next.get(sector as usize)?;
        }
        content.truncate(entry.size);
        Some(content)
    }
}
