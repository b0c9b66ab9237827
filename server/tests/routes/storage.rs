//! The contract that both engines keep.

use std::time::Duration;

use ledger::{Entry, Heads, Refusal};
use serde_json::{Value, json};
use server::storage::{Location, Most, Opening, Storage, StorageError, Taking};
use sqlx::{Connection as _, Executor as _, PgConnection};

use crate::{
    device::{Device, new_site},
    engines::{Database, databases, on_each, run},
};

const ALL: Most = Most {
    entries: 1_000,
    bytes: 1 << 20,
};

#[test]
fn an_entry_comes_back_as_it_was_and_so_does_its_hash() {
    on_each(async |storage: Storage| {
        let site = new_site();
        let mut device = Device::new(site);
        device.write_about(
            "note",
            ledger::RecordId(device.id.0),
            "text",
            "王\u{0}\n\"\\ é 🏠",
        );
        // An entry of a later version, with members that this one doesn't know.
        let mut later = device.clone().write(1).entries[1].to_json();
        let members = later.as_object_mut().unwrap();
        members.insert("v".into(), json!(7));
        members.insert(
            "zeta".into(),
            json!({"b": [9_007_199_254_740_991_i64, null], "a": "x"}),
        );
        device.take(Entry::from_json(later).unwrap());
        storage.make_site(site, Opening::Open).await.unwrap();
        storage
            .push(site, device.entries.clone(), Taking::AllOrNone)
            .await
            .unwrap();

        let page = storage.pull(site, 0, &Heads::new(), ALL).await.unwrap();
        let rows = storage.rows(site, 0, 10).await.unwrap();
        for (index, entry) in device.entries.iter().enumerate() {
            assert_eq!(&page.entries[index].entry, entry);
            let text: Value = serde_json::from_str(&rows[index].text).unwrap();
            assert_eq!(text, entry.to_json());
            assert_eq!(rows[index].hash, entry.hash().0);
        }
        assert_eq!(page.heads, device.ledger.heads());
    });
}

#[test]
fn what_is_there_already_is_passed_over_and_what_does_not_fit_is_refused_alone() {
    on_each(async |storage: Storage| {
        let site = new_site();
        storage.make_site(site, Opening::Open).await.unwrap();
        let mut good = Device::new(site);
        good.write(3);
        let push = |entries: Vec<Entry>| storage.push(site, entries, Taking::ChainByChain);
        assert_eq!(push(good.entries.clone()).await.unwrap().added, 3);
        // All again and one more, twice in one bundle.
        good.write(1);
        let mut twice = good.entries.clone();
        twice.push(good.entries[3].clone());
        let pushed = push(twice).await.unwrap();
        assert_eq!((pushed.added, pushed.head, pushed.refused.len()), (1, 4, 0));

        let mut gap = Device::new(site);
        gap.write(3);
        let mut fork = good.clone();
        fork.entries.truncate(2);
        fork.ledger = ledger::Ledger::new(site);
        for entry in &fork.entries {
            fork.ledger.admit(entry).unwrap();
        }
        fork.write(2);
        let mut new = Device::new(site);
        new.write(2);
        let offered = [&gap.entries[1..], &fork.entries, &new.entries].concat();
        let pushed = push(offered.clone()).await.unwrap();
        assert_eq!((pushed.added, pushed.head), (2, 6));
        let mut refused: Vec<_> = pushed
            .refused
            .iter()
            .map(|r| (r.device, r.seq, r.why))
            .collect();
        refused.sort_by_key(|(_, seq, _)| *seq);
        assert_eq!(
            refused,
            [
                (gap.id, 2, Refusal::Gap { have: 0 }),
                (good.id, 3, Refusal::Fork)
            ]
        );

        new.write(1);
        let offered = [&gap.entries[1..], &new.entries].concat();
        let all = storage.push(site, offered, Taking::AllOrNone).await;
        assert!(matches!(all, Err(StorageError::Refused(_))));
        assert_eq!(storage.head(site).await.unwrap(), 6);
    });
}

