//! `doorstep verify`: damage is found, named, and told apart from what was left out on purpose.

use std::process::Output;

use ledger::{Bundle, Entry, RecordId, erase, ruling};
use needs::Role;
use serde_json::{Value, json};
use server::storage::{Storage, Taking};

use crate::{
    cli::call,
    closed::{Closed, change, new_record, on_each_closed_site, response},
    device::{Device, new_site},
    engines::{Database, Folder, databases, run},
};

fn report(output: &Output) -> Value {
    let found: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    found.into_iter().next().unwrap()
}

/// What `verify --json` says about a bundle.
fn of_bundle(bundle: &Value) -> (Option<i32>, Value) {
    let folder = Folder::new();
    let file = folder.path().join("bundle.json");
    std::fs::write(&file, bundle.to_string()).unwrap();
    let words = ["verify", file.to_str().unwrap(), "--json"];
    let output = call(&words, &Database::sqlite());
    (output.status.code(), report(&output))
}

fn bundle() -> Value {
    let mut device = Device::new(new_site());
    device.write(5);
    let made = chrono::DateTime::from_timestamp_millis(0)
        .unwrap()
        .fixed_offset();
    let bundle = Bundle::new(&device.ledger, device.id, made, device.entries.clone());
    serde_json::to_value(bundle).unwrap()
}

#[test]
fn a_sound_bundle_is_told_as_such() {
    let (code, report) = of_bundle(&bundle());
    assert_eq!((code, &report["entries"]), (Some(0), &json!(5)));
    assert_eq!(report["damage"], json!([]));
    assert_eq!(report["chains"].as_object().unwrap().len(), 1);
}

#[test]
fn a_flipped_byte_a_missing_entry_and_a_swapped_pair_are_each_named_once() {
    let damaged = |damage: &dyn Fn(&mut Vec<Value>)| {
        let mut bundle = bundle();
        damage(bundle["entries"].as_array_mut().unwrap());
        let (code, report) = of_bundle(&bundle);
        assert_eq!(code, Some(1));
        let found = report["damage"].as_array().unwrap().clone();
        found
            .iter()
            .map(|what| (what["entry"].clone(), what["place"]["seq"].clone()))
            .collect::<Vec<_>>()
    };
    // In a body, the entries after it still connect.
    let body = damaged(&|entries| entries[2]["set"]["label"] = json!("12B"));
    assert_eq!(body, [(json!(3), json!(3))]);
    // In a head, the next one shows it.
    let head = damaged(&|entries| entries[2]["actor"] = json!(RecordId(uuid::Uuid::nil())));
    assert_eq!(head, [(json!(4), json!(4))]);
    let last = damaged(&|entries| entries[4]["actor"] = json!(RecordId(uuid::Uuid::nil())));
    assert_eq!(last, [(json!(null), json!(5))]);
    let missing = damaged(&|entries| drop(entries.remove(2)));
    assert_eq!(missing, [(json!(3), json!(4))]);
    let cut = damaged(&|entries| entries.truncate(3));
    assert_eq!(cut, [(json!(null), json!(5))]);
    let swapped = damaged(&|entries| entries.swap(2, 3));
    assert_eq!(swapped, [(json!(3), json!(4)), (json!(4), json!(3))]);
}

#[test]
fn rows_that_changed_places_went_missing_or_were_flipped_are_named() {
    let damages = [
        (
            "UPDATE entries SET text = replace(text, '12A', '13A') WHERE ordinal = 3",
            "entry 3",
        ),
        (
            "DELETE FROM entries WHERE ordinal = 3",
            "entry 3 is missing",
        ),
        (
            "UPDATE entries SET text = (SELECT text FROM entries AS other WHERE other.ordinal = 4)
          WHERE ordinal = 3",
            "stands under another device or number",
        ),
        ("UPDATE heads SET seq = 4", "goes on to number 5"),
        (
            "UPDATE entries SET kind = 'person' WHERE ordinal = 3",
            "stands otherwise beside it",
        ),
        (
            "UPDATE entries SET actor = record WHERE ordinal = 3",
            "stands otherwise beside it",
        ),
        (
            "UPDATE entries SET received = 'yesterday' WHERE ordinal = 3",
            "receipt can't be read",
        ),
    ];
    for (damage, said) in damages {
        for database in databases() {
            run(async {
                let storage = Storage::open(&database.location()).await.unwrap();
                let site = new_site();
                storage
                    .make_site(site, server::storage::Opening::Open)
                    .await
                    .unwrap();
                let entries = Device::new(site).write(5).entries.clone();
                storage
                    .push(site, entries, Taking::AllOrNone)
                    .await
                    .unwrap();
                storage.close().await;
                database.execute(damage).await;
            });
            let output = call(&["verify"], &database);
            let text = String::from_utf8(output.stdout).unwrap();
            assert_eq!(output.status.code(), Some(1), "{damage}");
            assert!(
                text.contains("DAMAGE") && text.contains(said),
                "{damage}: {text}"
            );
        }
    }
}

