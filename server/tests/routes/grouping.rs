//! Requests that come at the same time share a commit, and each is told only after it.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use futures_util::{StreamExt as _, future::join_all, stream::FuturesUnordered};
use ledger::{Heads, RecordId, SiteId, sync::Answer};
use server::storage::{Location, Most, Opening, Pushed, Storage, StorageError};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqliteConnection};

use crate::{
    cli::{Process, doorstep, printed},
    device::{Device, new_site},
    engines::{Database, Folder, databases, run, say_skipped},
    server::post,
};

const MANY: usize = 12;
const ALL: Most = Most {
    entries: 1_000,
    bytes: 1 << 20,
};

/// Someone else who writes to the site, and keeps others waiting until it is dropped.
enum Holding {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Holding {
    async fn take(database: &Database, site: SiteId) -> Self {
        match database.location() {
            Location::Folder(folder) => {
                let file = folder.join("doorstep.sqlite").display().to_string();
                let mut connection = SqliteConnection::connect(&file).await.unwrap();
                connection.execute("BEGIN IMMEDIATE").await.unwrap();
                Self::Sqlite(connection)
            }
            Location::Postgres(url) => {
                let mut connection = PgConnection::connect(&url).await.unwrap();
                let lock = format!("BEGIN; SELECT 1 FROM sites WHERE id = '{site}' FOR UPDATE");
                sqlx::raw_sql(AssertSqlSafe(lock))
                    .execute(&mut connection)
                    .await
                    .unwrap();
                Self::Postgres(connection)
            }
        }
    }

    async fn let_go(self) {
        match self {
            Self::Sqlite(connection) => connection.close().await.unwrap(),
            Self::Postgres(connection) => connection.close().await.unwrap(),
        }
    }
}

async fn opened(database: &Database) -> (Storage, SiteId) {
    let (storage, site) = (
        Storage::open(&database.location()).await.unwrap(),
        new_site(),
    );
    storage.make_site(site, Opening::Open).await.unwrap();
    (storage, site)
}

/// A device whose last entry is of a kind.
fn device(site: SiteId, kind: &str) -> Device {
    let mut device = Device::new(site);
    device.write(2);
    device.write_about(kind, RecordId(device.id.0), "text", "x");
    device
}

/// The heads as another program over the same database finds them.
async fn stored(database: &Database, site: SiteId) -> Heads {
    let other = Storage::open(&database.location()).await.unwrap();
    let page = other.pull(site, 0, &Heads::new(), ALL).await.unwrap();
    let entries: u64 = page.heads.values().map(|head| head.seq).sum();
    assert_eq!(page.entries.len() as u64, entries);
    assert_eq!(page.ordinal, entries);
    other.close().await;
    page.heads
}

/// What each device is told whose request comes while someone else writes.
async fn pushed_together(
    storage: &Storage,
    database: &Database,
    site: SiteId,
    devices: &[Device],
) -> Vec<Result<Pushed, StorageError>> {
    let other = Holding::take(database, site).await;
    let pushing = devices
        .iter()
        .map(|device| storage.push_from_api(site, device.entries.clone(), None));
    let letting_go = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        other.let_go().await;
    };
    tokio::join!(join_all(pushing), letting_go).0
}

/// One commit for all; whoever came a moment too early or too late has one of their own.
fn shared(storage: &Storage) {
    let commits = storage.commits();
    assert!((1..=3).contains(&commits), "{commits} commits");
}

#[test]
fn requests_that_wait_for_one_another_share_a_commit() {
    for database in databases() {
        run(async {
            let (storage, site) = opened(&database).await;
            let devices: Vec<_> = (0..MANY).map(|_| device(site, "note")).collect();
            let other = Holding::take(&database, site).await;
            let mut pushing: FuturesUnordered<_> = devices
                .iter()
                .map(|device| storage.push_from_api(site, device.entries.clone(), None))
                .collect();
            let early = tokio::time::timeout(Duration::from_millis(200), pushing.next()).await;
            assert!(early.is_err(), "told before anything could be written");
            assert_eq!(storage.commits(), 0);
            other.let_go().await;
            while let Some(pushed) = pushing.next().await {
                let pushed = pushed.unwrap();
                assert_eq!((pushed.added, pushed.refused.len()), (3, 0));
            }
            shared(&storage);
            let heads = stored(&database, site).await;
            for device in &devices {
                assert_eq!(heads.get(&device.id), device.ledger.heads().get(&device.id));
            }
            storage.close().await;
        });
    }
}

