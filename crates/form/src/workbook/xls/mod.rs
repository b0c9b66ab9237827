//! Workbooks of Excel 97 to 2003 (`.xls`, [MS-XLS]): the cells of a BIFF8 stream within a compound
//! file.

mod compound;
mod records;
mod strings;

use crate::diagnostic::Message;
use compound::stream;
use records::{Record, Records};
use strings::{Strings, text};

use super::cell::{built_in_date, clean, date, shown, shows_date};
use super::room::Room;
use super::{Placed, Sheet, Workbook};
use crate::limits;

/// Whether a file begins as a compound file does.
pub(crate) fn is_xls(bytes: &[u8]) -> bool {
    bytes.starts_with(&compound::SIGNATURE)
}

/// Reads the sheets that `wanted` asks for by their name in lower case; all of them if there is
/// only one.
pub(crate) fn read_xls(bytes: &[u8], wanted: fn(&str) -> bool) -> Result<Workbook, Message> {
    if bytes.len() > limits::FILE_BYTES {
        return Err(message!("the file is too large"));
    }
    let stream = stream(bytes)?;
    let book = Book::read(&stream)?;
    let mut found = Workbook::default();
    let mut room = Room::default();
    let alone = book.sheets.len() == 1;
    for (name, offset) in &book.sheets {
        if alone || wanted(&name.trim().to_ascii_lowercase()) {
            let cells = book
                .cells(&stream, *offset, &mut room)
                .map_err(|message| message!("sheet {}: {}", name, message))?;
            found.sheets.push(Sheet::of(name, cells));
        }
    }
    Ok(found)
}

/// What the sheets share.
#[derive(Default)]
struct Book {
    /// Name, and where its records begin.
    sheets: Vec<(String, usize)>,
    strings: Vec<String>,
    /// For each cell format, the id of its number format.
    formats: Vec<u16>,
    /// Number formats of the author's own that show a date, and those that don't.
    own: Vec<(u16, bool)>,
    from_1904: bool,
}

impl Book {
    fn read(stream: &[u8]) -> Result<Self, Message> {
        let mut book = Self::default();
        let mut records = Records::at(stream, 0);
        let first = records
            .next()
            .ok_or_else(|| message!("the workbook is empty"))?;
        if first.id != records::BOF || first.short(0) != Some(0x0600) {
            return Err(message!(
                "this workbook is older than Excel 97; save it as .xlsx"
            ));
        }
        for record in records {
            match record.id {
                records::END => break,
                records::PASSWORD => {
                    return Err(message!("the workbook is protected by a password"));
                }
                records::SHEET => {
                    // Only worksheets have cells; charts and macros are sheets too.
                    let offset = record
                        .long(0)
                        .ok_or_else(|| message!("a sheet is damaged"))?;
                    if record.byte(5) == Some(0) {
                        let name = Strings::new(&record, 6).short_text().unwrap_or_default();
                        book.sheets.push((name, offset as usize));
                    }
                }
                records::STRINGS => book.strings = strings::table(&record)?,
                records::EPOCH => book.from_1904 = record.short(0) == Some(1),
                records::FORMAT => {
                    let id = record.short(0).unwrap_or(0);
                    let code = text(&record, 2).unwrap_or_default();
                    book.own.push((id, shows_date(&code)));
                }
                records::CELL_FORMAT => book.formats.push(record.short(2).unwrap_or(0)),
                _ => {}
            }
        }
        Ok(book)
    }

    fn shows_date(&self, format: usize) -> bool {
        let Some(id) = self.formats.get(format).copied() else {
            return false;
        };
        let own = self.own.iter().find(|(known, _)| *known == id);
        own.map_or_else(|| built_in_date(u32::from(id)), |(_, date)| *date)
    }

    fn cells(&self, stream: &[u8], offset: usize, room: &mut Room) -> Result<Vec<Placed>, Message> {
        let mut found = Vec::new();
        // Where a formula stands whose text comes in a record of its own.
        let mut awaited = None;
        for record in Records::at(stream, offset).skip(1) {
            if record.id == records::END {
                break;
            }
            if record.id == records::FORMULA_TEXT {
                if let Some(place) = awaited.take() {
                    let text = text(&record, 0).ok_or_else(|| message!("a text is damaged"))?;
                    keep(&mut found, place, clean(&text), room)?;
                }
                continue;
            }
            let Some(place) = record.short(0).zip(record.short(2)) else {
                continue;
            };
            match record.id {
                records::FORMULA if record.slice(6, 8).is_some_and(is_text) => {
                    awaited = Some(place);
                }
                records::MANY_NUMBERS => {
                    for (at, column) in (4..).step_by(6).zip(place.1..) {
                        // The last two bytes are no cell but the number of the last column.
                        let Some(packed) = record.long(at + 2).filter(|_| record.len() >= at + 8)
                        else {
                            break;
                        };
                        let format = usize::from(record.short(at).unwrap_or(0));
                        let text = self.number(unpacked(packed), format);
                        keep(&mut found, (place.0, column), text, room)?;
                    }
                }
                _ => {
                    if let Some(text) = self.cell(&record)? {
                        keep(&mut found, place, text, room)?;
                    }
                }
            }
        }
        Ok(found)
    }

