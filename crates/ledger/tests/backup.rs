//! The sealed backup: a kept file opens, whatever is changed in one shows, and where.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::{fs, path::Path, sync::LazyLock};

use ledger::{
    DeviceId, RecordId, SiteId,
    backup::{
        About, BackupError, Counted, FRAME_BYTES, Item, Kind, Packer, begin, frame, place,
        read_beginning, read_frame, unpack,
    },
    uuid_v7,
};
use proptest::prelude::*;
use vault::{Header, Kdf, Key, OpenError, Secret, open_row, seal_row};

const PASSPHRASE: &str = "three blue lifts";

fn site() -> SiteId {
    SiteId(uuid_v7(1_700_000_000_000, [1; 10]))
}

fn about() -> About {
    About {
        site: site(),
        name: "Harbour Garden".to_owned(),
        device: DeviceId(uuid_v7(1_700_000_000_000, [2; 10])),
        person: Some(RecordId(uuid_v7(1_700_000_000_000, [3; 10]))),
        made: "2026-11-22T21:00:00+08:00".to_owned(),
        sealed: true,
    }
}

/// A file as the app writes it: a chunk for each list of items.
fn file(header: &Header, key: &Key, chunks: &[Vec<Item>], dice: &mut fastrand::Rng) -> Vec<u8> {
    let mut file = begin(&header.to_json());
    for (number, items) in (0..).zip(chunks) {
        let mut packer = Packer::default();
        for item in items {
            packer.push(item.kind, &item.key, &item.value);
        }
        let content = packer.take().unwrap();
        let mut nonce = [0; 12];
        dice.fill(&mut nonce);
        let sealed = seal_row(key, &place(number), nonce, &content).unwrap();
        file.extend_from_slice(&frame(u32::try_from(sealed.len()).unwrap()));
        file.extend_from_slice(&sealed);
    }
    file
}

fn item(kind: Kind, key: &str, value: &[u8]) -> Item {
    Item {
        kind,
        key: key.to_owned(),
        value: value.to_vec(),
    }
}

fn json(kind: Kind, value: &impl serde::Serialize) -> Item {
    item(kind, "", &serde_json::to_vec(value).unwrap())
}

fn chunks() -> Vec<Vec<Item>> {
    let counted = Counted {
        entries: 0,
        drafts: 1,
        files: 1,
    };
    vec![
        vec![json(Kind::About, &about()), item(Kind::Draft, "0/d", b"{}")],
        vec![
            item(Kind::File, "f", b"{}"),
            item(Kind::Part, "f/0", &[7; 300]),
        ],
        vec![json(Kind::End, &counted)],
    ]
}

/// Deriving a key takes its time: one serves all tests.
fn made(seed: u64) -> (Header, Key, Vec<u8>) {
    static ONE: LazyLock<(Header, Key)> = LazyLock::new(|| {
        let mut dice = fastrand::Rng::with_seed(1);
        let mut random = |bytes: &mut [u8]| dice.fill(bytes);
        let (header, key, _) = Header::create(PASSPHRASE, Kdf::FLOOR, &mut random).unwrap();
        (header, key)
    });
    let (header, key) = &*ONE;
    let mut dice = fastrand::Rng::with_seed(seed);
    let file = file(header, key, &chunks(), &mut dice);
    (header.clone(), key.clone(), file)
}

/// Why a file does not open.
#[derive(Debug, PartialEq, Eq)]
enum Wrong {
    Secret,
    Header,
    File(BackupError),
}

impl From<BackupError> for Wrong {
    fn from(error: BackupError) -> Self {
        Self::File(error)
    }
}

/// What the app does with a file, once the passphrase has given the key.
fn read_with(key: &Key, start: u64, file: &[u8]) -> Result<Vec<Item>, Wrong> {
    let size = file.len() as u64;
    let (mut at, mut number, mut all) = (start, 0, Vec::new());
    let mut ended = false;
    while at < size {
        let altered = BackupError::Altered { at };
        if ended {
            return Err(altered.into());
        }
        let rest = &file[usize::try_from(at).unwrap()..];
        let Some((head, rest)) = rest.split_first_chunk::<FRAME_BYTES>() else {
            return Err(BackupError::CutOff { at: size }.into());
        };
        let length = read_frame(*head).ok_or_else(|| altered.clone())?;
        let Some(row) = rest.get(..length as usize) else {
            return Err(BackupError::CutOff { at: size }.into());
        };
        let content = open_row(key, &place(number), row).map_err(|_| altered.clone())?;
        let items = unpack(&content).ok_or(altered)??;
        ended = items.last().is_some_and(|item| item.kind == Kind::End);
        all.extend(items);
        at += FRAME_BYTES as u64 + u64::from(length);
        number += 1;
    }
    if ended {
        Ok(all)
    } else {
        Err(BackupError::CutOff { at: size }.into())
    }
}

fn read(passphrase: &str, file: &[u8]) -> Result<Vec<Item>, Wrong> {
    let (header, start) = read_beginning(file)?;
    let header = Header::from_json(&header).map_err(|_| Wrong::Header)?;
    let key = header.open(Secret::Passphrase(passphrase));
    let key = key.map_err(|error| match error {
        OpenError::WrongSecret => Wrong::Secret,
        _ => Wrong::Header,
    })?;
    read_with(&key, start, file)
}

fn kept() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/backup/whole")
}

