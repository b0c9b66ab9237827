//! Profiles: several people on one tablet, each with a vault of their own.
//!
//! A profile with a passphrase is opened by its key, which a worker derives and which no script can
//! read. One without a passphrase, for demonstrations, opens by itself and its rows are plain: a
//! key that lay beside them would protect nothing.

mod depart;
mod idle;
mod joined;
pub mod leaving;
mod lock;
mod naming;
mod relay;

use std::collections::BTreeMap;

use ledger::SiteId;
use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsValue};
use serde::{Deserialize, Serialize};
use web_sys::CryptoKey;

pub use crate::store::registry::{Known, Profile, ProfileId, Shown};
pub use depart::depart;
pub use idle::Idle;
pub use joined::JoinedSite;
pub use lock::{Parcel, follow, lock, protect, reload, reload_unlocked, take_parcel, wipe};
pub use naming::name_open_site;
pub use relay::{Relay, ask};

use crate::{
    platform::seal::Seal,
    store::{Database, StoreError, registry},
};

/// Idle minutes after which a profile locks, unless its owner says otherwise.
const LOCK_AFTER_MIN: u16 = 5;

/// What a profile keeps for itself; sealed where there is a passphrase.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Contents {
    sites: Vec<JoinedSite>,
    last_site: Option<SiteId>,
    /// For coming back while the key is in memory. It opens nothing by itself.
    pin: Option<String>,
    lock_after_min: Option<u16>,
    /// Whether the lock screen may name the sites.
    show_sites: bool,
}

struct Inner {
    profile: Profile,
    key: Option<CryptoKey>,
    contents: Contents,
}

/// The profile that is open. A handle: copies are the same.
#[derive(Clone, Copy)]
pub struct Opened {
    inner: StoredValue<Inner, LocalStorage>,
    revision: RwSignal<u32>,
}

impl Opened {
    /// Opens a profile, with its key where it has a passphrase. [`StoreError::Sealed`] or
    /// [`StoreError::Corrupt`] if it is not the right one.
    pub async fn open(profile: Profile, key: Option<CryptoKey>) -> Result<Self, StoreError> {
        let seal = key.clone().and_then(Seal::new);
        let contents = registry::contents(profile.id, seal).await?;
        let mut contents: Contents = match contents {
            Some(row) => serde_json::from_slice(&row)
                .map_err(|error| StoreError::Corrupt(error.to_string()))?,
            None => Contents::default(),
        };
        // A site that was taken off the tablet has no storage in the registry any more, though the
        // tablet may have died before this row could say so.
        let sites = &mut contents.sites;
        sites.retain(|joined| profile.databases.contains(&joined.database));
        Ok(Self {
            inner: StoredValue::new_local(Inner {
                profile,
                key,
                contents,
            }),
            revision: RwSignal::new(0),
        })
    }

    /// The profile without a passphrase in which a site is open; made if there is none.
    async fn open_site(site: SiteId) -> Result<Self, StoreError> {
        let known = registry::read().await?;
        let id = ProfileId::of_open(site);
        let (profile, joined) = match known.profile(id) {
            Some(profile) if profile.vault.is_none() => (profile.clone(), JoinedSite::open(site)),
            // It has a passphrase by now, and what is in it is someone's: never written over.
            Some(_) => (
                Profile::open(ProfileId::random()),
                JoinedSite::own(site, None),
            ),
            None => (Profile::open(id), JoinedSite::open(site)),
        };
        let opened = Self::open(profile, None).await?;
        opened.keep_site(joined).await?;
        Ok(opened)
    }

    /// Which profile it is.
    pub fn profile(self) -> Profile {
        self.revision.track();
        self.inner.with_value(|inner| inner.profile.clone())
    }

    /// Whether what it holds is sealed.
    pub fn is_sealed(self) -> bool {
        self.revision.track();
        self.inner.with_value(|inner| inner.profile.vault.is_some())
    }

    /// What its rows are sealed with; `None` where there is no passphrase.
    pub fn seal(self) -> Option<Seal> {
        self.key().and_then(Seal::new)
    }

    pub(crate) fn key(self) -> Option<CryptoKey> {
        self.inner.with_value(|inner| inner.key.clone())
    }

    /// The sites that it works for; whoever calls this in a view follows changes.
    pub fn sites(self) -> Vec<JoinedSite> {
        self.revision.track();
        self.inner.with_value(|inner| inner.contents.sites.clone())
    }

