//! `POST /api/v1/sites/{site}/sync`.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use ledger::{DeviceId, Refusal, SiteId, sync::Answer, sync::Cursor};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    device::{Device, new_site},
    server::{Server, client, error, header, on_each_server, post},
};

fn start() -> Cursor {
    Cursor::default()
}

fn url(server: &Server, site: SiteId) -> String {
    format!("{}/api/v1/sites/{site}/sync", server.url)
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(plain).unwrap();
    packer.finish().unwrap()
}

/// How many entries the server has.
fn count(server: &Server, site: SiteId) -> u64 {
    server
        .sync(&start(), &Device::new(site).bundle())
        .heads
        .values()
        .map(|head| head.seq)
        .sum()
}

#[test]
fn what_one_device_brings_another_gets_once() {
    on_each_server(|server, site| {
        let (mut tablet, mut office) = (Device::new(site), Device::new(site));
        let answer = server.sync(&start(), &tablet.write(3).bundle());
        assert_eq!(answer.heads, tablet.ledger.heads());
        assert_eq!(
            (answer.entries.len(), answer.refused.len(), answer.more),
            (0, 0, false)
        );

        let answer = server.sync(&start(), &office.write(1).bundle());
        assert_eq!(answer.entries.len(), 3);
        assert!(
            answer
                .entries
                .iter()
                .all(|received| received.received <= answer.now)
        );
        office.read(&answer);
        assert_eq!(office.ledger.heads(), answer.heads);
        assert_eq!(
            server
                .sync(&answer.cursor, &office.bundle_of(vec![]))
                .entries,
            []
        );

        let answer = server.sync(&start(), &tablet.bundle_of(vec![]));
        tablet.read(&answer);
        assert_eq!(
            serde_json::to_string(tablet.ledger.state()).unwrap(),
            serde_json::to_string(office.ledger.state()).unwrap()
        );
    });
}

#[test]
fn a_repeat_is_harmless_and_a_fork_or_a_gap_is_refused_without_stopping_others() {
    on_each_server(|server, site| {
        let (mut good, mut gap) = (Device::new(site), Device::new(site));
        good.write(2);
        let twin = good.clone();
        for _ in 0..3 {
            let answer = server.sync(&start(), &good.bundle());
            assert_eq!((answer.refused.len(), answer.cursor.ordinal), (0, 2));
        }
        good.write(1);
        server.sync(&start(), &good.bundle());
        let mut twin = twin;
        twin.write(2);
        gap.write(2);
        let mut mixed = twin.bundle();
        mixed.entries.push(gap.entries[1].clone());
        mixed
            .entries
            .extend(Device::new(site).write(1).entries.clone());
        let answer = server.sync(&start(), &mixed);
        let why = |id: DeviceId| {
            answer
                .refused
                .iter()
                .find(|refused| refused.device == id)
                .map(|r| (r.seq, r.why))
        };
        assert_eq!(why(good.id), Some((3, Refusal::Fork)));
        assert_eq!(why(gap.id), Some((2, Refusal::Gap { have: 0 })));
        assert_eq!((answer.refused.len(), answer.cursor.ordinal), (2, 4));
        assert_eq!(answer.heads[&good.id], good.ledger.head(good.id).unwrap());
    });
}

#[test]
fn reading_goes_in_pages_and_starts_over_in_another_epoch() {
    on_each_server(|server, site| {
        let mut reader = Device::new(site);
        server.sync(&start(), &Device::new(site).write(25).bundle());
        let mut cursor = start();
        let mut pages = 0;
        loop {
            let (epoch, since) = (&cursor.epoch, cursor.ordinal);
            let path = format!("sync?epoch={epoch}&since={since}&limit=10");
            let answer = server.sync_at(&path, &reader.bundle_of(vec![]));
            reader.read(&answer);
            pages += 1;
            cursor = answer.cursor;
            if !answer.more {
                break;
            }
        }
        assert_eq!((pages, reader.entries.len(), cursor.ordinal), (3, 25, 25));

        let restored = Cursor {
            epoch: Uuid::new_v4().to_string(),
            ordinal: 25,
        };
        let answer = server.sync(&restored, &Device::new(site).bundle());
        assert_eq!(answer.entries.len(), 25);
        assert_eq!(answer.cursor, cursor);
        let path = format!("sync?epoch={}&since=10&limit=5", restored.epoch);
        let answer = server.sync_at(&path, &Device::new(site).bundle());
        assert_eq!(answer.entries[0].entry, reader.entries[0]);
        assert_eq!((answer.cursor.ordinal, answer.more), (5, true));
    });
}

