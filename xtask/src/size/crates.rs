//! Which crate the code of the app comes from.
//!
//! The linker's module still names its functions; the shipped one does not. So this walks the
//! former (WebAssembly core specification, section 5.5): function bodies from the code section,
//! their names from the name section, the crate from the name.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::wasm::{self, CUSTOM, Reader};

const IMPORT: u8 = 2;
const CODE: u8 = 10;
/// The part of the name section that names functions.
const FUNCTION_NAMES: u8 = 1;

/// The largest crates by the bytes of their functions, as lines of a table. A function that was
/// inlined counts where it ended up.
pub(super) fn table(module: &[u8], rows: usize) -> String {
    let sizes = sizes(module).unwrap_or_default();
    let total: usize = sizes.values().sum();
    let mut sorted: Vec<_> = sizes.into_iter().collect();
    sorted.sort_by_key(|(name, size)| (std::cmp::Reverse(*size), name.clone()));
    let mut lines = format!("{total:>9}  code before compression, by crate:\n");
    for (name, size) in sorted.into_iter().take(rows) {
        let tenths = size * 1000 / total.max(1);
        // Writing to a string cannot fail.
        let _ = writeln!(
            lines,
            "{size:>9}  {:>2}.{} % {name}",
            tenths / 10,
            tenths % 10
        );
    }
    lines
}

fn sizes(module: &[u8]) -> Option<BTreeMap<String, usize>> {
    let (mut imported, mut bodies, mut names) = (0, Vec::new(), BTreeMap::new());
    for (id, mut section) in wasm::sections(module)? {
        match id {
            IMPORT => imported = imported_functions(&mut section)?,
            CODE => {
                let count = section.number()?;
                bodies = (0..count)
                    .map_while(|_| Some(section.block()?.0.len()))
                    .collect();
            }
            CUSTOM if section.block()?.0 == b"name" => names = function_names(section)?,
            _ => {}
        }
    }
    let mut sizes = BTreeMap::new();
    for (index, size) in bodies.into_iter().enumerate() {
        let name = names.get(&(index + imported)).map_or("", String::as_str);
        *sizes.entry(crate_of(name)).or_insert(0) += size;
    }
    Some(sizes)
}

/// Imported functions come first in the numbering.
fn imported_functions(section: &mut Reader<'_>) -> Option<usize> {
    let mut functions = 0;
    for _ in 0..section.number()? {
        section.block()?;
        section.block()?;
        match section.byte()? {
            0 => {
                section.number()?;
                functions += 1;
            }
            1 => {
                section.byte()?;
                section.limits()?;
            }
            2 => section.limits()?,
            _ => {
                section.byte()?;
                section.byte()?;
            }
        }
    }
    Some(functions)
}

fn function_names(mut section: Reader<'_>) -> Option<BTreeMap<usize, String>> {
    let mut names = BTreeMap::new();
    while let Some(part) = section.byte() {
        let mut entries = section.block()?;
        if part == FUNCTION_NAMES {
            for _ in 0..entries.number()? {
                let index = entries.number()?;
                let name = String::from_utf8_lossy(entries.block()?.0).into_owned();
                names.insert(index, name);
            }
        }
    }
    Some(names)
}

/// The first path in a name: `<&mut alloc::vec::Vec<T> as core::fmt::Write>::write_str` → `alloc`,
/// `<(A, B) as tachys::view::Render>::build` → `tachys`.
fn crate_of(name: &str) -> String {
    let plain = format!("{:#}", rustc_demangle::demangle(name));
    let before = plain.split_once("::").map_or("", |(before, _)| before);
    let start = before
        .rfind(|c: char| !c.is_alphanumeric() && c != '_')
        .map_or(0, |last| last + 1);
    match before.get(start..) {
        Some(found) if !found.is_empty() => found.to_owned(),
        _ => "(other)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_crate_in_a_name() {
        for (name, expected) in [
            ("_ZN4core3fmt5write17h0123456789abcdefE", "core"),
            (
                "<&mut alloc::vec::Vec<T> as core::fmt::Write>::write_str",
                "alloc",
            ),
            ("<dyn form::Node as core::any::Any>::type_id", "form"),
            ("<(A, B) as tachys::view::Render>::build", "tachys"),
            ("memcpy", "(other)"),
            ("", "(other)"),
        ] {
            assert_eq!(crate_of(name), expected, "{name}");
        }
    }

    /// A module with one import and two functions, of 2 and 3 bytes.
    #[test]
    fn adds_up_the_bodies_by_crate() {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend([2, 7, 1, 1, b'a', 1, b'b', 0, 0]); // imports: function a.b
        module.extend([10, 8, 2, 2, 0, 0x0b, 3, 0, 1, 0x0b]); // code: two bodies
        let names = b"\x02\x01\x07core::x\x02\x07form::y";
        module.extend([0, 5 + 2 + 19, 4]);
        module.extend(b"name");
        module.extend([1, 19]);
        module.extend(names);
        let sizes = sizes(&module).unwrap();
        assert_eq!(
            sizes,
            BTreeMap::from([("core".into(), 2), ("form".into(), 3)])
        );
        assert!(
            table(&module, 1).contains("60.0 % form"),
            "{}",
            table(&module, 1)
        );
    }
}
