//! A closed site whose server was restored from an old backup: what colleagues carry of the
//! office's entries counts as soon as the office's own device has come.

use ledger::{DeviceId, Entry, State, sync::Answer};
use needs::Role;
use serde_json::json;

use crate::{
    backup::write_backup,
    cli::printed,
    closed::{Closed, Member, change, new_record, response},
    device::{Device, file_of},
    engines::{Database, Folder, databases},
    server::{Server, client},
};

/// The same site, from a backup, on another database.
fn restored(closed: &Closed, backup: &Folder, to: Database) -> Closed {
    let file = backup.path().join("backup");
    printed(&["restore", "--from", file.to_str().unwrap()], &to);
    Closed {
        server: Server::of(&to),
        database: to,
        site: closed.site,
        people: closed.people.clone(),
    }
}

/// What a device says of the chain that it wrote.
fn wrote(device: DeviceId, entries: &[Entry]) -> String {
    let last = entries.iter().rfind(|entry| entry.device() == device);
    let last = last.unwrap();
    format!("{device}.{}.{}", last.seq(), last.hash())
}

/// A request that only reads, with what the device says of its chain.
fn come(closed: &Closed, member: &Member, wrote: &str) -> Answer {
    let bundle = member.device.bundle_of(Vec::new());
    let mut answer = client()
        .post(format!("{}?wrote={wrote}", closed.url("sync")))
        .header("authorization", format!("Bearer {}", member.token))
        .content_type("application/json")
        .send(&serde_json::to_vec(&bundle).unwrap()[..])
        .unwrap();
    let text = answer.body_mut().read_to_string().unwrap();
    assert_eq!(answer.status(), 200, "{text}");
    serde_json::from_str(&text).unwrap()
}

fn state(closed: &Closed) -> State {
    let mut state = State::default();
    for entry in closed.all() {
        state.apply(&entry);
    }
    state
}

/// For each engine: a site, its manager and an assistant, and a backup of it.
fn each(test: impl Fn(Closed, Member, Member, &Folder, Database)) {
    for (from, to) in databases().zip(databases()) {
        let closed = Closed::over(from);
        let manager = closed.join(Role::Manager);
        let assistant = closed.join(Role::Assistant);
        let folder = Folder::new();
        write_backup(&closed.database, &folder);
        test(closed, manager, assistant, &folder, to);
    }
}

#[test]
fn what_colleagues_carry_of_a_managers_counts_once_the_managers_device_came() {
    each(|old, mut manager, mut assistant, backup, to| {
        let (campaign, photo) = (new_record(), file_of("1-a.jpg", "image/jpeg", b"a photo"));
        let mut plan = change("campaign", campaign, "name:en", json!("Spring"));
        plan.set.extend([photo.field()]);
        manager.write(plan);
        let raised = old.person(Role::Assistant);
        manager.write(change("person", raised, "role", json!("supervisor")));
        old.sync(&manager, &manager.device.bundle());
        let answer = old.sync(&assistant, &assistant.device.bundle());
        assistant.device.read(&answer);
        let site = restored(&old, backup, to);

        // The assistant is the first who comes back, with all that the server lost.
        assistant.write(response(new_record()));
        let answer = site.sync(&assistant, &assistant.device.bundle());
        assert_eq!(answer.refused, []);
        let before = state(&site);
        assert!(before.record("campaign", campaign).is_none());

        let wrote = wrote(manager.device.id, &manager.device.entries);
        // Nobody else speaks for the manager's device; nor does it for another end of its chain.
        come(&site, &assistant, &wrote);
        let other = &wrote[..wrote.len() - 1];
        for wrong in [format!("{other}x"), format!("{other}0.1"), other.to_owned()] {
            come(&site, &manager, &wrong);
        }
        assert!(state(&site).record("campaign", campaign).is_none());

        come(&site, &manager, &wrote);
        let after = state(&site);
        assert!(after.record("campaign", campaign).is_some());
        let known = site.get(&format!("files/{}", photo.sha256), Some(&manager.token));
        assert!(crate::server::error(known).1 == "not-yet");
        let me = site.get("me", Some(&assistant.token));
        let me = me.into_body().read_to_string().unwrap();
        assert!(me.contains("supervisor"), "{me}");
        // Once is enough.
        let rulings = |state: &State| state.records("ruling").count();
        come(&site, &manager, &wrote);
        assert_eq!(rulings(&state(&site)), rulings(&after));
        printed(&["verify"], &site.database);
    });
}

#[test]
fn what_was_made_up_behind_the_end_of_a_chain_stays_ruled_out() {
    each(|old, mut manager, assistant, backup, to| {
        manager.write(change("campaign", new_record(), "name:en", json!("One")));
        let mut forger = manager.device.clone();
        let forged = new_record();
        forger.write_as(
            old.person(Role::Manager),
            change("campaign", forged, "name:en", json!("Made up")),
        );
        let site = restored(&old, backup, to);
        let carried = assistant.device.bundle_of(forger.entries.clone());
        assert_eq!(site.sync(&assistant, &carried).refused, []);
        come(
            &site,
            &manager,
            &wrote(manager.device.id, &manager.device.entries),
        );
        let state = state(&site);
        assert_eq!(state.records("campaign").count(), 1);
        assert!(state.record("campaign", forged).is_none());
    });
}

#[test]
fn what_the_server_wrote_before_its_restore_may_come_back() {
    each(|old, manager, mut assistant, backup, to| {
        // A ruling, and a device that joined: both are lost with the restore.
        let mine = new_record();
        assistant.write(change("campaign", mine, "name:en", json!("Mine")));
        old.sync(&assistant, &assistant.device.bundle());
        let late = old.join(Role::Supervisor);
        let answer = old.sync(&assistant, &assistant.device.bundle_of(Vec::new()));
        assistant.device.read(&answer);
        let before = assistant.device.ledger.state();
        assert!(before.record("campaign", mine).is_none());

        let site = restored(&old, backup, to);
        let answer = site.sync(&assistant, &assistant.device.bundle());
        assert_eq!(answer.refused, []);
        // What broke a rule does so still; nobody is let in by what was carried.
        let after = state(&site);
        assert!(after.record("campaign", mine).is_none());
        let heads = answer.heads;
        for (device, head) in assistant.device.ledger.heads() {
            assert_eq!(heads.get(&device).map(|head| head.seq), Some(head.seq));
        }
        assert_eq!(site.get("me", Some(&late.token)).status(), 401);
        // It goes on: the server writes under its new name, and everyone reads all of it.
        let mut fresh = Device::new(site.site);
        let reader = site.join(Role::Manager);
        let bundle = fresh.bundle();
        fresh.read(&site.sync(&reader, &bundle));
        assert!(fresh.entries.len() >= assistant.device.entries.len());
        come(
            &site,
            &manager,
            &format!("{}.1.{}", manager.device.id, "0".repeat(64)),
        );
        printed(&["verify"], &site.database);
    });
}
