//! The same ill will at a site that asks who is there: from strangers, who get no further than the
//! guard, and from someone who has joined.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use needs::Role;
use ureq::{Body, http::Response};

use crate::{
    cli::printed,
    closed::{Closed, Member, new_record, on_each_closed_site, response},
    hostile::{gzip, routes_for_json},
    limits::quick,
    server::{Server, client, error, header, settings},
};

/// A method, a path below the site with one segment to fill in.
const WITH_A_NAME: [(&str, &str); 5] = [
    ("GET", "files/NAME"),
    ("PUT", "files/NAME"),
    ("GET", "export/NAME"),
    ("DELETE", "invitations/NAME"),
    ("DELETE", "devices/NAME"),
];

fn ask(method: &str, url: &str, token: &str) -> Response<Body> {
    let request = ureq::http::Request::builder()
        .method(method)
        .uri(url)
        .header("authorization", format!("Bearer {token}"))
        .header("content-range", "bytes 0-0/1");
    client().run(request.body(()).unwrap()).unwrap()
}

#[test]
fn names_full_of_tricks_name_nothing() {
    on_each_closed_site(|closed| {
        let manager = closed.join(Role::Manager);
        let long = "a".repeat(9_000);
        for name in [
            "..%2f..%2fetc%2fpasswd",
            "%2e%2e",
            "..%5c..%5cx.csv",
            "units.csv%00.json",
            "%00",
            "%ff%fe",
            "%F0%9F%A6%80",
            "'%20OR%201=1%20--",
            "%22;DROP%20TABLE%20entries;--.csv",
            "{site}",
            "-1",
            "00000000-0000-0000-0000-000000000000",
            "responses.exe",
            ".csv",
            "units.",
            &long,
        ] {
            for (method, path) in WITH_A_NAME {
                let url = closed.url(&path.replace("NAME", name));
                let answer = ask(method, &url, &manager.token);
                let status = answer.status().as_u16();
                // Taking back an invitation that nobody has is done already.
                let nothing = method == "DELETE" && path.starts_with("invitations");
                let refused = (400..500).contains(&status) && status != 401;
                assert!(
                    refused || nothing && status == 200,
                    "{method} {url}: {status}"
                );
                assert_eq!(header(&answer, "content-type"), "application/json", "{url}");
            }
            let url = format!("{}/api/v1/sites/{name}/me", closed.server.url);
            let status = ask("GET", &url, &manager.token).status().as_u16();
            assert!((400..500).contains(&status), "{url}: {status}");
        }
        assert_eq!(closed.server.get("/readyz").status(), 200);
        assert_eq!(closed.get("me", Some(&manager.token)).status(), 200);
    });
}

/// Sends a body to each route that takes JSON; gives what each says.
fn send(closed: &Closed, token: Option<&str>, packed: bool, body: &[u8]) -> Vec<(String, u16)> {
    let routes = routes_for_json(&closed.server, closed.site);
    let said = routes.into_iter().map(|(method, url)| {
        let began = Instant::now();
        let mut request = ureq::http::Request::builder()
            .method(method.as_str())
            .uri(&url)
            .header("content-type", "application/json");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if packed {
            request = request.header("content-encoding", "gzip");
        }
        let answer = client().run(request.body(body).unwrap()).unwrap();
        let (status, _) = error(answer);
        let took = began.elapsed();
        assert!(took < Duration::from_secs(20), "{url}: {took:?}");
        (url, status)
    });
    said.collect()
}

#[test]
fn bombs_of_json_and_gzip_are_refused_whoever_sends_them() {
    on_each_closed_site(|closed| {
        let member = closed.join(Role::Assistant);
        let gone = closed.join(Role::Supervisor);
        printed(&["revoke", &gone.device.id.to_string()], &closed.database);
        let spaces = gzip(std::io::repeat(b' ').take(64 << 20)).repeat(8);
        let bombs = [
            ("[".repeat(10 << 20).into_bytes(), false),
            ("{\"a\":".repeat(2 << 20).into_bytes(), false),
            (spaces, true),
            (vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0], true),
            (b"{\"format\":\"doorstep-bundle\"".to_vec(), false),
        ];
        for (bomb, packed) in &bombs {
            for token in [None, Some("x"), Some(&*gone.token), Some(&*member.token)] {
                for (url, status) in send(closed, token, *packed, bomb) {
                    let about_site = url.contains("/sites/");
                    let expected = match token {
                        Some(token) if token == member.token => (400..500).contains(&status),
                        _ if about_site => status == 401,
                        _ => (400..500).contains(&status),
                    };
                    assert!(expected, "{url} with {token:?}: {status}");
                }
            }
        }
        assert_eq!(closed.get("me", Some(&member.token)).status(), 200);
    });
}

