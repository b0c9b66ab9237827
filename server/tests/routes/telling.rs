//! What the command line says where it can't do what it was asked, or did less than may be thought.

use std::{fs, net::TcpListener, process::Command};

use crate::{
    cli::{call, printed, text},
    engines::{Database, Folder, databases, run},
};

#[test]
fn a_server_that_can_not_start_says_why_and_what_to_do() {
    let database = Database::sqlite();
    let said = |words: &[&str], database: &Database| {
        let output = call(&[&["serve"], words].concat(), database);
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        text(&output.stderr)
    };
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let why = said(&["--listen", &address.to_string()], &database);
    assert!(
        why.contains(&address.port().to_string()) && why.contains("--listen"),
        "{why}"
    );

    let why = said(
        &[
            "--listen",
            "127.0.0.1:0",
            "--database",
            "mysql://u:secret@h/d",
        ],
        &database,
    );
    assert!(
        why.contains("postgres://") && !why.contains("secret"),
        "{why}"
    );
    let unreachable = "postgres://u:secret@127.0.0.1:1/d";
    let why = said(
        &["--listen", "127.0.0.1:0", "--database", unreachable],
        &database,
    );
    assert!(
        why.contains("the database can't be opened") && !why.contains("secret"),
        "{why}"
    );

    let folder = Folder::new();
    fs::write(folder.path().join("data"), "a file, not a folder").unwrap();
    let data = folder.path().join("data").display().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep"));
    let output = command.args(["verify", "--data", &data]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains(&data));

    printed(&["site", "new", "Hill"], &database);
    run(database.execute("UPDATE meta SET value = '99' WHERE name = 'schema'"));
    let why = said(&["--listen", "127.0.0.1:0"], &database);
    assert!(why.contains("later version"), "{why}");
}

/// An empty database that is called sound, or backed up every night, would hide a mistyped address.
#[test]
fn what_looks_at_a_database_makes_none() {
    let device = uuid::Uuid::nil().to_string();
    for database in databases() {
        let to = Folder::new();
        let file = to.path().join("copy").display().to_string();
        for words in [
            &["backup", "--to", &file][..],
            &["verify"],
            &["verify", "--json"],
            &["export", &file],
            &["views"],
            &["devices"],
            &["revoke", &device],
            &["invite", "--name", "Ada", "--role", "manager"],
            &["site", "list"],
            &["site", "fill"],
        ] {
            let output = call(words, &database);
            assert_eq!(output.status.code(), Some(1), "{words:?}");
            let why = text(&output.stderr);
            assert!(why.contains("there is none"), "{words:?}: {why}");
        }
        assert_eq!(fs::read_dir(to.path()).unwrap().count(), 0);
        // So a backup can still be restored there.
        let made = Database::sqlite();
        printed(&["site", "new", "Hill"], &made);
        printed(&["backup", "--to", &file], &made);
        printed(&["restore", "--from", &file], &database);
    }
}

#[test]
fn a_link_for_this_machine_alone_is_told_as_such() {
    let database = Database::sqlite();
    printed(&["site", "new", "Hill"], &database);
    let words = ["invite", "--name", "Ada", "--role", "manager"];
    let told = "on this machine alone";
    assert!(printed(&words, &database).contains(told));
    let words = [&words[..], &["--url", "https://survey.example.org"]].concat();
    assert!(!printed(&words, &database).contains(told));
}

#[test]
fn each_command_explains_itself() {
    for words in [
        &["--help"][..],
        &["serve", "--help"],
        &["site", "--help"],
        &["site", "new", "--help"],
        &["site", "list", "--help"],
        &["import", "--help"],
        &["export", "--help"],
        &["verify", "--help"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep"));
        let output = command.args(words).output().unwrap();
        assert!(output.status.success());
        assert!(
            text(&output.stdout).contains("Usage: doorstep"),
            "{words:?}"
        );
    }
}
