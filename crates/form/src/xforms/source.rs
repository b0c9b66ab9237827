//! The XML of a form as a tree that borrows from the text: names keep the namespace that their
//! prefix stands for, elements know where they begin.

use crate::diagnostic::Message;
use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;

use crate::limits;
use crate::xml::{damaged, entity};

/// The namespaces that mean something in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// No namespace.
    None,
    XForms,
    XHtml,
    /// `jr:` (JavaRosa).
    JavaRosa,
    /// `odk:`.
    Odk,
    /// `orx:`, of the metadata.
    OpenRosa,
    /// Declarations of namespaces themselves.
    Declaration,
    Other,
}

impl Space {
    fn of(address: &str) -> Self {
        match address {
            "" => Self::None,
            "http://www.w3.org/2002/xforms" => Self::XForms,
            "http://www.w3.org/1999/xhtml" => Self::XHtml,
            "http://openrosa.org/javarosa" => Self::JavaRosa,
            "http://www.opendatakit.org/xforms" => Self::Odk,
            "http://openrosa.org/xforms" | "http://openrosa.org/xforms/" => Self::OpenRosa,
            _ => Self::Other,
        }
    }
}

/// An element, by its number in document order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At(u32);

const NONE: u32 = u32::MAX;

/// The document element.
pub(super) const ROOT: At = At(0);

#[derive(Debug)]
struct Entry<'a> {
    /// As written, with its prefix; empty for a piece of text.
    name: &'a str,
    local: &'a str,
    space: Space,
    first_attribute: u32,
    attributes: u32,
    first_child: u32,
    next: u32,
    offset: u32,
    text: Cow<'a, str>,
}

#[derive(Debug)]
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    pub(super) local: &'a str,
    pub(super) space: Space,
    pub(super) value: Cow<'a, str>,
}

/// Something within an element.
#[derive(Debug, Clone, Copy)]
pub(super) enum Inner<'t> {
    Element(At),
    Text(&'t str),
}

#[derive(Debug)]
pub(super) struct Xml<'a> {
    text: &'a str,
    entries: Vec<Entry<'a>>,
    attributes: Vec<Attribute<'a>>,
    /// Where each line begins.
    lines: Vec<u32>,
}

/// Why XML can't be read, and on which line.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub(super) line: u32,
    pub(super) message: Message,
}

/// An element that is still open, with its last child.
struct Open {
    index: u32,
    last: u32,
    /// How many declarations of namespaces stood before it.
    declared: usize,
}