#[test]
fn what_was_erased_withheld_or_ruled_out_is_counted_and_no_damage() {
    let mut device = Device::new(new_site());
    device.write(5);
    let gone = device.entries[1].id().unwrap();
    let third = device.entries[2].place();
    device.write_change(erase::change(gone, "on request"));
    device.write_change(ruling::change(third, "may not"));
    let made = chrono::DateTime::from_timestamp_millis(0)
        .unwrap()
        .fixed_offset();
    let bundle = |bare: &[usize]| {
        let mut entries: Vec<Entry> = device.entries.clone();
        for at in bare {
            entries[*at] = entries[*at].clone().without_body();
        }
        let bundle = Bundle::new(&device.ledger, device.id, made, entries);
        of_bundle(&serde_json::to_value(bundle).unwrap())
    };
    let (code, report) = bundle(&[1, 3]);
    assert_eq!(code, Some(0), "{report}");
    let counted = ["erased", "withheld", "ruled_out", "parked"].map(|name| report[name].clone());
    assert_eq!(counted, [json!(1), json!(1), json!(1), json!(0)]);
    // A body that an erasure should have taken is a fault.
    let (code, report) = bundle(&[]);
    assert_eq!(code, Some(1));
    assert!(
        report["damage"][0]["what"]
            .as_str()
            .unwrap()
            .contains("was erased")
    );
}

/// What each line does to a closed site behind the server's back, and what is said of it.
const BESIDE: [(&str, &str); 11] = [
    (
        "UPDATE people SET role = 'manager' WHERE role = 'assistant'",
        "counts as manager",
    ),
    (
        "DELETE FROM people WHERE role = 'auditor'",
        "counts as nothing",
    ),
    (
        "INSERT INTO people SELECT site, device, 'manager' FROM devices",
        "counts as manager",
    ),
    ("DELETE FROM rulings", "counts for the server, though"),
    (
        "UPDATE rulings SET lifted = '2026-01-01T00:00:00Z'",
        "counts for the server, though",
    ),
    (
        "INSERT INTO rulings (site, device, seq, why) SELECT site, device, 1, 'x' FROM heads",
        "is left out by the server",
    ),
    ("UPDATE devices SET revoked = joined", "is kept out"),
    ("UPDATE devices SET person = device", "counts as"),
    (
        "INSERT INTO devices (site, device, person, label, joined)
         SELECT site, person, person, 'x', joined FROM devices",
        "no entry says that it joined",
    ),
    ("UPDATE sites SET open = TRUE", "asks nobody who they are"),
    (
        "INSERT INTO file_records (site, sha256, record, kind)
         SELECT site, hash, device, 'unit' FROM heads",
        "names file",
    ),
];

/// A closed site on which a device has joined and something was ruled out.
fn closed_with_a_ruling(database: Database) -> Closed {
    let closed = Closed::over(database);
    let mut member = closed.join(Role::Assistant);
    let breaks_a_rule = change("campaign", new_record(), "name", json!("mine"));
    member.write(response(new_record())).write(breaks_a_rule);
    closed.sync(&member, &member.device.bundle());
    closed
}

#[test]
fn who_may_do_what_is_held_against_the_entries() {
    for engine in [|| Some(Database::sqlite()), Database::postgres] {
        let Some(database) = engine() else { continue };
        let closed = closed_with_a_ruling(database);
        let copy = Folder::new();
        let file = copy.path().join("backup");
        let file = file.to_str().unwrap();
        assert!(
            call(&["backup", "--to", file], &closed.database)
                .status
                .success()
        );
        for (damage, said) in BESIDE {
            let database = engine().unwrap();
            let restored = call(&["restore", "--from", file], &database);
            assert!(restored.status.success(), "{restored:?}");
            let (sound, text) = verified(&database);
            assert_eq!(sound, Some(0), "{text}");
            run(database.execute(damage));
            let (found, text) = verified(&database);
            assert_eq!(found, Some(1), "{damage}: {text}");
            assert!(
                text.contains("DAMAGE") && text.contains(said),
                "{damage}: {text}"
            );
        }
    }
}

#[test]
fn a_person_who_was_erased_has_no_role_any_longer() {
    on_each_closed_site(|closed| {
        let gone = closed.person(Role::Auditor);
        let mut manager = closed.join(Role::Manager);
        manager.write(erase::change(gone, "on request"));
        closed.sync(&manager, &manager.device.bundle());
        let (sound, text) = verified(&closed.database);
        assert_eq!(sound, Some(0), "{text}");
    });
}

#[test]
fn a_database_in_use_is_found_sound() {
    for database in databases() {
        let closed = Closed::over(database);
        let over = std::sync::atomic::AtomicBool::new(false);
        let member = closed.join(Role::Assistant);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut member = member;
                while !over.load(std::sync::atomic::Ordering::SeqCst) {
                    let before = member.device.entries.len();
                    let breaks_a_rule = change("campaign", new_record(), "name", json!("mine"));
                    member.write(response(new_record())).write(breaks_a_rule);
                    let fresh = member.device.entries[before..].to_vec();
                    closed.sync(&member, &member.device.bundle_of(fresh));
                }
            });
            let found: Vec<_> = (0..8).map(|_| verified(&closed.database)).collect();
            over.store(true, std::sync::atomic::Ordering::SeqCst);
            for (sound, text) in found {
                assert_eq!(sound, Some(0), "{text}");
            }
        });
    }
}

fn verified(database: &Database) -> (Option<i32>, String) {
    let output = call(&["verify"], database);
    (
        output.status.code(),
        String::from_utf8(output.stdout).unwrap(),
    )
}
