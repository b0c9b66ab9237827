//! A PostgreSQL of a test's own, to be killed and to speak TLS.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use server::storage::Location;

use crate::tls::file;

pub(crate) struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    server: Option<Child>,
}

impl Cluster {
    /// Starts one where the other tests on PostgreSQL run too.
    pub(crate) fn start() -> Option<Self> {
        std::env::var_os("DOORSTEP_TEST_POSTGRES")?;
        let programs = programs()?;
        let made = as_user(Path::new("mktemp"))
            .args(["--directory", "--tmpdir", "doorstep-cluster-XXXXXX"])
            .output()
            .unwrap();
        let folder = PathBuf::from(String::from_utf8(made.stdout).unwrap().trim());
        let init = as_user(&programs.join("initdb"))
            .args([
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
            ])
            .args(["--no-sync", "--pgdata"])
            .arg(folder.join("data"))
            .output()
            .unwrap();
        assert!(
            init.status.success(),
            "{}",
            String::from_utf8_lossy(&init.stderr)
        );
        for name in ["first.pem", "first.key"] {
            // As that user: the key has to be theirs, and nobody else's to read.
            let copied = as_user(Path::new("install"))
                .args(["-m", "600", "/dev/stdin"])
                .arg(folder.join("data").join(name))
                .stdin(fs::File::open(file(name)).unwrap())
                .status();
            assert!(copied.unwrap().success());
        }
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut cluster = Self {
            programs,
            folder,
            port,
            server: None,
        };
        cluster.run();
        Some(cluster)
    }

    pub(crate) fn location(&self, options: &str) -> Location {
        self.location_as("postgres", options)
    }

    pub(crate) fn location_as(&self, role: &str, options: &str) -> Location {
        let port = self.port;
        Location::Postgres(format!(
            "postgres://{role}@127.0.0.1:{port}/postgres{options}"
        ))
    }

    /// Starts it until it answers: a dead one's processes may take a moment to go.
    pub(crate) fn run(&mut self) {
        let began = Instant::now();
        while began.elapsed() < Duration::from_mins(1) {
            if self
                .server
                .as_mut()
                .is_none_or(|server| server.try_wait().unwrap().is_some())
            {
                self.server = Some(self.spawn());
            }
            let ready = Command::new(self.programs.join("pg_isready"))
                .args([
                    "--quiet",
                    "--host=127.0.0.1",
                    "--port",
                    &self.port.to_string(),
                ])
                .status();
            if ready.unwrap().success() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        assert!(log.is_empty(), "PostgreSQL does not start: {log}");
    }

    fn spawn(&self) -> Child {
        let log = fs::File::create(self.folder.join("log")).unwrap();
        as_user(&self.programs.join("postgres"))
            .arg("-D")
            .arg(self.folder.join("data"))
            .arg("-k")
            .arg(&self.folder)
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string()])
            .args([
                "-c",
                "ssl=on",
                "-c",
                "ssl_cert_file=first.pem",
                "-c",
                "ssl_key_file=first.key",
            ])
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap()
    }

    /// Kills it as a power cut does, with all its processes.
    pub(crate) fn kill(&mut self) {
        let first = as_user(Path::new("head"))
            .arg("-n1")
            .arg(self.folder.join("data/postmaster.pid"))
            .output()
            .unwrap();
        let id = String::from_utf8(first.stdout).unwrap().trim().to_owned();
        let children = Command::new("pgrep").args(["-P", &id]).output().unwrap();
        let children = String::from_utf8(children.stdout).unwrap();
        let _ = Command::new("kill")
            .arg("-9")
            .arg(&id)
            .args(children.split_whitespace())
            .status();
        if let Some(mut server) = self.server.take() {
            let _ = server.wait();
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.kill();
        let _ = as_user(Path::new("rm"))
            .arg("-rf")
            .arg(&self.folder)
            .status();
    }
}

fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut folders: Vec<_> = versions
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").is_file())
        .collect();
    folders.sort();
    folders.pop()
}

/// A program as the user who may run PostgreSQL: root may not.
fn as_user(program: &Path) -> Command {
    let id = Command::new("id").arg("-u").output().unwrap().stdout;
    let mut command = if id == b"0\n" {
        let mut command = Command::new("/usr/sbin/runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/").stdin(Stdio::null());
    command
}
