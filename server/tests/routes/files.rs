//! `/api/v1/sites/{site}/files`, and how both engines keep files.

use ledger::{
    Digest, FileRef, Packing, SiteId,
    sync::Cursor,
    transfer::{Held, Holdings},
};
use serde_json::json;
use server::storage::{Opening, Part, Storage, Taking};
use ureq::{Body, http::Response};

use crate::{
    cli::{call, printed},
    device::{Device, file_of, new_site},
    engines::{Database, Folder, databases, run},
    server::{Server, client, error, header, on_each_server, post, settings},
};

pub(crate) const ROOM: u64 = 1 << 30;

pub(crate) fn photo() -> (FileRef, Vec<u8>) {
    let bytes: Vec<u8> = (0..3_000_u32).flat_map(u32::to_le_bytes).collect();
    (file_of("1-a.jpg", "image/jpeg", &bytes), bytes)
}

fn sha(bytes: &[u8]) -> Digest {
    file_of("", "", bytes).sha256
}

fn url(server: &Server, site: SiteId, file: &FileRef) -> String {
    format!("{}/api/v1/sites/{site}/files/{}", server.url, file.sha256)
}

fn put(url: &str, range: &str, bytes: &[u8]) -> Response<Body> {
    client()
        .put(url)
        .header("content-range", range)
        .content_type("application/octet-stream")
        .send(bytes)
        .unwrap()
}

fn holdings(mut response: Response<Body>) -> (u16, Vec<Held>) {
    let text = response.body_mut().read_to_string().unwrap();
    let holdings: Holdings = serde_json::from_str(&text).unwrap();
    (
        response.status().as_u16(),
        holdings.files.into_values().collect(),
    )
}