#[test]
fn bodies_may_be_packed_both_ways() {
    on_each_server(|server, site| {
        let mut device = Device::new(site);
        let bundle = serde_json::to_vec(&device.write(20).bundle()).unwrap();
        let mut request = client()
            .post(url(server, site))
            .content_type("application/json");
        request = request.header("content-encoding", "gzip");
        assert_eq!(request.send(gzip(&bundle)).unwrap().status(), 200);

        let empty = serde_json::to_vec(&Device::new(site).bundle()).unwrap();
        let request = client()
            .post(url(server, site))
            .content_type("application/json");
        let mut response = request
            .header("accept-encoding", "gzip")
            .send(&empty)
            .unwrap();
        assert_eq!(header(&response, "content-encoding"), "gzip");
        assert_eq!(header(&response, "cache-control"), "no-store");
        let packed = response.body_mut().read_to_vec().unwrap();
        let mut plain = String::new();
        GzDecoder::new(&packed[..])
            .read_to_string(&mut plain)
            .unwrap();
        let answer: Answer = serde_json::from_str(&plain).unwrap();
        assert_eq!(answer.entries.len(), 20);
    });
}

#[test]
fn a_hostile_body_is_named_and_changes_nothing() {
    on_each_server(|server, site| {
        let mut device = Device::new(site);
        let good = serde_json::to_vec(&device.write(3).bundle()).unwrap();
        let answer = |body: &[u8]| error(post(&url(server, site), body));
        let refused = |status, code: &str| (status, code.to_owned());
        assert_eq!(answer(&good[..good.len() / 2]), refused(400, "cut-off"));
        assert_eq!(answer(b"PK\x03\x04"), refused(400, "not-json"));
        assert_eq!(answer(b""), refused(400, "not-json"));
        assert_eq!(
            answer("[".repeat(1 << 20).as_bytes()),
            refused(400, "not-json")
        );
        assert_eq!(
            answer(br#"{"type":"FeatureCollection"}"#),
            refused(400, "not-a-bundle")
        );
        let newer = br#"{"format":"doorstep-bundle","version":3}"#;
        assert_eq!(answer(newer), refused(400, "newer-format"));

        let mut changed: Value = serde_json::from_slice(&good).unwrap();
        changed["entries"][1]["set"]["label"] = json!("13A");
        assert_eq!(
            answer(changed.to_string().as_bytes()),
            refused(400, "damaged")
        );

        let mut large = Device::new(site);
        let text = "x".repeat(5 << 20);
        large.write_about("note", ledger::RecordId(large.id.0), "text", &text);
        let large = serde_json::to_vec(&large.bundle()).unwrap();
        assert_eq!(answer(&large), refused(400, "entry-too-large"));

        let other = Device::new(new_site()).write(1).bundle();
        let other = serde_json::to_vec(&other).unwrap();
        assert_eq!(answer(&other), refused(409, "other-site"));
        assert_eq!(count(server, site), 0);
    });
}

#[test]
fn what_is_too_large_or_of_another_kind_is_not_read() {
    on_each_server(|server, site| {
        let refused = |status, code: &str| (status, code.to_owned());
        let forty = vec![b' '; 40 << 20];
        assert_eq!(
            error(post(&url(server, site), &forty)),
            refused(413, "too-large")
        );

        let send = |kind: &str, packing: &str, body: &[u8]| {
            let request = client().post(url(server, site)).content_type(kind);
            error(
                request
                    .header("content-encoding", packing)
                    .send(body)
                    .unwrap(),
            )
        };
        let bomb = gzip(&vec![b' '; 64 << 20]);
        assert!(bomb.len() < 1 << 17);
        assert_eq!(
            send("application/json", "gzip", &bomb),
            refused(413, "too-large")
        );
        assert_eq!(
            send("application/json", "gzip", b"{}"),
            refused(400, "not-gzip")
        );
        // Unpacking stops at the limit: it never gets to see that the end is missing.
        let cut = |part: usize| send("application/json", "gzip", &bomb[..bomb.len() / 8 * part]);
        assert_eq!(cut(7), refused(413, "too-large"));
        assert_eq!(cut(1), refused(400, "not-gzip"));
        assert_eq!(
            send("application/json", "zstd", b"{}"),
            refused(415, "unsupported")
        );
        // What a form on another web site can send without asking.
        assert_eq!(
            send("text/plain", "identity", b"{}"),
            refused(415, "unsupported")
        );
        assert_eq!(count(server, site), 0);
    });
}

#[test]
fn an_unknown_site_or_a_bad_query_is_named() {
    on_each_server(|server, site| {
        let unknown = new_site();
        let bundle = serde_json::to_vec(&Device::new(unknown).write(1).bundle()).unwrap();
        let (status, code) = error(post(&url(server, unknown), &bundle));
        assert_eq!((status, &*code), (404, "unknown-site"));
        let (status, code) = error(post(
            &format!("{}/api/v1/sites/x/sync", server.url),
            &bundle,
        ));
        assert_eq!((status, &*code), (404, "unknown-site"));
        let (status, code) = error(post(&format!("{}?since=-1", url(server, site)), &bundle));
        assert_eq!((status, &*code), (400, "bad-query"));
    });
}

#[test]
fn a_device_that_hangs_up_in_the_middle_leaves_nothing_behind() {
    on_each_server(|server, site| {
        let mut device = Device::new(site);
        let body = serde_json::to_vec(&device.write(5).bundle()).unwrap();
        let address = server.url.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "POST /api/v1/sites/{site}/sync HTTP/1.1\r\nhost: {address}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        )
        .unwrap();
        stream.write_all(&body[..body.len() - 10]).unwrap();
        drop(stream);
        std::thread::sleep(Duration::from_millis(100));
        assert_eq!(count(server, site), 0);
        assert_eq!(server.sync(&start(), &device.bundle()).cursor.ordinal, 5);
    });
}

#[test]
fn a_stop_in_the_middle_of_a_request_lets_it_finish() {
    on_each_server(|server, site| {
        let mut device = Device::new(site);
        let body = serde_json::to_vec(&device.write(5).bundle()).unwrap();
        let address = server.url.strip_prefix("http://").unwrap().to_owned();
        let mut stream = TcpStream::connect(&address).unwrap();
        write!(
            stream,
            "POST /api/v1/sites/{site}/sync HTTP/1.1\r\nhost: {address}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        )
        .unwrap();
        let (begin, rest) = body.split_at(body.len() / 2);
        stream.write_all(begin).unwrap();
        std::thread::sleep(Duration::from_millis(100));
        let rest = rest.to_vec();
        let slow = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(500));
            stream.write_all(&rest).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        });
        server.stop();
        let answer = slow.join().unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
        assert!(TcpStream::connect(&address).is_err());
    });
}

#[test]
fn writers_at_the_same_time_all_get_their_entries_in() {
    on_each_server(|server, site| {
        let server = &*server;
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(move || {
                    let mut device = Device::new(site);
                    for _ in 0..5 {
                        let answer = server.sync(&start(), &device.write(3).bundle());
                        assert_eq!(answer.heads[&device.id].seq, device.entries.len() as u64);
                    }
                });
            }
        });
        assert_eq!(count(server, site), 6 * 5 * 3);
    });
}
