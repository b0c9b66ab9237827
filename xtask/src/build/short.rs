//! Short names for the functions that a module imports from its glue.
//!
//! wasm-bindgen ends each name with sixteen random-looking digits, so that crates which it has not
//! seen together never meet. In one app they only take room: 10 KB of brotli in module and glue.

use std::collections::BTreeMap;

use crate::failure::Failure;
use crate::wasm;

/// How many digits a name ends with.
const DIGITS: usize = 16;

/// The module and the glue with short names for the same functions.
pub(super) fn names(module: &[u8], glue: &str) -> Result<(Vec<u8>, String), Failure> {
    let mut short: BTreeMap<String, String> = BTreeMap::new();
    for word in words(glue).filter(|word| is_long(word)) {
        let next = format!("i{}", short.len());
        short.entry(word.to_owned()).or_insert(next);
    }
    let mut renamed = String::with_capacity(glue.len());
    let mut rest = glue;
    for word in words(glue) {
        let (before, after) = rest.split_once(word).unwrap_or((rest, ""));
        renamed.push_str(before);
        renamed.push_str(short.get(word).map_or(word, String::as_str));
        rest = after;
    }
    renamed.push_str(rest);
    let module = wasm::with_imports_renamed(module, |name| {
        short.get(name).map_or(name, String::as_str).to_owned()
    });
    let module = module.ok_or_else(|| Failure::new("the bound module can't be read"))?;
    Ok((module, renamed))
}

/// The names in a script, and its other words, as they come.
fn words(script: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    script
        .split(move |c| !is_part(c))
        .filter(|word| !word.is_empty())
}

fn is_long(word: &str) -> bool {
    let ending = word.rsplit_once('_').map_or("", |(_, ending)| ending);
    word.starts_with("__wb")
        && ending.len() == DIGITS
        && ending.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn module_and_glue_go_on_meaning_the_same_function() {
        let long = "__wbg_get_0123456789abcdef";
        let import = format!("\x01\x02js\x1a{long}\0\0");
        let length = char::from(u8::try_from(import.len()).unwrap());
        let module = format!("\0asm\x01\0\0\0\x02{length}{import}\x0a\x01\0");
        let glue = format!("{{ {long}: get, __wbg_free: free }} // __wbg_get");
        let (module, glue) = names(module.as_bytes(), &glue).unwrap();
        assert_eq!(glue, "{ i0: get, __wbg_free: free } // __wbg_get");
        assert_eq!(
            module,
            b"\0asm\x01\0\0\0\x02\x09\x01\x02js\x02i0\0\0\x0a\x01\0"
        );
    }

    #[test]
    fn what_is_no_module_fails_the_build() {
        assert!(names(b"\0asm\x01\0\0\0\x02\x09\x01", "").is_err());
    }
}
