//! Installs what the tests need with the system's own packages, where that is possible.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::say;

/// Installs packages when this is root on Debian or one of its kin; otherwise says what to install.
pub(super) fn install(what: &str, packages: &[&str]) -> Result<(), Failure> {
    let list = packages.join(" ");
    let by_hand = format!("install it (Debian, Ubuntu: apt-get install {list})");
    if program("apt-get").is_none() || !is_root() {
        return Err(Failure::new(format!("{what} is missing")).remedy(by_hand));
    }
    say::line(format_args!("[xtask] {what} is missing: installing {list}"));
    // The lists of a fresh machine are empty or old.
    let updated = apt(&["update", "--quiet"]);
    if updated
        && apt(&[
            "install",
            "--yes",
            "--quiet",
            "--no-install-recommends",
            &list,
        ])
    {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{what} is missing and apt-get could not install it"
    ))
    .remedy(by_hand))
}

fn apt(arguments: &[&str]) -> bool {
    let words = arguments.iter().flat_map(|argument| argument.split(' '));
    let status = Command::new("apt-get")
        .args(words)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .status();
    status.is_ok_and(|status| status.success())
}

/// Whether this process may do everything. Asked of `id`, because the standard library cannot say.
pub(super) fn is_root() -> bool {
    let output = Command::new("id").arg("--user").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// A program on the path.
pub(super) fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}
