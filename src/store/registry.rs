//! Which site this browser works for. It is kept where the data is: localStorage reaches the disk
//! later, and a tablet that dies must not forget where it was.

use ledger::SiteId;

use super::{Area, Database, Key, StoreError, Write};

const NAME: &str = "doorstep";
const SITE: &str = "site";

fn key() -> Key {
    Key::Text(SITE.to_owned())
}

/// The site that was opened last; `None` before the first.
pub async fn site() -> Result<Option<SiteId>, StoreError> {
    let row = Database::open(NAME, None)
        .await?
        .get(Area::Meta, &key())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let site = str::from_utf8(&row).ok().and_then(|text| text.parse().ok());
    site.map(Some)
        .ok_or_else(|| StoreError::Corrupt(SITE.to_owned()))
}

/// Keeps the site.
pub async fn remember(site: SiteId) -> Result<(), StoreError> {
    let row = site.to_string().into_bytes();
    Database::open(NAME, None)
        .await?
        .commit(&[Write::Put(Area::Meta, key(), row)])
        .await
}

/// The name of a site's own storage.
pub fn database_of(site: SiteId) -> String {
    format!("{NAME}-{site}")
}
