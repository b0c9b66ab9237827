//! What the measurements of the storage call: the app's own storage, without a screen.

use std::collections::BTreeMap;

use chrono::DateTime;
use ledger::{
    Author, Change, DeviceId, Entry, Fields, Ledger, RecordId, Salt, SiteId,
    sync::{Checkpoint, Cursor, Phase, Received},
    uuid_v7,
};

use crate::{
    desk::Desk,
    draft::Draft,
    parts,
    platform::{seal::Seal, timer},
    store::{Area, Database, Key, Write},
    sync::Courier,
};

/// Entries that the server sends at a time.
const BATCH: u32 = 1_000;
/// Devices that wrote them.
const DEVICES: u8 = 5;

/// A storage under measurement.
#[derive(Clone)]
pub struct Storage {
    desk: Desk,
    database: Database,
}

fn told<T, E: std::fmt::Debug>(outcome: Result<T, E>) -> Result<T, String> {
    outcome.map_err(|error| format!("{error:?}"))
}

impl Storage {
    /// Opens a storage by its name and reads it into memory.
    pub async fn open(name: &str, sealed: bool) -> Result<Self, String> {
        let seal = if sealed {
            Some(Seal::from_raw(&[7; 32]).await.ok_or("no cipher here")?)
        } else {
            None
        };
        Self::open_seal(SiteId(uuid_v7(0, [1; 10])), name, seal).await
    }

    /// Opens a sealed storage of a site that the server has, as someone who works there.
    pub async fn open_at(site: &str, name: &str) -> Result<Self, String> {
        let seal = Seal::from_raw(&[7; 32]).await.ok_or("no cipher here")?;
        let storage = Self::open_seal(told(site.parse())?, name, Some(seal)).await?;
        told(storage.desk.set_actor(RecordId(uuid_v7(1, [4; 10]))).await)?;
        Ok(storage)
    }

    async fn open_seal(site: SiteId, name: &str, seal: Option<Seal>) -> Result<Self, String> {
        // There is one piece here, and no part to fetch.
        parts::keep(parts::upkeep::open());
        let desk = told(Desk::open(site, name, seal.clone()).await)?;
        let database = told(Database::open(name, seal).await)?;
        Ok(Self { desk, database })
    }

    /// How many entries it holds.
    pub fn entries(&self) -> u32 {
        u32::try_from(self.desk.peek(Ledger::len)).unwrap_or(u32::MAX)
    }

    /// Takes in `entries` responses of other devices, some 600 bytes each, as the server sends
    /// them.
    pub async fn fill(&self, entries: u32) -> Result<(), String> {
        let mut writer = Ledger::new(self.desk.site());
        let mut written = 0;
        while written < entries {
            let batch = BATCH.min(entries - written);
            let mut received = Vec::new();
            for number in written..written + batch {
                let entry = response(&mut writer, number)?;
                received.push(Received::new("2026-11-22T08:00:00.000Z".to_owned(), entry));
            }
            written += batch;
            let checkpoint = Checkpoint {
                cursor: Cursor {
                    epoch: "1".to_owned(),
                    ordinal: u64::from(written),
                },
                heads: writer.heads(),
                reader: None,
            };
            told(self.desk.take_in(received, checkpoint, false).await)?;
        }
        Ok(())
    }

    /// Writes so many documents of 2 KB, from number `from` on.
    pub async fn write(&self, from: u32, documents: u32) -> Result<(), String> {
        let changes = (from..from + documents).map(document).collect();
        told(self.desk.record_all(changes).await)
    }

    /// Exchanges with the server that the page came from, until nothing is left to send or to read.
    pub async fn settle(&self) {
        let courier = Courier::start(self.desk);
        let done = || {
            let status = courier.status_now();
            let heard = status.last_success_ms.is_some();
            heard && status.pending == 0 && status.phase == Phase::Resting
        };
        while !done() {
            timer::pause(1).await;
        }
    }

    /// Packs what can be packed.
    pub async fn pack(&self) -> Result<(), String> {
        told(self.desk.compact().await)
    }

    /// Keeps a draft as the screen at the door does after each answer.
    pub async fn save(&self, answers: u32, turn: u32) -> Result<(), String> {
        let id = RecordId(uuid_v7(2, [2; 10]));
        let answers = (0..answers).map(|number| {
            let path = format!("/household/section_{}/question_{number}", number / 8);
            (path, format!("answer {}", (number + turn) % 97))
        });
        let draft = Draft {
            resident: None,
            id,
            form: id,
            unit: id,
            campaign: None,
            started: "2026-11-22T08:00:00.000+00:00".to_owned(),
            updated_ms: i64::from(turn),
            seed: 1,
            place: String::new(),
            progress: (1, 2),
            answers: answers.collect::<BTreeMap<_, _>>(),
        };
        told(self.desk.save_draft(draft).await)
    }

    /// Commits a document of `bytes` bytes by itself.
    pub async fn commit(&self, number: u32, bytes: u32) -> Result<(), String> {
        let content = (0..bytes).map(|at| b'a' + u8::try_from((at * 7 + number) % 26).unwrap_or(0));
        let write = Write::Add(Area::Designs, Key::Number(number), content.collect());
        told(self.database.commit(&[write]).await)
    }
}

/// A document of 2 KB: twenty answers. `bench/sync/page.js` makes the same for the others.
fn document(number: u32) -> Change {
    let answers = (0..20_u32).map(|question| {
        let (choice, said) = ((number + question) % 11, (number * 7 + question) % 97);
        let answer =
            format!("choice-{choice}, and some words that a person said at the door: {said}");
        (
            format!("answer:/household/question_{question}"),
            answer.into(),
        )
    });
    let [a, b, c, d] = number.to_be_bytes();
    Change {
        kind: "response".to_owned(),
        id: RecordId(uuid_v7(3, [a, b, c, d, 1, 0, 0, 0, 0, 0])),
        set: answers.collect(),
    }
}

/// The next response of one of the devices.
fn response(ledger: &mut Ledger, number: u32) -> Result<Entry, String> {
    let by = u8::try_from(number % u32::from(DEVICES)).unwrap_or(0);
    let [a, b, c, d] = number.to_le_bytes();
    let author = Author {
        device: DeviceId(uuid_v7(1, [by; 10])),
        actor: RecordId(uuid_v7(1, [by + 50; 10])),
    };
    let mut set = Fields::from([
        (
            "unit".to_owned(),
            format!("Tower {} {:02}/F", number % 7, number % 40).into(),
        ),
        ("form".to_owned(), uuid_v7(1, [9; 10]).to_string().into()),
    ]);
    for question in 0..5_u32 {
        let value = format!("choice-{}", (number + question) % 11);
        set.insert(format!("answer:/household/q{question}"), value.into());
    }
    let change = Change {
        kind: "response".to_owned(),
        id: RecordId(uuid_v7(3, [a, b, c, d, 0, 0, 0, 0, 0, 0])),
        set,
    };
    let now = DateTime::from_timestamp_millis(1_790_000_000_000 + i64::from(number) * 1_000);
    let now = now.unwrap_or_default().fixed_offset();
    let salt = Salt([a, b, c, d, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    let entry = told(ledger.write(author, now, salt, change))?;
    told(ledger.admit(&entry))?;
    Ok(entry)
}
