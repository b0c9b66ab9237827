//! The XML of a part, piece by piece.

use quick_xml::Reader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};

use crate::xml::entity;

// One copy of the loop for all readers: code is bytes that a tablet has to load.
pub(super) type Visit<'v> = dyn FnMut(Piece<'_>) -> Result<(), String> + 'v;

/// Calls `visit` for every event; text comes with its entities resolved.
pub(super) fn walk(xml: &str, visit: &mut Visit<'_>) -> Result<(), String> {
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
