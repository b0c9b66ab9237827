//! The built app and its pages.

use std::{
    fs::{self, File},
    path::Path,
    time::{Duration, SystemTime},
};

use serde_json::json;
use sha2::{Digest as _, Sha256};
use ureq::{Body, http::Response};

use crate::{
    engines::{Database, Folder},
    server::{Server, client, header, settings},
};

const SCRIPT: &str = "/app-0123456789abcdef.js";
const CSP: &str = "default-src 'none'; script-src 'self'";

/// Writes a build as `xtask` does: the files, then the list of them.
pub(crate) fn build(folder: &Path, page: &str) {
    let at = |name: &str| folder.join(name);
    let files = [
        ("/index.html", "text/html; charset=utf-8", page),
        (SCRIPT, "text/javascript", "1"),
    ];
    let listed = files.map(|(path, media_type, text)| {
        fs::write(at(&path[1..]), text).unwrap();
        let sha256 = ledger::Digest(Sha256::digest(text).into());
        let is_script = path == SCRIPT;
        let encodings = if is_script { vec!["br", "gz"] } else { vec![] };
        json!({"path": path, "type": media_type, "sha256": sha256, "size": text.len(),
               "immutable": is_script, "precache": true, "encodings": encodings})
    });
    fs::write(at(&format!("{}.br", &SCRIPT[1..])), "packed by brotli").unwrap();
    fs::write(at(&format!("{}.gz", &SCRIPT[1..])), "packed by gzip").unwrap();
    fs::write(at("secret.txt"), "not listed").unwrap();
    let manifest = json!({"version": "1", "csp": CSP, "files": listed});
    fs::write(at("assets.json"), manifest.to_string()).unwrap();
}

/// A server with an app; the folders live as long as it does.
fn start() -> (Server, Folder, Database) {
    let (folder, database) = (Folder::new(), Database::sqlite());
    build(folder.path(), "<p>one</p>");
    let mut settings = settings(database.location());
    settings.app = folder.path().into();
    (Server::start(settings), folder, database)
}

fn get(server: &Server, path: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let mut request = client().get(format!("{}{path}", server.url));
    request = request.header("accept-encoding", "identity");
    for (name, value) in headers {
        request.headers_mut().unwrap().insert(
            ureq::http::HeaderName::try_from(*name).unwrap(),
            ureq::http::HeaderValue::from_str(value).unwrap(),
        );
    }
    request.call().unwrap()
}

fn text(mut response: Response<Body>) -> String {
    String::from_utf8(response.body_mut().read_to_vec().unwrap()).unwrap()
}

#[test]
fn screens_get_the_page_and_files_are_only_those_that_were_built() {
    let (server, ..) = start();
    for path in [
        "/",
        "/index.html",
        "/units/018bcfe5-6800",
        "/settings?language=en",
        "/apish",
    ] {
        let response = get(&server, path, &[]);
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(
            header(&response, "content-type"),
            "text/html; charset=utf-8"
        );
        assert_eq!(header(&response, "cache-control"), "no-cache");
        assert_eq!(text(response), "<p>one</p>");
    }
    for path in [
        "/app-0000.js",
        "/secret.txt",
        "/assets.json",
        "/index.html.br",
        "/../Cargo.toml",
        "/%2e%2e/x.y",
    ] {
        let response = get(&server, path, &[]);
        assert_eq!(response.status(), 404, "{path}");
    }
    let response = client().post(format!("{}/", server.url)).send("x").unwrap();
    assert_eq!(
        (response.status().as_u16(), header(&response, "allow")),
        (405, "GET, HEAD")
    );
}

#[test]
fn every_answer_carries_the_safeguards() {
    let (server, ..) = start();
    for path in ["/", SCRIPT, "/no-such.js"] {
        let response = get(&server, path, &[]);
        for (name, value) in [
            ("content-security-policy", CSP),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(header(&response, name), value, "{path}");
        }
        let policy = header(&response, "permissions-policy");
        for feature in [
            "camera=(self)",
            "microphone=(self)",
            "geolocation=(self)",
            "magnetometer=(self)",
            "usb=()",
        ] {
            assert!(policy.contains(feature), "{policy}");
        }
        assert_eq!(header(&response, "access-control-allow-origin"), "");
    }
}

#[test]
fn a_file_comes_packed_the_best_way_that_its_reader_takes() {
    let (server, ..) = start();
    for (accept, encoding, body) in [
        ("gzip, deflate, br", "br", "packed by brotli"),
        ("gzip;q=1.0, br;q=0", "gzip", "packed by gzip"),
        ("identity", "", "1"),
    ] {
        let request = client().get(format!("{}{SCRIPT}", server.url));
        let response = request.header("accept-encoding", accept).call().unwrap();
        assert_eq!(header(&response, "content-encoding"), encoding, "{accept}");
        assert_eq!(header(&response, "vary"), "accept-encoding");
        assert_eq!(header(&response, "content-type"), "text/javascript");
        assert_eq!(header(&response, "content-length"), body.len().to_string());
        assert_eq!(
            header(&response, "cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(text(response), body);
    }
}

#[test]
fn what_the_browser_has_is_not_sent_again() {
    let (server, ..) = start();
    let first = get(&server, SCRIPT, &[]);
    let tag = header(&first, "etag").to_owned();
    assert_eq!(
        tag,
        format!("\"{}\"", ledger::Digest(Sha256::digest("1").into()))
    );
    let again = get(
        &server,
        SCRIPT,
        &[("if-none-match", &format!("\"x\", W/{tag}"))],
    );
    assert_eq!(
        (again.status().as_u16(), header(&again, "etag")),
        (304, &*tag)
    );
    assert_eq!(header(&again, "vary"), "accept-encoding");
    assert_eq!(text(again), "");
    assert_eq!(
        get(&server, SCRIPT, &[("if-none-match", "\"other\"")]).status(),
        200
    );

    let head = client()
        .head(format!("{}{SCRIPT}", server.url))
        .call()
        .unwrap();
    assert_eq!((head.status().as_u16(), text(head)), (200, String::new()));
}

#[test]
fn a_new_build_is_taken_up_and_a_broken_one_is_not() {
    let (server, folder, _database) = start();
    let list = folder.path().join("assets.json");
    let age = |seconds| {
        let time = SystemTime::now() + Duration::from_secs(seconds);
        File::options()
            .append(true)
            .open(&list)
            .unwrap()
            .set_modified(time)
            .unwrap();
    };
    fs::write(folder.path().join("index.html"), "<p>half writ").unwrap();
    age(10);
    std::thread::sleep(Duration::from_millis(1_100));
    assert_eq!(text(get(&server, "/", &[])), "<p>one</p>");
    build(folder.path(), "<p>two</p>");
    age(20);
    std::thread::sleep(Duration::from_millis(1_100));
    assert_eq!(text(get(&server, "/", &[])), "<p>two</p>");
}

#[test]
fn without_a_build_the_server_says_what_to_do() {
    let database = Database::sqlite();
    let server = Server::of(&database);
    let response = server.get("/");
    assert_eq!(response.status(), 503);
    assert!(text(response).contains("cargo xtask build"));
    assert_eq!(server.get("/healthz").status(), 200);
}
