//! The program as it is started: its commands, its errors, its end.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use ledger::{Bundle, SiteId, sync::Answer};
use server::storage::{Location, Opening};

use crate::{
    device::{Device, new_site},
    engines::{Database, Folder, databases, run},
    server::{client, post},
};

/// The program with these words, on a database.
pub(crate) fn doorstep(words: &[&str], location: &Location) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep"));
    command.args(words).stdin(Stdio::null());
    match location {
        Location::Folder(folder) => command.arg("--data").arg(folder),
        Location::Postgres(url) => command.arg("--database").arg(url),
    };
    command
}

pub(crate) fn call(words: &[&str], database: &Database) -> Output {
    doorstep(words, &database.location()).output().unwrap()
}

/// What a command that goes well prints.
pub(crate) fn printed(words: &[&str], database: &Database) -> String {
    printed_at(words, &database.location())
}

pub(crate) fn printed_at(words: &[&str], location: &Location) -> String {
    let output = doorstep(words, location).output().unwrap();
    assert!(
        output.status.success(),
        "{words:?}: {}",
        text(&output.stderr)
    );
    text(&output.stdout)
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A server in a process of its own.
pub(crate) struct Process {
    pub(crate) child: Child,
    pub(crate) url: String,
}

impl Process {
    pub(crate) fn start(words: &[&str], database: &Database) -> Self {
        Self::start_at(words, &database.location())
    }

    pub(crate) fn start_at(words: &[&str], location: &Location) -> Self {
        let words = [
            &["serve", "--listen", "127.0.0.1:0", "--app", "/nonexistent"],
            words,
        ]
        .concat();
        Self::spawn(doorstep(&words, location))
    }

    /// Waits until it says where it is.
    pub(crate) fn spawn(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line
            .trim()
            .strip_prefix("Doorstep is at ")
            .unwrap()
            .to_owned();
        Self { child, url }
    }

    fn sync(&self, bundle: &Bundle) -> Answer {
        let url = format!("{}/api/v1/sites/{}/sync", self.url, bundle.site);
        let mut response = post(&url, &serde_json::to_vec(bundle).unwrap());
        serde_json::from_str(&response.body_mut().read_to_string().unwrap()).unwrap()
    }

    /// Asks it to stop, as a service manager does, and gives what it has logged.
    pub(crate) fn terminate(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        assert!(self.child.wait().unwrap().success());
        let mut log = String::new();
        self.child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut log)
            .unwrap();
        log
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_was_acknowledged_outlives_a_kill() {
    for database in databases() {
        let site: SiteId = printed(&["site", "new", "--open", "翠湖"], &database)
            .trim()
            .parse()
            .unwrap();
        let mut device = Device::new(site);
        for round in 1..=3 {
            let mut process = Process::start(&[], &database);
            let answer = process.sync(&device.write(20).bundle());
            process.child.kill().unwrap();
            process.child.wait().unwrap();
            assert_eq!(answer.heads[&device.id].seq, 20 * round);

            let process = Process::start(&[], &database);
            let answer = process.sync(&Device::new(site).bundle());
            assert_eq!(
                answer.heads[&device.id],
                device.ledger.head(device.id).unwrap()
            );
        }
        let verified = printed(&["verify"], &database);
        assert!(
            verified.contains("93 entries, all as they were written"),
            "{verified}"
        );
    }
}

#[test]
fn a_new_site_has_what_work_begins_with_and_nothing_is_added_twice() {
    for database in databases() {
        let site = printed(&["site", "new", "Lake"], &database);
        let tables = printed(&["export", "--table", "list"], &database);
        for number in ["QP-08-16-F001", "QP-08-16-F002"] {
            assert!(tables.contains(number), "{tables}");
        }
        let count = |kind: &str| {
            let words = ["export", "--table", "records", "--kind", kind];
            printed(&words, &database).lines().count() - 1
        };
        assert_eq!((count("wording"), count("theme")), (4, 26));
        let again = printed(&["site", "fill", "--site", site.trim()], &database);
        assert_eq!(again, "0 records added.\n");
    }
}

#[test]
fn a_server_that_is_asked_to_stop_stops_soon_and_says_nothing_of_what_it_was_told() {
    let database = Database::sqlite();
    let process = Process::start(&["--demo", "--log", "json"], &database);
    let mut response = client()
        .get(format!("{}/api/v1/sites", process.url))
        .call()
        .unwrap();
    let sites: serde_json::Value =
        serde_json::from_str(&response.body_mut().read_to_string().unwrap()).unwrap();
    let site: SiteId = sites[0]["id"].as_str().unwrap().parse().unwrap();
    let mut device = Device::new(site);
    device.write_about(
        "note",
        ledger::RecordId(device.id.0),
        "text",
        "A-secret-of-Mrs-Wang",
    );
    assert_eq!(process.sync(&device.bundle()).heads.len(), 2);
    let mut broken = serde_json::to_value(device.bundle()).unwrap();
    broken["entries"][0]["set"]["text"] = "Another-secret".into();
    let url = format!("{}/api/v1/sites/{site}/sync", process.url);
    assert_eq!(post(&url, broken.to_string().as_bytes()).status(), 400);
    // A browser that listens does not hold the server up.
    let events = client()
        .get(format!("{}/api/v1/sites/{site}/events", process.url))
        .call()
        .unwrap();

    let asked = Instant::now();
    let log = process.terminate();
    assert!(
        asked.elapsed() < Duration::from_secs(3),
        "{:?}",
        asked.elapsed()
    );
    drop(events);
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let request = lines.iter().find(|line| line["status"] == 400).unwrap();
    assert_eq!(request["route"], "/api/v1/sites/{site}/sync");
    assert_eq!(request["method"], "POST");
    assert!(request["bytes_in"].as_u64().unwrap() > 100 && request["ms"].is_u64());
    assert_eq!(request["span"]["id"].as_str().unwrap().len(), 12);
    for word in ["secret", &site.to_string(), "Jade", "翠湖"] {
        assert!(!log.contains(word), "{log}");
    }
}

#[test]
fn the_demo_is_made_once() {
    for database in databases() {
        for _ in 0..2 {
            Process::start(&["--demo"], &database).terminate();
        }
        let list = printed(&["site", "list"], &database);
        assert_eq!(list.lines().count(), 1, "{list}");
        assert!(
            list.contains("翠湖花園 / 翠湖花园 / Jade Lake Gardens"),
            "{list}"
        );
        printed(&["verify"], &database);
    }
}

#[test]
fn what_is_exported_is_imported_elsewhere_and_a_second_time_changes_nothing() {
    for database in databases() {
        let folder = Folder::new();
        let file = folder.path().join("site.json").display().to_string();
        let site = printed(&["site", "new", "--open", "Lake"], &database)
            .trim()
            .to_owned();
        printed(&["export", &file], &database);
        assert_eq!(
            printed(&["export", "--site", &site], &database).get(..1),
            Some("{")
        );

        let other = Database::sqlite();
        let said = printed(&["import", &file], &other);
        assert!(
            said.contains("33 entries taken in, 0 were here already"),
            "{said}"
        );
        let said = printed(&["import", &file], &other);
        assert!(
            said.contains("0 entries taken in, 33 were here already"),
            "{said}"
        );
        assert!(printed(&["site", "list"], &other).contains(&site));

        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, &text[..text.len() - 9]).unwrap();
        let output = call(&["import", &file], &Database::sqlite());
        assert!(!output.status.success());
        let said = self::text(&output.stderr);
        assert!(
            said.contains(&file) && said.contains("nothing was taken in"),
            "{said}"
        );
    }
}

#[test]
fn verify_names_what_is_wrong() {
    for damage in [
        "UPDATE entries SET text = replace(text, '12A', '13A') WHERE ordinal = 3",
        "UPDATE entries SET hash = (SELECT hash FROM entries WHERE ordinal = 1) WHERE ordinal = 3",
        "DELETE FROM entries WHERE ordinal = 3",
        "UPDATE sites SET head = head + 1",
        "UPDATE heads SET seq = seq + 1",
        "UPDATE entries SET seq = seq + 7 WHERE ordinal = 3",
    ] {
        for database in databases() {
            let site = new_site();
            run(async {
                let storage = server::storage::Storage::open(&database.location())
                    .await
                    .unwrap();
                storage.make_site(site, Opening::Open).await.unwrap();
                let entries = Device::new(site).write(5).entries.clone();
                let taking = server::storage::Taking::AllOrNone;
                storage.push(site, entries, taking).await.unwrap();
                storage.close().await;
            });
            let said = printed(&["verify"], &database);
            assert!(
                said.contains("5 entries, all as they were written"),
                "{said}"
            );
            run(database.execute(damage));
            let output = call(&["verify"], &database);
            assert_eq!(output.status.code(), Some(1), "{damage}");
            let said = text(&output.stdout);
            assert!(said.contains(&site.to_string()), "{damage}: {said}");
            assert!(
                said.contains("entry 3") || !damage.contains("ordinal = 3"),
                "{damage}: {said}"
            );
        }
    }
}
