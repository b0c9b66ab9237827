//! What an erasure does to the storage, the same on both engines.

use ledger::{Entry, FileRef, Heads, Ledger, RecordId, SiteId, erase, ruling};
use needs::Role;
use server::storage::{Most, Opening, Part, Storage, Taking};
use uuid::Uuid;

use crate::{
    cli::printed,
    closed::{Member, new_record, on_each_closed_site, response},
    device::{Device, new_site},
    engines::{databases, on_each, run},
    files::{ROOM, photo},
    server::client,
};

const ALL: Most = Most {
    entries: 100,
    bytes: 1 << 20,
};

async fn push(storage: &Storage, site: SiteId, entries: &[Entry]) {
    let entries = entries.to_vec();
    storage
        .push(site, entries, Taking::AllOrNone)
        .await
        .unwrap();
}

/// Texts of all rows, in their order.
async fn texts(storage: &Storage, site: SiteId) -> Vec<String> {
    let rows = storage.rows(site, 0, 100).await.unwrap();
    rows.into_iter().map(|row| row.text).collect()
}

async fn bring(storage: &Storage, site: SiteId, file: &FileRef, bytes: &[u8]) {
    let part = Part {
        file: file.sha256,
        from: 0,
        total: file.size,
        bytes,
    };
    storage.take_part(site, part, ROOM).await.unwrap();
}

/// A response with a name and a file, by a device that also wrote about something else.
fn wrote(site: SiteId, file: &FileRef) -> (Device, RecordId) {
    let mut device = Device::new(site);
    device.write_about("response", RecordId(Uuid::new_v4()), "name", "Li");
    device.name_file(file);
    let response = device.entries[1].id().unwrap();
    device.write_about("response", response, "name", "Wang");
    (device, response)
}

#[test]
fn bodies_and_files_of_what_is_erased_go_and_the_chains_still_verify() {
    for database in databases() {
        run(async {
            let storage = Storage::open(&database.location()).await.unwrap();
            let site = new_site();
            storage.make_site(site, Opening::Open).await.unwrap();
            let (file, bytes) = photo();
            let (mut device, response) = wrote(site, &file);
            push(&storage, site, &device.entries).await;
            bring(&storage, site, &file, &bytes).await;
            let mut office = Device::new(site);
            office.write_change(erase::change(response, "on request"));
            push(&storage, site, &office.entries).await;
            // Written before its device heard of the erasure.
            device.write_about("response", response, "phone", "021");
            push(&storage, site, &device.entries[3..]).await;

            let texts = texts(&storage, site).await;
            assert!(texts[0].contains("Li") && texts[3].contains("on request"));
            for at in [1, 2, 4] {
                assert!(
                    !texts[at].contains("set") && !texts[at].contains("salt"),
                    "{at}"
                );
            }
            assert_eq!(storage.file(site, file.sha256).await.unwrap(), None);
            let page = storage.pull(site, 0, &Heads::new(), ALL).await.unwrap();
            let mut replica = Ledger::new(site);
            for received in &page.entries {
                replica.admit(&received.entry).unwrap();
            }
            assert_eq!(replica.heads(), storage.heads(site).await.unwrap());
            assert_eq!(replica.shareable_heads(), replica.heads());
            assert!(replica.state().is_erased(response));
            // The bodies don't come back with a device that still has them.
            push(&storage, site, &device.entries).await;
            assert!(!self::texts(&storage, site).await.concat().contains("Wang"));
            storage.close().await;
        });
        let said = printed(&["verify"], &database);
        assert!(
            said.contains("all as they were written") && said.contains("3 bodies erased"),
            "{said}"
        );
    }
}

#[test]
fn a_file_that_another_record_names_stays() {
    on_each(async |storage: Storage| {
        let site = new_site();
        storage.make_site(site, Opening::Open).await.unwrap();
        let (file, bytes) = photo();
        let (mut device, response) = wrote(site, &file);
        device.name_file(&file);
        push(&storage, site, &device.entries).await;
        bring(&storage, site, &file, &bytes).await;
        device.write_change(erase::change(response, "on request"));
        push(&storage, site, &device.entries[4..]).await;
        assert!(
            storage
                .file(site, file.sha256)
                .await
                .unwrap()
                .unwrap()
                .whole
        );
        let other = device.entries[3].id().unwrap();
        device.write_change(erase::change(other, "on request"));
        push(&storage, site, &device.entries[5..]).await;
        assert_eq!(storage.file(site, file.sha256).await.unwrap(), None);
    });
}