#[test]
fn a_stranger_who_drips_is_given_up_and_keeps_nobody_waiting() {
    let (closed, mut member, server) = with_quick_limits();
    let address = server.url.strip_prefix("http://").unwrap();
    let head = format!(
        "POST /api/v1/sites/{}/sync HTTP/1.1\r\nhost: 127.0.0.1\r\n\
         authorization: Bearer nobody\r\ncontent-type: application/json\r\n\
         content-length: 1000000\r\n\r\n{{",
        closed.site
    );
    let began = Instant::now();
    let drips: Vec<TcpStream> = (0..40)
        .map(|_| {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(head.as_bytes()).unwrap();
            stream
        })
        .collect();
    member.write(response(new_record()));
    let url = format!("{}/api/v1/sites/{}/sync", server.url, closed.site);
    let body = serde_json::to_vec(&member.device.bundle()).unwrap();
    let answer = client()
        .post(&url)
        .header("authorization", format!("Bearer {}", member.token))
        .content_type("application/json")
        .send(&body[..])
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "{:?}",
        began.elapsed()
    );
    for mut stream in drips {
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        let mut said = Vec::new();
        // However it ends, it ends: by an answer, or by a closed line.
        let ended = stream.read_to_end(&mut said);
        let timed_out = ended.is_err_and(|error| {
            matches!(
                error.kind(),
                std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
            )
        });
        assert!(!timed_out, "a stranger who drips is kept");
        let said = String::from_utf8_lossy(&said);
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
    }
}

/// A closed site with a member, and a second server over it that has little patience.
fn with_quick_limits() -> (Closed, Member, Server) {
    let closed = Closed::over(crate::engines::Database::sqlite());
    let member = closed.join(Role::Assistant);
    let mut settings = settings(closed.database.location());
    settings.limits = quick();
    let server = Server::start(settings);
    (closed, member, server)
}

#[test]
fn heads_beyond_all_size_are_refused_with_a_token_and_without() {
    on_each_closed_site(|closed| {
        let member = closed.join(Role::Assistant);
        let long = "x".repeat(300_000);
        for (name, value) in [
            ("authorization", format!("Bearer {long}")),
            ("authorization", format!("Bearer {} {long}", member.token)),
            ("x-forwarded-for", long.clone()),
            ("accept-encoding", long.clone()),
        ] {
            let mut request = client().get(closed.url("me"));
            if name != "authorization" {
                request = request.header("authorization", format!("Bearer {}", member.token));
            }
            // The line may be closed before all of it was sent.
            if let Ok(answer) = request.header(name, &value).call() {
                let status = answer.status().as_u16();
                assert!((400..500).contains(&status), "{name}: {status}");
            }
        }
        // Many tokens in one request are none.
        let both = client()
            .get(closed.url("me"))
            .header("authorization", "Bearer x")
            .header("authorization", format!("Bearer {}", member.token))
            .call()
            .unwrap();
        assert_eq!(both.status(), 401);
        assert_eq!(closed.get("me", Some(&member.token)).status(), 200);
    });
}

#[test]
fn who_guesses_tokens_has_to_wait_and_members_elsewhere_do_not() {
    let closed = Closed::over(crate::engines::Database::sqlite());
    let member = closed.join(Role::Assistant);
    let mut settings = settings(closed.database.location());
    settings.limits.per_address = 20;
    settings.limits.proxies = vec!["127.0.0.1".parse().unwrap()];
    let server = Server::start(settings);
    let url = format!("{}/api/v1/sites/{}/me", server.url, closed.site);
    let from = |address: &str, token: &str| {
        let request = client()
            .get(&url)
            .header("x-forwarded-for", address)
            .header("authorization", format!("Bearer {token}"));
        request.call().unwrap().status().as_u16()
    };
    let guesses: Vec<u16> = (0..60)
        .map(|n| from("203.0.113.9", &format!("guess-{n}")))
        .collect();
    assert!(guesses.contains(&429), "{guesses:?}");
    assert!(guesses.iter().filter(|status| **status == 401).count() < 40);
    assert_eq!(from("198.51.100.7", &member.token), 200);
}
