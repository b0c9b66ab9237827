//! What views show later on: after a consent was taken back, after an erasure, and in a database
//! that was restored from a backup.

use ledger::{RecordId, erase, sync::Cursor};
use needs::consent::{Consent, Decision, How, Scope};

use crate::{
    backup::write_backup,
    cli::printed,
    engines::{Database, Folder, databases},
    export::{Estate, estate},
    server::Server,
    views::{exported, rows},
};

/// The view's rows, which have to be those of the export; gives the ages that stand in them.
fn ages(database: &Database, server: &Server, estate: &Estate) -> Vec<String> {
    let (columns, expected) = exported(server, estate, "");
    let found = rows(database, "qp_1_v3", &columns);
    assert_eq!(found, expected);
    let (of_pets, expected) = exported(server, estate, "&repeat=/pet");
    assert_eq!(rows(database, "qp_1_v3_pet", &of_pets), expected);
    let age = columns.iter().position(|name| name == "age").unwrap();
    let mut ages: Vec<String> = found
        .into_iter()
        .map(|mut row| row[age].take().unwrap())
        .collect();
    ages.sort();
    ages
}

/// Sends what the device wrote since.
fn send(server: &Server, estate: &mut Estate) {
    let entries = std::mem::take(&mut estate.device.entries);
    let bundle = estate.device.bundle_of(entries);
    let answer = server.sync(&Cursor::default(), &bundle);
    assert_eq!(answer.refused, []);
}

fn answer(estate: &mut Estate, minute: i64, age: &str) -> RecordId {
    estate.answer(minute, &[("/age", age), ("/pet[1]/name", age)])
}

#[test]
fn what_was_taken_back_or_erased_leaves_the_views_and_a_restored_database_shows_the_same() {
    for database in databases() {
        let mut estate = estate();
        answer(&mut estate, 1, "31");
        estate.store(&database);
        let made = printed(&["views", "--lang", "en"], &database);
        assert!(made.contains("qp_1_v3\nqp_1_v3_pet\n"), "{made}");
        let server = Server::of(&database);
        assert_eq!(ages(&database, &server, &estate), ["31"]);

        // Taken back: what was given before is left out, what comes after it is not.
        let consent = RecordId(uuid::Uuid::new_v4());
        let decision = Decision {
            whom: estate.at_the_door(),
            campaign: None,
            scope: Scope::Survey,
            wording: None,
            given: true,
            how: How::Spoken,
        };
        estate.write(2, Consent::change(consent, &decision));
        let withdrawal = RecordId(uuid::Uuid::new_v4());
        let state = estate.device.ledger.state().clone();
        let given = Consent::find(&state, consent).unwrap();
        estate.write(3, given.withdraw(withdrawal));
        let kept = answer(&mut estate, 4, "44");
        let gone = answer(&mut estate, 5, "55");
        send(&server, &mut estate);
        assert_eq!(ages(&database, &server, &estate), ["44", "55"]);

        // Erased: gone with the next look, though nobody made the views anew.
        estate.write(6, erase::change(gone, "asked for"));
        send(&server, &mut estate);
        assert_eq!(ages(&database, &server, &estate), ["44"]);
        // What comes about it later does not bring it back.
        let late = crate::export::change_of("response", gone, "answer:/age", "56");
        estate.write(7, late);
        send(&server, &mut estate);
        assert_eq!(ages(&database, &server, &estate), ["44"]);

        // A slip: the withdrawal is taken out again, and what it left out is back.
        estate.write(8, Consent::undo(withdrawal));
        send(&server, &mut estate);
        assert_eq!(ages(&database, &server, &estate), ["31", "44"]);

        for to in databases() {
            let folder = Folder::new();
            let file = write_backup(&database, &folder);
            printed(&["restore", "--from", file.to_str().unwrap()], &to);
            printed(&["views", "--lang", "en"], &to);
            let copy = Server::of(&to);
            assert_eq!(ages(&to, &copy, &estate), ["31", "44"]);
            // And it goes on following what comes.
            let mut later = estate.clone();
            later.write(9, erase::change(kept, "asked for"));
            send(&copy, &mut later);
            assert_eq!(ages(&to, &copy, &later), ["31"]);
        }
    }
}
