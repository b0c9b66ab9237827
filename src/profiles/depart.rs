//! Taking a site off this tablet: its storage goes, and nothing else.

use ledger::SiteId;
use leptos::prelude::*;

use super::{Opened, leaving, lock, relay, relay::Word, wipe};
use crate::{
    platform::prefs,
    store::{StoreError, registry},
};

/// Takes a site of an open profile off this tablet, in every tab, and loads the page anew. With its
/// only site the profile goes too, key and all; the others stay as they are.
pub async fn depart(opened: Opened, site: SiteId) -> Result<(), StoreError> {
    // What was typed last is on the disk before the storage goes: nothing writes to it afterwards.
    leaving::settle().await;
    let (profile, key, sites) = untrack(|| (opened.profile(), opened.key(), opened.sites()));
    let Some(joined) = sites.iter().find(|joined| joined.site == site) else {
        return Ok(());
    };
    // The screen that is open is one of the site that goes.
    super::go_home();
    if sites.len() == 1 {
        prefs::set_left();
        return wipe(&profile).await;
    }
    let known = registry::read().await?;
    registry::remove_database(&known, &profile, &joined.database).await?;
    relay::fall_silent();
    // The other tabs let go of what is about to be deleted.
    relay::tell(&Word::Locked(profile.id));
    // From here on the site is gone. Where this row can't be written, opening the profile mends it.
    let _ = opened.forget_site(site).await;
    registry::read().await?.delete_doomed().await;
    lock::reload_with(profile.id, key);
    Ok(())
}
