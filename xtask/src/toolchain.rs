//! What the compiler needs before anything can be built.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::{DISK_FULL, Failure};
use crate::{cargo, say};

/// The compiler's name for WebAssembly without an operating system: a browser.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Makes sure that the compiler can produce WebAssembly; installs the target when it is missing.
pub(crate) fn ensure_wasm_target() -> Result<(), Failure> {
    if has_wasm_target()? {
        return Ok(());
    }
    say::step("install the compiler's WebAssembly target", || {
        rustup("target", WASM)
    })
}

/// Makes sure that `cargo <command>` works, which a part of the toolchain of another name brings.
pub(crate) fn ensure_component(command: &str, component: &str) -> Result<(), Failure> {
    let answer = cargo::command().args([command, "--version"]).output();
    if answer.is_ok_and(|output| output.status.success()) {
        return Ok(());
    }
    say::step(&format!("install {component}"), || {
        rustup("component", component)
    })
}

fn rustup(kind: &str, name: &str) -> Result<(), Failure> {
    match Command::new("rustup").args([kind, "add", name]).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Failure::new(format!("`rustup {kind} add {name}` failed"))
            .remedy("check the network (rustup's own message is above), then run this again")),
        Err(_) => {
            let what = format!("{name} is missing, and there is no rustup to install it");
            Err(Failure::new(what).remedy(format!(
                "install Rust from https://rustup.rs, or the package of your system that brings \
                 {name}"
            )))
        }
    }
}

fn has_wasm_target() -> Result<bool, Failure> {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let output = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", WASM])
        .output()
        .map_err(|error| Failure::io("asking rustc for its libraries", &error))?;
    let folder = String::from_utf8_lossy(&output.stdout);
    Ok(output.status.success() && Path::new(folder.trim()).is_dir())
}

/// After a failed build: adds the reason to the failure when it is one of the two that have nothing
/// to do with the code.
pub(crate) fn explain(failure: Failure, target: &Path) -> Failure {
    if !has_c_compiler() {
        return failure.remedy(
            "install a C compiler (Debian, Ubuntu: apt-get install build-essential; macOS: \
             xcode-select --install; Windows: the Visual Studio build tools)",
        );
    }
    if disk_is_full(target) {
        return failure.remedy(DISK_FULL);
    }
    failure.remedy("see the compiler's message above")
}

fn has_c_compiler() -> bool {
    if cfg!(windows) {
        return true; // MSVC is found through the registry, which rustc does better than we would.
    }
    let named = std::env::var("CC").ok();
    named
        .iter()
        .map(String::as_str)
        .chain(["cc", "gcc", "clang"])
        .any(|compiler| {
            let version = Command::new(compiler)
                .arg("--version")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            version.is_ok_and(|status| status.success())
        })
}

/// Tries it: the free space that a file system reports is not what a user may take.
fn disk_is_full(folder: &Path) -> bool {
    let probe = folder.join(".space-probe");
    let written = std::fs::File::create(&probe).and_then(|mut file| {
        file.write_all(&vec![0; 4 << 20])?;
        file.sync_all()
    });
    drop(std::fs::remove_file(&probe));
    written.is_err_and(|error| error.kind() == std::io::ErrorKind::StorageFull)
}
