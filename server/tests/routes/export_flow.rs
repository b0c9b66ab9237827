//! Exports of many rows: what flows out does not pile up on the way.

use std::{fs, io::Read, time::Duration};

use crate::{engines::Database, export::estate, server::Server};

/// Kibibytes of memory that this process has in use.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[test]
fn fifty_thousand_rows_flow_through_a_flat_memory() {
    const ROWS: usize = 50_000;
    let database = Database::sqlite();
    let mut estate = estate();
    let note = "A long remark about the lift that stops between floors. ".repeat(20);
    for part in 0..10 {
        for minute in 0..ROWS / 10 {
            estate.answer(
                i64::try_from(part * 10 + minute).unwrap(),
                &[("/age", "7"), ("/note", &note)],
            );
        }
        estate.store(&database);
    }
    let server = Server::of(&database);
    let path = format!(
        "/api/v1/sites/{}/export/responses.ndjson?form=QP-1",
        estate.site
    );
    drop(estate);
    let patient = ureq::Agent::config_builder().timeout_global(Some(Duration::from_mins(5)));
    let patient: ureq::Agent = patient.build().into();
    let mut response = patient.get(format!("{}{path}", server.url)).call().unwrap();
    let mut body = response.body_mut().as_reader();
    let (mut bytes, mut rows, mut part) = (0, 0, vec![0; 64 << 10]);
    let (mut before, mut most) = (0, 0);
    loop {
        let length = body.read(&mut part).unwrap();
        if length == 0 {
            break;
        }
        bytes += length;
        rows += part[..length].split(|byte| *byte == b'\n').count() - 1;
        // Once it flows, nothing more should pile up.
        if before == 0 && rows > ROWS / 10 {
            before = memory();
        }
        most = most.max(memory());
    }
    assert_eq!(rows, ROWS);
    assert!(bytes > 70 << 20, "{bytes} bytes");
    let grown = most.saturating_sub(before);
    assert!(
        grown < 16 << 10,
        "{grown} KiB more while {bytes} bytes were read"
    );
}
