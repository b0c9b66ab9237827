//! Where things are: the built app, the server, the browsers, and where a failure is put down.

use std::{
    env, fs,
    path::{Path, PathBuf},
    thread,
};

/// A path from the environment; `cargo xtask test` sets all of them.
fn given(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

/// The top of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
}

fn target() -> PathBuf {
    given("CARGO_TARGET_DIR").unwrap_or_else(|| root().join("target"))
}

/// The built app.
pub fn dist() -> PathBuf {
    let dist = given("DOORSTEP_DIST").unwrap_or_else(|| root().join("dist"));
    assert!(
        dist.join("assets.json").is_file(),
        "the app is not built at {}; `cargo xtask test e2e` builds it and runs these tests",
        dist.display()
    );
    dist
}

/// The server's program.
pub(crate) fn server() -> PathBuf {
    let program = given("DOORSTEP_BIN").unwrap_or_else(|| target().join("debug/doorstep"));
    assert!(
        program.is_file(),
        "the server is not built at {}; `cargo xtask test e2e` builds it and runs these tests",
        program.display()
    );
    program
}

/// A program from its variable, or else by its name on the path.
pub(crate) fn program(variable: &str, name: &str) -> PathBuf {
    given(variable).unwrap_or_else(|| name.into())
}

/// The folder for what the running test leaves behind: pictures, pages, logs.
pub fn artefacts(test: &str) -> PathBuf {
    let folder = target().join("e2e").join(test);
    fs::create_dir_all(&folder).expect("the folder for what tests leave behind");
    folder
}

/// The name of the running test: its thread is called after it.
pub(crate) fn test_name() -> String {
    let named = thread::current().name().map(|name| name.replace("::", "-"));
    let named = named.filter(|name| name != "main");
    let from_runner = || env::var("NEXTEST_TEST_NAME").ok();
    named
        .or_else(from_runner)
        .unwrap_or_else(|| "scenario".to_owned())
}

/// Copies a folder with all that is in it, but for what says that somebody uses it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the copy of a folder");
    for entry in fs::read_dir(from).expect("the folder").flatten() {
        let (source, copy) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().expect("what it is");
        if kind.is_dir() {
            copy_folder(&source, &copy);
        } else if kind.is_file() && entry.file_name() != "LOCK" {
            fs::copy(source, copy).expect("the copy of a file");
        }
    }
}
