//! Builds the app: from Rust, CSS and the page shell to `dist/`, ready to be served as it is.
//!
//! Each file carries the hash of its own bytes in its name, so that a server may let browsers keep
//! it for ever and two versions never mix. Names go into the files that refer to them in the order
//! of dependency: module and icons, then scripts, then the page, and last the service worker, which
//! knows the hash and size of every file and refuses a version that is not whole.

mod asset;
mod bind;
mod compress;
mod lean;
mod page;
mod release;
mod short;
mod split;
mod worker;

use std::path::{Path, PathBuf};

use serde_json::json;

pub(crate) use bind::{Code, Program};
pub(crate) use page::styles;

use crate::arguments::BuildOptions;
use crate::failure::Failure;
use crate::{cargo, project, say, toolchain};

/// How much work a build spends on small files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// As it is shipped: optimised for size, with compressed copies.
    Ship,
    /// For work on the app: quick to compile, and the page reloads by itself after a build.
    Quick,
}

/// `cargo xtask build`.
pub(crate) fn command(options: &BuildOptions) -> Result<(), Failure> {
    let out = options.out.clone().unwrap_or_else(|| project::path("dist"));
    app(Effort::Ship, &out)?;
    say::line(format_args!(
        "[xtask] the app is in {}",
        project::shown(&out)
    ));
    if options.release {
        let program = say::step("build the server, optimised", || {
            cargo::build(&["--package", "server", "--release"])
        })?;
        say::line(format_args!(
            "[xtask] the server is {}",
            project::shown(&program)
        ));
    }
    Ok(())
}

/// Builds the app into the folder `out`. Returns the linker's module, which still has its names.
pub(crate) fn app(effort: Effort, out: &Path) -> Result<PathBuf, Failure> {
    let (module, program) = code(effort)?;
    assemble(&program, effort, out)?;
    Ok(module)
}

/// Compiles the app and its worker: the app's module as the linker leaves it, and the code as the
/// browser takes it.
pub(crate) fn code(effort: Effort) -> Result<(PathBuf, Program), Failure> {
    toolchain::ensure_wasm_target()?;
    let worker = say::step("compile the unlocker", || compile("unlocker", effort))?;
    let module = say::step("compile the app", || compile("doorstep", effort))?;
    let cut = match effort {
        Effort::Ship => Some(say::step("cut the app into parts", || {
            split::split(&module)
        })?),
        Effort::Quick => None,
    };
    let program = say::step("bind both to JavaScript", || {
        let app = match cut {
            Some(cut) => cut.bind()?,
            None => bind::bind(&module)?,
        };
        let unlocker = bind::bind(&worker)?;
        Ok(Program { app, unlocker })
    })?;
    Ok((module, program))
}

/// Puts the code and the page shell together in the folder `out`.
pub(crate) fn assemble(program: &Program, effort: Effort, out: &Path) -> Result<(), Failure> {
    say::step("assemble the app", || {
        release::assemble(program, effort)?.write(out, effort)
    })
}

/// The form screen alone, to be measured: optimised as the app is.
pub(crate) fn bench_screen() -> Result<Code, Failure> {
    toolchain::ensure_wasm_target()?;
    let module = say::step("compile the form screen", || {
        compile("bench-screen", Effort::Ship)
    })?;
    say::step("bind the form screen to JavaScript", || bind::bind(&module))
}

/// The storage without screens, to be measured: optimised as the app is.
pub(crate) fn bench_store() -> Result<Code, Failure> {
    toolchain::ensure_wasm_target()?;
    let module = say::step("compile the storage", || {
        compile("bench-store", Effort::Ship)
    })?;
    say::step("bind the storage to JavaScript", || bind::bind(&module))
}

/// Compiles a package to WebAssembly; returns the module as the linker leaves it.
fn compile(package: &str, effort: Effort) -> Result<PathBuf, Failure> {
    let arguments = [
        "--package",
        package,
        "--target",
        toolchain::WASM,
        "--profile",
    ];
    let flags;
    let profile: &[&str] = match effort {
        Effort::Ship => {
            flags = self::flags();
            match package {
                "doorstep" => &["app", "--features", "split", "--config", &flags],
                _ => &["app", "--config", &flags],
            }
        }
        Effort::Quick => &["dev"],
    };
    cargo::build_named(package, &[&arguments[..], profile].concat())
}

/// A setting that keeps what cutting needs, the places where a function names another, and takes
/// this machine's folders out of the places that panics name. So the same source gives the same
/// bytes on every machine, and nobody's user name is shipped.
fn flags() -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home
        .or_else(|| Some(std::env::home_dir()?.join(".cargo")))
        .unwrap_or_default();
    let sources = home.join("registry").join("src");
    // Below it lies one folder for the registry, named by its address.
    let registries = std::fs::read_dir(&sources)
        .into_iter()
        .flatten()
        .filter_map(Result::ok);
    let mut folders: Vec<_> = registries.map(|entry| entry.path()).collect();
    folders.sort();
    let remap = |from: &PathBuf| json!(format!("--remap-path-prefix={}=deps", from.display()));
    let mut flags: Vec<_> = folders.iter().map(remap).collect();
    flags.push(json!("-Clink-arg=--emit-relocs"));
    format!("target.{}.rustflags={}", toolchain::WASM, json!(flags))
}