pub(super) fn read(text: &str) -> Result<Xml<'_>, Unreadable> {
    let mut xml = Xml {
        text,
        entries: Vec::with_capacity(text.len() / 40),
        attributes: Vec::with_capacity(text.len() / 60),
        lines: Vec::new(),
    };
    xml.lines.push(0);
    let breaks = text.bytes().zip(1_u32..).filter(|(byte, _)| *byte == b'\n');
    xml.lines.extend(breaks.map(|(_, next)| next));
    let mut reader = Reader::from_str(text);
    let mut filling = Filling {
        xml: &mut xml,
        open: Vec::new(),
        spaces: Vec::new(),
    };
    loop {
        let from = position(&reader);
        let event = reader.read_event().map_err(damaged);
        let end = position(&reader);
        match event.and_then(|event| filling.take(event, from, end)) {
            Ok(true) => {}
            Ok(false) => return Ok(xml),
            Err(message) => {
                let line = xml.line_at(u32::try_from(from).unwrap_or(0));
                return Err(Unreadable { line, message });
            }
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

struct Filling<'x, 'a> {
    xml: &'x mut Xml<'a>,
    open: Vec<Open>,
    /// Prefix and what it stands for, innermost last.
    spaces: Vec<(&'a str, Space)>,
}

impl<'a> Filling<'_, 'a> {
    /// Takes in what stands from `from` to `end`; `false` at the end of the text.
    fn take(&mut self, event: Event<'a>, from: usize, end: usize) -> Result<bool, Message> {
        match event {
            Event::Eof if !self.open.is_empty() => return Err(message!("the XML ends too early")),
            Event::Eof if self.xml.entries.is_empty() => {
                return Err(message!("there is no XML in this file"));
            }
            Event::Eof => return Ok(false),
            Event::DocType(_) => return Err(message!("a document type is not allowed")),
            Event::Start(_) => self.start(from, end)?,
            Event::Empty(_) => {
                self.start(from, end)?;
                self.end();
            }
            Event::End(_) => self.end(),
            Event::Text(text) => {
                self.words(text.decode().map_err(damaged)?, from);
            }
            Event::CData(text) => {
                self.words(text.decode().map_err(damaged)?, from);
            }
            Event::GeneralRef(reference) => self.words(entity(&reference)?.into(), from),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
        }
        Ok(true)
    }

    fn start(&mut self, from: usize, end: usize) -> Result<(), Message> {
        if self.open.len() >= limits::XML_DEPTH {
            return Err(message!("the XML is nested too deeply"));
        }
        let tag = self.xml.text.get(from..end).unwrap_or_default();
        let tag = tag.trim_start_matches('<').trim_end_matches('>');
        let tag = tag.strip_suffix('/').unwrap_or(tag);
        let length = tag.find(|c: char| c.is_ascii_whitespace());
        let (name, rest) = tag.split_at(length.unwrap_or(tag.len()));
        let declared = self.spaces.len();
        let first_attribute = count(self.xml.attributes.len());
        for attribute in Attributes::new(rest, 0) {
            let attribute = attribute.map_err(damaged)?;
            let name = std::str::from_utf8(attribute.key.0).unwrap_or_default();
            let value = match attribute.value {
                Cow::Borrowed(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
                Cow::Owned(_) => return Err(message!("this attribute can't be read")),
            };
            let value = quick_xml::escape::unescape(value).map_err(damaged)?;
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => Some(""),
                Some(rest) => rest.strip_prefix(':'),
                None => None,
            };
            if let Some(prefix) = prefix {
                self.spaces.push((prefix, Space::of(&value)));
            }
            self.xml.attributes.push(Attribute {
                name,
                local: after_colon(name),
                space: prefix.map_or(Space::None, |_| Space::Declaration),
                value,
            });
        }
        let attributes = count(self.xml.attributes.len()) - first_attribute;
        let (xml, spaces) = (&mut *self.xml, &self.spaces);
        for attribute in &mut xml.attributes[first_attribute as usize..] {
            // An attribute without a prefix is in no namespace.
            if attribute.space == Space::None && attribute.name.contains(':') {
                attribute.space = meaning(spaces, attribute.name);
            }
        }
        let entry = Entry {
            name,
            local: after_colon(name),
            space: meaning(spaces, name),
            first_attribute,
            attributes,
            first_child: NONE,
            next: NONE,
            offset: count(from),
            text: Cow::Borrowed(""),
        };
        let index = self.add(entry);
        self.open.push(Open {
            index,
            last: NONE,
            declared,
        });
        Ok(())
    }

    fn end(&mut self) {
        if let Some(open) = self.open.pop() {
            self.spaces.truncate(open.declared);
        }
    }

    fn words(&mut self, text: Cow<'a, str>, from: usize) {
        if self.open.is_empty() || text.is_empty() {
            return;
        }
        self.add(Entry {
            name: "",
            local: "",
            space: Space::None,
            first_attribute: 0,
            attributes: 0,
            first_child: NONE,
            next: NONE,
            offset: count(from),
            text,
        });
    }

    fn add(&mut self, entry: Entry<'a>) -> u32 {
        let index = count(self.xml.entries.len());
        if let Some(open) = self.open.last_mut() {
            let last = std::mem::replace(&mut open.last, index);
            let (entries, parent) = (&mut self.xml.entries, open.index as usize);
            match entries.get_mut(last as usize) {
                Some(previous) => previous.next = index,
                None => entries[parent].first_child = index,
            }
        }
        self.xml.entries.push(entry);
        index
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NONE)
}

fn after_colon(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

fn meaning(spaces: &[(&str, Space)], name: &str) -> Space {
    let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
    let mut declared = spaces.iter().rev();
    let found = declared.find(|(known, _)| *known == prefix);
    // A prefix that nothing declares is taken for what it usually stands for.
    found.map_or_else(|| usual(prefix), |(_, space)| *space)
}

fn usual(prefix: &str) -> Space {
    match prefix {
        "" => Space::None,
        "h" => Space::XHtml,
        "jr" => Space::JavaRosa,
        "odk" => Space::Odk,
        "orx" => Space::OpenRosa,
        "xf" => Space::XForms,
        _ => Space::Other,
    }
}

impl<'a> Xml<'a> {
    fn entry(&self, at: At) -> &Entry<'a> {
        &self.entries[at.0 as usize]
    }

    /// The name as written, with its prefix.
    pub(super) fn name(&self, at: At) -> &'a str {
        self.entry(at).name
    }

    pub(super) fn local(&self, at: At) -> &'a str {
        self.entry(at).local
    }

    /// Whether this is an element of XForms with that name. Forms that forget the namespace are
    /// read all the same.
    pub(super) fn is(&self, at: At, local: &str) -> bool {
        let entry = self.entry(at);
        entry.local == local && entry.space != Space::Odk
    }

    pub(super) fn attributes(&self, at: At) -> &[Attribute<'a>] {
        let entry = self.entry(at);
        let from = entry.first_attribute as usize;
        &self.attributes[from..from + entry.attributes as usize]
    }

    /// The value of an attribute without a namespace.
    pub(super) fn attribute(&self, at: At, local: &str) -> Option<&str> {
        self.attribute_in(at, Space::None, local)
    }

    pub(super) fn attribute_in(&self, at: At, space: Space, local: &str) -> Option<&str> {
        let mut all = self.attributes(at).iter();
        let found = all.find(|known| known.local == local && known.space == space);
        found.map(|attribute| &*attribute.value)
    }

    pub(super) fn inner(&self, at: At) -> impl Iterator<Item = Inner<'_>> {
        let mut next = self.entry(at).first_child;
        std::iter::from_fn(move || {
            let entry = self.entries.get(next as usize)?;
            let found = if entry.name.is_empty() {
                Inner::Text(&entry.text)
            } else {
                Inner::Element(At(next))
            };
            next = entry.next;
            Some(found)
        })
    }

    pub(super) fn children(&self, at: At) -> impl Iterator<Item = At> + '_ {
        self.inner(at).filter_map(|inner| match inner {
            Inner::Element(child) => Some(child),
            Inner::Text(_) => None,
        })
    }

    pub(super) fn child(&self, at: At, local: &str) -> Option<At> {
        self.children(at).find(|child| self.is(*child, local))
    }

    /// The text directly within an element, without the space around it.
    pub(super) fn text(&self, at: At) -> Cow<'_, str> {
        let mut pieces = self.inner(at).filter_map(|inner| match inner {
            Inner::Text(text) => Some(text),
            Inner::Element(_) => None,
        });
        let first = pieces.next().unwrap_or_default();
        match pieces.next() {
            None => Cow::Borrowed(first.trim()),
            Some(second) => {
                let mut all = format!("{first}{second}");
                all.extend(pieces);
                Cow::Owned(all.trim().to_owned())
            }
        }
    }

    /// The line on which an element begins, from 1.
    pub(super) fn line(&self, at: At) -> u32 {
        self.line_at(self.entry(at).offset)
    }

    fn line_at(&self, offset: u32) -> u32 {
        count(self.lines.partition_point(|line| *line <= offset))
    }
}
