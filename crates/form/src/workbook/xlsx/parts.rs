//! The XML of a part, piece by piece.

use crate::diagnostic::Message;
use quick_xml::Reader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};

use crate::xml::{damaged, entity};

// One copy of the loop for all readers: code is bytes that a tablet has to load.
pub(super) type Visit<'v> = dyn FnMut(Piece<'_>) -> Result<(), Message> + 'v;

/// Calls `visit` for every event; text comes with its entities resolved.
pub(super) fn walk(xml: &str, visit: &mut Visit<'_>) -> Result<(), Message> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader
            .read_event()
            .map_err(|error| message!("the workbook is damaged: {}", error.to_string()))?
        {
            Event::Eof => return Ok(()),
            Event::DocType(_) => return Err(message!("the workbook holds a document type")),
            Event::Start(tag) => visit(Piece::Start(&tag, local(tag.local_name().as_ref())))?,
            Event::Empty(tag) => {
                let name = tag.local_name();
                visit(Piece::Start(&tag, local(name.as_ref())))?;
                visit(Piece::End(local(name.as_ref())))?;
            }
            Event::End(tag) => visit(Piece::End(local(tag.local_name().as_ref())))?,
            Event::Text(text) => {
                visit(Piece::Text(&text.decode().map_err(damaged)?))?;
            }
            Event::CData(text) => {
                visit(Piece::Text(&text.decode().map_err(damaged)?))?;
            }
            Event::GeneralRef(reference) => visit(Piece::Text(&entity(&reference)?))?,
            _ => {}
        }
    }
}

pub(super) enum Piece<'a> {
    Start(&'a BytesStart<'a>, &'a str),
    End(&'a str),
    Text(&'a str),
}

fn local(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or("")
}

/// An attribute by its name without prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes();
    all.with_checks(false);
    let named = |attribute: &Attribute<'_>| attribute.key.local_name().as_ref() == name.as_bytes();
    let found = all.flatten().find(named)?;
    found
        .unescape_value()
        .ok()
        .map(std::borrow::Cow::into_owned)
}
