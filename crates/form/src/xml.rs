//! XML text to a [`Document`]. No document type, no entities but the five of XML itself.

use crate::diagnostic::Message;
use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::limits;
use crate::xpath::{Document, DocumentBuilder, Name};

/// Reads XML, keeping every node that XPath can see.
pub(crate) fn read_xml(text: &str) -> Result<Document, Message> {
    if text.len() > limits::FILE_BYTES {
        return Err(message!("the XML is too large"));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = with_plain_line_ends(text);
    let mut reader = Reader::from_str(&text);
    let mut builder = DocumentBuilder::new();
    // The namespace declarations of each open element.
    let mut scopes: Vec<Vec<(String, String)>> = Vec::new();
    let mut begun = false;
    loop {
        let event = reader.read_event().map_err(damaged)?;
        if scopes.is_empty() {
            match &event {
                Event::Start(_) | Event::Empty(_) if begun => {
                    return Err(message!("the XML has more than one root element"));
                }
                Event::Start(_) | Event::Empty(_) => begun = true,
                Event::Text(text) if text.trim_ascii().is_empty() => continue,
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                    return Err(message!("the XML has text outside of its root element"));
                }
                Event::Eof if begun => return Ok(builder.finish()),
                Event::Eof => return Err(message!("the XML has no element")),
                _ => {}
            }
        }
        match event {
            Event::Eof => return Err(message!("the XML ends too early")),
            // Declarations are where entities come from; a name alone says nothing.
            Event::DocType(text) if !text.contains(&b'[') => {}
            Event::DocType(_) => return Err(message!("a document type is not allowed")),
            Event::Decl(_) => {}
            Event::Start(tag) => {
                if scopes.len() >= limits::XML_DEPTH {
                    return Err(message!("the XML is nested too deeply"));
                }
                start(&mut builder, &mut scopes, &tag)?;
            }
            Event::Empty(tag) => {
                start(&mut builder, &mut scopes, &tag)?;
                scopes.pop();
                builder.end();
            }
            Event::End(_) => {
                scopes.pop();
                builder.end();
            }
            Event::Text(text) => {
                builder.text(&text.decode().map_err(damaged)?);
            }
            Event::GeneralRef(reference) => builder.text(&entity(&reference)?),
            Event::CData(text) => {
                builder.cdata(&text.decode().map_err(damaged)?);
            }
            Event::Comment(text) => {
                builder.comment(&text.decode().map_err(damaged)?);
            }
            Event::PI(text) => {
                let target = utf8(text.target())?;
                builder.instruction(target, utf8(text.content())?.trim_start());
            }
        }
    }
}

/// XML 1.0, section 2.11: however a line ends, it ends with a line feed.
fn with_plain_line_ends(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// What the XML reader says, in its own words.
pub(crate) fn damaged(error: impl std::fmt::Display) -> Message {
    message!("the XML is damaged: {}", error.to_string())
}

fn utf8(bytes: &[u8]) -> Result<&str, Message> {
    std::str::from_utf8(bytes).map_err(|_| message!("the XML is not UTF-8"))
}

/// `&amp;` and its like, `&#10;` and its like.
pub(crate) fn entity(reference: &BytesRef<'_>) -> Result<String, Message> {
    if let Some(c) = reference.resolve_char_ref().map_err(damaged)? {
        return Ok(c.to_string());
    }
    let name = reference.decode().map_err(damaged)?;
    let known = match &*name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return Err(message!("the entity \"{}\" is not known", name)),
    };
    Ok(known.to_owned())
}

fn start(
    builder: &mut DocumentBuilder,
    scopes: &mut Vec<Vec<(String, String)>>,
    tag: &BytesStart<'_>,
) -> Result<(), Message> {
    let mut declared = Vec::new();
    let mut attributes: Vec<(String, Cow<'_, str>)> = Vec::new();
    for attribute in tag.attributes() {
        if attributes.len() + declared.len() >= limits::XML_ATTRIBUTES {
            return Err(message!("an element of the XML has too many attributes"));
        }
        let attribute = attribute.map_err(damaged)?;
        let key = utf8(attribute.key.as_ref())?;
        let value = attribute.unescape_value().map_err(damaged)?;
        if key == "xmlns" {
            declared.push((String::new(), value.into_owned()));
        } else if let Some(prefix) = key.strip_prefix("xmlns:") {
            declared.push((prefix.to_owned(), value.into_owned()));
        } else {
            attributes.push((key.to_owned(), value));
        }
    }
    let long = |(_, uri): &(String, String)| uri.len() > limits::XML_NAMESPACE_BYTES;
    let in_scope: usize = scopes.iter().map(Vec::len).sum();
    if in_scope + declared.len() > limits::XML_ATTRIBUTES || declared.iter().any(long) {
        return Err(message!(
            "the XML declares too many namespaces, or too long ones"
        ));
    }
    scopes.push(declared);
    let tag_name = tag.name();
    builder.start(name(scopes, utf8(tag_name.as_ref())?, true));
    for (key, value) in &attributes {
        builder.attribute(name(scopes, key, false), value);
    }
    Ok(())
}

fn name<'a>(scopes: &'a [Vec<(String, String)>], text: &'a str, element: bool) -> Name<'a> {
    let (prefix, local) = text.split_once(':').unwrap_or(("", text));
    let declared = || {
        let all = scopes.iter().rev().flatten();
        all.clone()
            .find(|(known, _)| known == prefix)
            .map_or("", |(_, uri)| uri.as_str())
    };
    // An attribute without prefix is in no namespace.
    let namespace = if prefix.is_empty() && !element {
        ""
    } else {
        declared()
    };
    Name {
        prefix,
        local,
        namespace,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"cc\">]><a>&b;</a>";
        assert!(
            read_xml(bomb)
                .unwrap_err()
                .to_string()
                .contains("document type")
        );
        assert!(
            read_xml("<a>&b;</a>")
                .unwrap_err()
                .to_string()
                .contains("not known")
        );
        assert!(read_xml("<a><b></a>").is_err());
        assert!(read_xml("<a>").is_err());
        for text in ["", "<a/><b/>", "a", "<a/>a", "<a/>&amp;"] {
            assert!(read_xml(text).is_err(), "{text}");
        }
    }

    #[test]
    fn text_is_put_together() {
        let document = read_xml("<a>1&amp;2<![CDATA[<3>]]>&#52;<b c='d'/>5</a>").unwrap();
        assert_eq!(document.text(0), "1&2<3>45");
        let document = read_xml("\u{feff}<?xml version='1.0'?>\n<a>1\r\n2\r</a>\n").unwrap();
        assert_eq!(document.text(0), "1\n2\n");
    }

    #[test]
    fn depth_is_bounded() {
        assert!(
            read_xml(&"<a>".repeat(100_000))
                .unwrap_err()
                .to_string()
                .contains("deeply")
        );
    }
}
