//! What nobody means well: bombs, tricks with names, numbers and headers. Whatever it is, there is
//! an answer that is no success and no failure of the server, soon, and the server goes on.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use ledger::{SiteId, sync::Cursor};
use serde_json::{Value, json};

use crate::{
    device::{Device, file_of},
    engines::{Database, databases},
    server::{Server, client, error, header, on_each_server, settings, with_site},
};

/// Path and method of each route whose body is JSON, from the API's own document.
pub(crate) fn routes_for_json(server: &Server, site: SiteId) -> Vec<(String, String)> {
    let mut document = server.get("/api/v1/openapi.json");
    let document = document
        .body_mut()
        .with_config()
        .limit(1 << 22)
        .read_to_string()
        .unwrap();
    let document: Value = serde_json::from_str(&document).unwrap();
    let mut routes = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, says) in methods.as_object().unwrap() {
            if says["requestBody"]["content"]["application/json"].is_object() {
                let path = path.replace("{site}", &site.to_string());
                let url = format!("{}/api/v1{path}", server.url);
                routes.push((method.to_uppercase(), url));
            }
        }
    }
    assert!(routes.len() >= 2, "{routes:?}");
    routes
}

/// Sends a body to every route that takes JSON; gives the status of each, which must be the
/// client's fault.
fn send_everywhere(
    server: &Server,
    site: SiteId,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Vec<u16> {
    let routes = routes_for_json(server, site);
    let send = |(method, url): (String, String)| {
        let began = Instant::now();
        let agent = client();
        let mut request = if method == "PUT" {
            agent.put(&url)
        } else {
            agent.post(&url)
        };
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (status, code) = error(request.send(body).unwrap());
        assert!((400..500).contains(&status), "{url}: {status} {code}");
        assert!(
            began.elapsed() < Duration::from_secs(20),
            "{url}: {:?}",
            began.elapsed()
        );
        status
    };
    routes.into_iter().map(send).collect()
}

const JSON: (&str, &str) = ("content-type", "application/json");

pub(crate) fn gzip(plain: impl std::io::Read) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut packer = flate2::read::GzEncoder::new(plain, flate2::Compression::fast());
    packer.read_to_end(&mut packed).unwrap();
    packed
}

#[test]
fn bombs_of_nested_json_are_refused_by_every_route() {
    on_each_server(|server, site| {
        let ten = 10 << 20;
        let bombs = [
            "[".repeat(ten),
            "{\"a\":".repeat(ten / 5),
            format!(
                "{{\"format\":\"doorstep-bundle\",\"version\":1,\"entries\":{}",
                "[".repeat(ten)
            ),
            "[".repeat(ten / 2) + &"]".repeat(ten / 2),
            format!("{{\"files\":[{}]}}", "1e999,".repeat(100_000)),
        ];
        for bomb in &bombs {
            send_everywhere(server, site, &[JSON], bomb.as_bytes());
        }
        assert_eq!(server.get("/readyz").status(), 200);
    });
}

#[test]
fn a_value_nested_too_deeply_inside_a_good_bundle_is_refused() {
    on_each_server(|server, site| {
        let bundle = Device::new(site).write(1).bundle();
        let mut bundle = serde_json::to_value(&bundle).unwrap();
        for depth in [20, 100, 10_000] {
            let deep = "[".repeat(depth) + &"]".repeat(depth);
            bundle["entries"][0]["set"]["label"] = json!("DEEP");
            let text = bundle.to_string().replace("\"DEEP\"", &deep);
            let url = format!("{}/api/v1/sites/{site}/sync", server.url);
            let (status, _) = error(crate::server::post(&url, text.as_bytes()));
            assert_eq!(status, 400, "{depth}");
        }
    });
}

#[test]
fn bombs_of_gzip_are_refused_by_every_route() {
    on_each_server(|server, site| {
        let packed = ("content-encoding", "gzip");
        let member = gzip(std::io::repeat(b' ').take(64 << 20));
        let spaces = member.repeat(16);
        assert!(spaces.len() < 8 << 20);
        let statuses = send_everywhere(server, site, &[JSON, packed], &spaces);
        assert!(statuses.contains(&413), "{statuses:?}");
        // A bomb in a bomb is only unpacked once.
        send_everywhere(server, site, &[JSON, packed], &gzip(&member[..]));
    });
}

