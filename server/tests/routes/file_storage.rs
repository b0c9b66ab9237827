//! How both engines keep files.

use ledger::{Digest, FileRef, transfer::Held};
use server::storage::{Opening, Part, Storage, Taking, Took};

use crate::{
    device::{Device, new_site},
    engines::{databases, on_each, run},
    files::{ROOM, photo},
};

/// What a server that died right after the last part was durable leaves behind.
#[test]
fn a_file_that_is_full_but_unchecked_is_checked_with_the_next_part() {
    for database in databases() {
        run(async {
            let storage = Storage::open(&database.location()).await.unwrap();
            let site = new_site();
            storage.make_site(site, Opening::Open).await.unwrap();
            let (file, bytes) = photo();
            let entries = Device::new(site).name_file(&file).entries.clone();
            storage
                .push(site, entries, Taking::AllOrNone)
                .await
                .unwrap();
            let part = |from: usize| Part {
                file: file.sha256,
                from: from as u64,
                total: file.size,
                bytes: &bytes[from..],
            };
            let take = |part| storage.take_part(site, part, ROOM);
            assert_eq!(take(part(0)).await.unwrap(), Took::Held(Held::Whole));
            database.execute("UPDATE files SET received = NULL").await;
            let stored = storage.file(site, file.sha256).await.unwrap().unwrap();
            assert_eq!(stored.held(), Held::Upto(file.size));
            assert_eq!(take(part(11_999)).await.unwrap(), Took::Held(Held::Whole));
            storage.close().await;
        });
    }
}

#[test]
fn two_devices_that_send_the_same_file_at_once_make_one() {
    on_each(async |storage: Storage| {
        let site = new_site();
        storage.make_site(site, Opening::Open).await.unwrap();
        let (file, bytes) = photo();
        let entries = Device::new(site).name_file(&file).entries.clone();
        storage
            .push(site, entries, Taking::AllOrNone)
            .await
            .unwrap();
        let send = || async {
            let mut at = 0;
            while at < file.size {
                let start = usize::try_from(at).unwrap();
                let part = Part {
                    file: file.sha256,
                    from: at,
                    total: file.size,
                    bytes: &bytes[start..bytes.len().min(start + 1_000)],
                };
                match storage.take_part(site, part, ROOM).await.unwrap() {
                    Took::Held(Held::Whole) => return,
                    Took::Held(Held::Upto(held)) => at = held.min(file.size - 1),
                    other => panic!("{other:?}"),
                }
            }
        };
        futures_util::future::join(send(), send()).await;
        let stored = storage.file(site, file.sha256).await.unwrap().unwrap();
        assert!(stored.whole);
        assert_eq!(storage.hash(site, &stored).await.unwrap(), file.sha256);
        assert_eq!(storage.files(site).await.unwrap().len(), 1);
    });
}

#[test]
fn a_larger_size_that_is_named_later_counts_until_the_file_is_there() {
    on_each(async |storage: Storage| {
        let site = new_site();
        storage.make_site(site, Opening::Open).await.unwrap();
        let (file, _) = photo();
        let small = FileRef {
            size: 1,
            ..file.clone()
        };
        for named in [&small, &file, &small] {
            let entries = Device::new(site).name_file(named).entries.clone();
            storage
                .push(site, entries, Taking::AllOrNone)
                .await
                .unwrap();
        }
        let stored = storage.file(site, file.sha256).await.unwrap().unwrap();
        assert_eq!((stored.size, stored.have), (12_000, 0));
        assert_eq!(storage.file(site, Digest([1; 32])).await.unwrap(), None);
    });
}
