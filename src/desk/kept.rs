//! What is kept here beside the ledger: drafts, interviews under way, files.
//!
//! What reads it comes in a part: at a first visit there is nothing to read.

use leptos::prelude::*;

use super::Desk;
use crate::{
    parts::{self, Upkeep},
    platform::clock,
    store::{Area, StoreError},
};

impl Desk {
    /// Reads it as the site is opened.
    pub(super) async fn open_kept(self) -> Result<(), StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        for area in [Area::Drafts, Area::Files] {
            if !database.keys_under(area, "").await?.is_empty() {
                return parts::ask(|done| Upkeep::OpenKept(self, done)).await?;
            }
        }
        Ok(())
    }

    /// Reads it, and puts the files in order that an earlier life of the app left behind. Where
    /// that fails, as on a full device, they stay as they are until the next start.
    pub async fn read_kept(self) -> Result<(), StoreError> {
        self.read_drafts().await?;
        let files = self.files();
        files.read().await?;
        let _ = files.recover().await;
        let _ = files.tidy_up(clock::now_ms()).await;
        let _ = files.resume_fetching().await;
        let _ = files.load_tables().await;
        Ok(())
    }

    /// Takes in what other tabs have kept.
    pub async fn follow_kept(self) {
        // What can't be read now is read at the next change.
        let _ = self.read_drafts().await;
        let _ = self.files().read_on().await;
    }

    async fn read_drafts(self) -> Result<(), StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        let rows = database.read_all(Area::Drafts).await?;
        self.inner.update_value(|inner| inner.take_drafts(rows));
        self.drafts_revision.update(|revision| *revision += 1);
        Ok(())
    }
}