    /// One of its sites.
    pub fn site(self, site: SiteId) -> Option<JoinedSite> {
        self.sites().into_iter().find(|joined| joined.site == site)
    }

    /// The site that was open last, or the only one.
    pub fn last_site(self) -> Option<JoinedSite> {
        let last = self.inner.with_value(|inner| inner.contents.last_site);
        let sites = self.sites();
        let found = |is_it: &dyn Fn(&JoinedSite) -> bool| sites.iter().find(|joined| is_it(joined));
        let tab = of_this_tab();
        found(&|joined| tab.as_ref() == Some(&joined.database))
            .or_else(|| found(&|joined| last == Some(joined.site)))
            .or(sites.first())
            .cloned()
    }

    /// Adds a site, or changes what is known of it, and makes it the one to open; done when it is
    /// on the disk.
    pub async fn keep_site(self, site: JoinedSite) -> Result<(), StoreError> {
        let mut profile = self.inner.with_value(|inner| inner.profile.clone());
        if !profile.databases.contains(&site.database) {
            // Known for deleting before there is anything to delete.
            profile.databases.push(site.database.clone());
            self.keep_profile(profile).await?;
        }
        keep_tab(&site.database);
        self.change(|contents| {
            contents.last_site = Some(site.site);
            contents.sites.retain(|known| known.site != site.site);
            contents.sites.push(site);
        })
        .await
    }

    /// Takes a site out of what it works for.
    async fn forget_site(self, site: SiteId) -> Result<(), StoreError> {
        self.change(|contents| contents.sites.retain(|known| known.site != site))
            .await
    }

    /// Keeps what a site is called and who works there. The lock screen learns it where there is
    /// no passphrase, or where the person lets it.
    pub async fn name_site(self, site: SiteId, shown: Shown) -> Result<(), StoreError> {
        let Some(mut joined) = untrack(|| self.site(site)) else {
            return Ok(());
        };
        if joined.shown != shown {
            joined.shown = shown;
            let named = |contents: &mut Contents| {
                let mut sites = contents.sites.iter_mut();
                if let Some(known) = sites.find(|known| known.site == site) {
                    known.shown = joined.shown;
                }
            };
            self.change(named).await?;
        }
        self.show_or_hide().await
    }

    /// Whether the lock screen names the sites of a profile with a passphrase.
    pub fn shows_sites(self) -> bool {
        self.revision.track();
        self.inner.with_value(|inner| inner.contents.show_sites)
    }

    /// Has the lock screen name them, or not.
    pub async fn set_shows_sites(self, show: bool) -> Result<(), StoreError> {
        self.change(|contents| contents.show_sites = show).await?;
        self.show_or_hide().await
    }

    async fn show_or_hide(self) -> Result<(), StoreError> {
        let (mut profile, contents) = self
            .inner
            .with_value(|inner| (inner.profile.clone(), inner.contents.clone()));
        let sealed = profile.vault.is_some();
        let sites = contents.sites.into_iter();
        let sites = sites.filter(|_| contents.show_sites || !sealed);
        let shown: Vec<Shown> = sites
            .map(|joined| Shown {
                site: joined.shown.site,
                // The profile's own name stands for the person there.
                person: if sealed {
                    BTreeMap::new()
                } else {
                    joined.shown.person
                },
            })
            .collect();
        if profile.shown == shown {
            return Ok(());
        }
        profile.shown = shown;
        self.keep_profile(profile).await
    }

    /// Makes a site that it works for the one to open.
    pub async fn set_last_site(self, site: SiteId) -> Result<(), StoreError> {
        if let Some(joined) = untrack(|| self.site(site)) {
            keep_tab(&joined.database);
        }
        self.change(|contents| contents.last_site = Some(site))
            .await
    }

    /// The short number for coming back, if there is one.
    pub fn pin(self) -> Option<String> {
        self.revision.track();
        self.inner.with_value(|inner| inner.contents.pin.clone())
    }

    /// Sets the short number, or takes it away.
    pub async fn set_pin(self, pin: Option<String>) -> Result<(), StoreError> {
        self.change(|contents| contents.pin = pin).await
    }

    /// Idle minutes after which it locks; 0 is never.
    pub fn lock_after_min(self) -> u16 {
        self.revision.track();
        self.inner
            .with_value(|inner| inner.contents.lock_after_min.unwrap_or(LOCK_AFTER_MIN))
    }

