//! The desk: the whole site in memory, and every way to change it.
//!
//! Screens read it at once and without waiting. A change goes to the storage first; when it is on the
//! disk it is taken into memory, and the screens that read it follow. Other tabs write to the same
//! storage: rows have running numbers, a number that is taken means that another tab was faster, and
//! then what it wrote is read before the change is tried again.

use std::collections::BTreeMap;

use ledger::{
    Admitted, Author, Bundle, Change, DeviceId, Entry, Ledger, RecordId, Refusal, SiteId, State,
    sync::{Checkpoint, Received, Span},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    draft::Draft,
    platform::{clock, random},
    store::{Area, Database, Key, StoreError, Write, registry},
    tabs::Tabs,
};

/// The site on this device. A handle: copies are the same desk.
#[derive(Clone, Copy)]
pub struct Desk {
    inner: StoredValue<Inner, LocalStorage>,
    /// Raised with every change of the ledger.
    revision: RwSignal<u32>,
    /// Raised with every change of the list of drafts, though not of what is in one.
    drafts_revision: RwSignal<u32>,
}

struct Inner {
    database: Database,
    tabs: Tabs,
    device: DeviceId,
    actor: Option<RecordId>,
    ledger: Ledger,
    /// For each device, the row in which each of its entries lies, by sequence.
    rows: BTreeMap<DeviceId, Vec<u32>>,
    last_row: u32,
    drafts: BTreeMap<RecordId, Draft>,
    checkpoint: Checkpoint,
    /// Rows that could not be read, by number, and why.
    damaged: Vec<(u32, String)>,
}

/// A row of the ledger as it lies in the storage.
#[derive(Serialize, Deserialize)]
struct EntryRow {
    /// When the server received it, by its clock; `None` for what was written or imported here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    received: Option<String>,
    entry: Entry,
}

#[derive(Serialize, Deserialize)]
struct Identity {
    device: DeviceId,
    #[serde(default)]
    actor: Option<RecordId>,
}

const IDENTITY: &str = "identity";
const CHECKPOINT: &str = "checkpoint";

/// Why a change could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteError {
    /// Nobody has said who is using the device.
    NoActor,
    /// The change breaks a limit of the ledger.
    Invalid(String),
    /// It could not be stored. Nothing of it was.
    Store(StoreError),
}

impl From<StoreError> for WriteError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

fn encode(value: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}

fn decode<T: for<'de> Deserialize<'de>>(row: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(row).map_err(|error| StoreError::Corrupt(error.to_string()))
}

fn meta(name: &str) -> Key {
    Key::Text(name.to_owned())
}

impl Desk {
    /// Opens a site's storage and reads it into memory.
    pub async fn open(site: SiteId) -> Result<Self, StoreError> {
        let database = Database::open(&registry::database_of(site)).await?;
        registry::remember(site).await?;
        let identity = identity(&database).await?;
        let checkpoint = match database.get(Area::Meta, &meta(CHECKPOINT)).await? {
            Some(row) => decode(&row).unwrap_or_default(),
            None => Checkpoint::default(),
        };
        let mut inner = Inner {
            tabs: Tabs::join(site),
            device: identity.device,
            actor: identity.actor,
            ledger: Ledger::new(site),
            rows: BTreeMap::new(),
            last_row: 0,
            drafts: BTreeMap::new(),
            checkpoint,
            damaged: Vec::new(),
            database,
        };
        let rows = inner.database.read_numbered(Area::Entries, 0).await?;
        inner.take_rows(rows);
        if !inner.damaged.is_empty() {
            // What can't be read here may be whole on the server: read from its start.
            inner.checkpoint.cursor = ledger::sync::Cursor::default();
        }
        let drafts = inner.database.read_all(Area::Drafts).await?;
        for (_, row) in drafts {
            match decode::<Draft>(&row) {
                Ok(draft) => drop(inner.drafts.insert(draft.id, draft)),
                Err(error) => inner.damaged.push((0, format!("{error:?}"))),
            }
        }
        let desk = Self {
            inner: StoredValue::new_local(inner),
            revision: RwSignal::new(0),
            drafts_revision: RwSignal::new(0),
        };
        desk.inner
            .with_value(|inner| inner.tabs.on_change(move || desk.follow_other_tabs()));
        Ok(desk)
    }