    /// The text of a record that is one cell.
    fn cell(&self, record: &Record<'_>) -> Result<Option<String>, Message> {
        let format = usize::from(record.short(4).unwrap_or(0));
        Ok(match record.id {
            records::SHARED_TEXT => {
                let at = record
                    .long(6)
                    .ok_or_else(|| message!("a cell is damaged"))?
                    as usize;
                let text = self.strings.get(at);
                Some(
                    text.ok_or_else(|| message!("a cell points to a text that is not there"))?
                        .clone(),
                )
            }
            records::TEXT | records::RICH_TEXT => text(record, 6).map(|text| clean(&text)),
            records::NUMBER => record.double(6).map(|number| self.number(number, format)),
            records::PACKED_NUMBER => record
                .long(6)
                .map(|packed| self.number(unpacked(packed), format)),
            records::TRUTH => match record.slice(6, 2) {
                Some([value, 0]) => Some(truth(*value)),
                _ => None,
            },
            records::FORMULA => match record.slice(6, 8) {
                Some([1, _, value, _, _, _, 0xff, 0xff]) => Some(truth(*value)),
                // An error such as #REF!, or nothing.
                Some([.., 0xff, 0xff]) => None,
                _ => record.double(6).map(|number| self.number(number, format)),
            },
            _ => None,
        })
    }

    fn number(&self, number: f64, format: usize) -> String {
        let as_date = self
            .shows_date(format)
            .then(|| date(number, self.from_1904));
        as_date.flatten().unwrap_or_else(|| shown(number))
    }
}

fn truth(value: u8) -> String {
    (if value == 1 { "TRUE" } else { "FALSE" }).to_owned()
}

/// Whether a formula's result is a text, which then follows.
fn is_text(result: &[u8]) -> bool {
    matches!(result, [0, .., 0xff, 0xff])
}

/// A number in four bytes: the upper half of a double, or a whole number, in hundredths or not.
fn unpacked(packed: u32) -> f64 {
    let number = if packed & 2 == 0 {
        f64::from_bits(u64::from(packed & !3) << 32)
    } else {
        f64::from(packed.cast_signed() >> 2)
    };
    if packed & 1 == 0 {
        number
    } else {
        number / 100.0
    }
}

fn keep(
    found: &mut Vec<Placed>,
    (row, column): (u16, u16),
    text: String,
    room: &mut Room,
) -> Result<(), Message> {
    if text.is_empty() || usize::from(column) >= limits::SHEET_COLUMNS {
        return Ok(());
    }
    if text.len() > limits::CELL_BYTES {
        return Err(message!(
            "row {} has a text that is too long",
            u32::from(row) + 1
        ));
    }
    room.take(text.len())
        .ok_or_else(|| message!("there are too many cells"))?;
    found.push((u32::from(row), u32::from(column), text));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "these are exact")]
    fn numbers_in_four_bytes() {
        assert_eq!(unpacked(0x3ff0_0000), 1.0);
        assert_eq!(unpacked(0x3ff0_0001), 0.01);
        assert_eq!(unpacked((7 << 2) | 2), 7.0);
        assert_eq!(unpacked(((-7_i32) << 2).cast_unsigned() | 2), -7.0);
        assert_eq!(unpacked((1234 << 2) | 3), 12.34);
    }

    #[test]
    fn what_is_no_workbook_is_told() {
        let all = |_: &str| true;
        assert!(read_xls(b"", all).is_err());
        let mut bytes = compound::SIGNATURE.to_vec();
        bytes.resize(4096, 0);
        assert!(read_xls(&bytes, all).is_err());
        bytes.fill(0xff);
        bytes[..8].copy_from_slice(&compound::SIGNATURE);
        assert!(read_xls(&bytes, all).is_err());
    }
}