/// Makes the database fail where an entry of kind `poison` is added.
async fn poison(database: &Database) {
    let statement = match database.location() {
        Location::Folder(_) => {
            "CREATE TRIGGER poison AFTER INSERT ON entries WHEN new.kind = 'poison'
             BEGIN SELECT RAISE(ABORT, 'poisoned'); END"
        }
        Location::Postgres(_) => "ALTER TABLE entries ADD CHECK (kind <> 'poison')",
    };
    database.execute(statement).await;
}

#[test]
fn a_request_that_fails_is_undone_alone() {
    for database in databases() {
        run(async {
            let (storage, site) = opened(&database).await;
            poison(&database).await;
            let of = |number| if number % 3 == 1 { "poison" } else { "note" };
            let devices: Vec<_> = (0..MANY).map(|number| device(site, of(number))).collect();
            let answers = pushed_together(&storage, &database, site, &devices).await;
            shared(&storage);
            let heads = stored(&database, site).await;
            for (number, (device, answer)) in devices.iter().zip(answers).enumerate() {
                let bad = of(number) == "poison";
                assert_eq!(
                    matches!(answer, Err(StorageError::Database(_))),
                    bad,
                    "{answer:?}"
                );
                assert_eq!(heads.contains_key(&device.id), !bad);
            }
            // A site that is not there is nobody else's trouble either.
            let answers = join_all([new_site(), site].map(|site| {
                let device = device(site, "note");
                storage.push_from_api(site, device.entries, None)
            }));
            let answers = answers.await;
            assert!(matches!(answers[0], Err(StorageError::UnknownSite(_))));
            assert_eq!(answers[1].as_ref().unwrap().added, 3);
            storage.close().await;
        });
    }
}

/// Makes a commit fail that holds an entry of kind `late`: only then the database looks.
async fn fail_late(database: &Database) {
    let (id, insert) = match database.location() {
        Location::Folder(_) => (
            "BLOB",
            "CREATE TRIGGER late AFTER INSERT ON entries WHEN new.kind = 'late'
             BEGIN INSERT INTO late VALUES (x'00'); END",
        ),
        Location::Postgres(_) => (
            "uuid",
            "CREATE RULE late AS ON INSERT TO entries WHERE new.kind = 'late'
             DO ALSO INSERT INTO late VALUES (gen_random_uuid())",
        ),
    };
    let table = format!(
        "CREATE TABLE late (site {id} REFERENCES sites (id) DEFERRABLE INITIALLY DEFERRED)"
    );
    database.execute(&table).await;
    database.execute(insert).await;
}

#[test]
fn nothing_is_acknowledged_when_the_commit_fails() {
    for database in databases() {
        run(async {
            let (storage, site) = opened(&database).await;
            fail_late(&database).await;
            let devices: Vec<_> = ["note", "late", "note"]
                .map(|kind| device(site, kind))
                .into();
            let answers = pushed_together(&storage, &database, site, &devices).await;
            assert!(answers[1].is_err(), "{answers:?}");
            let stored = stored(&database, site).await;
            for (device, answer) in devices.iter().zip(&answers) {
                let there = stored.get(&device.id).map(|head| head.seq);
                assert_eq!(there, answer.as_ref().ok().map(|_| 3), "{answers:?}");
            }
            // What they send again arrives.
            let again = storage.push_from_api(site, devices[0].entries.clone(), None);
            assert!(again.await.is_ok());
            assert!(
                storage
                    .heads(site)
                    .await
                    .unwrap()
                    .contains_key(&devices[0].id)
            );
            storage.close().await;
        });
    }
}

