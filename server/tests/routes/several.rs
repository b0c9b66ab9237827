//! Several servers over one database: what one of them says holds at all of them, and one that dies
//! in the middle of its work takes nothing of the others' with it.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    thread,
    time::{Duration, Instant},
};

use ledger::{
    DeviceId, SiteId,
    sync::{Answer, Cursor},
};
use needs::Role;
use serde_json::json;
use uuid::Uuid;

use crate::{
    cli::{Process, printed},
    closed::{new_record, on_each_closed_site, response},
    device::Device,
    engines::{Database, databases},
    events::Events,
    server::{Server, client, error, post, with_site},
};

#[test]
fn a_code_is_good_once_whichever_server_is_asked() {
    on_each_closed_site(|closed| {
        let second = Server::of(&closed.database);
        for _ in 0..3 {
            let code = closed.code(Role::Assistant);
            let join = |server: &Server| {
                let device = DeviceId(Uuid::new_v4());
                let asked = json!({
                    "site": closed.site, "code": code, "device": device, "label": "Tablet",
                });
                let url = format!("{}/api/v1/join", server.url);
                post(&url, asked.to_string().as_bytes()).status().as_u16()
            };
            let statuses: Vec<u16> = thread::scope(|scope| {
                let tries: Vec<_> = [&closed.server, &second, &closed.server, &second]
                    .into_iter()
                    .map(|server| scope.spawn(move || join(server)))
                    .collect();
                tries.into_iter().map(|one| one.join().unwrap()).collect()
            });
            let joined = statuses.iter().filter(|status| **status == 200).count();
            assert_eq!(joined, 1, "{statuses:?}");
            assert!(statuses.iter().all(|status| [200, 403].contains(status)));
        }
    });
}

#[test]
fn who_joins_at_one_server_is_known_at_all_and_who_is_told_to_leave_at_none() {
    on_each_closed_site(|closed| {
        let second = Server::of(&closed.database);
        let member = closed.join(Role::Assistant);
        let manager = closed.join(Role::Manager);
        let at = |server: &Server, path: &str| {
            format!("{}/api/v1/sites/{}/{path}", server.url, closed.site)
        };
        let mut streams = [&closed.server, &second].map(|server| {
            let mut events = Events::open_as(server, closed.site, &member.token);
            assert!(events.next().is_some());
            events
        });
        let mut others = Events::open_as(&second, closed.site, &manager.token);
        assert!(others.next().is_some());

        let began = Instant::now();
        let left = client()
            .delete(at(&second, &format!("devices/{}", member.device.id)))
            .header("authorization", format!("Bearer {}", manager.token))
            .call()
            .unwrap();
        assert_eq!(left.status(), 200);
        for server in [&closed.server, &second] {
            let asked = client()
                .get(at(server, "me"))
                .header("authorization", format!("Bearer {}", member.token));
            assert_eq!(error(asked.call().unwrap()), (401, "revoked".to_owned()));
        }
        // The streams of that device end at both, those of others go on.
        for events in &mut streams {
            while events.next().is_some() {}
        }
        assert!(
            began.elapsed() < Duration::from_secs(5),
            "{:?}",
            began.elapsed()
        );
        let mut writer = closed.join(Role::Assistant);
        writer.write(response(new_record()));
        let head = closed.sync(&writer, &writer.device.bundle()).cursor.ordinal;
        while others.next().unwrap()["ordinal"] != head {}
    });
}

#[test]
fn a_role_that_is_changed_at_one_server_holds_at_all_with_the_next_request() {
    on_each_closed_site(|closed| {
        let second = Server::of(&closed.database);
        let member = closed.join(Role::Assistant);
        let mut manager = closed.join(Role::Manager);
        let answer = closed.sync(&manager, &manager.device.bundle());
        manager.device.read(&answer);
        let invite = |server: &Server| {
            let url = format!("{}/api/v1/sites/{}/invitations", server.url, closed.site);
            let asked = client()
                .get(url)
                .header("authorization", format!("Bearer {}", member.token));
            asked.call().unwrap().status().as_u16()
        };
        assert_eq!((invite(&closed.server), invite(&second)), (403, 403));
        for (role, status) in [("manager", 200), ("assistant", 403)] {
            let person = closed.person(Role::Assistant);
            let change = crate::closed::change("person", person, "role", json!(role));
            manager.write(change);
            closed.sync(&manager, &manager.device.bundle());
            assert_eq!((invite(&closed.server), invite(&second)), (status, status));
        }
    });
}

/// Where the servers are at the moment.
type Urls = Mutex<Vec<String>>;

