//! The server: the real program in a process of its own, with a data folder of its own.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{Exported, look::wait_for, place, process};

/// A server that may be stopped, killed and started again at the same address with the same data.
pub struct Server {
    home: TempDir,
    app: PathBuf,
    /// Of the demo estate, where it is not the usual one.
    households: Option<u32>,
    /// 0 until the first start has chosen one.
    port: u16,
    child: Option<Child>,
}

impl Server {
    /// Starts a server with the built app and the demo estate.
    pub fn start() -> Self {
        Self::with_app(&place::dist())
    }

    /// Starts a server with a demo estate of so many households.
    pub fn of_households(households: u32) -> Self {
        let mut server = Self::unstarted(&place::dist());
        server.households = Some(households);
        server.start_again();
        server
    }

    /// Starts a server with another build of the app.
    pub fn with_app(app: &Path) -> Self {
        let mut server = Self::unstarted(app);
        server.start_again();
        server
    }

    fn unstarted(app: &Path) -> Self {
        let home = tempfile::Builder::new()
            .prefix("doorstep-server-")
            .tempdir();
        Self {
            home: home.expect("a folder for the server"),
            app: app.to_owned(),
            households: None,
            port: 0,
            child: None,
        }
    }

    /// Starts a server with the demo estate as a real site: people join it with a code.
    pub fn closed() -> Self {
        let demo = Self::start();
        let bundle = demo.home.path().join("estate.json");
        let path = bundle.to_str().expect("a path in UTF-8");
        let output = demo.command(&["export", path]);
        assert!(output.status.success(), "doorstep export: {output:?}");
        let home = tempfile::Builder::new()
            .prefix("doorstep-server-")
            .tempdir();
        let mut server = Self {
            home: home.expect("a folder for the server"),
            app: place::dist(),
            households: None,
            port: 0,
            child: None,
        };
        let output = server.command(&["import", path]);
        assert!(output.status.success(), "doorstep import: {output:?}");
        server.start_again();
        server
    }

    /// Invites a person at the command line; gives the link.
    #[track_caller]
    pub fn invite(&self, role: &str, name: &str) -> String {
        self.invited(&["invite", "--role", role, "--name", name])
    }

    /// The same, where the server has several sites.
    #[track_caller]
    pub fn invite_to(&self, site: &str, role: &str, name: &str) -> String {
        self.invited(&["invite", "--site", site, "--role", role, "--name", name])
    }

    #[track_caller]
    fn invited(&self, words: &[&str]) -> String {
        let url = self.url("");
        let output = self.command(&[words, &["--url", &url]].concat());
        assert!(output.status.success(), "doorstep invite: {output:?}");
        let said = String::from_utf8(output.stdout).expect("text");
        let mut words = said.split_whitespace();
        let link = words.find(|word| word.contains("/#join="));
        link.expect("a link").to_owned()
    }

    /// Makes another site; its id.
    #[track_caller]
    pub fn new_site(&self, name: &str) -> String {
        let output = self.command(&["site", "new", name]);
        assert!(output.status.success(), "doorstep site new: {output:?}");
        let said = String::from_utf8(output.stdout).expect("text");
        said.trim().to_owned()
    }

    /// What `doorstep devices` says.
    pub fn devices(&self) -> String {
        let output = self.command(&["devices"]);
        String::from_utf8(output.stdout).expect("text")
    }

    /// Tells every device of a person, by a part of its line in `doorstep devices`, to leave.
    #[track_caller]
    pub fn revoke(&self, part: &str) {
        let said = self.devices();
        let mut left = 0;
        for line in said.lines().filter(|line| line.contains(part)) {
            let device = line.split_whitespace().next().expect("a device");
            let output = self.command(&["revoke", device]);
            assert!(output.status.success(), "doorstep revoke: {output:?}");
            left += 1;
        }
        assert!(left > 0, "no device of {part} in {said}");
    }

