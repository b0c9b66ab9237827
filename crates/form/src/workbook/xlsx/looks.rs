//! What cells point to: shared texts, and formats that make a number a date.

use super::parts::{Piece, attribute, walk};
use crate::diagnostic::Message;
use crate::limits;
use crate::workbook::cell::{built_in_date, clean, shows_date};

pub(super) struct Looks {
    pub(super) strings: Vec<String>,
    /// For each cell format, whether it shows a number as a date.
    pub(super) dates: Vec<bool>,
    pub(super) from_1904: bool,
}

/// Runs of rich text are put together; readings of Asian characters are left out.
pub(super) fn shared_strings(xml: &str) -> Result<Vec<String>, Message> {
    let mut found = Vec::new();
    let mut current = String::new();
    let (mut in_text, mut in_reading) = (false, false);
    walk(xml, &mut |piece| {
        match piece {
            Piece::Start(_, "si") => current.clear(),
            Piece::End("si") => {
                found.push(clean(&current));
                if found.len() > limits::CELLS {
                    return Err(message!("the workbook holds too many texts"));
                }
            }
            Piece::Start(_, "rPh") => in_reading = true,
            Piece::End("rPh") => in_reading = false,
            Piece::Start(_, "t") => in_text = !in_reading,
            Piece::End("t") => in_text = false,
            Piece::Text(text) if in_text => current.push_str(text),
            _ => {}
        }
        Ok(())
    })?;
    Ok(found)
}

pub(super) fn date_styles(xml: &str) -> Result<Vec<bool>, Message> {
    let mut custom = std::collections::HashMap::new();
    let mut found = Vec::new();
    let mut in_formats = false;
    walk(xml, &mut |piece| {
        match piece {
            Piece::Start(tag, "numFmt") => {
                if let (Some(id), Some(code)) =
                    (attribute(tag, "numFmtId"), attribute(tag, "formatCode"))
                {
                    custom.insert(id, shows_date(&code));
                }
            }
            Piece::Start(_, "cellXfs") => in_formats = true,
            Piece::End("cellXfs") => in_formats = false,
            Piece::Start(tag, "xf") if in_formats => {
                let id = attribute(tag, "numFmtId").unwrap_or_default();
                let built_in = built_in_date(id.parse().unwrap_or(0));
                found.push(custom.get(&id).copied().unwrap_or(built_in));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(found)
}
