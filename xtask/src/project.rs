//! Where things are: the repository, its target directory and the programs in it.

use std::path::{Path, PathBuf};

/// The root of the repository, known when xtask is compiled because `cargo xtask` always compiles
/// it from the very checkout it works on.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// A path inside the repository.
pub(crate) fn path(relative: &str) -> PathBuf {
    root().join(relative)
}

/// A path as shown to people: relative to where they are when that is shorter.
pub(crate) fn shown(path: &Path) -> String {
    let short = std::env::current_dir()
        .ok()
        .and_then(|here| path.strip_prefix(here).ok());
    short.unwrap_or(path).display().to_string()
}
