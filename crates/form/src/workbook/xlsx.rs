//! Office Open XML workbooks (ECMA-376, part 1, section 18): the cells, nothing of their looks.

mod cells;
mod looks;
mod parts;

use crate::diagnostic::Message;
use cells::read_cells;
use looks::{Looks, date_styles, shared_strings};
use parts::{Piece, attribute, walk};

use super::room::Room;
use super::zip::Archive;
use super::{Sheet, Workbook};
use crate::limits;

/// Reads the sheets that `wanted` asks for by their name in lower case; all of them if there is
/// only one.
pub(crate) fn read_xlsx(bytes: &[u8], wanted: fn(&str) -> bool) -> Result<Workbook, Message> {
    if bytes.len() > limits::FILE_BYTES {
        return Err(message!("the file is too large"));
    }
    let mut archive = Archive::open(bytes, limits::UNPACKED_BYTES)?;
    let book_path = book_path(&mut archive)?;
    let book = Book::read(&archive.text(&book_path)?)?;
    let folder = book_path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (file, rest) = (book_path.rsplit('/').next().unwrap_or(""), folder);
    let links = archive
        .find(&joined(rest, &format!("_rels/{file}.rels")))
        .ok_or_else(|| message!("the workbook has no list of its sheets"))?;
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
    let mut room = Room::default();
    let alone = book.sheets.len() == 1;
    for (name, id) in &book.sheets {
        if !alone && !wanted(&name.trim().to_ascii_lowercase()) {
            continue;
        }
        let Some(link) = links.iter().find(|link| &link.id == id) else {
            continue;
        };
        let Some(path) = archive.find(&joined(folder, &link.target)) else {
            return Err(message!("the sheet {} is missing from the file", name));
        };
        let cells = read_cells(&archive.text(&path)?, &looks, &mut room)
            .map_err(|message| message!("sheet {}: {}", name, message))?;
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

fn book_path(archive: &mut Archive<'_>) -> Result<String, Message> {
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
        .ok_or_else(|| message!("the file holds no workbook"))
}

struct Link {
    id: String,
    kind: String,
    target: String,
}

fn relations(xml: &str) -> Result<Vec<Link>, Message> {
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
    fn read(xml: &str) -> Result<Self, Message> {
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
