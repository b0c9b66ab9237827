//! The cells of a sheet.

use super::looks::Looks;
use super::parts::{Piece, attribute, walk};
use crate::diagnostic::Message;
use crate::limits;
use crate::workbook::Placed;
use crate::workbook::cell::{clean, date, number};
use crate::workbook::room::Room;

#[derive(Default)]
struct Cell {
    row: u32,
    column: u32,
    kind: String,
    date: bool,
    text: String,
}

pub(super) fn read_cells(
    xml: &str,
    looks: &Looks,
    room: &mut Room,
) -> Result<Vec<Placed>, Message> {
    let mut found = Vec::new();
    let mut next_row = 0;
    let mut cell = Cell::default();
    let (mut in_value, mut in_reading) = (false, false);
    walk(xml, &mut |piece| {
        match piece {
            Piece::Start(tag, "row") => {
                let number = attribute(tag, "r").and_then(|r| r.parse::<u32>().ok());
                cell.row = number.map_or(next_row, |number| number.saturating_sub(1));
                next_row = cell.row.saturating_add(1);
                cell.column = u32::MAX;
            }
            Piece::Start(tag, "c") => {
                let place = attribute(tag, "r").and_then(|place| position(&place));
                let column = cell.column.wrapping_add(1);
                let row = cell.row;
                (cell.row, cell.column) = place.unwrap_or((row, column));
                cell.kind = attribute(tag, "t").unwrap_or_default();
                let style = attribute(tag, "s").and_then(|s| s.parse::<usize>().ok());
                cell.date = style.is_some_and(|s| looks.dates.get(s).copied().unwrap_or(false));
                cell.text.clear();
            }
            Piece::Start(_, "rPh") => in_reading = true,
            Piece::End("rPh") => in_reading = false,
            Piece::Start(_, "v" | "t") => in_value = !in_reading,
            Piece::End("v" | "t") => in_value = false,
            Piece::Text(text) if in_value => cell.text.push_str(text),
            Piece::End("c") => found.extend(stored(&cell, looks, room)?),
            _ => {}
        }
        Ok(())
    })?;
    Ok(found)
}

fn stored(cell: &Cell, looks: &Looks, room: &mut Room) -> Result<Option<Placed>, Message> {
    if cell.text.is_empty() || cell.column as usize >= limits::SHEET_COLUMNS {
        return Ok(None);
    }
    let text = match cell.kind.as_str() {
        "s" => {
            let index: usize = cell
                .text
                .trim()
                .parse()
                .map_err(|_| message!("a cell is damaged"))?;
            clean(
                looks
                    .strings
                    .get(index)
                    .ok_or_else(|| message!("a cell points to a text that is not there"))?,
            )
        }
        "str" | "inlineStr" | "d" => clean(&cell.text),
        "b" => (if cell.text.trim() == "1" {
            "TRUE"
        } else {
            "FALSE"
        })
        .to_owned(),
        // An error such as #REF!: there is no value.
        "e" => String::new(),
        _ if cell.date => {
            let serial = cell.text.trim().parse().ok();
            let shown = serial.and_then(|serial| date(serial, looks.from_1904));
            shown.unwrap_or_else(|| number(&cell.text))
        }
        _ => number(&cell.text),
    };
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() > limits::CELL_BYTES {
        return Err(message!("row {} has a text that is too long", cell.row + 1));
    }
    room.take(text.len())
        .ok_or_else(|| message!("there are too many cells"))?;
    Ok(Some((cell.row, cell.column, text)))
}

/// `C7` as row 6, column 2.
fn position(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at(digits);
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?) + 1;
        column = column.checked_mul(26)?.checked_add(value)?;
    }
    Some((
        digits.parse::<u32>().ok()?.checked_sub(1)?,
        column.checked_sub(1)?,
    ))
}