#[test]
fn other_kinds_and_broken_texts_are_refused_by_every_route() {
    on_each_server(|server, site| {
        for kind in [
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/xml",
            "",
        ] {
            let statuses = send_everywhere(server, site, &[("content-type", kind)], b"{}");
            // Who may not do it at all is told that first.
            let refused = |status: &u16| [403, 415].contains(status);
            assert!(statuses.iter().all(refused), "{kind}: {statuses:?}");
            assert!(statuses.contains(&415), "{kind}: {statuses:?}");
        }
        for body in [
            &b"\xff\xfe{\x00}\x00"[..],
            b"{\"format\":\"doorstep-bundle\xc3\x28\"}",
            b"{\"format\":\"\\ud800\"}",
            b"\xef\xbb\xbf{}",
            b"{\"site\":1e400}",
            b"{\"files\":[\"../../etc/passwd\"]}",
            b"null",
            b"[]",
            b"{}{}",
        ] {
            send_everywhere(server, site, &[JSON], body);
        }
    });
}

#[test]
fn numbers_beyond_all_reason_are_refused_or_cut() {
    on_each_server(|server, site| {
        let mut device = Device::new(site);
        let bundle = device.write(3).bundle();
        server.sync(&Cursor::default(), &bundle);
        let body = serde_json::to_vec(&bundle).unwrap();
        let ask = |query: &str| {
            let url = format!("{}/api/v1/sites/{site}/sync?{query}", server.url);
            crate::server::post(&url, &body)
        };
        for query in [
            "since=99999999999999999999",
            "since=1e3",
            "limit=-5",
            "limit=x",
            "since=",
        ] {
            assert_eq!(error(ask(query)), (400, "bad-query".to_owned()), "{query}");
        }
        for query in [
            "since=18446744073709551615",
            "limit=0",
            "limit=4294967295",
            "epoch=%00",
        ] {
            assert_eq!(ask(query).status(), 200, "{query}");
        }
        for (place, number) in [
            ("seq", json!(u64::MAX)),
            ("seq", json!(-1)),
            ("wall", json!(1e300)),
        ] {
            let mut wrong = serde_json::to_value(&bundle).unwrap();
            wrong["entries"][2][place] = number;
            let url = format!("{}/api/v1/sites/{site}/sync", server.url);
            let (status, _) = error(crate::server::post(&url, wrong.to_string().as_bytes()));
            assert_eq!(status, 400, "{place}");
        }
    });
}

/// What a server says to these very bytes.
fn raw(server: &Server, words: &[u8]) -> String {
    let address = server.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let _ = stream.write_all(words);
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said);
    String::from_utf8_lossy(&said).into_owned()
}

#[test]
fn no_path_leads_out_of_the_app() {
    let (folder, database) = (crate::engines::Folder::new(), Database::sqlite());
    let app = folder.path().join("app");
    std::fs::create_dir(&app).unwrap();
    crate::app::build(&app, "<p>one</p>");
    std::fs::write(folder.path().join("secret.txt"), "the secret").unwrap();
    std::fs::write(app.join("secret.txt"), "the secret").unwrap();
    let mut settings = settings(database.location());
    settings.app = app;
    let server = Server::start(settings);
    for path in [
        "/../secret.txt",
        "/secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "//secret.txt",
        "/./secret.txt",
        "/app/../../secret.txt",
        "/secret.txt%00.js",
        "/secret.txt;.js",
        "/....//secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/api/v1/sites/../../../secret.txt",
        "http://127.0.0.1/../secret.txt",
    ] {
        let words = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n");
        let said = raw(&server, words.as_bytes());
        assert!(said.starts_with("HTTP/1.1 "), "{path}: {said}");
        assert!(!said.contains("the secret"), "{path}: {said}");
    }
    let long = format!(
        "GET /{} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n",
        "a/".repeat(60_000)
    );
    let said = raw(&server, long.as_bytes());
    assert!(said.starts_with("HTTP/1.1 4"), "{said}");
}