fn ask(url: &str, site: SiteId, since: &Cursor, bundle: &ledger::Bundle) -> Option<Answer> {
    let url = format!(
        "{url}/api/v1/sites/{site}/sync?epoch={}&since={}&limit=50",
        since.epoch, since.ordinal
    );
    let request = client().post(url).content_type("application/json");
    let mut answer = request
        .send(&serde_json::to_vec(bundle).unwrap()[..])
        .ok()?;
    (answer.status() == 200).then_some(())?;
    serde_json::from_str(&answer.body_mut().read_to_string().ok()?).ok()
}

/// A device that goes on writing, now at one server, now at another; gives what was acknowledged.
fn write_until(site: SiteId, urls: &Urls, over: &AtomicBool, number: usize) -> (Device, u64) {
    let (mut device, mut sent, mut turn) = (Device::new(site), 0, number);
    while !over.load(SeqCst) {
        turn += 1;
        device.write(1 + number);
        let rest = device.entries[usize::try_from(sent).unwrap()..].to_vec();
        let url = {
            let urls = urls.lock().unwrap();
            urls[turn % urls.len()].clone()
        };
        // Nothing is asked for: what others wrote is the reader's business.
        let bundle = device.bundle_of(rest);
        if let Some(answer) = ask(&url, site, &Cursor::default(), &bundle) {
            assert_eq!(answer.refused, []);
            sent = answer.heads[&device.id].seq;
        }
    }
    (device, sent)
}

/// Reads on from where it stands, as a device does: what comes has to go on where the last page
/// ended.
struct Reader {
    cursor: Cursor,
    device: Device,
}

impl Reader {
    fn read_on(&mut self, url: &str) -> bool {
        let bundle = self.device.bundle_of(Vec::new());
        let Some(answer) = ask(url, bundle.site, &self.cursor, &bundle) else {
            return true;
        };
        self.device.read(&answer);
        assert!(answer.cursor.ordinal >= self.cursor.ordinal);
        self.cursor = answer.cursor;
        answer.more
    }

    fn reached(&self, device: DeviceId) -> u64 {
        self.device.ledger.head(device).map_or(0, |head| head.seq)
    }
}

#[test]
fn readers_of_several_servers_skip_nothing_while_one_is_killed_again_and_again() {
    for database in databases() {
        let site = with_site(&database);
        kill_one_of_three(&database, site);
        let said = printed(&["verify"], &database);
        assert!(said.contains("all as they were written"), "{said}");
    }
}

fn kill_one_of_three(database: &Database, site: SiteId) {
    let mut servers: Vec<Process> = (0..3).map(|_| Process::start(&[], database)).collect();
    let urls: Urls = Mutex::new(servers.iter().map(|server| server.url.clone()).collect());
    let over = AtomicBool::new(false);
    let start = || Reader {
        cursor: Cursor::default(),
        device: Device::new(site),
    };
    let (written, mut readers) = thread::scope(|scope| {
        let (urls, over) = (&urls, &over);
        let writing: Vec<_> = (0..4)
            .map(|number| scope.spawn(move || write_until(site, urls, over, number)))
            .collect();
        let reading: Vec<_> = (0..2)
            .map(|number: usize| {
                scope.spawn(move || {
                    let (mut reader, mut turn) = (start(), number);
                    while !over.load(SeqCst) {
                        turn += 1;
                        let url = {
                            let urls = urls.lock().unwrap();
                            urls[turn % urls.len()].clone()
                        };
                        reader.read_on(&url);
                    }
                    reader
                })
            })
            .collect();
        for round in 0..6_u64 {
            // A moment that no round shares with another.
            thread::sleep(Duration::from_millis(150 + 89 * round));
            let at = usize::try_from(round).unwrap() % servers.len();
            servers[at].child.kill().unwrap();
            servers[at].child.wait().unwrap();
            servers[at] = Process::start(&[], database);
            urls.lock().unwrap()[at].clone_from(&servers[at].url);
        }
        over.store(true, SeqCst);
        let written: Vec<_> = writing.into_iter().map(|one| one.join().unwrap()).collect();
        let readers: Vec<_> = reading.into_iter().map(|one| one.join().unwrap()).collect();
        (written, readers)
    });
    readers.push(start());
    for reader in &mut readers {
        while reader.read_on(&servers[0].url) {}
        for (device, acknowledged) in &written {
            let reached = reader.reached(device.id);
            assert!(*acknowledged > 0 && reached >= *acknowledged, "{reached}");
        }
    }
    assert!(
        readers
            .windows(2)
            .all(|pair| pair[0].device.ledger.heads() == pair[1].device.ledger.heads())
    );
}
