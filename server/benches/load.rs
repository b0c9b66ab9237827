//! A crowd of devices that send to a server: how many entries it takes, and how long an
//! acknowledgement takes. `cargo xtask bench server` runs it on both engines.
//!
//!     load PROGRAM [POSTGRES-URL]
//!
//! Each figure is a line of JSON; a table follows. What is sent is made before the clock starts.
//! The server is the real program, over HTTP; every answer means that the entries are on the disk.
#![expect(
    clippy::unwrap_used,
    reason = "a measurement that can't go on has failed"
)]

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Barrier,
    time::{Duration, Instant},
};

use flate2::{Compression, read::GzEncoder};
use ledger::SiteId;
use serde_json::json;
use server::storage::{Location, Opening, Storage};
use ureq::Agent;

#[expect(dead_code, reason = "the tests do more with a device")]
#[path = "../tests/routes/device.rs"]
mod device;

use device::{Device, new_site};

const CLIENTS: [usize; 3] = [2, 16, 64];
/// Entries of one request, and of all requests together: single answers, and a tablet that was
/// away for a day.
const LOADS: [(usize, usize); 2] = [(1, 2_048), (100, 12_800)];
/// Characters of an entry's text.
const TEXT: usize = 1_500;

fn main() {
    let mut words = std::env::args_os().skip(1);
    let program = PathBuf::from(words.next().unwrap());
    let postgres = words.next().map(|url| url.into_string().unwrap());
    let folder = std::env::temp_dir().join(format!("doorstep-load-{}", std::process::id()));
    let head = "engine      clients  batch   entries/s   requests/s    p50 ms    p99 ms    CPU ms";
    let mut table = vec![head.to_owned()];
    let engines = [
        Some(("sqlite", Location::Folder(folder.clone()))),
        postgres.map(|url| ("postgresql", Location::Postgres(url))),
    ];
    for (engine, location) in engines.into_iter().flatten() {
        let site = new_site();
        make_site(&location, site);
        let server = Server::start(&program, &location);
        for clients in CLIENTS {
            for (batch, entries) in LOADS {
                let before = server.cpu();
                let mut took = measure(&server.url, site, clients, batch, entries);
                let seconds = took.all.as_secs_f64();
                took.each.sort();
                let at = |share: usize| {
                    took.each[(took.each.len() * share / 100).min(took.each.len() - 1)]
                };
                let ms = |time: Duration| (time.as_secs_f64() * 1e4).round() / 10.0;
                let (requests, p50, p99) = (took.each.len(), ms(at(50)), ms(at(99)));
                let per_second =
                    |count: usize| (f64::from(u32::try_from(count).unwrap()) / seconds).round();
                let spent = (server.cpu() - before) / f64::from(u32::try_from(requests).unwrap());
                let cpu = (spent * 1e5).round() / 100.0;
                let (entries, requests) = (per_second(requests * batch), per_second(requests));
                say(&json!({"bench": "server", "engine": engine, "clients": clients, "batch": batch,
                    "entries_per_second": entries, "requests_per_second": requests,
                    "p50_ms": p50, "p99_ms": p99, "cpu_ms": cpu}).to_string());
                table.push(format!(
                    "{engine:<12}{clients:>7}{batch:>7}{entries:>12}{requests:>13}{p50:>10}\
                     {p99:>10}{cpu:>10}"
                ));
            }
        }
    }
    let _ = fs::remove_dir_all(&folder);
    say(&table.join("\n"));
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    say(&format!("Load of this machine at the end: {}", load.trim()));
}

fn say(line: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "{line}").unwrap();
}

fn make_site(location: &Location, site: SiteId) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(async {
        let storage = Storage::open(location).await.unwrap();
        storage.make_site(site, Opening::Open).await.unwrap();
        storage.close().await;
    });
}

struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start(program: &Path, location: &Location) -> Self {
        let mut command = Command::new(program);
        command.args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--app",
            "/nonexistent",
            "--rate",
            "0",
        ]);
        match location {
            Location::Folder(folder) => command.arg("--data").arg(folder),
            Location::Postgres(url) => command.arg("--database").arg(url),
        };
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
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
}

impl Server {
    /// Seconds of processor time that it has taken so far, in hundredths; 0 where nobody says.
    fn cpu(&self) -> f64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()));
        let stat = stat.unwrap_or_default();
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let ticks = after_name.split_whitespace().skip(11).take(2);
        ticks
            .map(|ticks| f64::from(ticks.parse::<u32>().unwrap()))
            .sum::<f64>()
            / 100.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Took {
    all: Duration,
    each: Vec<Duration>,
}

/// The bodies that one device sends, one after the other.
fn bodies(site: SiteId, batch: usize, requests: usize) -> Vec<Vec<u8>> {
    let mut device = Device::new(site);
    let text = "風吹過樓梯間。The lift stops at every second floor. ".repeat(TEXT / 60);
    let body = |_| {
        let before = device.entries.len();
        for number in 0..batch {
            let text = format!("{number} {text}");
            device.write_about("note", ledger::RecordId(new_site().0), "text", &text);
        }
        let bundle = device.bundle_of(device.entries[before..].to_vec());
        let plain = serde_json::to_vec(&bundle).unwrap();
        let mut packed = Vec::new();
        GzEncoder::new(&plain[..], Compression::fast())
            .read_to_end(&mut packed)
            .unwrap();
        packed
    };
    (0..requests).map(body).collect()
}

fn measure(url: &str, site: SiteId, clients: usize, batch: usize, entries: usize) -> Took {
    let requests = (entries / batch / clients).max(4);
    // `since` at the end: what others wrote is not what is measured.
    let url = format!("{url}/api/v1/sites/{site}/sync?limit=1");
    let start = Barrier::new(clients + 1);
    let (start, url) = (&start, &url);
    std::thread::scope(|scope| {
        let client = || {
            let bodies = bodies(site, batch, requests);
            start.wait();
            let agent: Agent = Agent::config_builder().build().into();
            let send = |body: &Vec<u8>| {
                let began = Instant::now();
                let request = agent.post(url).content_type("application/json");
                let mut answer = request
                    .header("content-encoding", "gzip")
                    .send(&body[..])
                    .unwrap();
                let answer = answer.body_mut().read_to_vec().unwrap();
                assert!(!answer.is_empty());
                began.elapsed()
            };
            bodies.iter().map(send).collect::<Vec<_>>()
        };
        let running: Vec<_> = (0..clients).map(|_| scope.spawn(client)).collect();
        start.wait();
        let began = Instant::now();
        let each = running
            .into_iter()
            .flat_map(|client| client.join().unwrap())
            .collect();
        Took {
            all: began.elapsed(),
            each,
        }
    })
}
