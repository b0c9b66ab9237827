//! Keeps the promises that the compiler does not: who may know whom, whose licence is welcome, and
//! how the source is kept. A rule that is broken is told with its place.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

mod dependencies;
mod documents;
mod findings;
mod guarantees;
mod licences;
mod source;

use std::path::Path;
use std::process::Command;

/// The root of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies in the repository")
}

/// What a command of cargo prints.
fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(root())
        .args(arguments)
        .output();
    let output = output.expect("cargo starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "cargo {}: {errors}",
        arguments.join(" ")
    );
    String::from_utf8(output.stdout).expect("cargo prints UTF-8")
}

/// The names of the folders in `crates/`.
fn crates() -> Vec<String> {
    let entries = std::fs::read_dir(root().join("crates")).expect("crates/ is there");
    let mut names: Vec<_> = entries
        .map(|entry| {
            entry
                .expect("crates/ is readable")
                .file_name()
                .into_string()
                .expect("UTF-8")
        })
        .collect();
    names.sort();
    assert!(
        names.len() >= 3,
        "this looks at the wrong folder: {names:?}"
    );
    names
}

/// Fails with all that is wrong, not only the first.
#[track_caller]
fn none_of(rule: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}
