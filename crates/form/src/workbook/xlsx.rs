//! Office Open XML workbooks (ECMA-376, part 1, section 18): the cells, nothing of their looks.

use quick_xml::Reader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};

use super::cell::{clean, date, number};
use super::zip::Archive;
use super::{Placed, Sheet, Workbook};
use crate::limits;
use crate::xml::entity;

/// Reads the sheets that `wanted` asks for by their name in lower case.
pub(crate) fn read_xlsx(bytes: &[u8], wanted: fn(&str) -> bool) -> Result<Workbook, String> {
    if bytes.len() > limits::FILE_BYTES {
        return Err("the file is too large".to_owned());
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err("this is an old .xls or a protected workbook; save it as .xlsx".to_owned());
    }
    let mut archive = Archive::open(bytes, limits::UNPACKED_BYTES)?;
    let book_path = book_path(&mut archive)?;
    let book = Book::read(&archive.text(&book_path)?)?;
    let folder = book_path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (file, rest) = (book_path.rsplit('/').next().unwrap_or(""), folder);
    let links = archive
        .find(&joined(rest, &format!("_rels/{file}.rels")))
        .ok_or("the workbook has no list of its sheets")?;
    let links = relations(&archive.text(&links)?)?;
    let target = |kind: &str| {
        let link = links.iter().find(|link| link.kind.ends_with(kind))?;
        Some(joined(folder, &link.target))
    };
    let strings = match target("/sharedStrings").and_then(|path| archive.find(&path)) {
        Some(path) => shared_strings(&archive.text(&path)?)?,
        None => Vec::new(),
    };
    let dates = match target("/styles").and_then(|path| archive.find(&path)) {
        Some(path) => date_styles(&archive.text(&path)?)?,
        None => Vec::new(),
    };
    let looks = Looks {
        strings,
        dates,
        from_1904: book.from_1904,
    };
    let mut found = Workbook::default();
    let mut room = Room {
        cells: limits::CELLS,
        bytes: limits::UNPACKED_BYTES,
    };
    for (name, id) in &book.sheets {
        if !wanted(&name.trim().to_ascii_lowercase()) {
            continue;
        }
        let Some(link) = links.iter().find(|link| &link.id == id) else {
            continue;
        };
        let Some(path) = archive.find(&joined(folder, &link.target)) else {
            return Err(format!("the sheet {name} is missing from the file"));
        };
        let cells = read_sheet(&archive.text(&path)?, &looks, &mut room)
            .map_err(|message| format!("sheet {name}: {message}"))?;
        found.sheets.push(Sheet::of(name, cells));
    }
    Ok(found)
}

/// A link target: relative to the folder of the part that links, or absolute.
fn joined(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn book_path(archive: &mut Archive<'_>) -> Result<String, String> {
    if let Some(path) = archive.find("_rels/.rels") {
        let links = relations(&archive.text(&path)?)?;
        let main = links
            .iter()
            .find(|link| link.kind.ends_with("/officeDocument"));
        if let Some(path) = main.and_then(|link| archive.find(&joined("", &link.target))) {
            return Ok(path);
        }
    }
    archive
        .find("xl/workbook.xml")
        .ok_or_else(|| "the file holds no workbook".to_owned())
}

// One copy of the loop for all readers: code is bytes that a tablet has to load.
type Visit<'v> = dyn FnMut(Piece<'_>) -> Result<(), String> + 'v;

/// Calls `visit` for every event; text comes with its entities resolved.
fn walk(xml: &str, visit: &mut Visit<'_>) -> Result<(), String> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader
            .read_event()
            .map_err(|error| format!("the workbook is damaged: {error}"))?
        {
            Event::Eof => return Ok(()),
            Event::DocType(_) => return Err("the workbook holds a document type".to_owned()),
            Event::Start(tag) => visit(Piece::Start(&tag, local(tag.local_name().as_ref())))?,
            Event::Empty(tag) => {
                let name = tag.local_name();
                visit(Piece::Start(&tag, local(name.as_ref())))?;
                visit(Piece::End(local(name.as_ref())))?;
            }
            Event::End(tag) => visit(Piece::End(local(tag.local_name().as_ref())))?,
            Event::Text(text) => {
                visit(Piece::Text(
                    &text.decode().map_err(|error| error.to_string())?,
                ))?;
            }
            Event::CData(text) => {
                visit(Piece::Text(
                    &text.decode().map_err(|error| error.to_string())?,
                ))?;
            }
            Event::GeneralRef(reference) => visit(Piece::Text(&entity(&reference)?))?,
            _ => {}
        }
    }
}

