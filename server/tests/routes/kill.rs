//! The program killed again and again while devices send: nothing that was acknowledged is lost.

use std::{
    process::{Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

use ledger::{DeviceId, SiteId, sync::Answer};
use server::storage::{Location, Opening, Storage};
use ureq::Agent;

use crate::{
    cli::{Process, printed_at},
    cluster::Cluster,
    device::{Device, new_site},
    engines::{Folder, run},
};

const DEVICES: usize = 4;
const ROUNDS: usize = 6;

/// What devices and the one who kills share.
struct Field {
    site: SiteId,
    /// Where the server is at the moment.
    url: Mutex<String>,
    over: AtomicBool,
    acknowledged: [AtomicU64; DEVICES],
}

fn agent() -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(5)));
    config.build().into()
}

/// What the server answers, if it does and if it is an answer.
fn send(field: &Field, agent: &Agent, device: &Device, after: u64) -> Option<Answer> {
    let after = usize::try_from(after).unwrap();
    let bundle = device.bundle_of(device.entries[after..].to_vec());
    let url = field.url.lock().unwrap().clone();
    let url = format!("{url}/api/v1/sites/{}/sync?since=0&limit=1", field.site);
    let request = agent.post(url).content_type("application/json");
    let mut response = request
        .send(&serde_json::to_vec(&bundle).unwrap()[..])
        .ok()?;
    if response.status() != 200 {
        return None;
    }
    serde_json::from_str(&response.body_mut().read_to_string().ok()?).ok()
}

/// A device that goes on writing, and notes what was acknowledged.
fn push_until_over(field: &Field, number: usize) -> Device {
    let (mut device, agent) = (Device::new(field.site), agent());
    let mut sent = 0;
    while !field.over.load(SeqCst) {
        device.write(1 + number);
        match send(field, &agent, &device, sent) {
            Some(answer) => {
                assert_eq!(answer.refused, []);
                sent = answer.heads[&device.id].seq;
                assert_eq!(sent, device.entries.len() as u64);
                field.acknowledged[number].store(sent, SeqCst);
            }
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    }
    device
}

/// All of the site as a new device gets it, checked entry by entry.
fn everything(field: &Field) -> Device {
    let (mut reader, agent) = (Device::new(field.site), agent());
    loop {
        let url = field.url.lock().unwrap().clone();
        let url = format!("{url}/api/v1/sites/{}/sync?since=0&limit=2000", field.site);
        let bundle = serde_json::to_vec(&reader.bundle_of(Vec::new())).unwrap();
        let request = agent.post(url).content_type("application/json");
        let mut response = request.send(&bundle[..]).unwrap();
        let text = response.body_mut().read_to_string().unwrap();
        let answer: Answer = serde_json::from_str(&text).unwrap();
        reader.read(&answer);
        if !answer.more {
            return reader;
        }
    }
}

impl Field {
    fn all_acknowledged(&self) -> u64 {
        let counts = self.acknowledged.iter();
        counts.map(|count| count.load(SeqCst)).sum()
    }

    /// Until more is acknowledged than it was.
    fn wait_for_more_than(&self, before: u64) {
        let began = Instant::now();
        while self.all_acknowledged() == before {
            assert!(began.elapsed() < Duration::from_mins(1), "nothing goes on");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Kills and starts again; `kill` says what dies beside the server in a round.
fn kill_in_a_loop(location: &Location, mut kill: impl FnMut(usize) -> bool) {
    let site = new_site();
    run(async {
        let storage = Storage::open(location).await.unwrap();
        storage.make_site(site, Opening::Open).await.unwrap();
        storage.close().await;
    });
    let mut server = Process::start_at(&[], location);
    let field = Field {
        site,
        url: Mutex::new(server.url.clone()),
        over: AtomicBool::new(false),
        acknowledged: Default::default(),
    };
    let devices: Vec<Device> = std::thread::scope(|scope| {
        let field = &field;
        let pushing: Vec<_> = (0..DEVICES)
            .map(|number| scope.spawn(move || push_until_over(field, number)))
            .collect();
        for round in 0..ROUNDS {
            let before = field.all_acknowledged();
            // A moment that no round shares with another, and not before something was done.
            std::thread::sleep(Duration::from_millis(200 + 137 * round as u64));
            field.wait_for_more_than(before);
            if kill(round) {
                server.child.kill().unwrap();
                server.child.wait().unwrap();
                server = Process::start_at(&[], location);
                field.url.lock().unwrap().clone_from(&server.url);
            }
        }
        field.over.store(true, SeqCst);
        pushing
            .into_iter()
            .map(|pushing| pushing.join().unwrap())
            .collect()
    });
    let stored = everything(&field);
    for (device, acknowledged) in devices.iter().zip(&field.acknowledged) {
        let acknowledged = acknowledged.load(SeqCst);
        let of = |id: DeviceId| {
            stored
                .entries
                .iter()
                .filter(move |entry| entry.device() == id)
        };
        let kept: Vec<_> = of(device.id).collect();
        assert!(acknowledged > 0 && kept.len() as u64 >= acknowledged);
        assert!(
            kept.iter()
                .zip(&device.entries)
                .all(|(kept, written)| *kept == written)
        );
    }
    drop(server);
    let said = printed_at(&["verify"], location);
    assert!(
        said.contains(&format!("{} entries", stored.entries.len())),
        "{said}"
    );
}

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed() {
    let folder = Folder::new();
    kill_in_a_loop(&Location::Folder(folder.path().to_owned()), |_| true);
}

#[test]
fn nothing_acknowledged_is_lost_when_postgresql_is_killed_too() {
    let Some(mut cluster) = Cluster::start() else {
        return;
    };
    let location = cluster.location("");
    kill_in_a_loop(&location, |round| {
        if round % 3 != 0 {
            cluster.kill();
            cluster.run();
        }
        // Every third time the server has to find its way back on its own.
        round % 3 != 2
    });
}

#[test]
fn the_way_to_postgresql_is_encrypted_and_checked_when_asked() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let trusting = |name: &str| {
        let file = crate::tls::file(name);
        cluster.location(&format!(
            "?sslmode=verify-full&sslrootcert={}",
            file.display()
        ))
    };
    run(async {
        let storage = Storage::open(&trusting("first.pem")).await.unwrap();
        storage.ping().await.unwrap();
        storage.close().await;
        Storage::open(&trusting("second.pem")).await.unwrap_err();
        Storage::open(&cluster.location("?sslmode=require"))
            .await
            .unwrap()
            .close()
            .await;
    });
}

#[test]
fn a_database_without_notices_is_asked_for_news() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let as_role = |role: &str| cluster.location_as(role, "");
    run(async {
        let admin = crate::engines::execute;
        let Location::Postgres(url) = as_role("postgres") else {
            return;
        };
        for statement in [
            "REVOKE EXECUTE ON FUNCTION pg_notify(text, text) FROM PUBLIC",
            "CREATE ROLE plain LOGIN",
            "GRANT ALL ON SCHEMA public TO plain",
        ] {
            admin(&url, statement.to_owned()).await;
        }
        let storage = Storage::open(&as_role("plain")).await.unwrap();
        storage.make_site(SITE, Opening::Open).await.unwrap();
        storage.close().await;
    });
    let start = || crate::server::Server::start(crate::server::settings(as_role("plain")));
    let (one, two) = (start(), start());
    let mut events = crate::events::Events::open(&one, SITE);
    assert_eq!(events.next().unwrap()["ordinal"], 0);
    let began = Instant::now();
    let bundle = Device::new(SITE).write(3).bundle();
    two.sync(&ledger::sync::Cursor::default(), &bundle);
    assert_eq!(events.next().unwrap()["ordinal"], 3);
    assert!(
        began.elapsed() < Duration::from_secs(3),
        "{:?}",
        began.elapsed()
    );
}

const SITE: SiteId = SiteId(uuid::Uuid::from_u128(7));

/// The words before a command that may mount as `mount` does, where this machine lets us.
pub(crate) fn mounting(mount: &str) -> Option<&'static [&'static str]> {
    const WORDS: &[&str] = &["unshare", "--mount", "--map-root-user"];
    [&WORDS[..2], WORDS].into_iter().find(|words| {
        let mut try_it = Command::new(words[0]);
        try_it
            .args(&words[1..])
            .args(["sh", "-c", mount])
            .stderr(Stdio::null());
        try_it.status().is_ok_and(|status| status.success())
    })
}

/// A server whose data lies on a disk of six megabytes, one of them taken up, where this machine
/// lets us make one.
fn on_a_small_disk(folder: &Folder) -> Option<Process> {
    let data = folder.path().display();
    let mount = format!("mount -t tmpfs -o size=6m none {data}");
    let words = mounting(&mount)?;
    let program = env!("CARGO_BIN_EXE_doorstep");
    let serve = format!(
        "{mount} && head -c 1000000 /dev/zero > {data}/ballast && \
         {program} site new --open Small --data {data} >&2 && \
         exec {program} serve --listen 127.0.0.1:0 --app /nonexistent --data {data}"
    );
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).args(["sh", "-c", &serve]);
    Some(Process::spawn(command))
}

