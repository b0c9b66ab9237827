//! Texts of BIFF8: one or two bytes for a letter, told anew where a record is continued.

use super::records::Record;
use crate::diagnostic::Message;
use crate::limits;
use crate::workbook::cell::clean;

/// A place in a record from which texts are read.
pub(super) struct Strings<'r, 'a> {
    parts: &'r [&'a [u8]],
    part: usize,
    at: usize,
}

impl<'r, 'a> Strings<'r, 'a> {
    pub(super) fn new(record: &'r Record<'a>, at: usize) -> Self {
        let parts = &record.parts;
        Self { parts, part: 0, at }
    }

    fn byte(&mut self) -> Option<u8> {
        loop {
            let part = self.parts.get(self.part)?;
            if let Some(byte) = part.get(self.at) {
                self.at += 1;
                return Some(*byte);
            }
            self.part += 1;
            self.at = 0;
        }
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn long(&mut self) -> Option<u32> {
        let (low, high) = (self.short()?, self.short()?);
        Some(u32::from(low) | u32::from(high) << 16)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            let left = self.parts.get(self.part)?.len().saturating_sub(self.at);
            if left >= count {
                self.at += count;
                return Some(());
            }
            count -= left;
            self.part += 1;
            self.at = 0;
        }
        Some(())
    }

    /// Letters: where they go on in the next part, it begins with how wide they are there.
    fn letters(&mut self, count: usize, mut wide: bool) -> Option<String> {
        let mut units = Vec::with_capacity(count.min(0x1_0000));
        while units.len() < count {
            if self.at >= self.parts.get(self.part)?.len() {
                self.part += 1;
                self.at = 0;
                wide = self.byte()? & 1 == 1;
            }
            units.push(if wide {
                self.short()?
            } else {
                u16::from(self.byte()?)
            });
        }
        Some(String::from_utf16_lossy(&units))
    }

    /// A text whose length is one byte: the name of a sheet.
    pub(super) fn short_text(&mut self) -> Option<String> {
        let count = usize::from(self.byte()?);
        let wide = self.byte()? & 1 == 1;
        self.letters(count, wide)
    }

    fn text(&mut self) -> Option<String> {
        let count = usize::from(self.short()?);
        let looks = self.byte()?;
        let runs = if looks & 8 == 0 { 0 } else { self.short()? };
        let reading = if looks & 4 == 0 { 0 } else { self.long()? };
        let text = self.letters(count, looks & 1 == 1)?;
        self.skip(usize::from(runs) * 4 + reading as usize)?;
        Some(text)
    }
}

/// The text at a place of a record, without its looks.
pub(super) fn text(record: &Record<'_>, at: usize) -> Option<String> {
    Strings::new(record, at).text()
}

/// The texts that cells share.
pub(super) fn table(record: &Record<'_>) -> Result<Vec<String>, Message> {
    let count = record
        .long(4)
        .ok_or_else(|| message!("the texts are damaged"))? as usize;
    if count > limits::CELLS {
        return Err(message!("the workbook holds too many texts"));
    }
    let mut strings = Strings::new(record, 8);
    let mut found = Vec::new();
    for _ in 0..count {
        // Some programs count more texts than they write.
        let Some(text) = strings.text() else { break };
        found.push(clean(&text));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_on_in_another_width() {
        let record = Record {
            id: 0,
            parts: vec![b"\x04\x00\x00ab", b"\x01c\x00\xe9\x00"],
        };
        assert_eq!(text(&record, 0).as_deref(), Some("abcé"));
        let rich = Record {
            id: 0,
            parts: vec![b"\x01\x00\x0c\x01\x00\x02\x00\x00\x00a....!!\x01\x00\x00b"],
        };
        let mut strings = Strings::new(&rich, 0);
        assert_eq!(strings.text().as_deref(), Some("a"));
        assert_eq!(strings.text().as_deref(), Some("b"));
        assert_eq!(strings.text(), None);
    }
}