    /// Sets after how many idle minutes it locks; 0 is never.
    pub async fn set_lock_after_min(self, minutes: u16) -> Result<(), StoreError> {
        self.change(|contents| contents.lock_after_min = Some(minutes))
            .await
    }

    /// Keeps another name or header of the profile.
    pub(crate) async fn keep_profile(self, profile: Profile) -> Result<(), StoreError> {
        registry::keep(&profile).await?;
        self.inner.update_value(|inner| inner.profile = profile);
        self.revision.update(|revision| *revision += 1);
        Ok(())
    }

    /// Writes the contents again, for instance because there is a key now.
    pub(crate) async fn keep_contents(self) -> Result<(), StoreError> {
        self.change(|_| {}).await
    }

    /// Seals, in the background, what was written before there was a passphrase.
    pub async fn seal_what_is_plain(self) -> Result<(), StoreError> {
        let Some(seal) = self.seal() else {
            return Ok(());
        };
        for joined in untrack(|| self.sites()) {
            let database = Database::open(&joined.database, Some(seal.clone())).await?;
            let sealed = database.seal_plain_rows().await;
            database.close();
            sealed?;
        }
        Ok(())
    }

    async fn change(self, change: impl FnOnce(&mut Contents)) -> Result<(), StoreError> {
        let (id, mut contents) = self
            .inner
            .with_value(|inner| (inner.profile.id, inner.contents.clone()));
        // Another tab may have written meanwhile.
        if let Some(row) = registry::contents(id, self.seal()).await? {
            contents = serde_json::from_slice(&row).unwrap_or(contents);
        }
        change(&mut contents);
        let row = serde_json::to_vec(&contents)
            .map_err(|error| StoreError::Corrupt(error.to_string()))?;
        registry::keep_contents(id, self.seal(), row).await?;
        self.inner.update_value(|inner| inner.contents = contents);
        self.revision.update(|revision| *revision += 1);
        Ok(())
    }
}

/// Has a profile work for an open site; a tablet without a profile gets one without a passphrase.
pub async fn join_open(opened: Option<Opened>, site: SiteId) -> Result<Opened, StoreError> {
    let Some(opened) = opened else {
        return Opened::open_site(site).await;
    };
    if untrack(|| opened.site(site)).is_some() {
        opened.set_last_site(site).await?;
    } else if untrack(|| opened.is_sealed()) {
        opened.keep_site(JoinedSite::own(site, None)).await?;
    } else {
        opened.keep_site(JoinedSite::open(site)).await?;
    }
    Ok(opened)
}

/// Watches over an open profile: it gives its key to other tabs, follows when one of them locks,
/// and locks itself when nobody is there.
pub fn guard(opened: Opened) {
    Relay::serve(opened, || spawn_local(follow()), Idle::someone_is_here);
    if untrack(|| opened.is_sealed()) {
        Idle::watch(opened);
    }
}

/// This tab's own site, so that it opens again when the tab is loaded anew though another tab of
/// the same profile works for another one.
const TAB: &str = "doorstep.tab";

/// Keeps which storage this tab has open: a name that tells nothing.
pub fn keep_tab(database: &str) {
    if let Ok(Some(session)) = window().session_storage() {
        let _ = session.set_item(TAB, database);
    }
}

fn of_this_tab() -> Option<String> {
    let session = window().session_storage().ok().flatten()?;
    session.get_item(TAB).ok().flatten()
}

/// Why a profile was not opened.
#[derive(Clone, Debug, PartialEq)]
pub enum EnterError {
    /// Its key was not the right one, or there was none.
    Locked,
    /// The storage does not work.
    Store(StoreError),
}

/// Leaves the address of a screen that someone else had open.
pub fn go_home() {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some("/"));
    }
}

/// Opens a profile and remembers it as the last one.
pub async fn enter(profile: Profile, key: Option<CryptoKey>) -> Result<Opened, EnterError> {
    if profile.vault.is_some() && key.is_none() {
        return Err(EnterError::Locked);
    }
    let id = profile.id;
    let sealed = profile.vault.is_some();
    let last = registry::read().await.map_err(EnterError::Store)?.last;
    let opened = match Opened::open(profile, key).await {
        Err(StoreError::Sealed | StoreError::Corrupt(_)) if sealed => {
            return Err(EnterError::Locked);
        }
        opened => opened.map_err(EnterError::Store)?,
    };
    if last != Some(id) {
        if last.is_some() {
            go_home();
        }
        // Nothing is lost if that fails, as on a full device.
        let _ = registry::set_last(id).await;
    }
    Ok(opened)
}