#[test]
fn heads_that_two_readers_could_read_differently_are_refused() {
    let database = Database::sqlite();
    let site = with_site(&database);
    let server = Server::of(&database);
    let post = format!("POST /api/v1/sites/{site}/sync HTTP/1.1\r\nhost: 127.0.0.1\r\n");
    for head in [
        "GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nx: a\rb\r\n\r\n".to_owned(),
        "GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nx: a\0b\r\n\r\n".to_owned(),
        "GET /healthz HTTP/1.1\r\nhost : 127.0.0.1\r\n\r\n".to_owned(),
        "GET /health\rz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".to_owned(),
        "GET /healthz HTTP/9.9\r\nhost: 127.0.0.1\r\n\r\n".to_owned(),
        format!("{post}content-length: 5\r\ncontent-length: 6\r\n\r\n123456"),
        format!("{post}content-length: -1\r\n\r\n"),
        format!("{post}content-length: 99999999999999999999\r\n\r\n"),
        format!("{post}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n"),
        format!(
            "{post}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff1\r\n"
        ),
        format!(
            "GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n{}\r\n",
            "x: 1\r\n".repeat(1_000)
        ),
    ] {
        let said = raw(&server, head.as_bytes());
        assert!(
            said.is_empty() || said.starts_with("HTTP/1.1 4"),
            "{head:?}: {said}"
        );
    }
    // A head that is percent-encoded stays a path: nothing of it gets into a header.
    let said = raw(
        &server,
        b"GET /%0d%0ax-evil:%201 HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n",
    );
    assert!(!said.to_lowercase().contains("\r\nx-evil"), "{said}");
    assert_eq!(server.get("/healthz").status(), 200);
}

#[test]
fn a_name_or_a_type_that_an_entry_gives_does_no_harm_in_a_header() {
    for database in databases() {
        let site = with_site(&database);
        let server = Server::of(&database);
        let mut device = Device::new(site);
        let bytes = b"<script>alert(1)</script>";
        let file = file_of("a.jpg", "image/jpeg\r\nx-evil: 1", bytes);
        device.name_file(&file);
        for name in [
            "../../etc/passwd",
            "a\r\nx-evil: 1",
            "\0",
            "..",
            "a/b",
            "C:\\x",
        ] {
            device.name_file(&file_of(name, "text/html", b"other"));
        }
        server.sync(&Cursor::default(), &device.bundle());
        let url = format!("{}/api/v1/sites/{site}/files/{}", server.url, file.sha256);
        let range = format!("bytes 0-{}/{}", bytes.len() - 1, bytes.len());
        let put = client().put(&url).header("content-range", range);
        // Named in a way that is no media type: either nobody takes the file, or it is only bytes.
        if put.send(&bytes[..]).unwrap().status() == 200 {
            let got = client().get(&url).call().unwrap();
            assert_eq!(header(&got, "content-type"), "application/octet-stream");
            assert_eq!(header(&got, "x-evil"), "");
            assert_eq!(header(&got, "content-disposition"), "attachment");
        }
        assert_eq!(server.get("/readyz").status(), 200);
    }
}

#[test]
fn ranges_gone_wild_give_the_file_a_part_of_it_or_nothing() {
    on_each_server(|server, site| {
        let bytes = vec![7; 10_000];
        let file = file_of("a.png", "image/png", &bytes);
        let mut device = Device::new(site);
        server.sync(&Cursor::default(), &device.name_file(&file).bundle());
        let url = format!("{}/api/v1/sites/{site}/files/{}", server.url, file.sha256);
        let put = |range: &str, bytes: &[u8]| {
            let request = client().put(&url).header("content-range", range);
            error(request.send(bytes).unwrap()).0
        };
        for wild in [
            "bytes 0-18446744073709551614/18446744073709551615",
            "bytes 18446744073709551610-18446744073709551614/18446744073709551615",
            "bytes 5-2/10000",
            "bytes 9999-10000/10000",
            "bytes */10000",
            "bytes 0-9999/*",
            "",
        ] {
            let status = put(wild, &bytes[..1]);
            assert!(matches!(status, 400 | 404 | 413), "{wild}: {status}");
        }
        let whole = client()
            .put(&url)
            .header("content-range", "bytes 0-9999/10000");
        assert_eq!(whole.send(&bytes[..]).unwrap().status(), 200);
        let many = format!("bytes={}", "0-1,".repeat(5_000) + "2-3");
        for wild in [
            "bytes=0-18446744073709551615",
            "bytes=18446744073709551615-",
            "bytes=-18446744073709551615",
            "bytes=99999999999999999999-",
            "bytes=5-2",
            "bytes=--1",
            "bytes=",
            &many,
        ] {
            let mut got = client().get(&url).header("range", wild).call().unwrap();
            let status = got.status().as_u16();
            assert!(matches!(status, 200 | 206 | 416), "{wild}: {status}");
            let length = got.body_mut().read_to_vec().unwrap().len();
            assert!(length <= bytes.len(), "{wild}: {length}");
        }
    });
}
