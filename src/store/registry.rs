//! Which profiles this tablet has. It is kept where the data is: localStorage reaches the disk
//! later, and a tablet that dies must not forget where it was.
//!
//! The registry is plain: it is read before anything is unlocked. What a profile works for, and
//! with which tokens, is in its own row, which is sealed like everything else of it.

use std::{collections::BTreeMap, fmt};

use js_sys::Promise;
use ledger::SiteId;
use leptos::wasm_bindgen::{JsCast, JsValue, closure::Closure};
use needs::Lang;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wasm_bindgen_futures::JsFuture;

use super::{Area, Database, Key, StoreError, Write};
use crate::platform::{random, seal::Seal};

const NAME: &str = "doorstep";
/// The only site, before there were profiles.
const SITE: &str = "site";
const LAST: &str = "last";
const DOOMED: &str = "doomed";
const PROFILE: &str = "profile/";
const CONTENTS: &str = "contents/";

/// Which profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProfileId(Uuid);

impl ProfileId {
    /// A new one.
    pub fn random() -> Self {
        Self(random::record_id().0)
    }

    /// The profile without a passphrase in which a site is open: two tabs that make it at once make
    /// the same.
    pub fn of_open(site: SiteId) -> Self {
        Self(site.0)
    }
}

impl fmt::Display for ProfileId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// What anyone who holds the tablet may know of a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Which one.
    pub id: ProfileId,
    /// What it is called on the lock screen; empty where nobody gave it a name.
    #[serde(default)]
    pub label: String,
    /// The vault's header (`vault::Header`); `None` where there is no passphrase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vault: Option<String>,
    /// Its databases, so that they can be deleted though nobody can open them.
    #[serde(default)]
    pub databases: Vec<String>,
    /// What it works for, where the lock screen may show it: never of itself where there is a
    /// passphrase.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown: Vec<Shown>,
}

/// A site and who works there, as the lock screen shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The site's name by language tag.
    #[serde(default)]
    pub site: BTreeMap<String, String>,
    /// The person's name by language tag; empty where it is nobody's business.
    #[serde(default)]
    pub person: BTreeMap<String, String>,
}

impl Profile {
    /// One without a passphrase and without a name.
    pub fn open(id: ProfileId) -> Self {
        Self {
            id,
            label: String::new(),
            vault: None,
            databases: Vec::new(),
            shown: Vec::new(),
        }
    }
}

impl Shown {
    /// The site's name in a language, or in any.
    pub fn site_in(&self, lang: Lang) -> Option<&str> {
        any_of(&self.site, lang)
    }

    /// The person's name in a language, or in any.
    pub fn person_in(&self, lang: Lang) -> Option<&str> {
        any_of(&self.person, lang)
    }
}

fn any_of(names: &BTreeMap<String, String>, lang: Lang) -> Option<&str> {
    let name = names.get(lang.tag()).or_else(|| names.values().next());
    name.map(String::as_str)
}

/// The registry.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// In the order in which they were made.
    pub profiles: Vec<Profile>,
    /// The one that was opened last.
    pub last: Option<ProfileId>,
    /// Databases of removed profiles that may still be there.
    doomed: Vec<String>,
    site: Option<SiteId>,
}

fn text(word: &str) -> Key {
    Key::Text(word.to_owned())
}

fn profile_key(id: ProfileId) -> Key {
    Key::Text(format!("{PROFILE}{id}"))
}

fn contents_key(id: ProfileId) -> Key {
    Key::Text(format!("{CONTENTS}{id}"))
}

fn encode(value: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}

async fn open(seal: Option<Seal>) -> Result<Database, StoreError> {
    Database::open(NAME, seal).await
}

/// Reads the registry. A tablet from before there were profiles gets one of what it has.
pub async fn read() -> Result<Known, StoreError> {
    let mut known = Known::default();
    for (key, row) in open(None).await?.read_all(Area::Meta).await? {
        // What profiles keep for themselves is sealed.
        let Ok(row) = row else { continue };
        if key == SITE {
            known.site = str::from_utf8(&row).ok().and_then(|text| text.parse().ok());
        } else if key == LAST {
            known.last = serde_json::from_slice(&row).ok();
        } else if key == DOOMED {
            known.doomed = serde_json::from_slice(&row).unwrap_or_default();
        } else if key.starts_with(PROFILE) {
            let profile = serde_json::from_slice(&row);
            let profile = profile.map_err(|error| StoreError::Corrupt(error.to_string()))?;
            known.profiles.push(profile);
        }
    }
    Ok(known)
}