#[test]
fn whoever_goes_away_takes_nobody_along() {
    for database in databases() {
        run(async {
            let (storage, site) = opened(&database).await;
            let other = Holding::take(&database, site).await;
            let devices: Vec<_> = (0..3).map(|_| device(site, "note")).collect();
            let push = |device: &Device| {
                let (storage, entries) = (storage.clone(), device.entries.clone());
                tokio::spawn(async move { storage.push_from_api(site, entries, None).await })
            };
            let tasks: Vec<_> = devices.iter().map(push).collect();
            tokio::time::sleep(Duration::from_millis(50)).await;
            tasks[0].abort();
            tokio::time::sleep(Duration::from_millis(50)).await;
            other.let_go().await;
            let answers: Vec<_> = join_all(tasks).await.into_iter().skip(1).collect();
            let heads = stored(&database, site).await;
            for (device, answer) in devices[1..].iter().zip(answers) {
                // Either it was written, or it is told to come again.
                let taken = match answer.unwrap() {
                    Ok(pushed) => pushed.added == 3,
                    Err(error) => {
                        assert!(matches!(error, StorageError::Busy), "{error}");
                        false
                    }
                };
                assert_eq!(heads.contains_key(&device.id), taken);
                let entries = device.entries.clone();
                storage.push_from_api(site, entries, None).await.unwrap();
            }
            assert!(stored(&database, site).await.len() >= 2);
            storage.close().await;
        });
    }
}

/// The calls by which a server makes something durable and answers, in order.
fn traced(trace: &Path) -> Vec<&'static str> {
    let text = std::fs::read_to_string(trace).unwrap();
    let call = |line: &str| {
        let answers = line.contains("HTTP/1.1 200");
        let syncs = line.contains("sync") && line.ends_with("= 0");
        answers.then_some("answer").or(syncs.then_some("sync"))
    };
    text.lines().filter_map(call).collect()
}

#[test]
fn every_acknowledgement_follows_a_call_that_waits_for_the_disk() {
    let database = Database::sqlite();
    let site = printed(&["site", "new", "--open", "Durable"], &database);
    let site: SiteId = site.trim().parse().unwrap();
    let folder = Folder::new();
    let trace = folder.path().join("trace");
    let serve = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--app",
        "/nonexistent",
        "--rate",
        "0",
    ];
    let serve = doorstep(&serve, &database.location());
    let mut command = Command::new("strace");
    // As a grandchild, so that the process that is started is the server itself.
    command.args([
        "-D",
        "-f",
        "-qq",
        "-s",
        "24",
        "-e",
        "signal=none",
        "-e",
        "trace=fsync,fdatasync,write,writev,sendto,sendmsg",
        "-o",
    ]);
    command
        .arg(&trace)
        .arg(serve.get_program())
        .args(serve.get_args());
    let mut usable = Command::new("strace");
    usable
        .args(["-qq", "-o", "/dev/null", "true"])
        .stderr(Stdio::null());
    if !usable.status().is_ok_and(|status| status.success()) {
        say_skipped("what waits for the disk: strace can't be used here");
        return;
    }
    let server = Process::spawn(command);
    let mut device = Device::new(site);
    for round in 1..=5 {
        device.write(1);
        let url = format!("{}/api/v1/sites/{site}/sync?limit=1", server.url);
        let mut response = post(&url, &serde_json::to_vec(&device.bundle()).unwrap());
        let answer = response.body_mut().read_to_string().unwrap();
        let answer: Answer = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer.heads[&device.id].seq, round);
    }
    // The tracer writes a little later than it sees.
    let began = Instant::now();
    let calls = loop {
        let calls = traced(&trace);
        if calls.iter().filter(|call| **call == "answer").count() >= 5 {
            break calls;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "{calls:?}");
        std::thread::sleep(Duration::from_millis(20));
    };
    let answers = calls.split(|call| *call == "answer").take(5);
    for before in answers {
        assert!(before.contains(&"sync"), "{calls:?}");
    }
}
