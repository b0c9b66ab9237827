//! `GET /api/v1/sites/{site}/events`.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    time::{Duration, Instant},
};

use ledger::{SiteId, sync::Cursor};
use serde_json::Value;
use ureq::{Body, http::Response};

use crate::{
    cli::printed,
    device::{Device, new_site},
    engines::{Database, Folder, databases, run},
    server::{Server, client, error, header, on_each_server, with_site},
};

/// An open stream of events.
pub(crate) struct Events(BufReader<ureq::BodyReader<'static>>);

impl Events {
    pub(crate) fn open(server: &Server, site: SiteId) -> Self {
        Self::of(server.get(&format!("/api/v1/sites/{site}/events")))
    }

    /// At a closed site.
    pub(crate) fn open_as(server: &Server, site: SiteId, token: &str) -> Self {
        let url = format!("{}/api/v1/sites/{site}/events", server.url);
        let request = client()
            .get(url)
            .header("authorization", format!("Bearer {token}"));
        Self::of(request.call().unwrap())
    }

    fn of(response: Response<Body>) -> Self {
        assert_eq!(header(&response, "content-type"), "text/event-stream");
        assert_eq!(header(&response, "content-encoding"), "");
        Self(BufReader::new(response.into_body().into_reader()))
    }

    /// The next event's data; `None` at the end of the stream.
    pub(crate) fn next(&mut self) -> Option<Value> {
        let mut is_head = false;
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            is_head |= line.trim_end() == "event: head";
            if let Some(data) = line.strip_prefix("data: ") {
                assert!(is_head);
                return Some(serde_json::from_str(data).unwrap());
            }
        }
    }
}

#[test]
fn a_browser_is_told_where_the_site_stands_and_when_it_moves() {
    on_each_server(|server, site| {
        let mut device = Device::new(site);
        let epoch = server
            .sync(&Cursor::default(), &device.write(2).bundle())
            .cursor
            .epoch;
        let mut events = Events::open(server, site);
        let first = events.next().unwrap();
        assert_eq!(first, serde_json::json!({"epoch": epoch, "ordinal": 2}));

        let pushed = Instant::now();
        server.sync(&Cursor::default(), &device.write(3).bundle());
        assert_eq!(events.next().unwrap()["ordinal"], 5);
        assert!(
            pushed.elapsed() < Duration::from_secs(1),
            "{:?}",
            pushed.elapsed()
        );

        // A stop ends the stream at once instead of waiting for the browser.
        let stopped = Instant::now();
        server.stop();
        assert_eq!(events.next(), None);
        assert!(
            stopped.elapsed() < Duration::from_secs(2),
            "{:?}",
            stopped.elapsed()
        );
    });
}

#[test]
fn an_empty_site_has_a_first_event_too_and_an_unknown_one_is_an_error() {
    on_each_server(|server, site| {
        assert_eq!(Events::open(server, site).next().unwrap()["ordinal"], 0);
        let unknown = server.get(&format!("/api/v1/sites/{}/events", new_site()));
        assert_eq!(error(unknown), (404, "unknown-site".to_owned()));
    });
}

/// The next event has this ordinal, and comes within a second of the time.
fn is_told(events: &mut Events, ordinal: u64, since: Instant) {
    assert_eq!(events.next().unwrap()["ordinal"], ordinal);
    let took = since.elapsed();
    assert!(took < Duration::from_secs(1), "{took:?}");
}

#[test]
fn a_browser_is_told_of_what_another_server_over_the_same_database_took_in() {
    // Over SQLite that is a second process on the same file: not meant, but harmless.
    for database in databases() {
        let site = with_site(&database);
        let (one, two) = (Server::of(&database), Server::of(&database));
        let mut events = Events::open(&one, site);
        assert_eq!(events.next().unwrap()["ordinal"], 0);
        let mut device = Device::new(site);
        for (more, ordinal) in [(4, 4), (1, 5), (10, 15)] {
            let pushed = Instant::now();
            two.sync(&Cursor::default(), &device.write(more).bundle());
            is_told(&mut events, ordinal, pushed);
        }
    }
}

#[test]
fn a_browser_is_told_of_what_a_command_brought_in() {
    for database in databases() {
        let site = with_site(&database);
        let server = Server::of(&database);
        let mut events = Events::open(&server, site);
        assert_eq!(events.next().unwrap()["ordinal"], 0);
        let folder = Folder::new();
        let file = folder.path().join("bundle.json");
        let bundle = Device::new(site).write(6).bundle();
        fs::write(&file, serde_json::to_vec(&bundle).unwrap()).unwrap();
        printed(&["import", file.to_str().unwrap()], &database);
        is_told(&mut events, 6, Instant::now());
    }
}

#[test]
fn a_lost_line_to_the_database_is_made_again() {
    let Some(database) = Database::postgres() else {
        return;
    };
    let site = with_site(&database);
    let (one, two) = (Server::of(&database), Server::of(&database));
    let mut events = Events::open(&one, site);
    assert_eq!(events.next().unwrap()["ordinal"], 0);
    let mut device = Device::new(site);
    two.sync(&Cursor::default(), &device.write(1).bundle());
    is_told(&mut events, 1, Instant::now());
    // All lines of both servers: what comes right after is looked up when the line is there again.
    run(database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN%'",
    ));
    let pushed = Instant::now();
    two.sync(&Cursor::default(), &device.write(1).bundle());
    assert_eq!(events.next().unwrap()["ordinal"], 2);
    assert!(
        pushed.elapsed() < Duration::from_secs(5),
        "{:?}",
        pushed.elapsed()
    );
    let pushed = Instant::now();
    two.sync(&Cursor::default(), &device.write(1).bundle());
    is_told(&mut events, 3, pushed);
}
