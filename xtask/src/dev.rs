//! `cargo xtask dev`: builds again after each change, and the open page reloads by itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread;
use std::time::{Duration, SystemTime};

use crate::arguments::ServeOptions;
use crate::build::{self, Effort};
use crate::failure::Failure;
use crate::{cargo, project, say, serve};

/// What the app is made of; the rest is the server's.
const APP: [&str; 6] = [
    "src",
    "crates",
    "style",
    "public",
    "index.html",
    "Cargo.toml",
];
const SERVER: [&str; 3] = ["server", "crates", "Cargo.toml"];

const PAUSE: Duration = Duration::from_millis(300);

/// When each file was last changed.
type Snapshot = BTreeMap<PathBuf, SystemTime>;

/// Builds and serves until Ctrl-C, which stops the server too.
pub(crate) fn command(options: &ServeOptions) -> Result<(), Failure> {
    serve::ensure_port_is_free(options.port)?;
    // Apart from dist/, so that nobody ships a quick build.
    let app = cargo::target_directory()?.join("dev-app");
    let mut seen = (snapshot(&APP), snapshot(&SERVER));
    build::app(Effort::Quick, &app)?;
    let mut server = Server::start(&build_server()?, &app, options)?;
    loop {
        thread::sleep(PAUSE);
        let now = settled();
        let (app_changed, server_changed) = (now.0 != seen.0, now.1 != seen.1);
        if app_changed || server_changed {
            seen = now;
            // A change that does not compile is told, and what runs goes on.
            if let Err(failure) = server.renew(app_changed, server_changed, &app, options) {
                say::failure(&failure);
            }
        }
    }
}

fn build_server() -> Result<PathBuf, Failure> {
    say::step("build the server", || {
        cargo::build(&["--package", "server"])
    })
}

/// The running server, which holds a build of the app in memory.
struct Server {
    program: PathBuf,
    process: Child,
}

impl Server {
    fn start(program: &Path, app: &Path, options: &ServeOptions) -> Result<Self, Failure> {
        let process = serve::server(program, app, options).spawn();
        let process = process.map_err(|error| Failure::io("starting the server", &error))?;
        Ok(Self {
            program: program.to_path_buf(),
            process,
        })
    }

    fn renew(
        &mut self,
        app_changed: bool,
        server_changed: bool,
        app: &Path,
        options: &ServeOptions,
    ) -> Result<(), Failure> {
        if app_changed {
            build::app(Effort::Quick, app)?;
        }
        let program = if server_changed {
            build_server()?
        } else {
            self.program.clone()
        };
        // What the server has acknowledged is on the disk, so it may end at any moment.
        drop(self.process.kill());
        drop(self.process.wait());
        *self = Self::start(&program, app, options)?;
        Ok(())
    }
}

/// The state of the source once it holds still: an editor may write several files in a row.
fn settled() -> (Snapshot, Snapshot) {
    let mut before = (snapshot(&APP), snapshot(&SERVER));
    loop {
        thread::sleep(PAUSE);
        let now = (snapshot(&APP), snapshot(&SERVER));
        if now == before {
            return now;
        }
        before = now;
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
