//! What one client may ask for, and how long it may take.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use ledger::{SiteId, sync::Cursor};
use server::serve::Limits;

use crate::{
    device::Device,
    engines::Database,
    server::{Server, client, error, header, settings, with_site},
};

/// A server with these limits over an SQLite database with one site.
fn serve(limits: Limits) -> (Database, Server, SiteId) {
    let database = Database::sqlite();
    let site = with_site(&database);
    let mut settings = settings(database.location());
    settings.limits = limits;
    let server = Server::start(settings);
    (database, server, site)
}

pub(crate) fn quick() -> Limits {
    Limits {
        head_patience: Duration::from_millis(300),
        body_patience: Duration::from_millis(300),
        ..Limits::default()
    }
}

/// A connection on which these words were said.
fn say(server: &Server, words: &str) -> TcpStream {
    let address = server.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let limit = Some(Duration::from_secs(10));
    stream.set_read_timeout(limit).unwrap();
    stream.write_all(words.as_bytes()).unwrap();
    stream
}

/// What the server says on it until it hangs up.
fn heard(stream: &mut TcpStream) -> String {
    let mut said = Vec::new();
    match stream.read_to_end(&mut said) {
        Ok(_) => {}
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
    }
    String::from_utf8(said).unwrap()
}

/// The head of a request with a body of so many bytes.
fn head(server: &Server, site: SiteId, bytes: usize) -> String {
    let address = server.url.strip_prefix("http://").unwrap();
    format!(
        "POST /api/v1/sites/{site}/sync HTTP/1.1\r\nhost: {address}\r\n\
         content-type: application/json\r\ncontent-length: {bytes}\r\n\r\n"
    )
}

#[test]
fn who_asks_too_much_is_told_to_wait() {
    let limits = Limits {
        per_address: 2,
        ..Limits::default()
    };
    let (_database, server, _) = serve(limits);
    let answers: Vec<_> = (0..40).map(|_| server.get("/healthz")).collect();
    let (good, mut refused): (Vec<_>, Vec<_>) = answers
        .into_iter()
        .partition(|answer| answer.status() == 200);
    // Twenty at once, and those that came back while the others were asked.
    assert!((20..40).contains(&good.len()), "{}", good.len());
    let last = refused.pop().unwrap();
    assert_eq!(header(&last, "retry-after"), "1");
    assert_eq!(error(last), (429, "too-many".to_owned()));
    std::thread::sleep(Duration::from_millis(600));
    assert_eq!(server.get("/healthz").status(), 200);
}

#[test]
fn a_token_has_a_limit_of_its_own() {
    let limits = Limits {
        per_address: 0,
        per_token: 1,
        ..Limits::default()
    };
    let (_database, server, _) = serve(limits);
    let ask = |token: &str| {
        let url = format!("{}/healthz", server.url);
        let request = client().get(url).header("authorization", token);
        request.call().unwrap().status().as_u16()
    };
    let busy: Vec<_> = (0..30).map(|_| ask("Bearer one")).collect();
    assert!(busy.contains(&429), "{busy:?}");
    assert_eq!(ask("Bearer two"), 200);
    assert_eq!(server.get("/healthz").status(), 200);
}

#[test]
fn a_client_that_does_not_finish_its_head_is_given_up() {
    let (_database, server, _) = serve(quick());
    for words in ["", "GET /healthz HT", "GET /healthz HTTP/1.1\r\nhost: 127"] {
        let began = Instant::now();
        let mut stream = say(&server, words);
        heard(&mut stream);
        assert!(began.elapsed() < Duration::from_secs(5), "{words:?}");
    }
    let name = "x".repeat(100 << 10);
    let long = format!("GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n{name}: 1\r\n\r\n");
    let said = heard(&mut say(&server, &long));
    assert!(said.starts_with("HTTP/1.1 431 "), "{said}");
}

#[test]
fn a_body_that_drips_is_given_up_and_one_that_flows_is_not() {
    let (_database, server, site) = serve(quick());
    let mut dripping = say(&server, &head(&server, site, 1 << 20));
    let began = Instant::now();
    // Each byte comes in time, all of them never would.
    while began.elapsed() < Duration::from_secs(2) {
        if dripping.write_all(b" ").is_err() {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let said = heard(&mut dripping);
    assert!(said.starts_with("HTTP/1.1 408 "), "{said}");
    assert!(said.contains("too-slow"), "{said}");

    let body = serde_json::to_vec(&Device::new(site).write(20).bundle()).unwrap();
    let close = head(&server, site, body.len()).replacen("\r\n", "\r\nconnection: close\r\n", 1);
    let mut flowing = say(&server, &close);
    for part in body.chunks(body.len().div_ceil(8)) {
        flowing.write_all(part).unwrap();
        std::thread::sleep(Duration::from_millis(100));
    }
    let said = heard(&mut flowing);
    assert!(said.starts_with("HTTP/1.1 200 "), "{said}");
}

#[test]
fn slow_bodies_do_not_keep_others_waiting() {
    let (_database, server, site) = serve(Limits::default());
    let slow: Vec<_> = (0..64)
        .map(|_| say(&server, &(head(&server, site, 1 << 20) + "{\"format\":")))
        .collect();
    let began = Instant::now();
    let bundle = Device::new(site).write(3).bundle();
    let answer = server.sync(&Cursor::default(), &bundle);
    assert_eq!(answer.cursor.ordinal, 3);
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
    drop(slow);
}

#[test]
fn one_address_has_so_many_connections_and_no_more() {
    let limits = Limits {
        connections_of_one: 3,
        ..Limits::default()
    };
    let (_database, server, _) = serve(limits);
    let ask = "GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";
    let answered = |stream: &mut TcpStream| {
        let mut begin = [0; 12];
        stream.read_exact(&mut begin).is_ok() && &begin == b"HTTP/1.1 200"
    };
    let mut kept: Vec<_> = (0..3).map(|_| say(&server, ask)).collect();
    assert!(kept.iter_mut().all(answered));
    let mut fourth = say(&server, "");
    assert_eq!(fourth.read(&mut [0]).unwrap_or(0), 0);
    kept.pop();
    let began = Instant::now();
    // The server notices the hang-up in its own time.
    while !answered(&mut say(&server, ask)) {
        assert!(began.elapsed() < Duration::from_secs(5));
        std::thread::sleep(Duration::from_millis(20));
    }
}