    /// Reads the ledger; whoever calls this in a view is run again when it changes.
    pub fn read<T>(self, read: impl FnOnce(&State) -> T) -> T {
        self.revision.track();
        self.inner.with_value(|inner| read(inner.ledger.state()))
    }

    /// Reads the ledger once.
    pub fn peek<T>(self, read: impl FnOnce(&Ledger) -> T) -> T {
        self.inner.with_value(|inner| read(&inner.ledger))
    }

    /// How many entries are here; whoever calls this in a view is run again when it changes.
    pub fn entries(self) -> usize {
        self.revision.track();
        self.peek(Ledger::len)
    }

    /// The site.
    pub fn site(self) -> SiteId {
        self.peek(Ledger::site)
    }

    /// This device.
    pub fn device(self) -> DeviceId {
        self.inner.with_value(|inner| inner.device)
    }

    /// The person using it, once they have said so.
    pub fn actor(self) -> Option<RecordId> {
        self.revision.track();
        self.inner.with_value(|inner| inner.actor)
    }

    /// How far this device had synced when it was opened.
    pub fn checkpoint(self) -> Checkpoint {
        self.inner.with_value(|inner| inner.checkpoint.clone())
    }

    /// What could not be read from the storage.
    pub fn damaged(self) -> Vec<(u32, String)> {
        self.inner.with_value(|inner| inner.damaged.clone())
    }

    /// Says who is using the device.
    pub async fn set_actor(self, actor: RecordId) -> Result<(), StoreError> {
        let (database, device) = self
            .inner
            .with_value(|inner| (inner.database.clone(), inner.device));
        let row = encode(&Identity {
            device,
            actor: Some(actor),
        })?;
        database
            .commit(&[Write::Put(Area::Meta, meta(IDENTITY), row)])
            .await?;
        self.inner.update_value(|inner| inner.actor = Some(actor));
        self.revision.update(|revision| *revision += 1);
        Ok(())
    }

    /// The drafts, the one worked on last first.
    pub fn drafts(self) -> Vec<Draft> {
        self.drafts_revision.track();
        let mut drafts: Vec<_> = self
            .inner
            .with_value(|inner| inner.drafts.values().cloned().collect());
        drafts.sort_by_key(|draft: &Draft| std::cmp::Reverse(draft.updated_ms));
        drafts
    }

    /// One draft, as it was last saved.
    pub fn draft(self, id: RecordId) -> Option<Draft> {
        self.inner
            .with_value(|inner| inner.drafts.get(&id).cloned())
    }