#[test]
fn a_page_ends_at_its_limits_and_reading_goes_on_after_it() {
    on_each(async |storage: Storage| {
        let site = new_site();
        storage.make_site(site, Opening::Open).await.unwrap();
        let mut device = Device::new(site);
        device.write(10);
        storage
            .push(site, device.entries.clone(), Taking::AllOrNone)
            .await
            .unwrap();
        let pull = |since, entries, bytes| {
            let storage = storage.clone();
            async move {
                let most = Most { entries, bytes };
                let page = storage
                    .pull(site, since, &Heads::new(), most)
                    .await
                    .unwrap();
                (page.entries.len(), page.ordinal, page.more)
            }
        };
        assert_eq!(pull(0, 4, 1 << 20).await, (4, 4, true));
        assert_eq!(pull(0, 10, 1 << 20).await, (10, 10, false));
        // At least one, however small the limit.
        assert_eq!(pull(0, 10, 1).await, (1, 1, true));
        let bytes = serde_json::to_string(&device.entries[0]).unwrap().len();
        let bytes = u32::try_from(bytes).unwrap();
        assert_eq!(pull(0, 10, bytes + 1).await, (2, 2, true));
    });
}

#[test]
fn a_device_is_spared_what_it_has_even_over_a_long_way() {
    on_each(async |storage: Storage| {
        let site = new_site();
        storage.make_site(site, Opening::Open).await.unwrap();
        let (mut own, mut other) = (Device::new(site), Device::new(site));
        own.write(50);
        other.write(1);
        storage
            .push(site, own.entries.clone(), Taking::AllOrNone)
            .await
            .unwrap();
        storage
            .push(site, other.entries.clone(), Taking::AllOrNone)
            .await
            .unwrap();
        let most = Most {
            entries: 5,
            bytes: 1 << 20,
        };
        let page = storage
            .pull(site, 0, &own.ledger.heads(), most)
            .await
            .unwrap();
        assert_eq!(
            (page.entries.len(), page.ordinal, page.more),
            (1, 51, false)
        );
        assert_eq!(page.entries[0].entry, other.entries[0]);
    });
}

#[test]
fn a_cursor_that_skips_what_the_device_lacks_is_not_believed() {
    on_each(async |storage: Storage| {
        let site = new_site();
        storage.make_site(site, Opening::Open).await.unwrap();
        let (mut one, mut two) = (Device::new(site), Device::new(site));
        storage
            .push(site, one.write(3).entries.clone(), Taking::AllOrNone)
            .await
            .unwrap();
        // A device that read up to ordinal 3 before this database was copied back from an old file:
        // what stands at 1 to 3 now is not what it read.
        let page = storage
            .pull(site, 3, &two.write(3).ledger.heads(), ALL)
            .await
            .unwrap();
        assert_eq!(page.entries.len(), 3);
        let page = storage.pull(site, 900, &Heads::new(), ALL).await.unwrap();
        assert_eq!((page.entries.len(), page.ordinal), (3, 3));
        // One that has everything is not sent it again.
        let page = storage
            .pull(site, 3, &one.ledger.heads(), ALL)
            .await
            .unwrap();
        assert_eq!(page.entries.len(), 0);
    });
}