#[test]
fn an_erasure_that_is_ruled_out_takes_nothing_until_that_is_lifted() {
    on_each(async |storage: Storage| {
        let site = new_site();
        // No part of a hash or an id.
        let phone = "tel. 021 7788";
        storage.make_site(site, Opening::Open).await.unwrap();
        let (mut device, response) = wrote(site, &photo().0);
        let mut intruder = Device::new(site);
        intruder.write_change(erase::change(response, "spite"));
        let erasure = intruder.entries[0].place();
        let mut office = Device::new(site);
        office.write_change(ruling::change(erasure, "may not"));
        push(&storage, site, &device.entries).await;
        push(&storage, site, &office.entries).await;
        push(&storage, site, &intruder.entries).await;
        device.write_about("response", response, "phone", phone);
        push(&storage, site, &device.entries[3..]).await;
        let before = texts(&storage, site).await.concat();
        assert!(before.contains("Wang") && before.contains(phone));
        office.write_change(ruling::lift(erasure, true));
        push(&storage, site, &office.entries[1..]).await;
        let after = texts(&storage, site).await.concat();
        assert!(!after.contains("Wang") && !after.contains(phone) && after.contains("Li"));
    });
}

#[test]
fn a_body_that_was_missing_is_filled_in_when_it_comes() {
    on_each(async |storage: Storage| {
        let site = new_site();
        storage.make_site(site, Opening::Open).await.unwrap();
        let (file, _) = photo();
        let (device, _) = wrote(site, &file);
        let bare: Vec<Entry> = device
            .entries
            .iter()
            .map(|entry| entry.clone().without_body())
            .collect();
        push(&storage, site, &bare).await;
        assert_eq!(storage.file(site, file.sha256).await.unwrap(), None);
        push(&storage, site, &device.entries).await;
        for (text, entry) in texts(&storage, site).await.iter().zip(&device.entries) {
            assert_eq!(&serde_json::from_str::<Entry>(text).unwrap(), entry);
        }
        assert!(storage.file(site, file.sha256).await.unwrap().is_some());
        assert_eq!(storage.head(site).await.unwrap(), 3);
    });
}

#[test]
fn at_a_closed_site_a_manager_erases_with_files_and_nobody_else_does() {
    on_each_closed_site(|closed| {
        let (file, bytes) = photo();
        let mut tablet = closed.join(Role::Assistant);
        let id = new_record();
        let mut answers = response(id);
        answers.set.extend([file.field()]);
        tablet.write(answers);
        closed.sync(&tablet, &tablet.device.bundle());
        let path = format!("files/{}", file.sha256);
        let put = client()
            .put(closed.url(&path))
            .header("authorization", format!("Bearer {}", tablet.token))
            .header(
                "content-range",
                format!("bytes 0-{}/{}", bytes.len() - 1, bytes.len()),
            )
            .send(&bytes[..])
            .unwrap();
        assert_eq!(put.status(), 200);
        let get = |member: &Member| closed.get(&path, Some(&member.token)).status().as_u16();
        let bodies = |entries: &[Entry]| {
            let about = entries.iter().filter(|entry| entry.id() == Some(id));
            let about = about.filter(|entry| entry.kind() == Some("response"));
            about.filter(|entry| entry.has_body()).count()
        };

        // An assistant's erasure is ruled out and takes nothing.
        tablet.write(erase::change(id, "spite"));
        assert_eq!(bodies(&closed.after(&tablet)), 1);
        assert_eq!(get(&tablet), 200);

        let mut manager = closed.join(Role::Manager);
        manager.write(erase::change(id, "asked for by the resident"));
        let entries = closed.after(&manager);
        assert_eq!(bodies(&entries), 0);
        assert_eq!(get(&tablet), 404);
        // Its own tablet hears of it, may send all again, and brings nothing back.
        let mut heard = Device::new(closed.site);
        heard.read(&closed.sync(&tablet, &heard.bundle()));
        assert!(heard.ledger.state().is_erased(id));
        assert_eq!(bodies(&heard.entries), 0);
        assert_eq!(bodies(&closed.after(&tablet)), 0);
        // What is left says when and by whom, and why.
        let (_, erasure) = heard.ledger.state().erased().next().unwrap();
        assert_eq!(erasure.created().actor, manager.person);
        assert_eq!(erasure.text("why"), Some("asked for by the resident"));
        let said = printed(&["verify"], &closed.database);
        assert!(said.contains("all as they were written"), "{said}");
    });
}