#[test]
fn a_full_disk_is_told_and_leaves_nothing_half_written() {
    let folder = Folder::new();
    let Some(server) = on_a_small_disk(&folder) else {
        crate::engines::say_skipped("a full disk: no file system can be mounted here");
        return;
    };
    let agent = agent();
    let sites = agent
        .get(format!("{}/api/v1/sites", server.url))
        .call()
        .unwrap();
    let sites: serde_json::Value =
        serde_json::from_str(&sites.into_body().read_to_string().unwrap()).unwrap();
    let field = Field {
        site: sites[0]["id"].as_str().unwrap().parse().unwrap(),
        url: Mutex::new(server.url.clone()),
        over: AtomicBool::new(false),
        acknowledged: Default::default(),
    };
    let (mut device, mut acknowledged) = (Device::new(field.site), 0);
    let text = "x".repeat(60_000);
    let refused = loop {
        for _ in 0..5 {
            device.write_about("note", ledger::RecordId(device.id.0), "text", &text);
        }
        match send(&field, &agent, &device, acknowledged) {
            Some(answer) => acknowledged = answer.heads[&device.id].seq,
            None => {
                break device
                    .bundle_of(device.entries[usize::try_from(acknowledged).unwrap()..].to_vec());
            }
        }
        assert!(device.entries.len() < 1_000, "the disk never fills up");
    };
    let url = format!("{}/api/v1/sites/{}/sync", server.url, field.site);
    let told = crate::server::error(crate::server::post(
        &url,
        &serde_json::to_vec(&refused).unwrap(),
    ));
    assert_eq!(told, (507, "disk-full".to_owned()));
    let stored = everything(&field);
    let mine = stored
        .entries
        .iter()
        .filter(|entry| entry.device() == device.id);
    assert_eq!(mine.count() as u64, acknowledged);
    assert!(acknowledged > 0);
    // Room is made, and the same server goes on.
    let ballast = format!(
        "/proc/{}/root{}/ballast",
        server.child.id(),
        folder.path().display()
    );
    std::fs::remove_file(ballast).unwrap();
    let answer = send(&field, &agent, &device, acknowledged).unwrap();
    assert_eq!(answer.heads[&device.id].seq, device.entries.len() as u64);
}
