//! `doorstep backup` and `doorstep restore`: while a server runs, from either engine to either, and
//! back in time.

use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use ledger::{Entry, Heads, SiteId, sync::Cursor};
use server::storage::{Storage, StoredRow};

use crate::{
    cli::{call, printed},
    device::{Device, file_of},
    engines::{Database, Folder, databases, run, say_skipped},
    kill::mounting,
    server::{Server, client, with_site},
};

/// Each engine to each engine.
fn moves() -> Vec<(Database, Database)> {
    databases()
        .zip([0, 1])
        .flat_map(|(_, from)| databases().zip([0, 1]).map(move |(_, to)| (from, to)))
        .filter_map(|(from, to)| Some((engine(from)?, engine(to)?)))
        .collect()
}

fn engine(number: i32) -> Option<Database> {
    if number == 0 {
        Some(Database::sqlite())
    } else {
        Database::postgres()
    }
}

pub(crate) fn write_backup(database: &Database, folder: &Folder) -> PathBuf {
    let file = folder.path().join("backup");
    printed(&["backup", "--to", file.to_str().unwrap()], database);
    file
}

/// All rows of a site, and the database's epoch.
fn rows(database: &Database, site: SiteId) -> (String, Vec<StoredRow>) {
    run(async {
        let storage = Storage::open(&database.location()).await.unwrap();
        let rows = storage.rows(site, 0, u32::MAX >> 1).await.unwrap();
        let epoch = storage.epoch().to_owned();
        storage.close().await;
        (epoch, rows)
    })
}

/// What the other side lacks of what is here.
fn lacking(device: &Device, heads: &Heads) -> Vec<Entry> {
    let has = |entry: &Entry| heads.get(&entry.device()).map_or(0, |head| head.seq);
    let entries = device.entries.iter();
    entries
        .filter(|entry| entry.seq() > has(entry))
        .cloned()
        .collect()
}

#[test]
fn a_backup_of_a_busy_server_is_whole_and_fits_either_engine() {
    for (from, to) in moves() {
        let (site, folder) = (with_site(&from), Folder::new());
        let server = Server::of(&from);
        let mut device = Device::new(site);
        let photo = b"\x00not a real photo\\\t\n".repeat(200_000);
        let named = file_of("door.jpg", "image/jpeg", &photo);
        device.name_file(&named);
        let note = ledger::RecordId(device.id.0);
        device.write_about("note", note, "text", "a\\b\t樓\n");
        server.sync(&Cursor::default(), &device.bundle());
        let url = format!("{}/api/v1/sites/{site}/files/{}", server.url, named.sha256);
        let range = format!("bytes 0-{}/{}", photo.len() - 1, photo.len());
        let put = client()
            .put(&url)
            .header("content-range", range)
            .send(&photo[..])
            .unwrap();
        assert_eq!(put.status(), 200);

        let (done, mut busy) = (AtomicBool::new(false), Device::new(site));
        let file = std::thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Relaxed) {
                    server.sync(&Cursor::default(), &busy.write(3).bundle());
                }
            });
            let file = write_backup(&from, &folder);
            done.store(true, Relaxed);
            file
        });
        let from_file = ["restore", "--from", file.to_str().unwrap()];
        let said = printed(&from_file, &to);
        assert!(said.contains("rows restored"), "{said}");

        let ((old_epoch, old), (new_epoch, new)) = (rows(&from, site), rows(&to, site));
        assert_ne!(old_epoch, new_epoch);
        assert!((2..=old.len()).contains(&new.len()));
        for (old, new) in old.iter().zip(&new) {
            let of = |row: &StoredRow| {
                (
                    row.ordinal,
                    row.hash.clone(),
                    row.received.clone(),
                    row.text.clone(),
                )
            };
            assert_eq!(of(old), of(new));
        }
        let copy = Server::of(&to);
        let url = url.replace(&server.url, &copy.url);
        let got = client()
            .get(url)
            .call()
            .unwrap()
            .into_body()
            .read_to_vec()
            .unwrap();
        assert!(got == photo);

        // Only into a new database: what is there is never written over.
        let again = call(&from_file, &to);
        assert!(!again.status.success());
        let said = String::from_utf8(again.stderr).unwrap();
        assert!(said.contains("there is a database already"), "{said}");
    }
}

