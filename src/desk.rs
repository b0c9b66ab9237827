//! The desk: the whole site in memory, and every way to change it.
//!
//! Screens read it at once and without waiting. A change goes to the storage first; when it is on
//! the disk it is taken into memory, and the screens that read it follow. Other tabs write to the
//! same storage: rows have running numbers, a number that is taken means that another tab was
//! faster, and then what it wrote is read before the change is tried again.

mod backup;
mod carrying;
mod compaction;
mod designs;
mod drafts;
mod erasing;
mod exchange;
mod files;
mod image;
mod kept;
mod loading;
mod moving;
mod notebooks;
mod plans;
mod receipts;
mod restore;
mod rewriting;
mod segments;
mod writing;

use std::collections::BTreeMap;

use ledger::{DeviceId, Ledger, RecordId, SiteId, State, sync::Checkpoint};
use leptos::{prelude::*, task::spawn_local};
use needs::{Act, Person};
use serde::{Deserialize, Serialize};

use crate::{
    parts::{self, Upkeep},
    platform::{random, seal::Seal},
    store::{Area, Database, StoreError, Write},
    tabs::Tabs,
};
pub use designs::DesignHead;
pub use files::{FileError, FileOwner, Files, Freed, Recording};
use image::{Inner, decode, encode, meta};
use loading::Image;
pub use plans::{LeftPlan, PlanOf};
pub use restore::{BackupFile, RestoreError, Restored, read_header};
pub use writing::WriteError;

/// The site on this device. A handle: copies are the same desk.
#[derive(Clone, Copy)]
pub struct Desk {
    inner: StoredValue<Inner, LocalStorage>,
    /// Raised with every change of the ledger.
    revision: RwSignal<u32>,
    /// Raised with every change of the list of drafts, though not of what is in one.
    drafts_revision: RwSignal<u32>,
    /// Raised with every change of the files that are here.
    files_revision: RwSignal<u32>,
}

#[derive(Serialize, Deserialize)]
struct Identity {
    device: DeviceId,
    #[serde(default)]
    actor: Option<RecordId>,
}

const IDENTITY: &str = "identity";
const CHECKPOINT: &str = "checkpoint";

impl Desk {
    /// Opens a site's storage by its name and reads it into memory.
    pub async fn open(
        site: SiteId,
        database: &str,
        seal: Option<Seal>,
    ) -> Result<Self, StoreError> {
        let database = Database::open(database, seal).await?;
        let identity = identity(&database).await?;
        let checkpoint = checkpoint(&database).await?;
        let inner = Inner {
            tabs: Tabs::join(site),
            device: identity.device,
            actor: identity.actor,
            image: Image::read(&database, site).await?,
            drafts: BTreeMap::new(),
            notebooks: BTreeMap::new(),
            files: files::Index::default(),
            checkpoint,
            moved: moving::moved(&database).await?,
            damaged_drafts: Vec::new(),
            tidying: compaction::Tidying::default(),
            database,
        };
        let desk = Self {
            inner: StoredValue::new_local(inner),
            revision: RwSignal::new(0),
            drafts_revision: RwSignal::new(0),
            files_revision: RwSignal::new(0),
        };
        desk.open_kept().await?;
        desk.inner
            .with_value(|inner| inner.tabs.on_change(move || desk.follow_other_tabs()));
        desk.seal_the_rest();
        desk.drop_erased_when_quiet();
        desk.compact_when_quiet();
        Ok(desk)
    }

    /// Seals, while the app is used, what an earlier version left plain. Where it fails, as on a
    /// full device, the next start goes on.
    fn seal_the_rest(self) {
        let database = self.inner.with_value(|inner| inner.database.clone());
        if database.is_sealed() {
            spawn_local(parts::work(Upkeep::Seal(database)));
        }
    }

    /// Reads the ledger; whoever calls this in a view is run again when it changes.
    pub fn read<T>(self, read: impl FnOnce(&State) -> T) -> T {
        self.revision.track();
        self.inner
            .with_value(|inner| read(inner.image.ledger.state()))
    }

    /// Reads the ledger once.
    pub fn peek<T>(self, read: impl FnOnce(&Ledger) -> T) -> T {
        self.inner.with_value(|inner| read(&inner.image.ledger))
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

    /// The name of the storage: two profiles may work for one site.
    pub fn storage(self) -> String {
        self.inner
            .with_value(|inner| inner.database.name().to_owned())
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

    /// The person using it, if the ledger knows them; whoever calls this in a view follows changes.
    pub fn with_person<T>(self, ask: impl FnOnce(&State, Person<'_>) -> T) -> Option<T> {
        let actor = self.actor()?;
        self.read(|state| Person::find(state, actor).map(|person| ask(state, person)))
    }

    /// Whether the person using it may do this.
    pub fn may(self, act: Act) -> bool {
        self.with_person(|_, person| person.role().may(act))
            .unwrap_or(false)
    }

    /// Whether what is written here is sealed.
    pub fn is_sealed(self) -> bool {
        self.inner.with_value(|inner| inner.database.is_sealed())
    }

    /// How far this device had synced when it was opened.
    pub fn checkpoint(self) -> Checkpoint {
        self.inner.with_value(|inner| inner.checkpoint.clone())
    }

    /// What could not be read from the storage: which row, and why.
    pub fn damaged(self) -> Vec<(String, String)> {
        self.revision.track();
        self.inner.with_value(|inner| {
            let rows = inner.image.damaged.iter();
            let rows = rows.map(|(row, why)| (row.to_string(), why.clone()));
            rows.chain(inner.damaged_drafts.iter().cloned()).collect()
        })
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
}

/// How far this device has synced, as it was last kept.
async fn checkpoint(database: &Database) -> Result<Checkpoint, StoreError> {
    let row = database.get(Area::Meta, &meta(CHECKPOINT)).await?;
    Ok(row.and_then(|row| decode(&row).ok()).unwrap_or_default())
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
