//! Cuts the linker's module into the part that a first visit fetches and those that come later.
//!
//! What is reached only through a function that is marked as a cut goes, with its constants, to a
//! module of its own; what several of these need goes to one that is fetched with each of them. All
//! share one memory and one table of functions, which the first part owns.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use wasm_split_cli_support::{Options, transform};

use super::bind::{self, Code};
use crate::failure::Failure;
use crate::wasm;

/// How the first part names the script that fetches the others.
const LINK: &str = "./parts.js";
/// How that script names the glue, which in the end it is a piece of.
const GLUE: &str = "./doorstep.js";
const OWN_IMPORT: &str = "import { initSync } from \"./doorstep.js\";";
const EXPORT: &str = "export const ";
const LOADER: &str = "__wasm_split_load_";

/// A module that is fetched later: the name of its file, and its bytes.
pub(crate) type Part = (String, Vec<u8>);

/// The module, cut.
pub(crate) struct Cut {
    /// The first part, to be bound to JavaScript.
    first: PathBuf,
    others: Vec<Part>,
    /// Fetches the others.
    script: String,
}

/// Cuts the module that the linker made, which must have been told to keep its relocations.
pub(crate) fn split(module: &Path) -> Result<Cut, Failure> {
    let failed = |error| Failure::io("cutting the module", &error);
    let folder = module.with_extension("parts");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(failed)?;
    }
    let whole = fs::read(module).map_err(failed)?;
    let first = folder.join("doorstep.wasm");
    let mut options = Options::new(&whole);
    options.output_dir = &folder;
    options.main_out_path = &first;
    options.link_name = LINK;
    options.main_module = GLUE;
    let made = transform(options);
    let made = made.map_err(|error| Failure::new(format!("cutting the module: {error:#}")))?;

    let names = names(&made.prefetch_map);
    let mut script = fs::read_to_string(folder.join(LINK)).map_err(failed)?;
    let mut others = Vec::new();
    for (file, name) in names {
        let bytes = fs::read(folder.join(format!("{file}.wasm"))).map_err(failed)?;
        let bytes = wasm::without_custom_sections(&bytes)
            .ok_or_else(|| Failure::new(format!("{file}.wasm: not a module")))?;
        script = put(
            &script,
            &format!("\"./{file}.wasm\""),
            &format!("\"{{{{{name}}}}}\""),
        )?;
        others.push((name, bytes));
    }
    Ok(Cut {
        first,
        others,
        script: as_expression(&script)?,
    })
}

/// What each file is called: after the part, or after all parts that need it.
fn names(fetched: &HashMap<String, Vec<String>>) -> BTreeMap<String, String> {
    let mut needed_by: BTreeMap<&String, BTreeSet<&str>> = BTreeMap::new();
    for (part, files) in fetched {
        for file in files {
            needed_by.entry(file).or_default().insert(part);
        }
    }
    let name = |parts: BTreeSet<&str>| parts.into_iter().collect::<Vec<_>>().join("-");
    let names = needed_by.into_iter().map(|(file, parts)| {
        // With one part only, what it shares is no file of its own.
        (file.clone(), format!("{}.wasm", name(parts)))
    });
    names.collect()
}

/// The script without its import and exports: an expression that the glue can hold.
fn as_expression(script: &str) -> Result<String, Failure> {
    let script = put(script, OWN_IMPORT, "")?.replace(EXPORT, "const ");
    let loaders: Vec<_> = script
        .split("const ")
        .filter_map(|rest| rest.split_once(" = "))
        .map(|(name, _)| name)
        .filter(|name| name.starts_with(LOADER))
        .collect();
    if loaders.is_empty() {
        return Err(Failure::new("the script of the parts fetches none"));
    }
    Ok(format!(
        "(() => {{{script}return {{ {} }};\n}})()",
        loaders.join(", ")
    ))
}

/// Replaces what must be there.
fn put(text: &str, old: &str, new: &str) -> Result<String, Failure> {
    if text.contains(old) {
        return Ok(text.replace(old, new));
    }
    Err(
        Failure::new(format!("the script of the parts has no `{old}`"))
            .remedy("look at what the new version of wasm_split_cli_support writes"),
    )
}

impl Cut {
    /// The code as the browser takes it: the first part bound to JavaScript, the others beside it,
    /// and the script that fetches them as a piece of the glue.
    pub(crate) fn bind(self) -> Result<Code, Failure> {
        let mut code = bind::bind(&self.first)?;
        code.glue = one_script(&code.glue, &self.script)?;
        code.parts = self.others;
        Ok(code)
    }
}

/// The glue with the script in the place of its imports of it.
fn one_script(glue: &str, script: &str) -> Result<String, Failure> {
    let ending = format!(" from \"{LINK}\"");
    let mut lines = vec![format!("const parts = {script};")];
    let mut imports = 0;
    for line in glue.lines() {
        let name = line
            .strip_prefix("import * as ")
            .and_then(|rest| rest.trim_end_matches(';').strip_suffix(&ending));
        match name {
            Some(name) => {
                lines.push(format!("const {name} = parts;"));
                imports += 1;
            }
            None => lines.push(line.to_owned()),
        }
    }
    if imports == 0 {
        return Err(Failure::new(
            "the glue does not import the script of the parts",
        ));
    }
    Ok(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_after_the_parts_that_need_it() {
        let part = |name: &str, files: &[&str]| {
            let files = files.iter().map(|&file| file.to_owned()).collect();
            (name.to_owned(), files)
        };
        let fetched = HashMap::from([
            part("office", &["chunk_4", "split_office"]),
            part("survey", &["chunk_4", "split_survey"]),
        ]);
        let names: Vec<_> = names(&fetched).into_values().collect();
        assert_eq!(names, ["office-survey.wasm", "office.wasm", "survey.wasm"]);
    }

    #[test]
    fn the_script_becomes_a_piece_of_the_glue() {
        let script = "import { initSync } from \"./doorstep.js\";\n\
            export const __wasm_split_load_survey = load(fetch(\"{{survey.wasm}}\"));\n";
        let glue = "import * as import1 from \"./parts.js\"\nlet wasm;\n";
        let joined = one_script(glue, &as_expression(script).unwrap()).unwrap();
        assert_eq!(
            joined,
            "const parts = (() => {\n\
             const __wasm_split_load_survey = load(fetch(\"{{survey.wasm}}\"));\n\
             return { __wasm_split_load_survey };\n\
             })();\n\
             const import1 = parts;\n\
             let wasm;"
        );
    }

    #[test]
    fn what_is_not_as_expected_fails_the_build() {
        assert!(as_expression("export const other = 1;").is_err());
        assert!(one_script("let wasm;", "0").is_err());
    }
}