impl Known {
    /// The site of a tablet that worked before there were profiles, if it has none yet.
    pub fn to_adopt(&self) -> Option<SiteId> {
        self.site.filter(|_| self.profiles.is_empty())
    }

    /// One of the profiles.
    pub fn profile(&self, id: ProfileId) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.id == id)
    }

    /// Deletes what is left of removed profiles and sites, and keeps in mind that it did: whoever
    /// has one of them open may still write until the page is gone, so the next start looks again.
    pub async fn delete_doomed(&self) {
        for database in &self.doomed {
            delete_database(database).await;
        }
    }

    /// Deletes what is left of removed profiles. Cut off anywhere, it goes on at the next start.
    pub async fn finish_removals(&self) {
        if self.doomed.is_empty() {
            return;
        }
        self.delete_doomed().await;
        if let Ok(registry) = open(None).await {
            let _ = registry
                .commit(&[Write::Delete(Area::Meta, text(DOOMED))])
                .await;
        }
    }
}

/// Keeps a profile; done when it is on the disk.
pub async fn keep(profile: &Profile) -> Result<(), StoreError> {
    let row = encode(profile)?;
    let write = Write::Put(Area::Meta, profile_key(profile.id), row);
    // From now on there are profiles.
    let site = Write::Delete(Area::Meta, text(SITE));
    open(None).await?.commit(&[write, site]).await
}

/// Keeps which profile is open.
pub async fn set_last(id: ProfileId) -> Result<(), StoreError> {
    let write = Write::Put(Area::Meta, text(LAST), encode(&id)?);
    open(None).await?.commit(&[write]).await
}

/// What a profile keeps for itself.
pub async fn contents(id: ProfileId, seal: Option<Seal>) -> Result<Option<Vec<u8>>, StoreError> {
    open(seal).await?.get(Area::Meta, &contents_key(id)).await
}

/// Writes what a profile keeps for itself.
pub async fn keep_contents(
    id: ProfileId,
    seal: Option<Seal>,
    contents: Vec<u8>,
) -> Result<(), StoreError> {
    let write = Write::Put(Area::Meta, contents_key(id), contents);
    open(seal).await?.commit(&[write]).await
}

/// Removes a profile. First its header goes: from then on nobody can read what is left, and a
/// tablet that dies in between goes on deleting at its next start.
pub async fn remove(known: &Known, profile: &Profile) -> Result<(), StoreError> {
    let mut doomed = known.doomed.clone();
    doomed.extend_from_slice(&profile.databases);
    let writes = [
        Write::Put(Area::Meta, text(DOOMED), encode(&doomed)?),
        Write::Delete(Area::Meta, profile_key(profile.id)),
        Write::Delete(Area::Meta, contents_key(profile.id)),
        Write::Delete(Area::Meta, text(SITE)),
    ];
    open(None).await?.commit(&writes).await
}

/// Takes one storage from a profile, which goes on with the others. From then on nobody opens it;
/// a tablet that dies before it is deleted goes on deleting at its next start.
pub async fn remove_database(
    known: &Known,
    profile: &Profile,
    database: &str,
) -> Result<Profile, StoreError> {
    let mut doomed = known.doomed.clone();
    doomed.push(database.to_owned());
    let mut left = profile.clone();
    left.databases.retain(|kept| kept != database);
    let writes = [
        Write::Put(Area::Meta, text(DOOMED), encode(&doomed)?),
        Write::Put(Area::Meta, profile_key(left.id), encode(&left)?),
    ];
    open(None).await?.commit(&writes).await?;
    Ok(left)
}

/// Asks the browser to delete a database, and waits until it has. Other tabs let it go when they
/// hear of it.
async fn delete_database(name: &str) {
    let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten());
    let Some(Ok(request)) = factory.map(|factory| factory.delete_database(name)) else {
        return;
    };
    let done = Promise::new(&mut |resolve, _| {
        let failed = resolve.clone();
        request.set_onsuccess(Some(&resolve));
        let failed = Closure::once_into_js(move || {
            let _ = failed.call0(&JsValue::UNDEFINED);
        });
        request.set_onerror(Some(failed.unchecked_ref()));
    });
    let _ = JsFuture::from(done).await;
}

/// The name of a site's storage before there were profiles, and of one without a passphrase.
pub fn database_of(site: SiteId) -> String {
    format!("{NAME}-{site}")
}

/// A name for a new storage that tells nothing.
pub fn new_database() -> String {
    format!("{NAME}-{}", random::record_id())
}
