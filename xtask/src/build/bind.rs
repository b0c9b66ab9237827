//! The JavaScript side of the app's WebAssembly module, made by wasm-bindgen's own library.

use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

use super::short;
use super::split::Part;
use crate::failure::Failure;

/// The app's code as the browser takes it.
pub(crate) struct Code {
    /// The module, without names and producers: a fifth smaller, and the same on every machine.
    pub(crate) wasm: Vec<u8>,
    /// The script that loads the module and lends it the browser's functions.
    pub(crate) glue: String,
    /// Scripts that dependencies bring: the path by which the glue imports each, and its text.
    pub(crate) snippets: Vec<(String, String)>,
    /// Modules that the glue fetches later; it names each as `{{file}}`.
    pub(crate) parts: Vec<Part>,
}

/// All code of a version.
pub(crate) struct Program {
    /// What runs in the page.
    pub(crate) app: Code,
    /// What runs in the worker that derives keys.
    pub(crate) unlocker: Code,
}

/// Binds the module that the linker made.
pub(crate) fn bind(module: &Path) -> Result<Code, Failure> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(module)
        .typescript(false)
        .demangle(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        // Other parts of the app share its table of functions and its stack.
        .keep_lld_exports(true)
        // The boot script says where the module is: its name has a hash that is not known here.
        .omit_default_module_path(true);
    let output = bindgen.web(true).and_then(Bindgen::generate_output);
    let mut output = output.map_err(|error| Failure::new(format!("wasm-bindgen: {error:#}")))?;

    let inline = output.snippets().iter().flat_map(|(crate_id, scripts)| {
        scripts.iter().enumerate().map(move |(index, text)| {
            (
                format!("./snippets/{crate_id}/inline{index}.js"),
                text.clone(),
            )
        })
    });
    let modules = output.local_modules().iter();
    let modules = modules.map(|(path, text)| (format!("./snippets/{path}"), text.clone()));
    let mut snippets: Vec<_> = inline.chain(modules).collect();
    snippets.sort();
    let module = output.wasm_mut().emit_wasm();
    let (wasm, glue) = short::names(&module, output.js())?;
    Ok(Code {
        wasm,
        glue,
        snippets,
        parts: Vec::new(),
    })
}