    /// Keeps a draft; done when it is on the disk.
    pub async fn save_draft(self, draft: Draft) -> Result<(), StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        let row = encode(&draft)?;
        let key = Key::Text(draft.id.to_string());
        database
            .commit(&[Write::Put(Area::Drafts, key, row)])
            .await?;
        let new = self
            .inner
            .with_value(|inner| !inner.drafts.contains_key(&draft.id));
        self.inner
            .update_value(|inner| drop(inner.drafts.insert(draft.id, draft)));
        self.inner.with_value(|inner| inner.tabs.tell());
        if new {
            self.drafts_revision.update(|revision| *revision += 1);
        }
        Ok(())
    }

    /// Throws a draft away.
    pub async fn discard_draft(self, id: RecordId) -> Result<(), StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        database
            .commit(&[Write::Delete(Area::Drafts, Key::Text(id.to_string()))])
            .await?;
        self.forget_draft(id);
        Ok(())
    }

    fn forget_draft(self, id: RecordId) {
        self.inner
            .update_value(|inner| drop(inner.drafts.remove(&id)));
        self.inner.with_value(|inner| inner.tabs.tell());
        self.drafts_revision.update(|revision| *revision += 1);
    }

    /// Turns a draft into a record: the entry comes and the draft goes in one transaction.
    pub async fn finish_draft(self, id: RecordId, change: Change) -> Result<(), WriteError> {
        let gone = Write::Delete(Area::Drafts, Key::Text(id.to_string()));
        self.write(change, vec![gone]).await?;
        self.forget_draft(id);
        Ok(())
    }

    /// Writes one entry, together with `others`; done when it is on the disk.
    async fn write(self, change: Change, others: Vec<Write>) -> Result<(), WriteError> {
        loop {
            let author = self.inner.with_value(|inner| {
                let actor = inner.actor.ok_or(WriteError::NoActor)?;
                Ok::<_, WriteError>(Author {
                    device: inner.device,
                    actor,
                })
            })?;
            let entry = self.inner.try_update_value(|inner| {
                inner
                    .ledger
                    .write(author, clock::now(), random::salt(), change.clone())
            });
            let entry = match entry {
                Some(Ok(entry)) => entry,
                Some(Err(invalid)) => return Err(WriteError::Invalid(invalid.to_string())),
                None => return Err(WriteError::Store(StoreError::Lost)),
            };
            match self
                .append(
                    vec![EntryRow {
                        received: None,
                        entry,
                    }],
                    others.clone(),
                )
                .await
            {
                Err(StoreError::Taken) => self.read_on().await?,
                result => return result.map_err(WriteError::Store),
            }
        }
    }

    /// Adds rows after the last one that is known, with `others`, in one transaction.
    async fn append(self, rows: Vec<EntryRow>, others: Vec<Write>) -> Result<(), StoreError> {
        let (database, first) = self
            .inner
            .with_value(|inner| (inner.database.clone(), inner.last_row + 1));
        let mut writes = others;
        let mut numbered = Vec::with_capacity(rows.len());
        for (number, row) in (first..).zip(rows) {
            let content = encode(&row)?;
            writes.push(Write::Add(Area::Entries, Key::Number(number), content));
            numbered.push((number, row));
        }
        database.commit(&writes).await?;
        self.inner.update_value(|inner| {
            for (number, row) in numbered {
                inner.take_row(number, &row);
            }
        });
        self.inner.with_value(|inner| inner.tabs.tell());
        self.revision.update(|revision| *revision += 1);
        Ok(())
    }

    /// Takes in what other tabs have written.
    async fn read_on(self) -> Result<(), StoreError> {
        let (database, last) = self
            .inner
            .with_value(|inner| (inner.database.clone(), inner.last_row));
        let rows = database.read_numbered(Area::Entries, last).await?;
        if !rows.is_empty() {
            self.inner.update_value(|inner| inner.take_rows(rows));
            self.revision.update(|revision| *revision += 1);
        }
        Ok(())
    }

    fn follow_other_tabs(self) {
        leptos::task::spawn_local(async move {
            // If it can't be read now, the next write reads it.
            let _ = self.read_on().await;
            let database = self.inner.with_value(|inner| inner.database.clone());
            if let Ok(rows) = database.read_all(Area::Drafts).await {
                let drafts = rows.iter().filter_map(|(_, row)| decode::<Draft>(row).ok());
                let drafts = drafts.map(|draft| (draft.id, draft)).collect();
                self.inner.update_value(|inner| inner.drafts = drafts);
                self.drafts_revision.update(|revision| *revision += 1);
            }
        });
    }

    /// Stores what the server sent, and how far it has been read. What is here already is left out.
    pub async fn take_in(
        self,
        received: Vec<Received>,
        checkpoint: Checkpoint,
    ) -> Result<Result<(), Refusal>, StoreError> {
        let row = encode(&checkpoint)?;
        loop {
            let (rows, refusal) = self
                .inner
                .with_value(|inner| inner.new_rows(received.iter().cloned()));
            // A gap has to be filled before the cursor may move on.
            if let Some(refusal @ Refusal::Gap { .. }) = refusal {
                return Ok(Err(refusal));
            }
            let known = self
                .inner
                .with_value(|inner| inner.checkpoint == checkpoint);
            if rows.is_empty() && known {
                return Ok(Ok(()));
            }
            let place = Write::Put(Area::Meta, meta(CHECKPOINT), row.clone());
            match self.append(rows, vec![place]).await {
                Err(StoreError::Taken) => self.read_on().await?,
                Err(error) => return Err(error),
                Ok(()) => {
                    self.inner
                        .update_value(|inner| inner.checkpoint = checkpoint);
                    return Ok(Ok(()));
                }
            }
        }
    }

    /// Stores entries that were checked against this ledger: all of them or none.
    pub async fn import(self, entries: Vec<Entry>) -> Result<(), StoreError> {
        loop {
            let entries = entries.iter().cloned();
            let known =
                |entry: &Entry| self.peek(|ledger| ledger.check(entry) == Ok(Admitted::Known));
            let rows: Vec<_> = entries
                .filter(|entry| !known(entry))
                .map(|entry| EntryRow {
                    received: None,
                    entry,
                })
                .collect();
            match self.append(rows, Vec::new()).await {
                Err(StoreError::Taken) => self.read_on().await?,
                result => return result,
            }
        }
    }

    /// Everything, as a bundle. The ledger is replayed on the way, so that what goes out connects.
    pub async fn export(self) -> Result<Bundle, StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        let rows = database.read_numbered(Area::Entries, 0).await?;
        let mut ledger = Ledger::new(self.site());
        let mut entries: Vec<Entry> = rows
            .iter()
            .filter_map(|(_, row)| Some(decode::<EntryRow>(row).ok()?.entry))
            .collect();
        entries.retain(|entry| ledger.admit(entry) == Ok(Admitted::New));
        Ok(Bundle::new(&ledger, self.device(), clock::now(), entries))
    }

    /// A bundle with the entries of `spans`, or as many from the front as fit in `max_bytes`, but at
    /// least one.
    pub async fn bundle(self, spans: &[Span], max_bytes: usize) -> Result<Bundle, StoreError> {
        let (database, wanted) = self.inner.with_value(|inner| {
            let rows = spans
                .iter()
                .flat_map(|span| inner.rows_after(*span))
                .copied();
            let rows = rows.collect::<Vec<_>>();
            (inner.database.clone(), rows)
        });
        let mut entries = Vec::new();
        let mut bytes = 0;
        for number in wanted {
            let Some(row) = database.get(Area::Entries, &Key::Number(number)).await? else {
                continue;
            };
            bytes += row.len();
            if bytes > max_bytes && !entries.is_empty() {
                break;
            }
            entries.push(decode::<EntryRow>(&row)?.entry);
        }
        Ok(self
            .inner
            .with_value(|inner| Bundle::new(&inner.ledger, inner.device, clock::now(), entries)))
    }
}