enum Piece<'a> {
    Start(&'a BytesStart<'a>, &'a str),
    End(&'a str),
    Text(&'a str),
}

fn local(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or("")
}

/// An attribute by its name without prefix.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes();
    all.with_checks(false);
    let named = |attribute: &Attribute<'_>| attribute.key.local_name().as_ref() == name.as_bytes();
    let found = all.flatten().find(named)?;
    found
        .unescape_value()
        .ok()
        .map(std::borrow::Cow::into_owned)
}

struct Link {
    id: String,
    kind: String,
    target: String,
}

fn relations(xml: &str) -> Result<Vec<Link>, String> {
    let mut found = Vec::new();
    walk(xml, &mut |piece| {
        if let Piece::Start(tag, "Relationship") = piece
            && let (Some(id), Some(kind), Some(target)) = (
                attribute(tag, "Id"),
                attribute(tag, "Type"),
                attribute(tag, "Target"),
            )
        {
            found.push(Link { id, kind, target });
        }
        Ok(())
    })?;
    Ok(found)
}

struct Book {
    /// Name and relation id.
    sheets: Vec<(String, String)>,
    from_1904: bool,
}

impl Book {
    fn read(xml: &str) -> Result<Self, String> {
        let mut book = Self {
            sheets: Vec::new(),
            from_1904: false,
        };
        walk(xml, &mut |piece| {
            match piece {
                Piece::Start(tag, "sheet") => {
                    if let (Some(name), Some(id)) = (attribute(tag, "name"), attribute(tag, "id")) {
                        book.sheets.push((name, id));
                    }
                }
                Piece::Start(tag, "workbookPr") => {
                    let value = attribute(tag, "date1904");
                    book.from_1904 = matches!(value.as_deref(), Some("1" | "true"));
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(book)
    }
}

struct Looks {
    strings: Vec<String>,
    /// For each cell format, whether it shows a number as a date.
    dates: Vec<bool>,
    from_1904: bool,
}

/// Runs of rich text are put together; readings of Asian characters are left out.
fn shared_strings(xml: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut current = String::new();
    let (mut in_text, mut in_reading) = (false, false);
    walk(xml, &mut |piece| {
        match piece {
            Piece::Start(_, "si") => current.clear(),
            Piece::End("si") => {
                found.push(clean(&current));
                if found.len() > limits::CELLS {
                    return Err("the workbook holds too many texts".to_owned());
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

fn date_styles(xml: &str) -> Result<Vec<bool>, String> {
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
                let built_in = matches!(id.parse().unwrap_or(0_u32), 14..=22 | 45..=47);
                found.push(custom.get(&id).copied().unwrap_or(built_in));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(found)
}

/// Whether a number format has letters for parts of a date outside quotes and brackets.
fn shows_date(code: &str) -> bool {
    let mut closer = None;
    let mut rest = code.chars();
    while let Some(c) = rest.next() {
        match (closer, c) {
            (Some(end), c) if c == end => closer = None,
            (None, '"') => closer = Some('"'),
            (None, '[') => closer = Some(']'),
            (None, '\\' | '_' | '*') => drop(rest.next()),
            (None, 'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S') => return true,
            _ => {}
        }
    }
    false
}

#[derive(Default)]
struct Cell {
    row: u32,
    column: u32,
    kind: String,
    date: bool,
    text: String,
}

/// What may still be stored: one long shared text can stand in millions of cells.
struct Room {
    cells: usize,
    bytes: usize,
}

impl Room {
    fn take(&mut self, bytes: usize) -> Option<()> {
        self.cells = self.cells.checked_sub(1)?;
        self.bytes = self.bytes.checked_sub(bytes)?;
        Some(())
    }
}

fn read_sheet(xml: &str, looks: &Looks, room: &mut Room) -> Result<Vec<Placed>, String> {
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

fn stored(cell: &Cell, looks: &Looks, room: &mut Room) -> Result<Option<Placed>, String> {
    if cell.text.is_empty() || cell.column as usize >= limits::SHEET_COLUMNS {
        return Ok(None);
    }
    let text = match cell.kind.as_str() {
        "s" => {
            let index: usize = cell.text.trim().parse().map_err(|_| "a cell is damaged")?;
            clean(
                looks
                    .strings
                    .get(index)
                    .ok_or("a cell points to a text that is not there")?,
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
        return Err(format!("row {} has a text that is too long", cell.row + 1));
    }
    room.take(text.len()).ok_or("there are too many cells")?;
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