#[test]
fn a_server_restored_from_an_old_backup_is_healed_by_the_devices() {
    for (from, to) in moves() {
        let (site, folder) = (with_site(&from), Folder::new());
        let (mut one, mut two) = (Device::new(site), Device::new(site));
        let server = Server::of(&from);
        server.sync(&Cursor::default(), &one.write(5).bundle());
        let file = write_backup(&from, &folder);
        // After the backup: more from one, and from a tablet that is lost later; one has read it.
        let answer = server.sync(&Cursor::default(), &one.write(4).bundle());
        let mut cursor = answer.cursor;
        server.sync(&cursor, &two.write(3).bundle());
        let answer = server.sync(&cursor, &one.bundle_of(Vec::new()));
        one.read(&answer);
        cursor = answer.cursor;
        assert_eq!(cursor.ordinal, 12);
        drop((server, two));

        printed(&["restore", "--from", file.to_str().unwrap()], &to);
        let server = Server::of(&to);
        // One goes on as if nothing had been, with a cursor of the old epoch.
        one.write(1);
        let answer = server.sync(&cursor, &one.bundle_of(one.entries[12..].to_vec()));
        assert_ne!(answer.cursor.epoch, cursor.epoch);
        assert_eq!(answer.heads[&one.id].seq, 5);
        assert!(answer.entries.is_empty());
        let answer = server.sync(&answer.cursor, &one.bundle_of(lacking(&one, &answer.heads)));
        assert_eq!(answer.refused, []);
        assert_eq!(lacking(&one, &answer.heads), []);
        let mut fresh = Device::new(site);
        fresh.read(&server.sync(&Cursor::default(), &fresh.bundle()));
        assert_eq!(fresh.entries.len(), 13);
        assert_eq!(fresh.ledger.heads(), one.ledger.heads());
        assert!(printed(&["verify"], &to).contains("13 entries"));
    }
}

#[test]
fn a_damaged_backup_restores_nothing() {
    let (database, folder) = (Database::sqlite(), Folder::new());
    let site = with_site(&database);
    let server = Server::of(&database);
    server.sync(&Cursor::default(), &Device::new(site).write(50).bundle());
    let good = fs::read(write_backup(&database, &folder)).unwrap();
    let mut flipped = good.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x20;
    let cut = &good[..good.len() - 60];
    let plain = b"{\"format\":\"doorstep-bundle\",\"version\":1}\n";
    let (file, target) = (folder.path().join("bad"), Database::sqlite());
    for bad in [&flipped[..], cut, plain, b""] {
        fs::write(&file, bad).unwrap();
        let output = call(&["restore", "--from", file.to_str().unwrap()], &target);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            !output.status.success() && said.contains("nothing was restored"),
            "{said}"
        );
    }
    // The same place takes the good one then: the others left nothing behind.
    fs::write(&file, good).unwrap();
    printed(&["restore", "--from", file.to_str().unwrap()], &target);
    assert_eq!(rows(&target, site).1.len(), 50);
}

#[test]
fn a_backup_onto_a_full_disk_is_told_and_leaves_the_last_one_and_no_rubbish() {
    let database = Database::sqlite();
    printed(&["site", "new", "--open", "Full"], &database);
    let (disk, data) = (Folder::new(), database.location());
    let server::storage::Location::Folder(data) = data else {
        return;
    };
    let (disk, data) = (disk.path().display(), data.display());
    let mount = format!("mount -t tmpfs -o size=8k none {disk}");
    let Some(words) = mounting(&mount) else {
        say_skipped("a backup onto a full disk: no file system can be mounted here");
        return;
    };
    let program = env!("CARGO_BIN_EXE_doorstep");
    let script = format!(
        "{mount} && echo last > {disk}/backup && \
         ! {program} backup --to {disk}/backup --data {data} && ls {disk} && cat {disk}/backup"
    );
    let mut command = std::process::Command::new(words[0]);
    let output = command.args(&words[1..]).args(["sh", "-c", &script]);
    let output = output.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("No space left"), "{said}");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "backup\nlast\n");
}
