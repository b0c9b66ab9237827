//! A real PostgreSQL for the length of a test run: its own data, its own port, gone afterwards.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::apt;
use crate::failure::Failure;

/// PostgreSQL refuses to run as root; its package brings this user.
const USER: &str = "postgres";

const START_LIMIT: Duration = Duration::from_mins(1);

/// A running server. It stops, and its data goes, when this is dropped.
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    server: Child,
}

impl Postgres {
    /// Starts a server with empty data; installs PostgreSQL if need be and possible.
    pub(super) fn start() -> Result<Self, Failure> {
        // Its data is thrown away, so it need not wait for the disk.
        Self::with(&["-c", "fsync=off"])
    }

    /// The same, but what it acknowledges is on the disk: to be measured.
    pub(crate) fn durable() -> Result<Self, Failure> {
        Self::with(&[])
    }

    fn with(settings: &'static [&'static str]) -> Result<Self, Failure> {
        if programs().is_none() {
            apt::install("PostgreSQL", &["postgresql"])?;
        }
        let missing = || Failure::new("PostgreSQL is installed, but its `initdb` is not found");
        let programs = programs().ok_or_else(missing)?;
        let folder = temporary_folder()?;
        let initdb = as_user(&programs.join("initdb"))
            .arg("--pgdata")
            .arg(folder.join("data"))
            .args([
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
            ])
            .arg("--no-sync")
            .output();
        expect(initdb, "initdb")?;
        let port = free_port()?;
        let server = run(&programs, &folder, port, settings)?;
        let mut postgres = Self {
            programs,
            folder,
            port,
            server,
        };
        postgres.wait_until_ready()?;
        Ok(postgres)
    }

    /// The superuser's way in. Tests make databases of their own.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn wait_until_ready(&mut self) -> Result<(), Failure> {
        let start = Instant::now();
        while start.elapsed() < START_LIMIT {
            if let Ok(Some(status)) = self.server.try_wait() {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                return Err(Failure::new(format!(
                    "PostgreSQL ended with {status}\n{log}"
                )));
            }
            let answer = Command::new(self.programs.join("pg_isready"))
                .args([
                    "--quiet",
                    "--host=127.0.0.1",
                    "--port",
                    &self.port.to_string(),
                ])
                .status();
            if answer.is_ok_and(|status| status.success()) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(100));
        }
        Err(Failure::new(format!(
            "PostgreSQL did not answer within {START_LIMIT:?}"
        )))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let stop = as_user(&self.programs.join("pg_ctl"))
            .args(["stop", "--silent", "--mode=immediate", "--pgdata"])
            .arg(self.folder.join("data"))
            .status();
        if stop.is_ok_and(|status| status.success()) {
            drop(self.server.wait());
        }
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// Runs the server as a child, so that Ctrl-C in the terminal stops it too.
fn run(programs: &Path, folder: &Path, port: u16, settings: &[&str]) -> Result<Child, Failure> {
    let failed = |error| Failure::io("starting PostgreSQL", &error);
    let log = fs::File::create(folder.join("log")).map_err(failed)?;
    as_user(&programs.join("postgres"))
        .arg("-D")
        .arg(folder.join("data"))
        .arg("-k")
        .arg(folder)
        .args(["-h", "127.0.0.1", "-p", &port.to_string()])
        .args(["-c", "max_connections=200"])
        .args(settings)
        .stdout(log.try_clone().map_err(failed)?)
        .stderr(log)
        .spawn()
        .map_err(failed)
}

/// A program of PostgreSQL, as its own user when this is root.
fn as_user(program: &Path) -> Command {
    let mut command = if apt::is_root() {
        let usual = || "/usr/sbin/runuser".into(); // Not on the path of every root.
        let mut command = Command::new(apt::program("runuser").unwrap_or_else(usual));
        command.args(["-u", USER, "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    // Not in this folder, which that user may not be allowed to see.
    command
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::null());
    command
}

/// A folder that belongs to the user who runs the server.
fn temporary_folder() -> Result<PathBuf, Failure> {
    let template = std::env::temp_dir().join("doorstep-postgres-XXXXXX");
    let output = as_user(Path::new("mktemp"))
        .arg("--directory")
        .arg(template)
        .output();
    let output = expect(output, "mktemp")?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().into())
}

/// Where `initdb` and its like are. Debian keeps them off the path, a folder for each version.
fn programs() -> Option<PathBuf> {
    let mut versions: Vec<_> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").is_file())
        .collect();
    versions.sort();
    versions
        .pop()
        .or_else(|| apt::program("initdb")?.parent().map(Path::to_path_buf))
}

fn free_port() -> Result<u16, Failure> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = listener.and_then(|listener| listener.local_addr());
    address
        .map(|address| address.port())
        .map_err(|error| Failure::io("looking for a free port", &error))
}

fn expect(output: std::io::Result<Output>, name: &str) -> Result<Output, Failure> {
    let output = output.map_err(|error| Failure::io(format_args!("running {name}"), &error))?;
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!("{name} failed: {}", said.trim())))
}
