//! The same exchange in few bytes (`ledger::wire`), for an app that knows how.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use ledger::{Entry, SiteId, sync::Answer, sync::Cursor, wire};
use ureq::{Body, http::Response};

use crate::{
    device::Device,
    server::{Server, client, error, header, on_each_server},
};

fn send(server: &Server, site: SiteId, body: &[u8]) -> Response<Body> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(body).unwrap();
    let request = client().post(format!(
        "{}/api/v1/sites/{site}/sync?limit=2000",
        server.url
    ));
    request
        .content_type(wire::MEDIA_TYPE)
        .header("content-encoding", "gzip")
        .header("accept", wire::MEDIA_TYPE)
        .send(&packed.finish().unwrap()[..])
        .unwrap()
}

fn answer(mut response: Response<Body>) -> Answer {
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "content-type"), wire::MEDIA_TYPE);
    wire::read_answer(&response.body_mut().read_to_vec().unwrap()).unwrap()
}

#[test]
fn what_goes_in_and_out_in_few_bytes_is_what_json_says() {
    on_each_server(|server, site| {
        let mut device = Device::new(site);
        // More than one statement's worth, and some.
        let bundle = device.write(150).bundle();
        let sent = wire::of_bundle(bundle.clone(), Entry::hash).unwrap();
        let said = answer(send(server, site, &sent));
        assert_eq!(said.heads, device.ledger.heads());
        assert!(said.entries.is_empty() && said.refused.is_empty());
        // Again: everything is known.
        assert_eq!(answer(send(server, site, &sent)).heads, said.heads);

        let other = Device::new(site).bundle();
        let json = server.sync(&Cursor::default(), &other);
        let sent = wire::of_bundle(other, Entry::hash).unwrap();
        let brief = answer(send(server, site, &sent));
        assert_eq!(brief.entries, json.entries);
        assert_eq!(brief.heads, json.heads);
        let entries: Vec<_> = brief.entries.into_iter().map(|it| it.entry).collect();
        assert_eq!(entries, bundle.entries);
    });
}

#[test]
fn what_does_not_arrive_as_it_was_sent_is_refused_and_leaves_nothing() {
    on_each_server(|server, site| {
        let mut device = Device::new(site);
        let sent = wire::of_bundle(device.write(3).bundle(), Entry::hash).unwrap();
        let refused = |body: &[u8]| error(send(server, site, body));
        let mut changed = sent.clone();
        let at = changed.len() - 40;
        changed[at] ^= 1;
        assert_eq!(refused(&changed), (400, "damaged".to_owned()));
        let cut = refused(&sent[..sent.len() - 1]);
        assert_eq!(cut, (400, "cut-off".to_owned()));
        assert_eq!(refused(b"{}"), (400, "cut-off".to_owned()));
        let empty = wire::of_bundle(Device::new(site).bundle(), Entry::hash).unwrap();
        assert!(answer(send(server, site, &empty)).heads.is_empty());
    });
}