impl Inner {
    fn take_rows(&mut self, rows: Vec<(u32, Vec<u8>)>) {
        for (number, row) in rows {
            match decode::<EntryRow>(&row) {
                Ok(row) => self.take_row(number, &row),
                Err(error) => {
                    self.last_row = self.last_row.max(number);
                    self.damaged.push((number, format!("{error:?}")));
                }
            }
        }
    }

    fn take_row(&mut self, number: u32, row: &EntryRow) {
        if number <= self.last_row {
            return;
        }
        self.last_row = number;
        match self.ledger.admit(&row.entry) {
            Ok(Admitted::New) => self
                .rows
                .entry(row.entry.device())
                .or_default()
                .push(number),
            Ok(Admitted::Known) => {}
            Err(refusal) => self.damaged.push((number, refusal.to_string())),
        }
    }

    /// Those of the received entries that are not here, and the first refusal. A fork is left out: it
    /// is the other device's matter and must not stop the rest.
    fn new_rows(
        &self,
        received: impl Iterator<Item = Received>,
    ) -> (Vec<EntryRow>, Option<Refusal>) {
        let mut ledger = self.ledger.clone_chains();
        let mut refusal = None;
        let rows = received
            .filter(|received| match ledger.admit(&received.entry) {
                Ok(admitted) => admitted == Admitted::New,
                Err(why) => {
                    refusal.get_or_insert(why);
                    false
                }
            })
            .map(|Received { received, entry }| EntryRow {
                received: Some(received),
                entry,
            })
            .collect();
        (rows, refusal)
    }

    fn rows_after(&self, span: Span) -> &[u32] {
        let after = usize::try_from(span.after).unwrap_or(usize::MAX);
        self.rows
            .get(&span.device)
            .and_then(|rows| rows.get(after..))
            .unwrap_or_default()
    }
}

/// Who this device is; made at the first opening. Two tabs that open at once agree on one.
async fn identity(database: &Database) -> Result<Identity, StoreError> {
    loop {
        if let Some(row) = database.get(Area::Meta, &meta(IDENTITY)).await? {
            return decode(&row);
        }
        let identity = Identity {
            device: random::device_id(),
            actor: None,
        };
        let row = encode(&identity)?;
        match database
            .commit(&[Write::Add(Area::Meta, meta(IDENTITY), row)])
            .await
        {
            Err(StoreError::Taken) => {}
            result => return result.map(|()| identity),
        }
    }
}
