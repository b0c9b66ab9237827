//! Who waits for news of which site.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use ledger::SiteId;
use tokio::sync::watch;

/// The head of each site that someone has asked about. A reader who is slow sees the latest head,
/// never a queue.
#[derive(Debug, Default)]
pub(crate) struct Notices {
    heads: Mutex<HashMap<SiteId, watch::Sender<u64>>>,
}

impl Notices {
    /// Tells everyone who waits that a site's head is now at `ordinal`.
    pub(crate) fn moved(&self, site: SiteId, ordinal: u64) {
        let heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(head) = heads.get(&site) {
            // Two transactions may tell of their ends in either order.
            head.send_if_modified(|known| {
                let later = ordinal > *known;
                *known = ordinal.max(*known);
                later
            });
        }
    }

    /// Waits for news of a site from now on.
    pub(crate) fn follow(&self, site: SiteId) -> watch::Receiver<u64> {
        let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        heads.retain(|_, head| head.receiver_count() > 0);
        heads
            .entry(site)
            .or_insert_with(|| watch::channel(0).0)
            .subscribe()
    }
}