/// With `UPDATE_SNAPSHOTS=1` it is written anew, as it must be after a change of the format alone.
#[test]
fn a_file_of_the_first_version_opens_for_ever() {
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::create_dir_all(kept().parent().unwrap()).unwrap();
        fs::write(kept(), made(1).2).unwrap();
    }
    let file = fs::read(kept()).unwrap();
    assert!(file.starts_with(b"doorstep-backup 1\n{"));
    assert_eq!(read(PASSPHRASE, &file).unwrap(), chunks().concat());
    assert_eq!(read("three blue lift", &file), Err(Wrong::Secret));
}

#[test]
fn no_chunk_can_be_left_out_doubled_or_moved() {
    let (header, key, _) = made(2);
    let mut dice = fastrand::Rng::with_seed(3);
    let start = begin(&header.to_json()).len();
    let whole = file(&header, &key, &chunks(), &mut dice);
    let mut pieces = Vec::new();
    let mut rest = &whole[start..];
    while let Some((head, _)) = rest.split_first_chunk::<FRAME_BYTES>() {
        let length = FRAME_BYTES + read_frame(*head).unwrap() as usize;
        let (piece, behind) = rest.split_at(length);
        pieces.push(piece);
        rest = behind;
    }
    let [a, b, c] = pieces[..] else {
        panic!("three chunks")
    };
    let at = |bytes: usize| {
        let at = (start + bytes) as u64;
        Err(Wrong::File(BackupError::Altered { at }))
    };
    for (order, outcome) in [
        (vec![b, c], at(0)),
        (vec![a, c], at(a.len())),
        (vec![b, a, c], at(0)),
        (vec![a, a, b, c], at(a.len())),
        (vec![a, b, c, c], at(a.len() + b.len() + c.len())),
    ] {
        let file = [&whole[..start], &order.concat()].concat();
        assert_eq!(read_with(&key, start as u64, &file), outcome);
    }
    assert_eq!(read_with(&key, start as u64, &whole), Ok(chunks().concat()));
}

#[test]
fn wherever_a_file_ends_too_soon_it_is_cut_off_there() {
    let (_, key, file) = made(4);
    let (_, start) = read_beginning(&file).unwrap();
    for length in 1..file.len() {
        let cut = &file[..length];
        let outcome = match read_beginning(cut) {
            Ok((_, start)) => read_with(&key, start, cut).map(|_| ()),
            Err(error) => Err(error.into()),
        };
        let at = length as u64;
        assert_eq!(
            outcome,
            Err(Wrong::File(BackupError::CutOff { at })),
            "at {length}, chunks from {start}"
        );
    }
    assert_eq!(read_beginning(b""), Err(BackupError::Foreign));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Behind the header every byte is held by a chunk, and the chunk is named.
    #[test]
    fn an_altered_byte_is_noticed_and_named(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let (_, key, mut file) = made(5);
        let (_, start) = read_beginning(&file).unwrap();
        let begin = usize::try_from(start).unwrap();
        let at = begin + at.index(file.len() - begin);
        file[at] ^= 1 << bit;
        match read_with(&key, start, &file) {
            Err(Wrong::File(BackupError::Altered { at: named })) => {
                prop_assert!(named <= at as u64);
            }
            other => prop_assert!(false, "{other:?}"),
        }
    }

    /// In front of them, a byte that changes anything makes it another file or shows in the check
    /// of the header.
    #[test]
    fn a_byte_of_the_header_is_noticed(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let (written, key, mut file) = made(6);
        let (_, start) = read_beginning(&file).unwrap();
        let at = at.index(usize::try_from(start).unwrap());
        file[at] ^= 1 << bit;
        let header = read_beginning(&file).map_err(|_| ()).and_then(|(header, start)| {
            Ok((Header::from_json(&header).map_err(|_| ())?, start))
        });
        if let Ok((read, start)) = header {
            // A sign that means the same to JSON.
            prop_assert_eq!(read.to_json(), written.to_json());
            prop_assert!(read_with(&key, start, &file).is_ok());
        }
    }

    #[test]
    fn what_is_packed_comes_out(
        items in prop::collection::vec(
            ("[a-z0-9/-]{0,40}", prop::collection::vec(any::<u8>(), 0..2_000), 0usize..7),
            1..20,
        ),
    ) {
        let kinds = [
            Kind::Entry, Kind::Draft, Kind::Note, Kind::Design, Kind::File, Kind::Part, Kind::End,
        ];
        let items: Vec<Item> = items
            .into_iter()
            .map(|(key, value, kind)| Item { kind: kinds[kind], key, value })
            .collect();
        let mut packer = Packer::default();
        for item in &items {
            packer.push(item.kind, &item.key, &item.value);
        }
        let content = packer.take().unwrap();
        prop_assert_eq!(unpack(&content), Some(Ok(items)));
        prop_assert_eq!(packer.take(), None);
    }
}

#[test]
fn what_a_later_version_wrote_is_told_apart_from_damage() {
    let later = b"doorstep-backup 2\n{}\nrest";
    assert_eq!(read_beginning(later), Err(BackupError::Newer));
    let altered = b"doorstep-backup x\n{}\nrest";
    assert_eq!(read_beginning(altered), Err(BackupError::Altered { at: 0 }));
    assert_eq!(read_beginning(b"PK\x03\x04"), Err(BackupError::Foreign));
    assert_eq!(unpack(&[2, 1]), Some(Err(BackupError::Newer)));
    assert_eq!(
        unpack(&[0, 99, 0, 0, 0, 0, 0, 0]),
        Some(Err(BackupError::Newer))
    );
    assert_eq!(unpack(&[0, 99]), None);
    assert_eq!(unpack(&[1, 99]), None);
    assert_eq!(unpack(&[]), None);
}
