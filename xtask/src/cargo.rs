//! Runs cargo, with its own progress visible, and learns from its messages where the result lies.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::failure::Failure;
use crate::{project, toolchain};

/// The cargo that runs this xtask, in the root of the repository.
pub(crate) fn command() -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(project::root());
    // Set by `cargo run` for xtask's own package; the build must not see another package's values.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// Builds one package and returns the file that it makes: the artifact called `doorstep`.
pub(crate) fn build(arguments: &[&str]) -> Result<PathBuf, Failure> {
    build_named("doorstep", arguments)
}

/// Builds one package and returns the file that it makes under that name.
pub(crate) fn build_named(name: &str, arguments: &[&str]) -> Result<PathBuf, Failure> {
    let mut child = command()
        .args(["build", "--message-format=json-render-diagnostics"])
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::io("starting cargo", &error))?;
    let mut made = None;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            made = made_in(&line, name).or(made);
        }
    }
    let status = child
        .wait()
        .map_err(|error| Failure::io("waiting for cargo", &error))?;
    let call = arguments.join(" ");
    if !status.success() {
        let failure = Failure::new(format!("`cargo build {call}` failed"));
        return Err(toolchain::explain(failure, &target_directory()?));
    }
    made.ok_or_else(|| Failure::new(format!("`cargo build {call}` made no program `{name}`")))
}

/// The program or WebAssembly module that a line of cargo's JSON messages announces.
fn made_in(line: &str, name: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(line).ok()?;
    if message["reason"] != "compiler-artifact" || message["target"]["name"] != name {
        return None;
    }
    let mut files = message["filenames"]
        .as_array()?
        .iter()
        .filter_map(Value::as_str);
    match message["executable"].as_str() {
        Some(program) => Some(program.into()),
        None => files.find(|file| file_is_wasm(file)).map(PathBuf::from),
    }
}

fn file_is_wasm(file: &str) -> bool {
    Path::new(file)
        .extension()
        .is_some_and(|extension| extension == "wasm")
}

/// Cargo's target directory, wherever the configuration puts it.
pub(crate) fn target_directory() -> Result<PathBuf, Failure> {
    let metadata = metadata(&["--no-deps"])?;
    let folder = metadata["target_directory"].as_str();
    folder
        .map(PathBuf::from)
        .ok_or_else(|| Failure::new("cargo names no target directory"))
}

/// What `cargo metadata` says about this workspace.
fn metadata(arguments: &[&str]) -> Result<Value, Failure> {
    let output = command()
        .args(["metadata", "--format-version=1"])
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::io("starting cargo", &error))?;
    serde_json::from_slice(&output.stdout)
        .map_err(|error| Failure::new(format!("reading cargo's metadata: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_module_and_the_program() {
        let wasm = r#"{"reason":"compiler-artifact","target":{"name":"doorstep"},
            "filenames":["/t/doorstep.d","/t/doorstep.wasm"],"executable":null}"#;
        assert_eq!(made_in(wasm, "doorstep"), Some("/t/doorstep.wasm".into()));
        let program = r#"{"reason":"compiler-artifact","target":{"name":"doorstep"},
            "filenames":["/t/doorstep"],"executable":"/t/doorstep"}"#;
        assert_eq!(made_in(program, "doorstep"), Some("/t/doorstep".into()));
        let other = r#"{"reason":"compiler-artifact","target":{"name":"serde"},
            "filenames":["/t/libserde.rlib"],"executable":null}"#;
        assert_eq!(made_in(other, "doorstep"), None);
        assert_eq!(made_in("not JSON", "doorstep"), None);
    }
}
