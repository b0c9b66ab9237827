//! Reads the binary format of WebAssembly (core specification, section 5.5) as far as it is needed.

const HEADER: usize = 8;
/// The id of sections that do not count for what the module does.
pub(crate) const CUSTOM: u8 = 0;
/// The id of the section of imports.
const IMPORTS: u8 = 2;

/// The module without names and other notes for tools. `None` if it is none.
pub(crate) fn without_custom_sections(module: &[u8]) -> Option<Vec<u8>> {
    let (header, body) = module.split_at_checked(HEADER)?;
    let mut kept = header.to_vec();
    let mut rest = Reader(body);
    loop {
        let before = rest.0;
        let Some(id) = rest.byte() else {
            return Some(kept);
        };
        rest.block()?;
        if id != CUSTOM {
            kept.extend(before.get(..before.len() - rest.0.len())?);
        }
    }
}

/// The module with other names for what it imports. `None` if it can't be read.
pub(crate) fn with_imports_renamed(
    module: &[u8],
    rename: impl Fn(&str) -> String,
) -> Option<Vec<u8>> {
    let mut renamed = module.get(..HEADER)?.to_vec();
    for (id, content) in sections(module)? {
        renamed.push(id);
        match id {
            IMPORTS => push_block(&mut renamed, &renamed_imports(content, &rename)?),
            _ => push_block(&mut renamed, content.0),
        }
    }
    Some(renamed)
}

fn renamed_imports(mut section: Reader<'_>, rename: impl Fn(&str) -> String) -> Option<Vec<u8>> {
    let mut renamed = Vec::with_capacity(section.0.len());
    let count = section.number()?;
    push_number(&mut renamed, count);
    for _ in 0..count {
        push_block(&mut renamed, section.block()?.0);
        let name = std::str::from_utf8(section.block()?.0).ok()?;
        push_block(&mut renamed, rename(name).as_bytes());
        let before = section.0;
        section.import_type()?;
        renamed.extend(before.get(..before.len() - section.0.len())?);
    }
    Some(renamed)
}

fn push_block(bytes: &mut Vec<u8>, block: &[u8]) {
    push_number(bytes, block.len());
    bytes.extend(block);
}

/// An unsigned number in LEB128 (section 5.2.2).
fn push_number(bytes: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

/// The sections of a module: their ids and contents.
pub(crate) fn sections(module: &[u8]) -> Option<Vec<(u8, Reader<'_>)>> {
    let mut rest = Reader(module.get(HEADER..)?);
    let mut sections = Vec::new();
    while let Some(id) = rest.byte() {
        sections.push((id, rest.block()?));
    }
    Some(sections)
}

/// Reads from the front. `None` where the bytes end too early.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    /// An unsigned number in LEB128 (section 5.2.2).
    pub(crate) fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// Bytes with their count in front.
    pub(crate) fn block(&mut self) -> Option<Reader<'a>> {
        let length = self.number()?;
        let (block, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(Reader(block))
    }

    /// What kind of thing is imported (section 5.5.5).
    fn import_type(&mut self) -> Option<()> {
        match self.byte()? {
            0 => drop(self.number()?),
            1 => {
                self.byte()?;
                self.limits()?;
            }
            2 => self.limits()?,
            3 => {
                self.byte()?;
                self.byte()?;
            }
            _ => {
                self.byte()?;
                self.number()?;
            }
        }
        Some(())
    }

    pub(crate) fn limits(&mut self) -> Option<()> {
        let has_maximum = self.byte()? & 1 == 1;
        self.number()?;
        if has_maximum {
            self.number()?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_for_tools_go_and_all_else_stays() {
        let module = b"\0asm\x01\0\0\0\x00\x05\x04name\x05\x03\x01\0\x01\x00\x02\x01x";
        assert_eq!(
            without_custom_sections(module).unwrap(),
            b"\0asm\x01\0\0\0\x05\x03\x01\0\x01"
        );
        assert_eq!(
            without_custom_sections(b"\0asm\x01\0\0\0\x05\x09\x01"),
            None
        );
    }
}
