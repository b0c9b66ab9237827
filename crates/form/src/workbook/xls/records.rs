//! The records of a BIFF8 stream.

pub(super) const FORMULA: u16 = 0x0006;
pub(super) const END: u16 = 0x000a;
pub(super) const EPOCH: u16 = 0x0022;
pub(super) const PASSWORD: u16 = 0x002f;
const CONTINUE: u16 = 0x003c;
pub(super) const SHEET: u16 = 0x0085;
pub(super) const MANY_NUMBERS: u16 = 0x00bd;
pub(super) const RICH_TEXT: u16 = 0x00d6;
pub(super) const CELL_FORMAT: u16 = 0x00e0;
pub(super) const STRINGS: u16 = 0x00fc;
pub(super) const SHARED_TEXT: u16 = 0x00fd;
pub(super) const NUMBER: u16 = 0x0203;
pub(super) const TEXT: u16 = 0x0204;
pub(super) const TRUTH: u16 = 0x0205;
pub(super) const FORMULA_TEXT: u16 = 0x0207;
pub(super) const PACKED_NUMBER: u16 = 0x027e;
pub(super) const FORMAT: u16 = 0x041e;
pub(super) const BOF: u16 = 0x0809;

/// One record, with those that continue it.
pub(super) struct Record<'a> {
    pub(super) id: u16,
    pub(super) parts: Vec<&'a [u8]>,
}

impl<'a> Record<'a> {
    /// The length of the first part, which is all but of long texts.
    pub(super) fn len(&self) -> usize {
        self.parts[0].len()
    }

    pub(super) fn slice(&self, at: usize, length: usize) -> Option<&'a [u8]> {
        self.parts[0].get(at..at + length)
    }

    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.parts[0].get(at).copied()
    }

    pub(super) fn short(&self, at: usize) -> Option<u16> {
        Some(u16::from_le_bytes(self.slice(at, 2)?.try_into().ok()?))
    }

    pub(super) fn long(&self, at: usize) -> Option<u32> {
        Some(u32::from_le_bytes(self.slice(at, 4)?.try_into().ok()?))
    }

    pub(super) fn double(&self, at: usize) -> Option<f64> {
        Some(f64::from_le_bytes(self.slice(at, 8)?.try_into().ok()?))
    }
}

pub(super) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    pub(super) fn at(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }

    fn head(&self) -> Option<(u16, &'a [u8])> {
        let head = self.stream.get(self.at..self.at.checked_add(4)?)?;
        let id = u16::from_le_bytes([head[0], head[1]]);
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let start = self.at + 4;
        Some((id, self.stream.get(start..start + length)?))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (id, first) = self.head()?;
        self.at += 4 + first.len();
        let mut parts = vec![first];
        while let Some((CONTINUE, part)) = self.head() {
            self.at += 4 + part.len();
            parts.push(part);
        }
        Some(Record { id, parts })
    }
}