#[test]
fn a_reader_never_skips_an_entry_that_is_committed_late() {
    const WRITERS: usize = 4;
    const BUNDLES: usize = 12;
    for database in databases() {
        run(async {
            // Two servers over one database.
            let servers = [
                Storage::open(&database.location()).await.unwrap(),
                Storage::open(&database.location()).await.unwrap(),
            ];
            let site = new_site();
            servers[0].make_site(site, Opening::Open).await.unwrap();
            let writers = (0..WRITERS).map(|n| {
                let storage = servers[n % 2].clone();
                tokio::spawn(async move {
                    let mut device = Device::new(site);
                    for _ in 0..BUNDLES {
                        let new = device.entries.len();
                        let entries = device.write(1 + n).entries[new..].to_vec();
                        storage
                            .push(site, entries, Taking::AllOrNone)
                            .await
                            .unwrap();
                    }
                })
            });
            let mut writers: Vec<_> = writers.collect();
            let (mut after, mut read) = (0, 0);
            while !writers.is_empty() {
                writers.retain(|writer| !writer.is_finished());
                for row in servers[1].rows(site, after, 1_000).await.unwrap() {
                    after = row.ordinal;
                    read += 1;
                }
            }
            let all = BUNDLES * (1..=WRITERS).sum::<usize>();
            assert_eq!(read, all);
            assert_eq!(after, all as u64);
            futures_util::future::join(servers[0].close(), servers[1].close()).await;
        });
    }
}

#[test]
fn a_writer_waits_for_the_one_that_has_the_sites_row() {
    let Some(database) = Database::postgres() else {
        return;
    };
    let Location::Postgres(url) = database.location() else {
        unreachable!()
    };
    run(async {
        let storage = Storage::open(&database.location()).await.unwrap();
        let site = new_site();
        storage.make_site(site, Opening::Open).await.unwrap();
        let mut first = PgConnection::connect(&url).await.unwrap();
        first.execute("BEGIN").await.unwrap();
        first
            .execute("SELECT head FROM sites FOR UPDATE")
            .await
            .unwrap();
        let entries = Device::new(site).write(1).entries.clone();
        let second = storage.clone();
        let second =
            tokio::spawn(async move { second.push(site, entries, Taking::AllOrNone).await });
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!second.is_finished());
        // The first takes ordinals 1 to 5 and commits late; the second goes on from there.
        first.execute("UPDATE sites SET head = 5").await.unwrap();
        first.execute("COMMIT").await.unwrap();
        assert_eq!(second.await.unwrap().unwrap().head, 6);
        first.close().await.unwrap();
        storage.close().await;
    });
}

#[test]
fn a_database_is_made_once_and_one_of_a_later_version_is_left_alone() {
    for database in databases() {
        run(async {
            let location = database.location();
            let opened = futures_util::future::join_all((0..4).map(|_| Storage::open(&location)));
            let opened: Vec<Storage> = opened.await.into_iter().map(Result::unwrap).collect();
            let epoch = opened[0].epoch().to_owned();
            for storage in opened {
                assert_eq!(storage.epoch(), epoch);
                storage.close().await;
            }
            database
                .execute("UPDATE meta SET value = '99' WHERE name = 'schema'")
                .await;
            let error = Storage::open(&location).await.unwrap_err();
            assert!(
                matches!(error, StorageError::NewerSchema { found: 99, .. }),
                "{error}"
            );
        });
    }
}

#[test]
fn another_site_is_unknown_and_has_ordinals_of_its_own() {
    on_each(async |storage: Storage| {
        let (here, there) = (new_site(), new_site());
        storage.make_site(here, Opening::Open).await.unwrap();
        let entries = Device::new(there).write(2).entries.clone();
        let pushed = storage
            .push(there, entries.clone(), Taking::AllOrNone)
            .await;
        assert!(matches!(pushed, Err(StorageError::UnknownSite(_))));
        let pulled = storage.pull(there, 0, &Heads::new(), ALL).await;
        assert!(matches!(pulled, Err(StorageError::UnknownSite(_))));
        storage.make_site(there, Opening::Open).await.unwrap();
        assert!(!storage.make_site(there, Opening::Open).await.unwrap());
        storage
            .push(there, entries.clone(), Taking::AllOrNone)
            .await
            .unwrap();
        assert_eq!(storage.head(there).await.unwrap(), 2);
        // An entry can't be carried over to another site.
        let pushed = storage
            .push(here, entries, Taking::ChainByChain)
            .await
            .unwrap();
        assert_eq!((pushed.added, pushed.refused.len()), (0, 1));
        assert_eq!(storage.head(here).await.unwrap(), 0);
    });
}