    /// Starts it at the address and with the data that it had.
    pub fn start_again(&mut self) {
        assert!(self.child.is_none(), "the server runs already");
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.log())
            .expect("the server's log");
        let households = self.households.map(|households| households.to_string());
        let households = households.iter();
        let child = Command::new(place::server())
            .args(["serve", "--demo"])
            .args(households.flat_map(|households| ["--demo-households", households]))
            .arg("--listen")
            .arg(format!("127.0.0.1:{}", self.port))
            .arg("--app")
            .arg(&self.app)
            .arg("--data")
            .arg(self.home.path().join("data"))
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn();
        let mut child = child.expect("the server's process");
        let said = child.stdout.take().expect("the server's output");
        let mut lines = BufReader::new(said).lines();
        let first = lines.next().and_then(Result::ok).unwrap_or_default();
        self.child = Some(child);
        let port = first.rsplit(':').next().and_then(|port| port.parse().ok());
        self.port = port.unwrap_or_else(|| {
            let log = fs::read_to_string(self.log()).unwrap_or_default();
            panic!("the server did not say its address but {first:?}; its log: {log}")
        });
        // Reads on, so that the server is never held up by a full pipe.
        thread::spawn(move || lines.for_each(drop));
        wait_for("the server's health", || {
            ureq::get(self.url("/healthz")).call().is_ok().then_some(())
        });
    }

    /// Stops it as an operator would, and expects a clean end.
    pub fn stop(&mut self) {
        let Some(mut child) = self.child.take() else {
            return;
        };
        process::signal("TERM", &[child.id()]);
        let status = child.wait().expect("the server's end");
        assert!(status.success(), "the server ended with {status}");
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(&mut self) {
        if let Some(child) = self.child.take() {
            process::kill_tree(child);
        }
    }

    /// Serves another build of the app from the next start on.
    pub fn set_app(&mut self, app: &Path) {
        app.clone_into(&mut self.app);
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Asks the server for JSON.
    pub fn get(&self, path: &str) -> Value {
        let answer = ureq::get(self.url(path)).call().expect("an answer");
        let text = answer.into_body().read_to_string().expect("text");
        serde_json::from_str(&text).expect("JSON")
    }

    /// Everything that the server holds, as `doorstep export` writes it; every chain in it is
    /// checked.
    #[track_caller]
    pub fn export(&self) -> Exported {
        self.exported(&["export"])
    }

    /// The same of one site, where there are several.
    #[track_caller]
    pub fn export_of(&self, site: &str) -> Exported {
        self.exported(&["export", "--site", site])
    }

    #[track_caller]
    fn exported(&self, words: &[&str]) -> Exported {
        let output = self.command(words);
        assert!(output.status.success(), "doorstep export: {output:?}");
        Exported::read(String::from_utf8(output.stdout).expect("text"))
    }

    /// Takes a bundle in at the command line, as the operator does.
    #[track_caller]
    pub fn import(&self, bundle: &str) {
        let file = self.home.path().join("carried.json");
        fs::write(&file, bundle).expect("the bundle");
        let output = self.command(&["import", file.to_str().expect("a path in UTF-8")]);
        assert!(output.status.success(), "doorstep import: {output:?}");
    }

    /// Checks every hash and every chain with `doorstep verify`.
    pub fn verify(&self) {
        let output = self.command(&["verify"]);
        assert!(output.status.success(), "doorstep verify: {output:?}");
    }

    /// A bundle of a site that has nothing to do with the demo estate.
    pub fn bundle_of_another_site() -> String {
        let data = tempfile::tempdir().expect("a folder for the other site");
        let run = |arguments: &[&str]| {
            let mut command = Command::new(place::server());
            command.args(arguments).arg("--data").arg(data.path());
            let output = command.output().expect("the server's program");
            assert!(
                output.status.success(),
                "doorstep {arguments:?}: {output:?}"
            );
            String::from_utf8(output.stdout).expect("text")
        };
        run(&["site", "new", "Another Garden"]);
        run(&["export"])
    }

    fn command(&self, arguments: &[&str]) -> std::process::Output {
        let mut command = Command::new(place::server());
        command
            .args(arguments)
            .arg("--data")
            .arg(self.home.path().join("data"));
        command.output().expect("the server's program")
    }

    fn log(&self) -> PathBuf {
        self.home.path().join("server.log")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        if thread::panicking() {
            let kept = place::artefacts(&place::test_name()).join("server.log");
            // The test fails anyway; this is only for the one who looks into it.
            let _ = fs::copy(self.log(), kept);
        }
    }
}