fn fetch(url: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let mut request = client().get(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.call().unwrap()
}

fn body(mut response: Response<Body>) -> Vec<u8> {
    response.body_mut().read_to_vec().unwrap()
}

/// Lets the site's ledger name a file.
fn name(server: &Server, site: SiteId, file: &FileRef) {
    let mut device = Device::new(site);
    server.sync(&Cursor::default(), &device.name_file(file).bundle());
}

#[test]
fn a_file_goes_up_in_parts_and_comes_down_whole_or_in_ranges() {
    on_each_server(|server, site| {
        let (file, bytes) = photo();
        name(server, site, &file);
        let url = url(server, site, &file);
        assert_eq!(error(fetch(&url, &[])), (404, "not-yet".to_owned()));
        let first = put(&url, "bytes 0-4999/12000", &bytes[..5_000]);
        assert_eq!(holdings(first), (200, vec![Held::Upto(5_000)]));
        // The same once more, as after an answer that was lost; and one that leaves a gap.
        let again = put(&url, "bytes 0-4999/12000", &bytes[..5_000]);
        assert_eq!(holdings(again), (200, vec![Held::Upto(5_000)]));
        let gap = put(&url, "bytes 6000-11999/12000", &bytes[6_000..]);
        assert_eq!(holdings(gap), (409, vec![Held::Upto(5_000)]));
        let last = put(&url, "bytes 5000-11999/12000", &bytes[5_000..]);
        assert_eq!(holdings(last), (200, vec![Held::Whole]));
        let after = put(&url, "bytes 5000-11999/12000", &bytes[5_000..]);
        assert_eq!(holdings(after), (200, vec![Held::Whole]));

        let whole = fetch(&url, &[]);
        assert_eq!(header(&whole, "content-type"), "image/jpeg");
        assert_eq!(header(&whole, "content-length"), "12000");
        assert_eq!(
            header(&whole, "cache-control"),
            "private, max-age=31536000, immutable"
        );
        let tag = header(&whole, "etag").to_owned();
        assert_eq!(body(whole), bytes);
        let range = fetch(&url, &[("range", "bytes=4990-5009")]);
        assert_eq!(range.status(), 206);
        assert_eq!(header(&range, "content-range"), "bytes 4990-5009/12000");
        assert_eq!(body(range), bytes[4_990..5_010]);
        assert_eq!(fetch(&url, &[("range", "bytes=12000-")]).status(), 416);
        assert_eq!(fetch(&url, &[("if-none-match", &tag)]).status(), 304);
        let changed = fetch(&url, &[("range", "bytes=0-1"), ("if-range", "\"x\"")]);
        assert_eq!(changed.status(), 200);
    });
}

#[test]
fn what_a_server_has_is_asked_for_many_files_at_once() {
    on_each_server(|server, site| {
        let (file, bytes) = photo();
        let other = file_of("b.txt", "text/plain", b"other");
        let unnamed = file_of("c.txt", "text/plain", b"unnamed");
        name(server, site, &file);
        name(server, site, &other);
        put(&url(server, site, &file), "bytes 0-11999/12000", &bytes);
        let ask = format!("{}/api/v1/sites/{site}/files", server.url);
        let files = [file.sha256, other.sha256, unnamed.sha256];
        let mut answer = post(&ask, json!({"files": files}).to_string().as_bytes());
        let answer: Holdings =
            serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
        let expected = [(file.sha256, Held::Whole), (other.sha256, Held::Upto(0))];
        assert_eq!(answer.files, expected.into());
        assert!(!answer.epoch.is_empty());
        let many = json!({"files": vec![file.sha256; 501]}).to_string();
        assert_eq!(error(post(&ask, many.as_bytes())).1, "bad-inquiry");
        assert_eq!(error(post(&ask, b"{}")).1, "bad-inquiry");
        let simple = client().post(&ask).content_type("text/plain").send("{}");
        assert_eq!(error(simple.unwrap()), (415, "unsupported".to_owned()));
    });
}

#[test]
fn only_what_an_entry_of_the_site_names_is_taken() {
    on_each_server(|server, site| {
        let (file, bytes) = photo();
        let all = "bytes 0-11999/12000";
        let unknown = (404, "unknown-file".to_owned());
        let here = url(server, site, &file);
        assert_eq!(error(put(&here, all, &bytes)), unknown);
        assert_eq!(error(fetch(&here, &[])), unknown);
        name(server, site, &file);
        // Another site's file, a path in place of a hash, a size that nobody named.
        let there = url(server, new_site(), &file);
        assert_eq!(error(put(&there, all, &bytes)).1, "unknown-site");
        assert_eq!(error(fetch(&there, &[])).1, "unknown-site");
        for path in ["..%2f..%2fdoorstep.sqlite", "ABCDEF", "%00"] {
            let url = format!("{}/api/v1/sites/{site}/files/{path}", server.url);
            assert_eq!(error(put(&url, all, &bytes)), unknown, "{path}");
            assert_eq!(error(fetch(&url, &[])), unknown, "{path}");
        }
        let larger = [&bytes[..], b"!"].concat();
        assert_eq!(error(put(&here, "bytes 0-12000/12001", &larger)), unknown);
        assert_eq!(holdings(put(&here, all, &bytes)), (200, vec![Held::Whole]));
    });
}

#[test]
fn a_part_must_be_what_its_header_says() {
    on_each_server(|server, site| {
        let (file, bytes) = photo();
        name(server, site, &file);
        let url = url(server, site, &file);
        let bad = (400, "bad-range".to_owned());
        for range in [
            "",
            "bytes 0-9/5",
            "bytes 5-3/12000",
            "bytes 0-98/12000",
            "x",
        ] {
            assert_eq!(error(put(&url, range, &bytes[..100])), bad, "{range}");
        }
        let huge = put(&url, "bytes 0-4194304/12000000", &bytes[..100]);
        assert_eq!(error(huge), (413, "too-large".to_owned()));
        assert_eq!(error(fetch(&url, &[])), (404, "not-yet".to_owned()));
    });
}

#[test]
fn a_file_with_another_hash_is_deleted_and_can_be_sent_again() {
    on_each_server(|server, site| {
        let (file, bytes) = photo();
        name(server, site, &file);
        let url = url(server, site, &file);
        put(&url, "bytes 0-4999/12000", &bytes[..5_000]);
        let wrong = put(&url, "bytes 5000-11999/12000", &[0; 7_000]);
        assert_eq!(error(wrong), (422, "other-hash".to_owned()));
        assert_eq!(error(fetch(&url, &[])), (404, "not-yet".to_owned()));
        // One that says it ends early is found out too.
        let short = put(&url, "bytes 0-99/100", &bytes[..100]);
        assert_eq!(error(short), (422, "other-hash".to_owned()));
        let right = put(&url, "bytes 0-11999/12000", &bytes);
        assert_eq!(holdings(right), (200, vec![Held::Whole]));
    });
}

#[test]
fn a_hostile_file_is_never_handed_out_as_a_page() {
    on_each_server(|server, site| {
        let page = b"<html><script>alert(1)</script>";
        for media_type in [
            "text/html",
            "image/svg+xml",
            "application/xhtml+xml",
            "image/png",
        ] {
            let bytes = [page, media_type.as_bytes()].concat();
            let file = file_of("a.html", media_type, &bytes);
            name(server, site, &file);
            let url = url(server, site, &file);
            let range = format!("bytes 0-{}/{}", bytes.len() - 1, bytes.len());
            assert_eq!(put(&url, &range, &bytes).status(), 200);
            let answer = fetch(&url, &[]);
            let shown = header(&answer, "content-type");
            assert!(
                shown == "application/octet-stream" || shown == "image/png",
                "{media_type} became {shown}"
            );
            assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
            assert_eq!(header(&answer, "content-disposition"), "attachment");
            assert_eq!(
                header(&answer, "content-security-policy"),
                "default-src 'none'; sandbox"
            );
            assert_eq!(
                header(&answer, "cross-origin-resource-policy"),
                "same-origin"
            );
        }
    });
}

#[test]
fn a_site_has_so_much_room_and_no_more() {
    for database in databases() {
        let site = new_site();
        run(async {
            let storage = Storage::open(&database.location()).await.unwrap();
            storage.make_site(site, Opening::Open).await.unwrap();
            storage.close().await;
        });
        let server = Server::start(server::serve::Settings {
            most_file_bytes: 12_500,
            ..settings(database.location())
        });
        let (file, bytes) = photo();
        let other = file_of("b.bin", "", &[7; 600]);
        name(&server, site, &file);
        name(&server, site, &other);
        let photo = put(&url(&server, site, &file), "bytes 0-11999/12000", &bytes);
        assert_eq!(holdings(photo), (200, vec![Held::Whole]));
        let more = put(&url(&server, site, &other), "bytes 0-599/600", &[7; 600]);
        assert_eq!(error(more), (507, "no-room".to_owned()));
    }
}

/// A copy of the database is a whole backup, and so is an export.
#[test]
fn an_export_carries_the_files_and_verify_looks_at_them() {
    for database in databases() {
        let site = new_site();
        let (file, bytes) = photo();
        let later = file_of("late.jpg", "image/jpeg", b"not here yet");
        run(async {
            let storage = Storage::open(&database.location()).await.unwrap();
            storage.make_site(site, Opening::Open).await.unwrap();
            let mut device = Device::new(site);
            let entries = device.name_file(&file).name_file(&later).entries.clone();
            storage
                .push(site, entries, Taking::AllOrNone)
                .await
                .unwrap();
            let part = Part {
                file: file.sha256,
                from: 0,
                total: file.size,
                bytes: &bytes,
            };
            storage.take_part(site, part, ROOM).await.unwrap();
            storage.close().await;
        });
        let folder = Folder::new();
        let path = folder.path().join("site.json").display().to_string();
        printed(&["export", &path], &database);
        let other = Database::sqlite();
        for _ in 0..2 {
            let said = printed(&["import", &path], &other);
            assert!(said.contains("1 files of it are here"), "{said}");
        }
        let said = printed(&["verify"], &other);
        assert!(
            said.contains("1 files here, 1 have not arrived yet"),
            "{said}"
        );
        run(async {
            let storage = Storage::open(&other.location()).await.unwrap();
            let stored = storage.file(site, file.sha256).await.unwrap().unwrap();
            assert!(stored.whole);
            storage.close().await;
            other
                .execute("UPDATE file_parts SET bytes = zeroblob(12000)")
                .await;
        });
        let output = call(&["verify"], &other);
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(
            said.contains(&format!("file {} was changed", file.sha256)),
            "{said}"
        );
    }
}

#[test]
fn an_exported_file_is_a_sync_request_too() {
    on_each_server(|server, site| {
        let (file, bytes) = photo();
        let mut device = Device::new(site);
        let bundle = device.name_file(&file).bundle();
        let (mut packing, mut text) = Packing::begin(&bundle);
        // One that no entry names is left out.
        for (sha256, bytes) in [(file.sha256, &bytes[..]), (sha(b"x"), b"x")] {
            text += &packing.file(&sha256);
            text += &packing.bytes(bytes);
            text += &packing.end_file();
        }
        text += packing.end();
        let sync = format!("{}/api/v1/sites/{site}/sync", server.url);
        assert_eq!(post(&sync, text.as_bytes()).status(), 200);
        assert_eq!(body(fetch(&url(server, site, &file), &[])), bytes);
    });
}
