//! `cargo xtask dev`: builds again after each change, and the open page reloads by itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread;
use std::time::{Duration, SystemTime};

use crate::arguments::ServeOptions;
use crate::build::{self, Effort, Program};
use crate::failure::Failure;
use crate::{cargo, project, say, serve};

const CODE: [&str; 4] = ["src", "crates", "unlocker", "Cargo.toml"];
const SHELL: [&str; 3] = ["style", "public", "index.html"];
const SERVER: [&str; 3] = ["server", "crates", "Cargo.toml"];

const PAUSE: Duration = Duration::from_millis(300);

/// Builds and serves until Ctrl-C, which stops the server too.
pub(crate) fn command(options: &ServeOptions) -> Result<(), Failure> {
    serve::ensure_port_is_free(options.port)?;
    let mut seen = Source::look();
    let mut running = Running::start(options)?;
    loop {
        thread::sleep(PAUSE);
        let now = Source::settled();
        if now != seen {
            // A change that does not compile is told, and what runs goes on.
            if let Err(failure) = running.renew(&seen, &now, options) {
                say::failure(&failure);
            }
            seen = now;
        }
    }
}

/// The newest build of each part, and the server that has them in memory.
struct Running {
    app: PathBuf,
    code: Program,
    program: PathBuf,
    server: Child,
}

impl Running {
    fn start(options: &ServeOptions) -> Result<Self, Failure> {
        // Apart from dist/, so that nobody ships a quick build.
        let app = cargo::target_directory()?.join("dev-app");
        let (_, code) = build::code(Effort::Quick)?;
        build::assemble(&code, Effort::Quick, &app)?;
        let program = build_server()?;
        let server = spawn(&program, &app, options)?;
        Ok(Self {
            app,
            code,
            program,
            server,
        })
    }

    /// Builds what has changed, and starts the server anew with it.
    fn renew(&mut self, old: &Source, new: &Source, options: &ServeOptions) -> Result<(), Failure> {
        if old.code != new.code {
            (_, self.code) = build::code(Effort::Quick)?;
        }
        if old.code != new.code || old.shell != new.shell {
            build::assemble(&self.code, Effort::Quick, &self.app)?;
        }
        if old.server != new.server {
            self.program = build_server()?;
        }
        // What the server has acknowledged is on the disk, so it may end at any moment.
        drop(self.server.kill());
        drop(self.server.wait());
        self.server = spawn(&self.program, &self.app, options)?;
        Ok(())
    }
}

fn build_server() -> Result<PathBuf, Failure> {
    say::step("build the server", || {
        cargo::build(&["--package", "server"])
    })
}

fn spawn(program: &Path, app: &Path, options: &ServeOptions) -> Result<Child, Failure> {
    let server = serve::server(program, app, options).spawn();
    server.map_err(|error| Failure::io("starting the server", &error))
}

/// When each file was last changed.
type Snapshot = BTreeMap<PathBuf, SystemTime>;

/// The state of all that a build is made of.
#[derive(PartialEq, Eq)]
struct Source {
    code: Snapshot,
    shell: Snapshot,
    server: Snapshot,
}

impl Source {
    fn look() -> Self {
        Self {
            code: snapshot(&CODE),
            shell: snapshot(&SHELL),
            server: snapshot(&SERVER),
        }
    }

    /// The state once it holds still: an editor may write several files in a row.
    fn settled() -> Self {
        let mut before = Self::look();
        loop {
            thread::sleep(PAUSE);
            let now = Self::look();
            if now == before {
                return now;
            }
            before = now;
        }
    }
}

fn snapshot(roots: &[&str]) -> Snapshot {
    let mut snapshot = Snapshot::new();
    let mut paths: Vec<_> = roots.iter().map(|root| project::path(root)).collect();
    while let Some(path) = paths.pop() {
        if let Ok(entries) = std::fs::read_dir(&path) {
            paths.extend(entries.filter_map(|entry| Some(entry.ok()?.path())));
        } else if let Ok(changed) = path.metadata().and_then(|metadata| metadata.modified()) {
            snapshot.insert(path, changed);
        }
    }
    snapshot
}
